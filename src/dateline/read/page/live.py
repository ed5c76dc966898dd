"""The entries of a live page: where each begins in the text, and when it was written, as the page's data tell."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.read.page import published
from dateline.read.page.boilerplate import words_of
from dateline.read.page.markup import LiveUpdate
from dateline.text.article import Block, Entry
from dateline.text.span import Evidence, Span

OPENING = 8  # words by which an entry is found in the text
LEAST = 2  # words that tell one opening from another


def find_entries(text: str, blocks: Sequence[Block], updates: Sequence[LiveUpdate]) -> tuple[Entry, ...]:
    """The entries that the text has, in its order; each reaches to the next."""
    if not updates:
        return ()
    wanted: dict[tuple[str, ...], LiveUpdate] = {}
    for update in updates:
        opening = words_of(update.opening)[:OPENING]
        if len(opening) >= LEAST:
            wanted.setdefault(opening, update)
    story = [block for block in blocks if block.kind != "title"]
    found: list[tuple[int, LiveUpdate]] = []
    for place, block in enumerate(story):
        spoken = words_of(text[block.span.start : min(block.span.end, block.span.start + 400)])[:OPENING]
        opened = next((spoken[:size] for size in range(len(spoken), LEAST - 1, -1) if spoken[:size] in wanted), None)
        if opened is not None:
            found.append((place, wanted.pop(opened)))
    if not found:
        return ()
    ends = [place for place, _ in found[1:]] + [len(story)]
    return tuple(
        _entry(Span(story[place].span.start, story[end - 1].span.end), update)
        for (place, update), end in zip(found, ends, strict=True)
    )


def _entry(span: Span, update: LiveUpdate) -> Entry:
    because = Evidence("read/live:json-ld", update.stamp[: published.RAW])
    return Entry(span, published.read_day(update.stamp), published.stamp_of(update.stamp), because)
