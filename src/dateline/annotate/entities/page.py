"""One article as the name layer reads it: tokens with their keys, what is capital, what is quoted, and the knowledge to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.annotate.tree import Tree
from dateline.knowledge.countries import Countries, load_countries
from dateline.knowledge.folding import fold
from dateline.knowledge.names import Known, Names, load_names
from dateline.knowledge.places import Gazetteer, gazetteer
from dateline.languages.titles import NameWords, load_name_words, plain
from dateline.text.naming import MentionForm
from dateline.text.record import Record
from dateline.text.span import Span

_OPENING, _CLOSING, _BOTH = frozenset("“«„"), frozenset("”»"), '"'
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nn"})
LONGEST = 200  # characters of a name that its key keeps
_CONTENT = frozenset({"NN", "VB", "JJ"})  # first letters of the tags of nouns, verbs and adjectives


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: tokens `first` to `last`, with the titles that stand before its `core`.

    `inside` is the first token of the name that this one follows in parentheses. Where the name begins with another's, its
    `core` stands before `first`: of "the Haddad regime", "Haddad" is a mention of the person and "regime" of the government.
    """

    first: int
    core: int
    last: int
    key: str
    form: MentionForm
    label: str
    inside: int | None = None

    @property
    def words(self) -> int:
        """How many tokens the bare name has."""
        return self.last - self.core


class Page:
    """The article with everything that several steps of this layer ask for, worked out once."""

    def __init__(self, record: Record) -> None:
        self.article = record.article
        self.text = record.article.text
        self.tokens = record.tokens
        self.tree = Tree(record.tokens)
        self.words: NameWords = load_name_words()
        self.names: Names = load_names()
        self.countries: Countries = load_countries()
        self.places: Gazetteer = gazetteer()
        self._keys: dict[tuple[int, int], str] = {}
        self.cut_short: frozenset[int] = frozenset()
        self.lower = [plain(token.text) or token.text for token in self.tokens]
        self.capital = [_is_capital(token.text) for token in self.tokens]
        self.shouted = self._shouted()
        self.quoted = self._quoted()
        self.cut_short = self._lost_apostrophes()

    def span(self, first: int, last: int) -> Span:
        """The characters of the tokens from `first` up to but not including `last`."""
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def written(self, first: int, last: int) -> str:
        """The tokens as they stand in the text."""
        return self.text[self.tokens[first].span.start : self.tokens[last - 1].span.end]

    def key(self, first: int, last: int) -> str:
        """The folded name; that of a very long name is cut, so no lookup costs more than another."""
        key = self._keys.get((first, last))
        if key is None:
            start, end = self.tokens[first].span.start, self.tokens[last - 1].span.end - (last - 1 in self.cut_short)
            key = fold(" ".join(self.text[start : min(end, start + LONGEST)].split()))
            self._keys[first, last] = key
        return key

    def known(self, first: int, last: int) -> Known | None:
        """Whom we know by that name."""
        key = self.key(first, last)
        return self.names.find(key, self.written(first, last)) if key in self.names.by_key else None

    def is_surname(self, name: Name) -> bool:
        """The one word is the surname of a person whom we know by a longer name."""
        known = self.known(name.core, name.last) if name.words == 1 else None
        return known is not None and known.kind == "person" and " " in known.name

    def class_words(self, name: Name) -> tuple[str, ...]:
        """The words of a name that may say what it is: the last, and the first of "Ministry of Trade" and "Operation Dawn"."""
        first, last = self.lower[name.core], self.lower[name.last - 1]
        opens = name.words > 1 and (self.lower[name.core + 1] in self.words.joiners or first in self.words.kind_openers)
        return (first,) if opens else (last,)

    def country(self, first: int, last: int) -> str | None:
        """The country of that name; a short one must be written in capitals: "US", not "us"."""
        code = self.countries.names.get(key := self.key(first, last))
        return code if code and (len(key) > 3 or self.written(first, last).isupper()) else None

    def adjective(self, first: int, last: int) -> str | None:
        """The country that the adjective stands for: "Iraqi", "South Korean"."""
        if last - first > 3:
            return None
        code = self.countries.adjectives.get(key := self.key(first, last))
        return code if code and (len(key) > 3 or self.written(first, last).isupper()) else None

    def people(self, name: Name) -> str | None:
        """The country whose people the name is: "Iraqis"."""
        return self.countries.people.get(name.key)

    def is_modifier(self, last: int) -> bool:
        """The name that ends there stands before a noun that it modifies: "US | president", "Iraqi | forces"."""
        head = self.tokens[last - 1].head
        return head >= last and self.tokens[last - 1].dep in _MODIFIERS

    def opens(self, position: int) -> bool:
        """The token is the first word of its sentence."""
        at = position - 1
        while at >= 0 and self.tokens[at].pos == "PUNCT" and self.tokens[at].sentence == self.tokens[position].sentence:
            at -= 1
        return at < 0 or self.tokens[at].sentence != self.tokens[position].sentence

    def sentence_start(self, position: int) -> int:
        """The first position of the token's sentence."""
        return self.tree.sentences[self.tokens[position].sentence].start

    def _lost_apostrophes(self) -> frozenset[int]:
        """Names whose last letter is the s of a genitive that has lost its apostrophe: "Irans nuclear programme", "Assads army".

        Only names that we know, without the s and not with it, right before a noun or adjective.
        """
        found = set()
        for position, token in enumerate(self.tokens[:-1]):
            text, after = token.text, self.tokens[position + 1]
            if text[-1:] != "s" or not self.capital[position] or len(text) < 5 or not text[:-1].isalpha():
                continue
            if after.tag[:2] not in ("NN", "JJ") or self.capital[position + 1] or after.sentence != token.sentence:
                continue
            if text.isupper() or self._is_known_word(text) or not self._is_known_word(text[:-1]):
                continue
            found.add(position)
        return frozenset(found)

    def _is_known_word(self, word: str) -> bool:
        """The word is the name of a country or of a person whom we know, or an adjective or people of a country."""
        key = fold(word)
        known = self.names.by_key.get(key)
        lists = (self.countries.names, self.countries.adjectives, self.countries.people)
        return (known is not None and known.kind == "person") or any(key in each for each in lists)

    def _shouted(self) -> frozenset[int]:
        """Sentences in which every noun and verb is capitalised: headlines, and text in capitals. A capital tells nothing there."""
        counts: dict[int, int] = {}
        plain: set[int] = set()
        for position, token in enumerate(self.tokens):
            if token.tag[:2] not in _CONTENT or not token.text[0].isalpha():
                continue
            if self.capital[position]:
                counts[token.sentence] = counts.get(token.sentence, 0) + 1
            elif position == 0 or self.tokens[position - 1].text != "-":
                plain.add(token.sentence)
        return frozenset(number for number, count in counts.items() if count > 2 and number not in plain)

    def _quoted(self) -> list[bool]:
        """For each token, whether it stands between quotation marks; a mark that is not closed ends with its sentence."""
        quoted, inside, since = [], "", -1
        for token in self.tokens:
            if inside and token.sentence > since + 3:
                inside = ""
            if not inside and token.text[0] in _OPENING:
                inside, since = "curly", token.sentence
            elif token.text[-1] in _CLOSING:
                inside = ""
            elif token.text in (_BOTH, "``", "''"):
                inside, since = ("" if inside == "straight" else "straight"), token.sentence
            quoted.append(bool(inside))
        return quoted


def _is_capital(word: str) -> bool:
    """The word begins like a name: with a capital letter, or with a letter of a script without capitals."""
    if word.isascii() and word.islower():  # most words
        return False
    return (word[0].isalpha() and not word[0].islower()) or (
        len(word) > 1 and not word[1:].islower() and any(letter.isupper() for letter in word[1:])
    )


def initials(words: Sequence[str]) -> str:
    """The first letters of the words that begin with a capital, in capitals."""
    return "".join(word[0] for word in words if word[:1].isupper()).upper()
