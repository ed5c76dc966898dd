"""The outlet's notes on its own text: corrections and updates. They stay in the text, and their blocks say what they are.

A correction tells what an earlier version said wrongly: whoever reads its words as news has the error back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from dateline.languages import word_classes
from dateline.read.page.published import has_words
from dateline.text.article import Block
from dateline.text.span import Evidence

LONGEST = 1_200  # characters; what says more is a story about a correction
HEAD = 90  # characters within which a note without an opener says that it is one, unless it is short


class _Words(NamedTuple):
    """Expressions for the opener of a note and for what one says, of corrections and of updates."""

    correction: re.Pattern[str]
    corrected: tuple[str, ...]
    update: re.Pattern[str]
    updated: tuple[str, ...]


def marked(text: str, blocks: Sequence[Block], code: str) -> tuple[Block, ...]:
    """The blocks, those that are notes with the evidence for it."""
    words = _words(code)
    if words is None:
        return tuple(blocks)
    return tuple(_marked(text, block, words) for block in blocks)


def _marked(text: str, block: Block, words: _Words) -> Block:
    if block.kind in ("title", "boilerplate", "byline") or len(block.span) > LONGEST:
        return block
    line = text[block.span.start : block.span.end]
    folded = line[:400].casefold().replace("’", "'")
    within = folded if len(line) <= 2 * HEAD else folded[:HEAD]
    for name, opener, phrases in (
        ("correction", words.correction, words.corrected),
        ("update", words.update, words.updated),
    ):
        found = opener.match(line)
        if found or any(phrase in within for phrase in phrases):
            return replace(
                block, because=(*block.because, Evidence(f"read/notes:{name}", found[0].strip() if found else ""))
            )
    return block


@lru_cache(maxsize=8)
def _words(code: str) -> _Words | None:
    told = word_classes(code, "boilerplate").get("notes") if has_words(code) else None
    if told is None:
        return None
    return _Words(
        _opener(told["correction"]), tuple(told["corrected"]), _opener(told["update"]), tuple(told["updated"])
    )


def _opener(words: Sequence[str]) -> re.Pattern[str]:
    """One of the words, perhaps a day or a number, and a colon or a dash: "Correction, 3 May:", "UPDATE 2 -"."""
    named = "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"[\s*(\[_]{{0,4}}(?:{named})\b[^:\n.–—]{{0,40}}(?::|\s[-–—]\s)", re.IGNORECASE)
