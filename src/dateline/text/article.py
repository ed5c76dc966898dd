"""The article: one text that never changes, and what its carrier says of it.

Everything found later points into `article.text`; a quotation shown to a reader is always `article.quote(span)`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.text.span import Evidence, Span
from dateline.text.surrogates import without_surrogates
from dateline.text.when import When

BlockKind = Literal[
    "title", "heading", "dateline", "byline", "paragraph", "quotation", "list_item", "caption", "boilerplate"
]
_EMPTY_LINE = re.compile(r"\n\s*\n")
CreditKind = Literal["person", "agency", "staff"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or the like. Blocks are in text order and do not overlap; between them stands white space."""

    span: Span
    kind: BlockKind
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DateClaim:
    """One date of issue that the carrier names, and where it names it."""

    when: When
    because: Evidence


@dataclass(frozen=True, slots=True)
class Published:
    """The day of issue: the claim we go by and those that differ from it. `when` is None where nothing says.

    `stamp` is the clock of that day as its carrier tells it, with the zone where one is told: "2020-02-12T23:30:00-05:00".
    """

    when: When | None = None
    because: tuple[Evidence, ...] = ()
    conflicts: tuple[DateClaim, ...] = ()
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who wrote or supplied the text, as its carrier says: a person, an agency, or a desk of the outlet itself."""

    name: str
    kind: CreditKind
    because: Evidence


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a live page and when it was written; `stamp` as in Published."""

    span: Span
    when: When | None
    stamp: str | None
    because: Evidence


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes came from: a path or "-" for standard input, and the id that a list of articles gave it."""

    path: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What was read: the text, its blocks, and its outlet, address, bylines and date of issue as far as they are told.

    `modified` is the day of its last change, `section` the outlet's own; `entries` are those of a live page, as it has them.
    """

    text: str
    source: Source = Source()
    title: Span | None = None
    outlet: str | None = None
    url: str | None = None
    bylines: tuple[str, ...] = ()
    language: str = "en"
    published: Published = Published()
    blocks: tuple[Block, ...] = ()
    modified: Published = Published()
    section: str | None = None
    credits: tuple[Credit, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def sha256(self) -> str:
        """Hex digest of the text's UTF-8 bytes; lone surrogates, which have none, count as the replacement character."""
        hashlib = importlib.import_module("hashlib")  # 5 ms, which only who asks for a digest pays
        digest: str = hashlib.sha256(without_surrogates(self.text).encode("utf-8")).hexdigest()
        return digest

    @property
    def id(self) -> str:
        """Short name of the text: equal texts have equal ids."""
        return f"a:{self.sha256[:12]}"

    def quote(self, span: Span) -> str:
        """The exact characters of the span."""
        return self.text[span.start : span.end]

    def told(self) -> tuple[Block, ...]:
        """The blocks that the outlet tells: all but the boilerplate. Of a text that nobody took apart, its paragraphs."""
        if not self.blocks:
            return tuple(Block(span, "paragraph") for span in _paragraphs(self.text))
        return tuple(block for block in self.blocks if block.kind != "boilerplate")


def _paragraphs(text: str) -> Iterator[Span]:
    """What stands between empty lines, without the white space around it."""
    start = 0
    for gap in (*_EMPTY_LINE.finditer(text), None):
        piece = text[start : gap.start() if gap else len(text)]
        if piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield Span(first, first + len(piece.strip()))
        start = gap.end() if gap else len(text)
