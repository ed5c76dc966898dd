"""A file of made-up news for the tests of scale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path


def council_news(folder: Path, *, articles: int, days: Sequence[str]) -> Path:
    """So many articles, one after another of the given days, every fifth a copy of the one before it, and a line that is none."""
    lines = []
    for number in range(articles):
        body = number - 1 if number % 5 == 4 else number
        text = " ".join(
            f"The council of Orl met for the {body}th time and voted on road {body + word}." for word in range(9)
        )
        told = {"text": text, "published": days[number % len(days)], "outlet": f"Paper {number}"}
        lines.append(json.dumps(told))
    lines.insert(articles // 2, '{"text": 7')
    path = folder / "news.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
