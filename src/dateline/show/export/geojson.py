"""GeoJSON (RFC 7946): the places of each article, with what happened there.

Only a spot has a point. A region or a country has none, for a point in its middle would stand for no spot; `precision` says which it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.show.export.bytes_of import json_list, named
from dateline.show.index import Index
from dateline.show.sources import chain_words
from dateline.show.timeline import best_when
from dateline.show.where import POINT, features
from dateline.text.record import Record


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One FeatureCollection of all articles."""
    found = (each for _, record in named(records) for each in _features(record))
    for piece in json_list({"type": "FeatureCollection"}, "features", found):
        yield "places.geojson", piece


def _features(record: Record) -> Iterator[dict[str, Any]]:
    events = _events(record)
    for line in features(record):
        feature: dict[str, Any] = json.loads(line)
        properties = feature["properties"]
        if properties["precision"] != POINT:
            feature["geometry"] = None
        properties["events"] = events.get(properties["id"], [])
        yield feature


def _events(record: Record) -> dict[str, list[dict[str, Any]]]:
    """What happened at each place, by its id; each event once."""
    index, found = Index(record), defaultdict(list)
    for chain in index.event_chains:
        place, when = next((event.place for event in chain if event.place), None), best_when(chain)
        if place:
            first = chain[0]
            found[place].append(
                {
                    "id": first.id, "kind": first.kind, "status": first.status, "when": str(when) if when else None,
                    "words": index.quote(first.span), "told_by": chain_words(index, first.told_in),
                }
            )  # fmt: skip
    return found
