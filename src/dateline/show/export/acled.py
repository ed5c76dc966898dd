"""Events in columns like those of ACLED: time_precision 1 a day, 2 a week, 3 a month; fatalities as the lowest and highest that is told.

ACLED's own types are not ours to give: `event_type` is PLOVER's. Dates coarser than a month are left out.
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

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type", "actor1", "actor2", "iso2",
    "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities_low", "fatalities_high", "status", "when",
)  # fmt: skip


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One table."""
    rows = [row for name, record in named(records) for row in _rows(name, record)]
    yield "acled.csv", "".join(map(csv_line, (COLUMNS, *rows))).encode("utf-8", "replace")


def time_precision(when: When | None) -> str:
    """1 a day, 2 a week, 3 a month; "" for what is known more roughly, or has an open end."""
    if when is None or when.first is None or when.last is None:
        return ""
    days = (when.last - when.first).days
    return "1" if days == 0 and not when.approximate else "2" if days <= 7 else "3" if days <= 31 else ""


def _rows(name: str, record: Record) -> Iterator[tuple[str, ...]]:
    index = Index(record)
    for chain in index.event_chains:
        first, when = chain[0], best_when(chain)
        precision = time_precision(when)
        if when is None or when.first is None or not precision:
            continue
        tellers = dict.fromkeys(chain_words(index, event.told_in) for event in chain)
        yield (
            f"{name}-{first.id}", str(when.first), str(when.first.year), precision, first.kind, first.mode or "",
            _parties(index, chain, "actor"), _parties(index, chain, "recipient"), *_place(index, chain), "; ".join(tellers),
            index.quote(index.sentence(first.span)), *_dead(index, chain), first.status, str(when),
        )  # fmt: skip


def _parties(index: Index, chain: tuple[Event, ...], role: RoleName) -> str:
    parts = (part for event in chain for part in event.fillers(role))
    return "; ".join(dict.fromkeys(index.name(part.entity) or index.quote(part.span) for part in parts))


def _place(index: Index, chain: tuple[Event, ...]) -> tuple[str, ...]:
    """Country, name, point and precision (1 a spot, 2 an area, 3 more roughly); a point for a spot alone."""
    entity = index.record.entity(next((event.place for event in chain if event.place), None))
    if entity is None:
        return ("", "", "", "", "")
    place, precision = entity.place, precision_of(entity)
    point = place.point if place and precision == POINT else None
    latitude, longitude = (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")
    known = {POINT: "1", "area": "2", "country": "3"}.get(precision, "")
    return ((place.country if place else None) or "", entity.name, latitude, longitude, known)


def _dead(index: Index, chain: tuple[Event, ...]) -> tuple[str, str]:
    """The lowest and the highest toll; "" where none is told, or one is open that way."""
    found = (index.found.get(id) for event in chain for id in event.figures)
    told = [each for each in found if isinstance(each, Figure) and each.counts == "dead"]
    lows, highs = [each.low for each in told], [each.high for each in told]
    low = min((each for each in lows if each is not None), default=None) if None not in lows else None
    high = max((each for each in highs if each is not None), default=None) if None not in highs else None
    return ("" if low is None else str(low), "" if high is None else str(high))
