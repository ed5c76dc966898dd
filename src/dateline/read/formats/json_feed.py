"""JSON Feed to articles: each item that has a text or a title is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dateline.read.decode import decode
from dateline.read.formats.lines import parse_json
from dateline.read.formats.pieces import Carrier, Piece, article_of, fragment, paragraphs, told_day
from dateline.read.options import ReadOptions, Unread
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead
from dateline.text.surrogates import without_surrogates


def read_json_feed(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """The article of each item, in the order of the feed."""
    found = items(data)
    told = parse_json(decode(data))
    feed = told if isinstance(told, dict) else {}
    language = (_string(feed, "language") or "").partition("-")[0].lower()
    given = replace(
        options,
        outlet=options.outlet or _string(feed, "title"),
        language=options.language or (language if 2 <= len(language) <= 3 and language.isalpha() else None),
    )
    if not found:
        raise CannotRead("is a feed without items; nothing in it to read")
    for number, item in enumerate(found, 1):
        yield _article(item, number, source, given)


def items(data: bytes) -> list[dict[str, Any]]:
    """The items of the feed in order."""
    told = parse_json(decode(data))
    listed = told.get("items") if isinstance(told, dict) else None
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def address(item: dict[str, Any]) -> str | None:
    """Where the item's own page stands."""
    told = _string(item, "url") or _string(item, "external_url") or ""
    return told if told.lower().startswith(("http://", "https://")) else None


def _article(item: dict[str, Any], number: int, source: Source, options: ReadOptions) -> Article | Unread:
    id = _string(item, "id") or address(item)
    carrier = Carrier(
        _string(item, "title"),
        tuple(_authors(item)),
        (told_day("feed", _string(item, "date_published")),),
        id and id[:500],
    )
    given = replace(options, url=options.url or address(item))
    try:
        return article_of(_body(item), carrier, source=source, options=given)
    except CannotRead as error:
        return Unread(source.path, carrier.id, f"item {number}: {error}")


def _body(item: dict[str, Any]) -> list[Piece]:
    page, text = item.get("content_html"), item.get("content_text") or item.get("summary")
    if isinstance(page, str) and page.strip():
        return fragment(without_surrogates(page))
    return paragraphs(without_surrogates(text)) if isinstance(text, str) else []


def _authors(item: dict[str, Any]) -> Iterator[str]:
    told = item.get("authors")
    for each in [*told] if isinstance(told, list) else [item.get("author")]:
        name = _string(each, "name") if isinstance(each, dict) else None
        if name:
            yield name[:120]


def _string(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    return " ".join(without_surrogates(value).split())[:2000] or None if isinstance(value, str) else None
