"""Records to JSON and back by msgspec. Reached through `dateline.wire`, which imports this file when it is first needed."""

from __future__ import annotations

from typing import Any

import msgspec

from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.text.surrogates import without_surrogates
from dateline.wire.inward import from_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import HappeningsShape, RecordShape


def to_json(record: Record) -> bytes:
    """As `wire.to_json`."""
    shape = to_shape(record)
    try:
        return msgspec.json.encode(shape)
    except UnicodeEncodeError:  # rare, so nobody else pays for the look
        return msgspec.json.encode(_writable(msgspec.to_builtins(shape)))


def from_json(line: bytes | str) -> Record:
    """As `wire.from_json`."""
    try:
        return from_shape(msgspec.json.decode(line, type=RecordShape))
    except (msgspec.DecodeError, ValueError) as error:
        raise BadRecord(f"not a dateline/1 record: {error}") from error


def happenings_from_json(line: bytes | str) -> Record:
    """As `wire.happenings_from_json`."""
    try:
        shape = msgspec.json.decode(line, type=HappeningsShape)
        return from_shape(
            RecordShape(
                shape.format,
                shape.article,
                shape.times,
                shape.entities,
                [],
                [],
                shape.events,
                shape.figures,
                [],
                [],
                [],
            )
        )
    except (msgspec.DecodeError, ValueError) as error:
        raise BadRecord(f"not a dateline/1 record: {error}") from error


def _writable(value: Any) -> Any:
    """The same without lone surrogates, which JSON in UTF-8 cannot hold; a shape is nested a few levels deep, no more."""
    match value:
        case str():
            return without_surrogates(value)
        case list() | tuple():
            return [_writable(each) for each in value]
        case dict():
            return {key: _writable(each) for key, each in value.items()}
    return value


def schema() -> bytes:
    """As `wire.schema`."""
    document = msgspec.json.schema(RecordShape)
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1)
