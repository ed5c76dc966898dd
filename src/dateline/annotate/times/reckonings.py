"""Meanings of dates and years of other calendars (rules: `times/reckonings.toml`): "13 Dey 1398", "1435 AH", "the Iranian year 1397".

The days themselves are reckoned in `calendars.py`. A year that can only be ours ("Ramadan 2019") is read as ours.
"""

from __future__ import annotations

from datetime import timedelta

from dateline.annotate.times import calendars
from dateline.annotate.times.nearest import of_year
from dateline.annotate.times.reading import CALENDAR, PUBLICATION, Ask, Meaning, Reading, dated
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When

# The month that a year begins with: the Hebrew one counts its months from spring and its years from autumn.
_NEW_YEAR = {calendars.PERSIAN: 1, calendars.HIJRI: 1, calendars.HEBREW: 7}


def _other_calendar(ask: Ask) -> Reading | None:
    """A day or month of another calendar ("13 Dey 1398"); a year that can only be ours ("Ramadan 2019") is read as ours."""
    calendar, month = _month(ask)
    slots = ask.slots
    told = slots.get("day", slots.get("ordinal"))
    day = None if told is None else int(told)
    if "year" not in slots:
        chosen = of_year(lambda year: calendars.in_our_year(calendar, month, year, day), ask.context, ask.term.start)
        return by_moon(chosen[0], calendar, chosen[1]) if chosen else None
    year = int(slots["year"])
    if _is_ours(year, calendar):
        when = calendars.in_our_year(calendar, month, year, day)
    elif day:
        found = calendars.day_of(calendar, year, month, day)
        when = When.at(found, Grain.DAY) if found else None
    else:
        when = calendars.month_of(calendar, year, month)
    return by_moon(when, calendar, CALENDAR)


def _month(ask: Ask) -> tuple[str, int]:
    """Calendar and number of the month; of names in two words ("Rabi al-Awwal", "Adar II") the second counts on from the first."""
    slots = ask.slots
    if "calendar_month" in slots:
        calendar, number = str(slots["calendar_month"]).split()
        return calendar, int(number)
    calendar, number = str(slots["split_month"]).split()
    return calendar, int(number) + int(slots["month_part"])


def _calendar_year(ask: Ask) -> Reading | None:
    """A year of another calendar ("1435 AH", "the Iranian year 1397"), or the one `offset` years from that of the issue."""
    calendar = str(ask.slots.get("calendar") or ask.slots["calendar_era"])
    if "offset" in ask.options:
        now = ask.context.now()
        year = _year_on(now, calendar) if now else None
        when = _whole_year(calendar, year + int(ask.options["offset"])) if year else None
        return by_moon(when, calendar, PUBLICATION)
    year = int(ask.slots["year"])
    return None if _is_ours(year, calendar) else by_moon(_whole_year(calendar, year), calendar, CALENDAR)


def _is_ours(year: int, calendar: str) -> bool:
    return 1700 <= year <= 2199 and calendar != calendars.HEBREW


def _whole_year(calendar: str, year: int) -> When | None:
    month = _NEW_YEAR[calendar]
    first, following = calendars.day_of(calendar, year, month, 1), calendars.day_of(calendar, year + 1, month, 1)
    return When(first, following - timedelta(days=1), Grain.YEAR) if first and following else None


def _year_on(now: When, calendar: str) -> int | None:
    """The year of that calendar that holds the day."""
    assert now.first is not None, "the day of issue has a first day"
    ours = now.first.year
    about = {calendars.PERSIAN: ours - 622, calendars.HEBREW: ours + 3760}.get(calendar, (ours - 622) * 33 // 32 - 1)
    years = range(about, about + 3)
    return next((year for year in years if (when := _whole_year(calendar, year)) and when.holds(now)), None)


def by_moon(when: When | None, calendar: str, anchor: Anchor) -> Reading | None:
    """The reading of a period of that calendar; a Hijri one with the doubt that its months have."""
    reading = dated(when, anchor)
    if reading is None or calendar != calendars.HIJRI:
        return reading
    return reading._replace(flags=("a-day-either-way",), note="the month begins when the moon is seen")


MEANINGS: dict[str, Meaning] = {"other-calendar": _other_calendar, "calendar-year": _calendar_year}
