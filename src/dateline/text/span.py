"""Where something stands in a text, and why we say so.

Offsets are Unicode code points into `article.text`; the end is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of one text.

    >>> Span(4, 9).overlaps(Span(8, 12)), Span(4, 9).holds(Span(5, 9))
    (True, True)
    """

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """The other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """The two spans share a character."""
        return self.start < other.end and other.start < self.end

    def union(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which rule or layer found something (`by`), what it did (`note`), and on which characters, if not the finding's own."""

    by: str
    note: str = ""
    span: Span | None = None
