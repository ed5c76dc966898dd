"""All noun phrases and pronouns of an article, with what agreement asks of them: number, sex, person, kind, place in the clause.

Names bring the number of their group (`owner`) along. Nothing is joined here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from dateline.annotate.entities.page import Page
from dateline.languages import word_list
from dateline.languages.titles import GENDERS, Gender
from dateline.text.naming import EntityKind

Sort = Literal["name", "noun", "pronoun"]
Sex = Literal["he", "she", "person", "thing", "any"]  # the pronouns that fit; "person" is he or she, "any" unknown
Count = Literal["one", "many", "any"]
_AGREEMENT: Mapping[str, tuple[Count, Sex]] = {
    "i": ("one", "person"), "we": ("many", "person"), "you": ("any", "person"), "he": ("one", "he"), "she": ("one", "she"),
    "it": ("one", "thing"), "they": ("many", "any"),
}  # fmt: skip
PRONOUNS = tuple(_AGREEMENT)
_LEFT = frozenset(
    {"cc", "conj", "preconj", "punct", "parataxis", "advcl"}
)  # what hangs on a noun and is no part of its phrase
_PARTS = frozenset({"compound", "nmod", "amod", "nummod", "quantmod"})
_LONGEST = 60  # tokens of a phrase
_ROLES = {
    "nsubj": "subject", "nsubjpass": "subject", "csubj": "subject", "dobj": "object", "dative": "object", "pobj": "after",
    "poss": "owner", "conj": "joined", "attr": "told", "appos": "beside", "ROOT": "root", "agent": "after", "compound": "part",
    "nmod": "part",
}  # fmt: skip


class Bearing(Protocol):
    """What a group of names can be called."""

    @property
    def kind(self) -> EntityKind: ...
    @property
    def gender(self) -> Gender | None: ...


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase or pronoun: tokens `first` to `last`, its head, and what it agrees with.

    `told` is the pronoun's class or the noun's determiner ("the", "this", "own", "a", "bare"); `owner` the group of names.
    """

    first: int
    head: int
    last: int
    sort: Sort
    told: str
    word: str
    sentence: int
    role: str
    count: Count
    sex: Sex
    kind: str
    quoted: bool
    modifiers: frozenset[str]
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    pronouns: Mapping[str, str]
    reflexive: frozenset[str]
    definite: frozenset[str]
    pointing: frozenset[str]
    indefinite: frozenset[str]
    nouns: Mapping[str, frozenset[str]]


@lru_cache(maxsize=4)
def words_of(code: str = "en") -> _Words:
    """The word classes of that language, read once a process."""
    listed = {name: word_list(code, "coreference", "noun", name) for name in ("he", "she", "person", "group", "time")}
    return _Words(
        {
            word: name
            for name in PRONOUNS
            for word in word_list(code, "reference" if name in GENDERS else "coreference", "pronoun", name)
        },
        word_list(code, "coreference", "pronoun", "reflexive"),
        word_list(code, "coreference", "determiner", "definite"),
        word_list(code, "coreference", "determiner", "pointing"),
        word_list(code, "coreference", "determiner", "indefinite"),
        listed,
    )


def find_phrases(page: Page, owners: Mapping[int, int], bearers: Mapping[int, Bearing]) -> list[NounPhrase]:
    """The phrases in the order of their heads. `owners` maps the head of a name to its group."""
    words = words_of()
    found = []
    for position, token in enumerate(page.tokens):
        owner = owners.get(position)
        if token.tag in ("PRP", "PRP$"):
            name = words.pronouns.get(page.lower[position])
            if name is not None:
                found.append(_pronoun(page, position, name))
        elif owner is not None or _is_head(page, position):
            found.append(_noun(page, position, owner, bearers))
    return found


def _is_head(page: Page, position: int) -> bool:
    """The token is the head of a noun phrase, or a name that modifies a noun."""
    token = page.tokens[position]
    if token.pos not in ("NOUN", "PROPN") and token.tag not in ("NN", "NNS", "NNP", "NNPS"):
        return False
    inner = token.dep in _PARTS and page.tokens[token.head].sentence == token.sentence
    return not inner or (token.tag in ("NNP", "NNPS") and page.tokens[token.head].tag not in ("NNP", "NNPS"))


def _pronoun(page: Page, position: int, name: str) -> NounPhrase:
    token = page.tokens[position]
    count, sex = _AGREEMENT[name]
    return NounPhrase(
        position, position, position + 1, "pronoun", name, name, token.sentence, _role(page, position),
        count, sex, "", page.quoted[position], frozenset(),
    )  # fmt: skip


def _noun(page: Page, position: int, owner: int | None, bearers: Mapping[int, Bearing]) -> NounPhrase:
    token = page.tokens[position]
    first, last = _reach(page, position)
    kids = [kid for kid in page.tree.kids[position] if first <= kid < last]
    before = [kid for kid in kids if kid < position]
    named = owner is not None
    count, sex = _number(page, position), _sex(page, position, bearers[owner] if owner is not None else None)
    kind = bearers[owner].kind if owner is not None else _noun_kind(page, position)
    proper = token.tag in ("NNP", "NNPS")
    modifiers = frozenset(
        page.lower[kid] for kid in kids if page.tokens[kid].dep in ("amod", "compound", "nummod", "nmod")
    )
    return NounPhrase(
        first, position, last, "name" if named or proper else "noun", _determiner(page, before), token.lemma or page.lower[position],
        token.sentence, _role(page, position), count, sex, kind, page.quoted[position], modifiers, owner,
    )  # fmt: skip


def _reach(page: Page, head: int) -> tuple[int, int]:
    """The noun phrase with its clauses, without what is only joined to it."""
    tree, tokens = page.tree, page.tokens
    found = [kid for kid in tree.kids[head] if tokens[kid].dep not in _LEFT]
    if not found:
        return head, head + 1
    for at in found:  # none far off, so that no phrase costs more than another
        found += [kid for kid in tree.kids[at] if -_LONGEST <= kid - head <= _LONGEST]
    inside = {head, *found}
    first = last = head
    while head - first < _LONGEST and (
        first - 1 in inside or (first - 2 in inside and tokens[first - 1].pos == "PUNCT")
    ):
        first -= 1
    while last - head < _LONGEST and (last + 1 in inside or (last + 2 in inside and tokens[last + 1].pos == "PUNCT")):
        last += 1
    while last > head and tokens[last].pos == "PUNCT":
        last -= 1
    return first, last + 1


def _role(page: Page, position: int) -> str:
    token = page.tokens[position]
    return _ROLES.get(token.dep, "else")


def _determiner(page: Page, before: list[int]) -> str:
    words = words_of()
    for kid in before:
        word, dep = page.lower[kid], page.tokens[kid].dep
        if dep == "poss":
            return "own"
        if word in words.definite:
            return "the"
        if word in words.pointing:
            return "this"
        if dep == "det" or word in words.indefinite:
            return "a"
        if dep == "nummod":
            return "count"
    return "bare"


def _number(page: Page, position: int) -> Count:
    token = page.tokens[position]
    if token.tag in ("NNS", "NNPS"):
        return "many"
    return "any" if token.lemma in words_of().nouns["group"] else "one"


def _sex(page: Page, position: int, bearer: Bearing | None) -> Sex:
    if bearer is not None:
        if bearer.kind == "person":
            return bearer.gender or "person"
        return "any" if bearer.kind == "other" else "thing"
    lemma, nouns = page.tokens[position].lemma, words_of().nouns
    if lemma in nouns["he"]:
        return "he"
    if lemma in nouns["she"]:
        return "she"
    if lemma in nouns["person"] or page.words.is_office(lemma):
        return "person"
    label = page.tokens[position].label
    if page.tokens[position].tag in ("NNP", "NNPS"):
        return "person" if label == "PERSON" else "any"
    return "thing"


def _noun_kind(page: Page, position: int) -> str:
    lemma, nouns = page.tokens[position].lemma, words_of().nouns
    if lemma in nouns["time"] or page.tokens[position].label in (
        "DATE",
        "TIME",
        "PERCENT",
        "MONEY",
        "CARDINAL",
        "QUANTITY",
    ):
        return "time"
    if lemma in nouns["group"]:
        return "body"
    return "noun"
