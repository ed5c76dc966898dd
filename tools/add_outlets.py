"""Add to `src/dateline/knowledge/outlets.tsv` the outlets that the package fundus 0.5.7 (MIT) names: name, domain, country.

    pip install --no-deps fundus==0.5.7
    python tools/add_outlets.py        rows by hand stay as they are; rows of fundus are written anew

Its files are parsed, not run. Left out are outlets that a row by hand has already, and names that are one plain word or short acronym
("Focus", "ABC"), which would turn every such word of a headline into an outlet.
"""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.names import OUTLET_COLUMNS
from dateline.knowledge.tables import cells, read_table

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "knowledge" / "outlets.tsv"
VERSION = "0.5.7"
SOURCE = f"fundus {VERSION}"
CODES = {"UK": "GB"}  # folders of fundus that are not named by the ISO code
PLAIN = re.compile(r"(?:The )?(?:[^\W\d_][^\WA-Z\d_]*|[A-Z]{1,6})")  # "Focus", "The Province", "ABC"
BRACKET = re.compile(r" \([^()]*\)$")


def main() -> None:
    """Write the table and print how many rows are of fundus."""
    installed = importlib.metadata.version("fundus")
    if installed != VERSION:
        raise SystemExit(f"add_outlets: fundus {VERSION} is needed, {installed} is installed")
    by_hand = [line for line in read_table(TARGET.name, OUTLET_COLUMNS).split("\n") if not line.endswith(f"\t{SOURCE}")]
    taken = set()
    for line in by_hand:
        name, aliases, domain, *_ = line.split("\t")
        taken |= {fold(form) for form in (name, *cells(aliases), domain)}
    added = []
    for name, domain, country in sorted(set(_publishers())):
        if not taken & {fold(name), fold(domain)} and not PLAIN.fullmatch(name):
            taken |= {fold(name), fold(domain)}
            added.append("\t".join((name, "", domain, country, "", "", SOURCE)))
    TARGET.write_text("\n".join(["\t".join(OUTLET_COLUMNS), *by_hand, *added]) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(by_hand)} rows by hand, {len(added)} of fundus")


def _publishers() -> Iterator[tuple[str, str, str]]:
    """(name, domain, country) of every Publisher(...) in the folders of countries; folders of no country are passed over."""
    spec = importlib.util.find_spec("fundus")
    if spec is None or spec.origin is None:
        raise SystemExit("add_outlets: fundus is not installed")
    for path in sorted((Path(spec.origin).parent / "publishers").glob("*/__init__.py")):
        code = path.parent.name.upper()
        country = CODES.get(code, code)
        if country not in load_countries().by_code:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Publisher":
                given = {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
                name, address = given.get("name"), given.get("domain")
                if isinstance(name, str) and isinstance(address, str):
                    yield BRACKET.sub("", name.strip()), urlsplit(address).netloc.removeprefix("www."), country


if __name__ == "__main__":
    main()
