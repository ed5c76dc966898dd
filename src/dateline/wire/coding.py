"""Records to JSON and back by msgspec. Reached through `dateline.wire`, which imports this file when it is first needed."""

from __future__ import annotations

import msgspec

from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.wire.inward import from_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import RecordShape


def to_json(record: Record) -> bytes:
    """As `wire.to_json`."""
    return msgspec.json.encode(to_shape(record))


def from_json(line: bytes | str) -> Record:
    """As `wire.from_json`."""
    try:
        return from_shape(msgspec.json.decode(line, type=RecordShape))
    except (msgspec.DecodeError, ValueError) as error:
        raise BadRecord(f"not a dateline/1 record: {error}") from error


def schema() -> bytes:
    """As `wire.schema`."""
    document = msgspec.json.schema(RecordShape)
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1)
