"""Who held which office of state when: heads of state and of government with the source of each term.

It says what a reader of the time knew; nothing of it goes into a record that the article does not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dateline.knowledge.folding import fold
from dateline.knowledge.tables import read_table

COLUMNS = ("person", "office", "country", "first", "last", "seen", "source")


@dataclass(frozen=True, slots=True)
class Term:
    """A person in an office. Dates are EDTF: `last` is "" where no source tells the end, `seen` then the last day that one names the holder."""

    person: str
    office: str
    country: str
    first: str
    last: str
    seen: str
    source: str

    def covers(self, day: str) -> bool | None:
        """The person held the office on that day ("2015-03-01"); None where no source tells.

        >>> term = Term("Ann Example", "President", "XX", "2010", "", "2015-10-31", "")
        >>> term.covers("2009-12-31"), term.covers("2014-01-01"), term.covers("2019-01-01"), term.covers("2010-05-01")
        (False, True, None, None)
        """
        if day[: len(self.first)] < self.first:
            return False
        end = self.last or self.seen
        if day[: len(end)] > end:
            return False if self.last else None
        edges = [edge for edge in (self.first, self.last) if edge and len(edge) < len(day)]
        return None if any(day.startswith(edge) for edge in edges) else True


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """All terms, by country and beginning; read once a process."""
    rows = read_table("roles.tsv", COLUMNS).split("\n")
    return tuple(Term(*row.split("\t")) for row in rows)


def terms_of(name: str) -> tuple[Term, ...]:
    """The terms of everybody of that name in any spelling."""
    return tuple(_by_key().get(fold(name), ()))


def holders(country: str, day: str) -> tuple[Term, ...]:
    """Who certainly held an office of the country (ISO code) on that day."""
    return tuple(term for term in terms() if term.country == country and term.covers(day))


@lru_cache(maxsize=1)
def _by_key() -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for term in terms():
        found.setdefault(fold(term.person), []).append(term)
    return found
