"""What a page says of itself: title, outlet, address, bylines, language and dates, from JSON-LD, meta tags and elements.

All of it is the page's claim. Nothing here is believed over the text; strings are cut to a length and closed up.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html
from lxml import etree

from dateline.read.page import published
from dateline.read.page.boilerplate import load_words, words_of
from dateline.read.page.credits import ORGANIZATION
from dateline.text.article import DateClaim
from dateline.text.span import Evidence

LONGEST = 500  # characters of a title, name or address
MOST_JSON = 2_000_000  # characters of a JSON-LD block
MOST_NODES = 20_000
MOST_UPDATES = 1_000  # entries of a live page
_ARTICLES = re.compile(r"(?:.*Article|.*Posting|.*Report|Report.*|.*Review|Story|CreativeWork)")
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
_AUTHOR_METAS = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "og:article:author",
)
_NOBODY = re.compile(r"https?:|www\.|[<>{}@]|[0-9]{3}")
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


def read_markup(root: lxml.html.HtmlElement) -> Markup:
    """What the page says of itself."""
    metas = _metas(root)
    nodes = list(_linked_data(root))
    story = _story(nodes)
    outlet = _clean(_name(story.get("publisher"))) or _meta(metas, "og:site_name", "application-name") or None
    named, where = _authors(root, metas, story)
    desks = frozenset(_clean(who["name"]) for who in _listed(_told_authors(story)) if _is_organization(who))
    return Markup(
        _title(root, metas, story, outlet),
        outlet,
        _address(root, metas),
        tuple(name for name in named if not _is_outlet(name, outlet)),
        _language(root),
        tuple(each for each in _claims(root, metas, story) if each),
        tuple(each for each in _changes(metas, story) if each),
        _section(metas, story),
        tuple((name, Evidence(f"read/credits:{where}", ORGANIZATION if name in desks else "")) for name in named),
        html.unescape(body[:MOST_JSON]) if isinstance(body := story.get("articleBody"), str) else "",
        tuple(_live_updates(nodes)),
    )


def _clean(words: object) -> str:
    """The words in one line, entities decoded; "" for what is no string."""
    return " ".join(html.unescape(words[: 4 * LONGEST]).split())[:LONGEST] if isinstance(words, str) else ""


def _metas(root: lxml.html.HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = _clean(element.get("content"))
        for key in ("property", "name", "itemprop"):
            name = element.get(key)
            if name and content:
                metas.setdefault(name[:80].strip().lower(), []).append(content)
    return metas


def _meta(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _linked_data(root: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, outer before inner; a broken block is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > MOST_JSON:
            continue
        try:
            queue = deque([json.loads(script.text.strip().removesuffix(";"), strict=False)])
        except (ValueError, RecursionError):
            continue
        seen = 0
        while queue and seen < MOST_NODES:
            node, seen = queue.popleft(), seen + 1
            if isinstance(node, dict):
                yield node
                queue.extend(
                    node[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                    if key in node
                )
            elif isinstance(node, list):
                queue.extend(node[:500])


def _story(nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The object that is the article: the first of an article's type with a date or a headline, else the first with a date."""
    typed = [node for node in nodes if any(_ARTICLES.fullmatch(kind) for kind in _types(node))]
    for wanted in ("datePublished", "headline", "articleBody"):
        for node in typed:
            if node.get(wanted):
                return node
    return next((node for node in nodes if node.get("datePublished")), {})


def _types(node: dict[str, Any]) -> list[str]:
    told = node.get("@type")
    return [kind[:80] for kind in (told if isinstance(told, list) else [told]) if isinstance(kind, str)]


def _name(who: object) -> object:
    """The name of a person or organization object, or the string itself."""
    if isinstance(who, list):
        who = who[0] if who else None
    return who.get("name") if isinstance(who, dict) else who


def _title(
    root: lxml.html.HtmlElement, metas: dict[str, list[str]], story: dict[str, Any], outlet: str | None
) -> str | None:
    """The headline as the page shows it: the h1 that fits what the page's data call it, else what they call it."""
    in_head = next((_clean(element.text_content()) for element in root.iter("title")), "")
    called = [
        each for each in (_clean(story.get("headline")), _meta(metas, "og:title", "twitter:title"), in_head) if each
    ]
    called = [without_outlet(each, outlet, guess=each == in_head) for each in called]
    heads = [
        each for each in (_clean(element.text_content()) for element in _some(root, "h1")) if each and each != outlet
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
    told = [_clean(link) for link in links if link] + [_meta(metas, "og:url")]
    return next((each for each in told if each.startswith(("http://", "https://"))), None)


def _authors(
    root: lxml.html.HtmlElement, metas: dict[str, list[str]], story: dict[str, Any]
) -> tuple[tuple[str, ...], str]:
    """Those who wrote it, and where it is told: in the page's data, else its meta tags, else the elements marked as author."""
    told = _listed(_told_authors(story))
    outlet = _clean(_name(story.get("publisher"))) or _meta(metas, "og:site_name", "application-name")
    carriers: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("json-ld", lambda: (_clean(_name(each)) for each in told)),
        ("meta", lambda: (each for name in _AUTHOR_METAS for each in metas.get(name, [])[:20])),
        ("element", lambda: _marked_authors(root)),
    )
    first: tuple[tuple[str, ...], str] = ((), "json-ld")
    for where, names in carriers:
        clean = tuple(dict.fromkeys(part for name in names() for part in split_names(name)))
        if any(not _is_outlet(name, outlet) for name in clean):
            return clean, where
        first = first if first[0] or not clean else (clean, where)
    return first


def _told_authors(story: dict[str, Any]) -> object:
    return story.get("author") or story.get("creator")


def _listed(told: object) -> list[Any]:
    return told[:20] if isinstance(told, list) else [told]


def _is_organization(who: object) -> bool:
    return (
        isinstance(who, dict)
        and isinstance(who.get("name"), str)
        and any("Organization" in kind for kind in _types(who))
    )


def _marked_authors(root: lxml.html.HtmlElement) -> Iterator[str]:
    marked = (
        element for count, element in enumerate(root.iter("a", "span", "div", "p", "address")) if count < 20_000
        and (element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split())
    )  # fmt: skip
    return (_clean(element.text_content()) for _, element in zip(range(3), marked, strict=False))


def _is_outlet(name: str, outlet: str | None) -> bool:
    return bool(outlet) and name.casefold().startswith((outlet or "").casefold())


def _section(metas: dict[str, list[str]], story: dict[str, Any]) -> str | None:
    """The outlet's section; of several the first, which is the widest in the data that outlets write."""
    told = story.get("articleSection")
    return _clean(told[0] if isinstance(told, list) and told else told) or _meta(metas, *_SECTION_METAS) or None


def _changes(metas: dict[str, list[str]], story: dict[str, Any]) -> Iterator[DateClaim | None]:
    """What the page's data say of its last change."""
    told = _clean(story.get("dateModified"))
    if told:
        yield published.claim("json-ld", told)
    yield from (published.claim("meta", metas[name][0]) for name in _MODIFIED_METAS if name in metas)


def _live_updates(nodes: Sequence[dict[str, Any]]) -> Iterator[LiveUpdate]:
    """The entries of a live page that name a time."""
    told: object = next((node["liveBlogUpdate"] for node in nodes if node.get("liveBlogUpdate")), [])
    for entry in (told if isinstance(told, list) else [told])[:MOST_UPDATES]:
        if not isinstance(entry, dict):
            continue
        stamp = _clean(entry.get("datePublished") or entry.get("dateModified"))
        opening = next((words for key in ("headline", "articleBody") if (words := _clean(entry.get(key)))), "")
        if stamp and opening:
            yield LiveUpdate((opening,), stamp)


def split_names(told: str) -> list[str]:
    """The names in a list such as a meta tag has; [] for an address, a handle or a sentence."""
    if not told or _NOBODY.search(told):
        return []
    words = load_words("en")
    opener, joiner = ("|".join(map(re.escape, part)) for part in (words.by, words.joiners))
    named = re.sub(rf"^(?:{opener})(?::\s*|\s+)", "", told, flags=re.IGNORECASE)
    parts = [part.strip() for part in re.split(rf"\s*[,;|]\s*|\s+(?:{joiner}|&)\s+", named)]
    # Short capitals after a comma are a degree: "Jane Roe, MS".
    return [
        part
        for part in parts
        if 0 < len(part.split()) <= 5 and len(part) <= 60 and not (part.isupper() and len(part) <= 4)
    ]


def _language(root: lxml.html.HtmlElement) -> str | None:
    told = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    found = re.match(r"([a-z]{2,3})(?:[-_]|$)", told)
    return found[1] if found else None


def _claims(
    root: lxml.html.HtmlElement, metas: dict[str, list[str]], story: dict[str, Any]
) -> Iterator[DateClaim | None]:
    told = _clean(story.get("datePublished"))
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
        raw = _clean(element.get("datetime") or element.get("content") or element.get("title") or _words(element))
        found = published.claim("time", raw) if raw else None
        if found and marked:
            return found
        first = first or found
        after_head = after_head or (found if seen_head else None)
    return after_head or first


def _words(element: etree._Element) -> str:
    return "".join(text for _, text in zip(range(20), (str(each) for each in element.itertext()), strict=False))
