"""Parquet files: each row is read as a line of JSON is. It needs pyarrow, which only who has such files installs."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from dateline.read.formats.lines import read_object
from dateline.read.late import late
from dateline.read.options import ReadOptions, Unread
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

ROWS = 256  # that are unpacked together


def read_parquet(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """The article of each row, or why it holds none."""
    try:
        parquet, arrow = late("pyarrow.parquet"), late("pyarrow")
    except ImportError as error:
        raise CannotRead("is a Parquet file; install what reads it: pip install 'dateline[parquet]'") from error
    try:
        table = parquet.ParquetFile(io.BytesIO(data))
        wanted = {column for _, column in options.columns} | {
            "id", "text", "html", "title", "published", "outlet", "url", "language"
        }  # fmt: skip
        names = [name for name in table.schema_arrow.names if name in wanted]
        if not names:
            there = ", ".join(repr(name) for name in table.schema_arrow.names[:12])
            raise CannotRead(f"has none of our columns; it has {there}: say which holds the text (--columns text=...)")
        number = 0
        for batch in table.iter_batches(batch_size=ROWS, columns=names):
            for row in batch.to_pylist():
                number += 1
                told = {key: _plain(value) for key, value in row.items()}
                yield read_object(told, path=source.path, where=f"row {number}", options=options)
    except (
        arrow.ArrowException,
        OSError,
        ValueError,
        OverflowError,
    ) as error:  # no day of ours, a part that is not there
        raise CannotRead(
            f"is a damaged Parquet file ({' '.join(str(error).split())[:120]}); give a whole one"
        ) from error


def _plain(value: Any) -> Any:
    """A date as its words; all else as it is."""
    return value.isoformat() if isinstance(value, datetime.date) else value
