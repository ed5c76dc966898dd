"""Meanings of dates of the calendar (rules: `times/dates.toml`): days, months, years, seasons, decades, eras."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dateline.annotate.times import calendars
from dateline.annotate.times.by_country import season, southern
from dateline.annotate.times.context import Context
from dateline.annotate.times.nearest import day_in, of_year, turned
from dateline.annotate.times.reading import (
    CALENDAR,
    PUBLICATION,
    Ask,
    Meaning,
    Reading,
    bc_year,
    dated,
    timex_value,
)
from dateline.annotate.times.reckonings import by_moon
from dateline.languages.grammar import Term
from dateline.languages.lexemes import Value
from dateline.text.errors import BadDate
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When


def _date(ask: Ask) -> Reading | None:
    """A day, month or year of the calendar ("7 May 1945", "Nov. 21"); a year left out is that of the context."""
    slots = ask.slots
    year, month, day = told_year(ask), slots.get("month"), slots.get("day", slots.get("ordinal"))
    if month is None:
        return dated(When.at(date(int(year), 1, 1), Grain.YEAR), CALENDAR) if year else None

    named = slots.get("weekday")
    if year is not None:
        when = in_year(slots, int(year))
        reading = dated(when, CALENDAR)
    else:
        chosen = of_year(lambda of: in_year(slots, of), ask.context, ask.term.start)
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
    year = told_year(ask)
    if year == 0:
        return Reading(None, "0000", note="the calendar has no year 0", narrates=False)
    if year is None or not 1000 <= year <= 2199:
        return None
    return dated(When.at(date(year, 1, 1), Grain.YEAR), CALENDAR)


def _era(ask: Ask) -> Reading | None:
    """A day, month, season, year, decade or century before or after Christ ("480 BC", "spring of 480 BC", "AD 70")."""
    slots, before = ask.slots, ask.slots["era"] == "BC"
    if "decade" in slots:
        first = int(slots["decade"])
        return dated(When.at(date(bc_year(first), 1, 1), Grain.DECADE), CALENDAR) if before and first > 9 else None
    if "ordinal" in slots and "number" not in slots:
        century = int(slots["ordinal"]) * 100
        if not 1 <= century <= 1900:
            return None
        return dated(When.at(date(bc_year(century - 1) if before else century - 99, 1, 1), Grain.CENTURY), CALENDAR)
    number = int(slots["number"])
    if not 0 < number < 2000:
        return None
    year = bc_year(number) if before else number
    if "season" in slots:
        return dated(season(year, str(slots["season"]), ask.context.locale), CALENDAR)
    if "month" in slots:
        return dated(in_year(slots, year), CALENDAR)
    return dated(When.at(date(year, 1, 1), Grain.YEAR), CALENDAR)


def _iso(ask: Ask) -> Reading | None:
    """A day in digits with its year first ("2019-04-03", "2019/04/03"); of one that does not exist the month."""
    year, month, day = ask.slots["iso"]
    return dated(day_in(year, month, day), CALENDAR) or _month_alone(year, month, day)


def month_instead(term: Term, context: Context) -> tuple[Term, Reading] | None:
    """The month of a day that it does not have ("31 June 1999"), over its words up to the year's; None for other terms."""
    slots, spots = term.slots, term.spots
    if (
        term.rule.means != "date"
        or "month" not in slots
        or not ({"day", "ordinal"} & slots.keys() and {"year", "two"} & slots.keys())
    ):
        return None
    year = int(slots.get("year") or full_year(slots["two"], context))
    reading = _month_alone(year, slots["month"], int(slots.get("day") or slots["ordinal"]))
    end = max(spots[name][1] for name in ("month", "year", "two") if name in spots)
    return (term._replace(start=spots["month"][0], end=end), reading) if reading else None


def _month_alone(year: int, month: int, day: int) -> Reading | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 28 < day <= 31):
        return None
    when = When.at(date(year, month, 1), Grain.MONTH)
    return Reading(when, timex_value(when), flags=("no-such-day",), note=f"{when} has no day {day}")


def _numeric(ask: Ask) -> Reading | None:
    """A day in digits ("03/04/2019"): where both orders are dates that of the locale, else month first; the other is kept."""
    left, right, year = ask.slots["dotted"] if "dotted" in ask.slots else ask.slots["numeric"]
    year = year if year > 99 else full_year(year, ask.context)
    month_first, day_first = day_in(year, left, right), day_in(year, right, left)
    either = [each for each in (month_first, day_first) if each is not None]
    if not either:
        return _month_alone(year, right, left) or _month_alone(year, left, right)
    if len(either) < 2 or month_first == day_first:
        return dated(either[0], CALENDAR)
    locale, named = ask.context.locale, ask.slots.get("weekday")
    first, why = locale.day_first, locale.order_by
    if "dotted" in ask.slots:
        first, why = True, "written with dots"
    fitting = [each for each in either if each.first and each.first.weekday() == named]
    if len(fitting) == 1:
        first, why = fitting[0] is day_first, "the weekday"
    chosen, other = either if not first else reversed(either)
    flags = () if first is not None else ("day-month-order",)
    note = f"{'day' if first else 'month'} first: {why}" if why else ""
    return Reading(chosen, timex_value(chosen), alternatives=(other,), flags=flags, note=note)


def _decade(ask: Ask) -> Reading | None:
    """Ten years ("the 1990s", "the nineties")."""
    number = int(ask.slots.get("decade", ask.slots.get("decade_word", 0)))
    year = number if number > 99 else full_year(number, ask.context)
    if number <= 99 and ask.context.published and year > ask.context.published.year:
        year -= 100  # nobody looks back on "the thirties" that are still to come
    grain = Grain.CENTURY if number % 100 == 0 and 1000 <= number < 1900 else Grain.DECADE  # "the 1800s"
    return dated(When.at(date(year, 1, 1), grain), CALENDAR) if 1000 <= year <= 2199 else None


def _century(ask: Ask) -> Reading | None:
    """A hundred years ("the 19th century")."""
    number = int(ask.slots["ordinal"])
    return dated(When.at(date(max(number * 100 - 99, 1), 1, 1), Grain.CENTURY), CALENDAR) if 1 <= number <= 22 else None


def _season(ask: Ask) -> Reading | None:
    """A season ("the spring of 1916"); without a year that of the context."""
    letters, locale = str(ask.slots["season"]), ask.context.locale
    year = told_year(ask)
    if year is not None:
        return southern(dated(season(year, letters, locale), CALENDAR), letters, locale)
    chosen = of_year(lambda year: season(year, letters, locale), ask.context, ask.term.start)
    if chosen is None:
        return Reading(None, f"XXXX-{letters}", narrates=False)
    return southern(dated(chosen[0], chosen[1]), letters, locale)


def fraction(ask: Ask) -> Reading | None:
    """A quarter or half of a year ("the third quarter", "Q3 2018", "H1 2019")."""
    number = int(ask.slots.get("half", ask.slots.get("ordinal", ask.options.get("ordinal", 0))))
    if not 1 <= number <= (2 if "half" in ask.slots else 4):
        return None
    code = 39 + number if "half" in ask.slots else 32 + number
    year = told_year(ask)
    if year is not None:
        return dated(When.season(year, code), CALENDAR)
    chosen = of_year(lambda year: When.season(year, code), ask.context, ask.term.start)
    return dated(chosen[0], chosen[1]) if chosen else None


def _holiday(ask: Ask) -> Reading | None:
    """A feast with a fixed day: of the slot {holiday}, or the month and day in `value`."""
    month, day = (int(part) for part in str(ask.slots.get("holiday") or ask.options["value"]).split("-"))
    if "year" in ask.slots:
        return dated(day_in(int(ask.slots["year"]), month, day), CALENDAR)
    chosen = of_year(lambda year: day_in(year, month, day), ask.context, ask.term.start)
    return dated(chosen[0], chosen[1]) if chosen else None


def _moving(ask: Ask) -> Reading | None:
    """A fast or feast that moves in our calendar (Ramadan, Nowruz, Easter), of the named year, `offset` years from the issue, or of the context."""
    told = str(ask.slots.get("fast") or ask.slots["feast"]).split()

    def build(year: int) -> When | None:
        if told[0] == "easter":
            return When.at(calendars.easter(year), Grain.DAY)
        return calendars.in_our_year(told[0], int(told[1]), year, int(told[2]) if len(told) > 2 else None)

    if "year" in ask.slots:
        return by_moon(build(int(ask.slots["year"])), told[0], CALENDAR)
    now = ask.context.now()
    if "turn" in ask.slots and now and now.first:
        return by_moon(turned(build, now.first, int(ask.slots["turn"])), told[0], PUBLICATION)
    if "offset" in ask.options:
        year = now.first.year + int(ask.options["offset"]) if now and now.first else None
        return by_moon(build(year), told[0], PUBLICATION) if year else None
    chosen = of_year(build, ask.context, ask.term.start)
    return by_moon(chosen[0], told[0], chosen[1]) if chosen else None


def _day_of_month(ask: Ask) -> Reading | None:
    """A day of the month that the story or the issue is in ("the 3rd of this month", "on the 20th")."""
    context = ask.context
    base = (context.reference if context.narrative else context.long_ago) or context.now()
    if base is None or base.first is None or base.grain in (Grain.YEAR, Grain.DECADE, Grain.CENTURY):
        return None
    day = int(ask.slots.get("ordinal", ask.slots.get("day", 0)))
    anchor = Anchor("time", ask.context.reference_id) if base is ask.context.reference else PUBLICATION
    return dated(day_in(base.first.year, base.first.month, day), anchor)


def told_year(ask: Ask) -> int | None:
    """The year that the words tell, in full or cut short ("'98"); BadDate where the apostrophe is a quotation mark."""
    if "two" not in ask.slots:
        return int(ask.slots["year"]) if "year" in ask.slots else None
    spots = ask.term.spots
    if "apostrophe" in spots and spots["apostrophe"][1] != spots["two"][0]:
        raise BadDate("a space stands between the apostrophe and its year")
    return full_year(ask.slots["two"], ask.context)


def full_year(two: int, context: Context) -> int:
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
    "fraction": fraction,
    "holiday": _holiday,
    "moving": _moving,
    "day-of-month": _day_of_month,
}
