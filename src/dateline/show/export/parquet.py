"""Parquet: a file for each kind of finding, the columns of `dateline.frames`."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterable, Iterator

from dateline.show.frames import frames, needed
from dateline.text.record import Record


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """A file for each frame."""
    needed("pyarrow", "dateline[parquet]")
    parquet = importlib.import_module("pyarrow.parquet")
    for frame in frames(records):
        out = io.BytesIO()
        parquet.write_table(frame.to_arrow(), out, compression="zstd")
        yield f"{frame.name}.parquet", out.getvalue()
