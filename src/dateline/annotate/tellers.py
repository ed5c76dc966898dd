"""Whose words each token is: the innermost statement that tells it, painted once for a whole text in linear time."""

from __future__ import annotations

from dateline.annotate.tree import Tree
from dateline.text.record import Record
from dateline.text.telling import ROOT

_DEEPEST = 32  # a chain of sources longer than this is no chain of sources


def tellers(record: Record, tree: Tree) -> list[str]:
    """For each token the id of the innermost statement whose content holds it; the root's where none does."""
    within = {statement.id: statement.within for statement in record.statements}
    depth: dict[str, int] = {}
    for id in within:
        up, steps = within[id], 0
        while up is not None and up in within and steps < _DEEPEST:
            up, steps = within[up], steps + 1
        depth[id] = steps
    told = [ROOT] * len(record.tokens)
    for statement in sorted(record.statements, key=lambda each: depth[each.id]):
        if statement.manner != "own_voice":
            for part in statement.content:
                for position in tree.between(part):
                    told[position] = statement.id
    return told
