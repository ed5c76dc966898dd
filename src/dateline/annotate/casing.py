"""Text in capitals as the parser and the names layer can read it: the same letters, as many, small where a word is no name.

Wires of another age, teletypes and some headlines are written in capitals. Which words are names is told by what the same
article writes small elsewhere, by the dictionary, and by what we know as a name; a word that nobody knows is taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.annotate.parse import dictionary
from dateline.knowledge.countries import load_countries
from dateline.knowledge.names import load_names
from dateline.knowledge.places import gazetteer
from dateline.languages import word_classes
from dateline.languages.titles import load_name_words
from dateline.text.article import Article

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?")
_ENDS = re.compile(r"[.!?][\"'”’)\]]?\s|\n|--|—|:\s")
_FEWEST = 12  # letters of a line that are looked at: "NATO" alone is no text in capitals
_SHARE = 0.85  # of the letters; what is left over are the "Mc" and "el-" of names
_ACRONYM = 7
_CITY = 300_000  # people
_SHORT_FORM = re.compile(r"[(\[]([^\W\d_]{2,7})[)\]]")


@dataclass(frozen=True, slots=True)
class _Words:
    """What one article is recased by."""

    small: frozenset[str]
    large: frozenset[str]
    dates: frozenset[str]  # names beside a number: "3 MAY", "MARCH 11"
    endings: tuple[tuple[str, tuple[str, ...]], ...]  # an ending, and what stands in its place in the dictionary
    known: frozenset[str]  # the dictionary
    names: Mapping[str, tuple[tuple[str, ...], ...]]  # known names of several words, by the first
    seen: Mapping[str, bool]  # by word: the article itself writes it small
    short: frozenset[str]  # short forms: those that we know, and those that the article gives in brackets

    def is_small(self, word: str) -> bool:
        """The word is no name, as far as we know."""
        if word in self.seen:
            return self.seen[word]
        if word in self.small or word in self.large:
            return word in self.small
        if word in self.known:
            return not _is_city(word)
        return any(base in self.known for base in self._bases(word))

    def _bases(self, word: str) -> Iterator[str]:
        for ending, others in self.endings:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 2:
                yield from (stem + other for other in others)
                if stem[-1] == stem[-2]:  # "stopped"
                    yield stem[:-1]


def in_mixed_case(article: Article) -> Article:
    """The article with its lines in capitals recased, letter for letter; the same article where it has none."""
    lines = article.text.splitlines(keepends=True)
    loud = [_is_loud(line) for line in lines]
    if not any(loud):
        return article
    words = _words(article.language, [line for line, is_loud in zip(lines, loud, strict=True) if not is_loud])
    given = (match.group(1).lower() for match in _SHORT_FORM.finditer(article.text) if match.group(1).isupper())
    words = replace(words, short=words.short | frozenset(given))
    recased = (_recased(line, words) if is_loud else line for line, is_loud in zip(lines, loud, strict=True))
    return replace(article, text="".join(recased))


def _is_loud(line: str) -> bool:
    letters = sum(map(str.isalpha, line))
    return letters >= _FEWEST and sum(map(str.isupper, line)) >= _SHARE * letters


def _words(language: str, quiet: list[str]) -> _Words:
    given: Counter[str] = Counter()
    for line in quiet:
        ends = 0
        for match in _WORD.finditer(line):
            first = ends == 0 or _ENDS.search(line, ends, match.start() + 1) is not None
            ends, word = match.end(), match.group()
            if word.islower():
                given[word] += 1
            elif word[1:].islower() and not first:
                given[word.lower()] -= 1
    shared = _shared(language)
    return replace(shared, seen={word: count > 0 for word, count in given.items() if count})


@lru_cache(maxsize=4)
def _shared(language: str) -> _Words:
    tables = word_classes(language, "casing")
    countries, small = load_countries(), frozenset(tables["small"]["words"])
    named = (*countries.names, *countries.adjectives, *countries.people, *(town for _, town in countries.capitals))
    large = {*tables["capital"]["words"], *(word for name in named for word in name.split(" "))}
    large |= set(load_name_words(language).first_names)
    endings = tuple((ending, tuple(others)) for ending, others in tables["endings"].items())
    dates = frozenset(tables["dates"]["words"])
    names = _by_first((*named, *load_names().by_key))
    return _Words(small, frozenset(large - small), dates, endings, dictionary(), names, {}, load_names().capitals)


@lru_cache(maxsize=20_000)
def _is_city(word: str) -> bool:
    """The dictionary has it for a city of that name: "medellin"; no small town is worth losing a common word for."""
    return any(spot.called and spot.population >= _CITY for spot in gazetteer().find(word))


def _by_first(names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(name.split(" "))
        if len(words) > 1:
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _recased(line: str, words: _Words) -> str:
    matches = list(_WORD.finditer(line))
    named = _named(matches, words)
    made: list[str] = []
    at = 0
    for number, match in enumerate(matches):
        begins = number == 0 or _ENDS.search(line, at, match.start() + 1) is not None
        made += (line[at : match.start()], _word(line, match, words, begins=begins or number in named))
        at = match.end()
    return "".join((*made, line[at:]))


def _named(matches: list[re.Match[str]], words: _Words) -> set[int]:
    """The numbers of the words within known names of several words: "UNITED NATIONS" is one, "UNITED" none."""
    lows = [match.group().lower().removesuffix("'s").removesuffix("’s") for match in matches]
    found: set[int] = set()
    for at, low in enumerate(lows):
        for name in words.names.get(low, ()):
            if tuple(lows[at : at + len(name)]) == name:
                found |= {at + step for step, word in enumerate(name) if len(word) > 3 or word not in words.small}
                break
        for length in (3, 2):
            run = lows[at : at + length]
            if len(run) == length and not words.small.intersection(run) and _is_city(" ".join(run)):
                found |= set(range(at, at + length))  # "SAN PEDRO SULA", though a sula is a bird
                break
    return found


def _word(line: str, match: re.Match[str], words: _Words, *, begins: bool) -> str:
    """The word as it would stand in a text with small letters; itself where a letter would change the length."""
    word = match.group()
    low = word.lower()
    if len(low) != len(word):  # "İ" has a small form of two letters
        return word
    core, dot = re.split("['’]", low)[0], line[match.end() : match.end() + 1] == "."
    bracketed = line[match.start() - 1 : match.start()] in ("(", "[") and line[match.end() : match.end() + 1] in (
        ")",
        "]",
    )
    if len(word) == 1:
        return low if low in words.small and not dot and not begins else word
    if bracketed and line[match.end()] == ")" and len(word) <= _ACRONYM:
        return word
    if core in words.short and core not in words.small and core not in words.large and not words.seen.get(core, False):
        return word  # the dictionary has "cia" and "nato" too
    if words.is_small(core) and not (core in words.dates and _is_by_number(line, match)):
        return word[0] + low[1:] if begins else low
    spoken = any(letter in "aeiouyáéíóúàèëïöü" for letter in core)
    if len(core) <= _ACRONYM and (bracketed or not spoken) and core not in words.large:
        return word
    return word[0] + low[1:]


def _is_by_number(line: str, match: re.Match[str]) -> bool:
    return (
        line[max(0, match.start() - 3) : match.start()].rstrip()[-1:].isdigit()
        or line[match.end() : match.end() + 3].lstrip(". ")[:1].isdigit()
    )
