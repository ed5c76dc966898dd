"""Sitemaps: lists of addresses with what they say of each page. They hold no article; `dateline fetch` gets what they name."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.read.formats import format_of
from dateline.read.formats.feed import entries
from dateline.read.formats.json_feed import address, items
from dateline.read.formats.payload import unzipped
from dateline.read.formats.xml import local, tree, words
from dateline.read.options import Address, ReadOptions, Unread
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

MOST = 50_000  # addresses that a sitemap may hold, by its protocol


def read_sitemap(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """No article: a sitemap only names where they are."""
    del options
    found = addresses(data)
    first = f" (the first is {found[0].url})" if found else ""
    yield Unread(source.path, None, f"is a sitemap of {len(found)} addresses{first}; get them with `dateline fetch`")


def addresses(data: bytes) -> list[Address]:
    """The addresses that a sitemap or a feed names, in its order, each once; CannotRead where it is neither."""
    data = unzipped(data)  # a sitemap often lies packed on its server
    name = format_of(data[:65_536], "").name
    if name == "json feed":
        found = [Address(url, None, None) for item in items(data) if (url := address(item))]
    elif name == "feed":
        found = [Address(each.url, each.published, each.title) for each in entries(tree(data)) if each.url]
    elif name == "sitemap":
        found = [*_listed(data)]
    else:
        raise CannotRead("is neither a feed nor a sitemap")
    return [*{each.url: each for each in found[:MOST]}.values()]


def _listed(data: bytes) -> Iterator[Address]:
    root = tree(data)
    listed = local(root) == "sitemapindex"
    for each in root:
        told = {local(inner): " ".join(words(inner).split()) for inner in each.iter("*")}
        url = told.get("loc", "")
        if url.lower().startswith(("http://", "https://")) and len(url) <= 2000:
            yield Address(url, told.get("publication_date") or told.get("lastmod"), told.get("title"), listed)
