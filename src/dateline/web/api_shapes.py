"""What the API takes and gives, one struct an object. The OpenAPI document is made from these types.

An article goes by its number in the archive, a finding by that and its id in the record, 12/e@16; offsets count Unicode characters of the
article's text from 0, ends exclusive. Dates are EDTF.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dateline.relate.corrections import Field

Verdict = Literal["same", "different", "unsure"]
AddingState = Literal["idle", "reading", "done", "failed"]
ErrorCode = Literal["bad_request", "not_found", "conflict", "too_large", "not_json", "cannot_store", "failed"]


class Wrong(Struct, omit_defaults=True):
    """What was wrong, where, and what to do; of a conflict, `seen` is the last correction of the finding."""

    code: ErrorCode
    message: str
    seen: int | None = None


class ErrorAnswer(Struct):
    """Every answer that is no success."""

    error: Wrong


class ArticleAnswer(Struct):
    """An article of the archive; `version` counts those of its address, `latest` says that none came after it."""

    article: int
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    version: int
    latest: bool


class ArticlesAnswer(Struct):
    """Articles in their latest versions, by number; `next` is the number to go on `after`, null behind the last."""

    articles: list[ArticleAnswer]
    next: int | None


class EventAnswer(Struct):
    """One event, however many articles tell of it, as `dateline timeline --json` has it."""

    event: str
    when: str | None
    first: str | None
    last: str | None
    words: list[str]
    kind: str | None
    status: str
    actors: list[str]
    recipients: list[str]
    place: str | None
    dead: list[str]
    injured: list[str]
    articles: list[str]
    copies: list[str]
    outlets: list[str]
    origins: list[str]
    no_party: list[str]
    conflicts: list[str]


class EventsAnswer(Struct):
    """Events by day; `undated` are told without one."""

    events: list[EventAnswer]
    undated: int


class ValueAnswer(Struct):
    """One value as one source gives it, as `dateline compare --json` has it."""

    event: str
    aspect: str
    value: str
    source: str
    kind: str | None
    party: bool | None
    article: str
    outlet: str | None
    told: str | None
    start: int
    end: int
    quote: str
    scope: str | None
    conflicts_with: list[str]


class MentionAnswer(Struct):
    """One mention and the chain of those who say so, as `dateline who-says --json` has it."""

    event: str
    article: str
    outlet: str | None
    published: str | None
    mention: str
    start: int
    end: int
    words: str
    chain: list[str]
    copied_from: str | None
    status: str
    sentence: str


class TellingAnswer(Struct):
    """One event with who gives which value, and who says so."""

    event: EventAnswer
    values: list[ValueAnswer]
    mentions: list[MentionAnswer]


class CalledAnswer(Struct):
    """What an outlet calls somebody, as `dateline names --json` has it."""

    outlet: str
    words: str
    by: str
    own_voice: bool
    times: int
    leaning: str | None
    articles: list[str]
    at: list[str]


class NameAnswer(Struct):
    """All that articles call one person, group or place."""

    name: str
    called: list[CalledAnswer]


class HitAnswer(Struct):
    """An article that has all the words: its words around them at `start`, and where in these they stand."""

    article: int
    title: str
    outlet: str | None
    published: str | None
    snippet: str
    marks: list[tuple[int, int]]
    start: int | None


class HitsAnswer(Struct):
    """What was found, the best first."""

    hits: list[HitAnswer]


class CorrectionAnswer(Struct):
    """A correction; `finding` is the id that it has now, `was` what was there, `state` "" where it holds."""

    id: str
    number: int
    article: int
    finding: str
    quote: str
    field: str
    value: str
    was: str
    note: str
    by: str
    at: str
    state: str


class CorrectionsAnswer(Struct):
    """What was corrected, oldest first; `seen` is what a new correction is to send as having been seen."""

    corrections: list[CorrectionAnswer]
    seen: int


class JudgementAnswer(Struct):
    """A judgement that was kept."""

    id: str
    left: str
    right: str
    verdict: str
    by: str


class UndoneAnswer(Struct):
    """What was taken back; `seen` is what a next correction of the finding is to send as having been seen."""

    undone: str
    seen: int


class AddingAnswer(Struct):
    """The files that are being added from the first page, or were last: how far that is, and why what failed did."""

    state: AddingState
    files: int
    added: int
    there: int
    failed: int
    reasons: list[str]


class CorrectionAsked(Struct, forbid_unknown_fields=True):
    """A correction to keep. `seen` is the last one of this finding that you know of: 0 if none."""

    article: int
    finding: str
    field: Field
    value: str
    note: str = ""
    by: str = ""
    seen: int = 0


class JudgementAsked(Struct, forbid_unknown_fields=True):
    """Two events (12/e@16), articles (12) or names, and whether they are the same; of names, that left goes by right.

    `seen` is the number of the last judgement that you know of; without it, what others said meanwhile is passed by.
    """

    left: str
    right: str
    verdict: Verdict
    note: str = ""
    by: str = ""
    seen: int | None = None


class UndoAsked(Struct, forbid_unknown_fields=True):
    """What to take back: a correction (c3) or a judgement (j5), by its id."""

    id: str
