"""Loaded words: which words judge, praise, frighten or veil, whom they are about, and in whose statement they stand.

Forms are looked up token by token, the longest first; the parse says whom the word is about. Nothing here knows a party.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from dateline.annotate.mentions import Mentions
from dateline.annotate.passives import find_deaths, find_passives
from dateline.annotate.targets import OPENING, Targets
from dateline.annotate.tellers import tellers
from dateline.annotate.tree import Tree
from dateline.languages import word_list
from dateline.languages.figures import figure_words
from dateline.languages.wording import LoadedWord, LoadedWords, loaded_words
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Wording

_PARTS = {
    "verb": frozenset({"VERB", "AUX"}),
    "noun": frozenset({"NOUN", "PROPN"}),
    "adjective": frozenset({"ADJ", "ADV"}),
}
_CLOSING = frozenset("\"'”’»“")
_QUOTED = 7  # tokens between two marks that set words apart; longer ones are somebody speaking
_PEOPLE = frozenset({"person", "group", "armed_group", "organization", "government"})


def find_wording(record: Record) -> Record:
    """The record with its loaded words, in text order and never overlapping."""
    if not record.tokens:
        return record
    page = _Page(record)
    found: list[_Label] = []
    at = free = 0
    while at < len(record.tokens):
        match = page.word_at(at)
        if match is None:
            at += 1
            continue
        word, length = match
        found.append(page.label(word, range(at, at + length), free))
        at = free = at + length
    found = [page.sole_target(label) for label in found]
    passives = find_passives(record, page.tree, page.told_in)
    passives += find_deaths(record, page.tree, page.mentions, page.told_in)
    taken = {offset for label in found for offset in range(label.wording.span.start, label.wording.span.end)}
    words = [*_stacked(found), *(each for each in passives if taken.isdisjoint(range(each.span.start, each.span.end)))]
    return record.having(wording=tuple(sorted(words, key=lambda each: each.span)))


@dataclass(frozen=True, slots=True)
class _Label:
    """A finding, its entry, and the noun that it labels: -1 for a word that is no label."""

    wording: Wording
    word: LoadedWord
    noun: int


def _stacked(found: list[_Label]) -> list[Wording]:
    """The words; of those that label one noun, each says how many there are: "a brutal, murderous regime"."""
    counts = Counter(label.noun for label in found)
    return [
        replace(
            label.wording,
            because=(*label.wording.because, Evidence("wording:stacked", f"{counts[label.noun]} labels on one noun")),
        )
        if label.noun >= 0 and counts[label.noun] > 1
        else label.wording
        for label in found
    ]


class _Page:
    """One record as this layer reads it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.tokens = record.tokens
        self.words: LoadedWords = loaded_words(record.article.language)
        self.tree = Tree(record.tokens)
        self.mentions = Mentions(record)
        self.lower = [token.text.lower().replace("’", "'") for token in record.tokens]
        self.people = {
            form for form, counts in figure_words(record.article.language).counts.items() if counts == "people"
        }
        self.targets = Targets(record, self.tree, self.mentions, self.lower)
        self.told_in = tellers(record, self.tree)
        self.before: dict[str, str] = {}  # entry: whom it was last about, for "the regime" after "the Halvern regime"
        self.about: dict[str, set[str]] = defaultdict(set)  # entry: all whom it was about

    def word_at(self, at: int) -> tuple[LoadedWord, int] | None:
        """The entry whose form begins at the token, and how many tokens it takes."""
        after = self.lower[at + 1] if at + 1 < len(self.lower) else ""
        for parts, word in self.words.beginning(self.lower[at], after):
            end = at + len(parts)
            if tuple(self.lower[at:end]) != parts or self.tokens[at].sentence != self.tokens[end - 1].sentence:
                continue
            inside = range(at, end)
            if self._fits(word, inside):
                return word, len(parts)
        return None

    def label(self, word: LoadedWord, inside: range, free: int) -> _Label:
        """The finding for a match; what strengthens the word belongs to it, back to the token `free`."""
        inside, strengthened = self._strengthened(inside, free)
        span = self.tree.span(inside)
        targets = self.targets.heads(word, inside)
        is_label = bool(targets) and word.target in ("self", "modified")
        noun = targets[-1] if is_label else -1
        entity = self.targets.who(targets, noun)
        target = entity.id if entity else self.targets.event(targets) or self._said_before(word, noun)
        if target is not None:
            self.before[word.id] = target
            self.about[word.id].add(target)
        about = self.tree.phrase(targets[0]) if targets else None
        because = [Evidence(word.id, "" if about is None else self.record.article.quote(about), about)]
        if strengthened is not None:
            because.append(Evidence("wording:intensified", self.record.article.quote(strengthened), strengthened))
        found = Wording(
            id=f"w@{span.start}",
            span=span,
            leaning=word.leaning,
            neutral=word.neutral,
            target=target,
            said_in=self.told_in[inside[0]],
            because=tuple(because),
        )
        return _Label(found, word, noun)

    def sole_target(self, label: _Label) -> _Label:
        """A label on "the" or "this" alone is about the only one whom the article ever calls so, be it further down."""
        about = self.about[label.word.id]
        if label.wording.target is not None or len(about) != 1 or not self._is_bare(label.word, label.noun):
            return label
        return replace(label, wording=replace(label.wording, target=next(iter(about))))

    def _strengthened(self, inside: range, free: int) -> tuple[range, Span | None]:
        """The match with the adverbs that strengthen it: "deeply | shameful", "the most | heinous"."""
        degrees = word_list(self.record.article.language, "passives", "degree", "words")
        first = inside[0]
        while first > free and self.lower[first - 1] in degrees and self.tokens[first - 1].pos == "ADV":
            first -= 1
        if first == inside[0] or self.tokens[first].sentence != self.tokens[inside[0]].sentence:
            return inside, None
        return range(first, inside[-1] + 1), self.tree.span(range(first, inside[0]))

    def _said_before(self, word: LoadedWord, noun: int) -> str | None:
        """Whom the same word was last about, where "the" or "this" alone stands before it: "the regime"."""
        return self.before.get(word.id) if self._is_bare(word, noun) else None

    def _is_bare(self, word: LoadedWord, noun: int) -> bool:
        """The noun is the loaded word itself, with "the" or "this" and nothing else that says which one."""
        if word.target != "self" or noun < 0:
            return False
        definite = word_list(self.record.article.language, "speech/clauses", "phrases", "definite")
        return any(self.lower[kid] in definite for kid in self.tree.children(noun, "det")) and not self.tree.children(
            noun, "compound", "amod", "nmod", "poss", "prep", "relcl", "acl"
        )

    def _fits(self, word: LoadedWord, inside: range) -> bool:
        """Part of speech, quotation marks, fixed phrases and the kind of target allow the entry here."""
        if len(inside) == 1 and word.part != "any":
            token = self.tokens[inside[0]]
            participle = word.part in ("verb", "adjective") and token.tag in ("VBN", "VBG")
            # Parsers take a rare adjective before a noun for a noun, and a bare noun behind "is" for an adjective.
            aside = word.part == "adjective" and token.pos == "NOUN" and token.dep in ("compound", "oprd")
            mistaken = (
                token.dep == "acomp"
                if word.part == "noun"
                else aside or (bool(word.only_of) and token.dep == "compound")
            )
            if token.pos not in _PARTS[word.part] and not participle and not mistaken:
                return False
        if word.quoted_only and not self._is_set_apart(inside):
            return False
        if word.only_of and not any(
            {self.lower[head], self.tokens[head].lemma.lower()} & word.only_of
            for head in self.targets.heads(word, inside)
        ):
            return False
        if self._in_name(inside) or any(self._in_phrase(phrase, inside) for phrase in word.phrases):
            return False
        return not word.of_people or any(self._is_people(head) for head in self.targets.heads(word, inside))

    def _in_name(self, inside: range) -> bool:
        """The match is part of a longer name: "Patriot missile", "Martyrs' Square", "Great Britain"."""
        mention = self.mentions.at_token(inside[0])
        if mention is None or mention.form != "name":
            return False
        span = self.tree.span(inside)
        return mention.span != span and mention.span.holds(span) and self.tokens[inside[0]].pos == "PROPN"

    def _in_phrase(self, phrase: tuple[str, ...], inside: range) -> bool:
        """The match lies in a phrase that has a plain sense."""
        size = len(phrase)
        for start in range(max(0, inside[-1] - size + 1), inside[0] + 1):
            if tuple(self.lower[start : start + size]) == phrase:
                return True
        return False

    def _is_set_apart(self, inside: range) -> bool:
        """The words stand between two near quotation marks."""
        before = [
            at for at in range(inside[0] - 1, max(-1, inside[0] - _QUOTED), -1) if self.tokens[at].text in OPENING
        ]
        after = [
            at
            for at in range(inside[-1] + 1, min(len(self.tokens), inside[-1] + _QUOTED))
            if self.tokens[at].text in _CLOSING
        ]
        return bool(before) and bool(after) and after[0] - before[0] <= _QUOTED + len(inside)

    def _is_people(self, head: int) -> bool:
        entity = self.targets.entity(head)
        if entity is not None:
            return entity.kind in _PEOPLE
        token = self.tokens[head]
        return token.lemma in self.people or token.label in ("PERSON", "NORP", "ORG") or token.pos == "PRON"
