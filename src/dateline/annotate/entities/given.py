"""Places for names that somebody else has found: the second half of `find_entities`, for who has spans of their own.

The article's other names are read as ever and help to tell where it is; only the given ones come back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from dateline.annotate.entities.candidates import Choice
from dateline.annotate.entities.detect import find_names
from dateline.annotate.entities.group import Cluster, group_names
from dateline.annotate.entities.homes import home_of
from dateline.annotate.entities.kinds import PLACES
from dateline.annotate.entities.page import Name, Page
from dateline.annotate.entities.resolve import place_of, resolve_places
from dateline.text.naming import Entity, Mention
from dateline.text.record import Record
from dateline.text.span import Span


def locate(record: Record, spans: Iterable[Span]) -> Record:
    """The record with an entity and a mention for each span, whatever else its text names; a span that we cannot place has no point."""
    wanted = sorted(set(spans))
    if not record.tokens or not wanted:
        return record.having(entities=(), mentions=())
    page = Page(record)
    given = _given(page, wanted)
    taken = {position for name in given.values() for position in range(name.first, name.last)}
    others = [name for name in find_names(page) if taken.isdisjoint(range(name.first, name.last))]
    clusters = _as_places(group_names(page, sorted({*given.values(), *others}, key=lambda name: name.first)), given)
    places = {number: cluster.names for number, cluster in enumerate(clusters) if cluster.kind in PLACES}
    chosen = resolve_places(page, places, home_of(page))
    of_name = {name: (clusters[number], choice) for number, choice in chosen.items() for name in clusters[number].names}
    entities = [
        _entity(page, f"n{number}", given[span], *of_name[given[span]]) for number, span in enumerate(wanted, 1)
    ]
    mentions = [
        Mention(f"m@{span.start}", span, entity.id, given[span].form)
        for span, entity in zip(wanted, entities, strict=True)
    ]
    return record.having(entities=tuple(entities), mentions=tuple(mentions))


def _given(page: Page, spans: Iterable[Span]) -> dict[Span, Name]:
    """The tokens that each span touches, as a name."""
    starts = [token.span.start for token in page.tokens]
    found: dict[Span, Name] = {}
    for span in spans:
        first = max(0, bisect_left(starts, span.start + 1) - 1)
        last = max(first + 1, bisect_left(starts, span.end))
        adjective = page.adjective(first, last) is not None and page.country(first, last) is None
        found[span] = Name(first, first, last, page.key(first, last), "adjective" if adjective else "name", "GPE")
    return found


def _as_places(clusters: Iterable[Cluster], given: dict[Span, Name]) -> list[Cluster]:
    """Given names that were taken for somebody or something else stand for themselves, as places."""
    names = set(given.values())
    kept: list[Cluster] = []
    for cluster in clusters:
        kept.append(cluster)
        ours = [name for name in cluster.names if name in names]
        if cluster.kind in PLACES or not ours:
            continue
        cluster.names = [name for name in cluster.names if name not in names]
        for key in dict.fromkeys(name.key for name in ours):
            kept.append(Cluster([name for name in ours if name.key == key], kind="place"))
    return kept


def _entity(page: Page, id: str, name: Name, cluster: Cluster, choice: Choice | None) -> Entity:
    country = choice is not None and choice.precision == "country"
    kind = "country" if country else "place" if cluster.kind == "country" else cluster.kind
    return Entity(id, page.written(name.first, name.last), kind, place=place_of(page, choice, cluster.names))
