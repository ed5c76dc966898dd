"""Countries: their names, the adjectives and the peoples that stand for them, a point, a capital."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dateline.knowledge.folding import fold
from dateline.knowledge.tables import cells, read_table

COLUMNS = ("iso2", "name", "aliases", "adjectives", "people", "capital", "lat", "lon", "source")


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory with an ISO 3166 code."""

    iso2: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    point: tuple[float, float] | None
    source: str


@dataclass(frozen=True, slots=True)
class Countries:
    """Countries by code, and codes by folded name, adjective and people. A word of several countries has none.

    `capitals` are folded names of capitals, each behind the code of its country.
    """

    by_code: dict[str, Country]
    names: dict[str, str]
    adjectives: dict[str, str]
    people: dict[str, str]
    capitals: frozenset[tuple[str, str]]


@lru_cache(maxsize=1)
def load_countries() -> Countries:
    """The table, read once a process."""
    by_code: dict[str, Country] = {}
    capitals: set[tuple[str, str]] = set()
    for line in read_table("countries.tsv", COLUMNS).split("\n"):
        iso2, name, aliases, adjectives, people, capital, lat, lon, source = line.split("\t")
        capitals |= {(iso2, fold(town)) for town in cells(capital)}
        point = (float(lat), float(lon)) if lat and lon else None
        by_code[iso2] = Country(iso2, name, cells(aliases), cells(adjectives), cells(people), point, source)
    every = by_code.values()
    return Countries(
        by_code,
        _sole([(word, country.iso2) for country in every for word in (country.name, *country.aliases)]),
        _sole([(word, country.iso2) for country in every for word in country.adjectives]),
        _sole([(word, country.iso2) for country in every for word in country.people]),
        frozenset(capitals),
    )


def _sole(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for word, code in pairs:
        found.setdefault(fold(word), set()).add(code)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}
