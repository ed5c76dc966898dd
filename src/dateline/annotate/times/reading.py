"""What a term comes to against its context: a period, its TIMEX3 form, its anchor; and the calendar of units.

TIMEX3 values follow ISO-TimeML (2009) as TimeBank uses it: 1989-Q3, 1998-W08, 199 for a decade, PXW, PRESENT_REF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from dateline.annotate.times.context import Context
from dateline.languages.grammar import Term
from dateline.languages.lexemes import Value
from dateline.text.happening import Anchor, TimexType
from dateline.text.when import Grain, When

GRAINS = {
    "D": Grain.DAY, "W": Grain.WEEK, "M": Grain.MONTH, "Q": Grain.QUARTER, "Y": Grain.YEAR, "DE": Grain.DECADE,
    "CE": Grain.CENTURY, "TH": Grain.MINUTE, "TM": Grain.MINUTE, "TS": Grain.MINUTE,
}  # fmt: skip
SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_SEASON_LETTERS = {code: letters for letters, code in SEASON_CODES.items()}
# Years before Christ lie outside the calendar of `date`. While a text is read they stand at its far end, in order: 480 BC is
# 9519. Decades and centuries stay aligned so. `before_christ` says when a year stands for one.
_BEFORE_CHRIST, _FIRST = 9999, 8000
CALENDAR, PUBLICATION = Anchor("calendar"), Anchor("publication")


class Reading(NamedTuple):
    """The resolved term. `value` is the TIMEX3 value; `note` shows the arithmetic; `narrates` says it may anchor what follows."""

    when: When | None
    value: str
    type: TimexType = "DATE"
    mod: str | None = None
    anchor: Anchor = CALENDAR
    alternatives: tuple[When, ...] = ()
    flags: tuple[str, ...] = ()
    note: str = ""
    narrates: bool = True


class Ask(NamedTuple):
    """A term to be read: its slots and options, the context, and the readings of its inner terms by slot."""

    term: Term
    context: Context
    inner: Mapping[str, Reading | None]

    @property
    def slots(self) -> Mapping[str, Value]:
        """What filled the rule's slots."""
        return self.term.slots

    @property
    def options(self) -> Mapping[str, Any]:
        """What the rule tells its meaning."""
        return self.term.rule.options


Meaning = Callable[[Ask], Reading | None]


def dated(
    when: When | None, anchor: Anchor, *, note: str = "", mod: str | None = None, alternatives: tuple[When, ...] = ()
) -> Reading | None:
    """The reading of a known period, None for None."""
    if when is None:
        return None
    return Reading(when, timex_value(when), mod=mod, anchor=anchor, alternatives=alternatives, note=note)


def bc_year(number: int) -> int:
    """The year by which a year before Christ is counted with.

    >>> bc_year(480) - bc_year(481)
    1
    """
    return _BEFORE_CHRIST - number


def before_christ(when: When | None) -> bool:
    """The period stands for one before Christ."""
    return when is not None and (when.first or when.last or date.min).year >= _FIRST


def bc_words(text: str) -> str:
    """A value or note with its years as years before Christ.

    >>> bc_words("9519-04"), bc_words("951"), bc_words("95")
    ('BC0480-04', 'BC048', 'BC04')
    """
    return re.sub(r"(?<![\w-])9\d{1,3}(?!\d)", _bc_digits, text)


def _bc_digits(found: re.Match[str]) -> str:
    digits = found.group()
    return f"BC{10 ** len(digits) - 1 - int(digits):0{len(digits)}d}"


def in_part(day: When) -> When:
    """The day, known to a part of it."""
    return When(day.first, day.last, Grain.PART_OF_DAY)


@lru_cache(maxsize=4096)  # a history asks for each month in a dozen years
def timex_value(when: When) -> str:
    """The TIMEX3 value of a period.

    >>> [timex_value(When.parse(text)) for text in ("2019-33", "199X", "2020-01-03", "1994-24", "2014/2018")]
    ['2019-Q1', '199', '2020-01-03', '1994-WI', '2014/2018']
    """
    if when.first is None or when.last is None:
        return str(when)
    year = f"{when.first.year:04d}"
    match when.grain:
        case Grain.DECADE:
            return year[:3]
        case Grain.CENTURY:
            return year[:2]
        case Grain.WEEK:
            iso = when.first.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}"
        case Grain.QUARTER | Grain.HALF | Grain.SEASON:
            for code in (*range(21, 25), *range(33, 37), 40, 41):
                period = When.season(when.first.year, code)
                if period.grain is when.grain and (period.first, period.last) == (when.first, when.last):
                    if code in _SEASON_LETTERS:
                        return f"{year}-{_SEASON_LETTERS[code]}"
                    return f"{year}-Q{code - 32}" if code < 40 else f"{year}-H{code - 39}"
    return str(when).rstrip("~")


def duration_value(count: float | str, unit: str) -> str:
    """The TIMEX3 value of a length: P2W, PT90M, P20Y for two decades, PXD where the count is vague.

    >>> duration_value(2, "W"), duration_value(2.5, "Y"), duration_value(2, "DE"), duration_value("X", "TM")
    ('P2W', 'P2Y6M', 'P20Y', 'PTXM')
    """
    multiple = {"DE": (10, "Y"), "CE": (100, "Y"), "2W": (2, "W")}.get(unit)
    if multiple and not isinstance(count, str):
        count, unit = count * multiple[0], multiple[1]
    elif multiple:
        return f"P{count}{unit if unit != '2W' else 'W'}"
    prefix, letter = ("PT", unit[1:]) if unit.startswith("T") else ("P", unit)
    if isinstance(count, str):
        return f"{prefix}{count}{letter}"
    whole, rest = int(count), count - int(count)
    finer = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S"), "D": (24, "TH")}.get(unit)
    if rest and finer:
        tail = round(rest * finer[0])
        return f"{prefix}{whole or ''}{letter if whole else ''}{'T' if finer[1] == 'TH' else ''}{tail}{finer[1][-1]}"
    return f"{prefix}{whole}{letter}"
