"""Articles in JSON: one object a line (JSON Lines), or one document that is an object or a list of them.

An object has `text` or `html`, and where known `id`, `title`, `published`, `outlet`, `url`, `language`, or other keys of which
the options say what they hold. A line that is no article is told with its number, and the next one is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.read.late import read_html
from dateline.read.options import ReadOptions, Unread
from dateline.read.page.plain import read_plain
from dateline.read.page.published import claim
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead
from dateline.text.surrogates import without_surrogates

LONGEST_LINE = 50_000_000  # bytes


def read_lines(
    lines: Iterable[bytes], *, path: str | None, options: ReadOptions, first: int = 1
) -> Iterator[Article | Unread]:
    """The article of each line, or why there is none; blank lines are passed over. `first` is the number of the first line."""
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        where = f"line {number}"
        if len(line) > LONGEST_LINE:
            yield Unread(
                path, None, f"{where}: is longer than {LONGEST_LINE // 1_000_000} MB; split the file into its articles"
            )
            continue
        try:
            told = parse_json(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
        except CannotRead as error:
            yield Unread(path, None, f"{where}: {error}")
            continue
        yield read_object(told, path=path, where=where, options=options)


def read_objects(told: object, *, path: str | None, options: ReadOptions) -> Iterator[Article | Unread]:
    """The article of each object of a JSON document: a list of them, or one."""
    if not isinstance(told, list):
        yield read_object(told, path=path, where="document", options=options)
        return
    for number, each in enumerate(told, 1):
        yield read_object(each, path=path, where=f"item {number}", options=options)


def parse_json(words: str) -> object:
    """The value; CannotRead says where the JSON breaks off."""
    try:
        return json.loads(words)
    except json.JSONDecodeError as error:
        raise CannotRead(f"is no JSON ({error.msg} at character {error.pos}); write one object a line") from error
    except (ValueError, RecursionError) as error:
        raise CannotRead(
            "is JSON with too deep a nesting or too long a number; write one flat object a line"
        ) from error


def is_article(told: object) -> bool:
    """The value is an object with a text or a page in it."""
    return isinstance(told, dict) and ("text" in told or "html" in told)


def is_record(told: object) -> bool:
    """The value is a record on the wire."""
    return isinstance(told, dict) and str(told.get("format", "")).startswith("dateline/") and "article" in told


def read_object(told: object, *, path: str | None, where: str, options: ReadOptions) -> Article | Unread:
    """The article that the object holds, or why it holds none."""
    if not isinstance(told, dict):
        return Unread(path, None, f"{where}: is no JSON object; write one with the key 'text' or 'html'")
    told = _named(told, options)
    given = told.get("id")
    id = without_surrogates(str(given)[:500]) if isinstance(given, str | int) and not isinstance(given, bool) else None
    try:
        return _article(told, Source(path, id), options)
    except CannotRead as error:
        return Unread(path, id, f"{where}: {error}")


def _named(told: dict[str, Any], options: ReadOptions) -> dict[str, Any]:
    """The object with what the named columns hold under our own keys."""
    return {**told, **{key: told.get(column) for key, column in options.columns}} if options.columns else told


def _article(told: dict[str, Any], source: Source, options: ReadOptions) -> Article:
    text, page = told.get("text"), told.get("html")
    given = ReadOptions(
        options.published,
        options.outlet or _string(told, "outlet"),
        options.url or _string(told, "url"),
        options.language or _language(told),
    )
    raw = _string(told, "published")
    claims = [claim("line", raw)] if raw else []
    if isinstance(text, str) and text:
        return read_plain(
            without_surrogates(text), source=source, options=given, title=_string(told, "title"), claims=claims
        )
    if isinstance(page, str) and page:
        return read_html(
            without_surrogates(page), source=source, options=given, title=_string(told, "title"), claims=claims
        )
    for key, value in (("text", text), ("html", page)):
        if value is not None and not isinstance(value, str):
            raise CannotRead(f"key {key!r} is {type(value).__name__}, not a string")
    keys = ", ".join(repr(str(key)[:40]) for key in [*told][:12]) or "none"
    raise CannotRead(
        f"has neither 'text' nor 'html', or an empty one; it has {keys}: give the article's text, or say which holds it"
        " (--columns text=...)"
    )


def _string(told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    return " ".join(without_surrogates(value).split())[:2000] or None if isinstance(value, str) else None


def _language(told: dict[str, Any]) -> str | None:
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", _string(told, "language") or "")
    return found[1].lower() if found else None
