"""Inside a quotation "now" is when it was said: "yesterday" in an interview of 2014 is not the day before the issue."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from dateline.annotate.times import read_alone
from dateline.annotate.times.context import Tenses
from dateline.languages.grammar import grammar
from dateline.text.happening import Anchor, Event, TimeExpression
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import Statement
from dateline.text.when import Grain, When


def count_from_speaker(record: Record) -> Record:
    """The record with deictic times of quotations told from the day of speaking, and the events dated by them."""
    quotations = [
        each
        for each in record.statements
        if each.manner == "quoted" and each.said is not None and each.said.first is not None and each.content
    ]
    tenses = _tenses(record) if quotations else None
    moved: dict[str, TimeExpression] = {}
    for time in record.times:
        if time.anchor.to != "publication" or tenses is None:
            continue
        teller = next((each for each in quotations if each.holds(time.span)), None)
        if teller is not None:
            moved[time.id] = _retold(record, time, teller, tenses)
    if not moved:
        return record
    return record.having(
        times=tuple(moved.get(time.id, time) for time in record.times),
        events=tuple(_redated(event, moved) for event in record.events),
    )


def _tenses(record: Record) -> Tenses:
    rules = grammar(record.article.language, "times")
    return Tenses(record.tokens, rules.read("")[0], rules.words)


def _retold(record: Record, time: TimeExpression, teller: Statement, tenses: Tenses) -> TimeExpression:
    said = teller.said
    assert said is not None, "only statements with a date of saying come here"
    anchor = Anchor("statement", teller.id)
    again = _read_again(record, time, said, tenses)
    how = f": {again.because[0].note}" if again and said.single_day and again.because[0].note else ""
    note = Evidence("settle/quoted", f"told from {said}, when it was said{how}")
    if again is not None:
        return replace(time, when=again.when, timex=again.timex, anchor=anchor, because=(*time.because, note))
    # The day of speaking is known only as a month or year: so is what is told from it.
    return replace(time, when=said, anchor=anchor, flags=(*time.flags, "coarse-anchor"), because=(*time.because, note))


def _read_again(record: Record, time: TimeExpression, said: When, tenses: Tenses) -> TimeExpression | None:
    """The words read on the day of speaking; of a month or year of speaking, what its first and its last day agree on."""
    at = bisect_left(record.tokens, time.span.start, key=lambda token: token.span.start)
    tense = tenses.of_token(at) if at < len(record.tokens) else ""
    words, code = record.article.quote(time.span), record.article.language
    days = dict.fromkeys((said.first, said.last)) if said.grain is not Grain.VAGUE else {}
    told = [read_alone(words, day, code, tense=tense) for day in days if day is not None]
    agree = len(told) == len(days) and len({each.when for each in told if each is not None}) == 1
    return told[0] if agree and None not in told else None


def _redated(event: Event, moved: dict[str, TimeExpression]) -> Event:
    time = moved.get(event.time or "")
    if time is None:
        return event
    return replace(event, when=time.when, because=(*event.because, Evidence("settle/quoted", f"dated by {time.id}")))
