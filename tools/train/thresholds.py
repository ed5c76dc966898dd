"""The thresholds of heads and links, set on the texts held out: what is added to outside, and the least score of a link.

One is moved at a time, twice around; a tie keeps the value that was there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy
from event_scores import Pair, role_f1, trigger_f1
from event_scores import table as event_table
from examples import CORPORA, LINKS, TAGS, TELLINGS
from passages import Names, Passage
from referee import line, paragraphs, record
from tellings import Report

from dateline.annotate.attributions import join
from dateline.annotate.encode import Encoder, Window
from dateline.annotate.occurrences import ROLES, happenings

OUTSIDE = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5)
LEAST = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
ROUNDS = 2
WITHIN = "within"  # the link of contents once more, where they stand inside another's content

Table = dict[str, list[dict[str, Any]]]
Moves = dict[tuple[str, str], float]  # ("heads" or "links", its name) -> what is added to outside, or the least score


def start(names: Names) -> Table:
    """The table of heads, links and labels, all thresholds nought: a row each, in the order of the network's columns."""
    heads = [
        {"name": name, "output": "tags", "columns": [3 * at, 3 * at + 1, 3 * at + 2], "outside": 0.0}
        for at, name in enumerate(TAGS)
    ]
    links = [{"name": name, "output": "pairs", "plane": at, "least": 0.0} for at, (_, name) in enumerate(LINKS)]
    links.append({**links[TELLINGS.links.index("content")], "name": WITHIN})
    labels, first = [], 0
    for corpus in CORPORA:
        for name in corpus.labels:
            columns = list(range(first, first + len(names[name])))
            labels.append({"name": name, "output": "labels", "columns": columns, "names": list(names[name])})
            first += len(columns)
    return {"heads": heads, "links": links, "labels": labels}


def write(table: Table, path: Path) -> None:
    """The table as JSON, a row a line."""
    parts = []
    for name, rows in table.items():
        listed = ",\n".join(f"    {json.dumps(row)}" for row in rows)
        parts.append(f'  "{name}": [\n{listed}\n  ]')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def choose(encoder: Encoder, reports: list[Report], passages: list[Passage], scorer: Any) -> tuple[Moves, list[str]]:
    """The best thresholds for an encoder that has none, and lines that say what it reaches with them."""
    told = [list(encoder.read(report.text, paragraphs(report.text))) for report in reports]
    happened = [list(encoder.read(passage.text, paragraphs(passage.text))) for passage in passages]
    rows = [report.row for report in reports]

    def scored(moves: Moves) -> dict[str, Any]:
        found = [[one for window in text for one in join(moved(window, moves))] for text in told]
        records = {row["id"]: record(row, one) for row, one in zip(rows, found, strict=True)}
        table: dict[str, Any] = scorer.score(rows, records)
        return table

    def tellings(moves: Moves) -> float:
        table = scored(moves)
        return float(table["content_ge50"]["F1"] + table["triple"]["F1"])

    def paired(moves: Moves) -> list[Pair]:
        found = [[one for window in text for one in happenings(moved(window, moves))] for text in happened]
        return [(passage.happenings, one) for passage, one in zip(passages, found, strict=True)]

    def linked(role: str, moves: Moves) -> float:
        return role_f1(paired(moves), (role,))[role]

    moves: Moves = {}
    links = [("links", name) for name in (*TELLINGS.links, WITHIN)]
    moves = search(moves, [*(("heads", name) for name in TELLINGS.tags), *links], tellings)
    moves = search(moves, [("heads", "trigger")], lambda tried: trigger_f1(paired(tried), of_kind=True))
    for role in ROLES:
        moves = search(moves, [("heads", role), ("links", role)], partial(linked, role))
    events = event_table(passages, [found for _, found in paired(moves)])
    return moves, [line(scored(moves)), json.dumps(events)]


def search(moves: Moves, asked: Sequence[tuple[str, str]], reached: Callable[[Moves], float]) -> Moves:
    """The moves with the best values of those asked for."""
    best, kept = reached(moves), dict(moves)
    for _ in range(ROUNDS if len(asked) > 1 else 1):
        for key in asked:
            for value in OUTSIDE if key[0] == "heads" else LEAST:
                tried = {**kept, key: value}
                score = reached(tried)
                if score > best:
                    best, kept = score, tried
    return kept


def apply(table: Table, moves: Moves) -> None:
    """Write the thresholds into the table."""
    for row in table["heads"]:
        row["outside"] = moves.get(("heads", row["name"]), 0.0)
    for row in table["links"]:
        row["least"] = moves.get(("links", row["name"]), 0.0)


def moved(window: Window, moves: Moves) -> Window:
    """The window with these thresholds."""
    tags = {
        name: scores + numpy.array([moves.get(("heads", name), 0.0), 0, 0], numpy.float32)
        for name, scores in window.tags.items()
    }
    links = {name: scores - numpy.float32(moves.get(("links", name), 0.0)) for name, scores in window.links.items()}
    return Window(window.pieces, tags, links, window.labels)
