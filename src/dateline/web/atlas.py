"""Where it happened: each place that events are put at, once, with how precisely it is known and the events it holds.

A country is an area that is filled, a region a disc, a town a point; a place that the gazetteer lacks is in the list and not on the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateline.knowledge.folding import fold
from dateline.relate.dossier import Dossier, Happening
from dateline.show.inert import one_line
from dateline.show.where import UNKNOWN, precision_of
from dateline.text.naming import Entity, Place

MOST_PLACES = 200  # what a map has room for


@dataclass(frozen=True, slots=True)
class Spot:
    """A place; `precision` as `dateline where` has it, `country` its two letters, `events` the ids of what happened there."""

    name: str
    precision: str
    latitude: float | None
    longitude: float | None
    country: str
    within: tuple[str, ...]
    events: tuple[str, ...]


def spots(dossier: Dossier, happenings: Iterable[Happening]) -> tuple[Spot, ...]:
    """The places of these events, those of most events first."""
    found: dict[tuple[str, str], Entity] = {}
    events: dict[tuple[str, str], dict[str, None]] = {}
    for happening in happenings:
        for key, entity in _places(dossier, happening).items():
            found.setdefault(key, entity)
            events.setdefault(key, {})[str(happening.id)] = None
    most = sorted(found, key=lambda key: -len(events[key]))[:MOST_PLACES]
    return tuple(_spot(found[key], tuple(events[key])) for key in most)


def _places(dossier: Dossier, happening: Happening) -> Mapping[tuple[str, str], Entity]:
    """Where any source puts the event: one name may stand for several places."""
    found: dict[tuple[str, str], Entity] = {}
    for incident in happening.incidents:
        record = dossier.records[incident.pointer.article]
        for event in incident.mentions:
            entity = record.entity(event.place)
            if entity is not None:
                place = entity.place or Place()
                found.setdefault((fold(entity.known_as or entity.name), place.source), entity)
    return found


def _spot(entity: Entity, events: tuple[str, ...]) -> Spot:
    place = entity.place or Place()
    precision = precision_of(entity)
    point = place.point if precision != UNKNOWN else None
    return Spot(
        name=one_line(entity.known_as or entity.name, 80),
        precision=precision,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        country=place.country or "",
        within=place.within,
        events=events,
    )
