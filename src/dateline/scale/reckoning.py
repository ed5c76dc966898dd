"""What a part tells of itself when its articles are related: its records are read once, and all that later steps ask is laid down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dateline.relate.incidents import Incident, incidents
from dateline.scale import columns, copying, telling
from dateline.scale.parts import PLACES, numbers
from dateline.wire import happenings_from_json

OUTLET = {"outlet": "string", "pages": "int64"}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Which part it is, where its rows stand in their days, and into how many buckets keys of texts and of events go."""

    place: int
    runs: tuple[tuple[int, int, int], ...]
    digests: tuple[str, ...]
    texts: int
    events: int


def reckoned(table: Any, told: Reckoning) -> dict[str, Any]:
    """A part's records to its articles and incidents, each with its number, and to the keys of both."""
    every = numbers(told.runs)
    keys = table.column("key").to_pylist()
    records = [happenings_from_json(line) for line in table.column("record").to_pylist()]
    found = [incidents(record, key)[: PLACES - 1] for key, record in zip(keys, records, strict=True)]
    rows = [
        {
            "number": number, "key": key, "outlet": record.article.outlet, "article": copying.PACK(record.article),
            "tellings": _tellings(mine),
        }
        for number, key, record, mine in zip(every.tolist(), keys, records, found, strict=True)
    ]  # fmt: skip
    outlets = Counter(row["outlet"] for row in rows if row["outlet"])
    told_of = [
        (number + nth, each)
        for number, mine in zip(every.tolist(), found, strict=True)
        for nth, each in enumerate(mine, 1)
    ]
    return {
        "articles": columns.table(rows, copying.PAGE),
        "outlets": columns.table([{"outlet": name, "pages": pages} for name, pages in sorted(outlets.items())], OUTLET),
        **copying.keys([record.article for record in records], every, told.texts),
        **telling.keys(told_of, told.place, told.events),
    }


def _tellings(mine: Sequence[Incident]) -> bytes:
    """Where the article tells of which incident: beginning, id, number within the article, day."""
    rows = [
        (event.span.start, each.pointer.finding, nth, telling.day_of(each))
        for nth, each in enumerate(mine, 1)
        for event in each.mentions
    ]
    return copying.PACK(rows)
