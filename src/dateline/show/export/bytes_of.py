"""What several formats share: JSON as bytes, names of files, and articles that came twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.text.record import Record


def json_bytes(told: Any, *, indent: int | None = None) -> bytes:
    """UTF-8 JSON; a lone surrogate, which has no bytes, becomes a question mark."""
    return json.dumps(told, ensure_ascii=False, indent=indent).encode("utf-8", "replace")


def json_line(told: Any) -> bytes:
    """A JSON value as a line."""
    return json_bytes(told) + b"\n"


def json_list(head: dict[str, Any], key: str, items: Iterable[Any]) -> Iterator[bytes]:
    """A JSON object in pieces: the head, and behind it a list under `key`, an item a line, each made when it is asked for."""
    yield json_bytes(head)[:-1] + (b", " if head else b"") + json_bytes(key) + b": ["
    for nth, item in enumerate(items):
        yield (b",\n" if nth else b"\n") + json_bytes(item)
    yield b"\n]}\n"


def named(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """Records that have a text, each with a name for its files: the id of the article, and behind it -2, -3 where a text came again."""
    seen: Counter[str] = Counter()
    for record in records:
        if record.article.text:
            name = record.article.id.replace(":", "-")
            seen[name] += 1
            yield (name if seen[name] == 1 else f"{name}-{seen[name]}"), record


def told(value: dict[str, Any]) -> dict[str, Any]:
    """The same without what nobody knows."""
    return {key: each for key, each in value.items() if each not in (None, "", [], {})}
