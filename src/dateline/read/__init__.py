"""Floor 2: bytes to articles. Files, folders and standard input, told apart by what they hold, not by their names.

What is in strangers' formats is parsed in a process that can be stopped (`guard`); plain text and lines of JSON here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dateline.read.guard import guarded
from dateline.read.inputs import Input, inputs
from dateline.read.options import KNOWING_NOTHING, ReadOptions, Unread
from dateline.read.page.plain import read_plain
from dateline.read.reading import articles_of, is_foreign
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

__all__ = ["Input", "ReadOptions", "Unread", "inputs", "read", "read_all", "read_input", "read_text"]


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
    for given in inputs(sources):
        yield from read_input(given, options=options)


def read_text(text: str, *, options: ReadOptions = KNOWING_NOTHING) -> Article:
    """The article that a string holds, its characters as they are; CannotRead where it holds only blanks."""
    return read_plain(text, source=Source(), options=options)


def read_input(given: Input, *, options: ReadOptions = KNOWING_NOTHING) -> Iterator[Article | Unread]:
    """The articles of one input; what cannot be read stands in its place as Unread."""
    yield from (guarded if is_foreign(given) else articles_of)(given, options)
