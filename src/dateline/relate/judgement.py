"""Judgements: that two articles are copies, two events or two names the same. Told by the machine or by a person, never undone in place.

A list of judgements only grows; what holds now is folded from it. Nothing here reads a text: `copies.py` and `same_event.py` judge,
a store keeps what they and people said.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.text.article import Article
from dateline.text.errors import BadJudgement
from dateline.text.span import Evidence

Question = Literal["copy", "event", "name"]
Verdict = Literal["yes", "copied", "no", "unsure", "withdrawn"]
PERSON = "person:"  # `by` of what a person said begins so; all else is the machine's
_ASKS: dict[str, Question] = {"": "copy", "e": "event", "n": "name"}


@dataclass(frozen=True, slots=True, order=True)
class Pointer:
    """An article, by whatever name the caller keeps it under, or a finding in it (`finding`, an id of its record).

    >>> Pointer("a:2b3db8fb3fe0", "e@16"), str(Pointer("a:2b3db8fb3fe0", "e@16"))
    (Pointer(article='a:2b3db8fb3fe0', finding='e@16'), 'a:2b3db8fb3fe0/e@16')
    >>> Pointer.parse("a:2b3db8fb3fe0")
    Pointer(article='a:2b3db8fb3fe0', finding='')
    """

    article: str
    finding: str = ""

    @classmethod
    def parse(cls, words: str) -> Pointer:
        """The pointer that `str()` wrote so."""
        article, slash, finding = words.rpartition("/")
        return cls(article, finding) if slash else cls(words)

    @property
    def question(self) -> Question:
        """What can be asked of this and another: is it a copy, the same event, the same name."""
        kind = self.finding[:1]
        if kind not in _ASKS:
            raise BadJudgement(f"{self}: only articles, events (e@...) and names (n...) are judged to be the same")
        return _ASKS[kind]

    def __str__(self) -> str:
        return f"{self.article}/{self.finding}" if self.finding else self.article


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one judge says of two things. `by` is a rule ("relate/copies:contained") or a person ("person:night desk").

    Verdicts: "yes" they are the same (of articles: the same text, which way we do not know); "copied" the left article is copied
    from the right one; "no"; "unsure"; "withdrawn" takes back what this judge last said of the two. `score` is from 0 to 1,
    `at` a moment in ISO 8601, empty where a machine would say the same at any moment.
    """

    left: Pointer
    right: Pointer
    verdict: Verdict
    score: float = 1.0
    because: tuple[Evidence, ...] = ()
    by: str = PERSON
    at: str = ""

    def __post_init__(self) -> None:
        if self.left.question != self.right.question:
            raise BadJudgement(f"{self.left} and {self.right} are not of one sort: they cannot be the same")
        if self.left == self.right:
            raise BadJudgement(f"{self.left} is judged against itself")
        if self.verdict == "copied" and self.question != "copy":
            raise BadJudgement(f"{self.left}: only an article is copied from another")

    @property
    def question(self) -> Question:
        """What was asked."""
        return self.left.question

    @property
    def joins(self) -> bool:
        """The judgement says that the two belong together."""
        return self.verdict in ("yes", "copied")

    @property
    def by_person(self) -> bool:
        """A person said so."""
        return self.by.startswith(PERSON)

    @property
    def pair(self) -> tuple[Pointer, Pointer]:
        """The two in a fixed order, so that what is said of A and B and of B and A meets."""
        return (self.left, self.right) if self.left < self.right else (self.right, self.left)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a list of judgements comes to: the groups, what stands, and what was passed over for the sake of a person's word.

    A group is sorted and holds two or more; what is in none stands alone.
    """

    groups: tuple[tuple[Pointer, ...], ...] = ()
    standing: tuple[Judgement, ...] = ()
    passed_over: tuple[Judgement, ...] = ()

    def about(self, question: Question) -> tuple[tuple[Pointer, ...], ...]:
        """The groups that answer one question."""
        return tuple(group for group in self.groups if group[0].question == question)

    def places(self) -> dict[Pointer, int]:
        """The number of the group that each thing is in."""
        return {thing: number for number, group in enumerate(self.groups) for thing in group}


def article_key(article: Article) -> str:
    """A name for the article that tells the same text in two outlets apart; the same on every reading.

    >>> article_key(Article("One text.", outlet="A")) == article_key(Article("One text.", outlet="B"))
    False
    """
    told = (article.outlet, article.url, str(article.published.when or ""), article.source.id)
    if not any(told):
        return article.id
    carrier = "\x00".join(part or "" for part in told).encode("utf-8", "replace")
    return f"{article.id}.{hashlib.sha256(carrier).hexdigest()[:6]}"


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """One judgement a pair, in the order of their pairs' first mention: a person's before the machine's, the later before the earlier."""
    said: dict[tuple[Pointer, Pointer], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        said[judgement.pair].append(judgement)
    return tuple(chosen for told in said.values() if (chosen := _last_word(told)) is not None)


def fold(judgements: Iterable[Judgement]) -> Folded:
    """Groups by connected components, which no "no" of a person lies within.

    Persons' words come first, the latest first, then the machine's, the surest first; one that would contradict what came
    before it is passed over: joining what a person holds apart, or holding apart what later words join.
    """
    told = tuple(judgements)
    now = standing(told)
    people = [judgement for judgement in now if judgement.by_person]
    machine = [judgement for judgement in now if not judgement.by_person and judgement.joins]
    machine.sort(key=lambda judgement: (-judgement.score, judgement.pair))
    parts, passed = _Parts(), []
    for judgement in (*reversed(_as_told(people, told)), *machine):
        if judgement.joins:
            agreed = parts.join(*judgement.pair)
        else:
            agreed = judgement.verdict != "no" or parts.cut(*judgement.pair)
        if not agreed:
            passed.append(judgement)
    return Folded(parts.groups(), now, tuple(passed))


def _last_word(told: list[Judgement]) -> Judgement | None:
    """What holds of one pair: each judge's words are a pile, and a withdrawal takes the uppermost off."""
    piles: dict[str, list[Judgement]] = defaultdict(list)
    order = {id(judgement): place for place, judgement in enumerate(told)}
    for judgement in told:
        pile = piles[judgement.by]
        if judgement.verdict != "withdrawn":
            pile.append(judgement)
        elif pile:
            pile.pop()
    tops = [pile[-1] for pile in piles.values() if pile]
    return max(tops, key=lambda judgement: (judgement.by_person, order[id(judgement)]), default=None)


def _as_told(chosen: list[Judgement], judgements: tuple[Judgement, ...]) -> list[Judgement]:
    """The chosen ones in the order in which they were said, not in that of their pairs' first mention."""
    order = {id(judgement): place for place, judgement in enumerate(judgements)}
    return sorted(chosen, key=lambda judgement: order[id(judgement)])


class _Parts:
    """Disjoint sets with walls between some of them; the smaller set is always moved into the larger one."""

    def __init__(self) -> None:
        self._head: dict[Pointer, Pointer] = {}
        self._members: dict[Pointer, list[Pointer]] = {}
        self._walls: dict[Pointer, set[Pointer]] = defaultdict(set)

    def join(self, left: Pointer, right: Pointer) -> bool:
        """Make one set of two; False if a wall stands between them."""
        a, b = self._find(left), self._find(right)
        if a == b:
            return True
        if b in self._walls[a]:
            return False
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        for member in self._members[b]:
            self._head[member] = a
        self._members[a] += self._members.pop(b)
        for other in self._walls.pop(b, ()):
            self._walls[other].discard(b)
            self._walls[other].add(a)
            self._walls[a].add(other)
        return True

    def cut(self, left: Pointer, right: Pointer) -> bool:
        """Put a wall between two sets; False if they are one already."""
        a, b = self._find(left), self._find(right)
        if a == b:
            return False
        self._walls[a].add(b)
        self._walls[b].add(a)
        return True

    def groups(self) -> tuple[tuple[Pointer, ...], ...]:
        return tuple(sorted(self._sorted()))

    def _sorted(self) -> Iterator[tuple[Pointer, ...]]:
        return (tuple(sorted(members)) for members in self._members.values() if len(members) > 1)

    def _find(self, thing: Pointer) -> Pointer:
        if thing not in self._head:
            self._head[thing] = thing
            self._members[thing] = [thing]
        return self._head[thing]
