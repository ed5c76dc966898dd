"""Those who wrote a page's story, by its data, its meta tags, the elements marked as author, and the line under its headline.

The first of these that names a person or an agency is believed, unless a later one names the same and more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import lxml.html
from lxml import etree

from dateline.knowledge.folding import fold
from dateline.read.page import visible
from dateline.read.page.credits import is_agency, is_outlet
from dateline.read.page.linked import clean, name_of, types_of
from dateline.read.page.named import all_names, each_once, is_desk, is_login, is_person, opens_byline, split_names

MOST = 20  # authors that one carrier names
MOST_LOOKED_AT = 20_000  # elements
MOST_CALLED = 30  # elements whose class says that they are bylines, or that are marked so; a story has few, its comments have many
HEAD = 150  # characters of a paragraph with which the story has begun, and of a byline
ABOVE = 3  # elements around the first author's in which the others' are looked for
_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "og:article:author",
    "article.author", "article-author", "article_author", "author_name", "cxenseparse:author", "citation_author", "dcsext.author",
    "twitter:creator:name", "rnews:creator", "creator", "byline", "authors",
)  # fmt: skip
_CALLED = re.compile(
    r"(?:by-?line|author|autor(?!e?f)|auteur|autore|verfasser|reporter|journalist|writer)s?(?![a-z]*(?:ize|ise|ity))",
    re.IGNORECASE,
)
_NOT_CALLED = re.compile(
    r"comment|related|avatar|photo|image|img|picture|social|follow|bio\b|about|desc|mail|twitter|facebook|more|teaser|recommend"
    r"|promo|sidebar|nav|menu|widget|date|time|title|role|job|icon|logo|newsletter|share|button|topic|tag",
    re.IGNORECASE,
)
# Asked for by the attribute: three times as quick as asking each element for it.
_MARKED = etree.XPath("//@rel[contains(., 'author')]/.. | //@itemprop[contains(., 'author')]/..")
_ADDRESSED = ("http:", "https:", "/")
_OTHERS = re.compile(r"comment|related|recommend|sidebar", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|auteurs?|autore?s?|autori|by|people|persons?|profiles?|staff|journalists?|contributors?|reporters?|columnists?|writers?|redakteure?)/[^/]+"
)


class _Head(NamedTuple):
    """What a walk through the page found: the elements marked as author, and between headline and story those called or linked so."""

    marked: list[lxml.html.HtmlElement]
    called: list[lxml.html.HtmlElement]
    linked: list[lxml.html.HtmlElement]
    opened: list[lxml.html.HtmlElement]


def find_authors(
    root: lxml.html.HtmlElement,
    metas: dict[str, list[str]],
    nodes: Sequence[dict[str, Any]],
    story: dict[str, Any],
    *,
    outlets: Sequence[str],
    code: str,
) -> tuple[tuple[str, ...], str]:
    """Those who wrote it, and where it is told; the outlet itself (by any of its names) only where nobody else is named."""
    desks = organizations(story)  # "Ministry of Health and Welfare" is one
    best: tuple[int, tuple[str, ...], str] = (0, (), "json-ld")
    for where, told in _carriers(root, metas, nodes, story, code):
        parts = (part for words in told for part in ([words] if words in desks else split_names(words, code)))
        names = each_once(islice(parts, MOST))
        worth = max((_worth(name, outlets, code) for name in names), default=0)
        if worth > best[0] or (worth == best[0] and _names_more(names, best[1], outlets, code)):
            best = (worth, names, where)
    return best[1:]


def _carriers(
    root: lxml.html.HtmlElement,
    metas: dict[str, list[str]],
    nodes: Sequence[dict[str, Any]],
    story: dict[str, Any],
    code: str,
) -> Iterator[tuple[str, Iterable[str]]]:
    """Where a page tells its authors, the most reliable first, and what it says there."""
    yield "json-ld", _in_data(root, story, nodes)
    yield from (("meta", _in_meta(root, metas[name])) for name in _METAS if name in metas)
    seen = _walk(root, code)
    yield from (("element", read(seen, code)) for read in (_marked, _called, _linked, _opened))


def organizations(story: dict[str, Any]) -> frozenset[str]:
    """The authors that the page's data call organizations."""
    return frozenset(
        clean(who["name"])
        for told in _told(story)
        for who in _listed(told)
        if isinstance(who, dict)
        and isinstance(who.get("name"), str)
        and any("Organization" in kind for kind in types_of(who))
    )


def _worth(name: str, outlets: Sequence[str], code: str) -> int:
    """How much the name tells: of a person or an agency most, of the outlet itself least."""
    if any(is_outlet(name, outlet) for outlet in outlets):
        return 1
    if is_agency(name):
        return 4
    return 2 if is_login(name) else 3 if is_desk(name, code) else 4


def _names_more(names: tuple[str, ...], before: tuple[str, ...], outlets: Sequence[str], code: str) -> bool:
    """All that were named are named again, and other persons with them."""
    told, new = (
        {fold(name) for name in each if not any(is_outlet(name, outlet) for outlet in outlets)}
        for each in (before, names)
    )
    return bool(told) and told < new and all(is_person(name, code) for name in names)


def _in_data(root: lxml.html.HtmlElement, story: dict[str, Any], nodes: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the page's data call the authors; one that they only refer to is looked up, in the data and among the page's links."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and node.get("name")}
    for told in _told(story):
        names = [name for who in _listed(told) for name in _names_of(root, who, known) if name]
        yield from names
        if names:
            return


def _names_of(root: lxml.html.HtmlElement, who: object, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    if isinstance(who, dict) and not who.get("name") and isinstance(who.get("@id"), str):
        who = known.get(who["@id"], who)
    named = who.get("name", who.get("@value")) if isinstance(who, dict) else who
    if isinstance(who, dict) and not named:
        named = f"{clean(who.get('givenName'))} {clean(who.get('familyName'))}".strip() or _address_of(who)
    for each in _listed(named):
        words = clean(each.get("@value") if isinstance(each, dict) and "@value" in each else name_of(each))
        yield _linked_as(root, words) if words.startswith(_ADDRESSED) else words


def _address_of(who: dict[str, Any]) -> str:
    """The page of somebody whom the data do not name."""
    told = (clean(name_of(who.get(key))) for key in ("url", "@id", "sameAs"))
    return next((address for address in told if address.startswith(_ADDRESSED)), "")


def _in_meta(root: lxml.html.HtmlElement, told: Sequence[str]) -> Iterator[str]:
    """What a meta tag says, and the name that the page gives to an author's page to which it points."""
    for words in told[:MOST]:
        yield _linked_as(root, words) if words.startswith(_ADDRESSED) else words


def _linked_as(root: lxml.html.HtmlElement, address: str) -> str:
    """What a link of the page to this author's page says; "" where it is no person's name."""
    path = re.sub(r"^[a-z]+:/*[^/]*", "", address).rstrip("/").partition("#")[0]
    if not _AUTHOR_PAGE.search(path):
        return ""
    links = (
        each for each in islice(root.iter("a"), MOST_LOOKED_AT) if (each.get("href") or "").rstrip("/").endswith(path)
    )
    return next((name for name in (clean(each.text_content()) for each in islice(links, MOST)) if is_person(name)), "")


def _told(story: dict[str, Any]) -> Iterator[object]:
    """What the data have of authors; those who made it where no author is named."""
    return (told for told in (story.get("author"), story.get("creator"), story.get("contributor")) if told)


def _listed(told: object) -> list[Any]:
    told = told["@list"] if isinstance(told, dict) and isinstance(told.get("@list"), list) else told
    return told[:MOST] if isinstance(told, list) else [told]


def _walk(root: lxml.html.HtmlElement, code: str) -> _Head:
    """What is marked as author anywhere, and what stands between headline and story that tells of one."""
    found = _Head(_authors_marked(root), [], [], [])
    headed = next(root.iter("h1"), None) is None
    for element in islice(root.iter(), MOST_LOOKED_AT):
        tag = element.tag
        if not headed:
            headed = tag == "h1"
            continue
        if tag == "p" and _own_length(element) >= HEAD:
            break
        if not isinstance(tag, str) or tag in ("script", "style"):
            continue
        if (class_ := element.get("class")) and len(found.called) < MOST_CALLED and _is_called(class_[:200]):
            found.called.append(element)
        elif tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
            found.linked.append(element)
        if element.text and tag != "a" and opens_byline(f"{element.text[:60].lstrip()} ", code):
            found.opened.append(element)
    return found


def _authors_marked(root: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    told = _MARKED(root)
    elements = [each for each in told if isinstance(each, lxml.html.HtmlElement)] if isinstance(told, list) else []
    marked = (each for each in elements if "author" in f"{each.get('rel')} {each.get('itemprop')}".split())
    return list(islice(marked, MOST_CALLED))


def _own_length(element: lxml.html.HtmlElement) -> int:
    return len(element.text or "") + sum(len(child.tail or "") for child in element)


@lru_cache(maxsize=4096)
def _is_called(class_: str) -> bool:
    """A class among these is given to bylines."""
    return any(_CALLED.search(name) and not _NOT_CALLED.search(name) for name in class_.split())


def _marked(seen: _Head, code: str) -> Iterator[str]:
    """What the elements say that are marked as author, by `rel` or `itemprop`: the first, and those beside it."""
    own = [each for each in seen.marked if not _is_others(each)]
    first = next((each for each in own if split_names(_line(each), code)), None)
    if first is None:
        return
    around = _around(first)
    yield from (_line(each) for each in own if each is first or around in each.iterancestors())


def _called(seen: _Head, code: str) -> Iterator[str]:
    """The names in the first element between headline and story whose class says that it is a byline, and those beside it."""
    lines = [(each, _line(each)) for each in seen.called]
    lines = [(each, line) for each, line in lines if 0 < len(line) <= 2 * HEAD and not _is_others(each)]
    whole = [(each, names) for each, line in lines if (names := all_names(line, code))]
    if not whole:  # one that says other things too, a place or a link
        told = (split_names(line, code) for _, line in lines)
        yield from next(
            (
                [name for name in names if is_person(name, code)]
                for names in told
                if names and is_person(names[0], code)
            ),
            [],
        )
        return
    first = whole[0][0]
    for each, _ in whole:
        first = each if first in each.iterancestors() else first
    around = _around(first)
    for each, names in whole:
        if each is first or (each.get("class") == first.get("class") and around in each.iterancestors()):
            yield from names


def _linked(seen: _Head, code: str) -> Iterator[str]:
    """The names that link to authors' pages between headline and story: the first, and those beside it."""
    persons = (each for each in seen.linked if is_person(clean(each.text_content()), code))
    first = next((each for each in persons if not _is_others(each)), None)
    if first is None:
        return
    around = _around(first)
    named = (clean(each.text_content()) for each in seen.linked if around in each.iterancestors())
    yield from (name for name in named if is_person(name, code))


def _opened(seen: _Head, code: str) -> Iterator[str]:
    """The names in the first line between headline and story that begins as a byline and says nothing else."""
    lines = (_line(each) for each in seen.opened[:MOST] if not _is_others(each))
    told = (all_names(line, code) for line in lines if len(line) <= HEAD and opens_byline(line, code))
    yield from next((names for names in told if names), [])


def _is_others(element: lxml.html.HtmlElement) -> bool:
    """It stands among readers' comments or other stories: in an element called so that does not hold the headline."""
    called = (
        each
        for each in (element, *element.iterancestors())
        if _OTHERS.search(f"{each.get('class')} {each.get('id')}"[:300])
    )
    return any(next(each.iter("h1"), None) is None for each in called)


def _around(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The widest of the elements close around it that holds little more than a byline."""
    widest = element
    for above in islice(element.iterancestors(), ABOVE):
        if len(above.text_content()) > 2 * HEAD:
            break
        widest = above
    return widest if widest is not element else element.getparent()


def _line(element: lxml.html.HtmlElement) -> str:
    """What the element says, its lines parted by bars; what it marks as the names, where it does so."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style"):
        return ""
    named = [each for each in element.iter() if each is not element and each.get("itemprop") == "name"][:MOST]
    if named:
        return " | ".join(clean(each.get("content") or each.text_content()) for each in named)
    if element.tag in ("meta", "link"):
        return clean(element.get("content"))
    links = [clean(each.text_content()) for each in islice(element.iter("a"), MOST)]
    if len(links) > 1 and all(is_person(link) for link in links):
        return " | ".join(links)  # each name its own link, with nothing between them
    return clean(" | ".join(block.text.replace("\n", " | ") for block in visible.all_blocks(element)))
