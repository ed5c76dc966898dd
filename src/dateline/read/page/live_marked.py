"""The entries of a live page whose data tell none, by how the page is built: siblings of one make, each with a moment of its own.

A list of other stories and the readers' comments are built likewise. So `live` takes these entries only where they are the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice, pairwise

import lxml.html

from dateline.read.page import published
from dateline.read.page.markup import MOST_UPDATES, LiveUpdate

LEAST = 3  # siblings that make a list of entries
LEVELS = 8  # elements between a moment and the entry that it stands in
MOST_STAMPED = 3_000  # elements with a moment that are looked at; the longest live pages have some hundred
_NAMES = frozenset(("data-timestamp", "data-time", "data-datetime", "data-date", "data-published", "data-publish-time", "data-published-at",
          "data-created", "data-created-at", "data-entry-time", "data-post-time", "data-update-time", "data-unix-time", "data-epoch"))  # fmt: skip
_NAMED = re.compile(r"data-(?:time|date|publish|created|entry-time|post-time|update-time|unix-time|epoch)")
_TICKS = re.compile(r"[0-9]{10}(?:[0-9]{3})?")  # seconds or thousandths since 1970
_FIRST_TICK, _LAST_TICK = 946_684_800, 4_102_444_800  # 2000 and 2100
_TALK = re.compile(r"comment|disqus|repl(?:y|ies)|related|recommend", re.IGNORECASE)
_HEADINGS, _PARAGRAPHS = ("h2", "h3", "h4", "h5", "h6"), ("p", "li", "blockquote")
_OPENING = 400  # characters of a heading or paragraph that are looked at


def marked_updates(root: lxml.html.HtmlElement, page: str) -> tuple[LiveUpdate, ...]:
    """The entries that the page's elements mark with their moments; () where they make no list in the order of time."""
    longest = max(
        (
            each
            for each in _lists(_stamped(root, page))
            if len(each) >= LEAST and _in_order([stamp for stamp, _ in each.values()])
        ),
        key=len,
        default={},
    )
    if any(_TALK.search(name) for entry in islice(longest, 1) for name in _names_above(entry)):
        return ()
    told = ((_openings(entry), stamp, where) for entry, (stamp, where) in islice(longest.items(), MOST_UPDATES))
    return tuple(LiveUpdate(openings, stamp, where) for openings, stamp, where in told if openings)


def _lists(
    stamped: Iterable[lxml.html.HtmlElement],
) -> Iterable[dict[lxml.html.HtmlElement, tuple[str, str]]]:
    """Elements of one make under one parent, each with the first moment within it."""
    seen = 0
    lists: dict[tuple[lxml.html.HtmlElement, object, str], dict[lxml.html.HtmlElement, tuple[str, str]]] = {}
    for element in stamped:
        stamp, where = _stamp(element)
        if not stamp:
            continue
        seen += 1
        if seen > MOST_STAMPED:
            break
        entry, parent = element, element.getparent()
        for _ in range(LEVELS):
            if parent is None:
                break
            make = (parent, entry.tag, (entry.get("class") or "").partition(" ")[0])
            lists.setdefault(make, {}).setdefault(entry, (stamp, where))
            entry, parent = parent, parent.getparent()
    return lists.values()


def _stamped(root: lxml.html.HtmlElement, page: str) -> Iterable[lxml.html.HtmlElement]:
    """The elements that may tell a moment. The page's characters are asked first: to ask each element takes 5 ms a page."""
    named = sum(1 for _ in islice(_NAMED.finditer(page), LEAST)) == LEAST
    found: Iterable[lxml.html.HtmlElement] = (
        root.iter() if named else root.iter("time") if page.count("<time") >= LEAST else ()
    )
    return found


def _stamp(element: lxml.html.HtmlElement) -> tuple[str, str]:
    """The moment that the element tells, and where: its day and its clock; "" where it tells no such."""
    if element.tag == "time" and (stamp := published.stamp_of((element.get("datetime") or "")[:40].strip())):
        return stamp, "time-element"
    for name in sorted(_NAMES.intersection(element.keys())):
        told = (element.get(name) or "")[:40].strip()
        if _TICKS.fullmatch(told):
            ticks = int(told[:10])
            if _FIRST_TICK <= ticks < _LAST_TICK:
                return datetime.fromtimestamp(ticks, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), name
        elif stamp := published.stamp_of(told):
            return stamp, name
    return "", ""


def _in_order(stamps: Sequence[str]) -> bool:
    """The moments rise or fall from entry to entry, one that is pinned to the top aside, and are not all one."""
    try:
        moments = [datetime.fromisoformat(stamp) for stamp in stamps]
        later = [after >= before for before, after in pairwise(moments[1:])]
        earlier = [after <= before for before, after in pairwise(moments[1:])]
        return len(set(moments)) > 1 and (all(later) or all(earlier))
    except (ValueError, TypeError, OverflowError):  # no moment after all, or some with a zone and some without
        return False


def _names_above(entry: lxml.html.HtmlElement) -> Iterator[str]:
    """What the entry and the elements around it are called."""
    for element in (entry, *islice(entry.iterancestors(), LEVELS)):
        if element.tag in ("body", "html"):
            return
        yield f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def _openings(entry: lxml.html.HtmlElement) -> tuple[str, ...]:
    """How its words begin: its heading, then its first paragraph; of an entry without either, its own words."""
    first = (
        next(filter(None, (_words(element) for element in entry.iter(*tags))), "") for tags in (_HEADINGS, _PARAGRAPHS)
    )
    return tuple(filter(None, first)) or tuple(filter(None, [_words(entry)]))


def _words(element: lxml.html.HtmlElement) -> str:
    """Its first words in one line; "" where they are too few to tell it from another."""
    text = " ".join("".join(map(str, islice(element.itertext(), 40)))[:_OPENING].split())
    return text if len(text.split()) >= 2 else ""
