"""The record on the wire, format `dateline/1`: JSON out, JSON in, and the JSON Schema.

`shapes.py` is the form, `outward.py` and `inward.py` the two ways, `coding.py` the bytes. Tokens stay at home: they belong to
the parser, not to the record's readers. The form costs 30 ms to import, which only who writes or reads a record pays.
"""

from __future__ import annotations

import importlib
from typing import Any

from dateline.text.record import Record


def to_json(record: Record) -> bytes:
    """One line of UTF-8 JSON, without the line's end."""
    line: bytes = _coding().to_json(record)
    return line


def from_json(line: bytes | str) -> Record:
    """The record of one JSON object; BadRecord says which field is wrong."""
    record: Record = _coding().from_json(line)
    return record


def happenings_from_json(line: bytes | str) -> Record:
    """The record with its article, times, entities, events and figures alone, for who asks no more: at half the cost."""
    record: Record = _coding().happenings_from_json(line)
    return record


def schema() -> bytes:
    """The JSON Schema of one record, indented."""
    document: bytes = _coding().schema()
    return document


def _coding() -> Any:
    return importlib.import_module("dateline.wire.coding")
