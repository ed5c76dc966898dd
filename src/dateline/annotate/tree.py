"""The parse as a tree: who is whose subject, how far a noun phrase goes. Knows dependency labels, no words of a language.

Labels are ClearNLP's (nsubj, dobj, agent, relcl, ...), as the English spaCy models give them. All walks are bounded by
the sentence; every token has one head, so a subtree is visited once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from dateline.text.span import Span
from dateline.text.token import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_TOLD_SUBJECTS = tuple(sorted(SUBJECTS - {"expl"}))
_OF_PASSIVES = ("nsubjpass", "auxpass", "csubjpass", "agent")
_LONGEST = 150  # tokens of a noun phrase
_WITHIN_NAMES = frozenset({"HYPH", "``", "''"})  # "two off-duty officers", 'the "Lions" brigade'
# What hangs on a noun and is not part of naming it.
_ASIDE = frozenset({"relcl", "acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "preconj"})


class Tree:
    """Tokens with their children. Positions are indexes into `tokens`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.kids: list[list[int]] = [[] for _ in tokens]
        for position, token in enumerate(tokens):
            if token.head != position:
                self.kids[token.head].append(position)

    @cached_property
    def starts(self) -> list[int]:
        """The characters at which the tokens begin."""
        return [token.span.start for token in self.tokens]

    @cached_property
    def sentences(self) -> tuple[range, ...]:
        """The positions of each sentence, in order."""
        starts = [i for i, token in enumerate(self.tokens) if i == 0 or token.sentence != self.tokens[i - 1].sentence]
        ends = [*starts[1:], len(self.tokens)]
        return tuple(range(start, end) for start, end in zip(starts, ends, strict=True))

    def children(self, position: int, *deps: str) -> list[int]:
        """Children with one of the relations, in text order; all children if none is named."""
        kids = self.kids[position]
        if not kids:  # most words
            return []
        tokens = self.tokens
        return [kid for kid in kids if tokens[kid].dep in deps] if deps else list(kids)

    def subtree(self, position: int, leave: frozenset[str] = frozenset()) -> list[int]:
        """The token and all below it, in text order, without the branches that hang on by a relation in `leave`."""
        kids, tokens = self.kids, self.tokens
        found = [position]
        for at in found:
            found += [kid for kid in kids[at] if tokens[kid].dep not in leave] if leave else kids[at]
        found.sort()
        return found

    def span(self, positions: Sequence[int]) -> Span:
        """From the first to the last of the positions."""
        return Span(self.tokens[min(positions)].span.start, self.tokens[max(positions)].span.end)

    def phrase(self, head: int, apposition: bool = False) -> Span:
        """The noun phrase of that head: determiner to prepositional phrases, without clauses, and by choice its apposition.

        "the head of Iraq's Badr Organization", "Masoud Barzani, then president of the region,": contiguous by construction.
        """
        return self.span(self.phrase_positions(head, apposition))

    def phrase_positions(self, head: int, apposition: bool = False) -> list[int]:
        """As `phrase`: the positions, contiguous around the head."""
        leave = _ASIDE - {"appos"} if apposition else _ASIDE
        near = [head]
        for at in near:  # nearest first, so that a chain of a thousand phrases ends early and a text stays linear
            near.extend(kid for kid in self.kids[at] if self.tokens[kid].dep not in leave)
            if len(near) > _LONGEST:
                break
        inside = set(near)
        if apposition:  # marks between a noun and its apposition belong to the phrase
            inside |= {
                i for kid in self.children(head, "appos") for i in range(head, kid) if self.tokens[i].dep == "punct"
            }
        first = last = head
        while first - 1 in inside or (first - 2 in inside and self.tokens[first - 1].tag in _WITHIN_NAMES):
            first -= 1
        while last + 1 in inside or (last + 2 in inside and self.tokens[last + 1].tag == "HYPH"):
            last += 1
        return list(range(first, last + 1))

    def conjuncts(self, position: int) -> list[int]:
        """The token and all that are joined to it: "A, B and C" from A."""
        found = [position]
        for at in found:
            found.extend(self.children(at, "conj"))
        return found

    def prepositions(self, position: int) -> Iterator[tuple[str, int, int]]:
        """(lower-case preposition, its position, position of its object) for each that hangs on the token."""
        for kid in self.children(position, "prep", "agent", "dative") if self.kids[position] else ():
            for goal in self.children(kid, "pobj", "pcomp"):
                yield self.tokens[kid].text.lower(), kid, goal
            for inner in self.children(kid, "prep"):  # "out of", "because of", "from inside"
                for goal in self.children(inner, "pobj"):
                    yield f"{self.tokens[kid].text.lower()} {self.tokens[inner].text.lower()}", inner, goal

    def is_passive(self, verb: int) -> bool:
        """The verb is a passive, or a participle that modifies a noun ("the man killed in the raid")."""
        if self.children(verb, *_OF_PASSIVES):
            return True
        token = self.tokens[verb]
        if token.tag == "VBN" and token.dep == "conj" and not self.children(verb, "nsubj", "aux"):
            return self.is_passive(token.head)
        # "an explosion killed ten": taken for a participle by the parser, but a participle has no object.
        return (
            token.tag == "VBN"
            and token.dep in ("acl", "amod", "advcl")
            and not self.children(verb, "aux", "nsubj", "dobj")
        )

    def subject(self, verb: int) -> int | None:
        """Head of the verb's grammatical subject, looked for through conjunctions, control and relative clauses."""
        seen: set[int] = set()
        at = verb
        while at not in seen:
            seen.add(at)
            own = self.children(at, *_TOLD_SUBJECTS)
            if own:
                return self.antecedent(own[-1])
            token = self.tokens[at]
            if token.dep in ("relcl", "acl", "amod"):
                return token.head if self.tokens[token.head].pos in ("NOUN", "PROPN", "PRON") else None
            if token.dep == "xcomp" and self.children(token.head, "dobj"):
                # "forced the army to leave": the object leaves; "plans to leave" has none, the subject leaves
                return self.antecedent(self.children(token.head, "dobj")[0])
            if token.dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ROOT", "aux"):
                return None
            at = token.head
        return None

    def objects(self, verb: int) -> list[int]:
        """Heads of the verb's direct objects (conjuncts left to the caller); those of a relative clause are its antecedent."""
        own = [self.antecedent(kid) for kid in self.children(verb, "dobj", "obj")]
        return [found for found in own if found is not None]

    def antecedent(self, position: int) -> int:
        """The noun that a relative pronoun stands for; any other token itself."""
        token = self.tokens[position]
        if token.tag not in ("WDT", "WP", "WP$"):
            return position
        at, steps = token.head, 0
        while self.tokens[at].dep != "relcl" and self.tokens[at].head != at and steps < 6:
            at, steps = self.tokens[at].head, steps + 1
        if self.tokens[at].dep != "relcl":
            return position
        noun = self.tokens[at].head
        if token.tag == "WDT" and self.tokens[noun].label == "PERSON":
            return self._thing_over(noun)
        return noun

    def _thing_over(self, person: int) -> int:
        """ "a strike, ordered by the president, which hit": what "which" stands for is no person, but the noun above."""
        at = person
        for _ in range(5):
            at = self.tokens[at].head
            if self.tokens[at].pos == "NOUN":
                return at
        return person

    def agent(self, verb: int) -> int | None:
        """Head of the by-phrase of a passive."""
        for kid in self.children(verb, "agent"):
            for goal in self.children(kid, "pobj"):
                return goal
        return None

    def is_negated(self, verb: int) -> bool:
        """The verb itself is denied: "did not kill", "never met"."""
        return bool(self.children(verb, "neg"))

    def auxiliaries(self, verb: int) -> list[Token]:
        """Its auxiliaries, in text order."""
        return [self.tokens[kid] for kid in self.children(verb, "aux", "auxpass")]

    def between(self, span: Span) -> range:
        """Positions of the tokens that begin in the span."""
        first = bisect_left(self.starts, span.start)
        return range(first, bisect_left(self.starts, span.end, first))

    def head_of(self, span: Span, wanted: frozenset[str] = frozenset()) -> int | None:
        """The token of the span that the others hang on; of several that hang outside, the first of a wanted part of speech."""
        inside, tokens = self.between(span), self.tokens
        free = [at for at in inside if tokens[at].head not in inside or tokens[at].head == at]
        return next((at for at in free if tokens[at].pos in wanted), free[0] if free else None)
