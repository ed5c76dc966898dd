"""An article's text in flat pieces, cut at every edge of a finding, so that marks read, print and are spoken without a script.

A mention is marked with its entity's id. What is longer than a page has room for is shown without marks, then cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.relate.judgement import PERSON
from dateline.show.index import Index
from dateline.show.segments import Segment, segments
from dateline.show.sources import Source, chain_words
from dateline.text.article import Block, BlockKind
from dateline.text.happening import Event, Figure, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.record import Finding, Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Quotation, Statement, Wording

PLACES = frozenset({"place", "country", "facility"})
LINED = (TimeExpression, Event, Wording, Figure)
# What a page has room for. 1,000 words of news are some 500 pieces, and their page 200 kB.
MOST_PIECES, MOST_BLOCKS, MOST_TEXT = 3_000, 5_000, 400_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters under the same findings: their layers and ids (the narrowest first), what begins (places that links lead to) and ends with them,
    whether a source begins to speak here, and the finding that a click leads to."""

    text: str
    start: int
    layers: tuple[str, ...]
    ids: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[tuple[str, int, str], ...]
    opens: bool = False
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block: its place, its pieces, and why it is left out, if it is."""

    start: int
    kind: BlockKind
    pieces: tuple[Piece, ...]
    words: int = 0
    why: str = ""


def layer_of(index: Index, finding: Finding) -> str:
    """The layer in which a finding is marked."""
    match finding:
        case TimeExpression():
            return "time"
        case Event():
            return "event"
        case Statement():
            return "said"
        case Wording():
            return "word"
        case Figure():
            return "figure"
        case Entity():
            return "place" if finding.kind in PLACES else "name"
        case Mention():
            entity = index.found.get(finding.entity or "")
            return layer_of(index, entity) if isinstance(entity, Entity) else "name"
        case Quotation():
            return "said"


def passages(index: Index, told_by: Iterable[Source]) -> tuple[tuple[Passage, ...], Passage | None]:
    """The blocks in their order, as many as a page has room for, and the first title, which heads the page."""
    marks = _Marks(index, {id: number for number, source in enumerate(told_by) for id in source.statements})
    pieces = iter(marks.by_block())
    shown: list[Passage] = []
    title: Passage | None = None
    room = MOST_PIECES
    for block in index.blocks[:MOST_BLOCKS]:
        if block.span.start > MOST_TEXT:
            break
        if block.kind == "boilerplate":
            shown.append(_left_out(index, block))
            continue
        found = next(pieces, ())
        room -= len(found)
        here = Passage(
            block.span.start,
            block.kind,
            found if room >= 0 and block.span.end <= MOST_TEXT else (_unmarked(index, block),),
        )
        if block.kind == "title" and title is None:
            title = here
        else:
            shown.append(here)
    return tuple(shown), title


def pieces(text: str, around: Span, marked: Sequence[tuple[Span, str]]) -> Iterator[tuple[str, str]]:
    """A stretch of the text in pieces: words, and the id of the finding that they are, "" between findings."""
    at = around.start
    while 0 < at < around.end and text[at - 1].isalnum() and text[at].isalnum():
        at += 1  # a sentence that was cut for its length begins with a whole word
    if at > around.start:
        yield "… ", ""
    for span, id in sorted(marked):
        if span.start < at:
            continue
        yield text[at : span.start], ""
        yield text[span.start : span.end], id
        at = span.end
    yield text[at : max(at, around.end)], ""


def why_left_out(block: Block) -> str:
    """Which rules left the block out, or that a person did."""
    told = (
        "a person" if each.by.startswith(PERSON) else each.by.rpartition(":")[2].replace("-", " ")
        for each in block.because
    )
    return ", ".join(dict.fromkeys(told))


def _left_out(index: Index, block: Block) -> Passage:
    piece = _unmarked(index, block)
    return Passage(block.span.start, block.kind, (piece,), len(piece.text.split()), why_left_out(block))


def _unmarked(index: Index, block: Block) -> Piece:
    span = Span(block.span.start, min(block.span.end, block.span.start + MOST_TEXT))
    return Piece(index.article.quote(span), span.start, (), (), (), ())


class _Marks:
    """The segments as the page needs them: which finding begins in each, and which source has ended."""

    def __init__(self, index: Index, numbers: dict[str, int]) -> None:
        self._index = index
        self._numbers = numbers
        marked = [each for each in index.found.values() if _is_marked(each)]
        self._segments = segments(index.article, marked, lambda finding: layer_of(index, finding))
        self._last = {id: place for place, segment in enumerate(self._segments) for id in segment.ids}
        self._begun: set[str] = set()
        self._spans = sorted(_cited(index.record), reverse=True)

    def by_block(self) -> Iterator[tuple[Piece, ...]]:
        """The pieces of each told block."""
        at = 0
        for block in self._index.blocks:
            if block.kind == "boilerplate":
                continue
            here: list[Piece] = []
            while at < len(self._segments) and self._segments[at].start < block.span.end:
                here.append(self._piece(at, self._segments[at]))
                at += 1
            yield tuple(here)

    def _piece(self, at: int, segment: Segment) -> Piece:
        ids = tuple(dict.fromkeys(self._shown(id) for id in segment.ids))
        begun = [id for id in ids if id not in self._begun]
        self._begun.update(begun)
        ends = [id for id in segment.ids if id in self._numbers and self._last[id] == at]
        return Piece(
            self._index.article.text[segment.start : segment.end], segment.start, segment.kinds, ids, (*self._reached(segment), *(f"at-{id}" for id in begun)),
            tuple((id, self._numbers[id], chain_words(self._index, id)) for id in ends),
            any(id in self._numbers for id in begun),
            self._leads(segment),
        )  # fmt: skip

    def _leads(self, segment: Segment) -> str:
        """The narrowest finding that is drawn with a line under it: it is a link to why it is there."""
        if not self._index.article.text[segment.start : segment.end].strip():
            return ""
        return next((id for id in segment.ids if isinstance(self._index.found[id], LINED)), "")

    def _reached(self, segment: Segment) -> Iterator[str]:
        """The characters that other screens lead to, as their addresses have them: "c=1203-1251"."""
        while self._spans and self._spans[-1].start < segment.end:
            span = self._spans.pop()
            if span.start >= segment.start:
                yield f"c={span.start}-{span.end}"

    def _shown(self, id: str) -> str:
        """The id under which the panel has it: of a mention, its entity's."""
        finding = self._index.found[id]
        return finding.entity or id if isinstance(finding, Mention) else id


def _cited(record: Record) -> set[Span]:
    """The characters that a screen over many articles may lead to: those that a value, a name or a word stands on."""
    found = {each.span for layer in (record.events, record.figures, record.wording, record.mentions) for each in layer}
    return found | {role.span for event in record.events for role in event.roles}


def _is_marked(finding: Finding) -> bool:
    match finding:
        case Statement():
            return finding.id != ROOT
        case Mention():
            return finding.entity is not None and finding.form == "name"
        case Entity() | Quotation():
            return False
    return True
