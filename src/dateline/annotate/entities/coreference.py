"""Words that point back: "the commander", "the terrorist group", "he". One sure antecedent, or none.

Only what stands before counts. Precision before recall: a pronoun that two persons fit equally gives no mention.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.entities.offices import office_at
from dateline.annotate.entities.page import Page
from dateline.annotate.entities.things import SUBJECTS, owner_of
from dateline.languages.titles import Gender
from dateline.text.naming import EntityKind, MentionForm

_INSIDE = frozenset(
    {"amod", "compound", "nummod", "punct", "nmod", "advmod"}
)  # what may stand between "the" and its noun
REACH = {"person": 12, "own": 12, "body": 4, "place": 3}  # sentences back
PRONOUN_REACH = 3
FARTHEST = 600  # tokens: a list without full stops is one endless sentence
# Weights of a pronoun's antecedent, by hand: a subject outweighs a sentence, being talked of often outweighs nearness.
SUBJECT, SENTENCE, TOLD, POSSESSIVE, QUOTES, NEAR = 1.2, 1.0, 0.15, 0.8, 0.7, 0.01
MARGIN = 0.35


@dataclass(frozen=True, slots=True)
class Trace:
    """Where somebody was mentioned: the head token, and by which group of names."""

    position: int
    owner: int


@dataclass(frozen=True, slots=True)
class Bearer:
    """What a group of names can be called: its kind, its offices, the pronoun that fits (None = any), the class words in it."""

    kind: EntityKind
    offices: frozenset[str] = frozenset()
    gender: Gender | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words that point back to the group of names `owner`."""

    first: int
    last: int
    owner: int
    form: MentionForm


def find_pointers(
    page: Page, traces: Sequence[Trace], bearers: Mapping[int, Bearer], claimed: Sequence[bool]
) -> list[Pointer]:
    """The nouns and pronouns that point back to somebody, in text order. `traces` are in text order."""
    found: list[Pointer] = []
    walk = _Walk(page, bearers)
    ahead = iter([*traces, Trace(len(page.tokens), -1)])
    coming = next(ahead)
    for position in range(len(page.tokens)):
        while coming.position <= position and coming.owner >= 0:
            walk.pass_by(coming)
            coming = next(ahead)
        if claimed[position]:
            continue
        pointer = walk.nominal(position, claimed) or walk.pronoun(position) or walk.thing(position)
        if pointer is not None:
            found.append(pointer)
            walk.pass_by(Trace(position, pointer.owner))
    return found


class _Walk:
    """The mentions passed so far, the last of each owner first."""

    def __init__(self, page: Page, bearers: Mapping[int, Bearer]) -> None:
        self._page = page
        self._bearers = dict(bearers)
        self._passed: list[Trace] = []
        self._told: dict[int, int] = {}
        self._titled: dict[str, list[int]] = {}
        # For a class word, who has it in the name and where last; for a noun, how many had passed when it meant somebody unnamed.
        self._owns: dict[str, dict[int, int]] = {}
        self._others: dict[str, int] = {}

    def pass_by(self, trace: Trace) -> None:
        """Remember a mention."""
        self._passed.append(trace)
        if trace.owner not in self._told:
            for office in self._bearers[trace.owner].offices:
                self._titled.setdefault(office, []).append(trace.owner)
        for word in self._bearers[trace.owner].words:
            self._owns.setdefault(word, {})[trace.owner] = trace.position
        self._told[trace.owner] = self._told.get(trace.owner, 0) + 1

    def nominal(self, position: int, claimed: Sequence[bool]) -> Pointer | None:
        """ "The general", "the terrorist group": whom the definite noun at that position points back to."""
        words, token, word = self._page.words, self._page.tokens[position], self._page.lower[position]
        if not (word in words.nominals or word in words.own_nominals or words.is_office(word)):
            return None
        if token.tag not in ("NN", "NNP"):
            return None
        first = self._definite(position, claimed)
        if first is None:
            self._note(position, claimed)
            return None
        if words.is_office(word):
            owner = self._holder(position, office_at(self._page, position, first + 1))
        elif (owner := self._own(position, first)) is None and not self._is_other(word):
            modifiers = self._page.lower[first + 1 : position]
            kinds = words.nominals.get(word, frozenset())
            if words.is_armed(word, modifiers):
                kinds = frozenset[EntityKind](("armed_group",))
            elif modifiers:
                return None  # "the other group", "the second city": not the one before
            owner = self._nearest(position, kinds, word)
        return None if owner is None else Pointer(first, position + 1, owner, "nominal")

    def _own(self, position: int, first: int) -> int | None:
        """The one so far with that word in its name: "the ministry" after "Ministry of Trade"."""
        word, tokens = self._page.lower[position], self._page.tokens
        last = self._owns.get(word, {})
        if position > first + 1 or self._is_other(word) or len(last) != 1:
            return None
        (owner, at), *_ = last.items()
        near = tokens[position].sentence - tokens[at].sentence <= REACH["own"] and position - at <= FARTHEST
        return owner if near else None

    def _note(self, position: int, claimed: Sequence[bool]) -> None:
        """Remember a noun that brings up another of its sort: "a dock workers' union"; not "the Kurdish region", "the city of Mosul"."""
        page = self._page
        if page.tokens[position].dep in ("compound", "amod", "appos", "attr"):
            return
        kids = [kid for kid in page.tree.kids[position] if kid < position]
        other = any(
            page.tokens[kid].dep in ("amod", "compound", "poss", "nummod")
            or (page.tokens[kid].dep == "det" and page.lower[kid] not in page.words.definite)
            for kid in kids
        )
        if other and not any(claimed[kid] for kid in kids):
            self._others[page.lower[position]] = len(self._passed)

    def _is_other(self, word: str) -> bool:
        """Another of that sort, not named, has come up after all the names in reach: then the noun may mean that one."""
        since = self._others.get(word)
        if since is None:
            return False
        kinds = self._page.words.nominals.get(word, frozenset())
        later = (self._bearers[trace.owner] for trace in self._passed[since:][:50])
        return not any(word in bearer.words or bearer.kind in kinds for bearer in later)

    def _definite(self, position: int, claimed: Sequence[bool]) -> int | None:
        """Where the noun phrase begins with a definite article, if it stands for itself and has no complement."""
        page, token = self._page, self._page.tokens[position]
        if token.dep in ("compound", "amod", "nmod", "attr", "appos") or token.sentence in page.shouted:
            return None
        aside = (
            position + 1 < len(claimed) and page.tokens[position + 1].text == ","
        )  # what follows a comma does not define
        if any(
            page.tokens[kid].dep in ("prep", "poss", "appos", "relcl", "acl") and not (aside and kid > position)
            for kid in page.tree.kids[position]
        ):
            return None
        if (
            position + 1 < len(claimed)
            and claimed[position + 1]
            and page.tokens[position + 1].sentence == token.sentence
        ):
            return None
        at = position - 1
        while at >= 0 and page.tokens[at].dep in _INSIDE and page.tokens[at].head == position and not claimed[at]:
            at -= 1
        return at if at >= 0 and page.lower[at] in page.words.definite and not claimed[at] else None

    def _holder(self, position: int, office: str) -> int | None:
        """The one person of the article so far who holds the office; of several, the one named alone in the nearest sentence."""
        holders = self._titled.get(office, [])
        if len(holders) <= 1:
            return holders[0] if holders else None
        return self._alone(position, REACH["person"], lambda owner: office in self._bearers[owner].offices)

    def _nearest(self, position: int, kinds: Collection[EntityKind], word: str) -> int | None:
        """The nearest of these kinds; "the union" is none whose name says that it is a bureau."""
        reach = REACH["place" if "place" in kinds else "body"]
        special = kinds == {"organization"}

        def fits(owner: int) -> bool:
            bearer = self._bearers[owner]
            return bearer.kind in kinds and not (special and bearer.words and word not in bearer.words)

        return self._alone(position, reach, fits)

    def _alone(self, position: int, reach: int, fits: Callable[[int], bool]) -> int | None:
        """The only one that fits in the nearest sentence that holds any."""
        tokens = self._page.tokens
        sentence: int | None = None
        met: set[int] = set()
        for trace in reversed(self._passed):
            here = tokens[trace.position].sentence
            far = tokens[position].sentence - here > reach or position - trace.position > FARTHEST
            if far or (sentence is not None and here != sentence):
                break
            if fits(trace.owner):
                sentence = here
                met.add(trace.owner)
        return met.pop() if len(met) == 1 else None

    def pronoun(self, position: int) -> Pointer | None:
        """Whom "he", "his" or "she" at that position stands for."""
        word = self._page.lower[position]
        if word not in self._page.words.pronouns or not self._page.tokens[position].tag.startswith("PRP"):
            return None
        gender = self._page.words.gender_of[word]
        scores = self._scores(position, gender)
        ranked = sorted(scores, key=lambda owner: -scores[owner])
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < MARGIN):
            return None
        if self._stranger(position, gender, scores[ranked[0]]):
            return None
        self._bearers[ranked[0]] = replace(self._bearers[ranked[0]], gender=gender)
        return Pointer(position, position + 1, ranked[0], "pronoun")

    def _stranger(self, position: int, gender: Gender, least: float) -> bool:
        """Somebody without a name fits as well: "a woman who was afraid to give her name"."""
        tokens, words = self._page.tokens, self._page.words
        return any(
            words.noun_genders.get(self._page.lower[at]) == gender
            and tokens[at].dep in SUBJECTS
            and SUBJECT + TOLD - NEAR * (position - at) > least - MARGIN
            and self._is_new(at)
            for at in range(max(self._page.sentence_start(position), position - FARTHEST), position)
        )

    def _is_new(self, position: int) -> bool:
        """The noun stands after "a", "another" or the like."""
        page = self._page
        return any(
            page.tokens[kid].dep == "det" and page.lower[kid] not in page.words.definite
            for kid in page.tree.kids[position]
        )

    def thing(self, position: int) -> Pointer | None:
        """Which body or people "it", "its" or "they" at that position stands for."""
        owner = owner_of(self._page, position, self._passed, self._bearers)
        return None if owner is None else Pointer(position, position + 1, owner, "pronoun")

    def _scores(self, position: int, gender: Gender) -> dict[int, float]:
        tokens, scores = self._page.tokens, dict[int, float]()
        barred = self._barred(position)
        for trace in reversed(self._passed):
            back = tokens[position].sentence - tokens[trace.position].sentence
            if back > PRONOUN_REACH or position - trace.position > 150:
                break
            bearer = self._bearers[trace.owner]
            if bearer.kind != "person" or bearer.gender not in (None, gender) or trace.owner in barred:
                continue
            score = self._score(position, trace, back)
            scores[trace.owner] = max(scores.get(trace.owner, score), score)
        return scores

    def _score(self, position: int, trace: Trace, back: int) -> float:
        page, token = self._page, self._page.tokens[trace.position]
        score = TOLD * min(self._told[trace.owner], 6) - SENTENCE * back - NEAR * (position - trace.position)
        score += SUBJECT * (token.dep in SUBJECTS)
        score -= POSSESSIVE * (token.dep in ("poss", "compound"))
        return score - QUOTES * (page.quoted[trace.position] != page.quoted[position])

    def _barred(self, position: int) -> set[int]:
        """Who it cannot be: the subject of the verb whose object it is, and the speaker of the quotation it stands in."""
        page, token = self._page, self._page.tokens[position]
        barred: set[int] = set()
        for trace in reversed(self._passed):
            other = page.tokens[trace.position]
            if other.sentence < token.sentence - 1:
                break
            object_of = token.dep in ("dobj", "dative") and other.head == token.head and other.dep in SUBJECTS
            speaker = page.quoted[position] and not page.quoted[trace.position] and other.dep in SUBJECTS
            if object_of or (speaker and other.sentence == token.sentence):
                barred.add(trace.owner)
        return barred


def head_of(page: Page, first: int, last: int) -> int:
    """The token of the run that the others hang on; the last where the parser saw several."""
    for position in range(last - 1, first - 1, -1):
        if not first <= page.tokens[position].head < last or page.tokens[position].head == position:
            return position
    return last - 1
