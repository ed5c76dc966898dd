"""Records as they lie in the archive: the bytes of their findings and those of their texts, each unpacked when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.store.packing import unpack
from dateline.store.sqlite import Database
from dateline.wire.shapes import RecordShape

_ALL = (
    "SELECT r.article, r.piece, r.pieces, r.dictionary, c.piece, c.pieces, c.dictionary FROM record AS r JOIN article AS a ON a.id = r.article"
    " JOIN content AS c ON c.id = a.text"
)
_Where = tuple[
    int, int, int | None
]  # the first piece, how many there are, and by which dictionary they were compressed


@dataclass(frozen=True, slots=True)
class Stored:
    """The record of an article as it was read."""

    article: int
    _database: Database
    _findings: _Where
    _text: _Where

    def packed(self) -> bytes:
        """Its findings, as `packing.pack` made them."""
        return self._database.unpacked(*self._findings)

    def text(self) -> str:
        """Its text."""
        return self._database.unpacked(*self._text).decode()

    def shape(self, layers: Collection[str] | None = None) -> RecordShape:
        """All of it, or of its layers only those: without any a tenth of the cost."""
        return unpack(self.packed(), self.text(), layers)


def stored(database: Database, article: int) -> Stored:
    """The article's; KeyError where there is none of that number."""
    for found in _rows(database, "WHERE r.article = ?", article):
        return found
    raise KeyError(f"{database.path}: has no article {article}")


def stored_last(database: Database, most: int, upto: int | None = None) -> list[Stored]:
    """Those of so many articles, the last first; none behind `upto`."""
    if upto is None:
        return [*_rows(database, "ORDER BY r.article DESC LIMIT ?", most)]
    return [*_rows(database, "WHERE r.article <= ? ORDER BY r.article DESC LIMIT ?", upto, most)]


def _rows(database: Database, which: str, *values: Any) -> Iterator[Stored]:
    for article, *where in database.rows(f"{_ALL} {which}", values):
        yield Stored(article, database, (where[0], where[1], where[2]), (where[3], where[4], where[5]))
