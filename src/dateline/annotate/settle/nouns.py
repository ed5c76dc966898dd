"""What a count is counted from, where no event of ours has its date: the noun or clause behind the words, dated by the text.

A date stands in the noun's own phrase ("the 2010 quake"), in its relative clause ("the vote, which was held on 4 March"), or
in another clause whose verb or noun is of the same family ("The embassy was bombed on 7 August ... before the bombing").
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dateline.annotate.settle.lookup import Lookup
from dateline.languages import word_list
from dateline.text.happening import TimeExpression
from dateline.text.token import Token

_REACH = 2_000  # characters between the noun and the clause that dates it: farther off, it is another vote
_PHRASE, _CLIMB, _CHILDREN = 8, 6, 40  # tokens
_AROUND = 20  # dated words of one lemma that are looked at, each way
_STEM = 3  # letters that a word and its relatives share at least
_NOUNS = ("NOUN", "PROPN")
_WITHIN = frozenset({"ADJ", "NUM", "NOUN", "PROPN", "PART"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A word of the text that a date dates: the token's number, the date, and whether the date is only of its beginning."""

    token: int
    date: TimeExpression
    begins: bool = False


class Nouns:
    """The dated nouns and verbs of one record, by lemma."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup, self.tokens = lookup, lookup.record.tokens
        self.code = lookup.record.article.language
        self._by_lemma: dict[str, list[Dated]] = defaultdict(list)
        for time in lookup.times if self.tokens else ():
            told = time.timex is None or time.timex.type in ("DATE", "TIME")
            if time.when and time.when.first and time.when.last and told and "event-anchored" not in time.flags:
                for each in self._dated(time):
                    self._by_lemma[_lemma(self.tokens[each.token])].append(each)
        for every in self._by_lemma.values():
            every.sort(key=lambda each: each.token)

    def date_behind(self, time: TimeExpression, joint: int | None) -> Dated | None:
        """The dated word for what stands behind the words, by the offset of the joining word; None where several would do."""
        at = self.lookup.token(joint) if joint is not None else None
        if at is None or (heads := self._heads(at)) is None:
            return None
        for head in heads:
            found = self._of_verb(head) if self.tokens[head].pos in ("VERB", "AUX") else self._of_noun(head, at)
            if found is not None and found.date.id != time.id:
                return found
        return None

    def _heads(self, joint: int) -> Iterator[int] | None:
        """The verb of the clause behind the joining word, else the nouns of the phrase behind it, the last one first.

        A parse that makes the whole sentence the clause ("after the shooting war was declared") or leaves its verb without a
        subject ("of the truce shells fell") has drawn the phrase too long: then it ends with one of its earlier nouns.
        """
        tokens = self.tokens
        head = tokens[joint].head
        if tokens[joint].dep == "mark" and tokens[head].head != head:
            return iter((head,))
        nouns = list(self._phrase(joint))
        if not nouns:
            return None
        overdrawn = tokens[joint].dep == "mark" or not self._subject(self._root(joint))
        return reversed(nouns) if overdrawn else iter(nouns[-1:])

    def _phrase(self, joint: int) -> Iterator[int]:
        """The nouns of the phrase behind the joining word, and what looks like a participle among them; none after "a"."""
        tokens, at = self.tokens, joint + 1
        while at < len(tokens) and tokens[at].dep in ("prep", "pcomp") and tokens[at].pos == "ADP":
            at += 1  # "prior to", "ahead of"
        known = self.lookup.words("definite", "known")
        if at < len(tokens) and tokens[at].pos in ("DET", "PRON"):
            if tokens[at].text.lower() not in known:
                return
            at += 1
        for number in range(at, min(len(tokens), at + _PHRASE)):
            token = tokens[number]
            if token.tag == "VBG" or token.pos in _NOUNS or (number == at and token.tag in ("NN", "NNS", "JJ")):
                yield number
            elif token.pos not in _WITHIN:
                return

    def _root(self, at: int) -> int:
        for _ in range(_CHILDREN):
            if self.tokens[at].head == at:
                break
            at = self.tokens[at].head
        return at

    def _of_noun(self, noun: int, joint: int) -> Dated | None:
        lasts = self.tokens[joint].text.lower() in self.lookup.words("family", "ends")
        every = [
            each
            for lemma in relatives(_lemma(self.tokens[noun]), self.code)
            for each in self._about(lemma, noun)
            if not (lasts and each.begins)
        ]
        own = [each for each in every if each.token == noun]
        if own:
            return own[0]
        names = self._names(noun)
        return self._nearest([each for each in every if not names or names <= self._words_around(each)], noun)

    def _of_verb(self, verb: int) -> Dated | None:
        """What dates the clause: its own date, another clause with its verb and subject, or its subject, if it happened or began."""
        lemma = _lemma(self.tokens[verb])
        same = self._about(lemma, verb)
        own = next((each for each in same if each.token == verb), None)
        subject = self._subject(verb)
        if own is not None or subject is None or self.tokens[subject].pos not in _NOUNS or lemma == "be":
            return own
        name = _lemma(self.tokens[subject])
        if lemma in self.lookup.words("family", "begins") | self.lookup.words("family", "happens"):
            every = [each for word in relatives(name, self.code) for each in self._about(word, subject)]
            return self._nearest(every, subject)
        return self._nearest([each for each in same if self._is_subject(name, each.token)], verb)

    def _about(self, lemma: str, at: int) -> list[Dated]:
        """The dated words of that lemma around a token."""
        every = self._by_lemma.get(lemma, [])
        first = bisect_left(every, at, key=lambda each: each.token)
        return every[max(0, first - _AROUND) : first + _AROUND]

    def _nearest(self, every: list[Dated], at: int) -> Dated | None:
        """The nearest one before, else the only one behind; None where one sentence has several dates."""
        start = self.tokens[at].span.start
        near = [each for each in every if abs(self.tokens[each.token].span.start - start) <= _REACH]
        before = [each for each in near if each.token < at]
        last = max(before, key=lambda each: each.token) if before else next(iter(near), None)
        if last is None:
            return None
        sentence = self.tokens[last.token].sentence
        rivals = [each for each in before if self.tokens[each.token].sentence == sentence] if before else near
        return last if len({each.date.when for each in rivals}) == 1 else None

    def _dated(self, time: TimeExpression) -> Iterator[Dated]:
        """The words that a date dates: what it hangs on, and what a verb of happening says of its subject or its own noun."""
        tokens, at = self.tokens, self.lookup.token(time.span.end - 1)
        for _ in range(_CLIMB):
            if at is None:
                return
            token = tokens[at]
            leads = time.span.holds(token.span) or token.text.lower() in self.lookup.words("beside", "dates")
            if not leads or token.head == at:
                break
            at = token.head
        if at is None or time.span.holds(tokens[at].span) or tokens[at].pos not in ("VERB", "AUX", *_NOUNS):
            return
        if any(tokens[child].dep == "neg" for child in self._children(at)):
            return
        lemma = _lemma(tokens[at])
        yield Dated(at, time)
        if tokens[at].pos in _NOUNS:
            return
        begins = lemma in self.lookup.words("family", "begins")
        if not begins and lemma not in self.lookup.words("family", "happens"):
            return
        subject = self._subject(at)
        noun = tokens[at].head if tokens[at].dep in ("relcl", "acl") else subject
        if noun is not None and noun != subject and subject is not None and self._is_unit(noun):
            # "The year before independence, which came in 1962": the clause belongs to the noun that it stands behind.
            noun = next((each for each in range(subject - 1, noun, -1) if tokens[each].pos in _NOUNS), None)
        if noun is not None and tokens[noun].pos in _NOUNS:
            yield Dated(noun, time, begins)

    def _children(self, head: int) -> Iterator[int]:
        tokens = self.tokens
        for number in range(max(0, head - _CHILDREN), min(len(tokens), head + _PHRASE)):
            if tokens[number].head == head and number != head:
                yield number

    def _subject(self, verb: int) -> int | None:
        return next((each for each in self._children(verb) if self.tokens[each].dep in ("nsubj", "nsubjpass")), None)

    def _is_unit(self, at: int) -> bool:
        """The token is the unit of a count, which has no date of its own."""
        return any(time.span.holds(self.tokens[at].span) for time in self.lookup.times_at(self.tokens[at].span.start))

    def _is_subject(self, name: str, verb: int) -> bool:
        subject = self._subject(verb)
        return subject is not None and _lemma(self.tokens[subject]) == name

    def _names(self, noun: int) -> set[str]:
        """The names in the noun's phrase: what dates it must name them too ("the Nairobi bombing")."""
        tokens = self.tokens
        return {
            _lemma(tokens[child])
            for child in self._children(noun)
            if tokens[child].text[:1].isupper() and tokens[child].pos in ("PROPN", "ADJ")
        }

    def _words_around(self, each: Dated) -> set[str]:
        tokens, at = self.tokens, each.token
        around = tokens[max(0, at - _CHILDREN) : at + _CHILDREN]
        return {_lemma(token) for token in around if token.sentence == tokens[at].sentence}


@lru_cache(maxsize=1024)
def relatives(noun: str, code: str) -> frozenset[str]:
    """The noun and the words of its family: the same thing as a verb, or by another name.

    >>> sorted(relatives("bombing", "en")), "invade" in relatives("invasion", "en"), "die" in relatives("death", "en")
    (['bomb', 'bombe', 'bombing'], True, True)
    """
    found = {noun}
    for row in word_list(code, "settle", "family", "endings"):
        ending, _, instead = row.partition(" ")
        if noun.endswith(ending) and len(noun) - len(ending) >= _STEM:
            found.add(noun[: -len(ending)] + instead)
    pairs = (row.partition(" ") for row in word_list(code, "settle", "family", "pairs"))
    return frozenset(found | {other for name, _, other in pairs if name == noun})


def _lemma(token: Token) -> str:
    return token.lemma.lower()
