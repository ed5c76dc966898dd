"""Counts in the text: how many, of what, and of which event. Number words and hedges are a language's own; the sums are here.

"at least 12 people" has no upper bound, "dozens" begin at 24, "between 20 and 30" has two ends. Years, ages, distances,
shares and ordinals count nothing that happened and are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.word import Trigger
from dateline.languages.figures import FigureWords, figure_words
from dateline.text.happening import Counts, Event, Figure
from dateline.text.span import Span

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|\d{1,15}(?:\.\d{1,9})?")
_SCALED = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)([a-z]{1,3})")
_BETWEEN = 4  # words between a share and its whole: "half of all of the"
_OF_EVENTS: frozenset[Counts] = frozenset({"dead", "injured", "missing", "arrested", "abducted", "displaced"})


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the text: its tokens, its bounds and whether a currency sign stands before it."""

    first: int
    last: int
    low: int | None
    high: int | None
    money: bool


def find_figures(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Figure]:
    """The counts in text order; `events` are those of the triggers."""
    words = figure_words(reading.record.article.language)
    dated = {at for time in reading.record.times for at in reading.tree.between(time.span)}
    heads = {trigger.head: event for trigger, event in zip(triggers, events, strict=True)}
    spans = _role_owners(reading, triggers, events)
    found: list[Figure] = []
    at = 0
    while at < len(reading.lower):
        first = reading.lower[at]
        wakes = first in words.wake or first[0].isdigit()
        number = _number_at(reading, words, at) if wakes and at not in dated else None
        if number is None:
            at += 1
            continue
        figure = _figure(reading, words, number, (heads, spans), found[-1] if found else None)
        if figure is not None and (not found or found[-1].span.end <= figure.span.start):
            found.append(figure)
        at = number.last + 1
    return found


def _role_owners(reading: Reading, triggers: list[Trigger], events: list[Event]) -> dict[int, Event]:
    """For each token that a role's phrase covers, the event; the event whose word is nearer keeps it."""
    owners: dict[int, tuple[int, Event]] = {}
    for trigger, event in zip(triggers, events, strict=True):
        for role in event.roles:
            for at in reading.tree.between(role.span)[:40]:
                gap = abs(at - trigger.head)
                if at not in owners or gap < owners[at][0]:
                    owners[at] = (gap, event)
    return {at: event for at, (_, event) in owners.items()}


def _number_at(reading: Reading, words: FigureWords, at: int) -> _Number | None:
    """The number that begins at the token, with its hedge and its range."""
    hedge, start = _hedge_at(reading, words, at)
    opened = reading.lower[at] in words.opens
    if opened:
        start = at + 1
    share = _share_at(reading, words, start)
    if share is not None:
        return _Number(at, share[1], *_bounded(hedge, share[0], share[0]), False)
    money = start < len(reading.tokens) and reading.lower[start] in words.signs
    value = _value(reading, words, start + money)
    if value is None:
        return None
    low, high, end = value
    join = end + 1
    if join + 1 < len(reading.tokens) and reading.lower[join] in words.joins:
        sign = reading.lower[join + 1] in words.signs
        second = _value(reading, words, join + 1 + sign)
        joined = opened or reading.lower[join] not in ("and",)
        if second is not None and joined and low is not None and second[0] is not None and second[0] > low:
            return _Number(at, second[2], low, second[1], money)
    if opened and hedge is None:
        return None
    first = at if hedge is not None or not opened else start
    bounded = _bounded(hedge, low, high)
    return _Number(first, end, *bounded, money)


def _share_at(reading: Reading, words: FigureWords, at: int) -> tuple[int, int] | None:
    """(how many, last token) of "half of the 40", "two thirds of its 300"; None where the whole is not told."""
    first = reading.lower[at] if at < len(reading.tokens) else ""
    for wording, parts, whole in words.shares.get(first, ()):
        end = at + len(wording)
        if tuple(reading.lower[at:end]) != wording:
            continue
        begin = end
        while end < min(begin + _BETWEEN, len(reading.tokens)) and reading.lower[end] in words.share_of:
            end += 1
        value = _value(reading, words, end) if end > begin else None
        if value is not None and value[0] is not None:
            return -(-value[0] * parts // whole), value[2]
    return None


def _bounded(hedge: str | None, low: int | None, high: int | None) -> tuple[int | None, int | None]:
    if low is None:
        return low, high
    match hedge:
        case "low":
            return low, None
        case "above":
            return low + 1, None
        case "high":
            return None, low
        case "below":
            return None, low
    return low, high


def _hedge_at(reading: Reading, words: FigureWords, at: int) -> tuple[str | None, int]:
    """The hedge that begins at the token, and where the number after it begins."""
    first = reading.lower[at]
    for wording, bound in words.hedges.get(first, ()):
        end = at + len(wording)
        if end < len(reading.tokens) and tuple(reading.lower[at:end]) == wording:
            return bound, end
    return None, at


def _value(reading: Reading, words: FigureWords, at: int) -> tuple[int | None, int | None, int] | None:
    """(low, high, last token) of the bare number at the token: "1,200", "two hundred", "3.5 million", "dozens", "a dozen"."""
    if at >= len(reading.tokens):
        return None
    text = reading.lower[at]
    if text in words.vague:
        return words.vague[text], None, at
    if text in words.articles and at + 1 < len(reading.tokens) and reading.lower[at + 1] in words.multiple:
        value, end = 1.0, at
    elif text in words.number and (reading.tokens[at].pos == "NUM" or reading.tokens[at].tag == "CD"):
        value, end = float(words.number[text]), at
        if value >= 20 and value % 10 == 0:  # "twenty-one", "twenty one"
            value, end = _with_units(reading, words, at, value)
    elif _DIGITS.fullmatch(text):
        value, end = float(text.replace(",", "")), at
    elif (scaled := _SCALED.fullmatch(text)) and scaled[2] in words.multiple:
        value, end = float(scaled[1]) * words.multiple[scaled[2]], at
    else:
        return None
    for _ in range(3):
        after = reading.lower[end + 1] if end + 1 < len(reading.tokens) else ""
        if after not in words.multiple or value > 1e15:
            break
        value, end = value * words.multiple[after], end + 1
    if end == at and text in words.articles:
        return None
    return (int(value), int(value), end) if value == int(value) else (int(value), int(value) + 1, end)


def _with_units(reading: Reading, words: FigureWords, at: int, tens: float) -> tuple[float, int]:
    after = at + 1
    if after < len(reading.tokens) and reading.tokens[after].text == "-":
        after += 1
    if after < len(reading.tokens):
        units = words.number.get(reading.lower[after], 0)
        if 0 < units < 10:
            return tens + units, after
    return tens, at


def _figure(
    reading: Reading,
    words: FigureWords,
    number: _Number,
    known: tuple[dict[int, Event], dict[int, Event]],
    earlier: Figure | None,
) -> Figure | None:
    """The count, if it counts people, money, weapons or what an event is about."""
    heads, owners = known
    noun = _counted(reading, number)
    last = number.last if noun is None else max(number.last, noun)
    if noun is not None and (
        set(reading.forms(noun)) & (words.units | words.tallies) or reading.tokens[noun].tag == "NNP"
    ):
        return None
    if noun is not None and noun + 1 < len(reading.tokens) and reading.tokens[noun + 1].text == "-":
        return None  # "a three-judge panel", "5-year-old"
    near = range(number.first, last + 1)
    event = next((owners[at] for at in near if at in owners), None) or _over(reading, number, noun, heads)
    what = _what(reading, words, number, noun, event)
    if what is None and noun is None:
        what = _tallied(reading, words, number, earlier)
    if what is None:
        return None
    span = Span(reading.tokens[number.first].span.start, reading.tokens[last].span.end)
    if reading.record.article.text[span.start : span.end].count("\\n") or len(span) > 160:
        return None
    return Figure(f"f@{span.start}", span, what, number.low, number.high, event.id if event else None)


def _counted(reading: Reading, number: _Number) -> int | None:
    """The noun or adjective that the number counts: "12 people", "dozens of people", "12 dead"; None for a bare number."""
    last = reading.tokens[number.last]
    for at in range(number.first, number.last + 1):
        token = reading.tokens[at]
        over = reading.tokens[token.head]
        if (
            token.dep in ("nummod", "quantmod", "compound", "amod", "nmod")
            and token.head > number.last
            and over.pos in ("NOUN", "PROPN", "ADJ")
        ):
            return token.head
    for preposition, _, goal in reading.tree.prepositions(number.last):
        if preposition == "of":
            return goal
    after = number.last + 1
    if after < len(reading.tokens) and reading.tokens[after].sentence == last.sentence:
        token = reading.tokens[after]
        if token.pos in ("NOUN", "ADJ") and token.head in (number.last, last.head, after):
            return after
    return None


def _over(reading: Reading, number: _Number, noun: int | None, heads: dict[int, Event]) -> Event | None:
    """The event that the counted noun hangs under."""
    at = number.last if noun is None else noun
    for _ in range(5):
        if at in heads:
            return heads[at]
        token = reading.tokens[at]
        if token.head == at or token.dep in ("ccomp", "relcl", "advcl"):
            return None
        at = token.head
    return heads.get(at)


def _what(
    reading: Reading, words: FigureWords, number: _Number, noun: int | None, event: Event | None
) -> Counts | None:
    """What is counted: money by its sign; then what the words themselves say, then what was done to those counted."""
    if number.money:
        return "money"
    own = (
        None
        if noun is None
        else next((words.counts[form] for form in reading.forms(noun) if form in words.counts), None)
    )
    if own is not None and own not in ("people", "weapons"):
        return own
    for at in range(number.first, (number.last if noun is None else noun) + 1):
        said = next((words.counts[form] for form in reading.forms(at) if form in words.counts), None)
        if said in _OF_EVENTS:
            return said
    done = None if event is None else words.counts.get(event.lemma.split(" ")[0])
    suffers = event is not None and any(
        role.role == "recipient" and role.span.start <= reading.tokens[number.last].span.start < role.span.end
        for role in event.roles
    )
    if done in _OF_EVENTS and own != "weapons" and suffers:
        return done
    by_verb = _verb_over(reading, number, noun)
    done = next((words.counts[form] for form in by_verb if words.counts.get(form) in _OF_EVENTS), None)
    if done is not None and own != "weapons":
        return done
    if own is not None:
        return own
    return (
        "other"
        if event is not None and noun is not None and reading.tokens[noun].pos == "NOUN" and _is_party(reading, noun)
        else None
    )


def _tallied(reading: Reading, words: FigureWords, number: _Number, earlier: Figure | None) -> Counts | None:
    """What a bare number counts: "the death toll is 14", "put the number of dead at 14"; "the number is 14" counts as before."""
    tree, at = reading.tree, number.last
    if reading.tokens[at].dep not in ("attr", "pobj", "acomp", "dobj", "npadvmod"):
        return None
    over = reading.tokens[at].head
    verb = reading.tokens[over].head if reading.tokens[at].dep == "pobj" else over
    for head in tree.children(verb, "nsubj", "nsubjpass", "dobj"):
        if head == at or reading.lemma(head) not in words.tallies:
            continue
        about = [*tree.children(head, "compound", "amod"), *(goal for _, _, goal in tree.prepositions(head))]
        said = [words.counts[form] for kid in about for form in reading.forms(kid) if form in words.counts]
        if said or about:
            return next(iter(said), None)
        before = None if earlier is None else tree.between(earlier.span)
        near = before is not None and reading.tokens[at].sentence - reading.tokens[before[0]].sentence <= 2
        return earlier.counts if earlier is not None and near else None
    return None


def _verb_over(reading: Reading, number: _Number, noun: int | None) -> tuple[str, ...]:
    """The verb whose sufferer is counted: "ten died", "ten were killed", "killing ten", "left ten dead"."""
    at = number.last if noun is None else noun
    for _ in range(3):
        token = reading.tokens[at]
        over = reading.tokens[token.head]
        passive = token.dep == "nsubj" and not reading.tree.objects(token.head)
        if over.tag.startswith("VB") and (token.dep in ("nsubjpass", "dobj") or passive):
            predicate = reading.tree.children(token.head, "acomp", "oprd", "ccomp", "xcomp")
            return (*reading.forms(token.head), *(form for kid in predicate for form in reading.forms(kid)))
        if token.dep not in ("conj", "nummod", "pobj", "prep"):
            return ()
        at = token.head
    return ()


def _is_party(reading: Reading, noun: int) -> bool:
    """The counted noun is subject or object of its clause."""
    return reading.tokens[noun].dep in ("dobj", "nsubj", "nsubjpass", "conj", "pobj")
