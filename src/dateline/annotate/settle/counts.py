"""Counts of time between two things told: "two days before", "the 40th day since", "three-week".

A count is exact arithmetic where it dates something, and a range of days where it is only held against dates: people round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateline.languages import word_list
from dateline.languages.grammar import choose, grammar
from dateline.text.errors import BadDate
from dateline.text.happening import TimeExpression
from dateline.text.record import Record
from dateline.text.when import MONTHS, Grain, When

REACH = 120  # characters behind the words that the rule may want to see
_LENGTH = re.compile(r"P(\d{1,5})([DWMY])")
_UNITS = {"D": Grain.DAY, "W": Grain.WEEK, "M": Grain.MONTH, "Y": Grain.YEAR}
_MONTH, _WEEK = 30.44, 7
_MOST = 100_000  # units; no report counts further, and the calendar ends
_LAST = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Count:
    """So many units onward (below 0: back). `nth`: the words name a unit in a row ("the 40th day"), not a distance.

    `own`: the row begins with the event itself ("the second day of"); else its day may count or not ("the 40th day since").
    `calendar`: the words name the next week, month or year of the calendar ("the week after"), not a distance.
    """

    number: int
    unit: Grain
    nth: bool = False
    own: bool = False
    loose: bool = False
    calendar: bool = False

    @property
    def in_days(self) -> bool:
        """Days and weeks, which are so many days wherever they stand in the calendar."""
        return self.unit in (Grain.DAY, Grain.WEEK) and not self.calendar

    @property
    def days(self) -> tuple[int, int]:
        """From how many to how many days it is, as the words say it; months and years about."""
        size = _MONTH * MONTHS[self.unit] if self.unit in MONTHS else _WEEK if self.unit is Grain.WEEK else 1
        least, most = round(self.number * size), round(self.number * size)
        if self.nth:
            least = round((self.number - 1) * size)
            most = most - 1 if self.unit is not Grain.DAY or self.own else most
        return least, max(least, most)

    @property
    def told_days(self) -> tuple[int, int]:
        """From how many to how many days people mean by it.

        Half a unit either way, a day for counting both ends, and a tenth of a round number of days or months.
        """
        least, most = self.days
        number = abs(self.number)
        whole = {Grain.WEEK: 7, Grain.MONTH: 31}.get(self.unit, 366) if self.calendar else 0
        half = {Grain.DAY: 0.0, Grain.WEEK: 4.0, Grain.MONTH: 20.0}.get(self.unit, 200.0)
        tenth = 0.1 * abs(most) if number >= 10 and number % 10 == 0 else 0.05 * abs(most)
        room = 1 + round(half + tenth) + (abs(most) // 4 if self.loose else 0) + whole
        return least - room, most + room

    def from_period(self, low: int, high: int, *, back: bool = False) -> tuple[int, int] | None:
        """The days it leads to from a thing that happened on day `low` to `high`; None where the calendar ends.

        Onward from a known day it is a day (a year after 3 May 2010 is 3 May 2011), else as fine as the unit: a thing is
        told of "a year after" on a day near the year, so back from that day only the year is known.
        """
        try:
            start, end = date.fromordinal(low), date.fromordinal(high)
            least = most = -self.number if back else self.number
            if self.nth:
                least = most - 1 if not back else most
                most = most if not back else most + 1
            fine = not (back or self.loose or self.calendar)
            grain = Grain.DAY if self.in_days or self.nth or (fine and low == high) else self.unit
            if fine and grain is Grain.YEAR and (start.year, start.month) == (end.year, end.month):
                grain = Grain.MONTH
            first = When.at(start, Grain.DAY).shift(least, self.unit, grain).first
            last = When.at(end, Grain.DAY).shift(most, self.unit, grain).last
        except (BadDate, ValueError, OverflowError):
            return None
        if first is None or last is None:
            return None
        return first.toordinal(), last.toordinal() - (1 if self.nth and not back else 0)

    def __str__(self) -> str:
        return f"{abs(self.number)} {self.unit.value}{'s' if abs(self.number) != 1 else ''}"


def read_count(record: Record, time: TimeExpression, means: str = "since-event") -> Count | None:
    """The count that the rule for times counted from events, or another of that meaning, read in these words."""
    article = record.article
    start = max(0, time.span.start - 1)
    _, every = grammar(article.language, "times").read(article.text[start : time.span.end + REACH])
    term = next(
        (each for each in choose(every) if each.start + start == time.span.start and each.rule.means == means),
        None,
    )
    if term is None:
        return None
    slots, options = term.slots, term.rule.options
    code = str(slots.get("units") or slots.get("unit") or options.get("unit") or "D")
    number = float(slots["ordinal"] if "ordinal" in slots else slots.get("number", 1))
    code, number = ("D", number / 24) if code == "TH" else ("W", number * 2) if code == "2W" else (code, number)
    unit = _UNITS.get(code)
    if unit is None or not 1 <= number <= _MOST or number != int(number):
        return None
    nth = bool(options.get("inclusive"))
    own = following_word(record, time) in word_list(article.language, "settle", "joins", "own")
    sign = -1 if options.get("backward") else 1
    named = "unit" in slots and not slots.keys() & {"number", "ordinal"}
    if own and named:  # "the year of the vote"
        return Count(0, unit, calendar=unit is not Grain.DAY)
    definite = article.quote(time.span).split()[0].lower() in word_list(article.language, "settle", "definite", "words")
    calendar = named and definite and unit is not Grain.DAY
    return Count(sign * int(number), unit, nth, nth and own, is_loose(record, time), calendar)


def read_step(record: Record, time: TimeExpression) -> Count | None:
    """The count of a step from a time told before ("two days later", "a year earlier")."""
    _, every = grammar(record.article.language, "times").read(record.article.quote(time.span))
    for term in choose(every):
        unit = _UNITS.get(str(term.slots.get("units") or term.slots.get("unit")))
        number = float(term.slots.get("number", 1))
        if term.rule.means == "shift" and unit and 1 <= number <= _MOST and number == int(number):
            return Count(-int(number) if term.rule.options.get("backward") else int(number), unit)
    return None


def read_length(record: Record, time: TimeExpression) -> Count | None:
    """The count of a length that is told whole ("three-week", "37 days"); None where it is open, vague or only about."""
    told = time.timex
    if told is None or told.type != "DURATION" or told.mod is not None or time.when is not None:
        return None
    found = _LENGTH.fullmatch(told.value)
    if found is None or time.anchor.to == "event" or is_loose(record, time):
        return None
    return Count(int(found[1]), _UNITS[found[2]]) if int(found[1]) else None


def following_word(record: Record, time: TimeExpression) -> str:
    """The word right behind a time, in lower case; "" where a mark or nothing follows."""
    found = re.match(r"\s+(\w+)", record.article.text[time.span.end : time.span.end + 40])
    return found[1].lower() if found else ""


def is_loose(record: Record, time: TimeExpression) -> bool:
    """The word before the count says that it is no exact one ("about", "nearly", "more than")."""
    before = re.search(r"(\w+)\s+$", record.article.text[max(0, time.span.start - 30) : time.span.start])
    return before is not None and before[1].lower() in word_list(record.article.language, "settle", "loosely", "words")


def day_of(ordinal: int) -> date | None:
    """The day of that number, None outside the calendar."""
    return date.fromordinal(ordinal) if 1 <= ordinal <= _LAST else None
