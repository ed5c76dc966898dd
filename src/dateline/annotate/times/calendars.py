"""Days of other calendars as days of ours: Solar-Hijri, Hijri, Hebrew, and the date of Easter.

The only file that knows the calendar libraries. Hijri months begin by sighting of the moon: the Umm al-Qura table is used
where it reaches (1343-1500 AH), the tabular calendar elsewhere, and every Hijri day may be a day off. The libraries are
imported when the first day of their calendar is asked for: few articles tell one, and loading them costs 30 ms.
"""

from __future__ import annotations

import importlib
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateline.text.when import Grain, When

PERSIAN, HIJRI, HEBREW = "persian", "hijri", "hebrew"
_LIBRARIES = {
    PERSIAN: ("persiantools.jdatetime", "JalaliDate"),
    HIJRI: ("hijridate", "Hijri"),
    HEBREW: ("pyluach.dates", "HebrewDate"),
}
UMM_AL_QURA = range(1343, 1501)
# 1 Muharram 1 AH in the proleptic Gregorian calendar, tabular (civil) reckoning.
_HIJRI_EPOCH = date(622, 7, 19).toordinal()
# What a year of ours is called there, at its first of January; the month decides whether it is this number or the next.
_BEHIND = {PERSIAN: -622, HEBREW: 3760}


def day_of(calendar: str, year: int, month: int, day: int) -> date | None:
    """The day in our calendar; None where that calendar has no such day.

    >>> day_of("persian", 1398, 10, 13), day_of("hebrew", 5780, 7, 1), day_of("hijri", 1440, 9, 1)
    (datetime.date(2020, 1, 3), datetime.date(2019, 9, 30), datetime.date(2019, 5, 6))
    """
    try:
        match calendar:
            case "persian":
                return _plain(_days_of(PERSIAN)(year, month, day).to_gregorian())
            case "hebrew":
                return _plain(_days_of(HEBREW)(year, month, day).to_pydate())
            case "hijri" if year in UMM_AL_QURA:
                return _plain(_days_of(HIJRI)(year, month, day).to_gregorian())
            case "hijri" if 1 <= month <= 12 and 1 <= day <= 30 and 0 < year < 9000:
                return _tabular(year, month, day)
    except (ValueError, OverflowError):
        return None
    return None


def month_of(calendar: str, year: int, month: int) -> When | None:
    """The whole month, as an interval of days of ours."""
    first = day_of(calendar, year, month, 1)
    if first is None:
        return None
    days = [day for number in range(28, 32) if (day := day_of(calendar, year, month, number))]
    following = [day for day in days if (day - first).days < 31]
    last = max(following, default=first)
    return When(first, last, Grain.MONTH)


def in_our_year(calendar: str, month: int, year: int, day: int | None = None) -> When | None:
    """The month, or the day in it, that begins in that year of ours; of two (a Hijri year is shorter) the first.

    >>> str(in_our_year("hijri", 9, 2019)), str(in_our_year("persian", 1, 2019, 1))
    ('2019-05-06/2019-06-03', '2019-03-21')
    """
    about = (year - 622) * 33 // 32 if calendar == HIJRI else year + _BEHIND[calendar]
    for their_year in (about - 1, about, about + 1, about + 2):
        when = _day(calendar, their_year, month, day) if day else month_of(calendar, their_year, month)
        if when is not None and when.first is not None and when.first.year == year:
            return when
    return None


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, 1900 to 2099 (Meeus's Julian computus, thirteen days later).

    >>> orthodox_easter(2022), orthodox_easter(2019)
    (datetime.date(2022, 4, 24), datetime.date(2019, 4, 28))
    """
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus, as in Meeus, Astronomical Algorithms, 1991).

    >>> easter(2019), easter(2024)
    (datetime.date(2019, 4, 21), datetime.date(2024, 3, 31))
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _day(calendar: str, year: int, month: int, day: int) -> When | None:
    found = day_of(calendar, year, month, day)
    return When.at(found, Grain.DAY) if found else None


def _tabular(year: int, month: int, day: int) -> date:
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
    return date.fromordinal(_HIJRI_EPOCH) + timedelta(days=days)


@lru_cache(maxsize=3)
def _days_of(calendar: str) -> Any:
    """The library's class for a day of that calendar."""
    module, name = _LIBRARIES[calendar]
    return getattr(importlib.import_module(module), name)


def _plain(day: date) -> date:
    """The libraries give subclasses of date; a record holds plain ones."""
    return date(day.year, day.month, day.day)
