"""Parts: runs of a build's articles in the order of day and key, each as much as one process holds; and the numbers of what is in them.

A number is day, row within the day, and place within the article (0 the article itself, 1 its first incident). It hangs on
the build alone and not on how it was cut, and it grows with the day, so where it lies is found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.scale import columns
from dateline.scale.stages import UNDATED

PART = 2000  # articles: a part's records, incidents and keys together take some 300 MB
# Bits of a number: 27 for the row in a day, 14 for the place in an article, above them 22 for the day: positive in 64.
PLACE, DAY = 14, 41
PLACES = 1 << PLACE  # what an article tells beyond so many incidents is in no relation
LAST_DAY = date.max.toordinal() + 1  # of articles without a date
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows `first` to `last` of the files; `runs` are day, first row within it, and count of rows of each file."""

    place: int
    files: tuple[str, ...]
    digests: tuple[str, ...]
    first: int
    last: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def begins(self) -> int:
        """The number of its first article."""
        day, row, _ = self.runs[0]
        return day << DAY | row << PLACE


def cut(folder: Path, files: Mapping[str, Mapping[str, Any]], size: int = PART) -> Iterator[Part]:
    """The articles of a build in parts: some whole days, or a piece of one that has more than fit."""
    held: list[tuple[str, str, tuple[int, int, int]]] = []
    place = 0
    for name, told in sorted(files.items(), key=lambda each: _ordinal(each[0])):
        rows, digest, day = told["rows"], told["sha256"], _ordinal(name)
        if held and sum(run[2] for _, _, run in held) + rows > size:
            yield _part(place, held)
            place, held = place + 1, []
        for first in range(0, max(0, rows - size), size):
            yield _part(place, [(str(folder / name), digest, (day, first, size))])
            place += 1
        left = rows - (max(0, rows - 1) // size) * size
        held.append((str(folder / name), digest, (day, rows - left, left)))
    if held:
        yield _part(place, held)


def numbers(runs: Sequence[tuple[int, int, int]]) -> Numbers:
    """The number of each row."""
    rows = [day << DAY | np.arange(first, first + count, dtype=np.int64) << PLACE for day, first, count in runs]
    return np.concatenate([np.zeros(0, dtype=np.int64), *rows])


def write_layout(parts: Sequence[Part], target: str) -> None:
    """Where each part begins, for those who have to find what lies where."""
    begins = [{"begins": part.begins} for part in parts]
    columns.write(columns.table(begins, {"begins": "int64"}), target)


def place_of(layout: str, every: Numbers) -> Numbers:
    """The part that each number lies in."""
    return np.searchsorted(_begins(layout), every, side="right") - 1


@lru_cache(maxsize=2)
def _begins(layout: str) -> Numbers:
    begins: Numbers = columns.read([layout]).column("begins").to_numpy()
    return begins


def _part(place: int, held: list[tuple[str, str, tuple[int, int, int]]]) -> Part:
    runs = tuple(run for _, _, run in held)
    first = runs[0][1]
    return Part(
        place, tuple(file for file, _, _ in held), tuple(digest for _, digest, _ in held), first,
        first + sum(count for _, _, count in runs), runs,
    )  # fmt: skip


def _ordinal(name: str) -> int:
    day = name.split("/")[0].partition("=")[2]
    return LAST_DAY if day == UNDATED else date.fromisoformat(day).toordinal()
