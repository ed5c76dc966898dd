"""Words that point back: pronouns and definite nouns, by rule where one is sure and else by the ranking model.

Every noun phrase of the article is a rival, named or not: "he" after "a guard" is the guard's, and so nobody's that the
record has. What scores below its threshold is left open. A mention made here says by which rule, or how sure the model was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.annotate.entities.antecedents import Chains
from dateline.annotate.entities.definite import Bearer, Definites, Pointer, Trace
from dateline.annotate.entities.noun_phrases import NounPhrase, find_phrases
from dateline.annotate.entities.page import Page
from dateline.annotate.entities.ranking import Choice, Ranker, load_ranker
from dateline.text.naming import MentionForm

__all__ = ["Bearer", "Following", "Link", "Pointer", "Trace", "find_pointers", "head_of"]

BY = "entities/coreference:ranking"
# Scores from which on a link counts, chosen for a precision of at least 85 in 100 (models/COREFERENCE.md has the curve).
THRESHOLDS = {"he": 0.6, "she": 0.6, "they": 0.7, "it": 0.8, "i": 0.6, "noun": 0.8}
NEVER = 2.0
PAIRS = 80_000  # that are weighed in one article, about two seconds; real texts need one a token, none more than four
Choose = Callable[[Chains, int, list[int]], Choice | None]


@dataclass(frozen=True, slots=True)
class Link:
    """Phrase `number` points back to phrase `antecedent`, with the score of that choice."""

    number: int
    antecedent: int
    score: float


def find_pointers(
    page: Page, traces: Sequence[Trace], bearers: Mapping[int, Bearer], claimed: Sequence[bool]
) -> list[Pointer]:
    """The nouns and pronouns that point back to somebody named, in text order. `traces` are in text order."""
    return Following(page, traces, bearers, claimed).pointers()


class Following:
    """One reading of the article from its first word to its last. The trainer reads with a choice of its own."""

    def __init__(
        self, page: Page, traces: Sequence[Trace], bearers: Mapping[int, Bearer], claimed: Sequence[bool]
    ) -> None:
        self._page, self._traces, self._bearers, self._claimed = page, traces, bearers, claimed
        self.phrases = find_phrases(page, {trace.position: trace.owner for trace in traces}, bearers)
        self.chains = Chains(page, self.phrases)
        self._pairs = 0
        self.by_rule: dict[int, Pointer] = {}  # by the position of the noun

    def pointers(self) -> list[Pointer]:
        """What the rules settle, and what the model is sure of."""
        links = self.read(sure_of(load_ranker()))
        found = list(self.by_rule.values())
        for link in links:
            owner = self.owner(link.antecedent)
            phrase = self.phrases[link.number]
            if owner is not None and self.may_tell(phrase) and self._may_be(phrase, owner):
                form: MentionForm = "pronoun" if phrase.sort == "pronoun" else "nominal"
                found.append(Pointer(phrase.first, phrase.head + 1, owner, form, BY, f"score {link.score:.2f}"))
        return sorted(found, key=lambda pointer: pointer.first)

    def read(self, choose: Choose) -> list[Link]:
        """The links that `choose` makes, phrase by phrase; what the rules settle is no longer asked."""
        rules = Definites(self._page, self._bearers)
        links: list[Link] = []
        numbers = {phrase.head: number for number, phrase in enumerate(self.phrases)}
        coming = 0
        for position, claimed in enumerate(self._claimed):
            while coming < len(self._traces) and self._traces[coming].position <= position:
                rules.pass_by(self._traces[coming])
                coming += 1
            settled = None if claimed else rules.nominal(position, self._claimed)
            if settled is not None:
                self.by_rule[position] = settled
                rules.pass_by(Trace(position, settled.owner))
            number = numbers.get(position)
            if number is None:
                continue
            link = None if settled is not None else self._linked(number, choose)
            self.chains.close(None if link is None else link.antecedent, None if settled is None else settled.owner)
            if link is not None:
                links.append(link)
                owner = self.owner(link.antecedent)
                if owner is not None:
                    rules.pass_by(Trace(position, owner))
        return links

    def owner(self, number: int) -> int | None:
        """Whose the chain of that phrase is; of a phrase that is still ahead, who is named by it."""
        chains = self.chains.chain_of
        return chains[number].owner if number < len(chains) else self.phrases[number].owner

    def _linked(self, number: int, choose: Choose) -> Link | None:
        asked = self._pairs < PAIRS and not self._names_itself(self.phrases[number])
        candidates = self.chains.candidates(number) if asked else []
        self._pairs += len(candidates)
        choice = choose(self.chains, number, candidates) if candidates else None
        return None if choice is None else Link(number, choice.antecedent, choice.score)

    def _names_itself(self, phrase: NounPhrase) -> bool:
        """The noun says what the name after it is: "the city of Husaybah", which is no city named before."""
        page, after = self._page, phrase.head + 1
        told = phrase.sort == "noun" and page.lower[phrase.head] in page.words.place_before
        return (
            told and after + 1 < len(page.tokens) and page.lower[after] in page.words.owned and page.capital[after + 1]
        )

    def _may_be(self, phrase: NounPhrase, owner: int) -> bool:
        """What the noun says is not against the kind of the one named: no person is "the state", no town "the operation"."""
        if phrase.sort == "pronoun":
            return True
        kind, person = self._bearers[owner].kind, phrase.sex in ("he", "she", "person")
        if kind in ("person", "place", "country"):
            words = self._page.words
            told = words.nominals.get(phrase.word, frozenset())
            return person if kind == "person" else kind in told or phrase.word in words.place_before
        return not person

    def may_tell(self, phrase: NounPhrase) -> bool:
        """The link is one for the record: no "I" of who wrote the text, no words that hold a name or are a part of one."""
        if any(self._claimed[phrase.first : phrase.head + 1]):
            return False
        if phrase.sort == "pronoun":
            return phrase.told in THRESHOLDS and (phrase.told != "i" or phrase.quoted)
        return phrase.told in ("the", "this") and phrase.head - phrase.first < 4


def sure_of(ranker: Ranker) -> Choose:
    """The model's choice where it is sure enough."""

    def choose(chains: Chains, number: int, candidates: list[int]) -> Choice | None:
        choice = ranker.best(chains, number, candidates)
        return choice if choice is not None and choice.score >= threshold_of(chains.phrases[number]) else None

    return choose


def threshold_of(phrase: NounPhrase) -> float:
    """The score from which on a link of that phrase counts."""
    return THRESHOLDS.get(phrase.told if phrase.sort == "pronoun" else phrase.sort, NEVER)


def head_of(page: Page, first: int, last: int) -> int:
    """The token of the run that the others hang on; the last where the parser saw several."""
    for position in range(last - 1, first - 1, -1):
        if not first <= page.tokens[position].head < last or page.tokens[position].head == position:
            return position
    return last - 1
