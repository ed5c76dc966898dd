"""The compare screen: articles side by side, a row for each event that any of them tells, in one's own voice or another's.

A dash means that a text does not tell it; never that it was hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.relate.dossier import Dossier, Happening
from dateline.show import happened
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.sources import source_words
from dateline.text.happening import Event
from dateline.web.article import heading_of

MOST_ARTICLES = 6  # columns that a page has room for
MOST_EVENTS = 120
MOST_TELLINGS = 3


@dataclass(frozen=True, slots=True)
class Column:
    """An article; its letter is its name on this page."""

    number: str
    letter: str
    heading: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True)
class Telling:
    """How an article tells an event once: in its words, by whom ("" is the outlet itself), in which paragraph."""

    id: str
    words: str
    by: str
    paragraph: int
    status: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article tells of one event: nothing where it does not; `more` counts what was left out."""

    article: str
    tellings: tuple[Telling, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """An event, and what each article tells of it."""

    id: str
    when: str
    words: str
    parties: str
    place: str
    chosen: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the page shows: `shared` are the events of several articles, `single` those of one alone."""

    id: str
    title: str
    columns: tuple[Column, ...]
    left_out: int
    shared: tuple[Line, ...]
    single: tuple[Line, ...]
    more: int


def screen(dossier: Dossier, happening: Happening) -> Screen:
    """The articles that tell of the event, side by side: the first that gives each text, then copies."""
    row = happened.row(dossier, happening)
    keys = sorted(happening.articles, key=lambda key: (key in row.copies, happening.articles.index(key)))
    chosen = keys[:MOST_ARTICLES]
    indexes = [Index(dossier.records[key]) for key in chosen]
    lines = [
        _line(dossier, each, chosen, indexes, each.id == happening.id)
        for each in dossier.happenings
        if each.real and set(chosen) & set(each.articles)
    ]
    shared = [line for line in lines if sum(bool(cell.tellings) for cell in line.cells) > 1 or line.chosen]
    single = [line for line in lines if line not in shared]
    shared.sort(key=lambda line: not line.chosen)
    return Screen(
        id=row.id,
        title=", ".join(row.words[: happened.MOST_WORDS]),
        columns=tuple(_column(dossier, key, "ABCDEF"[place]) for place, key in enumerate(chosen)),
        left_out=len(keys) - len(chosen),
        shared=tuple(shared[:MOST_EVENTS]),
        single=tuple(single[: max(0, MOST_EVENTS - len(shared))]),
        more=max(0, len(lines) - MOST_EVENTS),
    )


def _column(dossier: Dossier, key: str, letter: str) -> Column:
    record = dossier.records[key]
    article = record.article
    return Column(key, letter, heading_of(record), article.outlet or "", in_words(article.published.when))


def _line(dossier: Dossier, each: Happening, chosen: Sequence[str], indexes: Sequence[Index], is_chosen: bool) -> Line:
    row = happened.row(dossier, each)
    cells = [_cell(each, key, index) for key, index in zip(chosen, indexes, strict=True)]
    who, whom = ", ".join(row.who[:2]), ", ".join(row.whom[:2])
    return Line(
        id=row.id,
        when=in_words(row.when),
        words=", ".join(row.words[: happened.MOST_WORDS]),
        parties=" → ".join(filter(None, (who, whom))) if who or not whom else f"→ {whom}",
        place=row.place,
        chosen=is_chosen,
        cells=tuple(cells),
    )


def _cell(each: Happening, key: str, index: Index) -> Cell:
    found = tuple(_tellings(each, key, index))
    return Cell(key, found[:MOST_TELLINGS], max(0, len(found) - MOST_TELLINGS))


def _tellings(each: Happening, key: str, index: Index) -> Iterator[Telling]:
    for incident in each.incidents:
        if incident.pointer.article == key:
            yield from (_telling(index, event) for event in incident.mentions)


def _telling(index: Index, event: Event) -> Telling:
    chain = [each for each in index.chain(event.told_in) if each.manner != "own_voice"]
    told = [block for block in index.blocks if block.kind != "boilerplate"]
    paragraph = next((n for n, block in enumerate(told, 1) if block.span.start <= event.span.start < block.span.end), 0)
    status = "" if event.status == "happened" else event.status.replace("_", " ")
    return Telling(
        event.id, index.quote(event.span, 60), source_words(index, chain[-1]) if chain else "", paragraph, status
    )
