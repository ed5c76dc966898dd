"""Inside a quotation "now" is when it was said: "yesterday" in an interview of 2014 is not the day before the issue."""

from __future__ import annotations

from dataclasses import replace

from dateline.annotate.times import read_alone
from dateline.text.happening import Anchor, Event, TimeExpression
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import Statement


def count_from_speaker(record: Record) -> Record:
    """The record with deictic times of quotations told from the day of speaking, and the events dated by them."""
    quotations = [
        each
        for each in record.statements
        if each.manner == "quoted" and each.said is not None and each.said.first is not None and each.content
    ]
    moved: dict[str, TimeExpression] = {}
    for time in record.times:
        if time.anchor.to != "publication":
            continue
        teller = next((each for each in quotations if each.holds(time.span)), None)
        if teller is not None:
            moved[time.id] = _retold(record, time, teller)
    if not moved:
        return record
    return record.having(
        times=tuple(moved.get(time.id, time) for time in record.times),
        events=tuple(_redated(event, moved) for event in record.events),
    )


def _retold(record: Record, time: TimeExpression, teller: Statement) -> TimeExpression:
    said = teller.said
    assert said is not None, "only statements with a date of saying come here"
    anchor = Anchor("statement", teller.id)
    note = Evidence("settle/quoted", f"told from {said}, when it was said")
    day = said.single_day
    if day is not None:
        again = read_alone(record.article.quote(time.span), day, record.article.language)
        if again is not None:
            return replace(time, when=again.when, timex=again.timex, anchor=anchor, because=(*time.because, note))
    # The day of speaking is known only as a month or year: so is what is told from it.
    return replace(time, when=said, anchor=anchor, flags=(*time.flags, "coarse-anchor"), because=(*time.because, note))


def _redated(event: Event, moved: dict[str, TimeExpression]) -> Event:
    time = moved.get(event.time or "")
    if time is None:
        return event
    return replace(event, when=time.when, because=(*event.because, Evidence("settle/quoted", f"dated by {time.id}")))
