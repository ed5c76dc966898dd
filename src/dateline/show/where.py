"""Places of one article, each as plain words, as a line of JSON, as a line with tabs and as a GeoJSON feature.

How precisely a place is known is always said: a point, an area whose point only stands in its middle, a country, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.knowledge.countries import load_countries
from dateline.show.index import SHORT
from dateline.show.inert import one_line, visible
from dateline.show.times import source_of
from dateline.show.who import FLAGS, as_line, mention_objects, mentions_by_entity, other_name, wordings
from dateline.text.naming import Entity, Mention, OtherPlace, Place
from dateline.text.record import Record

POINT, AREA, COUNTRY, UNKNOWN = "point", "area", "country", "not in the gazetteer"
KINDS = ("place", "country", "facility")
_POINTS = ("city", "quarter", "site")  # what one point can stand for; all else reaches further


@dataclass(frozen=True, slots=True)
class Row:
    """One place for people; strings are "" where there is nothing to say. `others` are places that may be meant as well.

    An area or a country has no `point` here: whoever copies it to a map would have a spot where there is none.
    """

    name: str
    known_as: str
    what: str
    within: str
    country: str
    point: str
    precision: str
    others: tuple[str, ...]
    words: tuple[tuple[str, int], ...]
    mentions: int
    flags: tuple[str, ...]


def rows(record: Record) -> tuple[Row, ...]:
    """The places, the most named first."""
    made = [_row(record, *each) for each in _places(record)]
    return tuple(sorted(made, key=lambda row: -row.mentions))


def precision_of(entity: Entity) -> str:
    """How precisely the place is known."""
    place = entity.place
    if place is None or not place.source:
        return UNKNOWN
    if place.precision == "country":
        return COUNTRY
    return POINT if place.precision in _POINTS and place.point is not None else AREA


def json_lines(record: Record) -> Iterator[bytes]:
    """One line of UTF-8 JSON for each place, in the order of first mention; `point` is [latitude, longitude]."""
    for entity, mentions in _places(record):
        told = _told(record, entity, mentions)
        point = entity.place.point if entity.place else None
        yield as_line(told | {"point": list(point) if point else None, "precision": precision_of(entity)})


def features(record: Record) -> Iterator[bytes]:
    """The same as features of RFC 7946: longitude first, and no geometry where no point is known.

    The point of a country is that of an area like any other: it stands in the middle and for no spot.
    """
    for entity, mentions in _places(record):
        told = _told(record, entity, mentions)
        point = entity.place.point if entity.place else None
        precision = precision_of(entity)
        feature = {
            "type": "Feature",
            "id": f"{record.article.id}#{entity.id}",
            "geometry": {"type": "Point", "coordinates": [point[1], point[0]]} if point else None,
            "properties": told | {"precision": AREA if precision == COUNTRY else precision},
        }
        yield as_line(feature).rstrip(b"\n")


def tab_lines(record: Record) -> Iterator[str]:
    """One line for each place: source, name, what it is, precision, country, latitude, longitude, within, times named, words, others, flags."""
    source = source_of(record)
    for row in rows(record):
        latitude, _, longitude = row.point.partition(", ")
        words = "; ".join(words for words, _ in row.words)
        cells = (
            source, row.name, row.what, row.precision, row.country, latitude, longitude, row.within, str(row.mentions),
            words, "; ".join(row.others), "; ".join(row.flags),
        )  # fmt: skip
        yield "\t".join(visible(one_line(cell)) for cell in cells) + "\n"


def _places(record: Record) -> Iterator[tuple[Entity, list[Mention]]]:
    mentions = mentions_by_entity(record)
    for entity in record.entities:
        if entity.kind in KINDS:
            yield entity, mentions.get(entity.id, [])


def _told(record: Record, entity: Entity, mentions: list[Mention]) -> dict[str, Any]:
    place = entity.place or Place()
    return {
        "article": record.article.id,
        "source": {"path": record.article.source.path, "id": record.article.source.id},
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "known_as": entity.known_as,
        "aliases": list(entity.aliases),
        "place_kind": place.precision or None,
        "country": place.country,
        "within": list(place.within),
        "gazetteer": place.source or None,
        "others": [
            {"name": each.name, "place_kind": each.precision, "country": each.country, "within": list(each.within), "gazetteer": each.source}
            for each in place.others
        ],
        "flags": list(entity.flags),
        "mentions": mention_objects(record, mentions),
    }  # fmt: skip


def _row(record: Record, entity: Entity, mentions: list[Mention]) -> Row:
    place = entity.place or Place()
    country = load_countries().by_code.get(place.country or "")
    named, precision = country.name if country else "", precision_of(entity)
    return Row(
        name=one_line(entity.name, SHORT),
        known_as=other_name(entity),
        what=place.precision or ("facility" if entity.kind == "facility" else ""),
        within=", ".join(part for part in place.within if part != named),
        country=named,
        point=f"{place.point[0]:.4f}, {place.point[1]:.4f}" if place.point and precision == POINT else "",
        precision=precision,
        others=tuple(map(_other, place.others)),
        words=wordings(record, mentions),
        mentions=len(mentions),
        flags=tuple(FLAGS.get(flag, flag) for flag in entity.flags),
    )


def _other(other: OtherPlace) -> str:
    """ "Springfield, Hampden County, Massachusetts, United States"."""
    return ", ".join((other.name, *other.within))
