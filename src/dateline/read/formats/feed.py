"""RSS, RDF and Atom to articles: each entry that has a text or a title is one. Nothing that it links to is fetched."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree

from dateline.read.formats.pieces import Carrier, Piece, article_of, fragment, paragraphs, told_day
from dateline.read.formats.xml import local, tree, words
from dateline.read.options import ReadOptions, Unread
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

_BODIES = ("encoded", "content", "body", "div", "fullitem", "description", "summary", "abstract", "tagline")
_DATES = ("published", "issued", "pubdate", "date", "created", "updated", "modified")  # issue goes before change
_PLACES = frozenset({"origlink", "link", "guid", "id", "about"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,30});")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[^\s()]{3,200}\s{0,9}\(([^()@]{2,80})\)")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].{0,20})?")
_MEDIA = "search.yahoo.com/mrss"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(NamedTuple):
    """One entry of a feed: where its article stands, and when it came out as far as it says."""

    element: etree._Element
    url: str | None
    title: str | None
    published: str | None


def read_feed(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """The article of each entry, in the order of the feed."""
    root = tree(data)
    channel = next((each for each in root if local(each) == "channel"), root)
    given = replace(
        options,
        outlet=options.outlet or _words(_child(channel, "title")),
        language=options.language or _language(channel),
    )
    found = False
    for number, entry in enumerate(entries(root), 1):
        found = True
        yield _article(entry, number, source, given)
    if not found:
        raise CannotRead("is a feed without entries; nothing in it to read")


def entries(root: etree._Element) -> Iterator[Entry]:
    """The entries of the feed in order."""
    for each in root.iter("{*}item", "{*}entry", "{*}Item", "{*}Entry"):
        date = next((told for name in _DATES if (told := _words(_child(each, name)))), None)
        yield Entry(each, _link(each), _title(each), date)


def _article(entry: Entry, number: int, source: Source, options: ReadOptions) -> Article | Unread:
    id = _words(_child(entry.element, "guid")) or _words(_child(entry.element, "id")) or entry.url
    carrier = Carrier(
        entry.title, tuple(_authors(entry.element)), (told_day("feed", entry.published),), id[:500] if id else None
    )
    given = replace(options, url=options.url or entry.url, outlet=_origin(entry.element) or options.outlet)
    try:
        return article_of(_body(entry.element), carrier, source=source, options=given)
    except CannotRead as error:
        return Unread(source.path, carrier.id, f"entry {number}: {error}")


def _body(entry: etree._Element) -> list[Piece]:
    """The paragraphs of the first of its elements that hold a story."""
    for name in _BODIES:
        for each in entry:
            if local(each) == name and _MEDIA not in str(each.tag) and (pieces := _pieces(each, name)):
                return pieces
    return []


def _pieces(each: etree._Element, name: str) -> list[Piece]:
    kind = (each.get("type") or "").lower()
    if len(each):  # XHTML within the feed
        inner = b"".join(etree.tostring(child, encoding="utf-8") for child in each)
        return fragment((each.text or "") + inner.decode("utf-8", "replace"))
    told = _decoded(each, kind)
    if kind in ("text", "text/plain", "plain") or (name != "encoded" and not _TAG.search(told)):
        return paragraphs(told)
    return fragment(told)


def _decoded(each: etree._Element, kind: str) -> str:
    """The element's text, unpacked where it says that it is packed."""
    told = words(each)
    if each.get("mode") != "base64" and (
        not kind or "/" not in kind or kind.startswith("text/") or kind.endswith("xml")
    ):
        return told
    try:
        return (
            base64.b64decode(told, validate=False).decode("utf-8", "replace") if each.get("mode") == "base64" else told
        )
    except ValueError:
        return told


def _title(entry: etree._Element) -> str | None:
    named = _child(entry, "title")
    if named is None:
        named = next((each for each in entry if local(each) == "title"), None)
    if named is None:
        return None
    told = _decoded(named, (named.get("type") or "").lower())
    if named.get("type") in ("text", "text/plain") or not _TAG.search(told):
        return " ".join(told.split()) or None
    return " ".join(html.unescape(_TAG.sub(lambda tag: tag[0] if tag[0][0] == "&" else " ", told)).split()) or None


def _link(entry: etree._Element) -> str | None:
    """The entry's own address: what it calls its original, else its alternate link, else an id that is an address."""
    told: dict[str, str] = {}
    for each in entry:
        name = local(each)
        if name not in _PLACES or _MEDIA in str(each.tag):
            continue
        address = each.get("href") if each.get("rel", "alternate") == "alternate" else None
        address = address or ("" if each.get("rel", "alternate") != "alternate" else words(each).strip())
        if name == "guid" and each.get("isPermaLink", "true").lower() == "false":
            continue
        if _ADDRESS.fullmatch(address):
            told.setdefault(name, address)
    about = next((value for name, value in entry.attrib.items() if str(name).endswith("about")), "")
    found = told.get("origlink") or told.get("link") or told.get("guid") or told.get("id")
    return found or (str(about) if _ADDRESS.fullmatch(str(about)) else None)


def _authors(entry: etree._Element) -> Iterator[str]:
    for each in entry:
        if local(each) not in ("author", "creator"):
            continue
        name = _child(each, "name")
        told = _words(each if name is None else name) or ""
        bracketed = _IN_BRACKETS.fullmatch(told)
        told = bracketed[1] if bracketed else told
        if told and "@" not in told and len(told) <= 120:
            yield told


def _origin(entry: etree._Element) -> str | None:
    """The outlet that an entry was taken over from."""
    origin = _child(entry, "source")
    if origin is None:
        return None
    return _words(_child(origin, "title")) if len(origin) else _words(origin)


def _language(channel: etree._Element) -> str | None:
    told = _words(_child(channel, "language")) or channel.get(_LANGUAGE) or ""
    found = _CODE.fullmatch(str(told))
    return found[1].lower() if found else None


def _child(each: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in each if local(child) == name and _MEDIA not in str(child.tag)), None)


def _words(each: etree._Element | None) -> str | None:
    return " ".join(words(each).split())[:2000] or None if each is not None else None
