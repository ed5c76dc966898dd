"""Groups of what is judged to be the same: connected components, and within each the day that all of it must agree on.

Of many edges few are needed to tell who hangs together: each file of edges is made into a forest, forests are made into one, some at
a time, and what is left is a row for each thing that is grouped at all. Then all that hangs together meets in one bucket.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from dateline.relate.judgement import Pointer
from dateline.relate.same_event import SAME, Agreement
from dateline.scale import columns
from dateline.scale.judged import JUDGED, JUDGEMENT
from dateline.scale.meeting import scattered
from dateline.scale.parts import PLACES, Numbers, place_of

FOREST = 32  # forests that are made into one at a time
MEMBER = {"group": "int64", "sort": "string", "member": "string", "number": "int64"}
GROUP = {"group": "int64", "sort": "string", "member": "string"}
SORTS = {True: "copy", False: "event"}


def forest(table: Any, _: object) -> Any:
    """Edges to the least that keep together what they keep together: of each thing one, to the first of its group."""
    joins = (
        table.filter(np.isin(table.column("verdict").to_pylist(), ["yes", "copied"]))
        if "verdict" in table.column_names
        else table
    )
    things, groups = components(joins.column("a").to_numpy(), joins.column("b").to_numpy())
    others = things != groups
    return columns.arrow().table({"a": groups[others], "b": things[others]})


def components(a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    """The things that the edges join, sorted, and for each the first of its group.

    >>> components(np.array([5, 3, 9]), np.array([3, 4, 8]))
    (array([3, 4, 5, 8, 9]), array([3, 3, 3, 8, 8]))
    """
    things, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = ends[: len(a)], ends[len(a) :]
    head = np.arange(len(things))
    while (
        True
    ):  # the heads of both ends become the lower of them, and who had a head takes its head: rounds as the logarithm
        lower = np.minimum(head[left], head[right])
        joined = head.copy()
        for end in (left, right):
            np.minimum.at(joined, end, lower)
            np.minimum.at(joined, head[end], lower)
        joined = joined[joined]
        if np.array_equal(joined, head):
            return things, things[head]
        head = joined


def brought(table: Any, told: tuple[str, int]) -> dict[str, Any]:
    """Judged rows to the buckets of their groups; what joins nothing stays with its first thing."""
    roots, buckets = told
    trees = columns.read([roots])
    things, order = np.unique(trees.column("b").to_numpy(), return_index=True)
    groups = trees.column("a").to_numpy()[order]
    first = table.column("a").to_numpy()
    at = np.minimum(np.searchsorted(things, first), max(0, len(things) - 1))
    group = np.where(things[at] == first, groups[at], first) if len(things) else first
    # A multiple of a large odd number: the numbers of one day lie on few places, their products on all.
    mixed = (group.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)
    return scattered(table, mixed % np.uint64(buckets))


def settled(table: Any, layout: str) -> dict[str, Any]:
    """All judgements of some groups, as they hold together, and who is in which group then; both to the parts of the first of them."""
    rows = sorted(table.to_pylist(), key=lambda row: (-row["total"], row["left"], row["right"], row["by"]))
    said = columns.table([*_agreed(rows)], JUDGED)
    joins = said.filter(np.isin(said.column("verdict").to_pylist(), ["yes", "copied"]))
    things, groups = components(joins.column("a").to_numpy(), joins.column("b").to_numpy())
    names: dict[int, str] = {}
    for end, name in (("a", "left"), ("b", "right")):
        names.update(zip(joins.column(end).to_pylist(), joins.column(name).to_pylist(), strict=True))
    members = [
        {"group": group, "sort": SORTS[thing % PLACES == 0], "member": names[thing], "number": thing}
        for thing, group in zip(things.tolist(), groups.tolist(), strict=True)
    ]
    table_of = columns.table(members, MEMBER)
    return {
        **scattered(said, place_of(layout, said.column("a").to_numpy()), "j"),
        **scattered(table_of, place_of(layout, table_of.column("group").to_numpy()), "g"),
    }


def judgements_in_order(table: Any, _: object) -> Any:
    """The judgements that begin in one part, in an order that hangs on nothing else."""
    return table.sort_by([(name, "ascending") for name in ("a", "b", "by")]).select([*JUDGEMENT])


def groups_in_order(table: Any, _: object) -> Any:
    """The members of the groups that begin in one part."""
    return table.sort_by([("group", "ascending"), ("number", "ascending")]).select([*GROUP])


def _agreed(rows: Sequence[columns.Row]) -> Iterator[columns.Row]:
    """The rows, the surest first; what would bring days together that differ is unsure, and one pair is judged once."""
    days: dict[Pointer, date | None] = {}
    for row in rows:
        for end in ("a", "b"):
            if row[end] % PLACES:
                told = row[f"day_{end}"]
                days[Pointer.parse(row["left" if end == "a" else "right"])] = date.fromordinal(told) if told else None
    agreement, known = Agreement(days), set[tuple[str, str]]()
    for row in rows:
        pair = row["left"], row["right"]
        if row["a"] % PLACES == 0:
            yield row  # a copy is one whatever else is
        elif pair not in known:
            agrees = row["total"] >= SAME and agreement.take(*map(Pointer.parse, pair))
            if math.isinf(row["total"]) and not agrees:
                continue
            known.add(pair)
            yield {**row, "verdict": "yes" if agrees else "unsure"}
