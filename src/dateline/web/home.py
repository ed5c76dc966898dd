"""The first screen: the articles, the events that most sources tell, and what needs a person's eye.

What needs an eye is looked for in the articles added last; it takes seconds where they are many, so the page does not wait for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dateline.relate.direction import same_outlet
from dateline.relate.dossier import Dossier
from dateline.relate.independence import UNNAMED, source_key
from dateline.relate.same_name import key_of
from dateline.show import happened
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.store.archive import Archive, Listed
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.telling import Statement
from dateline.text.when import When
from dateline.web.article import heading_of
from dateline.web.name import goes_by
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
    chains: list[tuple[int, Entry]] = []
    for key, record in dossier.records.items():
        index = Index(record)
        found["dates"] += _undated(key, index)
        chains += _unsourced(key, index)
    found["chains"] = [entry for _, entry in sorted(chains, key=lambda each: -each[0])]
    found["outlets"] = list(_absent(dossier.records, archive))
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
    ("chains", "Broken chains", "told by nobody who could be asked; first what most events hang on"),
    ("outlets", "Quoted, not here", "outlets that articles quote from, and that no article here is by"),
    ("names", "Unknown names", "people, groups and places that several articles name, and that our knowledge lacks"),
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


def _unsourced(key: str, index: Index) -> Iterator[tuple[int, Entry]]:
    """What is said and by nobody who could be asked, with how many events hang on it."""
    record = index.record
    hanging = Counter(event.told_in for event in record.events)
    through = {statement.within for statement in record.statements}
    for statement in record.statements:
        if statement.content and statement.id not in through and (why := _nobody(index, statement)):
            words = index.quote(statement.content[0], SHORT)
            yield hanging[statement.id], Entry(words, (why, _heading(index)), "article", (key,), f"at-{statement.id}")
    for quotation in record.quotations:
        if quotation.fate == "unattributed" and len(quotation.span) > SHORT // 2:
            at = f"c={quotation.span.start}-{quotation.span.end}"
            yield 0, _place(key, index, quotation.id, "words in quotation marks, nobody named", at=at)


def _nobody(index: Index, statement: Statement) -> str:
    """Why the statement's source is nobody; "" where it is somebody."""
    if statement.manner == "own_voice":
        return ""
    key, words = source_key(index.record, statement)
    if not key:
        return "nobody named"
    told = one_line(words.strip("“”"), SHORT // 2)
    if key.startswith(UNNAMED):
        return f"“{told}”, and nobody knows who that is"
    return f"“{told}”, unnamed" if statement.source_kind in ("unnamed", "none") else ""


def _absent(records: Mapping[str, Record], archive: Archive) -> Iterator[Entry]:
    """Outlets that are quoted from, and of which the archive has nothing, those that most articles quote first."""
    cited: dict[str, dict[str, str]] = defaultdict(dict)
    for number, record in records.items():
        entities = {entity.id: entity for entity in record.entities}
        for statement in record.statements:
            outlet = entities.get(statement.medium or "")
            if outlet is not None:
                cited[key_of(goes_by(outlet))].setdefault(number, goes_by(outlet))
    here = archive.outlets() if cited else ()
    for articles in sorted(cited.values(), key=lambda articles: -len(articles)):
        name = next(iter(articles.values()))
        if not any(_one_outlet(name, outlet) for outlet in here):
            yield Entry(one_line(name, SHORT), (f"quoted in {many(len(articles), 'article')}",), "name", (name,))


def _one_outlet(name: str, outlet: str) -> bool:
    """The name is the outlet's, or the part of it by which people call it: "the Courier"."""
    return set(key_of(name).split()) <= set(key_of(outlet).split()) or same_outlet(name, outlet)


def _place(key: str, index: Index, id: str, *notes: str, at: str = "") -> Entry:
    return Entry(index.words_of(id, SHORT), (*notes, _heading(index)), "article", (key,), at or f"at-{id}")


def _heading(index: Index) -> str:
    return one_line(heading_of(index.record), SHORT)


def _unknown(records: Mapping[str, Record]) -> Iterator[Entry]:
    """Who and what our knowledge lacks and several articles name, those of most articles first; where there is one article, all in it."""
    articles: dict[str, dict[str, Entity]] = defaultdict(dict)
    for number, record in records.items():
        for entity in record.entities:
            placed = entity.place is not None and entity.place.point is not None
            if not entity.known_as and not placed:
                articles[key_of(entity.name)].setdefault(number, entity)
    least = min(2, len(records))
    for found in sorted(articles.values(), key=lambda found: -len(found)):
        first = next(iter(found.values()))
        if len(found) >= least:
            kind = first.kind.replace("_", " ")
            yield Entry(one_line(first.name, SHORT), (kind, many(len(found), "article")), "name", (first.name,))


def _listed(archive: Archive, each: Listed) -> Article:
    heading = each.title or heading_of(archive.record(each.number))
    return Article(each.number, one_line(heading, 160), each.outlet or "", _day(each.published))


def _day(words: str | None) -> str:
    return in_words(When.parse(words)) if words else ""
