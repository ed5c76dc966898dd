"""The words of the index `named`: under which names and tellers an article, and each event of it, is looked up, in the order of days.

    n12                               somebody or some place in the article is called by name 12
    u12                               a party or the place of an event without a day is
    p12x2020021200000000070003        a party of an event of that day is, the fourth of article 7
    l12x2020021200000000070003        its place is, or what holds that
    d2020021200000000070003           any event of that day
    s1                                some source of kind 1 (tellers.py) tells something in the article
    s1x2020021200000000070003         and tells this event

A key is the day (8 digits), the article (10), the event's place in the record (4): so words in their order are a timeline.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.store.drafts import Draft

CALLED, UNDATED, DAY, TELLER = "n", "u", "d", "s"
LAST = "99999999"


def keys_of(draft: Draft, article: int, names: Sequence[int]) -> str:
    """All words of the article, each once; the numbers of its names are in their order. Empty where it has no findings."""
    number, dated = f"{article:010d}", _dated(draft, article)
    words = [f"{CALLED}{name}" for name in names[: draft.called]]
    words += [f"{UNDATED}{names[name]}" for name in draft.undated]
    for nth, first, under in draft.told:
        key = f"x{first}{number}{nth}"
        words += [f"{how}{names[name]}{key}" for name, how in under]
    words += [f"{DAY}{key}" for key, _ in dated]
    return " ".join((*words, *_told(draft, dated)))


def told_keys(draft: Draft, article: int) -> list[str]:
    """Those of them that say by what kinds of source something is told."""
    return _told(draft, _dated(draft, article))


def _dated(draft: Draft, article: int) -> list[tuple[str, tuple[int, ...]]]:
    """The keys of its dated events, each with the kinds of source that tell it."""
    number = f"{article:010d}"
    return [
        (f"{row[4]:08d}{number}{row[0]:04d}", kinds)
        for row, kinds in zip(draft.events, draft.told_by, strict=True)
        if row[4]
    ]


def _told(draft: Draft, dated: Sequence[tuple[str, tuple[int, ...]]]) -> list[str]:
    words = [f"{TELLER}{kind}" for kind in draft.tellers]
    return words + [f"{TELLER}{kind}x{key}" for key, kinds in dated for kind in kinds]


def head(name: int, how: str) -> str:
    """What stands before the keys of the events that stand under the name, as PARTY or as PLACE, or under the kind of source, as TELLER."""
    return f"{how}{name}x"


def between(head: str, first: str = "", last: str = LAST) -> tuple[str, str]:
    """The first word and the one behind the last of those days."""
    return f"{head}{first}", f"{head}{last}x"
