"""Judgements as rows, with the numbers of the two that are judged and the days of what they tell; and back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from dateline.relate.judgement import Judgement, Pointer
from dateline.scale import columns
from dateline.text.span import Evidence, Span

JUDGEMENT = {
    "left": "string", "right": "string", "verdict": "string", "score": "float64", "by": "string", "because": "string",
}  # fmt: skip
# `total` is what the features of two tellings sum up to; infinite where the words are the same.
JUDGED = {"a": "int64", "b": "int64", "day_a": "int32", "day_b": "int32", "total": "float64", **JUDGEMENT}
_JSON = msgspec.json.encode
_BECAUSE = msgspec.json.Decoder(list[tuple[str, str, tuple[int, int] | None]]).decode


@dataclass(frozen=True, slots=True)
class End:
    """One of two things that are judged: its number, and the day that is told of it (0 for none)."""

    number: int
    day: int = 0


def judged_row(said: Judgement, left: End, right: End, total: float = math.inf) -> columns.Row:
    """The judgement as a row of `JUDGED`."""
    because = [(each.by, each.note, (each.span.start, each.span.end) if each.span else None) for each in said.because]
    return {
        "a": left.number, "b": right.number, "day_a": left.day, "day_b": right.day, "total": total,
        "left": str(said.left), "right": str(said.right), "verdict": said.verdict, "score": said.score, "by": said.by,
        "because": _JSON(because).decode(),
    }  # fmt: skip


def judgements(table: Any) -> Iterator[Judgement]:
    """The judgements of a table with the columns `JUDGEMENT`."""
    for row in table.to_pylist():
        because = tuple(
            Evidence(by, note, Span(*span) if span else None) for by, note, span in _BECAUSE(row["because"])
        )
        yield Judgement(
            Pointer.parse(row["left"]), Pointer.parse(row["right"]), row["verdict"], row["score"], because, row["by"]
        )
