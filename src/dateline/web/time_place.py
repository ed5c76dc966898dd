"""The time-and-place screen: lanes by who says it, a map, and a table that has all of it in words.

The table is the screen where no script runs; the island draws from the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dateline.relate.dossier import Dossier, Happening
from dateline.show import happened
from dateline.show.dates import in_words
from dateline.store.archive import Archive
from dateline.store.nearby import TOGETHER, timed
from dateline.text.errors import BadDate, BadQuery
from dateline.text.when import When
from dateline.web.atlas import Spot, spots
from dateline.web.lanes import Lane, lanes

FIELDS = {"about": "Who takes part", "place": "Where", "from": "From day, month or year", "to": "To day, month or year"}
MOST_EVENTS = 300  # rows that a page has room for, those that most articles tell
MOST_PARTIES = 3
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; "" and None where nothing is."""

    about: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An event in the table. `told_by` are the lanes it stands in, `first` and `last` its days, "" where open."""

    id: str
    article: str
    finding: str
    when: str
    first: str
    last: str
    words: str
    kind: str
    status: str
    parties: str
    place: str
    articles: int
    origins: int
    told_by: tuple[str, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the page shows; `articles` were looked through, of `among`; `undated` events have no row, `more` had no room."""

    lines: tuple[Line, ...]
    lanes: tuple[Lane, ...]
    spots: tuple[Spot, ...]
    articles: int
    among: int
    undated: int
    more: int

    @property
    def drawn(self) -> dict[str, Any]:
        """What the island draws from."""
        return {
            "events": [{"id": line.id, "first": line.first, "last": line.last} for line in self.lines],
            "lanes": [asdict(lane) for lane in self.lanes],
            "spots": [asdict(spot) for spot in self.spots if spot.latitude is not None],
        }


def asked_for(fields: Mapping[str, str]) -> Asked:
    """What the address asks for; BadQuery where a day is none."""
    return Asked(
        fields.get("about", "").strip()[:LONGEST],
        fields.get("place", "").strip()[:LONGEST],
        first.first if (first := _period("from", fields)) else None,
        last.last if (last := _period("to", fields)) else None,
    )


def chosen(archive: Archive, asked: Asked, numbers: Sequence[int]) -> tuple[int, ...]:
    """The articles that bear on it, of many those added last."""
    if not (asked.about or asked.place or asked.first or asked.last):
        return tuple(numbers[-TOGETHER:])
    found = timed(archive, about=asked.about, place=asked.place, days=(asked.first, asked.last))
    return tuple(sorted(found)[-TOGETHER:])


def screen(dossier: Dossier, asked: Asked, among: int) -> Screen:
    """What is dated among these articles and lies where, when and with whom it is asked for."""
    found = dossier.timeline(about=asked.about, place=asked.place, first=asked.first, last=asked.last)
    most = sorted(found, key=lambda happening: -len(happening.articles))[:MOST_EVENTS]
    kept = {happening.id for happening in most}
    shown = [happening for happening in found if happening.id in kept]
    by_source = lanes(dossier, shown)
    tellers: dict[str, list[str]] = {}
    for lane in by_source:
        for event in dict.fromkeys(bar.event for bar in lane.bars):
            tellers.setdefault(event, []).append(lane.name)
    return Screen(
        lines=tuple(_line(dossier, happening, tellers) for happening in shown),
        lanes=by_source,
        spots=spots(dossier, shown),
        articles=len(dossier.records),
        among=among,
        undated=sum(happening.when is None for happening in dossier.happenings),
        more=len(found) - len(shown),
    )


def _line(dossier: Dossier, happening: Happening, tellers: Mapping[str, list[str]]) -> Line:
    row = happened.row(dossier, happening)
    when = happening.when
    who, whom = row.who[:MOST_PARTIES], row.whom[:MOST_PARTIES]
    return Line(
        id=row.id,
        article=happening.id.article,
        finding=happening.id.finding,
        when=in_words(when),
        first=str(when.first or "") if when else "",
        last=str(when.last or "") if when else "",
        words=", ".join(row.words[: happened.MOST_WORDS]) or "event",
        kind=row.kind,
        status="" if row.status == happened.TOLD else row.status,
        parties=", ".join(who) + (f" → {', '.join(whom)}" if whom else ""),
        place=row.place,
        articles=len(row.sources.articles),
        origins=len(row.sources.origins),
        told_by=tuple(tellers.get(row.id, ())),
        conflicts=tuple(f"{aspect}: {', '.join(values[:4])}" for aspect, values in row.conflicts.items()),
    )


def _period(field: str, fields: Mapping[str, str]) -> When | None:
    words = fields.get(field, "").strip()[:LONGEST]
    try:
        return When.parse(words) if words else None
    except BadDate as error:
        raise BadQuery(f"{field}: {error}") from error
