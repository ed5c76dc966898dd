"""What each outlet calls somebody: the words, whose words they are, how often, and whether they are loaded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dateline.relate.conflicts import Called
from dateline.relate.dossier import Dossier
from dateline.show.compared import OUTLET, Names

COLUMNS = ("outlet", "words", "by", "times", "leaning", "articles", "at")


@dataclass(frozen=True, slots=True)
class Row:
    """One way in which an outlet prints a name: `by` is "" where it is the outlet's own word, else who says it; `at` is where."""

    outlet: str
    words: str
    by: str
    times: int
    leaning: str
    articles: tuple[str, ...]
    at: tuple[str, ...]


def rows(dossier: Dossier, called: Iterable[Called], names: Names) -> tuple[Row, ...]:
    """By outlet, the commonest words first; the same words in other case are one row, as it is written oftenest.

    What an outlet only carries is the word of whom it is copied from.
    """
    held: dict[tuple[str, str, str, str], list[Called]] = defaultdict(list)
    for each in called:
        key = (each.outlet, each.words.casefold(), _by(dossier, each, names), each.leaning)
        held[key].append(each)
    made = [
        Row(
            outlet, Counter(each.words for each in found).most_common(1)[0][0], by, len(found), leaning,
            tuple(dict.fromkeys(each.article for each in found)), tuple(f"{each.article}:{each.span.start}" for each in found),
        )
        for (outlet, _, by, leaning), found in held.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda row: (row.outlet.casefold(), row.by != "", -row.times, row.words)))


def _by(dossier: Dossier, called: Called, names: Names) -> str:
    if not called.origin.startswith(OUTLET):
        return names.of(called.origin)
    root = dossier.told.root(called.article, called.span)
    return "" if root == called.article else f"{dossier.records[root].article.outlet or root} (copied)"


def as_json(row: Row) -> dict[str, Any]:
    """The row as JSON and CSV have it."""
    return {
        "outlet": row.outlet, "words": row.words, "by": row.by or row.outlet, "own_voice": not row.by, "times": row.times,
        "leaning": row.leaning or None, "articles": list(row.articles), "at": list(row.at),
    }  # fmt: skip
