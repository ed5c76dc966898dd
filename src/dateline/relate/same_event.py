"""The same event in several articles: incidents are blocked by day, place and party, and judged by a written list of features.

Each feature says what it saw and weighs for or against; the sum decides. Conflicting figures weigh nothing: that two outlets
count differently is no sign that they speak of two events. Nothing here knows one party from another.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from dateline.relate.copies import Copy
from dateline.relate.incidents import TOLL, Incident
from dateline.relate.judgement import Judgement, Pointer, Verdict
from dateline.relate.passages import Passage
from dateline.text.span import Evidence
from dateline.text.when import Grain

# Chosen on the demo corpus and on FA-KES (same day and place = same incident), never on ECB+.
SAME, MAYBE = 3.0, 2.7
# What each feature weighs. A day or a place told differently speaks louder than the same ones told: one day sees many events.
WEIGHTS = {
    "family": 0.6,  # the same sort of act by our rules: "killed" and "assassinated"
    "harm": 0.4,  # both do harm: an attack here, an explosion there
    "kind": 0.3,
    "other-kind": -2.0,
    "other-words": -6.0,  # two tell that something was said, and not the same speaker
    "same-day": 2.0,
    "days-overlap": 0.8,
    "next-day": -0.5,  # a night has two days, and reporters take either
    "other-days": -4.0,
    "told-too-early": -5.0,  # nobody tells what has not happened yet
    "no-day": -1.0,  # of one of them, and nothing says that they were told in the same days
    "same-place": 1.5,
    "place-within": 0.8,
    "same-country": 0.1,  # and nothing nearer is told of one of them
    "other-place": -2.5,
    "other-country": -3.0,
    "party": 1.2,
    "party-turned": -1.0,  # who suffers here acts there
    "other-recipients": -1.5,
    "same-figure": 0.8,
    "words": 4.0,  # times the likeness of the sentences' words
    "unreal": -3.0,  # planned or denied here, told as happened there
}
NEWS = timedelta(days=3)  # how long an event is told without its day
BLOCK = 24  # incidents of one block that each is held against: those before it by day of issue
Clue = tuple[str, float, str]
Telling = tuple[int, Pointer]  # where a text begins to tell of an event, and which incident that is
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sum for two incidents and the clues it is made of, the weightiest first."""

    total: float
    clues: tuple[Clue, ...]

    @property
    def score(self) -> float:
        """The sum as a number from 0 to 1; one half at the threshold."""
        return round(1 / (1 + math.exp(SAME - self.total)), 4)

    def judged(self, left: Pointer, right: Pointer, verdict: Verdict) -> Judgement:
        """The judgement that the sum comes to."""
        because = tuple(
            Evidence(f"relate/same_event:{name}", f"{weight:+.1f} {note}") for name, weight, note in self.clues
        )
        return Judgement(left, right, verdict, self.score, because, "relate/same_event:weights")


def judge_events(
    found: Sequence[Incident], copies: Sequence[Copy] = (), texts: Mapping[str, str] = MappingProxyType({})
) -> tuple[Judgement, ...]:
    """Judgements "yes" and "unsure" on incidents of different articles, the surest first.

    `texts` are the articles' by their keys; with them, what a copy tells in its copied passages is its origin's event.
    """
    days = {each.pointer: each.when.single_day if each.when else None for each in found}
    agreed = Agreement(days)
    judged = [each for each in _by_passage(found, copies, texts) if agreed.take(each.left, each.right)]
    known = {judgement.pair for judgement in judged}
    lexicon = Lexicon.of(found)
    pairs = _blocked(found)
    weighed = [
        (sum_of, pair) for pair in pairs if (sum_of := weigh(found[pair[0]], found[pair[1]], lexicon)).total >= MAYBE
    ]
    for sum_of, (a, b) in sorted(weighed, key=lambda each: -each[0].total):  # of equal sums the pair that stands first
        left, right = found[a].pointer, found[b].pointer
        if (left, right) not in known:
            verdict: Verdict = "yes" if sum_of.total >= SAME and agreed.take(left, right) else "unsure"
            judged.append(sum_of.judged(left, right, verdict))
    return tuple(judged)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How much each word of the incidents tells (the squared logarithm of how few use it), and the sum of that for each incident."""

    rarity: Mapping[str, float]
    weight: Mapping[Pointer, float]

    @classmethod
    def of(cls, found: Sequence[Incident]) -> Lexicon:
        """Counted over all incidents."""
        used = Counter(word for incident in found for word in incident.words)
        rarity = {word: rarity_of(number, len(found)) for word, number in used.items()}
        return cls(rarity, {each.pointer: weight_of(each, rarity) for each in found})

    def likeness(self, one: Incident, other: Incident) -> float:
        """Cosine of the two incidents' words."""
        shared = math.fsum(self.rarity[word] for word in one.words & other.words)
        return round(shared / math.sqrt(self.weight[one.pointer] * self.weight[other.pointer]), 3) if shared else 0.0


def rarity_of(number: int, incidents: int) -> float:
    """How much a word tells that so many of all incidents use."""
    return math.log((1 + incidents) / number) ** 2


def weight_of(incident: Incident, rarity: Mapping[str, float]) -> float:
    """How much all words of the incident tell; the same whatever their order."""
    return math.fsum(rarity[word] for word in incident.words)


def weigh(one: Incident, other: Incident, lexicon: Lexicon) -> Weighed:
    """The sum over all features. Where even the same words could not lift it to a judgement, the words are not looked at."""
    clues = [(name, WEIGHTS[name] * share, note) for name, share, note in _clues(one, other)]
    if sum(weight for _, weight, _ in clues) + WEIGHTS["words"] >= MAYBE and (likeness := lexicon.likeness(one, other)):
        clues.append(("words", WEIGHTS["words"] * likeness, f"likeness {likeness:.2f}"))
    clues.sort(key=lambda clue: (-abs(clue[1]), clue[0]))
    return Weighed(sum(weight for _, weight, _ in clues), tuple(clues))


def _clues(one: Incident, other: Incident) -> Iterator[Clue]:
    """Name, share of its weight, and note of each feature but the words, the cheapest first."""
    yield from _days(one, other)
    yield from _places(one, other)
    yield from _sort(one, other)
    yield from _parties(one, other)
    if counts := _counts(one) & _counts(other):
        what, low = min(counts)
        yield "same-figure", 1.0, f"{low} {what}"
    if one.real != other.real:
        yield "unreal", 1.0, "told as happened by one alone"


def _sort(one: Incident, other: Incident) -> Iterator[Clue]:
    if shared := one.families & other.families:
        yield "family", 1.0, min(shared)
    elif one.telling and other.telling:
        yield "other-words", 1.0, f"{min(one.families)}, {min(other.families)}"
    elif one.violent and other.violent:
        yield "harm", 1.0, "both do harm"
    if shared := (one.kinds & other.kinds) - {"OTHER"}:
        yield "kind", 1.0, min(shared)
    elif not one.kinds & other.kinds and not (one.violent and other.violent):
        yield "other-kind", 1.0, f"{min(one.kinds)}, {min(other.kinds)}"


def _days(one: Incident, other: Incident) -> Iterator[Clue]:
    for told, by in ((one, other), (other, one)):
        if told.when and told.when.first and by.until and by.real and told.when.first > by.until + timedelta(days=1):
            yield "told-too-early", 1.0, f"{told.when}, but told on {by.until}"
            return
    if one.when is None or other.when is None:
        if not _told_together(one, other):
            yield "no-day", 1.0, "a day is told of one at most, and not by articles of the same days"
        return
    if one.when.single_day and one.when.single_day == other.when.single_day:
        yield "same-day", 1.0, str(one.when)
    elif one.when.overlaps(other.when):
        yield "days-overlap", _narrowness(one, other), f"{one.when}, {other.when}"
    elif one.when.shift(1, Grain.DAY).overlaps(other.when) or other.when.shift(1, Grain.DAY).overlaps(one.when):
        yield "next-day", 1.0, f"{one.when}, {other.when}"
    else:
        yield "other-days", 1.0, f"{one.when}, {other.when}"


def _told_together(one: Incident, other: Incident) -> bool:
    """The two articles are of the same few days."""
    return bool(one.until and other.until and abs(one.until - other.until) <= NEWS)


def _narrowness(one: Incident, other: Incident) -> float:
    """1 where both tell some days, near 0 where one tells a year: to share a year is no sign."""
    spans = [
        (each.when.last - each.when.first).days
        for each in (one, other)
        if each.when and each.when.first and each.when.last
    ]
    return round(7 / (7 + max(spans)), 2)


def _places(one: Incident, other: Incident) -> Iterator[Clue]:
    if not one.place or not other.place:
        return
    if one.wide or other.wide:
        if one.place == other.place or one.place in other.within or other.place in one.within:
            yield "same-country", 1.0, f"{one.place}, {other.place}"
        elif _lies_in(one) and _lies_in(other) and not _lies_in(one) & _lies_in(other):
            yield "other-country", 1.0, f"{one.place}, {other.place}"
    elif one.place == other.place:
        yield "same-place", 1.0, one.place
    elif one.place in other.within or other.place in one.within:
        yield "place-within", 1.0, f"{one.place}, {other.place}"
    else:
        yield "other-place", 1.0, f"{one.place}, {other.place}"


def _lies_in(incident: Incident) -> frozenset[str]:
    """The country, or what holds the place; empty where nothing is known to hold it."""
    return incident.within | {incident.place} if incident.wide else incident.within


def _parties(one: Incident, other: Incident) -> Iterator[Clue]:
    where = (
        {one.place, other.place} | one.within | other.within
    )  # a town that was shelled is no second sign beside its name
    shared = ((one.actors & other.actors) | (one.recipients & other.recipients)) - where
    turned = ((one.actors & other.recipients) | (one.recipients & other.actors)) - where
    if shared:
        yield "party", min(2.0, float(len(shared))), ", ".join(sorted(shared))
    elif turned:
        yield "party-turned", 1.0, ", ".join(sorted(turned))
    elif one.recipients and other.recipients:
        yield "other-recipients", 1.0, f"{min(one.recipients)}, {min(other.recipients)}"


def _counts(incident: Incident) -> set[tuple[str, int]]:
    return {
        (figure.counts, figure.low) for figure in incident.figures if figure.low is not None and figure.counts in TOLL
    }


def _blocked(found: Sequence[Incident]) -> list[tuple[int, int]]:
    """Pairs of incidents of different articles that share a key; a full block holds each against those next before it in time."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    order = sorted(range(len(found)), key=lambda number: (_last_day(found[number]), found[number].pointer))
    for number in order:
        for key in block_keys(found[number]):
            blocks[key].append(number)
    days = [day.toordinal() if each.when and (day := each.when.single_day) else 0 for each in found]
    articles = [each.pointer.article for each in found]
    rank = {number: place for place, number in enumerate(sorted(order, key=lambda number: found[number].pointer))}
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        for place, number in enumerate(block):
            own_day, article, mine = days[number], articles[number], rank[number]
            for earlier in block[max(0, place - BLOCK) : place]:
                apart = own_day and days[earlier] and abs(days[earlier] - own_day) > 1
                if not apart and articles[earlier] != article:
                    theirs = rank[earlier]
                    pairs.add((theirs, mine) if theirs < mine else (mine, theirs))
    by_rank = list(rank)
    return [(by_rank[one], by_rank[other]) for one, other in sorted(pairs)]


def _last_day(incident: Incident) -> date:
    return incident.until or (incident.when.last if incident.when else None) or date.max


def block_keys(incident: Incident) -> Iterator[tuple[str, ...]]:
    """Day with place or party, place with party or family, party with family; a day also counts as its neighbours."""
    if not incident.real:
        return
    sorts = sorted(incident.families)[:4] + (["harm"] if incident.violent else [])
    parties = sorted(incident.parties)[:4]
    day = incident.when.single_day if incident.when else None
    if day is not None:
        for window in {day.toordinal() // 2, (day.toordinal() + 1) // 2}:
            yield from (("day", str(window), other) for other in (*sorts, *parties, *filter(None, [incident.place])))
    issue = incident.until.toordinal() if incident.until else 0
    for window in {issue // 8, (issue + 4) // 8}:
        yield from ((incident.place, sort, str(window)) for sort in sorts if incident.place)
        yield from ((party, sort, str(window)) for party in parties for sort in sorts)


class Agreement:
    """Groups in the making, and the day of each: what is told of other days never comes into one."""

    def __init__(self, days: Mapping[Pointer, date | None]) -> None:
        self._head = {each: each for each in days}
        self._days = {each: (day, day) for each, day in days.items() if day is not None}

    def take(self, left: Pointer, right: Pointer) -> bool:
        """Join the groups of the two; False if their days are more than one day apart."""
        a, b = self._find(left), self._find(right)
        ends = [day for each in (a, b) if each in self._days for day in self._days[each]]
        days = [day for day in ends if day is not None]
        if a == b:
            return True
        if days and max(days) - min(days) > timedelta(days=1):
            return False
        self._head[b] = a
        if days:
            self._days[a] = (min(days), max(days))
        return True

    def _find(self, thing: Pointer) -> Pointer:
        while self._head[thing] != thing:
            self._head[thing] = self._head[self._head[thing]]
            thing = self._head[thing]
        return thing


def _by_passage(found: Sequence[Incident], copies: Sequence[Copy], texts: Mapping[str, str]) -> Iterator[Judgement]:
    """What two articles tell in the same words is the same event, if both tellings were found to be one."""
    at: dict[str, list[Telling]] = defaultdict(list)
    for incident in found:
        at[incident.pointer.article] += [(event.span.start, incident.pointer) for event in incident.mentions]
    for copy in copies:
        left, right = copy.judgement.left.article, copy.judgement.right.article
        if left in texts and right in texts:
            yield from told_alike(copy, (at[left], at[right]), (texts[left], texts[right]))


def told_alike(
    copy: Copy, tellings: tuple[Sequence[Telling], Sequence[Telling]], texts: tuple[str, str]
) -> Iterator[Judgement]:
    """Of two articles what they tell in the words that they share."""
    there = dict(tellings[1])
    told: set[tuple[Pointer, Pointer]] = set()
    for passage in copy.shared.passages:
        here = [(start, each) for start, each in tellings[0] if passage.left.start <= start < passage.left.end]
        across = _across(passage, *texts) if here else {}
        for start, mine in here:
            theirs = there.get(across.get(start, -1))
            pair = (mine, theirs) if theirs else None
            if pair and pair not in told:
                told.add(pair)
                because = Evidence("relate/same_event:passage", "told in the same words", passage.left)
                yield Judgement(min(pair), max(pair), "yes", 1.0, (because,), "relate/same_event:passage")


def _across(passage: Passage, left: str, right: str) -> dict[int, int]:
    """Where each word of the passage starts in the left text, and where it starts in the right one."""
    here = [found.start() for found in _WORD.finditer(left, passage.left.start, passage.left.end)]
    there = [found.start() for found in _WORD.finditer(right, passage.right.start, passage.right.end)]
    return dict(zip(here, there, strict=True)) if len(here) == len(there) else {}
