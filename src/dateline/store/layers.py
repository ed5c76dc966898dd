"""Layers of a record as rows, for the views that show what no table has: unpacked from the record, people's corrections in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from dateline.store.correcting import corrected_shape, corrections
from dateline.store.drafts import days
from dateline.store.packing import unpack
from dateline.store.sqlite import Database
from dateline.store.stored import stored
from dateline.wire.shapes import RecordShape

Row = tuple[Any, ...]


class Layers:
    """The functions `layer` and `parties` of one connection. The last record asked for is held: its rows are mostly asked for together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: tuple[int, tuple[str, ...], RecordShape] | None = None
        self._corrected = bool(database.one("SELECT EXISTS (SELECT 1 FROM correction)"))

    def layer(self, article: int, name: str) -> str:
        """The rows of that layer, as JSON."""
        needs, rows = ROWS[name]
        return msgspec.json.encode([*rows(self._shape(article, needs))]).decode()

    def parties(self, article: int, nth: int) -> str | None:
        """The parties of an event, in words."""
        shape = self._shape(article, ("entities", "events"))
        names = {entity.id: entity.name for entity in shape.entities}
        told = {(role.role, names[role.entity]): None for role in shape.events[nth].roles if role.entity in names}
        return "; ".join(f"{role}: {name}" for role, name in told) or None

    def _shape(self, article: int, needs: tuple[str, ...]) -> RecordShape:
        if self._held is None or self._held[:2] != (article, needs):
            record = stored(self._database, article)
            said = corrections(self._database, article) if self._corrected else ()
            shape = corrected_shape(record.shape(), said) if said else unpack(record.packed(), "", needs)
            self._held = (article, needs, shape)
        return self._held[2]


def _entities(shape: RecordShape) -> Iterator[Row]:
    mentioned = Counter(mention.entity for mention in shape.mentions)
    return ((entity.name, entity.kind, mentioned[entity.id]) for entity in shape.entities)


def _statements(shape: RecordShape) -> Iterator[Row]:
    names = {entity.id: entity.name for entity in shape.entities}
    for told in shape.statements:
        speaker = names.get(told.speaker) if told.speaker else None
        yield speaker, told.source_kind, told.manner, told.act, *days(told.said)


def _figures(shape: RecordShape) -> Iterator[Row]:
    nth = {event.id: number for number, event in enumerate(shape.events)}
    for figure in shape.figures:
        yield nth.get(figure.event) if figure.event else None, figure.counts, figure.low, figure.high


# Of each view the layers that it needs, and the rows that are made of them: their columns are named in schema.py.
ROWS: dict[str, tuple[tuple[str, ...], Callable[[RecordShape], Iterator[Row]]]] = {
    "entities": (("entities", "mentions"), _entities),
    "statements": (("entities", "statements"), _statements),
    "figures": (("events", "figures"), _figures),
}
