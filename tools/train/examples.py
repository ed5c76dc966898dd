"""Training text as the encoder sees it: windows of word pieces with a tag for each head, and links with their labels.

What the three sets share stands here; `tellings.py` reads attributions, `passages.py` events, `trees.py` the warm-up.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from dateline.annotate.wordpieces import Piece, is_sentence_end, windows
from dateline.text.span import Span


class Text(Protocol):
    """A training text."""

    @property
    def id(self) -> str:
        """Its name in the set."""


HELD, HELD_SEED = 0.25, 7  # share of the texts held out to set thresholds, and which
AnyText = TypeVar("AnyText", bound=Text)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a set of texts has marked: the tag heads and the links, by name, and the labels of what is linked from.

    The first link of each name goes from a span of `centre`, which is one of the heads.
    """

    name: str
    tags: tuple[str, ...]
    centre: str
    links: tuple[str, ...]
    labels: tuple[str, ...] = ()


TELLINGS = Corpus("attributions", ("source", "cue", "content"), "cue", ("source", "content"))
HAPPENINGS = Corpus(
    "events",
    ("trigger", "actor", "recipient", "place"),
    "trigger",
    ("actor", "recipient", "place"),
    ("kind", "mode", "status"),
)
CORPORA = (TELLINGS, HAPPENINGS)
TAGS = tuple(name for corpus in CORPORA for name in corpus.tags)
LINKS = tuple((corpus.name, name) for corpus in CORPORA for name in corpus.links)


@dataclass(frozen=True, slots=True)
class Link:
    """The pieces of one cue or trigger, for each link of its corpus the pieces that belong to it, and its labels."""

    centre: tuple[int, ...]
    to: tuple[tuple[int, ...], ...]
    labels: tuple[int, ...] = ()


@dataclass(slots=True)
class Example:
    """One window: pieces, tags 0/1/2 (outside, begin, inside) of each head of its corpus, links, and for a tree its tags and heads."""

    pieces: list[Piece]
    tags: list[list[int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)


def split(texts: list[AnyText], share: float, seed: int) -> tuple[list[AnyText], list[AnyText]]:
    """The texts to train on and those held out, the same for the same seed."""
    order = sorted(texts, key=lambda text: text.id)
    random.Random(seed).shuffle(order)
    kept = round(len(order) * share)
    return order[kept:], order[:kept]


def cut(text: str, pieces: list[Piece], whole: list[Span], chance: random.Random) -> Iterator[list[Piece]]:
    """Windows of a paragraph. Most are cut at some ends of sentences that lie in no span of `whole`: news has short ones."""
    runs = list(_between_sentences(text, pieces, whole, chance)) if chance.random() < 0.6 else [pieces]
    for run in runs:
        yield from windows(text, run)


def _between_sentences(
    text: str, pieces: list[Piece], whole: list[Span], chance: random.Random
) -> Iterator[list[Piece]]:
    start = 0
    for index in range(1, len(pieces)):
        at = pieces[index].start
        free = is_sentence_end(text, pieces, index) and not any(span.start < at < span.end for span in whole)
        if free and chance.random() < 0.5:
            yield pieces[start:index]
            start = index
    yield pieces[start:]


def mark(window: list[Piece], spans: Iterable[Span], tagged: list[int]) -> tuple[int, ...]:
    """Tag the pieces of these spans, where none of a span's pieces has a tag yet, and give all their numbers."""
    found: list[int] = []
    for span in spans:
        run = [at for at, piece in enumerate(window) if piece.start < span.end and piece.end > span.start]
        if run and not any(tagged[at] for at in run):
            for at in run:
                tagged[at] = 1 if at == run[0] else 2
        found += run
    return tuple(found)
