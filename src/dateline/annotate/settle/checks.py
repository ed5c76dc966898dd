"""What does not fit together in one record. A check says so; it takes no side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from dateline.annotate.settle.lookup import Lookup
from dateline.languages import word_list
from dateline.text.happening import Event
from dateline.text.record import Check, CheckKind, Record
from dateline.text.when import When

# A period may touch the day of death at its edge: what was done in it is then likely, not surely, too late.
BEFORE = 0.2
NIGHT = 1  # days by which a paper may be ahead of the calendar: it prints in the evening, and the world has time zones
DEICTIC = frozenset({"deictic", "weekday", "part-of-day", "shift"})  # meanings of rules for days told from the issue


def find_checks(record: Record) -> Record:
    """The record with its checks, and the times they cast doubt on flagged."""
    lookup = Lookup(record)
    checks = (
        *record.checks,
        *_weekdays(record),
        *_after_death(record),
        *_after_issue(lookup),
        *_dates(lookup),
        *_figures(lookup),
    )
    doubted = {item: check.kind for check in checks for item in check.items if check.kind == "stale-deictic"}
    times = tuple(
        replace(time, flags=(*time.flags, doubted[time.id])) if time.id in doubted else time for time in record.times
    )
    return record.having(checks=checks, times=times)


def _weekdays(record: Record) -> Iterator[Check]:
    for time in record.times:
        if "weekday-mismatch" not in time.flags or time.when is None or time.when.first is None:
            continue
        quote = record.article.quote(time.span)
        # A year that only the story suggests may be the wrong one: then the weekday says nothing.
        if time.anchor.to == "publication" or f"{time.when.first:%y}" in quote:
            note = f"{quote!r}: {time.when.first} is a {time.when.first:%A}"
            yield Check("weekday-mismatch", (time.id,), note)


def _after_death(record: Record) -> Iterator[Check]:
    """Something is told of a person in a period that lies after the day that killed them."""
    fatal = word_list(record.article.language, "settle", "fatal", "lemmas")
    late = fatal | word_list(record.article.language, "settle", "fatal", "after")
    persons = {entity.id for entity in record.entities if entity.kind == "person"}
    deaths: dict[str, tuple[Event, When]] = {}
    for event in record.events:
        when = _when(record, event) if event.lemma in fatal and event.status == "happened" else None
        if when is not None and when.single_day:
            for role in event.fillers("recipient"):
                if role.entity in persons and role.entity not in deaths:
                    deaths[role.entity or ""] = (event, when)
    for event in record.events:
        if event.lemma in late or event.time is None or event.status not in ("happened", "ongoing"):
            continue
        for role in event.roles:
            death = deaths.get(role.entity or "")
            if death and event.when and _too_late(event.when, death[1]):
                name = next(entity.name for entity in record.entities if entity.id == role.entity)
                note = f"{record.article.quote(event.span)!r} is dated {event.when}; {name} died on {death[1]} ({death[0].id})"
                yield Check("stale-deictic", (event.time, event.id), note)
                break


def _too_late(when: When, death: When) -> bool:
    day = death.last
    if day is None or when.first is None or when.last is None or when.last <= day:
        return False
    length = (when.last - when.first).days + 1
    return ((day - when.first).days + 1) / length < BEFORE


def _after_issue(lookup: Lookup) -> Iterator[Check]:
    """Something is told as past on a day that lies behind the day of issue."""
    issued = lookup.record.article.published.when
    last = issued.last if issued else None
    times = {time.id: time for time in lookup.times}
    for event in lookup.events.values() if last else ():
        time = times.get(event.time or "")
        if time is None or time.when is None or time.when.first is None or last is None:
            continue
        late = (time.when.first - last).days
        if late <= NIGHT or event.status != "happened" or lookup.event_of(time.span) is not event:
            continue
        if lookup.tense_of(time) == "past":
            kind: CheckKind = "date-conflict" if time.anchor.to == "calendar" else "stale-deictic"
            quote = lookup.record.article.quote(time.span)
            note = f"“{quote}”, {time.when}, is told as past and lies {late} days behind the day of issue, {issued}"
            yield Check(kind, (time.id, event.id), note)


def _dates(lookup: Lookup) -> Iterator[Check]:
    """One event is given dates that share no day; a "yesterday" among them may be left over from another text."""
    times = {time.id: time for time in lookup.times}
    for chain in _chains(lookup.record):
        dated = [event for event in chain if event.time and event.when and event.when.first and event.when.last]
        for left, right in combinations(dated[:20], 2):
            if left.when and right.when and not left.when.overlaps(right.when):
                told = [time for event in (left, right) if (time := times.get(event.time or "")) is not None]
                stale = [time for time in told if lookup.means(time) in DEICTIC]
                if len(stale) == 1 and len(told) == 2:
                    words = " and ".join(f"“{lookup.record.article.quote(time.span)}” ({time.when})" for time in told)
                    yield Check("stale-deictic", (stale[0].id, left.id, right.id), f"one event is told of {words}")
                else:
                    yield Check("date-conflict", (left.id, right.id), f"{left.when} against {right.when}")


def _figures(lookup: Lookup) -> Iterator[Check]:
    """One event is given counts of the same thing that cannot both be right.

    Two counts in one sentence are a whole and its part ("258 people, including 12 children") or two parts.
    """
    record = lookup.record
    figures = {figure.id: figure for figure in record.figures}
    for chain in _chains(record):
        told = [figures[id] for event in chain for id in event.figures if id in figures]
        for left, right in combinations(told[:20], 2):
            if (
                left.counts == right.counts
                and left.counts != "other"
                and _apart(left.low, left.high, right.low, right.high)
                and not lookup.in_one_sentence(left.span, right.span)
            ):
                quotes = f"{record.article.quote(left.span)!r} against {record.article.quote(right.span)!r}"
                yield Check("figure-conflict", (left.id, right.id), quotes)


def _apart(low: int | None, high: int | None, other_low: int | None, other_high: int | None) -> bool:
    return (high is not None and other_low is not None and high < other_low) or (
        other_high is not None and low is not None and other_high < low
    )


def _chains(record: Record) -> list[list[Event]]:
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in record.events:
        chains[event.same_as or event.id].append(event)
    return [chain for chain in chains.values() if len(chain) > 1]


def _when(record: Record, event: Event) -> When | None:
    if event.when is not None:
        return event.when
    root = event.same_as or event.id
    return next((each.when for each in record.events if (each.id == root or each.same_as == root) and each.when), None)
