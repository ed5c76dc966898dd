"""Times counted from an event: "the 40th day since the army left", "two days before the attack", "on 7 May, two days before the vote".

The event is the one told right behind the words. Its date gives the time, and a date told beside the words gives the event. An
ordinal may count the event's own day as the first or not: the count that other dates or the day of issue bear out is taken,
else the exclusive one, and the other is kept as an alternative. What contradicts is left open, with a check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from dateline.annotate.settle.contradictions import find_contradictions
from dateline.annotate.settle.counts import Count, read_count
from dateline.annotate.settle.links import ISSUE, Counted, find_links, known_days, period
from dateline.annotate.settle.lookup import Lookup
from dateline.annotate.settle.nouns import Nouns
from dateline.annotate.settle.solving import Solved, solved
from dateline.text.happening import Anchor, Event, TimeExpression, Timex
from dateline.text.record import Failure, Record
from dateline.text.span import Evidence
from dateline.text.when import MONTHS, Grain

MOST_COUNTED = 80  # times counted from events that are solved; each brings up to five distances into the network
MOST_LINKS = 250


def count_from_events(record: Record) -> Record:
    """The record with its event-anchored times solved where dates allow, the events dated by them, and its contradictions."""
    lookup = Lookup(record)
    anchored = [time for time in record.times if "event-anchored" in time.flags or lookup.is_counted(time)]
    nouns = Nouns(lookup)
    told = [_counted(lookup, nouns, time) for time in anchored[:MOST_COUNTED]]
    counted = [each for each in told if isinstance(each, Counted)]
    open_ = [each for each in told if isinstance(each, TimeExpression)]
    links = list(islice(find_links(lookup, counted), MOST_LINKS))
    if not links and not open_ and not anchored:
        return record
    answer = solved(known_days(lookup, links, counted), links)
    record = _written(lookup, answer, counted, open_)
    if len(anchored) > MOST_COUNTED:
        reason = f"the text counts {len(anchored)} times from events; only the first {MOST_COUNTED} were solved"
        record = record.having(failures=(*record.failures, Failure("settle", reason)))
    return record.having(checks=(*record.checks, *find_contradictions(lookup, answer)))


def _counted(lookup: Lookup, nouns: Nouns, time: TimeExpression) -> Counted | TimeExpression | None:
    """What the time is counted from; the time with its event where the words have no count; None for what is neither."""
    event, date = lookup.event_behind(time), lookup.date_behind(time)
    if event is not None and date is not None:
        event, date = (None, date) if date.span.end <= event.span.start else (event, None)
    misread = "event-anchored" not in time.flags
    count = read_count(lookup.record, time, "shift" if misread else "since-event")
    if count is None:
        return replace(time, anchor=Anchor("event", event.id)) if event is not None and not misread else None
    word = ""
    if date is None and (event is None or lookup.told_date(event) is None):
        found = nouns.date_behind(time, lookup.joint(time))
        date, word = (found.date, lookup.record.tokens[found.token].text) if found else (None, "")
    if misread and event is None and date is None:
        return None  # nothing dates what stands behind the words: they keep their reading
    if misread:
        time = replace(time, when=None, timex=None, alternatives=(), because=(Evidence(time.because[0].by),))
    return Counted(time, event, date, count, word)


def _written(lookup: Lookup, answer: Solved, counted: list[Counted], open_: list[TimeExpression]) -> Record:
    """The record with what was found written into its times and events."""
    times = {time.id: time for time in (*lookup.times, *open_)}
    events = dict(lookup.events)
    for each in counted:
        time = times[each.time.id] = _timed(lookup, answer, each)
        dated = [*_dated_back(lookup, answer, each), *_dated_by(lookup, answer, each, time)]
        events.update({event.id: event for event in dated})
        for beside in _moved(answer, times, time):
            times[beside.id] = beside
            note = Evidence("settle/counted", f"dated by {beside.id}")
            users = [event for event in events.values() if event.time == beside.id]
            events.update(
                {event.id: replace(event, when=beside.when, because=(*event.because, note)) for event in users}
            )
    return lookup.record.having(
        times=tuple(times[time.id] for time in lookup.times),
        events=tuple(events[event.id] for event in lookup.record.events),
    )


def _moved(answer: Solved, times: dict[str, TimeExpression], time: TimeExpression) -> Iterator[TimeExpression]:
    """The weekday beside the count, which the context had put in another week: "on Sunday, two days before the attack"."""
    day = time.when.single_day if time.when else None
    for link in answer.given_up:
        beside = times.get(link.items[0]) if link.to == time.id else None
        if day is None or beside is None or beside.when is None or beside.when.first is None:
            continue
        if beside.when.single_day and beside.when.first.weekday() == day.weekday():
            note = Evidence(
                "settle/counted", f"{beside.when} by the context, but it is the day of {time.id}, {time.when}"
            )
            when = replace(beside.when, first=day, last=day)
            timex = Timex("DATE", str(day))
            yield replace(
                beside, when=when, timex=timex, anchor=Anchor("time", time.id), because=(*beside.because, note)
            )


def _timed(lookup: Lookup, answer: Solved, each: Counted) -> TimeExpression:
    """The counted time with the day or period that the network leaves it."""
    time, days = replace(each.time, anchor=_anchor(each)), answer.days(each.time.id)
    if days is None:
        return replace(time, because=(*time.because, Evidence("settle/counted", _unsolved(answer, each))))
    when, other = period(*days, each.count.unit), None
    link = answer.link(time.id)
    if each.count.unit in MONTHS and not each.count.nth and when.single_day and link and link.kind == "count":
        other = when.widen(each.count.unit)
    if each.count.nth and each.count.unit is Grain.DAY and days[1] - days[0] == 1:
        low, high = (period(day, day, Grain.DAY) for day in days)
        issued = lookup.issue.single_day if lookup.issue else None
        when, other = (low, high) if issued is not None and issued == low.first else (high, low)
    when = replace(when, approximate=each.count.loose)
    return replace(
        time,
        when=when,
        timex=Timex("DATE", str(when).rstrip("~")),
        alternatives=(other,) if other is not None else (),
        because=(*time.because, Evidence("settle/counted", _how(answer, each))),
    )


def _anchor(each: Counted) -> Anchor:
    if each.event is None and each.date is not None:
        return Anchor("time", each.date.id)
    return Anchor("event", each.event.id if each.event else None)


def _unsolved(answer: Solved, each: Counted) -> str:
    told = {distance.told for cycle in answer.conflicts for distance in cycle}
    if any(answer.links[number].to == each.time.id for number in told if number >= 0):
        return "the dates told do not fit the count"
    return f"{_anchor(each).id} has no date" if _anchor(each).id else "no event of ours stands behind the words"


def _how(answer: Solved, each: Counted) -> str:
    """The arithmetic by which the time was found: from its event where that has a date, else from what stands beside it."""
    count = next((link for link in answer.believed if link.kind == "count" and link.to == each.time.id), None)
    by, link = answer.link(count.since) if count else None, answer.link(each.time.id)
    if (
        count is not None
        and by is not count
        and answer.days(count.since)
        and not (by and by.kind == "count" and link is not count)
    ):
        sign = "plus" if each.count.number >= 0 else "minus"
        first = ", with its own day or without" if each.count.nth and not each.count.own else ""
        dated = f", dated by “{each.word}” at {each.date.id}" if each.word and each.date else ""
        return (
            f"{_shown(answer, count.since)} {sign} {_steps(each.count)}{first}, counted from {_anchor(each).id}{dated}"
        )
    if link is None:
        return "as told"
    if link.since == ISSUE:
        return f"the sentence tells of the day of issue, {_shown(answer, ISSUE)}"
    return f"the same as {link.words} ({', '.join(link.items)})"


def _steps(count: Count) -> str:
    if count.nth and count.own:
        return str(replace(count, number=count.number - 1)) + ", its own day being the first"
    return f"{count} of the calendar" if count.calendar else str(count)


def _shown(answer: Solved, point: str) -> str:
    days = answer.days(point)
    return str(period(*days, Grain.DAY)) if days else "an open date"


def _dated_back(lookup: Lookup, answer: Solved, each: Counted) -> Iterator[Event]:
    """The event, dated by the network, where no mention of it had a date or only that of the time counted from it."""
    root = lookup.root(each.event) if each.event else ""
    days, link = answer.days(root), answer.link(root)
    if each.event is None or days is None or link is None or link.day is not None:
        return
    if link.kind == "same":
        time, note = link.since, f"its own date, {link.words} ({link.since})"
    else:
        sign = "minus" if each.count.number >= 0 else "plus"
        time, note = link.to, f"{_shown(answer, link.to)} {sign} {_steps(each.count)}, by {link.to}"
    when = period(*days, each.count.unit)
    borrowed = {told.items[0] for told in answer.given_up if told.to == root}
    for mention in {root: lookup.events[root], each.event.id: each.event}.values():
        if mention.time is None or (mention.id in borrowed and link.kind == "count"):
            yield replace(mention, when=when, time=time, because=(*mention.because, Evidence("settle/counted", note)))


def _dated_by(lookup: Lookup, answer: Solved, each: Counted, time: TimeExpression) -> Iterator[Event]:
    """The event that hangs on the counted time, and its first mention: "fled two days before the vote of 9 May".

    They had no date, or the one that belongs to what the time is counted from.
    """
    root = lookup.root(each.event) if each.event else ""
    event = lookup.dated_by(time, root) if time.when is not None else None
    if event is None:
        return
    theirs = {id for link in answer.links if link.kind != "count" and link.to == root and root for id in link.items}
    theirs |= {each.date.id} if each.date else set()
    if any(lookup.is_firm(mention) and mention.time not in theirs for mention in lookup.chain(lookup.root(event))):
        return
    note = Evidence("settle/counted", f"dated by {time.id}")
    for mention in {event.id: event, lookup.root(event): lookup.events[lookup.root(event)]}.values():
        yield replace(mention, when=time.when, time=time.id, because=(*mention.because, note))
