"""The record as others parse it: format `dateline/1`, one struct an object. The JSON Schema is made from these types.

Offsets are Unicode code points into `article.text`, end exclusive. Dates (`when`, `said`) are EDTF, `first` and `last`
ISO days. Unknown is null or an empty list. New fields may be added; a field's meaning never changes within `dateline/1`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from dateline.text.article import BlockKind, CreditKind
from dateline.text.happening import AnchorKind, Counts, EventKind, RoleName, Status, TimexType, Vouched
from dateline.text.naming import EntityKind, MentionForm, Standing
from dateline.text.record import CheckKind
from dateline.text.telling import Act, Certainty, Doubt, Fate, Leaning, Manner, SourceKind

Pair = tuple[int, int]
GrainName = Literal[
    "century", "decade", "year", "half", "quarter", "season", "month", "week", "day", "part_of_day", "minute", "vague"
]


class BecauseShape(Struct, omit_defaults=True):
    """Why: the rule or layer, what it did, and on which characters if not the finding's own."""

    by: str
    note: str = ""
    start: int | None = None
    end: int | None = None


class SpanShape(Struct):
    """A bare span."""

    start: int
    end: int


class SourceShape(Struct):
    """Where the bytes came from, and the id that a list of articles gave."""

    path: str | None
    id: str | None


class DateClaimShape(Struct):
    """A date of issue that differs from the chosen one."""

    when: str
    because: list[BecauseShape]


class PublishedShape(Struct):
    """The date of issue (or of the last change) and how it is known; `stamp` is its clock and zone as they are told."""

    when: str | None
    because: list[BecauseShape]
    conflicts: list[DateClaimShape] = []
    stamp: str | None = None


class BlockShape(Struct, omit_defaults=True):
    """A paragraph or the like."""

    start: int
    end: int
    kind: BlockKind
    because: list[BecauseShape] = []


class CreditShape(Struct):
    """Who wrote or supplied the text."""

    name: str
    kind: CreditKind
    because: list[BecauseShape]


class EntryShape(Struct):
    """One entry of a live page."""

    start: int
    end: int
    when: str | None
    stamp: str | None
    because: list[BecauseShape]


class ArticleShape(Struct, omit_defaults=True):
    """The text and what its carrier tells of it."""

    id: str
    source: SourceShape
    sha256: str
    text: str
    title: SpanShape | None
    outlet: str | None
    url: str | None
    bylines: list[str]
    language: str
    published: PublishedShape
    blocks: list[BlockShape]
    modified: PublishedShape | None = None
    section: str | None = None
    credits: list[CreditShape] = []
    entries: list[EntryShape] = []


class TimexShape(Struct):
    """TimeML TIMEX3."""

    type: TimexType
    value: str
    mod: str | None


class AnchorShape(Struct):
    """What a time is counted from."""

    to: AnchorKind
    id: str | None


class AlternativeShape(Struct):
    """Another reading of the same words."""

    when: str


class TimeShape(Struct):
    """A time expression."""

    id: str
    start: int
    end: int
    quote: str
    when: str | None
    first: str | None
    last: str | None
    grain: GrainName | None
    timex: TimexShape | None
    anchor: AnchorShape
    alternatives: list[AlternativeShape]
    flags: list[str]
    because: list[BecauseShape]


class OtherPlaceShape(Struct):
    """Another place that the name may stand for."""

    name: str
    country: str | None
    within: list[str]
    precision: str
    source: str


class PlaceShape(Struct, omit_defaults=True):
    """A place on the map: [latitude, longitude] in degrees, or null. `precision` says what the point stands for."""

    point: tuple[float, float] | None
    country: str | None
    within: list[str]
    precision: str
    source: str
    others: list[OtherPlaceShape] = []


class TitleShape(Struct, omit_defaults=True):
    """An office or rank as the text gives it; `standing` where the text says that it is a former or a coming one."""

    title: str
    start: int
    end: int
    standing: Standing = ""


class OfficeShape(Struct):
    """An office that the person held on the day of issue by our knowledge, not by the article."""

    office: str
    country: str | None
    first: str | None
    last: str | None
    seen: str | None
    because: list[BecauseShape]


class EntityShape(Struct, omit_defaults=True):
    """A person, group or place of this article."""

    id: str
    name: str
    kind: EntityKind
    aliases: list[str]
    known_as: str | None
    roles: list[TitleShape]
    place: PlaceShape | None
    offices: list[OfficeShape] = []
    flags: list[str] = []


class MentionShape(Struct, omit_defaults=True):
    """Words that stand for an entity."""

    id: str
    start: int
    end: int
    quote: str
    entity: str | None
    form: MentionForm
    because: list[BecauseShape] = []


class StatementShape(Struct):
    """What one source says."""

    id: str
    start: int
    end: int
    content: list[Pair]
    manner: Manner
    within: str | None
    source: list[Pair]
    speaker: str | None
    source_kind: SourceKind
    medium: str | None
    cue: list[Pair]
    act: Act
    certainty: Certainty
    negated: bool
    doubt: Doubt
    said: str | None
    addressee: str | None
    because: list[BecauseShape]


class RoleShape(Struct):
    """Who or what takes part in an event."""

    role: RoleName
    start: int
    end: int
    entity: str | None
    vouched: Vouched | None = None


class EventShape(Struct):
    """Something that is told to happen."""

    id: str
    start: int
    end: int
    quote: str
    kind: EventKind
    mode: str | None
    lemma: str
    roles: list[RoleShape]
    when: str | None
    first: str | None
    last: str | None
    grain: GrainName | None
    time: str | None
    place: str | None
    status: Status
    told_in: str
    same_as: str | None
    part_of: str | None
    main: bool
    figures: list[str]
    because: list[BecauseShape]


class FigureShape(Struct):
    """A count with its bounds."""

    id: str
    start: int
    end: int
    quote: str
    counts: Counts
    low: int | None
    high: int | None
    event: str | None


class WordingShape(Struct):
    """A loaded word."""

    id: str
    start: int
    end: int
    quote: str
    target: str | None
    leaning: Leaning
    neutral: str
    said_in: str
    because: list[BecauseShape]


class QuotationShape(Struct):
    """Words between quotation marks, and what the marks are there for."""

    id: str
    start: int
    end: int
    quote: str
    fate: Fate
    parts: list[Pair]
    depth: int
    closed: bool
    statement: str
    because: list[BecauseShape]


class CheckShape(Struct, omit_defaults=True):
    """Findings that do not fit together; or (publication-inferred) the day of issue that they support, in EDTF."""

    kind: CheckKind
    items: list[str]
    note: str
    value: str | None = None


class FailureShape(Struct):
    """What could not be done, and why."""

    stage: str
    reason: str


class HappeningsShape(Struct):
    """Of a record what tells who did what, when and where; all else in the line is passed over."""

    format: Literal["dateline/1"]
    article: ArticleShape
    times: list[TimeShape]
    entities: list[EntityShape]
    events: list[EventShape]
    figures: list[FigureShape]


class RecordShape(Struct):
    """One article's record."""

    format: Literal["dateline/1"]
    article: ArticleShape
    times: list[TimeShape]
    entities: list[EntityShape]
    mentions: list[MentionShape]
    statements: list[StatementShape]
    events: list[EventShape]
    figures: list[FigureShape]
    wording: list[WordingShape]
    checks: list[CheckShape]
    failures: list[FailureShape]
    quotations: list[QuotationShape] = []
