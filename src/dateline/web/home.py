"""The first screen: the articles, the events that most sources tell, and what needs a person's eye.

What needs an eye is looked for in the articles added last; it takes seconds where they are many, so the page does not wait for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dateline.relate.dossier import Dossier
from dateline.show import happened
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.store.archive import Archive, Listed
from dateline.text.record import Record
from dateline.text.when import When
from dateline.web.article import heading_of
from dateline.web.marks import PLACES
from dateline.web.pages import many

A_PAGE = 50  # articles on one page
MOST = 8  # entries of a list; its head says how many there are
SHORT = 70


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at: its words, what about it, and where it stands: a screen and the place on it."""

    words: str
    notes: tuple[str, ...]
    screen: str
    parts: tuple[str, ...]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Heap:
    """Things of one sort to look at; `count` is how many there are in all."""

    name: str
    why: str
    count: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Eye:
    """What was looked through, the events of most outlets, and what needs a person's eye."""

    looked: int
    events: tuple[Entry, ...]
    heaps: tuple[Heap, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article in the list."""

    number: int
    heading: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the first page shows; `eye` is None where the articles are still being looked through."""

    articles: int
    outlets: int
    first: str
    last: str
    failures: int
    page: int
    pages: int
    listed: tuple[Article, ...]
    eye: Eye | None


def screen(archive: Archive, page: int, eye: Eye | None, *, listed: Sequence[Listed] | None = None) -> Screen:
    """The first page, or a later part of its list; with `listed` only those articles."""
    status = archive.status()
    there = status.articles - status.superseded if listed is None else len(listed)
    return Screen(
        articles=there,
        outlets=status.outlets,
        first=_day(status.first),
        last=_day(status.last),
        failures=status.failures,
        page=page,
        pages=pages_of(there) if listed is None else 1,
        listed=tuple(
            _listed(archive, each)
            for each in (archive.listed(A_PAGE, (page - 1) * A_PAGE) if listed is None else listed)
        ),
        eye=eye,
    )


def pages_of(count: int) -> int:
    """How many pages the list fills, at least one."""
    return max(1, -(-count // A_PAGE))


def look(dossier: Dossier, archive: Archive) -> Eye:
    """Look through the articles for what most outlets tell and for what needs a person's eye."""
    found: dict[str, list[Entry]] = defaultdict(list)
    events = sorted(
        (happening for happening in dossier.happenings if happening.real and len(happening.articles) > 1),
        key=lambda happening: -len(happening.articles),
    )
    rows = {happening.id: happened.row(dossier, happening) for happening in islice(events, 200)}
    for row in rows.values():
        if row.conflicts:
            found["conflicts"].append(_event(row, *_differing(row)))
    for key, record in dossier.records.items():
        index = Index(record)
        found["dates"] += _undated(key, index)
        found["chains"] += _unsourced(key, index)
    found["names"] = list(_unknown(dossier.records))
    found["failures"] = [
        Entry(one_line(each.path or each.given or "?", SHORT), (each.reason,), "", ()) for each in archive.failures()
    ]
    told = sorted(rows.values(), key=lambda row: (-len(row.sources.origins), -len(row.sources.outlets)))
    several = [row for row in told if len(row.sources.origins) > 1]
    return Eye(
        looked=len(dossier.records),
        events=tuple(_event(row, _counted(row)) for row in (several or told)[:MOST]),
        heaps=tuple(
            Heap(name, why, len(found[sort]), tuple(found[sort][:MOST])) for sort, name, why in _HEAPS if found[sort]
        ),
    )


_HEAPS = (
    ("conflicts", "Sources conflict", "values of one event that cannot all be right"),
    ("dates", "Dates without an anchor", "words that tell a time, and nothing to count it from"),
    ("chains", "Broken chains", "words in quotation marks that nobody is named for"),
    ("names", "Unknown places", "names of places that the gazetteer lacks, by how often they stand"),
    ("failures", "Could not be read", "inputs that are not in the archive, or in part only"),
)


def _event(row: happened.Row, *notes: str) -> Entry:
    article, _, finding = row.id.partition("/")
    words = ", ".join(row.words[:2])
    return Entry(words[:1].upper() + words[1:], (row.place, in_words(row.when), *notes), "event", (article, finding))


def _counted(row: happened.Row) -> str:
    sources = row.sources
    told = (
        many(len(sources.outlets), "outlet"),
        many(len(sources.origins), "origin"),
        f"{len(sources.no_party)} no party",
    )
    return " → ".join(told)


def _differing(row: happened.Row) -> Iterator[str]:
    for aspect, values in row.conflicts.items():
        yield f"{aspect}: {', '.join(values[:4])}"


def _undated(key: str, index: Index) -> Iterator[Entry]:
    for time in index.record.times:
        if time.when is None and time.timex is not None and time.timex.type in ("DATE", "TIME"):
            yield _place(key, index, time.id)


def _unsourced(key: str, index: Index) -> Iterator[Entry]:
    for quotation in index.record.quotations:
        if quotation.fate == "unattributed" and len(quotation.span) > SHORT // 2:
            yield _place(key, index, quotation.id, at=f"c={quotation.span.start}-{quotation.span.end}")


def _place(key: str, index: Index, id: str, at: str = "") -> Entry:
    return Entry(
        index.words_of(id, SHORT), (one_line(heading_of(index.record), SHORT),), "article", (key,), at or f"at-{id}"
    )


def _unknown(records: Mapping[str, Record]) -> Iterator[Entry]:
    """Places that are nowhere, each once, those of most mentions first."""
    times: Counter[str] = Counter()
    for record in records.values():
        held = {
            entity.id: entity.name
            for entity in record.entities
            if entity.kind in PLACES and (entity.place is None or entity.place.point is None) and not entity.known_as
        }
        times.update(held[each.entity] for each in record.mentions if each.entity in held)
    for name, count in times.most_common():
        yield Entry(one_line(name, SHORT), (f"{count}×",), "name", (name,))


def _listed(archive: Archive, each: Listed) -> Article:
    heading = each.title or heading_of(archive.record(each.number))
    return Article(each.number, one_line(heading, 160), each.outlet or "", _day(each.published))


def _day(words: str | None) -> str:
    return in_words(When.parse(words)) if words else ""
