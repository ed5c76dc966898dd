"""What the text tells of the distance between two points in time: the links of its interval network, and its known days.

Points are the first mention of an event (its id), a time expression (its id), the day of issue, and the ends of a range.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

from dateline.annotate.settle.counts import Count, read_length, read_step
from dateline.annotate.settle.lookup import Lookup
from dateline.annotate.settle.network import ORIGIN, Distance
from dateline.text.happening import Event, TimeExpression
from dateline.text.when import Grain, When

ISSUE = "issue"
_RANGE_REACH = 60  # characters between a length and the range it is the length of
_STEP = 250  # characters between a date and a step from it: nearer than another date of the story would be
_SIMPLE = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "PUNCT", "NUM"})


@dataclass(frozen=True, slots=True)
class Link:
    """One telling. `count`: `to` is so much later than `since`; None: they are the same day, or of one event `to` comes later.

    `date` is no telling of a distance but a date that an event may have: it is given up before any telling is doubted. A
    `guess` is a day that the context has chosen ("on Sunday"): it is given up first.
    """

    kind: Literal["count", "same", "length", "order", "date", "guess"]
    since: str
    to: str
    items: tuple[str, ...]
    words: str
    count: Count | None = None
    day: When | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A time that is counted from an event, or from what has a date though it is no event of ours ("the vote of 9 May").

    An event may have its `date` only from elsewhere in the text, by the `word` that it dates there.
    """

    time: TimeExpression
    event: Event | None
    date: TimeExpression | None
    count: Count
    word: str = ""


def find_links(lookup: Lookup, counted: Iterable[Counted]) -> Iterator[Link]:
    """All links, the counts of a text first: where the network is full, they are in it."""
    for each in counted:
        yield from _of_count(lookup, each)
    yield from _of_lengths(lookup)
    yield from _of_steps(lookup)
    yield from _of_order(lookup)


def known_days(lookup: Lookup, links: Iterable[Link], counted: Iterable[Counted]) -> Iterator[Distance]:
    """The dates of the points that the links join; what is counted has none before it is solved."""
    times = {time.id: time for time in lookup.times} | {each.time.id: each.time for each in counted}
    points = dict.fromkeys(point for link in links for point in (link.since, link.to))
    for point in points:
        if point == ISSUE:
            when = lookup.issue
        elif point in times:
            when = times[point].when
        else:
            continue
        yield from on(point, when)


def on(point: str, when: When | None, told: int = -1) -> Iterator[Distance]:
    """The point lies in that period."""
    if when is not None and (when.first or when.last):
        low, high = (end.toordinal() if end else None for end in (when.first, when.last))
        yield Distance(ORIGIN, point, low, high, told)


def _of_count(lookup: Lookup, each: Counted) -> Iterator[Link]:
    """The count itself, the date of the event, and the dates that stand beside the words."""
    time, own, end = each.time, each.date, each.time.span.end
    root = lookup.root(each.event) if each.event else own.id if own else ""
    told = lookup.told_date(each.event) if each.event else None
    if root:
        items = (time.id, each.event.id if each.event else root)
        yield Link("count", root, time.id, items, f"“{lookup.record.article.quote(time.span)}”", each.count)
    if each.event is not None:
        end = each.event.span.end
        own = next(
            (found for mention in (each.event, *lookup.chain(root)) if (found := lookup.own_date(mention))), None
        )
        if own is not None:
            yield _same(lookup, own, root)
        if told is not None:
            yield Link("date", ORIGIN, root, (told[0].id,), str(told[1]), day=told[1])
        elif each.date is not None and own is None:
            yield Link("date", ORIGIN, root, (each.date.id,), str(each.date.when), day=each.date.when)
    before = lookup.beside_before(time.span)
    if before is not None and _is_day(before.when) and before is not own:
        yield _same(lookup, before, time.id)
    behind = lookup.beside_after(max(end, own.span.end if own else 0))
    if own is not None and behind is not None and behind is not own and _is_day(behind.when):
        yield _same(lookup, behind, time.id)
    # "Ten years after the quake of 2010 the camps are there" tells of the year; of an event without date it is all we have.
    dated = own is not None or told is not None
    if each.count.number > 0 and lookup.tells_of_today(time) and (each.count.in_days or not dated):
        yield Link("same", ISSUE, time.id, (time.id,), "the day of issue")


def _same(lookup: Lookup, date: TimeExpression, point: str) -> Link:
    """The point is on that date; where only the context says which Sunday it is, it may be on another."""
    words = f"“{lookup.record.article.quote(date.span)}”"
    if lookup.is_sure(date):
        return Link("same", date.id, point, (date.id,), words)
    return Link("guess", ORIGIN, point, (date.id,), words, day=date.when)


def _is_day(when: When | None) -> bool:
    return when is not None and when.single_day is not None and not when.approximate


def _of_lengths(lookup: Lookup) -> Iterator[Link]:
    """A length told with both its ends: "the three-week siege, from 3 May to 9 June", "3 May to 9 June (37 days)"."""
    article = lookup.record.article
    for number, time in enumerate(lookup.times):
        if time.timex is None or time.timex.type != "DURATION":
            continue
        count = read_length(lookup.record, time)
        span = next((each for each in lookup.times[number + 1 : number + 2] if each.timex is None), None)
        if count is None or span is None or not _belongs(lookup, time, span):
            continue
        inside = [each for each in islice(lookup.times, number + 2, number + 6) if span.span.holds(each.span)]
        ends = [each for each in inside if _is_day(each.when)]
        if len(ends) == 2 and len(inside) == 2:
            yield Link("length", ends[0].id, ends[1].id, (time.id, span.id), f"“{article.quote(time.span)}”", count)


def _of_steps(lookup: Lookup) -> Iterator[Link]:
    """A step from a date just told to a date told beside it: "It began on 3 May. Two days later, on 9 May, it ended"."""
    times = {time.id: time for time in lookup.times}
    text = lookup.record.article.text
    for time in lookup.times:
        since = times.get(time.anchor.id or "") if time.anchor.to == "time" else None
        if since is None or not 0 < time.span.start - since.span.end <= _STEP or lookup.means(time) != "shift":
            continue
        beside = lookup.beside_before(time.span) or lookup.beside_after(time.span.end)
        if beside is None or beside is since or "\n" in text[since.span.end : time.span.start]:
            continue
        days = [each for each in (since, beside) if _is_day(each.when) and lookup.is_sure(each)]
        count = read_step(lookup.record, time) if len(days) == 2 else None
        if count is not None:
            words = f"“{lookup.record.article.quote(time.span)}”"
            yield Link("length", since.id, beside.id, (time.id, since.id, beside.id), words, count)


def _belongs(lookup: Lookup, length: TimeExpression, span: TimeExpression) -> bool:
    """Between the two stands nothing but the thing that lasted so long: no verb, no sentence end."""
    text = lookup.record.article.text[length.span.end : span.span.start]
    if len(text) > _RANGE_REACH or re.search(r"[.;:!?\n]", text):
        return False
    if len(text.split()) == 0 or re.fullmatch(r"\s*[,(–—]\s*", text):
        return True
    first, last = lookup.token(length.span.end - 1), lookup.token(span.span.start)
    if "-" not in lookup.record.article.quote(length.span):
        return False
    if first is None or last is None:
        return len(text.split()) == 1
    return all(token.pos in _SIMPLE for token in lookup.record.tokens[first + 1 : last])


def _of_order(lookup: Lookup) -> Iterator[Link]:
    """Two events with days of their own, one told "after" or "before" the other."""
    tokens, quote = lookup.record.tokens, lookup.record.article.quote
    for event in lookup.events.values() if tokens else ():
        at = lookup.token(event.span.start)
        if at is None or (found := _joined(lookup, at)) is None:
            continue
        other = lookup.event_at(found[0])
        if other is None or lookup.root(other) == lookup.root(event):
            continue
        days = (_own_day(lookup, event), _own_day(lookup, other))
        if days[0] is None or days[1] is None or days[0] is days[1]:
            continue
        since, to = (days[0].id, days[1].id) if found[1] else (days[1].id, days[0].id)
        words = f"“{quote(other.span)} … {tokens[found[2]].text} … {quote(event.span)}”"
        yield Link("order", since, to, (other.id, event.id), words)


def _joined(lookup: Lookup, at: int) -> tuple[int, bool, int] | None:
    """What the event at a token is told to lie before or after: the other's token, whether it comes later, the joining word."""
    tokens = lookup.record.tokens
    token = tokens[at]
    if token.dep in ("pobj", "pcomp"):
        joint, over = token.head, tokens[token.head].head
    elif token.dep == "advcl":
        marks = [
            number
            for number in range(max(0, at - 12), at)
            if tokens[number].head == at and tokens[number].dep == "mark"
        ]
        if len(marks) != 1:
            return None
        joint, over = marks[0], token.head
    else:
        return None
    word = tokens[joint].text.lower()
    counted = any(
        each.head == joint and each.dep in ("npadvmod", "advmod") for each in tokens[max(0, joint - 4) : joint]
    )
    if counted or over == joint:
        return None
    if word in lookup.words("order", "after"):
        return over, True, joint
    return (over, False, joint) if word in lookup.words("order", "before") else None


def _own_day(lookup: Lookup, event: Event) -> TimeExpression | None:
    """The time by which the event's own clause tells its day."""
    time = lookup.own_date(event) if event.status in ("happened", "ongoing") else None
    return time if time is not None and _is_day(time.when) and lookup.is_sure(time) else None


def period(low: int, high: int, grain: Grain) -> When:
    """The period of two days of the calendar."""
    first, last = date.fromordinal(low), date.fromordinal(high)
    month = When.at(first, Grain.MONTH)
    if grain is Grain.YEAR and (month.first, month.last) == (first, last):
        return month
    return When(first, last, Grain.DAY if first == last else grain)
