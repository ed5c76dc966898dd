"""Columns on disk: the Parquet files between the steps of a build, and those it leaves. The only file of this floor that knows pyarrow.

A file is there whole or not at all: it is written beside its place and then moved, so what exists needs not be made again.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
ROWS = 65_536  # of a row group in a file that is joined of many


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
    kinds = schema(columns)
    return arrow().table({name: [row.get(name) for row in rows] for name in columns}, schema=kinds)


def schema(columns: Mapping[str, str]) -> Any:
    """The columns and their kinds as Arrow knows them."""
    return arrow().schema([(name, getattr(arrow(), kind)()) for name, kind in columns.items()])


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


def gather(paths: Sequence[str], columns: Mapping[str, str]) -> Any:
    """The rows of all files, which may be none, with these columns."""
    return read(paths) if paths else table([], columns)


def made(target: str) -> dict[str, str]:
    """The files that a task made, by their names; one that made a single file gave it none."""
    folder = Path(target)
    return {file.stem: str(file) for file in sorted(folder.iterdir())} if folder.is_dir() else {"": target}


def summed(paths: Iterable[str], name: str, number: str) -> dict[str, int]:
    """The sum of one column for each value of another, over all files."""
    found: Counter[str] = Counter()
    for path in paths:
        rows = read([path])
        found.update(dict(zip(rows.column(name).to_pylist(), rows.column(number).to_pylist(), strict=True)))
    return dict(sorted(found.items()))


def row_groups(path: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
    """A file's rows, so many at a time as were written together."""
    file = arrow().parquet.ParquetFile(path)
    for number in range(file.num_row_groups):
        yield file.read_row_group(number, columns=columns)


def runs(path: str, name: str) -> int:
    """How many runs of equal values a column has."""
    found, last = 0, None
    for held in row_groups(path, [name]):
        for value in held.column(0).to_pylist():
            found, last = found + (value != last), value
    return found


def join(paths: Sequence[str], target: str, columns: Mapping[str, str]) -> int:
    """All rows of the files in one, in row groups that do not tell how the rows were cut before; how many rows."""
    aside, held, rows = f"{target}.{os.getpid()}.part", table([], columns), 0
    with arrow().parquet.ParquetWriter(aside, schema(columns), compression="zstd") as writer:
        for path in paths:
            held = arrow().concat_tables([held, read([path]).cast(schema(columns))])
            while held.num_rows >= ROWS:
                writer.write_table(held.slice(0, ROWS).combine_chunks())
                held, rows = held.slice(ROWS), rows + ROWS
        writer.write_table(held.combine_chunks())
    os.replace(aside, target)
    return rows + int(held.num_rows)


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


def write_text(words: str, path: Path) -> None:
    """A small file, there at once or not at all."""
    aside = path.with_name(f"{path.name}.part")
    aside.write_text(words, encoding="utf-8")
    aside.replace(path)


def digest(path: Path) -> str:
    """Hex digest of the file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
