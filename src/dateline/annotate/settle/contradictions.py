"""What the interval network cannot fit together, in plain words: which tellings, which dates, and the arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dateline.annotate.settle.counts import day_of
from dateline.annotate.settle.links import Link
from dateline.annotate.settle.lookup import Lookup
from dateline.annotate.settle.network import Distance
from dateline.annotate.settle.solving import Solved
from dateline.text.record import Check, CheckKind
from dateline.text.span import Span


def find_contradictions(lookup: Lookup, answer: Solved) -> Iterator[Check]:
    """One check for each set of tellings that cannot all be true."""
    spans = {time.id: time.span for time in lookup.times} | {event.id: event.span for event in lookup.events.values()}
    for cycle in answer.conflicts:
        links = [answer.links[each.told] for each in cycle if each.told >= 0]
        dates = [each for each in cycle if each.told < 0]
        points = [each.to for each in dates]
        items = dict.fromkeys(id for id in (*(item for link in links for item in link.items), *points) if id in spans)
        kind: CheckKind = "date-conflict"
        if any(link.kind == "order" for link in links):
            kind = "order-conflict"
        elif any(link.count for link in links):
            kind = "duration-mismatch"
        parts = [*_tellings(links), *_dates(lookup, spans, dates), *_distance(dates)]
        yield Check(kind, tuple(items), "; ".join(parts))


def _tellings(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        if link.kind == "order":
            yield f"told: {link.words}"
        elif link.count is not None:
            least, most = link.count.days
            sign = "" if least >= 0 else ", back"
            days = f"{abs(least)}" if least == most else f"{min(abs(least), abs(most))} to {max(abs(least), abs(most))}"
            yield f"told: {link.words}, {days} day{'s' if days != '1' else ''}{sign}"


def _dates(lookup: Lookup, spans: dict[str, Span], dates: Iterable[Distance]) -> Iterator[str]:
    for each in dates:
        words = f"“{lookup.record.article.quote(spans[each.to])}”" if each.to in spans else each.to
        yield f"{words} is {_shown(each)}"


def _shown(date: Distance) -> str:
    ends = [str(day_of(end)) if end is not None and day_of(end) else ".." for end in (date.low, date.high)]
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _distance(dates: Sequence[Distance]) -> Iterator[str]:
    """How far two dates lie apart."""
    if len(dates) == 2 and all(each.low is not None and each.low == each.high for each in dates):
        days = abs((dates[1].low or 0) - (dates[0].low or 0))
        yield f"between them lie {days} day{'s' if days != 1 else ''}"
