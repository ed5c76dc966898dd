"""CSV and TSV: each row becomes an object of JSON with the names of the columns as keys, and is then read as a line of JSON is."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from dateline.read.decode import decode
from dateline.read.formats.rejoined import Rejoined
from dateline.text.errors import CannotRead

LONGEST_CELL = 10_000_000  # characters
HEAD = 65_536
_DELIMITERS = ",;\t|"


def split(stream: BinaryIO) -> Iterator[tuple[int | None, bytes | str]]:
    """Each row as a line of JSON with its number, and in words where the table cannot be read on."""
    csv.field_size_limit(LONGEST_CELL)
    head = stream.read(HEAD)
    if not head.strip():
        raise CannotRead("is empty; give a table with a row of column names")
    rows = csv.reader(_lines(head, stream), delimiter=_delimiter(head))
    names = next(rows, [])
    names = [name.strip() or f"column {place}" for place, name in enumerate(names, 1)]
    number, given = 1, 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield None, f"row {number}: {error}; rows from there on were not read (is a quotation mark left open?)"
            return
        if cells is None:
            if not given:
                yield None, "is a table without rows; nothing in it to read"
            return
        if any(cell.strip() for cell in cells):
            given += 1
            yield number, json.dumps(dict(zip(names, cells, strict=False)), ensure_ascii=True).encode()


def _lines(head: bytes, stream: BinaryIO) -> Iterator[str]:
    """The lines as characters, with their ends; a line longer than any cell is cut, so that memory stays bounded."""
    text = io.TextIOWrapper(
        io.BufferedReader(Rejoined(head, stream)), encoding=_charset(head), errors="replace", newline=""
    )
    while line := text.readline(LONGEST_CELL):
        yield line


def _charset(head: bytes) -> str:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return codec
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(head: bytes) -> str:
    """The mark that stands most often in the row of names."""
    first = decode(head).splitlines()[0]
    return max(_DELIMITERS, key=first.count)
