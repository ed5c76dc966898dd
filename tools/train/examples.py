"""Training text as the encoder sees it: windows of word pieces with a tag for each head and the links of each cue.

Two sets are read: attributions (source, cue and content spans a text) and, for the warm-up, dependency trees in CoNLL-U.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dateline.annotate.wordpieces import Piece, Vocabulary, find_pieces, is_sentence_end, windows
from dateline.text.span import Span

ROLES = ("source", "cue", "content")
LINKS = ("source", "content")  # what a cue is linked to
CLEAN = "CC BY"  # licence of the trees that are taken: not the share-alike ones


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
class Text:
    """One training text and all its attributions."""

    id: str
    text: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The pieces of one cue, and for each of LINKS the pieces that belong to it."""

    cue: tuple[int, ...]
    to: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class Example:
    """One window: pieces, tags 0/1/2 (outside, begin, inside) of each of ROLES, links, and for a tree its tags and heads."""

    pieces: list[Piece]
    tags: list[list[int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)


def read_texts(path: Path) -> list[Text]:
    """The texts of an attribution file, one JSON object a line; attributions without content are left out."""
    return [_text(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def split(texts: list[Text], share: float, seed: int) -> tuple[list[Text], list[Text]]:
    """The texts to train on and those held out, the same for the same seed."""
    order = sorted(texts, key=lambda text: text.id)
    random.Random(seed).shuffle(order)
    kept = round(len(order) * share)
    return order[kept:], order[:kept]


def examples(texts: list[Text], vocabulary: Vocabulary, chance: random.Random | None) -> list[Example]:
    """All windows of the texts. With a chance, long paragraphs are sometimes cut between sentences: news has short ones."""
    return [
        example for text in texts for window in _cut(text, vocabulary, chance) for example in _example(text, window)
    ]


def trees(path: Path, licences: Path, vocabulary: Vocabulary) -> tuple[list[Example], list[str]]:
    """Windows of one sentence each with the relation and the head of every piece, and the names of the relations."""
    clean = {
        row["id"]
        for row in map(json.loads, licences.read_text(encoding="utf-8").splitlines())
        if row["licence"].startswith(CLEAN) and "SA" not in row["licence"]
    }
    names = ["inside"]
    found = []
    for document in re.split(r"(?m)^# newdoc id = ", path.read_text(encoding="utf-8"))[1:]:
        if document.split("\n", 1)[0].strip() not in clean:
            continue
        for block in document.split("\n\n"):
            example = _tree(block, vocabulary, names)
            if example:
                found.append(example)
    return found, names


def _text(row: dict[str, object]) -> Text:
    listed = row["attributions"]
    assert isinstance(listed, list)
    tellings = (
        Telling(*(tuple(Span(start, end) for start, end in sorted(item[role])) for role in ROLES))
        for item in listed
        if item["content"]
    )
    return Text(str(row["id"]), str(row["text"]), tuple(tellings))


def _cut(text: Text, vocabulary: Vocabulary, chance: random.Random | None) -> Iterator[list[Piece]]:
    for line in re.finditer(r"[^\n]+", text.text):
        pieces = find_pieces(text.text, Span(*line.span()), vocabulary)
        runs = [pieces]
        if chance and chance.random() < 0.6:
            runs = list(_between_sentences(text, pieces, chance))
        for run in runs:
            yield from windows(text.text, run)


def _between_sentences(text: Text, pieces: list[Piece], chance: random.Random) -> Iterator[list[Piece]]:
    """The pieces cut at some ends of sentences that lie inside no attribution."""
    hulls = [telling.hull() for telling in text.tellings]
    start = 0
    for index in range(1, len(pieces)):
        at = pieces[index].start
        free = is_sentence_end(text.text, pieces, index) and not any(hull.start < at < hull.end for hull in hulls)
        if free and chance.random() < 0.5:
            yield pieces[start:index]
            start = index
    yield pieces[start:]


def _example(text: Text, window: list[Piece]) -> Iterator[Example]:
    if not window:
        return
    tags = [[0] * len(window) for _ in ROLES]
    links = []
    for telling in sorted(text.tellings, key=lambda telling: -sum(map(len, telling.content))):
        inside = {role: [_pieces_in(window, span) for span in telling.of(role)] for role in ROLES}
        for role, tagged in zip(ROLES, tags, strict=True):
            for run in inside[role]:
                if not any(tagged[i] for i in run):  # the outermost content has the tags; what is told within it, links
                    for i in run:
                        tagged[i] = 1 if i == run[0] else 2
        cue = tuple(i for run in inside["cue"] for i in run)
        if cue:
            links.append(Link(cue, tuple(tuple(i for run in inside[role] for i in run) for role in LINKS)))
    yield Example(window, tags, links)


def _pieces_in(window: list[Piece], span: Span) -> list[int]:
    return [i for i, piece in enumerate(window) if piece.start < span.end and piece.end > span.start]


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
