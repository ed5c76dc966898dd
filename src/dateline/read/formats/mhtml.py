"""Pages that a browser saved with all their parts (MHTML): the page is read, its pictures and frames are left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from dateline.read.formats.mail import MOST_PARTS, parse
from dateline.read.options import ReadOptions, Unread
from dateline.read.reading import read_page
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_mhtml(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """The article of the page that was saved."""
    message = parse(data)
    address = str(message.get("snapshot-content-location") or message.get("content-location") or "").strip()
    pages = [part for part in islice(message.walk(), MOST_PARTS) if part.get_content_type() in _PAGES]
    if not pages:
        raise CannotRead("is a saved page (MHTML) that holds no page; save it again")
    start = str(message.get_param("start") or "")
    page = next((each for each in pages if start and each.get("content-id") == start), pages[0])
    address = address or str(page.get("content-location") or "").strip()
    url = address[:2000] if address.lower().startswith(("http://", "https://")) else None
    payload = page.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        raise CannotRead("is a saved page (MHTML) whose page is empty; save it again")
    yield from read_page(payload, source, replace(options, url=options.url or url), page.get_content_charset())
