"""How near two words of a sentence are along its parse: what an event's time and place are weighed by.

A clause boundary is not crossed downward: a time or a place that stands with a verb of saying is of the saying, and what is
said lies below such a boundary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dateline.annotate.events.reading import Reading

CLAUSE, SENTENCE = 2.5, 9.0  # how far along the parse a clause, a sentence reach; see _UP and _DOWN
# What one step along the parse costs, away from the event's word and toward the time or place. None: not to be crossed.
_UP: dict[str, float | None] = {
    "ccomp": None, "parataxis": None, "csubj": None, "pcomp": 0.5, "xcomp": 0.5, "pobj": 0.25, "prep": 0.25, "agent": 0.25,
    "dobj": 0.5, "nsubj": 0.5, "nsubjpass": 0.5, "attr": 0.5, "conj": 1.5, "advcl": 2.0, "acl": 2.75, "relcl": 2.75, "compound": 0.25, "amod": 0.5,
}  # fmt: skip
_DOWN: dict[str, float | None] = {
    "ccomp": None, "parataxis": None, "relcl": None, "acl": None, "csubj": None, "conj": 3.0, "advcl": 4.0, "xcomp": 1.0, "pcomp": 1.5,
    "prep": 0.25, "pobj": 0.25, "npadvmod": 0.25, "advmod": 0.25, "dobj": 0.75, "nsubj": 1.5, "nsubjpass": 0.75, "attr": 0.75,
}  # fmt: skip
_NEAREST = 12  # times and places of a sentence that are weighed; more than that is a list
_DEPTH = 40
Item = TypeVar("Item")


def path_cost(reading: Reading, event: int, other: int) -> float | None:
    """How far the other word is from the event's word along the parse; None where a boundary lies between."""
    up = {event: 0.0}
    at, cost = event, 0.0
    for _ in range(_DEPTH):
        token = reading.tokens[at]
        step = _UP.get(token.dep, 1.0)
        if token.head == at or step is None:
            break
        at, cost = token.head, cost + step
        up[at] = cost
    at, cost = other, 0.0
    for _ in range(_DEPTH):
        if at in up:
            return up[at] + cost
        token = reading.tokens[at]
        step = _DOWN.get(token.dep, 0.5)
        if token.head == at or step is None:
            return None
        at, cost = token.head, cost + step
    return None


def least(reading: Reading, around: tuple[int, ...], head: int) -> float | None:
    """How far the word is from the nearest of these."""
    costs = [cost for at in around if (cost := path_cost(reading, at, head)) is not None]
    return min(costs, default=None)


def near(items: Sequence[tuple[int, Item]], position: int) -> Sequence[tuple[int, Item]]:
    """The nearest of many; all of a few."""
    if len(items) <= _NEAREST:
        return items
    return sorted(items, key=lambda item: abs(item[0] - position))[:_NEAREST]
