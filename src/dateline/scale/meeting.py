"""Meeting by key, where no process ever holds all that has a key: each part tells a few of its own, and is told a few of all others'.

Note: how a hot key is split. Who holds what against what has only to know the first few of a key (copies), or the few just
before its own (tellings of one event). So a part tells the first few, or the last few, of each of its keys, and a key's
bucket answers each part that has it with as many. A key that stands in every article costs its bucket a few rows a part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.scale.parts import PLACE, Numbers, place_of

Keys = NDArray[np.uint64]
BUCKET = 2_000_000  # keys that a bucket is to hold, about: 50 MB of rows


def buckets(things: int, each: int) -> int:
    """How many buckets so many things need that have so many keys each; never so few that nobody can share the work."""
    return max(8, things * each // BUCKET)


def scattered(table: Any, place: NDArray[Any], name: str = "") -> dict[str, Any]:
    """The rows of a table by the place each goes to."""
    order = np.argsort(place, kind="stable")
    goes, first = np.unique(place[order], return_index=True)
    ends = np.append(first[1:], len(order))[: len(first)]
    return {
        f"{name}{to:06d}": table.take(order[low:high]) for to, low, high in zip(goes.tolist(), first, ends, strict=True)
    }


def first_of_each(keys: NDArray[Any], most: int) -> NDArray[np.bool_]:
    """Which of the sorted keys are among the first so many of their kind."""
    kept: NDArray[np.bool_] = np.arange(len(keys)) - np.searchsorted(keys, keys) < most
    return kept


def last_of_each(keys: NDArray[Any], most: int) -> NDArray[np.bool_]:
    """Which of the sorted keys are among the last so many of their kind."""
    kept: NDArray[np.bool_] = np.searchsorted(keys, keys, side="right") - np.arange(len(keys)) <= most
    return kept


def answer_first(table: Any, layout: str, most: int) -> dict[str, Any]:
    """To each part, for each key that it has and that is of more than one article: the first few articles of all."""
    keys, ages, numbers = (table.column(name).to_numpy() for name in ("key", "age", "number"))
    order = np.lexsort((numbers, ages, keys))
    keys, numbers = keys[order], numbers[order]
    low, high = np.searchsorted(keys, keys), np.searchsorted(keys, keys, side="right")
    met = np.flatnonzero(high - low > 1)
    asks = np.unique(np.stack([low[met], place_of(layout, numbers[met])], axis=1), axis=0)
    sizes = np.minimum(high[asks[:, 0]] - asks[:, 0], most)
    return scattered(table.take(order[_spread(asks[:, 0], sizes)]), np.repeat(asks[:, 1], sizes))


def answer_before(table: Any, layout: str, most: int) -> dict[str, Any]:
    """To each part, for each key that it has: the last few before its own."""
    keys, numbers = (table.column(name).to_numpy() for name in ("key", "number"))
    order = np.lexsort((numbers, keys))
    keys, places = keys[order], place_of(layout, numbers[order])
    low = np.searchsorted(keys, keys)
    begins = (
        np.flatnonzero(np.append(True, (keys[1:] != keys[:-1]) | (places[1:] != places[:-1]))) if len(keys) else low
    )
    begins = begins[begins > low[begins]]  # something of the key is before the part's own
    sizes = np.minimum(begins - low[begins], most)
    return scattered(table.take(order[_spread(begins - sizes, sizes)]), np.repeat(places[begins], sizes))


def article_of(numbers: Numbers) -> Numbers:
    """The number of the article that each lies in."""
    return numbers >> PLACE << PLACE


def _spread(firsts: Numbers, sizes: Numbers) -> Numbers:
    """`sizes[n]` numbers from `firsts[n]` on, for all n one behind the other."""
    ends = np.cumsum(sizes)
    spread: Numbers = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(firsts - (ends - sizes), sizes)
    return spread
