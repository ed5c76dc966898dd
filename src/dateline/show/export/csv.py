"""CSV (RFC 4180, UTF-8): a table for each kind of finding, the columns of `dateline.frames`. No cell can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.show.events import csv_line
from dateline.show.framed import COLUMNS, Value, rows_of
from dateline.text.record import Record


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """A file for each frame, also for one without rows: whoever reads them finds them all."""
    for name, columns in COLUMNS.items():
        yield f"{name}.csv", csv_line(tuple(column for column, _ in columns)).encode()
    for record in records:
        for name, row in rows_of(record):
            yield f"{name}.csv", csv_line(tuple(map(_cell, row))).encode("utf-8", "replace")


def _cell(value: Value) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
