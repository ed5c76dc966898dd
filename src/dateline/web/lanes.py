"""When it happened by who says so: a lane for each source, in it a bar for each day or period that the source gives an event.

A source that gives no day has no bar for it: nobody is made to say what another said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.knowledge.folding import fold
from dateline.relate.dossier import Dossier, Happening
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.show.sources import KINDS, outlet_words, source_words
from dateline.text.happening import Event, TimeExpression
from dateline.text.telling import ROOT
from dateline.text.when import Grain, When

MOST_LANES = 40  # lanes that a screen has room for, those of most events first
VAGUE = (Grain.CENTURY, Grain.DECADE, Grain.VAGUE)
ANCHORS = {"publication": "the day of issue", "statement": "the day it was said", "event": "another event", "time": "the time before"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchored:
    """What a date was counted from: in words, and its first and last day ("" for an open end)."""

    words: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Bar:
    """When a source puts an event. `event` is its id in the dossier, `article` and `finding` where the words stand.

    Days are "2020-01-03", "" for an open end; `loose` that the ends are not known to the day.
    """

    event: str
    article: str
    finding: str
    words: str
    when: str
    first: str
    last: str
    loose: bool
    anchor: Anchored | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A source, what kind of source it is, and its bars, the earliest first."""

    name: str
    kind: str
    bars: tuple[Bar, ...]


def lanes(dossier: Dossier, happenings: Iterable[Happening]) -> tuple[Lane, ...]:
    """The lanes of these events, those with most bars first; outlets before those they quote."""
    indexes: dict[str, Index] = {}
    bars: dict[tuple[str, str], dict[tuple[str, str, str], Bar]] = {}
    named: dict[tuple[str, str], str] = {}
    for happening in happenings:
        for article, event in _mentions(happening):
            index = indexes.setdefault(article, Index(dossier.records[article]))
            name, kind = _teller(index, event)
            bar = _bar(index, str(happening.id), article, event)
            if bar is not None:
                named.setdefault((fold(name), kind), name)
                bars.setdefault((fold(name), kind), {}).setdefault((bar.event, bar.first, bar.last), bar)
    made = [Lane(named[key], key[1], tuple(sorted(held.values(), key=_order))) for key, held in bars.items()]
    made.sort(key=lambda lane: (lane.kind != KINDS["outlet"], -len(lane.bars), lane.name))
    return tuple(made[:MOST_LANES])


def _mentions(happening: Happening) -> Iterator[tuple[str, Event]]:
    for incident in happening.incidents:
        for event in incident.mentions:
            if event.when is not None:
                yield incident.pointer.article, event


def _teller(index: Index, event: Event) -> tuple[str, str]:
    """Who says it, at the end of the chain of sources, and what kind of source that is."""
    chain = index.chain(event.told_in or ROOT)
    last = next((each for each in reversed(chain) if each.manner != "own_voice"), None)
    if last is None:
        return one_line(outlet_words(index), 60), KINDS["outlet"]
    return one_line(source_words(index, last), 60), KINDS[last.source_kind]


def _bar(index: Index, happening: str, article: str, event: Event) -> Bar | None:
    when = event.when
    if when is None or (when.first is None and when.last is None):
        return None
    first, last = _days(when)
    return Bar(
        event=happening, article=article, finding=event.id, words=index.quote(event.span, 60), when=in_words(when),
        first=first, last=last, loose=when.approximate or when.grain in VAGUE, anchor=_anchor(index, event),
    )  # fmt: skip


def _anchor(index: Index, event: Event) -> Anchored | None:
    """What the words for the time were counted from, where that is a day of its own."""
    time = index.found.get(event.time or "")
    if not isinstance(time, TimeExpression) or time.anchor.to == "calendar":
        return None
    held = index.found.get(time.anchor.id or "")
    when = index.article.published.when if time.anchor.to == "publication" else None
    if isinstance(held, TimeExpression | Event):
        when = held.when
    if when is None:
        return None
    told = index.words_of(time.anchor.id, 40) if time.anchor.id else ""
    words = f"“{told}”" if told else ANCHORS[time.anchor.to]
    return Anchored(f"counted from {words}, {in_words(when)}", *_days(when))


def _days(when: When) -> tuple[str, str]:
    return str(when.first or ""), str(when.last or "")


def _order(bar: Bar) -> tuple[str, str, str]:
    return bar.first or bar.last, bar.last, bar.event
