"""What a language knows of names: titles, offices, words that tell what kind a name is of, and words that point back.

Read from `<code>/titles.toml` (titles and kind words) and `<code>/reference.toml` (pronouns, determiners, particles).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from dateline.languages import entries, word_classes
from dateline.text.errors import BadRules
from dateline.text.naming import EntityKind, Standing

Gender = Literal["he", "she"]
GENDERS: tuple[Gender, ...] = ("he", "she")
NOMINALS: tuple[EntityKind, ...] = ("armed_group", "organization", "outlet", "country", "place")
KIND_TABLES: tuple[EntityKind, ...] = (
    "organization", "armed_group", "government", "outlet", "facility", "document", "award", "other",
)  # fmt: skip
OPENERS: tuple[EntityKind, ...] = ("place", "other")
KIND_NOUNS: tuple[EntityKind, ...] = ("group", "outlet", "facility", "place")
STANDINGS: tuple[Standing, ...] = ("former", "then", "coming")


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word classes of names of one language, in lower case, title phrases as tuples of words by their last word."""

    titles: Mapping[str, tuple[tuple[str, ...], ...]]
    before_title: frozenset[str]
    offices: frozenset[str]
    services: frozenset[tuple[str, ...]]  # that ranks are of: "Navy Capt."
    portfolios: frozenset[str]  # offices that take the name of what they are for: "Interior Minister"
    first_names: Mapping[str, Gender | None]
    gender_of: Mapping[str, Gender]  # of titles and pronouns
    pronouns: frozenset[str]
    weak_verbs: frozenset[str]  # lemmas of verbs whose "it" is often nobody
    kind_words: Mapping[str, EntityKind]
    rules: frozenset[str]  # nouns that make the name of a person one of a government: "the Haddad regime"
    kind_openers: Mapping[str, EntityKind]  # words that tell the kind of a name that begins with them
    kind_nouns: Mapping[str, EntityKind]  # common nouns that tell the kind of the name right before them: "the X tribe"
    place_before: frozenset[str]
    place_after: frozenset[str]
    units: frozenset[str]  # words before "of" that tell a part of a country, not a town
    place_prepositions: frozenset[str]
    nominals: Mapping[str, frozenset[EntityKind]]
    armed_nominals: frozenset[str]
    own_nominals: frozenset[str]  # nouns that point back to a name that they are a part of: "the ministry"
    definite: frozenset[str]
    one: frozenset[str]  # articles of things that are one of many: "a UAV"
    inside: frozenset[str]
    particles: frozenset[str]
    joiners: frozenset[str]
    owned: frozenset[str]
    being: frozenset[str]  # lemmas of verbs between somebody and what he is
    also_called: frozenset[tuple[str, ...]]
    empty: frozenset[str]  # words that alone are no name, whatever the parser says
    kinship: frozenset[str]
    edges: frozenset[str]
    tongues: frozenset[str]  # before a name in another language: "(Arabic: ..."
    generations: frozenset[str]  # after a person's name: "Ann Lee Jr."
    aged: frozenset[str]  # the last word of an age before a person's name: "14-year-old Amina"
    place_inside: frozenset[str]
    alike: Mapping[str, str]
    papers: frozenset[str]  # words that papers are called by: "News", "Daily"
    home_countries: frozenset[str]  # codes of the countries whose papers are written in this language
    standings: Mapping[str, Standing]  # "former", "then", "incoming"
    sole: Mapping[
        tuple[str, ...], str
    ]  # offices with one holder in a country, as words, each with the name that we use

    def is_armed(self, noun: str, modifiers: Collection[str]) -> bool:
        """The noun, alone or with one of its modifiers, means fighters: "militants", "terror group"."""
        single = noun in self.armed_nominals or f"{noun}s" in self.armed_nominals
        return single or any(f"{modifier} {noun}" in self.armed_nominals for modifier in modifiers)

    def is_office(self, word: str) -> bool:
        """The lower-case word is an office or the last word of a title."""
        return word in self.offices or word in self.titles

    def sole_office(self, words: Sequence[str], end: int) -> tuple[int, str] | None:
        """The longest office of one holder that ends before `end`: where it begins, and the name that we use for it."""
        for start in range(max(0, end - 3), end):
            office = self.sole.get(tuple(words[start:end]))
            if office is not None:
                return start, office
        return None

    def title_before(self, words: list[str], end: int, start: int = 0) -> int:
        """Where the longest title that ends before `end` begins; `end` itself if there is none."""
        if end <= start:
            return end
        best = end
        for title in self.titles.get(words[end - 1], ()):
            at = end - len(title)
            if start <= at < best and tuple(words[at:end]) == title:
                best = at
        return best


@lru_cache(maxsize=4)
def load_name_words(code: str = "en") -> NameWords:
    """The words of that language, read once a process."""
    tables = word_classes(code, "titles")
    reference = word_classes(code, "reference")
    pronouns = {word: gender for gender in GENDERS for word in _words(reference, "pronoun", gender)}
    gendered = {word: gender for gender in GENDERS for word in _words(reference, "title", gender)}
    nominal = {kind: _words(reference, "nominal", kind) for kind in NOMINALS}
    return NameWords(
        titles=_phrases(_words(tables, "person", "titles")),
        before_title=_words(reference, "title", "before"),
        offices=_words(tables, "office", "heads"),
        services=frozenset(tuple(name.split()) for name in _words(tables, "office", "services")),
        first_names=_first_names(tables, _words(reference, "first_name", "she")),
        gender_of=pronouns | gendered,
        pronouns=frozenset(pronouns),
        weak_verbs=_words(reference, "pronoun", "weak"),
        kind_words={word: kind for kind in KIND_TABLES for word in _words(tables, kind, "words")},
        rules=_words(tables, "government", "rules"),
        kind_openers={word: kind for kind in OPENERS for word in _words(tables, kind, "openers")},
        kind_nouns={word: kind for kind in KIND_NOUNS for word in _words(reference, "after", kind)},
        portfolios=_words(reference, "title", "portfolio"),
        place_before=frozenset(
            phrase.removesuffix(" of") for phrase in _words(tables, "place", "before") if phrase.endswith(" of")
        ),
        place_after=_words(tables, "place", "after"),
        units=_words(tables, "place", "units"),
        place_prepositions=_words(reference, "place", "prepositions"),
        nominals={
            word: frozenset(k for k, ws in nominal.items() if word in ws) for ws in nominal.values() for word in ws
        },
        armed_nominals=_words(tables, "armed_group", "nominals"),
        own_nominals=_words(reference, "nominal", "own"),
        definite=_words(reference, "definite", "words"),
        one=_words(reference, "definite", "one"),
        inside=_words(reference, "name", "inside"),
        particles=_words(reference, "name", "particles"),
        joiners=_words(reference, "name", "joiners"),
        also_called=frozenset(tuple(phrase.split()) for phrase in _words(reference, "name", "also_called")),
        owned=_words(reference, "name", "owned"),
        being=_words(reference, "name", "being"),
        empty=frozenset(pronouns) | _words(reference, "definite", "words") | _words(reference, "name", "inside"),
        edges=_words(reference, "name", "edges"),
        tongues=_words(reference, "name", "tongues"),
        generations=_words(reference, "name", "generations"),
        aged=_words(reference, "name", "aged"),
        place_inside=_words(reference, "place", "inside"),
        kinship=_words(reference, "name", "kinship"),
        alike={word: entry.values["name"] for entry in entries(code, "reference") for word in entry.values["words"]},
        papers=_words(tables, "outlet", "words") | _words(reference, "outlet", "words"),
        home_countries=frozenset(word.upper() for word in _words(reference, "outlet", "countries")),
        standings={word: standing for standing in STANDINGS for word in _words(reference, "title", standing)},
        sole=_sole(reference),
    )


def _sole(tables: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    same = tables.get("title", {}).get("same", [])
    first = {plain(word): plain(words[0]) for words in same for word in words}
    return {tuple(word.split()): first.get(word, word) for word in _words(tables, "title", "sole")}


def _words(tables: Mapping[str, Any], table: str, key: str) -> frozenset[str]:
    """A list of words, in lower case and without full stops; empty where the language has none."""
    words = tables.get(table, {}).get(key, [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BadRules(f"titles.toml or reference.toml, [{table}] {key}: must be a list of words")
    return frozenset(plain(word) for word in words)


def plain(word: str) -> str:
    """A word as the classes hold it: "Lt." and "LT" are "lt"."""
    return word.lower().replace(".", "")


def _phrases(titles: frozenset[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for title in sorted(titles):
        words = tuple(title.replace("-", " - ").split())  # the parser takes "vice-president" apart
        by_last.setdefault(words[-1], []).append(words)
    return {last: tuple(found) for last, found in by_last.items()}


def _first_names(tables: Mapping[str, Any], women: frozenset[str]) -> dict[str, Gender | None]:
    """First names, with the pronoun they go with where we know it: a name on neither list of women's names may be anybody's."""
    return {name: "she" if name in women else None for name in _words(tables, "person", "first_names") | women}
