"""FollowTheMoney: entities as JSON, one a line, for OpenAleph and its kin: articles, those they name, and what happened.

By the public schemata of FollowTheMoney (Article, Mention, Event with Interval, Person, Organization, PublicBody, Address). It has no field for characters or for who says so: each event's summary tells its words, its description who tells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.show.export.bytes_of import json_line, named
from dateline.show.index import Index
from dateline.show.sources import chain_words
from dateline.show.timeline import best_when
from dateline.show.where import POINT, precision_of
from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.when import Grain, When

SCHEMATA = {
    "person": "Person", "organization": "Organization", "armed_group": "Organization", "government": "PublicBody",
    "outlet": "Organization", "group": "Organization", "place": "Address", "facility": "Address",
}  # fmt: skip
_YEARLY = (Grain.YEAR, Grain.DECADE, Grain.CENTURY)
_MONTHLY = (Grain.MONTH, Grain.SEASON, Grain.QUARTER, Grain.HALF)


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """All entities of all articles."""
    for name, record in named(records):
        for each in _entities(name, record):
            yield "entities.ftm.jsonl", json_line(each)


def _entities(name: str, record: Record) -> Iterator[dict[str, Any]]:
    index, article = Index(record), record.article
    title = article.quote(article.title) if article.title else None
    published = article.published.when
    yield _entity(
        name, "Article", title=title or name, author=article.bylines, publisher=article.outlet, sourceUrl=_url(article.url),
        publishedAt=str(published.first) if published and published.first else None, indexText=article.text,
        fileName=f"{name}.txt",
    )  # fmt: skip
    for each in record.entities:
        if each.kind in SCHEMATA:
            yield from _named(index, name, each)
    for chain in index.event_chains:
        yield _event(index, name, chain)


def _named(index: Index, article: str, entity: Entity) -> Iterator[dict[str, Any]]:
    schema, place = SCHEMATA[entity.kind], entity.place
    if schema == "Address":
        country = place.country.lower() if place and place.country else None
        point = place.point if place and precision_of(entity) == POINT else None
        yield _entity(
            f"{article}-{entity.id}",
            schema,
            name=entity.name,
            full=", ".join((entity.name, *(place.within if place else ()))),
            country=country,
            latitude=f"{point[0]:.4f}" if point else None,
            longitude=f"{point[1]:.4f}" if point else None,
        )
        return
    yield _entity(
        f"{article}-{entity.id}", schema, name=entity.known_as or entity.name, alias=(entity.name, *entity.aliases)
    )
    words = tuple(dict.fromkeys(index.quote(each.span) for each in index.record.mentions if each.entity == entity.id))
    if words:
        mention = {"document": article, "resolved": f"{article}-{entity.id}", "detectedSchema": schema, "name": words}
        yield _entity(f"{article}-{entity.id}-m", "Mention", **mention)


def _event(index: Index, article: str, chain: tuple[Event, ...]) -> dict[str, Any]:
    first, when = chain[0], best_when(chain)
    kinds = {entity.id: SCHEMATA.get(entity.kind) for entity in index.record.entities}
    parties = [part.entity for event in chain for part in event.roles if part.role in ("actor", "recipient")]
    involved = [f"{article}-{id}" for id in dict.fromkeys(parties) if id and kinds.get(id) not in (None, "Address")]
    place = next((event.place for event in chain if event.place), None)
    same_day = when is not None and when.first == when.last
    return _entity(
        f"{article}-{first.id}", "Event", name=f"{first.kind}: {index.quote(first.span)}", involved=involved,
        date=_day(when, last=False) if same_day else None, startDate=None if same_day else _day(when, last=False),
        endDate=None if same_day else _day(when, last=True), location=index.name(place), proof=article,
        addressEntity=f"{article}-{place}" if kinds.get(place or "") == "Address" else None,
        summary=index.quote(index.sentence(first.span)), recordId=first.id, sourceUrl=_url(index.article.url),
        description=f"{first.status}; told by {chain_words(index, first.told_in)}; {when or 'no date'}",
    )  # fmt: skip


def _day(when: When | None, *, last: bool) -> str | None:
    """The first or last day as finely as it is known: FollowTheMoney takes years and months as dates."""
    day = None if when is None else when.last if last else when.first
    if day is None or when is None:
        return None
    size = 4 if when.grain in _YEARLY else 7 if when.grain in _MONTHLY else 10
    return day.isoformat()[:size]


def _url(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _entity(id: str, schema: str, **properties: Any) -> dict[str, Any]:
    """An entity; every property is a list, and one that nobody knows is left out."""
    told = {name: [value] if isinstance(value, str) else list(value) for name, value in properties.items() if value}
    return {"id": id, "schema": schema, "properties": told}
