"""The day that a page shows beside its headline: a short line between the headline and the story that is a date or holds one.

Nothing marks such a line in the page's data; it is known by where it stands and by how little else it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.read.page import boilerplate, published
from dateline.read.page.visible import Shown
from dateline.text.article import DateClaim
from dateline.text.span import Evidence

BEFORE = 8  # blocks ahead of the story's first among which the line is looked for where no headline is found
BEHIND = 40  # blocks between a headline and its story; more are a list of other pages
LONGEST = 140  # characters of such a line: names of the author and the place may stand in it
_YEAR = re.compile(r"[0-9]{4}")


class ShownDates(NamedTuple):
    """What the lines beside the headline say: when it came out, and when it was changed."""

    issued: tuple[DateClaim, ...] = ()
    changed: tuple[DateClaim, ...] = ()


def shown_dates(blocks: Sequence[Shown], first: int, title: str | None, code: str) -> ShownDates:
    """The dates of the lines between the headline and the story's first block, which is `blocks[first]`."""
    head = _headline(blocks, first, title)
    lines = blocks[head + 1 : first + 2] if head is not None else blocks[max(0, first - BEFORE) : first + 2]
    issued: list[DateClaim] = []
    changed: list[DateClaim] = []
    for block in lines:
        for line in block.text.split("\n"):
            if len(line) <= LONGEST and _YEAR.search(line):
                for when, later in published.dates_in(line, code):
                    told = DateClaim(when, Evidence("read/published:shown", line.strip()[: published.RAW]))
                    (changed if later else issued).append(told)
    return ShownDates(tuple(issued[:1]), tuple(changed[:1]))


def _headline(blocks: Sequence[Shown], first: int, title: str | None) -> int | None:
    """Where the title stands last before the story begins."""
    if not title:
        return None
    places = range(min(first, len(blocks) - 1), max(-1, first - BEHIND), -1)
    return next((at for at in places if boilerplate.repeats(blocks[at].text, title, near=True)), None)
