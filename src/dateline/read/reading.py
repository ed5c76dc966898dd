"""One input's bytes to its articles, by what the table of formats names. Strangers' formats come here in a guarded process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dateline.read.decode import decode, refuse_binary
from dateline.read.formats import TEXT, Format, first_element, format_of
from dateline.read.formats.lines import is_article, parse_json, read_lines, read_objects
from dateline.read.inputs import HEAD, JSON_LINES, LARGEST, Input
from dateline.read.late import late, read_html
from dateline.read.options import MOST_BYTES, Enclosed, ReadOptions, Unread
from dateline.read.page.plain import read_plain
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead, DatelineError

DEEPEST = 3  # documents in documents: a report in a mail that was forwarded
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_PAGE_START = frozenset(b"!doctype html head body meta title article main div p h1".split())
_WHOLE = frozenset({"pdf", "docx", "parquet", "warc", "outlook"})  # binary: `refuse_binary` would turn them away
# What a browser's "save page" or SingleFile notes at the head of the page it writes.
_SAVED_FROM = re.compile(
    r"<!--.{0,200}?(?:saved from url=\(\d{1,6}\)|\burl:\s{0,4})(https?://[^\s<>\"]{1,2000})", re.DOTALL
)
_EMBEDDED = re.compile(r"(data:[\w.+-]{1,60}/[\w.+-]{1,80}(?:;[\w=.-]{1,40}){0,3};base64,)[A-Za-z0-9+/=\s%]{200,}")


def articles_of(given: Input, options: ReadOptions, depth: int = 0) -> Iterator[Article | Unread]:
    """The articles of one input; what cannot be read stands in its place as Unread."""
    if given.refused:
        yield Unread(given.path, None, given.refused)
        return
    if given.line is not None:
        yield from read_lines([given.data], path=given.path, options=options, first=given.line)
        return
    try:
        for found in _read(given, options):
            if not isinstance(found, Enclosed):
                yield found
            elif depth < DEEPEST:
                inner = Input(f"{given.path}/{found.name}", found.data)
                within = options if depth == 0 else replace(options, url=None)
                yield from articles_of(inner, within, depth + 1)
            else:
                yield Unread(
                    given.path, None, f"{found.name}: lies more than {DEEPEST} documents deep; take it out first"
                )
    except DatelineError as error:
        yield Unread(given.path, None, str(error))


def is_foreign(given: Input) -> bool:
    """What reads the input is a parser for strangers' bytes, so it is to be guarded."""
    if given.refused:
        return False
    if given.line is not None:
        return b'"html"' in given.data
    head = given.data[:HEAD]
    wide = b"\x00" in head and b"<" in head  # a page in UTF-16 shows itself only when it is decoded
    return format_input(given).foreign or wide or (b'"html"' in given.data and head[:1] in (b"[", b"{"))


def format_input(given: Input) -> Format:
    """The format of the input's bytes."""
    return format_of(given.data[:HEAD], Path(given.path).suffix.lower())


def _read(given: Input, options: ReadOptions) -> Iterator[Article | Unread | Enclosed]:
    told = format_input(given)
    if told.name not in _WHOLE:
        refuse_binary(given.data[:HEAD])
    if len(given.data) > LARGEST:
        raise CannotRead(f"is larger than {LARGEST // 1_000_000} MB; split it into its articles")
    module, _, function = (told.reads or TEXT.reads).partition(".")
    source = Source(given.path)
    if module == "reading":
        yield from (read_page if function == "read_page" else read_text)(given.data, source, options)
        return
    yield from getattr(late(f"dateline.read.formats.{module}"), function)(given.data, source, options)


def read_page(
    data: bytes, source: Source, options: ReadOptions, charset: str | None = None
) -> Iterator[Article | Unread]:
    """The article of a page. `charset` is what its carrier says it is written in."""
    text = decode(data, markup=True, told=charset)
    if len(text) > MOST_BYTES // 4:
        text = _EMBEDDED.sub(r"\1", text)  # pictures within the page, which would make up nearly all of it
    if len(text) > MOST_BYTES:
        raise CannotRead(f"is a page of more than {MOST_BYTES // 1_000_000} MB; give the page of one article")
    article = read_html(text, source=source, options=options)
    saved = _SAVED_FROM.search(text[:4000]) if article.url is None else None
    yield replace(article, url=saved[1]) if saved else article


def read_text(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread]:
    """The articles of a page in a wide character set, of a JSON document, or of plain text, as its first characters tell."""
    suffix = Path(source.path or "").suffix.lower()
    text = decode(data, markup=b"<" in data[:HEAD])
    if first_element(text[:HEAD].encode("utf-8", "replace")) in _PAGE_START:
        yield from read_page(data, source, options)
        return
    if suffix in JSON_LINES:
        yield from read_lines(text.encode("utf-8", "replace").split(b"\n"), path=source.path, options=options)
        return
    told = _document(text, suffix)
    if told is not None:
        yield from read_objects(told, path=source.path, options=options)
        return
    yield read_plain(text, source=source, options=options)


def _document(text: str, suffix: str) -> object:
    """The value of a JSON document that holds articles (or that calls itself JSON); None for any other text."""
    if suffix != ".json" and not text[:HEAD].lstrip().startswith(("{", "[")):
        return None
    try:
        told = parse_json(text)
    except CannotRead:
        if suffix == ".json":
            raise
        return None
    named = suffix == ".json"
    return told if named or is_article(told) or (isinstance(told, list) and told and is_article(told[0])) else None
