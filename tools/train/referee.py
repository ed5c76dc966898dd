"""Scores of a network on marked texts, by the referee's scorer (a script, loaded from its path)."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.annotate.attributions import Attribution, join
from dateline.annotate.encode import Window
from dateline.text.span import Span

Reader = Callable[[str, Iterable[Span]], Iterable[Window]]


def load_scorer(path: Path) -> Any:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(gold: list[dict[str, Any]], read: Reader, scorer: Any, *, flat: bool = False) -> dict[str, Any]:
    """The scorer's table for these gold texts, paragraph by paragraph; flat: without what is told within another content."""
    records = {}
    for row in gold:
        found = find(row["text"], read)
        records[row["id"]] = record(row, outermost(found) if flat else found)
    table: dict[str, Any] = scorer.score(gold, records)
    return table


def find(text: str, read: Reader) -> list[Attribution]:
    """All attributions of a text whose paragraphs are its lines."""
    return [found for window in read(text, paragraphs(text)) for found in join(window)]


def outermost(found: list[Attribution]) -> list[Attribution]:
    """Those whose cue stands in no content of another."""
    told = [content for one in found for content in one.content]
    return [one for one in found if not any(content.holds(cue) for content in told for cue in one.cue)]


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of the text."""
    return (Span(*line.span()) for line in re.finditer(r"[^\n]+", text))


def record(row: dict[str, Any], found: list[Attribution]) -> dict[str, Any]:
    """A record that holds these attributions only."""
    statements = [
        {"manner": "reported", **{role: _pairs(getattr(one, role)) for role in ("source", "cue", "content")}}
        for one in found
    ]
    return {"article": {"source": {"id": row["id"]}, "text": row["text"]}, "statements": statements}


def line(table: dict[str, Any]) -> str:
    """The scores that decide, on one line."""
    parts = [f"{name} {table[name]['F1']}" for name in ("content_ge50", "content_exact", "cue", "triple")]
    by_type = " ".join(f"{kind} {row['R']}" for kind, row in table["recall_by_type"].items())
    return f"{'  '.join(parts)}  source {table['source_given_match']['overlap']}  R {by_type}  n {table['pred']}/{table['gold']}"


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
