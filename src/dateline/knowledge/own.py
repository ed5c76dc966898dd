"""A newsroom's own names and places: `names.toml` and `places.toml` of a folder, checked when read and put before ours while in use.

What is wrong is said with the file, the table, the key and what to write instead: see docs/knowledge.md.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.names import KINDS, OWN_NAMES, Known
from dateline.knowledge.roles import OWN_TERMS, Term
from dateline.knowledge.spots import CITY, OWN_PLACES, Spot
from dateline.text.errors import BadRules
from dateline.text.naming import EntityKind

FILES = ("names.toml", "places.toml")
NAME_KEYS = ("name", "kind", "aliases", "country", "role")
ROLE_KEYS = ("office", "country", "from", "to", "source")
PLACE_KEYS = ("name", "kind", "aliases", "country", "within", "point", "precision", "population", "source")
PLACE_KINDS = (
    "city",
    "district",
    "island",
    "mountains",
    "province",
    "quarter",
    "region",
    "river",
    "sea",
    "site",
    "strait",
)
PRECISIONS = ("point", "area")
NAMES = KINDS - {"country", "place"}
_AREAS = ("district", "mountains", "province", "region", "river", "sea", "strait")
_LARGEST = 10_000_000  # bytes of a file that somebody has written by hand


@dataclass(frozen=True, slots=True)
class Own:
    """What a newsroom adds: names, terms of office, places with their keys."""

    names: tuple[Known, ...] = ()
    terms: tuple[Term, ...] = ()
    places: tuple[tuple[Spot, tuple[str, ...]], ...] = ()


@contextmanager
def using(own: Own | None) -> Iterator[None]:
    """Inside, look-ups find a newsroom's own names first. Nothing is left behind, whatever happens inside."""
    added = own or Own()
    names, terms, places = OWN_NAMES.set(added.names), OWN_TERMS.set(added.terms), OWN_PLACES.set(added.places)
    try:
        yield
    finally:
        OWN_NAMES.reset(names)
        OWN_TERMS.reset(terms)
        OWN_PLACES.reset(places)


def load_own(folder: Path) -> Own:
    """The two files of the folder, either of which may be missing; BadRules says what to mend."""
    found = {name: folder / name for name in FILES if (folder / name).is_file()}
    if not found:
        what = "no such folder" if not folder.is_dir() else f"holds neither {FILES[0]} nor {FILES[1]}"
        raise BadRules(f"{folder}: {what}; see docs/knowledge.md for what to write there")
    names: list[Known] = []
    terms: list[Term] = []
    for table in _tables(found.get(FILES[0]), "name", NAME_KEYS):
        names.append(_name(table))
        terms += (_term(role, names[-1]) for role in table.roles())
    places = tuple(_place(table) for table in _tables(found.get(FILES[1]), "place", PLACE_KEYS))
    return Own(tuple(names), tuple(terms), places)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a file, asked for values of a type; `where` is how an error names it."""

    where: str
    values: Mapping[str, Any]

    def wrong(self, key: str, why: str) -> BadRules:
        return BadRules(f"{self.where}, key {key!r}: {why}")

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, f"{value!r} is no text; write it between quotation marks")
        if needed and not fold(value):
            raise self.wrong(key, 'must be given: write, for example, name = "Port Arlen"')
        if any(ord(letter) < ord(" ") for letter in value):
            raise self.wrong(key, "holds a line break, a tab or a control character; write it in one line")
        return " ".join(value.split())

    def choice(self, key: str, allowed: Collection[str], otherwise: str = "") -> str:
        value = self.text(key) or otherwise
        if value not in allowed:
            raise self.wrong(key, f"{value!r} is none of {', '.join(sorted(allowed))}{_like(value, allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and fold(each) for each in value):
            raise self.wrong(key, f'{value!r} is no list of names; write, for example, {key} = ["KRG"]')
        return tuple(" ".join(each.split()) for each in value)

    def country(self, key: str = "country") -> str:
        value = self.text(key)
        if value and value not in load_countries().by_code:
            code = load_countries().names.get(fold(value))
            hint = f'; write {key} = "{code}"' if code else '; it must be a code of ISO 3166 such as "IQ"'
            raise self.wrong(key, f"{value!r} is no country code{hint}")
        return value

    def day(self, key: str) -> str:
        """A year, month or day; TOML's own dates too."""
        value = self.values.get(key, "")
        written = value.isoformat() if isinstance(value, date) else value
        try:
            parts = [int(part) for part in written.split("-")] if written else []
            if written and not (written[:4].isdigit() and len(written) in (4, 7, 10) and date(*[*parts, 1, 1][:3])):
                raise ValueError
        except (AttributeError, TypeError, ValueError):
            raise self.wrong(key, f'{value!r} is no date; write "2014", "2014-07" or "2014-07-24"') from None
        return cast(str, written)

    def roles(self) -> Iterator[_Table]:
        value = self.values.get("role", [])
        for number, role in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(role, dict):
                raise self.wrong("role", f'{role!r} is no table; write role = [{{ office = "Mayor", from = "2014" }}]')
            yield _checked(f"{self.where}, role {number}", role, ROLE_KEYS)


def _tables(path: Path | None, name: str, keys: Collection[str]) -> Iterator[_Table]:
    if path is None:
        return
    try:
        if path.stat().st_size > _LARGEST:
            raise BadRules(f"{path}: larger than {_LARGEST:,} bytes; leave out what your articles do not name")
        read = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadRules(f"{path}: cannot be read as TOML in UTF-8: {error}") from error
    for other in read:
        if other != name:
            raise BadRules(f"{path}: [{other}] means nothing here; every entry begins with [[{name}]]")
    tables = read.get(name, [])
    if not isinstance(tables, list):
        raise BadRules(f"{path}: [{name}] stands once only; write [[{name}]] with two brackets before each entry")
    for number, values in enumerate(tables, 1):
        if not isinstance(values, dict):
            raise BadRules(f"{path}, entry {number}: {values!r} is no table; begin each entry with [[{name}]]")
        called = values.get("name")
        shown = f" ({called[:60]})" if isinstance(called, str) else ""
        yield _checked(f"{path}, [[{name}]] {number}{shown}", values, keys)


def _checked(where: str, values: Mapping[str, Any], keys: Collection[str]) -> _Table:
    table = _Table(where, values)
    for key in values:
        if key not in keys:
            raise table.wrong(key, f"there is no such key; there are {', '.join(keys)}{_like(key, keys)}")
    return table


def _like(word: str, allowed: Collection[str]) -> str:
    alike = difflib.get_close_matches(word, allowed, 1)
    return f" (did you mean {alike[0]}?)" if alike else ""


def _name(table: _Table) -> Known:
    kind = cast(EntityKind, table.choice("kind", NAMES, "person"))
    return Known(table.text("name", needed=True), kind, table.texts("aliases"), table.country())


def _term(table: _Table, bearer: Known) -> Term:
    first, last = table.day("from"), table.day("to")
    if last and last < first[: len(last)]:
        raise table.wrong("to", f"{last} lies before from = {first}; give the later date")
    office, country = table.text("office", needed=True), table.country() or bearer.country
    return Term(bearer.name, office, country, first, last, "", table.text("source") or "own")


def _place(table: _Table) -> tuple[Spot, tuple[str, ...]]:
    name = table.text("name", needed=True)
    kind = table.choice("kind", PLACE_KINDS, "city")
    precision = table.choice("precision", PRECISIONS, "area" if kind in _AREAS else "point")
    if (precision == "area") != (kind in _AREAS):
        fits = ", ".join(each for each in PLACE_KINDS if (each in _AREAS) == (precision == "area"))
        raise table.wrong(
            "precision", f"a {kind} is no {precision}; leave precision out, or give one of the kinds {fits}"
        )
    population = table.values.get("population", CITY)
    if not isinstance(population, int) or isinstance(population, bool) or not 0 <= population < 10**10:
        raise table.wrong("population", f"{population!r} is no number of inhabitants")
    within = table.text("within")
    spot = Spot(
        f"own:{fold(name).replace(' ', '-')}", name, table.country(), _point(table), population, kind,
        within=(within,) if within else (), by_hand=True,
    )  # fmt: skip
    return spot, tuple(dict.fromkeys(map(fold, (name, *table.texts("aliases")))))


def _point(table: _Table) -> tuple[float, float] | None:
    value = table.values.get("point")
    if value is None:
        return None
    numbers = isinstance(value, list) and len(value) == 2 and all(type(each) in (int, float) for each in value)
    if not numbers or not (-90 <= value[0] <= 90 and -180 <= value[1] <= 180):
        raise table.wrong(
            "point", f"{value!r} is no point; write [latitude, longitude] in degrees, such as [33.34, 44.40]"
        )
    return float(value[0]), float(value[1])
