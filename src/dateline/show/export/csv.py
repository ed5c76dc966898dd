"""CSV (RFC 4180, UTF-8): a table for each kind of finding, the columns of `dateline.frames`. No cell can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.show.events import csv_line
from dateline.show.framed import Value
from dateline.show.frames import frames
from dateline.text.record import Record


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """A file for each frame, also for one without rows: whoever reads them finds them all."""
    for frame in frames(records):
        lines = [csv_line(tuple(name for name, _ in frame.columns))]
        lines += [csv_line(tuple(map(_cell, row))) for row in frame.rows]
        yield f"{frame.name}.csv", "".join(lines).encode("utf-8", "replace")


def _cell(value: Value) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
