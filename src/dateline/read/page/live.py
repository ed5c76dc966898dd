"""The entries of a live page: where each begins in the text, and when it was written, as the page's data or its elements tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.read.page import published
from dateline.read.page.boilerplate import words_of
from dateline.read.page.markup import LiveUpdate
from dateline.text.article import Block, Entry
from dateline.text.span import Evidence, Span

OPENING = 8  # words by which an entry is found in the text
LEAST = 2  # words that tell one opening from another
LEAST_MARKED = 3  # entries that make a live page, where its data do not say that it is one
DATA = "json-ld"
_CLOCK = re.compile(r"[0-9]{1,2}[.:h][0-9]{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?", re.IGNORECASE)


def find_entries(text: str, blocks: Sequence[Block], updates: Sequence[LiveUpdate]) -> tuple[Entry, ...]:
    """The entries that the text has, in its order; each reaches to the next."""
    if not updates:
        return ()
    wanted: dict[tuple[str, ...], int] = {}
    for number, update in enumerate(updates):
        for words in update.openings:
            opening = words_of(words)[:OPENING]
            if len(opening) >= LEAST:
                wanted.setdefault(opening, number)
    story = [block for block in blocks if block.kind != "title"]
    found: list[tuple[int, LiveUpdate]] = []
    taken: set[int] = set()
    for place, block in enumerate(story):
        spoken = words_of(text[block.span.start : min(block.span.end, block.span.start + 400)])[:OPENING]
        opened = next((spoken[:size] for size in range(len(spoken), LEAST - 1, -1) if spoken[:size] in wanted), None)
        if opened is not None and (number := wanted.pop(opened)) not in taken:
            taken.add(number)
            found.append((place, updates[number]))
    if not found or (updates[0].where != DATA and not _is_story(story, found)):
        return ()
    opened_at = {place for place, _ in found}
    found = [
        (place - (place - 1 not in opened_at and _is_clock(text, story, place)), update) for place, update in found
    ]
    ends = [place for place, _ in found[1:]] + [len(story)]
    return tuple(
        _entry(Span(story[place].span.start, story[end - 1].span.end), update)
        for (place, update), end in zip(found, ends, strict=True)
    )


def _is_story(story: Sequence[Block], found: Sequence[tuple[int, LiveUpdate]]) -> bool:
    """The entries are most of the text: nothing but the page's make says that they are entries of it at all."""
    entries, whole = (sum(len(block.span) for block in blocks) for blocks in (story[found[0][0] :], story))
    return len(found) >= LEAST_MARKED and 2 * entries > whole


def _is_clock(text: str, story: Sequence[Block], place: int) -> bool:
    """The line above an entry's first words shows its clock and nothing else."""
    above = story[place - 1].span if place else Span(0, 0)
    return _CLOCK.fullmatch(text[above.start : above.end].strip()) is not None


def _entry(span: Span, update: LiveUpdate) -> Entry:
    because = Evidence(f"read/live:{update.where}", update.stamp[: published.RAW])
    return Entry(span, published.read_day(update.stamp), published.stamp_of(update.stamp), because)
