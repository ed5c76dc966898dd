"""One pass of our small encoder over a text: word pieces in, scores of several heads out. The only file that knows onnxruntime.

Beside the network stands `heads.json`: a row a head (which output, which role), a row a link, a row a label. A new head is
a new row. Windows of like length run together; what is found in one depends on no other (its numbers, but for rounding).
Without the model's files, or without onnxruntime, `load_encoder` gives a `NoEncoder` that says why; callers go on without.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from dateline.annotate.wordpieces import Piece, Vocabulary, find_pieces, load_vocabulary, windows
from dateline.text.article import Block
from dateline.text.span import Span

HOME = Path(__file__).parents[1] / "models"
MOST = 40_000  # word pieces of one text: twice what 100,000 characters of news have
_UNREAD = ("boilerplate", "dateline", "byline")
AT_ONCE = 256  # pieces of one run, padding included: 512 was no faster
SLACK = 1.3  # how much longer than the shortest the longest of a run may be: 1.6 pads away what it gains
HELD = 4_000  # pieces whose scores are held at a time while reading
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
class Labels:
    """A label of tagged spans: its name, the network's output, and for each label the column and what it is called."""

    name: str
    output: str
    columns: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A span that a head tagged: the run of its pieces, its characters, and how likely its pieces are tagged, on average."""

    first: int
    last: int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder says of one run of pieces: by head and label a row of scores a piece, by link a score for each pair of pieces."""

    pieces: tuple[Piece, ...]
    tags: dict[str, Scores]
    links: dict[str, Scores]
    labels: dict[str, tuple[tuple[str, ...], Scores]] = field(default_factory=dict)

    def find(self, head: str) -> tuple[Found, ...]:
        """The spans of that head, in order."""
        scores = self.tags[head]
        likely = 1 - numpy.exp(scores[:, OUTSIDE] - numpy.logaddexp.reduce(scores, axis=1))
        return tuple(
            Found(first, last, self.span(first, last), mean(likely[first : last + 1]))
            for first, last in runs(best_tags(scores))
        )

    def label(self, name: str, found: Found, among: Callable[[str], bool] | None = None) -> tuple[str, float]:
        """The likeliest label of a span, among those asked for, and how likely it is among all."""
        names, scores = self.labels[name]
        mean = scores[found.first : found.last + 1].mean(axis=0)
        likely = numpy.exp(mean - numpy.logaddexp.reduce(mean))
        best = max((at for at, one in enumerate(names) if among is None or among(one)), key=lambda at: likely[at])
        return names[best], float(likely[best])

    def linked(self, name: str, found: Found) -> Scores:
        """How well each piece is linked to the span: the mean over its pieces."""
        rows = self.links[name][found.first : found.last + 1]
        row: Scores = numpy.add.reduce(rows, axis=0) / numpy.float32(len(rows)) if len(rows) > 1 else rows[0]
        return row

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
    labels: tuple[Labels, ...] = ()

    def has(self, head: str) -> bool:
        """The network has a head of that name."""
        return any(one.name == head for one in self.heads)

    def read(self, text: str, spans: Iterable[Span]) -> Iterator[Window]:
        """The windows of those parts of the text, in order, none over two of them; parts behind the first MOST pieces are not read."""
        held: list[list[Piece]] = []
        for window in self._cut(text, spans):
            held.append(window)
            if sum(map(len, held)) >= HELD:
                yield from self._run_all(held)
                held = []
        yield from self._run_all(held)

    def _cut(self, text: str, spans: Iterable[Span]) -> Iterator[list[Piece]]:
        left = MOST
        for span in spans:
            pieces = find_pieces(text, span, self.vocabulary)
            yield from windows(text, pieces[:left])
            left -= len(pieces)
            if left <= 0:
                return

    def _run_all(self, held: list[list[Piece]]) -> list[Window]:
        found: dict[int, Window] = {}
        for run in like_length([len(pieces) for pieces in held]):
            found.update(zip(run, self._run([held[at] for at in run]), strict=True))
        return [found[at] for at in range(len(held))]

    def _run(self, batch: list[list[Piece]]) -> Iterator[Window]:
        sizes = [len(pieces) + 2 for pieces in batch]
        fed = {name: numpy.zeros((len(batch), max(sizes)), numpy.int64) for name in ("ids", "form", "quoted")}
        for row, pieces in enumerate(batch):
            inside = slice(1, len(pieces) + 1)
            fed["ids"][row, 0], fed["ids"][row, len(pieces) + 1] = self.vocabulary.first, self.vocabulary.last
            fed["ids"][row, inside] = [piece.id for piece in pieces]
            fed["form"][row, inside] = [piece.form for piece in pieces]
            fed["quoted"][row, inside] = [piece.quoted for piece in pieces]
        names = [output.name for output in self.session.get_outputs()]
        given = self.session.run(names, {**fed, "lengths": numpy.array(sizes, numpy.int32)})
        for row, (pieces, size) in enumerate(zip(batch, sizes, strict=True)):
            cut = (slice(row, row + 1), slice(size)), (slice(row, row + 1), slice(None), slice(size), slice(size))
            own = {name: scores[cut[scores.ndim == 4]] for name, scores in zip(names, given, strict=True)}
            yield window_of(pieces, own, self.heads, self.links, self.labels)


def told_spans(blocks: Iterable[Block]) -> list[Span]:
    """The parts of a text that the encoder is to read."""
    return [block.span for block in blocks if block.kind not in _UNREAD]


def window_of(
    pieces: list[Piece],
    outputs: dict[str, Scores],
    heads: tuple[Head, ...],
    links: tuple[Link, ...],
    labels: tuple[Labels, ...] = (),
) -> Window:
    """The outputs of the network for one window, cut to the pieces and sorted by head, link and label."""
    tags = {}
    for head in heads:
        scores = outputs[head.output][0, 1:-1, list(head.columns)].T
        tags[head.name] = scores + numpy.array([head.outside, 0, 0], numpy.float32)
    pairs = {link.name: outputs[link.output][0, link.plane, 1:-1, 1:-1] - numpy.float32(link.least) for link in links}
    named = {one.name: (one.names, outputs[one.output][0, 1:-1, list(one.columns)].T) for one in labels}
    return Window(tuple(pieces), tags, pairs, named)


def like_length(sizes: list[int]) -> list[list[int]]:
    """The numbers of the windows that run together: AT_ONCE pieces at most, none much longer than another.

    >>> like_length([250, 30, 12, 28, 31])
    [[0], [4, 1, 3], [2]]
    """
    found: list[list[int]] = []
    for at in sorted(range(len(sizes)), key=lambda at: (-sizes[at], at)):
        longest = sizes[found[-1][0]] if found else 0
        if found and (len(found[-1]) + 1) * (longest + 2) <= AT_ONCE and sizes[at] * SLACK >= longest:
            found[-1].append(at)
        else:
            found.append([at])
    return found


@lru_cache(maxsize=1)
def load_encoder(home: Path = HOME) -> Encoder | NoEncoder:
    """The encoder, loaded once a process."""
    try:
        runtime = importlib.import_module("onnxruntime")
    except ImportError as error:
        return NoEncoder(f"onnxruntime cannot be imported ({error}): install dateline with its dependencies")
    try:
        heads, links = read_table(home / "heads.json")
        labels = read_labels(home / "heads.json")
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
    # the graph is written in fused operators; what the runtime would fuse further (skip + norm) is slower on this processor
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        session = runtime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime has a class of its own for every fault of a file
        return NoEncoder(f"{home / 'encoder.onnx'}: {error}")
    return Encoder(session, vocabulary, heads, links, labels)


def read_table(path: Path) -> tuple[tuple[Head, ...], tuple[Link, ...]]:
    """The head and link rows of `heads.json`."""
    table = json.loads(path.read_text(encoding="utf-8"))
    heads = tuple(Head(row["name"], row["output"], tuple(row["columns"]), row["outside"]) for row in table["heads"])
    links = tuple(Link(row["name"], row["output"], row["plane"], row["least"]) for row in table["links"])
    return heads, links


def read_labels(path: Path) -> tuple[Labels, ...]:
    """The label rows of `heads.json`."""
    rows = json.loads(path.read_text(encoding="utf-8"))["labels"]
    return tuple(Labels(row["name"], row["output"], tuple(row["columns"]), tuple(row["names"])) for row in rows)


def best_tags(scores: Scores) -> list[int]:
    """The most likely row of tags in which nothing is inside that was not begun (Viterbi). An equal score takes the lower tag.

    >>> best_tags(numpy.array([[0, 1, 0], [0, 0, 2], [3, 0, 0], [0, 0.5, 0.9]], numpy.float32))
    [1, 2, 0, 1]
    """
    if not len(scores):
        return []
    own = scores.argmax(axis=1)
    if own[0] != INSIDE and not ((own[1:] == INSIDE) & (own[:-1] == OUTSIDE)).any():
        tags: list[int] = own.tolist()
        return tags  # the best tag of each begins what it goes on with: no row can be better
    return _viterbi(scores.tolist())


def _viterbi(rows: list[list[float]]) -> list[int]:
    outside, begin, _ = rows[0]
    inside = float("-inf")
    back: list[tuple[int, int]] = []  # the tag before outside or begin, the tag before inside
    for one, two, three in rows[1:]:
        within, tag_within = (inside, INSIDE) if inside > begin else (begin, BEGIN)
        before, tag = (within, tag_within) if within > outside else (outside, OUTSIDE)
        back.append((tag, tag_within))
        outside, begin, inside = before + one, before + two, within + three
    within, tag_within = (inside, INSIDE) if inside > begin else (begin, BEGIN)
    tag = tag_within if within > outside else OUTSIDE
    tags = [tag]
    for free, within_tag in reversed(back):
        tag = within_tag if tag == INSIDE else free
        tags.append(tag)
    return tags[::-1]


def mean(scores: NDArray[numpy.floating[Any]]) -> float:
    """The mean of a few scores. As `scores.mean()` to the last bit; what that asks before it adds takes longer than the adding.

    >>> mean(numpy.array([1, 2], numpy.float32))
    1.5
    """
    return float(numpy.add.reduce(scores) / numpy.float32(len(scores)))


def runs(tags: list[int]) -> Iterator[tuple[int, int]]:
    """First and last index of each tagged run."""
    first = None
    for index, tag in enumerate([*tags, OUTSIDE]):
        if tag != INSIDE:
            if first is not None:
                yield first, index - 1
            first = index if tag == BEGIN else None
