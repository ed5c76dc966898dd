"""Columns on disk: the Parquet files between the steps of a build, and those it leaves. The only file of this floor that knows pyarrow.

A file is there whole or not at all: it is written beside its place and then moved, so what exists needs not be made again.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.text.errors import MissingPackage

# What is read of an input, and then what is said of an article: a failure has a stage and a reason, all else a record.
INPUT = {"path": "string", "line": "int64", "data": "large_binary", "refused": "string"}
ARTICLE = {
    "key": "string", "day": "string", "fold": "uint64", "outlet": "string", "url": "string", "path": "string", "line": "int64",
    "given": "string", "stage": "string", "reason": "string", "record": "large_binary",
}  # fmt: skip
FINDING = {
    "article": "string", "id": "string", "sort": "string", "start": "int64", "end": "int64", "kind": "string", "name": "string",
    "because": "string",
}  # fmt: skip
SIGNATURE = {"article": "string", "words": "int64", "signature": "large_binary"}
Row = Mapping[str, Any]


@lru_cache(maxsize=1)
def arrow() -> Any:
    """pyarrow, or a word on what to install."""
    try:
        importlib.import_module("pyarrow.parquet")
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise MissingPackage("Parquet files need pyarrow: install it with pip install 'dateline[parquet]'") from error


def table(rows: Sequence[Row], columns: Mapping[str, str]) -> Any:
    """The rows as an Arrow table with these columns; what a row does not tell is null."""
    kinds = arrow().schema([(name, getattr(arrow(), kind)()) for name, kind in columns.items()])
    return arrow().table({name: [row.get(name) for row in rows] for name in columns}, schema=kinds)


def read(paths: Iterable[str], first: int = 0, last: int | None = None) -> Any:
    """The files' rows in order, or those from `first` to before `last`."""
    # Each by its own name: a folder called day=... is no column.
    parquet, seen = arrow().parquet, 0
    taken: list[Any] = []
    for path in paths:
        file = parquet.ParquetFile(path)
        low, seen = seen, seen + int(file.metadata.num_rows)
        if taken and (seen <= first or (last is not None and low >= last)):
            continue  # the first file is always there, for its columns
        whole = file.read()
        taken.append(
            whole.slice(max(0, first - low), max(0, (seen if last is None else min(seen, last)) - max(first, low)))
        )
    return arrow().concat_tables(taken)


def count(paths: Iterable[str]) -> int:
    """Rows of the files, by their footers alone."""
    return sum(int(arrow().parquet.ParquetFile(path).metadata.num_rows) for path in paths)


def write(made: Any, target: str) -> None:
    """A table as a file, or tables by name as a folder of files; there at once or not at all."""
    aside = f"{target}.{os.getpid()}.part"
    if isinstance(made, dict):
        shutil.rmtree(aside, ignore_errors=True)
        os.makedirs(aside)
        for name, each in made.items():
            _write(each, os.path.join(aside, f"{name}.parquet"))
        if os.path.isdir(target):  # another that did the same work was first
            shutil.rmtree(aside)
            return
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(made, aside)
    os.replace(aside, target)


def _write(made: Any, path: str) -> None:
    arrow().parquet.write_table(made, path, compression="zstd", row_group_size=4096)


def digest(path: Path) -> str:
    """Hex digest of the file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
