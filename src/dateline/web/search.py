"""The search screen: articles by words, and events by who takes part, where, when and of what kind; each with the words that were found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import get_args

from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.store.archive import Archive, Listed
from dateline.store.finding import Found
from dateline.store.searching import Hit
from dateline.text.errors import BadDate, BadQuery
from dateline.text.happening import EventKind
from dateline.text.span import Span
from dateline.text.when import When
from dateline.web.article import heading_of
from dateline.web.event import pieces

A_PAGE, MOST = 20, 1000
FAR = 1_000_000  # articles whose words are looked at where events are asked for
KINDS: tuple[str, ...] = get_args(EventKind)
FIELDS = ("q", "about", "place", "kind", "from", "to", "outlet")
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

    @property
    def of_events(self) -> bool:
        """It asks for events, not for words alone."""
        return any((self.about, self.place, self.kind, self.since, self.until))


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
    return asked


def screen(archive: Archive, asked: Asked, page: int) -> Screen | None:
    """The page; None where it lies beyond the last."""
    if asked.of_events:
        events = _events(archive, asked)
        return _paged(
            asked, page, len(events), lambda skipped: [_of_event(archive, each) for each in events[skipped:][:A_PAGE]]
        )
    if not asked.words:
        listed = [each for each in archive.listed(FAR, 0) if _is_by(each.outlet, asked)] if asked.outlet else []
        return _paged(
            asked, page, len(listed), lambda skipped: [_of_article(archive, each) for each in listed[skipped:][:A_PAGE]]
        )
    outlet = asked.outlet or None
    found = len(archive.holding(asked.words, most=MOST, outlet=outlet))
    return _paged(
        asked,
        page,
        found,
        lambda skipped: map(_of_words, archive.search(asked.words, most=A_PAGE, skipped=skipped, outlet=outlet)),
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
        about=asked.about or None, place=asked.place or None, kind=asked.kind or None, days=days, most=MOST
    )
    holding = set(archive.holding(asked.words, most=FAR)) if asked.words else None
    return [
        each
        for each in found
        if (holding is None or each.article in holding) and (not asked.outlet or _is_by(each.outlet, asked))
    ]


def _is_by(outlet: str | None, asked: Asked) -> bool:
    return (outlet or "").casefold() == asked.outlet.casefold()


def _of_article(archive: Archive, listed: Listed) -> Row:
    """An article that is asked for by its outlet alone."""
    heading = one_line(listed.title or heading_of(archive.record(listed.number)), 160)
    return Row(listed.number, heading, listed.outlet or "", _in_words(listed.published), (), None, 0, "", ())


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
    around = index.sentence(Span(found.start, found.stop))
    marked = [(Span(found.start, found.stop), "found")]
    notes = (_period(found), found.kind.lower(), found.place or "", found.status.replace("_", " "))
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
