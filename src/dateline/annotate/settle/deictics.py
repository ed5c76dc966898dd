"""Times told from the day of issue, read as distances from it, for a text whose day of issue nobody names.

The layer of times cannot resolve them there; how many days they lie before the issue is known all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.annotate.settle.counts import Count
from dateline.annotate.settle.lookup import Lookup
from dateline.languages.grammar import Term, choose, grammar
from dateline.text.happening import TimeExpression
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.when import Grain

_UNITS = {"D": Grain.DAY, "W": Grain.WEEK, "M": Grain.MONTH, "Y": Grain.YEAR}
_YEAR_OPEN = re.compile(r"XXXX-(\d\d)-(\d\d)")
_AROUND = 24  # characters beside the words that a rule may want to see
MOST = 80  # times told from the issue that are looked at
_FURTHEST = 3000  # units; the count of a report, not of a chronicle


@dataclass(frozen=True, slots=True)
class Deictic:
    """Words for a day that lies `least` to `most` days before the issue (below 0: behind it)."""

    span: Span
    least: int
    most: int

    @property
    def id(self) -> str:
        """The id of the time that stands there."""
        return f"t@{self.span.start}"

    @property
    def on(self) -> str:
        """How far on the issue lies, in words."""
        if self.least == self.most == 0:
            return "that day"
        told = str(abs(self.least)) if self.least == self.most else f"{self.least} to {self.most}"
        plural = "" if told == "1" else "s"
        return f"{told} day{plural} {'earlier' if self.most < 0 else 'later'}"


def find_deictics(record: Record) -> list[Deictic]:
    """The times told from the issue, outside quotations: who is quoted counts from the day of speaking.

    They are looked for where the layer of times found words without a date: it read "40 days" of "40 days ago".
    """
    quoted = sorted(
        (part.start, part.end)
        for each in record.statements
        if each.manner in ("quoted", "mixed")
        for part in each.content
    )
    dateless = [time for time in record.times if time.when is None and time.anchor.to != "event"]
    found: dict[int, Deictic] = {}
    for time in _outside(dateless[: 3 * MOST], quoted):
        for each in _read_around(record, time.span):
            found.setdefault(each.span.start, each)
        if len(found) >= MOST:
            break
    return list(found.values())


def _outside(times: list[TimeExpression], spans: list[tuple[int, int]]) -> Iterator[TimeExpression]:
    """Those in none of the spans; both in text order."""
    at, reach = 0, -1
    for time in times:
        while at < len(spans) and spans[at][0] <= time.span.start:
            reach = max(reach, spans[at][1])
            at += 1
        if time.span.start >= reach:
            yield time


def _read_around(record: Record, span: Span) -> Iterator[Deictic]:
    """The times told from the issue that stand on these words."""
    text = record.article.text
    start = text.rfind(" ", 0, max(0, span.start - _AROUND)) + 1
    start = start if span.start - start <= 2 * _AROUND else span.start
    _, every = grammar(record.article.language, "times").read(text[start : span.end + _AROUND])
    for term in choose(every):
        place = Span(term.start + start, term.end + start)
        if place.overlaps(span) and (found := _read(term, place)) is not None:
            yield found


def _read(term: Term, span: Span) -> Deictic | None:
    slots, options = term.slots, term.rule.options
    if term.rule.means in ("deictic", "part-of-day") and "offset" in options:
        return Deictic(span, -int(options["offset"]), -int(options["offset"]))
    if term.rule.means != "shift" or options.get("anchor") != "publication":
        return None
    unit = _UNITS.get(str(options.get("unit") or slots.get("units") or slots.get("unit")))
    number = slots.get("number", 1)
    if unit is None or not 1 <= number <= _FURTHEST or number != int(number):
        return None
    count = Count(int(number), unit, loose="approximate" in slots or "modifier" in slots)
    exact = unit is Grain.DAY and not count.loose
    least, most = count.days if exact else count.told_days
    return Deictic(span, least, most) if options.get("backward") else Deictic(span, -most, -least)


def year_open(lookup: Lookup, time: TimeExpression) -> tuple[int, int] | None:
    """Month and day of a date whose year nobody tells; a year that only the story's path suggests is none."""
    if time.when is not None:
        day = time.when.single_day
        guessed = day is not None and lookup.means(time) == "date" and not lookup.names_year(time)
        return (day.month, day.day) if day is not None and guessed else None
    found = _YEAR_OPEN.fullmatch(time.timex.value) if time.timex else None
    return (int(found[1]), int(found[2])) if found else None
