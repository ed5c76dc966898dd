"""Two events, or two articles, of an archive that a person says something of: named as judgements name them, and what stands of them."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.relate.incidents import incidents
from dateline.relate.judgement import Judgement, Pointer, Verdict, article_key
from dateline.store.archive import Archive
from dateline.store.side_by_side import stored, thing_pointer
from dateline.text.errors import BadQuery
from dateline.text.record import Record

VERDICTS: dict[str, Verdict] = {"same": "yes", "different": "no", "unsure": "unsure"}


def pair(archive: Archive, left: str, right: str) -> tuple[Pointer, Pointer]:
    """The two as judgements name them, which holds when the articles are read again; BadQuery where one is not there."""
    given = [thing_pointer(words) for words in (left, right)]
    if (
        {each.finding[:1] for each in given} - {"", "e"}
        or given[0].question != given[1].question
        or given[0] == given[1]
    ):
        raise BadQuery(f"{left}, {right}: name two events (12/e@16) or two articles (12)")
    records = [stored(archive, int(pointer.article)) for pointer in given]
    for pointer, record in zip(given, records, strict=True):
        if pointer.finding and all(event.id != pointer.finding for event in record.events):
            raise BadQuery(
                f"{archive.path}: no event {pointer}; dateline who-says and dateline timeline show what there is"
            )
    one, other = (Pointer(article_key(r.article), p.finding) for p, r in zip(given, records, strict=True))
    if one == other:
        raise BadQuery(f"{left}, {right}: are one text of one outlet, and so one thing already")
    if one.question == "event" and head(records[0], one) == head(records[1], other):
        raise BadQuery(
            f"{left} and {right} are told as one event in one article: no judgement can part or join them; to hold one"
            f" apart, use dateline correct {left} same_as none"
        )
    return one, other


def head(record: Record, pointer: Pointer) -> Pointer:
    """The first mention of the event that this is a mention of, in its article; what is no event is its own."""
    for incident in incidents(record, pointer.article):
        if any(event.id == pointer.finding for event in incident.mentions):
            return incident.pointer
    return pointer


def last_of(said: Iterable[Judgement], by: str) -> Judgement | None:
    """The uppermost word of that person that was not taken back yet."""
    pile: list[Judgement] = []
    for each in said:
        if each.by == by and each.verdict != "withdrawn":
            pile.append(each)
        elif each.by == by and pile:
            pile.pop()
    return pile[-1] if pile else None
