"""The gazetteer: every place by all its names. Which of several is meant is decided by who reads the text.

A million places stand in the files of `built/`, mapped into memory: nothing is read before it is asked for, and a place is
made when it is found. What is known by hand (`regions.tsv`: seas, rivers, lands without a border) goes before them.
Villages are many and bear the names of persons, so they are found only by those who ask inside a country.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import marisa_trie
from rapidfuzz import fuzz, process

from dateline.knowledge import tables
from dateline.knowledge.folding import fold, sound, spellings
from dateline.knowledge.rows import KINDS, LAYOUT, NOWHERE, SOURCES, UNKNOWN
from dateline.knowledge.spots import OWN_PLACES, Spot
from dateline.knowledge.tables import cells, read_table
from dateline.text.errors import BadRules

COLUMNS = ("id", "name", "aliases", "country", "admin", "lat", "lon", "population", "kind", "extent")
KEPT = 2_000  # names whose places are kept
ALIKE = 80  # hundredths: how like two spellings of one sound must be; "Dayr az Zawr" and "Deir Ezzor" have 82
_ROW = struct.Struct(LAYOUT)
_DEEPEST = 6


class Built:
    """The mapped files: rows, their names, and the rows of every key."""

    def __init__(self, home: Path) -> None:
        try:
            self._tables = [_mapped(home / name) for name in ("places.rows", "villages.rows")]
            self._names = marisa_trie.Trie().mmap(str(home / "names.marisa"))
            self._forms = marisa_trie.RecordTrie("<I").mmap(str(home / "forms.marisa"))
            self._near = marisa_trie.RecordTrie("<I").mmap(str(home / "near.marisa"))
            self._sounds = marisa_trie.Trie().mmap(str(home / "sounds.marisa"))
            self.close = frozenset(json.loads((home / "account.json").read_text("utf-8"))["close"])
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise BadRules(
                f"the files of {home.name}/ cannot be read ({error}): build them with tools/build_places.py"
            ) from error
        self._first = len(self._tables[0]) // _ROW.size  # the number of the first village

    def has(self, key: str) -> bool:
        """A place of that folded name is there."""
        return key in self._forms

    def rows(self, key: str) -> list[int]:
        """The numbers of the rows of that folded name."""
        return sorted(row for (row,) in self._forms.get(key, ()))

    def near(self, country: str, key: str) -> list[int]:
        """The same with the villages, in one country."""
        return sorted(row for (row,) in self._near.get(f"{country}\t{key}", ()))

    def sounding(self, country: str, heard: str) -> list[str]:
        """The folded names of a country that sound so."""
        start = f"{country}\t{heard}\t"
        return [key[len(start) :] for key in self._sounds.iterkeys(start)]

    def spot(self, number: int, key: str, named: dict[str, str]) -> Spot:
        """The place of a row, looked up by `key`; `named` are units that we call otherwise."""
        id, name, held, population, point, country, kind = self._row(number)
        held_by: list[str] = []
        within: list[str] = []
        while held != UNKNOWN and len(held_by) < _DEEPEST:
            unit, unit_name, held, *_ = self._row(held)
            held_by.append(unit)
            within.append(named.get(unit, unit_name))
        called = fold(name) == key
        return Spot(id, name, country, point, population, kind, called, tuple(held_by), tuple(within))

    def _row(self, number: int) -> tuple[str, str, int, int, tuple[float, float] | None, str, str]:
        table = self._tables[number >= self._first]
        at = (number - self._first if number >= self._first else number) * _ROW.size
        id, name, held, population, lat, lon, country, kind, source = _ROW.unpack_from(table, at)
        point = None if lat == round(NOWHERE * 1e5) else (lat / 1e5, lon / 1e5)
        code = country.decode("ascii")
        return f"{SOURCES[source]}:{id}", self._names.restore_key(name), held, population, point, code, KINDS[kind]


class Gazetteer:
    """Places by name: those put in by hand first, then those of the built files."""

    def __init__(self, built: Built, by_hand: Iterable[tuple[Spot, tuple[str, ...]]], states: dict[str, str]) -> None:
        self.states = states  # keys of regions by the abbreviations that stand after a place: "La.", "LA"
        self._built = built
        self._named: dict[str, str] = {}
        self._index: dict[str, list[Spot]] = {}
        for spot, keys in by_hand:
            self._named[spot.id] = spot.name
            for key in dict.fromkeys(keys):
                self._index.setdefault(key, []).append(spot)
        self._find = lru_cache(maxsize=KEPT)(self._look_up)  # an article asks for each of its names a few times

    def knows(self, key: str) -> bool:
        """The folded name, as it stands, is a name of some place, villages left out."""
        return key in self._index or self._built.has(key)

    def named(self, name: str) -> tuple[Spot, ...]:
        """All places of that name in any spelling, villages left out."""
        return self.find(fold(name))

    def find(self, key: str) -> tuple[Spot, ...]:
        """The same by folded name: tried as it stands and then with or without the Arabic article."""
        return self._find(key)

    def near(self, key: str, countries: Iterable[str]) -> tuple[Spot, ...]:
        """All places of that folded name in those countries, villages too, with or without the article."""
        found: dict[str, Spot] = {}
        for spelling in spellings(key):
            for country in countries:
                for spot in self._spots(self._built.near(country, spelling), spelling):
                    found.setdefault(spot.id, spot)
        return tuple(found.values())

    def similar(self, name: str, countries: Iterable[str]) -> tuple[Spot, ...]:
        """Places in those countries whose name sounds like that one ("Deir Ezzor": "Dayr az Zawr"), the likest first.

        Only in countries whose villages we have: their names are transcribed, in more ways than any list has.
        """
        key = fold(name)
        heard = sound(key)
        if len(heard) < 3:
            return ()
        found: dict[str, tuple[float, Spot]] = {}
        for country in self._built.close.intersection(countries):
            alike = process.extract(
                key, self._built.sounding(country, heard), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20
            )
            for form, score, _ in alike:
                for spot in self._spots(self._built.near(country, form), form):
                    if score > found.get(spot.id, (0.0, spot))[0]:
                        found[spot.id] = (score, spot)
        ordered = sorted(found.values(), key=lambda pair: (-pair[0], -pair[1].population, pair[1].id))
        return tuple(spot for _, spot in ordered)

    def _look_up(self, key: str) -> tuple[Spot, ...]:
        for spelling in spellings(key):
            built = {spot.id: spot for spot in self._spots(self._built.rows(spelling), spelling)}
            by_hand = [_filled(spot, built.pop(spot.id, spot), spelling) for spot in self._index.get(spelling, ())]
            if found := (*by_hand, *(spot for spot in built.values() if spot.id not in self._named)):
                return found
        return ()

    def _spots(self, rows: Iterable[int], key: str) -> Iterator[Spot]:
        return (self._built.spot(row, key, self._named) for row in rows)


def _filled(spot: Spot, built: Spot, key: str) -> Spot:
    """What is known by hand, with what the built files have of the same place."""
    return replace(
        spot,
        called=fold(spot.name) == key,
        population=spot.population or built.population,
        held_by=built.held_by,
        within=spot.within or built.within,
    )


def gazetteer() -> Gazetteer:
    """The gazetteer, opened once a process, with a newsroom's own places before ours."""
    return _gazetteer(OWN_PLACES.get())


@lru_cache(maxsize=4)
def _gazetteer(own: tuple[tuple[Spot, tuple[str, ...]], ...]) -> Gazetteer:
    return Gazetteer(_built(), (*own, *_regions()), _states())


@lru_cache(maxsize=1)
def _built() -> Built:
    return Built(tables.HOME / "built")


def _mapped(path: Path) -> mmap.mmap:
    """The file in memory as far as it is read; a file of another layout is refused."""
    with path.open("rb") as rows:
        mapped = mmap.mmap(rows.fileno(), 0, access=mmap.ACCESS_READ)
    if len(mapped) % _ROW.size:
        raise ValueError(f"{path.name}: no whole number of rows")
    return mapped


def _regions() -> Iterator[tuple[Spot, tuple[str, ...]]]:
    """The places of regions.tsv, each with its keys."""
    lines = read_table("regions.tsv", COLUMNS).split("\n")
    named = fold("\n".join(";".join(line.split("\t", 3)[1:3]) for line in lines))
    for line, keys in zip(lines, named.split("\n"), strict=True):
        id, name, _, country, admin, lat, lon, population, kind, extent = line.split("\t")
        point = (float(lat), float(lon)) if lat and lon else None
        reach = int(extent) if extent else None
        spot = Spot(
            id, name, country, point, int(population or 0), kind, True, (), (admin,) if admin else (), reach, True
        )
        yield spot, tuple(key for key in keys.split(";") if key)


def _states() -> dict[str, str]:
    """Keys of regions by each of their abbreviations as it is written."""
    found: dict[str, str] = {}
    for line in read_table("states.tsv", ("name", "abbreviations")).split("\n"):
        name, abbreviations = line.split("\t")
        found.update(dict.fromkeys(cells(abbreviations), fold(name)))
    return found
