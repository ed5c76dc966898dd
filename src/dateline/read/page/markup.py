"""What a page says of itself: title, outlet, address, bylines, language and dates, from JSON-LD, meta tags and elements.

All of it is the page's claim. Nothing here is believed over the text; strings are cut to a length and closed up.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml import etree

from dateline.read.page import published
from dateline.read.page.authors import find_authors, organizations
from dateline.read.page.boilerplate import words_of
from dateline.read.page.credits import ORGANIZATION, is_outlet
from dateline.read.page.linked import MOST_JSON, clean, linked_data, story_of
from dateline.read.page.outlet import find_outlet, host_name
from dateline.text.article import DateClaim
from dateline.text.span import Evidence

MOST_UPDATES = 1_000  # entries of a live page
_DATE_METAS = (
    "article:published_time", "datepublished", "og:article:published_time", "rnews:datepublished", "parsely-pub-date",
    "sailthru.date", "article.published", "published-date", "published_time", "publishdate", "publish-date", "publish_date",
    "publication_date", "pubdate", "pub_date", "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "og:published_time", "datecreated",
    "og:pubdate", "originalpublicationdate", "displaydate", "article_date_original", "date_published", "created", "date",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "rnews:datemodified", "article.updated",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "modified_time", "date_modified", "sailthru.updated",
)  # fmt: skip
_SECTION_METAS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "cxenseparse:section",
    "section",
    "dc.subject.section",
)
_IS_HOST = re.compile(r"(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,10}")
_SUFFIX = re.compile(r"\s+[|–—•·»:-]{1,2}\s+|\s*[|»]\s*")


@dataclass(frozen=True, slots=True)
class Markup:
    """What the page says of itself; None and () where it is silent."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    claims: tuple[DateClaim, ...] = ()
    modified: tuple[DateClaim, ...] = ()
    section: str | None = None
    credits: tuple[tuple[str, Evidence], ...] = ()
    body: str = ""
    live: tuple[LiveUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """An entry of a live page: how its words begin (one of these ways), when it was written, and what tells it."""

    openings: tuple[str, ...]
    stamp: str
    where: str = "json-ld"


def read_markup(root: lxml.html.HtmlElement, url: str | None = None) -> Markup:
    """What the page says of itself; `url`: the address that it came from, where that is known."""
    metas = _metas(root)
    nodes = list(linked_data(root))
    story = story_of(nodes)
    address, language = _address(root, metas), _language(root)
    outlet = find_outlet(root, metas, nodes, story, url or address)
    outlets = [each for each in (outlet, host_name(url or address)) if each]
    named, where = find_authors(root, metas, nodes, story, outlets=outlets, code=language or "en")
    desks = organizations(story)
    return Markup(
        _title(root, metas, story, outlet),
        outlet,
        address,
        tuple(name for name in named if not any(is_outlet(name, each) for each in outlets)) or named,
        language,
        tuple(each for each in _claims(root, metas, story) if each),
        tuple(each for each in _changes(metas, story) if each),
        _section(metas, story),
        tuple((name, Evidence(f"read/credits:{where}", ORGANIZATION if name in desks else "")) for name in named),
        html.unescape(body[:MOST_JSON]) if isinstance(body := story.get("articleBody"), str) else "",
        tuple(_live_updates(nodes)),
    )


def _metas(root: lxml.html.HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = clean(element.get("content"))
        for key in ("property", "name", "itemprop"):
            name = element.get(key)
            if name and content:
                metas.setdefault(name[:80].strip().lower(), []).append(content)
    return metas


def _meta(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _title(
    root: lxml.html.HtmlElement, metas: dict[str, list[str]], story: dict[str, Any], outlet: str | None
) -> str | None:
    """The headline as the page shows it: the h1 that fits what the page's data call it, else what they call it."""
    in_head = next((clean(element.text_content()) for element in root.iter("title")), "")
    called = [
        each for each in (clean(story.get("headline")), _meta(metas, "og:title", "twitter:title"), in_head) if each
    ]
    called = [without_outlet(each, outlet, guess=each == in_head) for each in called]
    heads = [
        each for each in (clean(element.text_content()) for element in _some(root, "h1")) if each and each != outlet
    ]
    for title in called:
        fitting = [each for each in heads if _alike(each, title)]
        if fitting:
            return fitting[0]
    if len(heads) == 1 and len(words_of(heads[0])) > 2 and not called:
        return heads[0]
    return next(iter(called), None) or next(iter(heads), None)


def _some(root: lxml.html.HtmlElement, tag: str, most: int = 50) -> Iterator[lxml.html.HtmlElement]:
    for count, element in enumerate(root.iter(tag)):
        if count == most:
            return
        yield element


def _alike(left: str, right: str) -> bool:
    """The two share most words."""
    mine, its = set(words_of(left)), set(words_of(right))
    return bool(mine and its) and 2 * len(mine & its) >= max(len(mine), len(its))


def without_outlet(title: str, outlet: str | None, *, guess: bool) -> str:
    """The title without the outlet's name after (or before) a bar or dash; `guess`: a short last part is such a name.

    >>> without_outlet("Bridge falls in Port Aster | The Aster Post", "The Aster Post", guess=False)
    'Bridge falls in Port Aster'
    """
    cuts = list(_SUFFIX.finditer(title))
    if not cuts:
        return title
    name = words_of(outlet or "")
    for cut in cuts:
        if name and words_of(title[cut.end() :])[: len(name)] == name and cut.start():
            return title[: cut.start()]
    if name and words_of(title[: cuts[0].start()]) == name:
        return title[cuts[0].end() :]
    if guess and len(title[cuts[-1].end() :].split()) <= 4 and len(title[: cuts[-1].start()].split()) >= 4:
        return title[: cuts[-1].start()]
    return title


def _address(root: lxml.html.HtmlElement, metas: dict[str, list[str]]) -> str | None:
    links = (element.get("href") for element in root.iter("link") if (element.get("rel") or "").lower() == "canonical")
    told = [clean(link) for link in links if link] + [_meta(metas, "og:url")]
    return next((each for each in told if each.startswith(("http://", "https://"))), None)


def _section(metas: dict[str, list[str]], story: dict[str, Any]) -> str | None:
    """The outlet's section, where that is not its own address; of several the first, which is the widest in the data of outlets."""
    told = story.get("articleSection")
    named = (
        clean(told[0] if isinstance(told, list) and told else told),
        *(_meta(metas, name) for name in _SECTION_METAS),
    )
    sections = (each.partition(",")[0].strip() if each.count(",") > 1 else each for each in named)
    return next((each for each in sections if each and not _IS_HOST.fullmatch(each)), None)


def _changes(metas: dict[str, list[str]], story: dict[str, Any]) -> Iterator[DateClaim | None]:
    """What the page's data say of its last change."""
    told = clean(story.get("dateModified"))
    if told:
        yield published.claim("json-ld", told)
    yield from (published.claim("meta", metas[name][0]) for name in _MODIFIED_METAS if name in metas)


def _live_updates(nodes: Sequence[dict[str, Any]]) -> Iterator[LiveUpdate]:
    """The entries of a live page that name a time."""
    told: object = next((node["liveBlogUpdate"] for node in nodes if node.get("liveBlogUpdate")), [])
    for entry in (told if isinstance(told, list) else [told])[:MOST_UPDATES]:
        if not isinstance(entry, dict):
            continue
        stamp = clean(entry.get("datePublished") or entry.get("dateModified"))
        opening = next((words for key in ("headline", "articleBody") if (words := clean(entry.get(key)))), "")
        if stamp and opening:
            yield LiveUpdate((opening,), stamp)


def _language(root: lxml.html.HtmlElement) -> str | None:
    told = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", told)
    return found[1] if found else None


def _claims(
    root: lxml.html.HtmlElement, metas: dict[str, list[str]], story: dict[str, Any]
) -> Iterator[DateClaim | None]:
    told = clean(story.get("datePublished"))
    if told:
        yield published.claim("json-ld", told)
    named = [(name, metas[name][0]) for name in _DATE_METAS if name in metas]
    yield from (published.claim("meta", raw) for _, raw in named[:4])
    yield _time_claim(root)


def _time_claim(root: lxml.html.HtmlElement) -> DateClaim | None:
    """The time element that is marked as the day of issue, else the first after the first h1, else the first."""
    first, after_head, seen_head = None, None, False
    for element in root.iter("h1", "time", "span", "meta", "abbr", "div", "p"):
        if element.tag == "h1":
            seen_head = True
            continue
        marked = "datepublished" in (element.get("itemprop") or "").lower() or "pubdate" in element.attrib
        if element.tag != "time" and not marked:
            continue
        raw = clean(element.get("datetime") or element.get("content") or element.get("title") or _words(element))
        found = published.claim("time", raw) if raw else None
        if found and marked:
            return found
        first = first or found
        after_head = after_head or (found if seen_head else None)
    return after_head or first


def _words(element: etree._Element) -> str:
    return "".join(text for _, text in zip(range(20), (str(each) for each in element.itertext()), strict=False))
