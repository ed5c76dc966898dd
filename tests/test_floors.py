"""The shape of the house: layers run after what they need, public names are sorted, the wire form has its schema."""

import json

import dateline
from dateline.annotate.layers import LAYERS
from dateline.wire import schema


def test_each_layer_stands_after_what_it_needs() -> None:
    given: set[str] = set()
    for layer in LAYERS:
        assert set(layer.needs) <= given, layer.name
        given |= set(layer.gives)


def test_public_names_are_sorted_and_there() -> None:
    assert sorted(dateline.__all__) == dateline.__all__
    assert all(hasattr(dateline, name) for name in dateline.__all__)


def test_the_schema_names_every_layer() -> None:
    fields = json.loads(schema())["$defs"]["RecordShape"]["properties"]
    assert {field for layer in LAYERS for field in layer.gives} - {"tokens"} <= set(fields)
