"""Marked attributions as training windows: sources, cues and contents, and what is linked to each cue."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import TELLINGS, Example, Link, cut, mark

from dateline.annotate.wordpieces import Piece, Vocabulary, find_pieces
from dateline.text.span import Span

OPEN = ("CC BY", "public domain", "OGL")  # how the licence of a text begins that may be trained on


@dataclass(frozen=True, slots=True)
class Telling:
    """One attribution: the spans of each role."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]

    def of(self, role: str) -> tuple[Span, ...]:
        """The spans of that role."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[role]

    def hull(self) -> Span:
        """From its first character to its last."""
        spans = self.source + self.cue + self.content
        return Span(min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True)
class Report:
    """One training text and all its attributions, and the row it was read from."""

    id: str
    text: str
    tellings: tuple[Telling, ...]
    row: dict[str, Any]


def read_reports(path: Path) -> list[Report]:
    """The texts of an attribution file whose licence is clear; attributions without content are left out."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [_report(row) for row in rows if row["licence"].startswith(OPEN)]


def examples(reports: list[Report], vocabulary: Vocabulary, chance: random.Random) -> list[Example]:
    """All windows of the texts, cut anew at each call."""
    return [
        example
        for report in reports
        for window in _windows(report, vocabulary, chance)
        for example in _example(report, window)
    ]


def _report(row: dict[str, Any]) -> Report:
    tellings = (
        Telling(*(tuple(Span(start, end) for start, end in sorted(item[role])) for role in TELLINGS.tags))
        for item in row["attributions"]
        if item["content"]
    )
    return Report(row["id"], row["text"], tuple(tellings), row)


def _windows(report: Report, vocabulary: Vocabulary, chance: random.Random) -> Iterator[list[Piece]]:
    whole = [telling.hull() for telling in report.tellings]
    for line in re.finditer(r"[^\n]+", report.text):
        yield from cut(report.text, find_pieces(report.text, Span(*line.span()), vocabulary), whole, chance)


def _example(report: Report, window: list[Piece]) -> Iterator[Example]:
    if not window:
        return
    tags = [[0] * len(window) for _ in TELLINGS.tags]
    links = []
    # the outermost content has the tags; what is told within it, links
    for telling in sorted(report.tellings, key=lambda telling: -sum(map(len, telling.content))):
        inside = {
            role: mark(window, telling.of(role), tagged) for role, tagged in zip(TELLINGS.tags, tags, strict=True)
        }
        if inside["cue"]:
            links.append(Link(inside["cue"], tuple(inside[role] for role in TELLINGS.links)))
    yield Example(window, tags, links)
