"""Value by source: which day, place, party, figure and word each source gives for one event, and how the values differ.

No value is chosen. A difference that a rougher word, a part counted or a later count explains is no conflict, and says why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.knowledge.folding import fold
from dateline.relate.conflicts import Given, Relation, Row, Table
from dateline.relate.dossier import Dossier
from dateline.relate.independence import Origin, Sources, source_key
from dateline.show.dates import in_words

COLUMNS = (
    "event", "aspect", "value", "source", "kind", "party", "article", "outlet", "told", "start", "end", "quote", "conflicts_with"
)  # fmt: skip
ORDER = (
    "dead",
    "injured",
    "missing",
    "arrested",
    "abducted",
    "displaced",
    "actor",
    "recipient",
    "place",
    "day",
    "word",
)
OUTLET = "outlet "  # how the key of an outlet that tells in its own voice begins
RELATIONS: tuple[Relation, ...] = ("conflict", "update", "scope", "precision", "same")


@dataclass(frozen=True, slots=True)
class Met:
    """Values that stand to each other in one way: `lines` are groups of them, as "12, 14, 17" or "12 or more – 14, 17"."""

    relation: Relation
    note: str
    lines: tuple[str, ...]


class Names:
    """What origins are called, by their keys: as the event's sources have them, else as any article names them."""

    def __init__(self, dossier: Dossier, sources: Sources | None = None) -> None:
        self._origins: dict[str, Origin] = {each.key: each for each in sources.origins} if sources else {}
        self._named: dict[str, str] = {}
        for record in dossier.records.values():
            self._named.setdefault(OUTLET + fold(record.article.outlet or ""), record.article.outlet or "")
            for statement in record.statements:
                key, name = source_key(record, statement)
                if key:
                    self._named.setdefault(key, name)

    def of(self, key: str) -> str:
        """The name, and in words what a reader must know of it: that it is the outlet's own, a party, or unnamed."""
        origin = self._origins.get(key)
        name = (origin.name if origin else self._named.get(key)) or key.removeprefix(OUTLET)
        notes = ["own voice"] if key.startswith(OUTLET) else []
        notes += ["a party"] if origin and origin.party else []
        notes += ["not named"] if origin and not origin.checkable else []
        return f"{name} ({', '.join(notes)})" if notes else name

    def origin(self, key: str) -> Origin | None:
        """The origin, where it is one of the event's."""
        return self._origins.get(key)


def tables(found: tuple[Table, ...]) -> tuple[Table, ...]:
    """What is disputed oftenest comes first: tolls, then parties, place, day and words."""
    return tuple(sorted(found, key=lambda table: ORDER.index(table.aspect)))


def value_words(row: Row) -> str:
    """The value as people write it."""
    when = row.given[0].when
    return in_words(when) if when is not None else row.value


def differences(table: Table) -> tuple[Met, ...]:
    """How the values differ, conflicts first; values that all stand to each other alike are one line. Other words are no difference."""
    named = {row.value: value_words(row) for row in table.rows}
    pairs: dict[tuple[Relation, str], list[tuple[str, str]]] = defaultdict(list)
    for each in table.differences:
        if each.relation != "same":
            pairs[each.relation, each.note].append((named[each.left], named[each.right]))
    met = [Met(relation, note, tuple(_lines(found))) for (relation, note), found in pairs.items()]
    return tuple(sorted(met, key=lambda each: RELATIONS.index(each.relation)))


def as_json(event: str, dossier: Dossier, names: Names, found: tuple[Table, ...]) -> Iterator[dict[str, Any]]:
    """A row for each value that each source gives, with the characters it stands on."""
    for table in tables(found):
        for row in table.rows:
            against = [
                each.right if each.left == row.value else each.left
                for each in table.conflicts
                if row.value in (each.left, each.right)
            ]
            for given in row.given:
                yield {
                    "event": event,
                    "aspect": table.aspect,
                    "value": row.value,
                    **_given(given, dossier, names),
                    "conflicts_with": against,
                }


def _given(given: Given, dossier: Dossier, names: Names) -> dict[str, Any]:
    article, origin = dossier.records[given.article].article, names.origin(given.origin)
    return {
        "source": names.of(given.origin),
        "kind": origin.kind if origin else None,
        "party": origin.party if origin else None,
        "article": given.article,
        "outlet": article.outlet,
        "told": str(given.told) if given.told else None,
        "start": given.span.start,
        "end": given.span.end,
        "quote": article.quote(given.span),
        "scope": given.scope or None,
    }


def _lines(pairs: list[tuple[str, str]]) -> Iterator[str]:
    """All against each other in one line, else each with those it stands against."""
    values = list(dict.fromkeys(value for pair in pairs for value in pair))
    if len(pairs) == len(values) * (len(values) - 1) // 2:
        yield ", ".join(values)
        return
    by_left: dict[str, list[str]] = defaultdict(list)
    for left, right in pairs:
        by_left[left].append(right)
    yield from (f"{left} – {', '.join(rights)}" for left, rights in by_left.items())
