"""A timeline for TimelineJS 3: an event a slide, dated as finely as it is known, and shown in words where it is not a day.

Its text is HTML there: what the article says is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from typing import Any

from dateline.show.dates import in_words
from dateline.show.export.bytes_of import json_list, named
from dateline.show.index import SHORT, Index
from dateline.show.inert import visible
from dateline.show.sources import chain_words
from dateline.show.timeline import STATUSES, best_when
from dateline.text.happening import Event, RoleName
from dateline.text.record import Record
from dateline.text.when import Grain, When

_MONTHLY = (Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF)
_YEARLY = (Grain.YEAR, Grain.DECADE, Grain.CENTURY)


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One timeline of all articles."""
    slides = (slide for name, record in named(records) for slide in _slides(name, record))
    for piece in json_list({}, "events", slides):
        yield "timeline.json", piece


def _slides(name: str, record: Record) -> Iterator[dict[str, Any]]:
    index = Index(record)
    for chain in index.event_chains:
        when = best_when(chain)
        begin = (when.first or when.last) if when else None
        if when is None or begin is None:
            continue
        slide: dict[str, Any] = {"unique_id": f"{name}-{chain[0].id}", "start_date": _date(begin, when)}
        if when.first and when.last and when.last != when.first:
            slide["end_date"] = _date(when.last, when)
        yield slide | {"display_date": in_words(when), "group": chain[0].kind, "text": _text(index, chain)}


def _date(day: date, when: When) -> dict[str, int]:
    told = {"year": day.year}
    if when.grain not in _YEARLY:
        told["month"] = day.month
        if when.grain not in _MONTHLY:
            told["day"] = day.day
    return told


def _text(index: Index, chain: tuple[Event, ...]) -> dict[str, str]:
    first = chain[0]
    place = index.name(next((event.place for event in chain if event.place), None))
    parts = (
        _parties(index, first, "actor"),
        index.quote(first.span, SHORT),
        _parties(index, first, "recipient"),
        place,
    )
    told = [chain_words(index, first.told_in), STATUSES[first.status]]
    return {"headline": _html(" · ".join(filter(None, parts))), "text": _html("; ".join(filter(None, told)))}


def _parties(index: Index, event: Event, role: RoleName) -> str:
    return ", ".join(index.name(part.entity) or index.quote(part.span, SHORT) for part in event.fillers(role))


def _html(words: str) -> str:
    return escape(visible(words))
