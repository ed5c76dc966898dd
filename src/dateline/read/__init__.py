"""Floor 2: bytes to articles. Files, folders and standard input, told apart by what they hold, not by their names."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from dateline.read.decode import decode, refuse_binary
from dateline.read.inputs import HEAD, JSON_LINES, LARGEST, Input, files_of, holds_lines, inputs, lines_of
from dateline.read.late import read_html
from dateline.read.lines import is_article, parse_json, read_lines, read_objects
from dateline.read.options import KNOWING_NOTHING, MOST_BYTES, ReadOptions, Unread
from dateline.read.plain import read_plain
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead, DatelineError

__all__ = ["Input", "ReadOptions", "Unread", "inputs", "read", "read_all", "read_input"]

_PAGES = frozenset({".html", ".htm", ".xhtml"})
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(source: Path | str, *, options: ReadOptions = KNOWING_NOTHING) -> Article:
    """The one article of a file, or of standard input ("-"); CannotRead says why there is none or more than one."""
    found = list(islice(read_all([source], options=options), 2))
    if not found:
        raise CannotRead(f"{source}: holds no files; name a file with an article")
    if isinstance(found[0], Unread):
        raise CannotRead(f"{source}: {found[0].reason}")
    if len(found) > 1:
        raise CannotRead(f"{source}: holds more than one article; read them with read_all")
    return found[0]


def read_all(sources: Iterable[Path | str], *, options: ReadOptions = KNOWING_NOTHING) -> Iterator[Article | Unread]:
    """The articles of all sources in order; an input that cannot be read stands in its place as Unread."""
    for source in sources:
        name = str(source)
        if name == "-":
            yield from _read_stream(sys.stdin.buffer, path="-", options=options)
            continue
        for path in files_of(Path(source)):
            yield from _read_file(path, options)


def read_input(given: Input, *, options: ReadOptions = KNOWING_NOTHING) -> Iterator[Article | Unread]:
    """The articles of one input; what cannot be read stands in its place as Unread."""
    if given.refused:
        yield Unread(given.path, None, given.refused)
    elif given.line is not None:
        yield from read_lines([given.data], path=given.path, options=options, first=given.line)
    else:
        yield from _read_stream(io.BytesIO(given.data), path=given.path, options=options)


def _read_file(path: Path, options: ReadOptions) -> Iterator[Article | Unread]:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, path=str(path), options=options)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield Unread(str(path), None, f"cannot be opened ({getattr(error, 'strerror', None) or error}); check the path")


def _read_stream(stream: BinaryIO, *, path: str, options: ReadOptions) -> Iterator[Article | Unread]:
    suffix = Path(path).suffix.lower()
    head = stream.read(HEAD)
    if holds_lines(head, suffix):
        yield from read_lines(lines_of(head, stream), path=path, options=options)
        return
    try:
        refuse_binary(head)
        data = head + stream.read(LARGEST + 1 - len(head))
        if len(data) > LARGEST:
            raise CannotRead(f"is larger than {LARGEST // 1_000_000} MB; split it into its articles")
        yield from _read_bytes(data, path=path, suffix=suffix, options=options)
    except DatelineError as error:
        yield Unread(path, None, str(error))


def _read_bytes(data: bytes, *, path: str, suffix: str, options: ReadOptions) -> Iterator[Article | Unread]:
    """The articles of a whole file: a page, a JSON document, or plain text, as its first characters tell."""
    is_page = suffix in _PAGES
    text = decode(data, markup=is_page or b"<" in data[:HEAD])
    start = text[:HEAD]
    source = Source(path)
    if is_page or _PAGE.match(start):
        if len(data) > MOST_BYTES:
            raise CannotRead(f"is a page of more than {MOST_BYTES // 1_000_000} MB; give the page of one article")
        yield read_html(text, source=source, options=options)
        return
    if suffix in JSON_LINES:
        yield from read_lines(text.encode("utf-8", "replace").split(b"\n"), path=path, options=options)
        return
    told = _document(text, suffix)
    if told is not None:
        yield from read_objects(told, path=path, options=options)
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
