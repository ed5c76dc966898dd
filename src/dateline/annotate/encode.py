"""One pass of our small encoder over a text: word pieces in, scores of several heads out. The only file that knows onnxruntime.

Beside the network stands `heads.json`: a row a head (which output, which role), a row a link. A new head is a new row. Each
window is run by itself, so what is found in a paragraph depends on no other paragraph. Without the model's files, or
without onnxruntime, `load_encoder` gives a `NoEncoder` that says why, and its callers go on without.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from dateline.annotate.wordpieces import Piece, Vocabulary, find_pieces, load_vocabulary, windows
from dateline.text.span import Span

HOME = Path(__file__).parents[1] / "models"
MOST = 40_000  # word pieces of one text: twice what 100,000 characters of news have
OUTSIDE, BEGIN, INSIDE = range(3)

Scores = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True)
class NoEncoder:
    """There is no encoder to be had, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """A tag head: its name, the network's output, the three columns of it (outside, begin, inside), and what is added to outside."""

    name: str
    output: str
    columns: tuple[int, int, int]
    outside: float


@dataclass(frozen=True, slots=True)
class Link:
    """A link of spans: its name, the network's output, the plane of it, and the score above which it holds."""

    name: str
    output: str
    plane: int
    least: float


@dataclass(frozen=True, slots=True)
class Found:
    """A span that a head tagged: the run of its pieces, its characters, and how likely its pieces are tagged, on average."""

    first: int
    last: int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder says of one run of pieces: by head a row of scores a piece, by link a score for each pair of pieces."""

    pieces: tuple[Piece, ...]
    tags: dict[str, Scores]
    links: dict[str, Scores]

    def find(self, head: str) -> tuple[Found, ...]:
        """The spans of that head, in order."""
        scores = self.tags[head]
        likely = 1 - numpy.exp(scores[:, OUTSIDE] - numpy.logaddexp.reduce(scores, axis=1))
        return tuple(
            Found(first, last, self.span(first, last), float(likely[first : last + 1].mean()))
            for first, last in runs(best_tags(scores))
        )

    def span(self, first: int, last: int) -> Span:
        """The characters of a run of pieces."""
        return Span(self.pieces[first].start, self.pieces[last].end)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The loaded network and what belongs to it."""

    session: Any
    vocabulary: Vocabulary
    heads: tuple[Head, ...]
    links: tuple[Link, ...]

    def read(self, text: str, spans: Iterable[Span]) -> Iterator[Window]:
        """The windows of those parts of the text, in order; parts behind the first MOST pieces are not read."""
        left = MOST
        for span in spans:
            pieces = find_pieces(text, span, self.vocabulary)
            for window in windows(text, pieces[:left]):
                yield self._run(window)
            left -= len(pieces)
            if left <= 0:
                return

    def _run(self, pieces: list[Piece]) -> Window:
        ids = [self.vocabulary.first, *(piece.id for piece in pieces), self.vocabulary.last]
        form = [0, *(piece.form for piece in pieces), 0]
        quoted = [0, *(piece.quoted for piece in pieces), 0]
        names = [output.name for output in self.session.get_outputs()]
        fed = {"ids": ids, "form": form, "quoted": quoted}
        given = self.session.run(names, {name: numpy.array([row], numpy.int64) for name, row in fed.items()})
        by_name = dict(zip(names, given, strict=True))
        return window_of(pieces, by_name, self.heads, self.links)


def window_of(
    pieces: list[Piece], outputs: dict[str, Scores], heads: tuple[Head, ...], links: tuple[Link, ...]
) -> Window:
    """The outputs of the network, cut to the pieces and sorted by head and link."""
    tags = {}
    for head in heads:
        scores = outputs[head.output][0, 1:-1, list(head.columns)].T
        tags[head.name] = scores + numpy.array([head.outside, 0, 0], numpy.float32)
    pairs = {link.name: outputs[link.output][0, link.plane, 1:-1, 1:-1] - numpy.float32(link.least) for link in links}
    return Window(tuple(pieces), tags, pairs)


@lru_cache(maxsize=1)
def load_encoder(home: Path = HOME) -> Encoder | NoEncoder:
    """The encoder, loaded once a process."""
    try:
        runtime = importlib.import_module("onnxruntime")
    except ImportError as error:
        return NoEncoder(f"onnxruntime cannot be imported ({error}): install dateline with its dependencies")
    try:
        heads, links = read_table(home / "heads.json")
        vocabulary = load_vocabulary(home / "vocab.txt")
        network = (home / "encoder.onnx").read_bytes()
    except OSError as error:
        return NoEncoder(f"{error.filename}: {error.strerror}; tools/train/README.md says how to build the model")
    except (KeyError, TypeError, ValueError) as error:
        return NoEncoder(f"{home}: heads.json or vocab.txt is not what it should be ({error!r})")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = (
        1  # a pool of processes shares the cores, not one article
    )
    options.log_severity_level = 3
    try:
        session = runtime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a class of its own for every fault of a file
        return NoEncoder(f"{home / 'encoder.onnx'}: {error}")
    return Encoder(session, vocabulary, heads, links)


def read_table(path: Path) -> tuple[tuple[Head, ...], tuple[Link, ...]]:
    """The rows of `heads.json`."""
    table = json.loads(path.read_text(encoding="utf-8"))
    heads = tuple(Head(row["name"], row["output"], tuple(row["columns"]), row["outside"]) for row in table["heads"])
    links = tuple(Link(row["name"], row["output"], row["plane"], row["least"]) for row in table["links"])
    return heads, links


def best_tags(scores: Scores) -> list[int]:
    """The most likely row of tags in which nothing is inside that was not begun (Viterbi). An equal score takes the lower tag.

    >>> best_tags(numpy.array([[0, 1, 0], [0, 0, 2], [3, 0, 0], [0, 0.5, 0.9]], numpy.float32))
    [1, 2, 0, 1]
    """
    if not len(scores):
        return []
    rows = scores.tolist()
    outside, begin, _ = rows[0]
    inside = float("-inf")
    back: list[tuple[int, int]] = []  # the tag before outside or begin, the tag before inside
    for one, two, three in rows[1:]:
        before = max((outside, -OUTSIDE), (begin, -BEGIN), (inside, -INSIDE))
        within = max((begin, -BEGIN), (inside, -INSIDE))
        back.append((-before[1], -within[1]))
        outside, begin, inside = before[0] + one, before[0] + two, within[0] + three
    tag = -max((outside, -OUTSIDE), (begin, -BEGIN), (inside, -INSIDE))[1]
    tags = [tag]
    for free, within_tag in reversed(back):
        tag = within_tag if tag == INSIDE else free
        tags.append(tag)
    return tags[::-1]


def runs(tags: list[int]) -> Iterator[tuple[int, int]]:
    """First and last index of each tagged run."""
    first = None
    for index, tag in enumerate([*tags, OUTSIDE]):
        if tag != INSIDE:
            if first is not None:
                yield first, index - 1
            first = index if tag == BEGIN else None
