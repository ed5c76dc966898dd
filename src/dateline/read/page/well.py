"""Which blocks of a page are its story. Trafilatura decides; where it takes too little, the page's own data do.

Note: two readings. Trafilatura gives words without places and sometimes mends them; we walk the page ourselves and keep
those of its blocks whose words trafilatura has, in the same order. So each character of the text is the page's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html

from dateline.read.late import late
from dateline.read.page import visible
from dateline.read.page.order import in_order
from dateline.read.page.visible import Shown

ENOUGH = 0.4  # share of the words that the page's data hold of the story; below it the data decide what belongs to it
LEAST = 60  # words in the page's data; with fewer they hold a summary
# Kana and Han are written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_ENDS = tuple('.!?…"”’»。')


@dataclass(frozen=True, slots=True)
class Well:
    """The blocks of a page and the indexes of those that are its story, ascending."""

    blocks: tuple[Shown, ...] = ()
    kept: tuple[int, ...] = ()

    def story(self) -> list[Shown]:
        """The blocks of the story."""
        return [self.blocks[index] for index in self.kept]


def find_well(page: str, root: lxml.html.HtmlElement | None, *, told: str, huge: bool) -> Well:
    """The story among the page's blocks. `told` is what its data give as the story, "" for nothing."""
    blocks = _visible(root) if root is not None else ()
    kept = _kept(blocks, "" if huge else _extracted(root), told) if root is not None else set()
    if kept:
        return Well(blocks, tuple(sorted(kept)))
    chosen = _sentences(blocks)
    if not chosen:
        blocks = tuple(visible.rough_blocks(page))
        chosen = _sentences(blocks)
    if chosen:
        return Well(blocks, chosen)
    lines = tuple(Shown(line.strip()) for line in told.splitlines() if line.strip())
    return Well(
        lines, tuple(range(len(lines)))
    )  # a page that is put together by its scripts holds its story in its data


def _kept(blocks: Sequence[Shown], extracted: str, told: str) -> set[int]:
    """The blocks that trafilatura has, with those of the same make, or else those that the page's data have."""
    known = len(_words(told))
    if not extracted and known < LEAST:
        return set()
    pieces = [_words(block.text) for block in blocks]
    kept = _told_by(pieces, extracted)
    kept |= _same_place(blocks, kept)
    if known >= LEAST and sum(len(pieces[index]) for index in kept) < ENOUGH * known:
        kept |= _told_by(pieces, told)
    return kept


def _visible(root: lxml.html.HtmlElement) -> tuple[Shown, ...]:
    """The page's blocks; those in forms too where the whole page is one form."""
    blocks = tuple(visible.all_blocks(root))
    shown = sum(len(block.text) for block in blocks if block.linked < 0.5)
    free = sum(len(block.text) for block in blocks if block.linked < 0.5 and not block.form)
    return blocks if free < 0.3 * shown else tuple(block for block in blocks if not block.form)


def _extracted(root: lxml.html.HtmlElement) -> str:
    """What trafilatura takes for the story; "" where it finds none or cannot cope with the page."""
    try:
        # Measured on 181 pages (shingle F1): fast 96.2, fast without tables 95.9, fast for precision 94.6, with the
        # slower second readers 96.0; fast for recall is best with 96.3 and leaves no page without a text.
        return late("trafilatura").extract(root, fast=True, favor_recall=True, include_comments=False) or ""
    except Exception:  # a page that its heuristics stumble over still has paragraphs to show
        return ""


def _told_by(pieces: Sequence[Sequence[str]], words: str) -> set[int]:
    """The pieces that stand in these words, in their order."""
    starts: list[int] = []
    other: list[str] = []
    for line in map(_words, words.splitlines()):
        if line:
            starts.append(len(other))
            other.extend(line)
    return in_order(pieces, other, starts) if other else set()


def _same_place(blocks: Sequence[Shown], kept: set[int]) -> set[int]:
    """Further paragraphs in elements of the same make as those that hold most of the story.

    A story in several containers of one class (between advertisements) is cut off by trafilatura after the first.
    """
    places = Counter(blocks[index].place for index in kept if blocks[index].element == "p")
    if not places:
        return set()
    place, count = places.most_common(1)[0]
    if count < 3:
        return set()
    return {index for index, block in enumerate(blocks) if block.place == place and _is_sentence(block)}


def _sentences(blocks: Sequence[Shown]) -> tuple[int, ...]:
    """The blocks that read as sentences, where nothing better tells the story from the rest; else all of some length."""
    return tuple(index for index, block in enumerate(blocks) if _is_sentence(block)) or tuple(
        index for index, block in enumerate(blocks) if block.linked < 0.5 and len(block.text) >= 25
    )


def _is_sentence(block: Shown) -> bool:
    return block.linked < 0.5 and len(block.text.split()) >= 5 and block.text.endswith(_ENDS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
