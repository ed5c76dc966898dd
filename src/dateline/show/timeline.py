"""What happened, in order: one row for each event, however often it is told.

The mentions of one event fold into a row that takes the best date, place, actor and recipient among them. Nothing is
decided in silence: words, dates and statuses that differ between mentions stay in the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateline.show.dates import doubts, in_words
from dateline.show.index import SHORT, Index
from dateline.show.sources import ARROW, chain_words
from dateline.text.happening import Event, Figure, RoleName, Status
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When

STATUSES: dict[Status, str] = {
    "happened": "", "ongoing": "going on", "planned": "planned", "possible": "possible", "hypothetical": "only supposed",
    "denied": "denied", "did_not_happen": "did not happen",
}  # fmt: skip
# What is done by saying it; other statements are no happening, unless they are old enough to be history.
ACTS = frozenset({"declaration", "order", "promise", "threat", "accusation", "denial", "admission"})
LONG_AGO, LONG = 31, 90  # days before the issue; characters of what is said
Key = tuple[bool, date, date, bool, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One event for people. Strings are "" where nothing is known.

    `date` is `when` in words, `what` the words of the telling mention and `also` the other words used for the event,
    `kind` its type and mode, `counts` its figures, `says` the chains of sources (one for each that tells it), `status` in
    words ("" = happened), `quote` the exact characters of `span`, the sentence; `told` counts the mentions, `events` are
    their ids with the telling one first. `flags` say in words what differs or is doubted.
    """

    date: str
    when: When | None
    key: Key
    who: str
    what: str
    also: tuple[str, ...]
    kind: str
    whom: str
    where: str
    counts: tuple[str, ...]
    says: tuple[str, ...]
    status: str
    quote: str
    span: Span
    events: tuple[str, ...]
    told: int
    main: bool
    approximate: bool
    flags: tuple[str, ...]


def rows(record: Record, all: bool = False, index: Index | None = None) -> tuple[Row, ...]:
    """The timeline by first day, the undated last; minor rows are left out unless `all`. Dated acts of saying stand among them.

    An event that is marked main or has a count is never minor. Else minor is: an event of a PLOVER kind with neither
    recipient nor date, unless it has both actor and place; an OTHER event without a date, or with nobody and no place.
    A date of its own is meant: that something lies before the day of issue is none. A missing actor alone makes nothing
    minor, or the passive voice would hide what was done.
    """
    index = index or Index(record)
    doubted = _doubted(record)
    found = []
    for chain in index.event_chains:
        row = _row(index, chain, doubted)
        if all or not _is_minor(row, chain):
            found.append(row)
    found += [_saying(index, statement) for statement in record.statements if _is_dated_act(record, statement)]
    return tuple(sorted(found, key=lambda row: row.key))


def _is_dated_act(record: Record, statement: Statement) -> bool:
    """Something done by saying it (a declaration, a promise) on a day that is told, or said long before the day of issue."""
    said, issued = statement.said, record.article.published.when
    if said is None or said.first is None or said.last is None or statement.negated or not statement.source:
        return False
    if any(cue.overlaps(event.span) for cue in statement.cue for event in record.events):
        return False  # the event's own row tells it
    long_ago = issued is not None and issued.first is not None and (issued.first - said.last).days > LONG_AGO
    return statement.act in ACTS or long_ago


def _saying(index: Index, statement: Statement) -> Row:
    said = statement.said
    cue = index.quote(statement.cue[0], SHORT) if statement.cue else "said"
    span = index.sentence(statement.span)
    return Row(
        date=in_words(said),
        when=said,
        key=(
            False,
            (said.first if said else None) or date.max,
            (said.last if said else None) or date.max,
            True,
            statement.span.start,
        ),
        who=index.name(statement.speaker) or index.quote(statement.source[0], SHORT),
        what=f"{cue}: “{index.quote(statement.content[0], LONG)}”" if statement.content else cue,
        also=(),
        kind=statement.act,
        whom=index.name(statement.addressee) or "",
        where="",
        counts=(),
        says=(ARROW.join(filter(None, (chain_words(index, statement.within or ROOT), index.name(statement.medium)))),),
        status="",
        quote=index.article.quote(span),
        span=span,
        events=(statement.id,),
        told=1,
        main=False,
        approximate=said is not None and said.approximate,
        flags=(),
    )


def best_when(chain: tuple[Event, ...]) -> When | None:
    """The date told in words before one that is inferred, bounded before open, the shorter before the longer."""

    def vagueness(event: Event) -> tuple[bool, int, int]:
        when = event.when
        open_ends = sum(end is None for end in (when.first, when.last)) if when else 3
        length = (when.last - when.first).days if when and when.first and when.last else 0
        return event.time is None, open_ends, length

    return min((event for event in chain if event.when), key=vagueness, default=chain[0]).when


def _is_minor(row: Row, chain: tuple[Event, ...]) -> bool:
    if row.main or row.counts:
        return False
    dated = row.when is not None and row.when.first is not None
    if chain[0].kind == "OTHER":
        return not (dated and (row.who or row.whom or row.where))
    return not (row.whom or dated or (row.who and row.where))


def _row(index: Index, chain: tuple[Event, ...], doubted: dict[str, str]) -> Row:
    telling = next((event for event in chain if event.main), chain[0])
    when = best_when(chain)
    words = list(dict.fromkeys(index.quote(event.span, SHORT) for event in (telling, *chain)))
    span = index.sentence(telling.span)
    modes = next((event.mode for event in (telling, *chain) if event.mode), None)
    main = any(event.main for event in chain)
    first = (when.first or when.last) if when else None
    return Row(
        date=in_words(when),
        when=when,
        key=(first is None, first or date.max, (when.last if when else None) or date.max, not main, telling.span.start),
        who=_fillers(index, chain, telling, "actor"),
        what=words[0],
        also=tuple(dict.fromkeys(word for word in words[1:] if word.casefold() != words[0].casefold())),
        kind="" if telling.kind == "OTHER" else telling.kind.lower() + (f", {modes}" if modes else ""),
        whom=_fillers(index, chain, telling, "recipient"),
        where=_where(index, chain, telling),
        counts=tuple(dict.fromkeys(_counts(index, chain))),
        says=tuple(dict.fromkeys(chain_words(index, event.told_in) for event in (telling, *chain))),
        status=STATUSES[telling.status],
        quote=index.article.quote(span),
        span=span,
        events=tuple(dict.fromkeys(event.id for event in (telling, *chain))),
        told=len(chain),
        main=main,
        approximate=when is not None and when.approximate,
        flags=tuple(dict.fromkeys(_flags(chain, telling, when, doubted))),
    )


def _fillers(index: Index, chain: tuple[Event, ...], telling: Event, role: RoleName) -> str:
    """Those who take part as `role` in the mention that names them best: by entity, else in the telling one's words."""

    def names(event: Event) -> list[str]:
        return [name for part in event.fillers(role) if (name := index.name(part.entity))]

    best = max((telling, *chain), key=lambda event: len(names(event)) == len(event.fillers(role)) > 0)
    if not names(best):
        best = next((event for event in (telling, *chain) if names(event)), None) or next(
            (event for event in (telling, *chain) if event.fillers(role)), telling
        )
    parts = [index.name(part.entity) or index.quote(part.span, SHORT) for part in best.fillers(role)]
    return ", ".join(dict.fromkeys(parts))


def _where(index: Index, chain: tuple[Event, ...], telling: Event) -> str:
    placed = [name for event in (telling, *chain) if (name := index.name(event.place))]
    if placed:
        return placed[0]
    spoken = [index.quote(part.span, SHORT) for event in (telling, *chain) for part in event.fillers("place")]
    return spoken[0] if spoken else ""


def _counts(index: Index, chain: tuple[Event, ...]) -> Iterator[str]:
    for event in chain:
        for id in event.figures:
            figure = index.found.get(id)
            if isinstance(figure, Figure):
                yield figure_words(index, figure)


def figure_words(index: Index, figure: Figure) -> str:
    """A count in the words of the text and what it counts: "at least 12 people" (dead)."""
    return f"“{index.quote(figure.span, SHORT)}” ({figure.counts})"


def _flags(chain: tuple[Event, ...], telling: Event, when: When | None, doubted: dict[str, str]) -> Iterator[str]:
    for event in chain:
        if event.when and when and not event.when.overlaps(when):
            yield f"also dated {in_words(event.when)}"
        if event.status != telling.status:
            yield f"also told as {STATUSES[event.status] or 'happened'}"
        if event.id in doubted:
            yield doubted[event.id]


def _doubted(record: Record) -> dict[str, str]:
    """Events that a check casts doubt on, with what is doubted in a few words; the check itself says the rest."""
    short = {"stale-deictic": "date in doubt", "date-conflict": "dates differ", "figure-conflict": "figures differ"}
    figures = {figure.id: figure.event for figure in record.figures}
    doubted: dict[str, str] = {}
    for check in doubts(record):
        for item in check.items:
            event = figures.get(item) or item
            doubted.setdefault(event, short.get(check.kind, "date in doubt"))
    return doubted
