"""The search screen: articles by words, and events by who takes part, where, when, of what kind and who says so; each with the words
that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.show.sources import ARROW, chain_words
from dateline.store.archive import Archive
from dateline.store.finding import Found
from dateline.store.searching import Hit
from dateline.store.tellers import Teller, statements_of, tellers
from dateline.text.errors import BadDate, BadQuery
from dateline.text.happening import EventKind
from dateline.text.span import Span
from dateline.text.when import When
from dateline.web.article import heading_of
from dateline.web.marks import pieces
from dateline.web.pages import many

A_PAGE, MOST = 20, 1000
FAR = 1_000_000  # articles whose words are looked at where events are asked for
KINDS: tuple[str, ...] = get_args(EventKind)
FIELDS = ("q", "about", "place", "kind", "from", "to", "outlet", "source")
# Who says so, as the form has it.
SOURCES: dict[Teller, str] = {
    "own_voice": "the outlet itself", "official": "an official or a state", "armed_group": "an armed group", "organization": "another body",
    "person": "somebody by name", "people": "people, many", "witness": "a witness", "agency": "a news agency",
    "outlet": "another outlet", "document": "a document", "unnamed": "somebody unnamed",
}  # fmt: skip
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; "" for what was not."""

    words: str = ""
    about: str = ""
    place: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    outlet: str = ""
    source: str = ""

    @property
    def of_events(self) -> bool:
        """It asks for events; words, an outlet and who says so are asked of articles too."""
        return any((self.about, self.place, self.kind, self.since, self.until))

    @property
    def teller(self) -> Teller | None:
        """The kind of source that is asked for."""
        return next((kind for kind in SOURCES if kind == self.source), None)


@dataclass(frozen=True, slots=True)
class Row:
    """An article that was found: its words in pieces (with what was found marked), and the event, where one was asked for."""

    article: int
    heading: str
    outlet: str
    published: str
    pieces: tuple[tuple[str, str], ...]
    start: int | None
    end: int
    event: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the page shows; `pages` counts those of what was found, `most` that there may be more than is looked at."""

    asked: Asked
    rows: tuple[Row, ...]
    found: int
    page: int
    pages: int
    most: bool


def asked_for(fields: dict[str, str]) -> Asked:
    """What the address asks; BadQuery says what is wrong with it."""
    asked = Asked(*(fields.get(name, "").strip()[:LONGEST] for name in FIELDS))
    if asked.kind and asked.kind not in KINDS:
        raise BadQuery(f"kind: there is no kind {asked.kind[:40]!r}; there are {', '.join(KINDS)}")
    if asked.source and asked.teller is None:
        raise BadQuery(f"source: there is no kind of source {asked.source[:40]!r}; there are {', '.join(SOURCES)}")
    return asked


def screen(archive: Archive, asked: Asked, page: int) -> Screen | None:
    """The page; None where it lies beyond the last."""
    if asked.of_events:
        events = _events(archive, asked)
        return _paged(
            asked, page, len(events), lambda skipped: [_of_event(archive, each) for each in events[skipped:][:A_PAGE]]
        )
    outlet, source = asked.outlet or None, asked.teller
    if not asked.words:
        told = archive.told_by(outlet=outlet, source=source, most=MOST) if outlet or source else ()
        return _paged(
            asked,
            page,
            len(told),
            lambda skipped: [_of_teller(archive, each, source) for each in told[skipped:][:A_PAGE]],
        )
    found = len(archive.holding(asked.words, most=MOST, outlet=outlet, source=source))
    return _paged(
        asked,
        page,
        found,
        lambda skipped: map(
            _of_words, archive.search(asked.words, most=A_PAGE, skipped=skipped, outlet=outlet, source=source)
        ),
    )


def _paged(asked: Asked, page: int, found: int, show: Callable[[int], Iterable[Row]]) -> Screen | None:
    pages = max(1, -(-found // A_PAGE))
    if not 1 <= page <= pages:
        return None
    return Screen(asked, tuple(show((page - 1) * A_PAGE)), found, page, pages, found >= MOST)


def _events(archive: Archive, asked: Asked) -> list[Found]:
    """Dated events; with words too, those in articles that hold them."""
    days = (
        _day(asked.since, "from").first if asked.since else None,
        _day(asked.until, "to").last if asked.until else None,
    )
    found = archive.find(
        about=asked.about or None,
        place=asked.place or None,
        kind=asked.kind or None,
        days=days,
        source=asked.teller,
        most=MOST,
    )
    holding = set(archive.holding(asked.words, most=FAR)) if asked.words else None
    return [
        each
        for each in found
        if (holding is None or each.article in holding) and (not asked.outlet or _is_by(each.outlet, asked))
    ]


def _is_by(outlet: str | None, asked: Asked) -> bool:
    return (outlet or "").casefold() == asked.outlet.casefold()


def _of_teller(archive: Archive, number: int, source: Teller | None) -> Row:
    """An article that is asked for by who tells it alone, with the first place where such a source is named, or the outlet itself tells something."""
    record, shape = archive.record(number), archive.shape(number)
    index, when = Index(record), record.article.published.when
    ids = statements_of(source, shape) if source else frozenset()
    found = [each.source[0] if each.source else each.span for each in record.statements if each.id in ids]
    if source and not ids:
        found = [
            event.span for event, kinds in zip(record.events, tellers(shape).events, strict=True) if source in kinds
        ]
    around = index.sentence(found[0]) if found else Span(0, 0)
    marked = [(span, "found") for span in found if around.start <= span.start and span.end <= around.end]
    return Row(
        number, one_line(heading_of(record), 160), record.article.outlet or "", in_words(when) if when else "",
        tuple(pieces(record.article.text, around, marked)), found[0].start if found else None, found[0].end if found else 0, "",
        (f"{many(len(ids), 'statement')} of such a source",) if ids else (),
    )  # fmt: skip


def _day(words: str, field: str) -> When:
    try:
        return When.parse(words)
    except BadDate as error:
        raise BadQuery(f"{field}: {error}") from error


def _of_words(hit: Hit) -> Row:
    marked = [(Span(*mark), "found") for mark in hit.marks]
    start = hit.start
    first = start + hit.marks[0][0] if start is not None and hit.marks else start
    last = start + hit.marks[0][1] if start is not None and hit.marks else (start or 0) + len(hit.snippet)
    return Row(
        hit.article, one_line(hit.title or "Untitled", 160), hit.outlet or "", _in_words(hit.published),
        tuple(pieces(hit.snippet, Span(0, len(hit.snippet)), marked)), first, last, "", (),
    )  # fmt: skip


def _of_event(archive: Archive, found: Found) -> Row:
    record = archive.record(found.article)
    index = Index(record)
    event = next((each for each in record.events if each.span == Span(found.start, found.stop)), None)
    around = index.sentence(Span(found.start, found.stop))
    marked = [(Span(found.start, found.stop), "found")]
    told = chain_words(index, event.told_in).partition(ARROW)[2] if event is not None else ""
    notes = (
        _period(found),
        found.kind.lower(),
        found.place or "",
        found.status.replace("_", " "),
        f"told by {told}" if told else "",
    )
    return Row(
        found.article, one_line(heading_of(record), 160), found.outlet or "", _in_words(found.published),
        tuple(pieces(record.article.text, around, marked)), found.start, found.stop, f"e@{found.start}", notes,
    )  # fmt: skip


def _period(found: Found) -> str:
    if not found.first or not found.last:
        return found.first or ""
    return in_words(When.parse(found.first if found.first == found.last else f"{found.first}/{found.last}"))


def _in_words(day: str | None) -> str:
    return in_words(When.parse(day)) if day else ""
