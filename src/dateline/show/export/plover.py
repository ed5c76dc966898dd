"""Events as PLOVER (manual 2.0) has them, JSON, one a line. What PLOVER has no kind for (OTHER) is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.knowledge.ontology import ontology
from dateline.show.export.bytes_of import json_line, named, told
from dateline.show.index import Index
from dateline.show.sources import chain_words
from dateline.show.timeline import best_when
from dateline.text.happening import Event, Figure, RoleName
from dateline.text.record import Record

_SIZES = {"dead": "dead", "injured": "injured", "arrested": "arrested"}
_AUXILIARY = {
    "planned": "future",
    "possible": "hypothetical",
    "hypothetical": "hypothetical",
    "denied": "negation",
    "did_not_happen": "negation",
}


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """All events of all articles, each once."""
    for name, record in named(records):
        for each in _events(name, record):
            yield "plover.jsonl", json_line(each)


def _events(name: str, record: Record) -> Iterator[dict[str, Any]]:
    index = Index(record)
    for chain in index.event_chains:
        first, when = chain[0], best_when(chain)
        if first.kind == "OTHER":
            continue
        mode = next((event.mode for event in chain if event.mode), None)
        yield told(
            {
                "id": f"{name}-{first.id}", "date": str(when.first) if when and when.first else "",
                "enddate": str(when.last) if when and when.last and when.last != when.first else "", "event": first.kind,
                "mode": [each for each in (mode, _AUXILIARY.get(first.status)) if each], "quad_code": ontology().quad(first),
                "actor": _parties(index, chain, "actor"), "recipient": _parties(index, chain, "recipient"),
                "event_loc": _place(index, chain), "event_text": index.quote(first.span), "size": _sizes(index, chain),
                "text": index.quote(index.sentence(first.span)), "link": record.article.url,
                "text_info": {"start": first.span.start, "end": first.span.end}, "cite_info": chain_words(index, first.told_in),
                "coder": "dateline", "comment": f"{when}" if when else "",
            }
        )  # fmt: skip


def _parties(index: Index, chain: tuple[Event, ...], role: RoleName) -> list[dict[str, str]]:
    parts = [part for event in chain for part in event.fillers(role)]
    names = dict.fromkeys(index.name(part.entity) or index.quote(part.span) for part in parts)
    return [{"entity_text": name} for name in names]


def _place(index: Index, chain: tuple[Event, ...]) -> dict[str, Any]:
    entity = index.record.entity(next((event.place for event in chain if event.place), None))
    if entity is None:
        return {}
    return told({"name": entity.name, "country": entity.place.country if entity.place else None})


def _sizes(index: Index, chain: tuple[Event, ...]) -> dict[str, int]:
    """Counts that are told exactly: PLOVER has one number for each."""
    found = [index.found.get(id) for event in chain for id in event.figures]
    exact = [each for each in found if isinstance(each, Figure) and each.low is not None and each.low == each.high]
    return {_SIZES[each.counts]: each.low or 0 for each in reversed(exact) if each.counts in _SIZES}
