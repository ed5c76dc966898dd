"""The day of issue of an article that names none: what its text supports, as the check `publication-inferred`, never as a fact.

`article.published` stays empty: what a carrier says and what we work out are two things. The check's `value` is EDTF: one day
where a time told from the issue ("40 days ago", "yesterday") stands for a day with a year; the day with the year open where
none is told ("XXXX-02-12"); else the bounds ("2020-01-08/.."): what is told as past on a full date is not later than the issue.
Only where it comes to one day are the times told from the issue resolved, and each says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.annotate.settle.counts import day_of
from dateline.annotate.settle.deictics import Deictic, find_deictics, year_open
from dateline.annotate.settle.lookup import Lookup
from dateline.annotate.settle.network import ORIGIN, Distance, Solution, solve
from dateline.annotate.times import find_times
from dateline.text.article import Published
from dateline.text.happening import Event, TimeExpression
from dateline.text.record import Check, Record
from dateline.text.span import Evidence
from dateline.text.telling import ROOT
from dateline.text.when import Grain, When

ISSUE = "issue"
_MOST = 80  # dates that are looked at
_YEARS = 50  # bounds further apart than that say nothing of the year


@dataclass(frozen=True, slots=True)
class Reason:
    """What the text says of the day of issue: the findings, in words; `day` is "02-12" where only the year is open."""

    items: tuple[str, ...]
    words: str
    day: str = ""


def infer_issue(record: Record) -> Record:
    """The record with the day of issue that its text supports as a check, and, where it is one day, the times told from it."""
    if record.article.published.when is not None or not record.times:
        return record
    lookup = Lookup(record)
    reasons: list[Reason] = []
    distances = [*_bounds(lookup, reasons), *_told_of_days(lookup, reasons)]
    solution = solve(distances)
    check = _inferred(solution, reasons)
    if check is None:
        return record
    doubts = tuple(_doubt(cycle, reasons) for cycle in solution.contradictions)
    if check.value and (day := _single(check.value)):
        record = _resolved(record, day, check)
    known = {time.id for time in record.times}
    checks = (replace(each, items=tuple(item for item in each.items if item in known)) for each in (check, *doubts))
    return record.having(checks=(*record.checks, *checks))


def _single(value: str) -> date | None:
    return date.fromisoformat(value) if len(value) == 10 and value[:4].isdigit() else None


def _bounds(lookup: Lookup, reasons: list[Reason]) -> Iterator[Distance]:
    """No earlier than what is told as past on a date with a year, no later than what will be, in the outlet's own voice."""
    dated = [time for time in lookup.times if time.anchor.to == "calendar" and time.when and not time.when.approximate]
    for time in dated[: 5 * _MOST]:
        quote = lookup.record.article.quote(time.span)
        first, last = (time.when.first, time.when.last) if time.when else (None, None)
        if first is None or not lookup.names_year(time):
            continue
        tense = lookup.tense_of(time)
        if tense == "past":
            yield Distance(ORIGIN, ISSUE, first.toordinal(), None, len(reasons))
            reasons.append(Reason((time.id,), f"“{quote}” is told as past"))
        elif tense == "future" and last is not None and _teller(lookup, time) == ROOT:
            yield Distance(ORIGIN, ISSUE, None, last.toordinal(), len(reasons))
            reasons.append(Reason((time.id,), f"“{quote}” is told as to come"))


def _teller(lookup: Lookup, time: TimeExpression) -> str | None:
    teller = lookup.record.teller(time.span)
    return teller.id if teller else ROOT


def _told_of_days(lookup: Lookup, reasons: list[Reason]) -> Iterator[Distance]:
    """A time told from the issue that stands for a date: beside it, or of the same event."""
    dates = [time for time in lookup.times if _is_day(lookup, time) or year_open(lookup, time)][:_MOST]
    deictics = find_deictics(lookup.record) if dates else []
    by_event = _by_event(lookup, dates) if deictics else {}
    for each in deictics:
        event = lookup.event_of(each.span)
        partners = [lookup.beside_before(each.span), lookup.beside_after(each.span.end)]
        partners += by_event.get(lookup.root(event), []) if event else []
        for time in partners:
            if time is not None and not time.span.overlaps(each.span):
                yield from _joined(lookup, each, time, reasons)


def _by_event(lookup: Lookup, dates: Sequence[TimeExpression]) -> dict[str, list[TimeExpression]]:
    """The dates that events hang on, those without a year too, by the first mention of the event."""
    found: dict[str, list[TimeExpression]] = defaultdict(list)
    for time in dates:
        event = lookup.event_of(time.span)
        if event is not None:
            found[lookup.root(event)].append(time)
    return found


def _is_day(lookup: Lookup, time: TimeExpression) -> bool:
    named = time.when is not None and time.when.single_day is not None and not time.when.approximate
    return named and lookup.names_year(time)


def _joined(lookup: Lookup, each: Deictic, time: TimeExpression, reasons: list[Reason]) -> Iterator[Distance]:
    quote = lookup.record.article.quote
    words = f"“{quote(each.span)}” is told of “{quote(time.span)}”"
    if _is_day(lookup, time) and time.when is not None and time.when.first is not None:
        day = time.when.first.toordinal()
        yield Distance(ORIGIN, ISSUE, day + each.least, day + each.most, len(reasons))
        reasons.append(Reason((each.id, time.id), f"{words}, {time.when}, and the issue is {each.on}"))
    elif (open_day := year_open(lookup, time)) and each.least == each.most:
        shown = _later(open_day, each.least)
        if shown:
            reasons.append(Reason((each.id, time.id), f"{words}, and the issue is {each.on}; no year is told", shown))


def _later(month_day: tuple[int, int], days: int) -> str:
    """The day of any year so many days later, "02-12"; "" where it hangs on a leap year.

    >>> _later((1, 3), 40), _later((2, 20), 12)
    ('02-12', '')
    """
    found = set()
    for year in (2019, 2020, 2021):  # before, in and after a leap year
        try:
            found.add(f"{date(year, *month_day) + timedelta(days=days):%m-%d}")
        except (ValueError, OverflowError):
            return ""
    return found.pop() if len(found) == 1 else ""


def _inferred(solution: Solution, reasons: list[Reason]) -> Check | None:
    """The check with the value that the bounds come to; None where the text says nothing of its day of issue."""
    bounds = solution.bounds.get(ISSUE)
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    used = [
        reasons[each.told]
        for each in solution.kept
        if (each.low is not None and each.low == low) or (each.high is not None and each.high == high)
    ][:4]
    open_days = [reason for reason in reasons if reason.day]
    named = {reason.day for reason in open_days}
    ends = [str(day_of(end)) if end is not None and day_of(end) else ".." for end in (low, high)]
    if low is not None and low == high:
        value = ends[0]
    elif len(named) == 1:
        fixed = _in_bounds(open_days[0].day, low, high)
        value = str(fixed) if fixed else f"XXXX-{open_days[0].day}"
        used = [*open_days[:2], *used[:2]] if fixed or low is not None else open_days[:2]
    elif low is not None or high is not None:
        value = "/".join(ends)
    else:
        return None
    span = f"; it lies in {'/'.join(ends)}" if value.startswith("XXXX") and (low or high) else ""
    items = dict.fromkeys(item for reason in used for item in reason.items)
    note = (
        f"no day of issue is given; the text supports {value}: {'; '.join(dict.fromkeys(r.words for r in used))}{span}"
    )
    return Check("publication-inferred", tuple(items), note, value)


def _in_bounds(month_day: str, low: int | None, high: int | None) -> date | None:
    """The only day within the bounds that is that day of the year."""
    first, last = day_of(low or 0), day_of(high or 0)
    if first is None or last is None or last.year - first.year > _YEARS:
        return None
    days = [
        date.fromisoformat(f"{year:04d}-{month_day}")
        for year in range(first.year, last.year + 1)
        if month_day != "02-29"
    ]
    inside = [day for day in days if first <= day <= last]
    return inside[0] if len(inside) == 1 else None


def _doubt(cycle: tuple[Distance, ...], reasons: list[Reason]) -> Check:
    told = [reasons[each.told] for each in cycle if each.told >= 0]
    items = dict.fromkeys(item for reason in told for item in reason.items)
    return Check(
        "date-conflict", tuple(items), f"no day of issue fits all: {'; '.join(reason.words for reason in told)}"
    )


def _resolved(record: Record, day: date, check: Check) -> Record:
    """The times told from the day of issue, and those told from them, with the events that hang on them."""
    issued = replace(record.article, published=Published(When.at(day, Grain.DAY)))
    because = Evidence(
        "settle/issued", f"told from {day}, the day of issue that the text supports ({', '.join(check.items)})"
    )
    known = [time for time in record.times if time.when is not None]
    taken: dict[str, TimeExpression] = {}
    at = 0
    for time in find_times(record.having(article=issued)).times:
        while at < len(known) and known[at].span.end <= time.span.start:
            at += 1
        free = at >= len(known) or not known[at].span.overlaps(time.span)
        told = time.anchor.to == "publication" or (time.anchor.to == "time" and time.anchor.id in taken)
        if free and told and time.when is not None:
            taken[time.id] = replace(time, because=(*time.because, because))
    times = sorted((*_left(record, taken), *taken.values()), key=lambda time: (time.span.start, -time.span.end))
    record = record.having(times=tuple(times))
    return record.having(events=_redated(Lookup(record), taken))


def _left(record: Record, taken: dict[str, TimeExpression]) -> Iterator[TimeExpression]:
    """The times that no taken one stands upon: "40 days" goes where "40 days ago" is read."""
    spans = [time.span for time in taken.values()]
    at = 0
    for time in record.times:
        while at < len(spans) and spans[at].end <= time.span.start:
            at += 1
        if time.when is not None or at >= len(spans) or not spans[at].overlaps(time.span):
            yield time


def _redated(lookup: Lookup, taken: dict[str, TimeExpression]) -> tuple[Event, ...]:
    events = dict(lookup.events)
    for time in taken.values():
        event = lookup.event_of(time.span)
        if event is None or any(lookup.is_firm(mention) for mention in lookup.chain(lookup.root(event))):
            continue
        note = Evidence("settle/issued", f"dated by {time.id}")
        for mention in {event.id: event, lookup.root(event): lookup.events[lookup.root(event)]}.values():
            if mention.status in ("happened", "ongoing"):
                events[mention.id] = replace(mention, when=time.when, time=time.id, because=(*mention.because, note))
    return tuple(events[event.id] for event in lookup.record.events)
