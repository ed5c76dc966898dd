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


def json_lines(told: Iterable[Any]) -> bytes:
    """One JSON value a line."""
    return b"".join(json_bytes(each) + b"\n" for each in told)


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
