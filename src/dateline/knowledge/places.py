"""The gazetteer: cities and regions by every name we know for them. Which of several is meant is decided by who reads the text.

A row becomes a `Spot` when it is asked for: ten thousand rows are indexed in well under a tenth of a second that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dateline.knowledge.folding import fold, spellings
from dateline.knowledge.tables import cells, read_table

COLUMNS = ("id", "name", "aliases", "country", "admin", "lat", "lon", "population", "kind")
TABLES = ("regions.tsv", "places.tsv")


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the gazetteer. `called` is true where it was looked up by its first name, not by another."""

    id: str
    name: str
    country: str
    admin: str
    point: tuple[float, float] | None
    population: int
    kind: str
    called: bool


class Gazetteer:
    """Rows of the tables by folded name."""

    def __init__(self, rows: list[str], index: dict[str, list[int]], states: dict[str, str] | None = None) -> None:
        self.states = states or {}  # keys of regions by the abbreviations that stand after a place: "La.", "LA"
        self._rows = rows
        self._index = index

    def knows(self, key: str) -> bool:
        """The folded name, as it stands, is a name of some place."""
        return key in self._index

    def find(self, key: str) -> tuple[Spot, ...]:
        """All places of that folded name, tried as it stands and then with or without the Arabic article."""
        for spelling in spellings(key):
            if spelling in self._index:
                return tuple(self._spot(number, spelling) for number in self._index[spelling])
        return ()

    def _spot(self, number: int, key: str) -> Spot:
        id, name, _, country, admin, lat, lon, population, kind, *_ = self._rows[number].split("\t")
        point = (float(lat), float(lon)) if lat and lon else None
        return Spot(id, name, country, admin, point, int(population or 0), kind, fold(name) == key)


@lru_cache(maxsize=1)
def load_places() -> Gazetteer:
    """The tables, read once a process."""
    rows: list[str] = []
    index: dict[str, list[int]] = {}
    for table in TABLES:
        lines = read_table(table, COLUMNS).split("\n")
        named = fold("\n".join(";".join(line.split("\t", 3)[1:3]) for line in lines))
        for number, names in enumerate(named.split("\n"), len(rows)):
            for key in dict.fromkeys(names.split(";")):
                if key in index:
                    index[key].append(number)
                elif key:
                    index[key] = [number]
        rows += lines
    return Gazetteer(rows, index, _states())


def _states() -> dict[str, str]:
    """Keys of regions by each of their abbreviations as it is written."""
    found: dict[str, str] = {}
    for line in read_table("states.tsv", ("name", "abbreviations")).split("\n"):
        name, abbreviations = line.split("\t")
        found.update(dict.fromkeys(cells(abbreviations), fold(name)))
    return found
