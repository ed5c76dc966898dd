"""Events in columns like those of ACLED: time_precision 1 a day, 2 a week, 3 a month; fatalities as the lowest and highest that is told.

By the ACLED columns as they are since March 2023, all 31 in their order; behind them stand five of ours. ACLED's own types, codes of
actors, regions and numeric codes of countries are not ours to give and stay empty, but `event_type`, which is PLOVER's; `fatalities`
is told where one number is. Dates coarser than a month are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.show.events import csv_line
from dateline.show.export.bytes_of import named
from dateline.show.index import Index
from dateline.show.sources import chain_words
from dateline.show.timeline import best_when
from dateline.show.where import POINT, precision_of
from dateline.text.happening import Event, Figure, RoleName
from dateline.text.record import Record
from dateline.text.when import When

ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country",
    "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
COLUMNS = (*ACLED, "iso2", "fatalities_low", "fatalities_high", "status", "when")


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One table."""
    yield "acled.csv", csv_line(COLUMNS).encode()
    for name, record in named(records):
        for row in _rows(name, record):
            yield "acled.csv", csv_line(tuple(row.get(column, "") for column in COLUMNS)).encode("utf-8", "replace")


def time_precision(when: When | None) -> str:
    """1 a day, 2 a week, 3 a month; "" for what is known more roughly, or has an open end."""
    if when is None or when.first is None or when.last is None:
        return ""
    days = (when.last - when.first).days
    return "1" if days == 0 and not when.approximate else "2" if days <= 7 else "3" if days <= 31 else ""


def _rows(name: str, record: Record) -> Iterator[dict[str, str]]:
    index = Index(record)
    for chain in index.event_chains:
        first, when = chain[0], best_when(chain)
        precision = time_precision(when)
        if when is None or when.first is None or not precision:
            continue
        tellers = dict.fromkeys(chain_words(index, event.told_in) for event in chain)
        low, high = _dead(index, chain)
        yield {
            "event_id_cnty": f"{name}-{first.id}", "event_date": str(when.first), "year": str(when.first.year),
            "time_precision": precision, "event_type": first.kind, "sub_event_type": first.mode or "",
            "actor1": _parties(index, chain, "actor"), "actor2": _parties(index, chain, "recipient"), **_place(index, chain),
            "source": "; ".join(tellers), "notes": index.quote(index.sentence(first.span)),
            "fatalities": low if low == high else "", "fatalities_low": low, "fatalities_high": high, "status": first.status,
            "when": str(when),
        }  # fmt: skip


def _parties(index: Index, chain: tuple[Event, ...], role: RoleName) -> str:
    parts = (part for event in chain for part in event.fillers(role))
    return "; ".join(dict.fromkeys(index.name(part.entity) or index.quote(part.span) for part in parts))


def _place(index: Index, chain: tuple[Event, ...]) -> dict[str, str]:
    """Country, name, point and precision (1 a spot, 2 an area, 3 more roughly); a point for a spot alone."""
    entity = index.record.entity(next((event.place for event in chain if event.place), None))
    if entity is None:
        return {}
    place, precision = entity.place, precision_of(entity)
    point = place.point if place and precision == POINT else None
    latitude, longitude = (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")
    known = {POINT: "1", "area": "2", "country": "3"}.get(precision, "")
    return {
        "iso2": (place.country if place else None) or "", "location": entity.name, "latitude": latitude, "longitude": longitude,
        "geo_precision": known,
    }  # fmt: skip


def _dead(index: Index, chain: tuple[Event, ...]) -> tuple[str, str]:
    """The lowest and the highest toll; "" where none is told, or one is open that way."""
    found = (index.found.get(id) for event in chain for id in event.figures)
    told = [each for each in found if isinstance(each, Figure) and each.counts == "dead"]
    lows, highs = [each.low for each in told], [each.high for each in told]
    low = min((each for each in lows if each is not None), default=None) if None not in lows else None
    high = max((each for each in highs if each is not None), default=None) if None not in highs else None
    return ("" if low is None else str(low), "" if high is None else str(high))
