"""The record on the wire, format `dateline/1`: JSON out, JSON in, and the JSON Schema.

`shapes.py` is the form, `outward.py` and `inward.py` the two ways. Tokens stay at home: they belong to the parser, not to the record's readers.
"""

from __future__ import annotations

import msgspec

from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.wire.inward import from_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import RecordShape


def to_json(record: Record) -> bytes:
    """One line of UTF-8 JSON, without the line's end."""
    return msgspec.json.encode(to_shape(record))


def from_json(line: bytes | str) -> Record:
    """The record of one JSON object; BadRecord says which field is wrong."""
    try:
        return from_shape(msgspec.json.decode(line, type=RecordShape))
    except (msgspec.DecodeError, ValueError) as error:
        raise BadRecord(f"not a dateline/1 record: {error}") from error


def schema() -> bytes:
    """The JSON Schema of one record, indented."""
    document = msgspec.json.schema(RecordShape)
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1)
