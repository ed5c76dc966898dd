"""Dependency trees in CoNLL-U as training windows, for the warm-up."""

from __future__ import annotations

import json
import re
from pathlib import Path

from examples import Example

from dateline.annotate.wordpieces import Vocabulary, find_pieces
from dateline.text.span import Span

CLEAN = "CC BY"  # licence of the trees that are taken: not the share-alike ones


def trees(folder: Path, vocabulary: Vocabulary) -> tuple[list[Example], list[str]]:
    """Windows of one sentence each with the relation and the head of every piece, and the names of the relations."""
    clean = {
        row["id"]
        for row in map(json.loads, (folder / "gum-open.jsonl").read_text(encoding="utf-8").splitlines())
        if row["licence"].startswith(CLEAN) and "SA" not in row["licence"]
    }
    names = ["inside"]
    found = []
    marked = (folder / "gum-open.conllu").read_text(encoding="utf-8")
    for document in re.split(r"(?m)^# newdoc id = ", marked)[1:]:
        if document.split("\n", 1)[0].strip() not in clean:
            continue
        for block in document.split("\n\n"):
            example = _tree(block, vocabulary, names)
            if example:
                found.append(example)
    return found, names


def _tree(block: str, vocabulary: Vocabulary, names: list[str]) -> Example | None:
    rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
    rows = [row for row in rows if row[0].isdigit()]
    text, starts = "", []
    for row in rows:
        starts.append(len(text))
        text += row[1] + ("" if "SpaceAfter=No" in row[9] else " ")
    pieces = find_pieces(text, Span(0, len(text)), vocabulary)
    if not 3 <= len(pieces) <= 120:
        return None
    word_of = [max(i for i, start in enumerate(starts) if start <= piece.start) for piece in pieces]
    first: dict[int, int] = {}
    for i, word in enumerate(word_of):
        first.setdefault(word, i)
    example = Example(pieces)
    for i, word in enumerate(word_of):
        row = rows[word]
        name = row[7].split(":")[0] + "/" + row[3]
        if first[word] == i and name not in names:
            names.append(name)
        head = int(row[6]) - 1
        example.relations.append(names.index(name) if first[word] == i else 0)
        example.heads.append(first.get(head, i) if first[word] == i else first[word])
    return example
