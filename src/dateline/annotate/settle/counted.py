"""Times counted from an event: "the 40th day since the army left", "two days before the attack".

The event is the one told right behind the words. An ordinal may count the event's own day as the first or not: the count
that meets the day of issue is taken, the other kept as an alternative; where neither meets it, the exclusive count is taken.
Where the event has no date but the sentence tells of today ("Two weeks after the blast, the town still waits"), the time is the
day of issue, and the event is dated back from it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.languages import word_list
from dateline.languages.grammar import Term, choose, grammar
from dateline.text.errors import BadDate
from dateline.text.happening import Anchor, Event, TimeExpression, Timex
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.when import Grain, When

REACH = 120  # characters behind the words in which the event must begin: one clause
_UNITS = {"D": Grain.DAY, "W": Grain.WEEK, "M": Grain.MONTH, "Y": Grain.YEAR}
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n")


def count_from_events(record: Record) -> Record:
    """The record with its event-anchored times solved where the event has a date; the rest stay open and say why."""
    times = []
    events = {event.id: event for event in record.events}
    for time in record.times:
        event = _event_behind(record, time) if "event-anchored" in time.flags else None
        if event is not None:
            time, events[event.id] = _solved(record, time, event)
        times.append(time)
    if tuple(times) == record.times:
        return record
    return record.having(times=tuple(times), events=tuple(events.values()))


def _solved(record: Record, time: TimeExpression, event: Event) -> tuple[TimeExpression, Event]:
    """The time counted from the event, and the event, dated from the time where it had no date itself."""
    dated, count = _dated(record, event), _count(record, time)
    anchored = replace(time, anchor=Anchor("event", event.id))
    issued = record.article.published.when
    try:
        if count is not None and dated is not None:
            return _counted(anchored, event, dated, count, issued), event
        if (
            count is not None
            and issued is not None
            and issued.single_day
            and count[0] > 0
            and _tells_of_today(record, time)
        ):
            return _counted_back(anchored, event, count, issued)
    except BadDate:
        return anchored, event
    return replace(anchored, because=(*time.because, Evidence("settle/counted", f"{event.id} has no date"))), event


def _counted(
    time: TimeExpression, event: Event, dated: When, count: tuple[int, Grain, bool], issued: When | None
) -> TimeExpression:
    number, unit, inclusive = count
    exact = dated.shift(number, unit, Grain.DAY if unit in (Grain.DAY, Grain.WEEK) else None)
    other = dated.shift(number - 1, unit, Grain.DAY) if inclusive and unit is Grain.DAY else None
    if other is not None and issued is not None and other.first == issued.first:
        exact, other = other, exact
    note = f"{dated} {'plus' if number >= 0 else 'minus'} {_steps(number, unit)}, counted from {event.id}"
    return replace(
        time,
        when=exact,
        timex=Timex("DATE", str(exact)),
        alternatives=(other,) if other is not None else (),
        because=(*time.because, Evidence("settle/counted", note)),
    )


def _counted_back(
    time: TimeExpression, event: Event, count: tuple[int, Grain, bool], issued: When
) -> tuple[TimeExpression, Event]:
    number, unit, _ = count
    then = issued.shift(-number, unit, Grain.DAY if unit in (Grain.DAY, Grain.WEEK) else unit)
    today = Evidence("settle/counted", f"the sentence tells of the day of issue, {issued}")
    back = Evidence("settle/counted", f"{issued} minus {_steps(number, unit)}, by {time.id}")
    return (
        replace(time, when=issued, timex=Timex("DATE", str(issued)), because=(*time.because, today)),
        replace(event, when=then, time=time.id, because=(*event.because, back)),
    )


def _steps(number: int, unit: Grain) -> str:
    return f"{abs(number)} {unit.value}{'s' if abs(number) != 1 else ''}"


def _tells_of_today(record: Record, time: TimeExpression) -> bool:
    """The sentence that the words open has a verb in the present tense at its root."""
    tokens = record.tokens
    at = next((number for number, token in enumerate(tokens) if token.span.start == time.span.start), None)
    if at is None or (at and tokens[at - 1].sentence == tokens[at].sentence):
        return False
    steps = 0
    while tokens[at].head != at and steps < 30:
        at, steps = tokens[at].head, steps + 1
    tags = {tokens[at].tag, *(token.tag for token in tokens if token.head == at and token.dep == "aux")}
    return bool(tags & {"VBZ", "VBP"}) and not tags & {"VBD", "MD"}


def _event_behind(record: Record, time: TimeExpression) -> Event | None:
    """The first event of the clause behind the words, if a joining word follows them."""
    text = record.article.text[time.span.end : time.span.end + REACH]
    joins = word_list(record.article.language, "settle", "joins", "words")
    following = re.match(r"\s+(\w+)", text)
    if following is None or following[1].lower() not in joins:
        return None
    end = _SENTENCE_END.search(text)
    reach = Span(time.span.end, time.span.end + (end.start() if end else len(text)))
    return next((event for event in record.events if reach.holds(event.span)), None)


def _dated(record: Record, event: Event) -> When | None:
    """The date of the event, or of the first mention of it that has one, unless it hangs on the time to be solved."""
    root = event.same_as or event.id
    chain = [event, *(each for each in record.events if each.id == root or each.same_as == root)]
    days = [each.when for each in chain if each.when is not None and each.when.first is not None]
    return min(days, key=_length, default=None)


def _length(when: When) -> int:
    return (when.last - when.first).days if when.first and when.last else 10**6


def _count(record: Record, time: TimeExpression) -> tuple[int, Grain, bool] | None:
    """(signed number, unit, whether the first may count) as the rule read it."""
    start = max(0, time.span.start - 1)
    _, every = grammar(record.article.language, "times").read(record.article.text[start : time.span.end + REACH])
    term = next(
        (each for each in choose(every) if each.start + start == time.span.start and each.rule.means == "since-event"),
        None,
    )
    return _told(term) if term else None


def _told(term: Term) -> tuple[int, Grain, bool] | None:
    slots, options = term.slots, term.rule.options
    unit = _UNITS.get(slots.get("units") or slots.get("unit") or "D")
    if unit is None:
        return None
    number = int(slots["ordinal"] if "ordinal" in slots else slots.get("number", 1))
    return (-number if options.get("backward") else number), unit, bool(options.get("inclusive"))
