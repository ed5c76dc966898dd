"""Definite nouns that point back by rule: "the commander", "the terrorist group", "the ministry". One sure antecedent, or none.

Only what stands before counts. What no rule settles is left to the ranking model (`coreference`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from dateline.annotate.entities.offices import office_at
from dateline.annotate.entities.page import Page
from dateline.languages.titles import Gender
from dateline.text.naming import EntityKind, MentionForm

_INSIDE = frozenset(
    {"amod", "compound", "nummod", "punct", "nmod", "advmod"}
)  # what may stand between "the" and its noun
BY = "entities/definite"
REACH = {"person": 12, "own": 12, "body": 4, "place": 3}  # sentences back
FARTHEST = 600  # tokens: a list without full stops is one endless sentence


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
    """Words that point back to the group of names `owner`; `by` is the rule or model that says so, `note` how sure it is."""

    first: int
    last: int
    owner: int
    form: MentionForm
    by: str
    note: str = ""


class Definites:
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
        if token.tag not in ("NN", "NNP"):
            return None
        if not (word in words.nominals or word in words.own_nominals or words.is_office(word)):
            return None
        first = self._definite(position, claimed)
        if first is None:
            self._note(position, claimed)
            return None
        by = BY
        if words.is_office(word):
            owner, by = self._holder(position, office_at(self._page, position, first + 1)), f"{BY}:office"
        elif (owner := self._own(position, first)) is not None:
            by = f"{BY}:own-word"
        elif not self._is_other(word):
            modifiers = self._page.lower[first + 1 : position]
            kinds = words.nominals.get(word, frozenset())
            if words.is_armed(word, modifiers):
                kinds = frozenset[EntityKind](("armed_group",))
            elif modifiers:
                return None  # "the other group", "the second city": not the one before
            owner, by = self._nearest(position, kinds, word), f"{BY}:kind"
        return None if owner is None else Pointer(first, position + 1, owner, "nominal", by)

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
        """The nearest of these kinds; "the union" is none whose name says that it is a bureau, "the city" no street."""
        reach = REACH["place" if "place" in kinds else "body"]
        special = kinds in ({"organization"}, {"place"})

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
