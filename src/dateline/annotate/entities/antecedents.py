"""What a noun phrase may point back to, and what speaks for it: candidates and their features, in words that a reporter can read.

A feature is a string such as "he<name|back 1|subject"; the ranking model holds a weight for each. No feature knows a name:
of a named party only its kind, its pronoun, where it stands and how often it is told of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from dateline.annotate.entities.noun_phrases import NounPhrase, words_of
from dateline.annotate.entities.page import Page
from dateline.text.token import Token

MOST = 40  # candidates of one phrase, the nearest first
OF_CHAIN = 4  # candidates of one chain: the nearest
REACH = {"he": 6, "she": 6, "it": 3, "they": 4, "i": 40, "we": 20, "you": 20}  # sentences back
FARTHEST = 600  # tokens; a list without full stops is one endless sentence
NAME_REACH, SAME_REACH = 8, 60  # sentences back from a noun to a name, and to the same noun
CLOSE = 4  # tokens from a quotation to the subject of the sentence after it: "'...' Haddad said"


@dataclass(slots=True)
class Chain:
    """Phrases that stand for one, so far."""

    members: list[int]
    owner: int | None = None
    sex: str = "any"
    kind: str = ""

    def take(self, number: int, phrase: NounPhrase) -> None:
        """Add a phrase."""
        self.members.append(number)
        if self.sex in ("any", "person") and phrase.sex != "any":
            self.sex = phrase.sex
        if not self.kind or self.kind == "noun":
            self.kind = phrase.kind


class Chains:
    """The phrases passed so far and the chains they make; every question costs at most MOST phrases."""

    def __init__(self, page: Page, phrases: Sequence[NounPhrase]) -> None:
        self.page = page
        self.phrases = phrases
        self.chain_of: list[Chain] = []
        self._of_owner: dict[int, Chain] = {}
        self._same: dict[str, list[int]] = {}
        self._pronouns: dict[str, list[int]] = {}
        self._speakers = _speakers(page, phrases)
        # How many phrases that are no pronouns stand before each.
        self._nouns = [0, *accumulate(phrase.sort != "pronoun" for phrase in phrases)]
        self._named = [number for number, phrase in enumerate(phrases) if phrase.owner is not None]
        self._who = [_who(phrase) for phrase in phrases]

    def close(self, antecedent: int | None, owner: int | None = None) -> None:
        """Put the next phrase in the chain of its antecedent, of its name (or of the group of names `owner`), or of its own."""
        number = len(self.chain_of)
        phrase = self.phrases[number]
        owner = phrase.owner if phrase.owner is not None else owner
        chain = self._of_owner.get(owner) if owner is not None else None
        if chain is None:
            chain = self.chain_of[antecedent] if antecedent is not None and antecedent < number else Chain([])
        if owner is not None:
            self._of_owner[owner] = chain
            chain.owner = owner
        chain.take(number, phrase)
        self.chain_of.append(chain)
        if phrase.sort == "pronoun":
            self._pronouns.setdefault(phrase.told, []).append(number)
        else:
            self._same.setdefault(phrase.word, []).append(number)

    def candidates(self, number: int) -> list[int]:
        """What the phrase may point back to, the nearest first; nothing for a name or a phrase that brings up somebody new."""
        phrase = self.phrases[number]
        if phrase.owner is not None or phrase.kind == "time":
            return []
        found = self._for_pronoun(number) if phrase.sort == "pronoun" else self._for_noun(number)
        return found[:MOST]

    def _for_pronoun(self, number: int) -> list[int]:
        phrase = self.phrases[number]
        found = []
        if phrase.told in ("i", "we", "you"):
            same = self._pronouns.get(phrase.told, [])
            speaker = self._speakers.get(phrase.head) if phrase.told != "you" else None
            found = ([speaker] if speaker is not None else []) + same[:-MOST:-1]
            return [each for each in found if each > number or self._near(number, each, REACH[phrase.told])]
        of_chain: dict[int, int] = {}
        sentence, head = phrase.sentence - REACH[phrase.told], phrase.head - FARTHEST
        for each in range(number - 1, max(-1, number - 4 * MOST), -1):
            if self.phrases[each].sentence < sentence or self.phrases[each].head < head:
                break
            first = self.chain_of[each].members[0]
            if of_chain.get(first, 0) < OF_CHAIN and self._agrees(phrase, each):
                of_chain[first] = of_chain.get(first, 0) + 1
                found.append(each)
            if len(found) == MOST:
                break
        return found

    def _for_noun(self, number: int) -> list[int]:
        phrase = self.phrases[number]
        if phrase.told in ("a", "count"):
            return []
        same = self._same.get(phrase.word, [])[: -MOST // 2 : -1]
        found = [each for each in same if self._near(number, each, SAME_REACH) and not self._holds(phrase, each)]
        if phrase.told in ("the", "this") and phrase.count != "many" and phrase.sort == "noun":
            seen: set[int] = set()
            first = bisect_left(self._named, number - 2 * MOST + 1)
            for each in reversed(self._named[first : bisect_left(self._named, number, first)]):
                if not self._near(number, each, NAME_REACH):
                    break
                owner = self.phrases[each].owner
                if owner is None or owner in seen or self._holds(phrase, each):
                    continue
                seen.add(owner)
                if (self.chain_of[each].kind == "person") == (phrase.sex in ("he", "she", "person")):
                    found.append(each)
        return sorted(found, reverse=True)

    def _near(self, number: int, other: int, reach: int) -> bool:
        phrase, earlier = self.phrases[number], self.phrases[other]
        return phrase.sentence - earlier.sentence <= reach and phrase.head - earlier.head <= FARTHEST

    @staticmethod
    def _spans(outer: NounPhrase, inner: NounPhrase) -> bool:
        return outer.first <= inner.head < outer.last

    def _holds(self, phrase: NounPhrase, each: int) -> bool:
        """One of the two is a part of the other: "the mayor of the city", "its mayor"."""
        other = self.phrases[each]
        return self._spans(phrase, other) or self._spans(other, phrase)

    def _agrees(self, phrase: NounPhrase, each: int) -> bool:
        """The pronoun may stand for that phrase as far as number, person and sex go, and grammar does not forbid it."""
        other, chain = self.phrases[each], self.chain_of[each]
        if other.kind == "time" or (other.sort != "pronoun" and self._spans(other, phrase)):
            return False
        if other.sort == "pronoun" and other.told != phrase.told:
            return (
                other.told == "i"
                and phrase.told in ("he", "she")
                and other.quoted
                and not phrase.quoted
                and chain.owner is not None
            )
        match phrase.told:
            case "he" | "she":
                return chain.sex in (phrase.told, "person", "any") and other.count != "many"
            case "it":
                return chain.sex in ("thing", "any") and other.count != "many"
            case _:
                return other.count != "one" or chain.sex in ("person", "any") or chain.kind in _BODIES

    def features(self, number: int, each: int, rank: int) -> list[str]:
        """What speaks for and against `each`, the candidate of that rank, as the antecedent of `number`."""
        phrase, other, chain = self.phrases[number], self.phrases[each], self.chain_of[each] if each < number else None
        who = self._who[number]
        if chain is None:
            return [f"{who}<speaker", f"{who}<speaker|{phrase.role}"]
        what = _what(phrase, other, chain)
        back = _back(phrase.sentence - other.sentence)
        between = self._nouns[number] - self._nouns[max(each + 1, number - 12)]
        near = ("0", "1", "2-3", "2-3", "4-6", "4-6", "4-6")[between] if between < 7 else "7+"
        told = _times(len(chain.members))
        role, roles = other.role, f"{phrase.role}|{other.role}"
        is_what, is_back, from_back = f"{who}<{what}", f"{who}<back {back}|", f"|back {back}"
        sex = "same" if chain.sex == phrase.sex else _either(chain.sex)
        count = "same" if other.count == phrase.count else other.count
        quotes = f"{'in' if phrase.quoted else 'out'}-{'in' if other.quoted else 'out'}"
        first, times = self._opens(each), _times(rank)
        found = [
            is_what, is_what + from_back, is_back + role, f"{is_back}near {near}",
            is_back + roles, f"{is_what}|{role}", f"{who}<sex {sex}", f"{who}<sex {sex}{from_back}", f"{who}<count {count}",
            f"{who}<told {told}", f"{who}<told {told}{from_back}", f"{who}<quotes {quotes}|{role}", f"{who}<quotes {quotes}{from_back}",
            f"{who}<first {first}{from_back}", f"{who}<owned {chain.owner is not None}", f"{who}<paragraph {self._same_block(phrase, other)}{from_back}",
            f"{phrase.sort}<{what.partition('=')[0]}{from_back}", f"{phrase.sort}<{roles}", f"{phrase.sort}<told {told}|near {near}",
            f"{who}<last {chain.members[-1] == each}", f"{who}<rank {times}|{role}", f"{who}<rank {times}|told {told}",
        ]  # fmt: skip
        found.extend(self._grammar(who, phrase, other))
        if phrase.sort == "pronoun":
            if other.sort != "pronoun":
                found.append(f"{who}<noun {_plain(other) or chain.kind}")
                found.append(f"{who}<count {other.count}|{sex}|{chain.kind}")
        else:
            found.extend(self._likeness(who, phrase, other, chain, back))
        return found

    def _grammar(self, who: str, phrase: NounPhrase, other: NounPhrase) -> Iterator[str]:
        tokens, tree = self.page.tokens, self.page.tree
        mine, theirs = tokens[phrase.head].head, tokens[other.head].head
        if phrase.sort == "pronoun":
            itself = self.page.lower[phrase.head] in words_of().reflexive
            if mine == theirs:
                yield f"{who}<clause-mates|{phrase.role}|{other.role}|{itself}"
            elif itself:
                yield f"{who}<reflexive|{phrase.sentence == other.sentence}"
            if tokens[theirs].head == mine or tokens[mine].head == theirs:
                yield f"{who}<next clause|{phrase.role}|{other.role}|{tokens[mine].dep}|{tokens[theirs].dep}"
            if phrase.sentence == other.sentence:
                yield f"{who}<above {_is_above(tree.tokens, theirs, phrase.head)}|{other.role}"
        if phrase.role == other.role and tokens[mine].lemma == tokens[theirs].lemma:
            yield f"{phrase.sort}<same verb|{phrase.role}"

    def _likeness(self, who: str, phrase: NounPhrase, other: NounPhrase, chain: Chain, back: str) -> Iterator[str]:
        if phrase.word != other.word or other.sort == "pronoun":
            yield f"{who}<no match|{chain.kind}|back {back}"
            yield f"{phrase.told}<{_plain(phrase)}|{chain.kind}"
            yield f"{who}<class word {phrase.word in other.modifiers}"
            return
        more, fewer = phrase.modifiers - other.modifiers, other.modifiers - phrase.modifiers
        fit = f"{'more' if more else 'no more'}, {'fewer' if fewer else 'no fewer'}"
        whole = self._written(phrase) == self._written(other)
        yield f"{who}<match|{fit}|{other.told}"
        yield f"{who}<match|{fit}|back {back}"
        yield f"{who}<whole {whole}|{phrase.sort}|{other.sort}|{len(phrase.modifiers) > 0}"
        yield f"{who}<whole {whole}|{phrase.count}|{other.count}"
        yield f"{who}<whole {whole}|long {min(phrase.last - phrase.first, 5)}|{phrase.count}"
        yield f"match<{phrase.told}|{other.told}|{phrase.count}|{fit}"
        yield f"match<{phrase.told}|{phrase.kind}|{_either(phrase.sex)}|{fit}"
        yield f"{who}<inside {self._spans(phrase, other)}{self._spans(other, phrase)}"

    def newness(self, number: int) -> list[str]:
        """What speaks for the phrase pointing back to nobody."""
        phrase = self.phrases[number]
        tokens = self.page.tokens
        who = self._who[number]
        verb = tokens[tokens[phrase.head].head].lemma
        found = [
            f"{who}!",
            f"{who}!{phrase.role}",
            f"{who}!quoted {phrase.quoted}",
            f"{who}!early {min(phrase.sentence, 3)}",
        ]
        if phrase.sort == "pronoun":
            found.append(f"{who}!verb {verb}" if verb in self.page.words.weak_verbs else f"{who}!verb")
            kids = {tokens[kid].dep for kid in self.page.tree.kids[tokens[phrase.head].head][:MOST]}
            clause, told = bool(kids & _CLAUSES), bool(kids & {"acomp", "attr"})
            found += [
                f"{who}!weak {verb in self.page.words.weak_verbs}|{phrase.role}",
                f"{who}!clause {clause}|{told}|{tokens[phrase.head].dep}",
            ]
            return found
        long = min(phrase.last - phrase.first, 6)
        after = phrase.last - 1 > phrase.head
        found += [
            f"{who}!long {long}", f"{who}!after {after}", f"{who}!{phrase.count}|{phrase.kind}", f"{phrase.told}!{_either(phrase.sex)}",
            f"{phrase.told}!{_plain(phrase)}", f"{who}!modifiers {min(len(phrase.modifiers), 3)}|{after}", f"noun!{phrase.role}|{phrase.told}",
        ]  # fmt: skip
        return found

    def _opens(self, each: int) -> bool:
        """The phrase is the first of its sentence."""
        return each == 0 or self.phrases[each - 1].sentence != self.phrases[each].sentence

    def _same_block(self, phrase: NounPhrase, other: NounPhrase) -> bool:
        text, tokens = self.page.text, self.page.tokens
        start, end = tokens[other.head].span.end, tokens[phrase.head].span.start
        return end - start < 1500 and "\n" not in text[start:end]

    def _written(self, phrase: NounPhrase) -> tuple[str, ...]:
        tokens = self.page.tokens
        start = phrase.first
        while start < phrase.head and tokens[start].tag in ("DT", "PRP$"):
            start += 1
        return tuple(self.page.lower[start : min(phrase.last, start + 12)])


_CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "advcl", "acl"})
_BODIES = frozenset({"organization", "armed_group", "government", "outlet", "group", "body", "country"})


def _who(phrase: NounPhrase) -> str:
    """The class of the phrase; "he" and "she" are one, so that no weight can tell the sexes apart."""
    if phrase.sort == "pronoun":
        return "he/she" if phrase.told in ("he", "she") else phrase.told
    return f"{phrase.told}+" if phrase.sort == "noun" else "name+"


def _what(phrase: NounPhrase, other: NounPhrase, chain: Chain) -> str:
    """The class of the candidate."""
    if other.sort == "pronoun":
        return f"{'same' if other.told == phrase.told else 'i'}={chain.kind or 'unknown'}"
    return f"{other.sort}:{(chain.kind or other.kind) if other.owner is not None else other.told}"


def _plain(phrase: NounPhrase) -> str:
    """The noun of a phrase that names nobody; "" for a name, which no feature may know."""
    return phrase.word if phrase.sort == "noun" and phrase.word.islower() else ""


def _either(sex: str) -> str:
    return "person" if sex in ("he", "she") else sex


def _back(sentences: int) -> str:
    return str(sentences) if sentences < 4 else "4-6" if sentences < 7 else "7+" if sentences < 20 else "20+"


def _times(count: int) -> str:
    return str(count) if count < 3 else "3-4" if count < 5 else "5-9" if count < 10 else "10+"


def _is_above(tokens: Sequence[Token], top: int, position: int) -> bool:
    """The token `top` stands over `position` in the tree."""
    at = position
    for _ in range(8):
        up = tokens[at].head
        if up == top:
            return True
        if up == at:
            return False
        at = up
    return False


def _speakers(page: Page, phrases: Sequence[NounPhrase]) -> dict[int, int]:
    """For each quoted "I" or "we" the phrase that speaks: the subject outside the marks in the sentence where they end or begin."""
    subjects: dict[int, list[int]] = {}
    for number, phrase in enumerate(phrases):
        if not phrase.quoted and phrase.role == "subject" and phrase.told != "it":
            subjects.setdefault(phrase.sentence, []).append(number)
    found: dict[int, int] = {}
    start = None
    for position in range(len(page.tokens) + 1):
        inside = position < len(page.tokens) and page.quoted[position]
        if inside and start is None:
            start = position
        if not inside and start is not None:
            speaker = _speaker(page, phrases, subjects, start, position)
            if speaker is not None:
                found.update(dict.fromkeys(range(start, position), speaker))
            start = None
    return found


def _speaker(
    page: Page, phrases: Sequence[NounPhrase], subjects: dict[int, list[int]], first: int, last: int
) -> int | None:
    """The nearest subject outside the quotation, with its end or its beginning in one sentence or right after it."""
    begins, ends = page.tokens[first].sentence, page.tokens[last - 1].sentence

    def head(number: int) -> int:
        return phrases[number].head

    here, there = subjects.get(begins, []), subjects.get(ends, [])
    before, after = bisect_left(here, first, key=head), bisect_left(there, last, key=head)
    near = [*here[max(before - 1, 0) : before], *there[after : after + 1]]
    if last < len(page.tokens) and page.tokens[last].sentence == ends + 1 and len(near) < 2:
        near += [each for each in subjects.get(ends + 1, ())[:1] if head(each) - last < CLOSE]
    near = [each for each in near if phrases[each].sex != "thing"]
    return min(near, key=lambda each: min(abs(head(each) - first), abs(head(each) - last)), default=None)
