"""How a language writes numbers and hedges them, and which words say what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from dateline.languages import by_word, word_classes
from dateline.text.errors import BadRules
from dateline.text.happening import Counts

HEDGES = frozenset({"low", "above", "high", "below", "about", "exact"})
TABLES = ("number", "multiple", "vague", "hedge", "share", "range", "counts", "words")
NUMBERS = ("number", "multiple", "vague")


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Number words by value, hedges by their first word (longest first), and what counted words stand for.

    `wake` holds every word that a figure can begin with, digits aside.
    """

    number: Mapping[str, int]
    multiple: Mapping[str, int]
    vague: Mapping[str, int]
    hedges: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    shares: Mapping[str, tuple[tuple[tuple[str, ...], int, int], ...]]  # by first word: wording, parts, of how many
    share_of: frozenset[str]
    opens: frozenset[str]
    joins: frozenset[str]
    counts: Mapping[str, Counts]
    signs: frozenset[str]
    units: frozenset[str]
    articles: frozenset[str]
    tallies: frozenset[str]
    wake: frozenset[str]


@lru_cache(maxsize=8)
def figure_words(code: str) -> FigureWords:
    """The number words of a language; BadRules says what is wrong."""
    tables = word_classes(code, "figures")
    for name in TABLES:
        if name not in tables:
            raise BadRules(f"figures.toml: table [{name}] is missing")
    for name in NUMBERS:
        for word, value in tables[name].items():
            if not isinstance(value, int) or value < 0:
                raise BadRules(f"figures.toml, [{name}]: {word!r} is not a whole number")
    for what, allowed in (("hedge", HEDGES), ("counts", frozenset(get_args(Counts)))):
        for key in tables[what]:
            if key not in allowed:
                raise BadRules(f"figures.toml, [{what}]: {key!r} is none of {', '.join(sorted(allowed))}")
    hedges: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for bound, wordings in tables["hedge"].items():
        for wording in wordings:
            hedges.setdefault(wording.split()[0], []).append((tuple(wording.split()), bound))
    shares: dict[str, list[tuple[tuple[str, ...], int, int]]] = {}
    for wording, (parts, whole) in tables["share"].items():
        shares.setdefault(wording.split()[0], []).append((tuple(wording.split()), parts, whole))
    opens, lists = tables["range"]["opens"], tables["words"]
    return FigureWords(
        number=tables["number"],
        multiple=tables["multiple"],
        vague=tables["vague"],
        hedges={first: tuple(sorted(found, key=lambda hedge: -len(hedge[0]))) for first, found in hedges.items()},
        shares={first: tuple(found) for first, found in shares.items()},
        share_of=frozenset(lists["share_of"]),
        opens=frozenset(opens),
        joins=frozenset(tables["range"]["joins"]),
        counts=by_word(tables["counts"]),
        signs=frozenset(lists["signs"]),
        units=frozenset(lists["units"]),
        articles=frozenset(lists["articles"]),
        tallies=frozenset(lists["tallies"]),
        wake=frozenset(
            (*tables["number"], *tables["vague"], *hedges, *shares, *opens, *lists["signs"], *lists["articles"])
        ),
    )
