"""What does not fit together in one record. A check says so; it takes no side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from dateline.languages import word_list
from dateline.text.happening import Event
from dateline.text.record import Check, Record
from dateline.text.when import When

# A period may touch the day of death at its edge: what was done in it is then likely, not surely, too late.
BEFORE = 0.2


def find_checks(record: Record) -> Record:
    """The record with its checks, and the times they cast doubt on flagged."""
    checks = (*_weekdays(record), *_after_death(record), *_dates(record), *_figures(record))
    doubted = {item: check.kind for check in checks for item in check.items if check.kind == "stale-deictic"}
    times = tuple(
        replace(time, flags=(*time.flags, doubted[time.id])) if time.id in doubted else time for time in record.times
    )
    return record.having(checks=checks, times=times)


def _weekdays(record: Record) -> Iterator[Check]:
    for time in record.times:
        if "weekday-mismatch" in time.flags and time.when and time.when.first:
            note = f"{record.article.quote(time.span)!r}: {time.when.first} is a {time.when.first:%A}"
            yield Check("weekday-mismatch", (time.id,), note)


def _after_death(record: Record) -> Iterator[Check]:
    """Something is told of a person in a period that lies after the day that killed them."""
    fatal = word_list(record.article.language, "settle", "fatal", "lemmas")
    persons = {entity.id for entity in record.entities if entity.kind == "person"}
    deaths: dict[str, tuple[Event, When]] = {}
    for event in record.events:
        when = _when(record, event)
        if event.lemma in fatal and event.status == "happened" and when and when.single_day:
            for role in event.fillers("recipient"):
                if role.entity in persons and role.entity not in deaths:
                    deaths[role.entity or ""] = (event, when)
    for event in record.events:
        if event.lemma in fatal or event.time is None or event.status not in ("happened", "ongoing"):
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


def _dates(record: Record) -> Iterator[Check]:
    """One event is given dates that share no day."""
    for chain in _chains(record):
        dated = [event for event in chain if event.time and event.when and event.when.first and event.when.last]
        for left, right in combinations(dated[:20], 2):
            if left.when and right.when and not left.when.overlaps(right.when):
                yield Check("date-conflict", (left.id, right.id), f"{left.when} against {right.when}")


def _figures(record: Record) -> Iterator[Check]:
    """One event is given counts of the same thing that cannot both be right."""
    figures = {figure.id: figure for figure in record.figures}
    for chain in _chains(record):
        told = [figures[id] for event in chain for id in event.figures if id in figures]
        for left, right in combinations(told[:20], 2):
            if (
                left.counts == right.counts
                and left.counts != "other"
                and _apart(left.low, left.high, right.low, right.high)
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
