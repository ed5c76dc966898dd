"""Flat pieces of the told text, cut wherever a finding begins or ends: highlights without nesting.

One sweep over the edges. Pieces of one block, joined, are the block's text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dateline.text.article import Article, Block
from dateline.text.happening import Event, Figure, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.record import Finding
from dateline.text.span import Span
from dateline.text.telling import Quotation, Statement, Wording

CLASSES: dict[type[Finding], str] = {
    TimeExpression: "time", Event: "event", Statement: "said", Wording: "loaded", Figure: "figure", Mention: "name",
    Quotation: "quoted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters under the same findings: `ids` (those with the shortest span first) and their `kinds`, without repeats."""

    start: int
    end: int
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def kind_of(finding: Finding) -> str:
    """The class that a finding's characters have on a page."""
    return CLASSES[type(finding)]


def segments(
    article: Article, findings: Iterable[Finding], kind: Callable[[Finding], str] = kind_of
) -> tuple[Segment, ...]:
    """The told blocks in pieces, cut at every edge of a finding; a statement stands on what it says, not on who says it."""
    opens: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    closes: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for finding in findings:
        if isinstance(finding, Entity):
            continue
        for span in _spans(finding):
            mark = (len(span), finding.id, kind(finding))
            opens[span.start].append(mark)
            closes[span.end].append(mark)
    edges = sorted({*opens, *closes})
    return tuple(_sweep(_told(article), edges, opens, closes))


def _spans(finding: Finding) -> tuple[Span, ...]:
    if isinstance(finding, Entity):
        return ()
    spans = finding.content if isinstance(finding, Statement) else (finding.span,)
    return tuple(span for span in dict.fromkeys(spans) if span.start < span.end)


def _told(article: Article) -> tuple[Block, ...]:
    if article.blocks or not article.text.strip():
        return article.told()
    return (Block(Span(0, len(article.text)), "paragraph"),)


def _sweep(
    blocks: Iterable[Block],
    edges: list[int],
    opens: dict[int, list[tuple[int, str, str]]],
    closes: dict[int, list[tuple[int, str, str]]],
) -> Iterator[Segment]:
    over: set[tuple[int, str, str]] = set()
    at = 0
    for block in blocks:
        start = block.span.start
        while start < block.span.end:
            while at < len(edges) and edges[at] <= start:
                over.difference_update(closes.get(edges[at], ()))
                over.update(opens.get(edges[at], ()))
                at += 1
            end = min(edges[at] if at < len(edges) else block.span.end, block.span.end)
            here = sorted(over)
            yield Segment(
                start,
                end,
                tuple(dict.fromkeys(kind for _, _, kind in here)),
                tuple(dict.fromkeys(id for _, id, _ in here)),
            )
            start = end
