"""Which of two articles with the same text took it from the other: by the credit it gives, by time, by what was cut.

Each sign has a weight for one side; where they do not tell, nobody is called the copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.knowledge.folding import fold
from dateline.knowledge.names import load_names
from dateline.relate.passages import Shared
from dateline.text.article import Article
from dateline.text.span import Evidence

# Weights of the signs. A credit outweighs the calendar: a page may bear the day on which it was last touched.
CREDIT, EARLIER, CUT = 4.0, 2.0, 1.0
ENOUGH = 1.0  # of a balance that tells
# A text that another holds whole is its cut if it lacks this share of it. Where it lacks less, as many words may have been added.
LACKING = 0.35
WHOLE = 0.95
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,40})\)\s{0,3}[—–:-]")
_HEAD, _TAIL = 200, 200  # characters in which a credit stands


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far the signs speak for the left article being the copy (above 0) or the right one (below 0), and which they are."""

    balance: float
    because: tuple[Evidence, ...] = ()

    @property
    def told(self) -> bool:
        """The signs say which is the copy."""
        return abs(self.balance) >= ENOUGH


def direction(left: Article, right: Article, overlap: Shared) -> Leaning:
    """Which of the two is the copy; `overlap` is what the left one shares with the right one."""
    upstream = _same_credit(left, right)
    if upstream is not None:
        return Leaning(0.0, (Evidence("relate/direction:same-credit", f"both credit {upstream}"),))
    signs = [*_credit(left, right), *_time(left, right), *_cut(overlap)]
    return Leaning(sum(weight for weight, _ in signs), tuple(evidence for _, evidence in signs))


def credits(article: Article) -> tuple[str, ...]:
    """Whom the article names where credit is given: bylines, and what stands in brackets before the dash of a dateline."""
    head = article.title.end if article.title and article.title.start == 0 else 0
    brackets = _IN_BRACKETS.findall(article.text, head, head + _HEAD)
    return tuple(dict.fromkeys(name.strip() for name in (*article.bylines, *brackets) if name.strip()))


def same_outlet(one: str, other: str) -> bool:
    """The two names are of one outlet: the same words, its other name by our knowledge, or its initials.

    >>> same_outlet("HPB", "Halvern Press Bureau"), same_outlet("Reuters", "AFP")
    (True, False)
    """
    forms, others = _forms(one), _forms(other)
    return bool(forms[0] & others[0]) or one in others[1] or other in forms[1]


@lru_cache(maxsize=4096)
def _forms(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """All folded names of an outlet, and its initials as written."""
    key = fold(name)
    known = load_names().find(key, name)
    called = (known.name, *known.aliases) if known else ()
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isupper()]
    initials = "".join(word[0] for word in words) if len(words) > 1 else ""
    return frozenset({key, *map(fold, called)}), frozenset({initials} - {""})


def _same_credit(left: Article, right: Article) -> str | None:
    """An outlet that both credit and neither is: each has the text from there, not from the other."""
    theirs = credits(right)
    for name in credits(left):
        own = any(each.outlet and same_outlet(each.outlet, name) for each in (left, right))
        if not own and any(same_outlet(name, other) for other in theirs):
            return name
    return None


def _credit(left: Article, right: Article) -> list[tuple[float, Evidence]]:
    signs = []
    for copy, other, sign in ((left, right, 1.0), (right, left, -1.0)):
        if other.outlet is None or (copy.outlet and same_outlet(copy.outlet, other.outlet)):
            continue
        named = next((name for name in credits(copy) if same_outlet(name, other.outlet)), None)
        if named is None and _names_at_end(copy, other.outlet):
            named = other.outlet
        if named is not None:
            side = "left" if sign > 0 else "right"
            signs.append((sign * CREDIT, Evidence("relate/direction:credit", f"the {side} article credits {named}")))
    return signs


def _names_at_end(article: Article, outlet: str) -> bool:
    """The article's last lines name the outlet or one of its names."""
    tail = article.text[-_TAIL:]
    called, initials = _forms(outlet)
    folded = f" {fold(tail)} "
    return any(f" {name} " in folded for name in called if len(name) > 3) or any(
        re.search(rf"\b{re.escape(short)}\b", tail) for short in {*initials, outlet} if short.isupper()
    )


def _time(left: Article, right: Article) -> list[tuple[float, Evidence]]:
    mine, theirs = left.published.when, right.published.when
    if mine is None or theirs is None:
        return []
    sign = 0.0
    if theirs.ends_before(mine) or (mine.first == theirs.first and "" < theirs.clock < mine.clock):
        sign = 1.0
    elif mine.ends_before(theirs) or (mine.first == theirs.first and "" < mine.clock < theirs.clock):
        sign = -1.0
    if not sign:
        return []
    early, late = (theirs, mine) if sign > 0 else (mine, theirs)
    note = f"the {'right' if sign > 0 else 'left'} article is of {early} {early.clock}".rstrip()
    return [
        (sign * EARLIER, Evidence("relate/direction:earlier", f"{note}, the other of {late} {late.clock}".rstrip()))
    ]


def _cut(overlap: Shared) -> list[tuple[float, Evidence]]:
    for whole, part, sign, side in (
        (overlap.of_left, overlap.of_right, 1.0, "left"),
        (overlap.of_right, overlap.of_left, -1.0, "right"),
    ):
        if whole >= WHOLE and part <= 1 - LACKING:
            note = f"the other article holds the {side} one whole, and as much again as {1 - part:.0%} of itself"
            return [(sign * CUT, Evidence("relate/direction:cut", note))]
    return []
