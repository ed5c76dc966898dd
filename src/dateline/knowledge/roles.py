"""Who held which office of state when: heads of state and of government with the source of each term.

It says what a reader of the time knew of persons that the article names. It names nobody whom the article does not.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from dateline.knowledge.folding import fold, sound
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


# Terms that a newsroom adds to ours for as long as an article is read; set by `own.using`.
OWN_TERMS: ContextVar[tuple[Term, ...]] = ContextVar("own terms", default=())


def terms() -> tuple[Term, ...]:
    """All terms, by country and beginning, read once a process; a newsroom's own stand last."""
    return (*_terms(), *OWN_TERMS.get())


@lru_cache(maxsize=1)
def _terms() -> tuple[Term, ...]:
    rows = read_table("roles.tsv", COLUMNS).split("\n")
    return tuple(Term(*row.split("\t")) for row in rows)


def terms_of(name: str) -> tuple[Term, ...]:
    """The terms of everybody of that name in any spelling; middle names may be missing on either side.

    >>> {term.person for term in terms_of("Barack Obama")}
    {'Barack H. Obama'}
    """
    words = fold(name).split()
    if not words:
        return ()
    found = _by_ends(OWN_TERMS.get()).get((words[0], words[-1]), [])
    return tuple(term for held, term in found if _is_part(words, held) or _is_part(held, words))


def terms_sounding(name: str, country: str) -> tuple[Term, ...]:
    """The terms in that country of whoever's first and last name sound like these: "Hassan Rouhani", "Hasan Fereidun Ruhani"."""
    words = fold(name).split()
    return tuple(_by_sound(OWN_TERMS.get()).get((country, *_heard(words)), ())) if len(words) > 1 else ()


def holders(country: str, day: str) -> tuple[Term, ...]:
    """Who certainly held an office of the country (ISO code) on that day."""
    return tuple(term for term in terms() if term.country == country and term.covers(day))


@lru_cache(maxsize=4)
def _by_ends(own: tuple[Term, ...]) -> dict[tuple[str, str], list[tuple[list[str], Term]]]:
    """Terms with the words of the person's name, by its first and last word."""
    found: dict[tuple[str, str], list[tuple[list[str], Term]]] = {}
    for term in (*_terms(), *own):
        words = fold(term.person).split()
        found.setdefault((words[0], words[-1]), []).append((words, term))
    return found


@lru_cache(maxsize=4)
def _by_sound(own: tuple[Term, ...]) -> dict[tuple[str, str, str], list[Term]]:
    found: dict[tuple[str, str, str], list[Term]] = {}
    for term in (*_terms(), *own):
        words = fold(term.person).split()
        if len(words) > 1:
            found.setdefault((term.country, *_heard(words)), []).append(term)
    return found


def _heard(words: list[str]) -> tuple[str, str]:
    """First and last word as they sound, each behind its first letter."""
    first, last = words[0], words[-1]
    return first[:1] + sound(first), last[:1] + sound(last)


def _is_part(words: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return (len(words) > 1 or len(whole) == 1) and all(word in rest for word in words)
