"""Readers and libraries that are imported when first needed: an HTML parser is no business of a plain text, or of `--help`."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from dateline.read.options import ReadOptions
from dateline.text.article import Article, DateClaim, Source


@lru_cache(maxsize=8)
def late(name: str) -> Any:
    """The module of that name. What it reports as a warning stays quiet where the program has set up no logging."""
    logging = importlib.import_module("logging")
    logging.getLogger(name).addHandler(logging.NullHandler())
    return importlib.import_module(name)


def read_html(
    page: str,
    *,
    source: Source,
    options: ReadOptions,
    title: str | None = None,
    claims: Sequence[DateClaim | None] = (),
) -> Article:
    """As `html.read_html`."""
    article: Article = late("dateline.read.page.html").read_html(
        page, source=source, options=options, title=title, claims=claims
    )
    return article
