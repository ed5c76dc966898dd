"""Meanings of dates of the calendar (rules: `times/dates.toml`): days, months, years, seasons, decades, eras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dateline.annotate.times import calendars
from dateline.annotate.times.context import Context
from dateline.annotate.times.nearest import day_in, of_year
from dateline.annotate.times.reading import (
    CALENDAR,
    PUBLICATION,
    SEASON_CODES,
    Ask,
    Meaning,
    Reading,
    dated,
    timex_value,
)
from dateline.languages.lexemes import Value
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When


def _date(ask: Ask) -> Reading | None:
    """A day, month or year of the calendar ("7 May 1945", "Nov. 21"); a year left out is that of the context."""
    slots = ask.slots
    year, month, day = slots.get("year"), slots.get("month"), slots.get("day", slots.get("ordinal"))
    if year is None and "two" in slots:
        year = _full_year(slots["two"], ask.context)
    if month is None:
        return dated(When.at(date(int(year), 1, 1), Grain.YEAR), CALENDAR) if year else None

    named = slots.get("weekday")
    if year is not None:
        when = in_year(slots, int(year))
        reading = dated(when, CALENDAR)
    else:
        chosen = of_year(lambda of: in_year(slots, of), ask.context)
        if chosen is None:
            text = f"XXXX-{month:02d}" + (f"-{int(day):02d}" if day and day <= 31 else "")
            return Reading(None, text, note="no year is known", narrates=False) if in_year(slots, 2000) else None
        when = chosen[0]
        reading = dated(when, chosen[1], note=f"year {when.first.year if when.first else '?'} by the context")
    if reading and named is not None and when and when.first and when.first.weekday() != named:
        return Reading(when, reading.value, anchor=reading.anchor, flags=("weekday-mismatch",), note=reading.note)
    return reading


def in_year(slots: Mapping[str, Value], year: int) -> When | None:
    """The day or month of the slots in that year; None where there is no such day."""
    month, day = slots["month"], slots.get("day", slots.get("ordinal"))
    if day:
        return day_in(year, month, int(day))
    return When.at(date(year, month, 1), Grain.MONTH) if 1 <= year <= 9999 else None


def _year(ask: Ask) -> Reading | None:
    """A year in digits or words, 1000 to 2199."""
    year = int(ask.slots["year"])
    if not 1000 <= year <= 2199:
        return None
    return dated(When.at(date(year, 1, 1), Grain.YEAR), CALENDAR)


def _era(ask: Ask) -> Reading | None:
    """A year before or after Christ ("480 BC", "AD 70")."""
    year = int(ask.slots["number"])
    if ask.slots["era"] == "BC":
        return (
            Reading(None, f"BC{year:04d}", note="before the calendar's year 1", narrates=False)
            if year < 10000
            else None
        )
    return dated(When.at(date(year, 1, 1), Grain.YEAR), CALENDAR) if 0 < year < 10000 else None


def _iso(ask: Ask) -> Reading | None:
    """A day in ISO form ("2019-04-03")."""
    return dated(day_in(*ask.slots["iso"]), CALENDAR)


def _numeric(ask: Ask) -> Reading | None:
    """A day in digits ("03/04/2019"): month first where both orders are dates, the other kept as an alternative."""
    left, right, year = ask.slots["numeric"]
    year = year if year > 99 else _full_year(year, ask.context)
    month_first, day_first = day_in(year, left, right), day_in(year, right, left)
    chosen = month_first or day_first
    if chosen is None:
        return None
    other = (day_first,) if month_first and day_first and month_first != day_first else ()
    return Reading(chosen, timex_value(chosen), alternatives=other, flags=("day-month-order",) if other else ())


def _decade(ask: Ask) -> Reading | None:
    """Ten years ("the 1990s", "the nineties")."""
    number = int(ask.slots.get("decade", ask.slots.get("decade_word", 0)))
    year = number if number > 99 else _full_year(number, ask.context)
    return dated(When.at(date(year, 1, 1), Grain.DECADE), CALENDAR) if 1000 <= year <= 2199 else None


def _century(ask: Ask) -> Reading | None:
    """A hundred years ("the 19th century")."""
    number = int(ask.slots["ordinal"])
    return dated(When.at(date(max(number * 100 - 99, 1), 1, 1), Grain.CENTURY), CALENDAR) if 1 <= number <= 22 else None


def _season(ask: Ask) -> Reading | None:
    """A season ("the spring of 1916"); without a year that of the context."""
    code = SEASON_CODES[ask.slots["season"]]
    if "year" in ask.slots:
        return dated(When.season(int(ask.slots["year"]), code), CALENDAR)
    chosen = of_year(lambda year: When.season(year, code), ask.context)
    return dated(chosen[0], chosen[1]) if chosen else Reading(None, f"XXXX-{ask.slots['season']}", narrates=False)


def _fraction(ask: Ask) -> Reading | None:
    """A quarter or half of a year ("the third quarter")."""
    number = int(ask.slots.get("half", ask.slots.get("ordinal", 0)))
    if not 1 <= number <= (2 if "half" in ask.slots else 4):
        return None
    code = 39 + number if "half" in ask.slots else 32 + number
    if "year" in ask.slots:
        return dated(When.season(int(ask.slots["year"]), code), CALENDAR)
    chosen = of_year(lambda year: When.season(year, code), ask.context)
    return dated(chosen[0], chosen[1]) if chosen else None


def _holiday(ask: Ask) -> Reading | None:
    """A feast with a fixed day: of the slot {holiday}, or the month and day in `value`."""
    month, day = (int(part) for part in str(ask.slots.get("holiday") or ask.options["value"]).split("-"))
    if "year" in ask.slots:
        return dated(day_in(int(ask.slots["year"]), month, day), CALENDAR)
    chosen = of_year(lambda year: day_in(year, month, day), ask.context)
    return dated(chosen[0], chosen[1]) if chosen else None


def _other_calendar(ask: Ask) -> Reading | None:
    """A day or month of another calendar ("13 Dey 1398"); a year that can only be ours ("Ramadan 2019") is read as ours."""
    slots = ask.slots
    calendar, month = str(slots["calendar_month"]).split()
    year, day = int(slots["year"]), slots.get("day", slots.get("ordinal"))
    number = int(month)
    ours = 1700 <= year <= 2199 and calendar != calendars.HEBREW
    if ours:
        when = calendars.in_our_year(calendar, number, year, int(day) if day else None)
    elif day:
        found = calendars.day_of(calendar, year, number, int(day))
        when = When.at(found, Grain.DAY) if found else None
    else:
        when = calendars.month_of(calendar, year, number)
    return _by_moon(when, calendar, CALENDAR)


def _moving(ask: Ask) -> Reading | None:
    """A fast or feast that moves in our calendar (Ramadan, Nowruz, Easter), of the named year, `offset` years from the issue, or of the context."""
    told = str(ask.slots.get("fast") or ask.slots["feast"]).split()

    def build(year: int) -> When | None:
        if told[0] == "easter":
            return When.at(calendars.easter(year), Grain.DAY)
        return calendars.in_our_year(told[0], int(told[1]), year, int(told[2]) if len(told) > 2 else None)

    if "year" in ask.slots:
        return _by_moon(build(int(ask.slots["year"])), told[0], CALENDAR)
    now = ask.context.now()
    if "offset" in ask.options:
        year = now.first.year + int(ask.options["offset"]) if now and now.first else None
        return _by_moon(build(year), told[0], PUBLICATION) if year else None
    chosen = of_year(build, ask.context)
    return _by_moon(chosen[0], told[0], chosen[1]) if chosen else None


def _by_moon(when: When | None, calendar: str, anchor: Anchor) -> Reading | None:
    reading = dated(when, anchor)
    if reading is None or calendar != calendars.HIJRI:
        return reading
    return replace(reading, flags=("a-day-either-way",), note="the month begins when the moon is seen")


def _day_of_month(ask: Ask) -> Reading | None:
    """A day of the month that the story or the issue is in ("the 3rd of this month", "on the 20th")."""
    base = ask.context.reference if ask.context.narrative and ask.context.reference else ask.context.now()
    if base is None or base.first is None or base.grain in (Grain.YEAR, Grain.DECADE, Grain.CENTURY):
        return None
    day = int(ask.slots.get("ordinal", ask.slots.get("day", 0)))
    anchor = Anchor("time", ask.context.reference_id) if base is ask.context.reference else PUBLICATION
    return dated(day_in(base.first.year, base.first.month, day), anchor)


def _full_year(two: int, context: Context) -> int:
    """A year of two digits: in the hundred years up to ten after the issue, or in the story's century."""
    if context.narrative and context.reference and context.reference.first:
        return context.reference.first.year // 100 * 100 + two
    latest = (context.published.year if context.published else 2030) + 10
    return latest - (latest - two) % 100


MEANINGS: dict[str, Meaning] = {
    "date": _date,
    "year": _year,
    "era": _era,
    "iso": _iso,
    "numeric": _numeric,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "fraction": _fraction,
    "holiday": _holiday,
    "other-calendar": _other_calendar,
    "moving": _moving,
    "day-of-month": _day_of_month,
}
