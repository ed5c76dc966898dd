"""How a country writes and counts days: the order of day and month, the weekend, the hemisphere, the fiscal year, clock zones.

Facts only. Which country an article belongs to is decided by who reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateline.knowledge.tables import cells, read_table
from dateline.text.errors import BadRules

COLUMNS = ("country", "order", "weekend", "hemisphere", "fiscal")
ZONE_COLUMNS = ("name", "offset", "countries")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SATURDAY_SUNDAY = (5, 6)


@dataclass(frozen=True, slots=True)
class Customs:
    """A country's ways. `day_first` is None where both orders are written, `fiscal_start` None where we do not know the month.

    `weekends` are days of the week (0 = Monday) with the last day on which they were the weekend, None for today's.
    `fiscal_by_start`: a fiscal year has the number of the year that it begins in (Japan), not of the one it ends in.
    """

    country: str = ""
    day_first: bool | None = None
    weekends: tuple[tuple[date | None, tuple[int, ...]], ...] = ((None, SATURDAY_SUNDAY),)
    southern: bool = False
    fiscal_start: int | None = None
    fiscal_by_start: bool = False

    def weekend(self, day: date | None) -> tuple[int, ...]:
        """The days of the week that were the weekend on that day."""
        for last, days in self.weekends:
            if last is None or (day is not None and day <= last):
                return days
        return SATURDAY_SUNDAY


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """What an abbreviation stands for: an offset ("+05:30") or a zone of the tz database; in these countries, or () anywhere."""

    offset: str
    countries: tuple[str, ...]


@lru_cache(maxsize=1)
def load_customs() -> dict[str, Customs]:
    """locales.tsv by country code, read once a process."""
    return {customs.country: customs for customs in _customs()}


@lru_cache(maxsize=1)
def load_zones() -> dict[str, tuple[ZoneUse, ...]]:
    """zones.tsv: what each abbreviation can stand for."""
    found: dict[str, list[ZoneUse]] = {}
    for line in read_table("zones.tsv", ZONE_COLUMNS).split("\n"):
        name, offset, countries = line.split("\t")
        found.setdefault(name, []).append(ZoneUse(offset, cells(countries)))
    return {name: tuple(uses) for name, uses in found.items()}


def _customs() -> Iterator[Customs]:
    for number, line in enumerate(read_table("locales.tsv", COLUMNS).split("\n"), 2):
        country, order, weekend, hemisphere, fiscal = line.split("\t")
        month, _, named = fiscal.partition(" ")
        try:
            yield Customs(
                country,
                {"dmy": True, "mdy": False, "": None}[order],
                tuple(_weekend(cell) for cell in cells(weekend)),
                hemisphere == "south",
                int(month) if month else None,
                named == "start",
            )
        except (KeyError, ValueError) as error:
            raise BadRules(f"locales.tsv, line {number}: cannot read {error} of {country}") from error


def _weekend(cell: str) -> tuple[date | None, tuple[int, ...]]:
    days, _, until = cell.partition(" until ")
    return date.fromisoformat(until) if until else None, tuple(_DAYS.index(day) for day in days.split("-"))
