"""What a page tells twice: a paragraph that stands there again, and a pull quote, which is a sentence of the story set large.

The second telling stays in the text, as boilerplate: a doubled paragraph would be a doubled statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dateline.read.page.boilerplate import words_of
from dateline.text.article import Block
from dateline.text.span import Evidence

SHORTEST = 8  # words; fewer may be said twice: "Yes, he did." stands twice in an interview
LONGEST_PULLED = 60  # words of a pull quote
MOST_PLACES = 8  # at which one run of words is looked up
_AGAIN = (Evidence("read/boilerplate:doubled", "stands in the text before"),)
_PULLED = (Evidence("read/boilerplate:pull-quote", "a sentence of the story, set apart"),)
_STORY = frozenset({"paragraph", "quotation", "heading", "list_item"})


def doubled(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with those told apart that say again what another says."""
    words = [words_of(text[block.span.start : block.span.end]) if block.kind in _STORY else () for block in blocks]
    times = Counter(words)
    seen: set[tuple[str, ...]] = set()
    told = list(blocks)
    for place, spoken in enumerate(words):
        # What stands there three times and more is how this text is told: the lines of a list, the refrain of a song.
        if len(spoken) >= SHORTEST and spoken in seen and times[spoken] == 2:
            told[place] = replace(blocks[place], kind="boilerplate", because=_AGAIN)
        seen.add(spoken)
    pulled = _pulled(
        [() if told[place].kind == "boilerplate" or times[spoken] > 2 else spoken for place, spoken in enumerate(words)]
    )
    for place in pulled:
        told[place] = replace(blocks[place], kind="boilerplate", because=_PULLED)
    return told


def _pulled(words: Sequence[tuple[str, ...]]) -> list[int]:
    """The places whose words another place has within more words."""
    wanted: dict[tuple[str, ...], list[int]] = {}
    for place, spoken in enumerate(words):
        if SHORTEST <= len(spoken) <= LONGEST_PULLED:
            here = wanted.setdefault(spoken[:SHORTEST], [])
            if len(here) < MOST_PLACES:
                here.append(place)
    found: set[int] = set()
    for spoken in words:
        for at in range(len(spoken) - SHORTEST + 1):
            for other in wanted.get(spoken[at : at + SHORTEST], ()):
                mine = words[other]
                if len(mine) < len(spoken) and spoken[at : at + len(mine)] == mine:
                    found.add(other)
    return sorted(found)
