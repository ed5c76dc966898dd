"""What becomes of one input: it is read, annotated and made ready to be stored, here or in a process of its own."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from dateline.annotate.layers import annotate
from dateline.read import Input, ReadOptions, Unread, read_input
from dateline.read.formats.lines import parse_json
from dateline.read.options import KNOWING_NOTHING
from dateline.store.drafts import Dictionaries, Draft, draft, draft_line
from dateline.text.article import Article
from dateline.text.errors import BadRecord, CannotRead, DatelineError, MissingModel
from dateline.text.record import Record

_MARK = b"\xef\xbb\xbf"
_RECORD = re.compile(
    rb'(?:\xef\xbb\xbf)?\s{0,9}\{\s{0,9}"format"\s{0,9}:\s{0,9}"dateline/'
)  # as nearly all are written


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are to be read: what is told of them, a folder of a newsroom's own names, and whether only the text is wanted."""

    options: ReadOptions = KNOWING_NOTHING
    knowledge: Path | None = None
    read_only: bool = False


PLAINLY = Reading()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an input, or one article of it, is not in the archive."""

    stage: str
    reason: str
    path: str | None = None
    given: str | None = None


class _Head(msgspec.Struct):
    format: str = ""
    article: Any = None


def outcomes(given: Input, reading: Reading, dictionaries: Dictionaries) -> Iterator[Draft | Failed]:
    """A draft for each article of the input, or why there is none. Only MissingModel is raised: no input would fare better."""
    try:
        if is_record(given):
            yield draft_line(given.data.removeprefix(_MARK), dictionaries)
            return
        for article, original in _articles(given, reading.options):
            if isinstance(article, Unread):
                yield Failed("read", article.reason, article.path, article.id)
                continue
            yield from _drafted(article, original, reading, dictionaries)
    except MissingModel:
        raise
    except BadRecord as error:
        where = f"line {given.line}: " if given.line else ""
        yield Failed("read", f"{where}{error}", given.path)
    except Exception as error:  # one input: the run must not suffer
        yield Failed("read", f"{type(error).__name__}: {error}", given.path)


def is_record(given: Input) -> bool:
    """The input is a record that was made before."""
    if opens_record(given.data):
        return True
    if given.refused or b'"dateline/' not in given.data:
        return False
    try:
        head = msgspec.json.decode(given.data.removeprefix(_MARK), type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return head.format.startswith("dateline/") and isinstance(head.article, dict)


def opens_record(line: bytes) -> bool:
    """The line begins as records do."""
    return _RECORD.match(line) is not None


def _articles(given: Input, options: ReadOptions) -> Iterator[tuple[Article | Unread, bytes | None]]:
    """The articles and the bytes that each was read from; of a file with several, nobody's."""
    found = read_input(given, options=options)
    first, second = next(found, None), next(found, None)
    if first is not None:
        yield first, _original(given) if second is None else None
    if second is not None:
        yield second, None
    for article in found:
        yield article, None


def _original(given: Input) -> bytes | None:
    """The file's bytes; of a line of JSON the text or page in it, since all else in the line is in the article."""
    if given.line is None:
        return given.data
    try:
        told = parse_json(given.data.removeprefix(_MARK).decode("utf-8", "replace"))
    except CannotRead:
        return None
    page = (told.get("text") or told.get("html")) if isinstance(told, dict) else None
    return page.encode("utf-8", "replace") if isinstance(page, str) else None


def _drafted(
    article: Article, original: bytes | None, reading: Reading, dictionaries: Dictionaries
) -> Iterator[Draft | Failed]:
    source = article.source
    try:
        record = Record(article) if reading.read_only else annotate(article, knowledge=_own(reading.knowledge))
        yield draft(record, dictionaries, original, read_only=reading.read_only)
    except DatelineError as error:
        if isinstance(error, MissingModel):
            raise
        yield Failed("store", str(error), source.path, source.id)


@lru_cache(maxsize=1)
def _own(folder: Path | None) -> Any:
    return importlib.import_module("dateline.knowledge.own").load_own(folder) if folder else None
