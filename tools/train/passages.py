"""Marked events as training windows: triggers with kind, mode and status, and the actor, recipient and place of each."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples import HAPPENINGS, Example, Link, cut, mark

from dateline.annotate.wordpieces import Piece, Vocabulary, find_pieces
from dateline.text.span import Span

Names = dict[str, tuple[str, ...]]
NO_MODE = "none"


@dataclass(frozen=True, slots=True)
class Happening:
    """One marked event. Its mode is named with its kind ("ASSAULT/aerial"), or `NO_MODE`."""

    trigger: Span
    kind: str
    mode: str
    status: str
    roles: dict[str, tuple[Span, ...]]

    def label(self, name: str) -> str:
        """Its label of that name."""
        return {"kind": self.kind, "mode": self.mode, "status": self.status}[name]


@dataclass(frozen=True, slots=True)
class Passage:
    """One training text and all its events."""

    id: str
    text: str
    happenings: tuple[Happening, ...]


def read_passages(path: Path) -> list[Passage]:
    """The texts of an event file."""
    return [_passage(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def label_names(passages: list[Passage]) -> Names:
    """What each label can be, sorted."""
    marked = [happening for passage in passages for happening in passage.happenings]
    return {name: tuple(sorted({one.label(name) for one in marked})) for name in HAPPENINGS.labels}


def examples(passages: list[Passage], names: Names, vocabulary: Vocabulary, chance: random.Random) -> list[Example]:
    """All windows of the texts, cut anew at each call."""
    return [
        _example(passage, window, names)
        for passage in passages
        for line in re.finditer(r"[^\n]+", passage.text)
        for window in _windows(passage, Span(*line.span()), vocabulary, chance)
    ]


def _passage(row: dict[str, Any]) -> Passage:
    happenings = []
    for event in row["events"]:
        roles: dict[str, tuple[Span, ...]] = {}
        for role in event["roles"]:
            roles[role["role"]] = (*roles.get(role["role"], ()), Span(role["start"], role["end"]))
        mode = f"{event['kind']}/{event['mode'].replace('_', '-')}" if event["mode"] else NO_MODE
        status = "did_not_happen" if event["status"] == "not" else event["status"]  # the record's name of it
        happenings.append(Happening(Span(*event["trigger"]), event["kind"], mode, status, roles))
    return Passage(row["id"], row["text"], tuple(happenings))


def _windows(passage: Passage, line: Span, vocabulary: Vocabulary, chance: random.Random) -> Iterator[list[Piece]]:
    pieces = find_pieces(passage.text, line, vocabulary)
    yield from (window for window in cut(passage.text, pieces, [], chance) if window)


def _example(passage: Passage, window: list[Piece], names: Names) -> Example:
    tags = [[0] * len(window) for _ in HAPPENINGS.tags]
    links = []
    for happening in passage.happenings:
        centre, *to = (
            mark(window, (happening.trigger,) if head == "trigger" else happening.roles.get(head, ()), tagged)
            for head, tagged in zip(HAPPENINGS.tags, tags, strict=True)
        )
        if centre:
            labels = tuple(names[name].index(happening.label(name)) for name in HAPPENINGS.labels)
            links.append(Link(centre, tuple(to), labels))
    return Example(window, tags, links)
