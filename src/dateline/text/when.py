"""Calendar time as news gives it: a period known down to some grain. EDTF (ISO 8601-2) in and out.

>>> When.parse("2017-11")
When('2017-11')
>>> When.parse("2020-02-12").shift(-40, Grain.DAY)
When('2020-01-03')
>>> When.parse("2015-01").shift(-1, Grain.YEAR)
When('2014-01')
>>> When.parse("2020-02-12").widen(Grain.YEAR).until(When.parse("2020-02-12"))
When('2020-01-01/2020-02-12')
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from dateline.text.errors import BadDate


class Grain(Enum):
    """How fine a period is known."""

    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    SEASON = "season"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    PART_OF_DAY = "part_of_day"
    MINUTE = "minute"
    VAGUE = "vague"

    @property
    def finer_than_day(self) -> bool:
        """A grain within one day."""
        return self in (Grain.PART_OF_DAY, Grain.MINUTE)


# Months that one step of a grain spans; weeks and days are counted in days.
MONTHS = {
    Grain.CENTURY: 1200, Grain.DECADE: 120, Grain.YEAR: 12, Grain.HALF: 6, Grain.QUARTER: 3, Grain.SEASON: 3, Grain.MONTH: 1
}  # fmt: skip
# EDTF level 2 "sub-year groupings": 21-24 seasons, 33-36 quarters, 40-41 halves.
_GROUPINGS = {
    **{code: (Grain.SEASON, 3 + 3 * (code - 21), 3) for code in range(21, 25)},
    **{code: (Grain.QUARTER, 1 + 3 * (code - 33), 3) for code in range(33, 37)},
    **{code: (Grain.HALF, 1 + 6 * (code - 40), 6) for code in (40, 41)},
}
# The first months of southern spring, summer, autumn and winter. EDTF writes a season of no told hemisphere as 21-24, which we
# give for the northern ones; a southern one is given as its months, grain and all, so that nobody takes its summer for ours.
_SOUTHERN = {29: 9, 30: 12, 31: 3, 32: 6}


@dataclass(frozen=True, slots=True, repr=False)
class When:
    """From `first` day to `last` day, both inclusive; None is an open end. `str()` gives EDTF.

    `clock` ("15:00") narrows a single day of grain MINUTE.
    """

    first: date | None
    last: date | None
    grain: Grain
    approximate: bool = False
    clock: str = ""

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise BadDate(f"a period cannot end ({self.last}) before it begins ({self.first})")

    @classmethod
    def at(cls, day: date, grain: Grain) -> When:
        """The period of that grain that holds the day; weeks begin on Monday (ISO 8601)."""
        match grain:
            case Grain.DAY | Grain.PART_OF_DAY | Grain.MINUTE | Grain.VAGUE:
                return cls(day, day, grain)
            case Grain.WEEK:
                monday = _days(day, -day.weekday())
                return cls(monday, _days(monday, 6), grain)
            case Grain.SEASON:
                index = (day.month - 3) % 12 // 3
                year = day.year if day.month >= 3 or index != 3 else day.year - 1
                return cls.season(year, index + 21)
            case Grain.CENTURY | Grain.DECADE:
                size = 100 if grain is Grain.CENTURY else 10
                start = day.year - day.year % size
                return cls(date(max(start, 1), 1, 1), date(start + size - 1, 12, 31), grain)
        size = MONTHS[grain]
        month = (day.month - 1) // size * size + 1
        return cls(date(day.year, month, 1), _month_end(day.year, month + size - 1), grain)

    @classmethod
    def season(cls, year: int, code: int) -> When:
        """An EDTF grouping of a year: seasons 21-24 and 25-28 (northern, meteorological), 29-32 (southern), quarters 33-36, halves 40-41.

        >>> str(When.season(2019, 30)), str(When.season(2019, 28))
        ('2019-12/2020-02', '2019-24')
        """
        if code in _SOUTHERN:
            grain, month, size = Grain.MONTH, _SOUTHERN[code], 3
        else:
            grain, month, size = _GROUPINGS[code - 4 if 25 <= code <= 28 else code]
        end = month + size - 1
        return cls(_date(year, month, 1), _month_end(year + (end > 12), (end - 1) % 12 + 1), grain)

    @classmethod
    def parse(cls, edtf: str) -> When:
        """Read EDTF levels 0 and 1 and the groupings of level 2; BadDate says what could not be read.

        >>> When.parse("../2020-02-12").first is None, When.parse("199X").grain, str(When.parse("2020-02~"))
        (True, <Grain.DECADE: 'decade'>, '2020-02~')
        """
        if "/" in edtf:
            left, _, right = edtf.partition("/")
            ends = [None if side in ("..", "") else cls.parse(side) for side in (left, right)]
            if ends[0] is None and ends[1] is None:
                raise BadDate(f"{edtf!r}: an interval needs one known end")
            known = [end for end in ends if end is not None]
            finest = max((end.grain for end in known), key=list(Grain).index)
            return cls(
                ends[0].first if ends[0] else None,
                ends[1].last if ends[1] else None,
                finest,
                any(end.approximate for end in known),
            )
        found = re.fullmatch(r"(\d{2}XX|\d{3}X|\d{4})(?:-(\d\d))?(?:-(\d\d))?(T\d\d(?::\d\d){1,2})?([~?%])?", edtf)
        if not found:
            raise BadDate(f"{edtf!r} is not an EDTF date that dateline knows (such as 2017-11, 199X, 2014/2018)")
        year, month, day, clock, mark = found.groups()
        if year.endswith("X"):
            period = cls.at(
                _date(int(year.replace("X", "0")) or 1, 1, 1), Grain.CENTURY if "XX" in year else Grain.DECADE
            )
        elif month is None:
            period = cls.at(_date(int(year), 1, 1), Grain.YEAR)
        elif day is None and (int(month) in _GROUPINGS or 25 <= int(month) <= 32):
            period = cls.season(int(year), int(month))
        elif day is None:
            period = cls.at(_date(int(year), int(month), 1), Grain.MONTH)
        else:
            period = cls.at(_date(int(year), int(month), int(day)), Grain.DAY)
        if clock:
            period = replace(period, grain=Grain.MINUTE, clock=clock[1:6])
        return replace(period, approximate=mark is not None)

    def shift(self, count: int, unit: Grain, grain: Grain | None = None) -> When:
        """Move by `count` units and read the result at `grain` (this period's own if not given).

        A day that the target month lacks becomes its last day. BadDate where the calendar (years 1-9999) ends.
        """
        if self.first is None:
            raise BadDate(f"cannot count from {self}: it has no first day")
        if unit in MONTHS:
            months = self.first.year * 12 + self.first.month - 1 + count * MONTHS[unit]
            year, month = divmod(months, 12)
            last = _month_end(year, month + 1)
            day = last.replace(day=min(self.first.day, last.day))
        else:
            day = _days(self.first, count * (7 if unit is Grain.WEEK else 1))
        return When.at(day, grain or self.grain)

    def widen(self, grain: Grain) -> When:
        """The period of a coarser grain that this one begins in."""
        day = self.first or self.last
        assert day is not None, "a period has at least one end"
        return When.at(day, grain)

    def part(self, which: str) -> When:
        """The `early`, `mid` or `late` third of a bounded period, approximate.

        >>> str(When.parse("1990").part("late"))
        '1990-09~/1990-12~'
        >>> str(When.parse("197X").part("late"))
        '1977~/1979~'
        """
        if self.first is None or self.last is None:
            return self
        if self.grain in (Grain.DECADE, Grain.CENTURY):  # by years: 0-3, 4-6, 7-9
            size = (self.last.year - self.first.year + 1) // 10
            low, high = {"early": (0, 4), "mid": (4, 7), "late": (7, 10)}[which]
            years = (self.first.year + low * size, self.first.year + high * size - 1)
            return When(date(years[0], 1, 1), date(years[1], 12, 31), self.grain, approximate=True)
        third = (self.last - self.first) // 3
        first = {"early": self.first, "mid": self.first + third, "late": self.last - third}[which]
        last = {"early": self.first + third, "mid": self.last - third, "late": self.last}[which]
        if self.grain is not Grain.DAY and self.grain not in (Grain.WEEK, Grain.MONTH):
            first, last = first.replace(day=1), _month_end(last.year, last.month)
        return When(first, last, self.grain, approximate=True)

    def until(self, other: When) -> When:
        """From the beginning of this to the end of the other."""
        finest = max(self.grain, other.grain, key=list(Grain).index)
        return When(self.first, other.last, finest, self.approximate or other.approximate)

    def ends_before(self, other: When) -> bool:
        """This one is over before the other begins."""
        return self.last is not None and other.first is not None and self.last < other.first

    def overlaps(self, other: When) -> bool:
        """The two periods share a day; an open end reaches everywhere."""
        return (self.first or date.min) <= (other.last or date.max) and (other.first or date.min) <= (
            self.last or date.max
        )

    def holds(self, other: When) -> bool:
        """Every day of the other lies in this one."""
        return (self.first is None or (other.first is not None and self.first <= other.first)) and (
            self.last is None or (other.last is not None and other.last <= self.last)
        )

    @property
    def single_day(self) -> date | None:
        """The day, if the period is one day."""
        return self.first if self.first == self.last else None

    def __str__(self) -> str:
        mark = "~" if self.approximate else ""
        if self.first is None or self.last is None:
            ends = (f"{end}{mark}" if end else ".." for end in (self.first, self.last))
            return "/".join(ends)
        if self.clock and self.single_day:
            return f"{self.first}T{self.clock}{mark}"
        if self.first == self.last:
            return f"{self.first}{mark}"
        year = f"{self.first.year:04d}"
        for grain, text in (
            (Grain.MONTH, f"{year}-{self.first.month:02d}"),
            (Grain.YEAR, year),
            (Grain.DECADE, f"{year[:3]}X"),
            (Grain.CENTURY, f"{year[:2]}XX"),
        ):
            if self._same_days(grain):
                return text + mark
        for code, (grain, _, _) in _GROUPINGS.items():
            if self.grain is grain and When.season(self.first.year, code).first == self.first:
                return f"{year}-{code}{mark}"
        years = self._years()
        if years:
            return f"{years[0]:04d}{mark}/{years[1]:04d}{mark}"
        if self.first.day == 1 and self.last == _month_end(self.last.year, self.last.month):
            return f"{year}-{self.first.month:02d}{mark}/{self.last.year:04d}-{self.last.month:02d}{mark}"
        return f"{self.first}{mark}/{self.last}{mark}"

    def _same_days(self, grain: Grain) -> bool:
        whole = self.widen(grain)
        return (whole.first, whole.last) == (self.first, self.last)

    def _years(self) -> tuple[int, int] | None:
        """First and last year, if the period is made of whole years."""
        if (
            self.first
            and self.last
            and (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)
        ):
            return self.first.year, self.last.year
        return None

    def __repr__(self) -> str:
        return f"When({str(self)!r})"


def _days(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise BadDate(f"{count} days from {day} is outside the years 1 to 9999") from error


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise BadDate(f"there is no day {year}-{month}-{day}") from error


def _month_end(year: int, month: int) -> date:
    if not 1 <= year <= 9999:
        raise BadDate(f"year {year} is outside the years 1 to 9999")
    return date(year, month, monthrange(year, month)[1])
