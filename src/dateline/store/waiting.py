"""Rows on their way into the archive: those of many articles are put in together, table by table, at the end of a transaction.

To put a hundred rows in by one statement costs a third of a hundred statements. So numbers are given out here, ahead of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.store.drafts import Draft
from dateline.store.sqlite import Database

# A row may point only to what stands before it.
ORDER = ("name", "piece", "content", "article", "failure", "record", "job", "event", "taken")
_REPLACED = {"failure", "record", "job", "taken"}  # by what comes later
MOST = 256  # articles, some 20 kB of rows each
_NAMED = "INSERT INTO named (rowid, keys) VALUES (?, ?)"


class Waiting:
    """What one transaction has yet to put in. Only whoever has the writer's place may ask it for numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next: dict[str, int] = {}
        self._rows: dict[str, list[Sequence[Any]]] = {name: [] for name in ORDER}
        self._named: list[tuple[int, str]] = []

    def number(self, table: str, count: int = 1) -> int:
        """The first of so many numbers that the table's next rows have."""
        first = self._next.get(table) or 1 + (self._database.one(f"SELECT max(id) FROM {table}") or 0)
        self._next[table] = first + count
        return first

    @property
    def many(self) -> bool:
        """So many articles wait that they should be put in."""
        return len(self._rows["article"]) >= MOST

    def put(self, table: str, *rows: Sequence[Any]) -> None:
        """These rows too."""
        self._rows[table].extend(rows)

    def name(self, article: int, keys: str) -> None:
        """The article's words in the index of names and days."""
        if keys:
            self._named.append((article, keys))

    def flush(self) -> None:
        """Put all in that waits."""
        self._database.run_many("DELETE FROM failure WHERE input = ?", self._rows["taken"])
        for table, rows in self._rows.items():
            if rows:
                self._database.put(table, rows, replace=table in _REPLACED)
                rows.clear()
        if self._named:
            self._database.run_many(_NAMED, self._named)
            self._named.clear()

    def forget(self) -> None:
        """Nothing waits, and numbers are asked for anew: the transaction is over, or was undone."""
        self._next.clear()
        self._named.clear()
        for rows in self._rows.values():
            rows.clear()


class Fresh:
    """What of the present transaction the archive cannot be asked for yet, since its rows wait."""

    def __init__(self) -> None:
        self.contents: dict[bytes, int] = {}
        self.corrected: bool | None = None  # what the archive said to that, once it was asked
        self._articles = set[bytes | str]()

    def note(self, draft: Draft) -> None:
        """The article is new."""
        self._articles.update((draft.identity, draft.address or draft.identity))

    def knows(self, draft: Draft) -> bool:
        """The article, or another version of it, is new."""
        return draft.identity in self._articles or draft.address in self._articles

    def clear(self) -> None:
        """All of it is in the archive, or undone."""
        self.contents.clear()
        self.corrected = None
        self._articles.clear()
