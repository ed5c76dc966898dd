"""What stands at the end of a page's story and is no part of it: headings that head nothing, addresses, lines of credit.

Each is known by its place and its make; the words of a line of credit stand in the language's boilerplate.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.read.page.boilerplate import words_of
from dateline.read.page.credits import is_credit_line
from dateline.text.article import Block
from dateline.text.span import Evidence

LAST = 5  # blocks of the story's end among which addresses are looked for
LONGEST = 25  # words of a line that gives an address: "Write to her at ..."
RUN = 4  # headings in a row: the list of other pages that a box between two paragraphs holds
_ADDRESS = re.compile(
    r"https?://\S{4,}|\bwww\.\S{4,}|[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{2,60}|\b[\w-]{2,60}\.(?:com|org|net)/\S{2,}"
)
_NOTHING_ELSE = re.compile(rf"\W{{0,4}}(?:{_ADDRESS.pattern})\W{{0,4}}")
_ENDED = re.compile(r"[.!?…][\"”’»)]*\s")


def told_apart(text: str, blocks: Sequence[Block], code: str) -> list[Block]:
    """The blocks with those told apart that only end the page."""
    told = list(blocks)
    for place in _idle_headings(blocks):
        told[place] = _mark(blocks[place], "idle-heading", "a heading over nothing")
    lines = [place for place, block in enumerate(told) if block.kind in ("paragraph", "list_item", "quotation")]
    last = frozenset(lines[-LAST:])
    for place in lines:
        block = told[place]
        line = text[block.span.start : block.span.end] if len(block.span) <= 400 else ""
        if block.kind != "quotation" and _gives_address(line, at_end=place in last):
            told[place] = _mark(block, "address-line", "where to write or to look further")
        elif place in last and is_credit_line(line, code):
            told[place] = Block(block.span, "byline", (Evidence("read/credits:line"),))
    return told


def _gives_address(line: str, *, at_end: bool) -> bool:
    """The line is an address, or at the story's end one with a few words that are no sentence of their own."""
    found = _ADDRESS.search(line) if "@" in line or "/" in line or "www." in line else None
    if found is None or _NOTHING_ELSE.fullmatch(line):
        return found is not None
    before = line[: found.start()]
    return at_end and len(words_of(line)) <= LONGEST and _ENDED.search(before) is None


def _idle_headings(blocks: Sequence[Block]) -> list[int]:
    """Headings behind the last paragraph, and all but the last of many in a row."""
    idle: list[int] = []
    run: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind == "heading":
            run.append(place)
        elif block.kind not in ("boilerplate", "caption"):
            idle += run[:-1] if len(run) >= RUN else []
            run = []
    story = any(block.kind == "paragraph" for block in blocks)
    return idle + run if story else idle


def _mark(block: Block, name: str, note: str) -> Block:
    return Block(block.span, "boilerplate", (Evidence(f"read/boilerplate:{name}", note),))
