"""The words of the index `named`: under which names an article, and each event of it, is looked up, in the order of days.

    n12                               somebody or some place in the article is called by name 12
    u12                               a party or the place of an event without a day is
    p12x2020021200000000070003        a party of an event of that day is, the fourth of article 7
    l12x2020021200000000070003        its place is, or what holds that
    d2020021200000000070003           any event of that day

A key is the day (8 digits), the article (10), the event's place in the record (4): so words in their order are a timeline.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.store.drafts import Draft

CALLED, UNDATED, DAY = "n", "u", "d"
LAST = "99999999"


def keys_of(draft: Draft, article: int, names: Sequence[int]) -> str:
    """All words of the article, each once; the numbers of its names are in their order. Empty where it has no findings."""
    number = f"{article:010d}"
    words = [f"{CALLED}{name}" for name in names[: draft.called]]
    words += [f"{UNDATED}{names[name]}" for name in draft.undated]
    words += [f"{how}{names[name]}x{first}{number}{nth}" for name, how, first, nth in draft.told]
    words += [f"{DAY}{row[4]:08d}{number}{row[0]:04d}" for row in draft.events if row[4]]
    return " ".join(words)


def head(name: int, how: str) -> str:
    """What stands before the keys of the events that stand under the name: as PARTY or as PLACE."""
    return f"{how}{name}x"


def between(head: str, first: str = "", last: str = LAST) -> tuple[str, str]:
    """The first word and the one behind the last of those days."""
    return f"{head}{first}", f"{head}{last}x"
