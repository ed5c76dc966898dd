"""What kind of source tells an event: whoever stands between the outlet and what happened, in the few kinds that a search asks by.

A kind is never a rank: "a security official, who asked not to be named" is an official and unnamed, and is found as both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from dateline.knowledge.folding import fold
from dateline.knowledge.names import agencies
from dateline.languages import spoken, word_list
from dateline.text.naming import EntityKind
from dateline.text.telling import SourceKind
from dateline.wire.shapes import EntityShape, RecordShape

Teller = Literal[
    "own_voice", "person", "official", "armed_group", "organization", "people", "witness", "agency", "outlet",
    "document", "unnamed",
]  # fmt: skip
TELLERS: tuple[Teller, ...] = get_args(Teller)  # an archive keeps the place in this list: add at its end
Kinds = frozenset[Teller]
_Source = tuple[int, str | None]  # what kinds it is of, as bits, and the statement around it

_DEEPEST = 32  # a chain of sources longer than this is no chain of sources
_LONGEST = 200  # characters of a source's words that are looked at
_MOST = 32  # and of the names that stand in them
_WORD = re.compile(r"\w+")
# Kinds while they are put together: a bit each, by their places in TELLERS. As sets they took twice as long.
_BIT = {kind: 1 << at for at, kind in enumerate(TELLERS)}
_OWN, _OUTLET, _WITNESS = _BIT["own_voice"], _BIT["outlet"], _BIT["witness"]
_BODY, _MANY, _PERSONS = _BIT["organization"], _BIT["people"], _BIT["person"] | _BIT["official"]
_SURER = ~(_BIT["person"] | _BODY)  # what a source is by name goes before what its words say, but for these
_NAMED: dict[EntityKind, Teller] = {
    "person": "person", "government": "official", "country": "official", "place": "official", "armed_group": "armed_group",
    "organization": "organization", "facility": "organization", "group": "people", "outlet": "outlet", "document": "document",
}  # fmt: skip
# Beside a person or an office these tell for whom it speaks; another person does not, and a town only tells where.
_BESIDE = frozenset({"government", "armed_group", "organization", "outlet", "facility"})
_TOLD: dict[SourceKind, int] = {"document": _BIT["document"], "unnamed": _BIT["unnamed"], "none": _BIT["unnamed"]}
_OTHERWISE: dict[SourceKind, int] = {"named": _BIT["person"], "office": _BIT["official"]}
# In the order in which they are asked: "the president of the company" is a company's.
_BY_WORD: tuple[Teller, ...] = ("armed_group", "organization", "outlet", "official")


@dataclass(frozen=True, slots=True)
class Told:
    """The kinds of all who tell something in an article, and of those who tell each of its events, in the events' order."""

    kinds: Kinds
    events: tuple[Kinds, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language that tell the kind of a source."""

    by_kind: Mapping[Teller, frozenset[str]]
    joiners: frozenset[str]
    pronouns: frozenset[str]


def tellers(shape: RecordShape) -> Told:
    """Who tells what in this record."""
    by_themselves = _by_themselves(shape)
    everybody, chains, events = 0, dict[str, Kinds](), []
    for event in shape.events:
        told_in = event.told_in
        if told_in not in chains:
            told = _chain(told_in, by_themselves) or _OWN
            everybody, chains[told_in] = everybody | told, _kinds(told)
        events.append(chains[told_in])
    for told, _ in by_themselves.values():
        everybody |= told
    return Told(_kinds(everybody), tuple(events))


def statements_of(kind: Teller, shape: RecordShape) -> frozenset[str]:
    """The statements of such sources, by id; what the outlet itself tells is none."""
    return frozenset(id for id, (told, _) in _by_themselves(shape).items() if id is not None and told & _BIT[kind])


@lru_cache(maxsize=4096)
def _kinds(told: int) -> Kinds:
    return frozenset(kind for kind, bit in _BIT.items() if told & bit)


def _chain(id: str, by_themselves: Mapping[str | None, _Source]) -> int:
    """The kinds of all from that statement up to the outlet's own voice."""
    source, found, left = by_themselves.get(id), 0, _DEEPEST
    while source is not None and left:
        found, source, left = found | source[0], by_themselves.get(source[1]), left - 1
    return found


def _by_themselves(shape: RecordShape) -> dict[str | None, _Source]:
    """What kinds of source tell each statement, by its id and by itself, and what that stands in; the outlet's own voice has none."""
    known, text = spoken(), shape.article.text
    language = shape.article.language if shape.article.language in known else known[0]
    entities, found = _Entities(shape.entities, language), dict[str | None, _Source]()
    beside = sorted([(each.start, each.end, each.entity) for each in shape.mentions if each.entity in entities.beside])
    starts = [each[0] for each in beside]
    for statement in shape.statements:
        if statement.manner == "own_voice":
            continue
        kind, otherwise, words = statement.source_kind, _MANY, 0
        told = entities.kinds(statement.speaker) if statement.speaker else 0
        if statement.medium:
            told |= entities.carriers(statement.medium)
        if statement.source:
            start, end = statement.source[0]
            words, otherwise = _in_words(language, text[start : end if end - start < _LONGEST else start + _LONGEST])
        for start, end in statement.source:
            first = bisect_left(starts, start)
            for at in range(first, min(bisect_left(starts, end), first + _MOST)):
                if beside[at][1] <= end:
                    told |= entities.kinds(beside[at][2])
        told |= (words if not told & _SURER else words & _WITNESS) | _TOLD.get(kind, 0)
        found[statement.id] = told or _OTHERWISE.get(kind, otherwise), statement.within
    return found


class _Entities:
    """What kinds of source the entities of one record are, each looked at once."""

    def __init__(self, entities: Iterable[EntityShape], language: str) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._language = language
        self._known: dict[str, int] = {}
        self.beside = {entity.id for entity in entities if entity.kind in _BESIDE}

    def kinds(self, id: str) -> int:
        """What it is, which may be nothing that tells."""
        found = self._known.get(id)
        if found is None:
            entity = self._entities.get(id)
            found = self._known[id] = self._made(entity) if entity is not None else 0
        return found

    def carriers(self, id: str) -> int:
        """What a source speaks through carries news, whatever else it is: "told Radio Tarn"."""
        found = self.kinds(id)
        return _OUTLET if found & _BODY else found & ~_PERSONS

    def _made(self, entity: EntityShape) -> int:
        if entity.kind == "person":
            official = entity.offices or any(
                _holds_office(self._language, role.title) for role in entity.roles if not role.standing
            )
            return _PERSONS if official else _BIT["person"]
        if entity.kind in ("outlet", "organization") and any(
            _names_agency(self._language, name) for name in (entity.known_as, entity.name) if name
        ):
            return _BIT["agency"]
        told = _NAMED.get(entity.kind)
        return _BIT[told] if told is not None else 0


@lru_cache(maxsize=8192)
def _in_words(language: str, source: str) -> tuple[int, int]:
    """What a source is by the words for it, and what it is if nothing tells. Words behind a joining word are for another."""
    known, words = _words(language), set[str]()
    for word in _WORD.findall(source.casefold()):
        if word in known.joiners:
            break
        words.add(word)
    told = next((_BIT[kind] for kind in _BY_WORD if not words.isdisjoint(known.by_kind[kind])), 0)
    witness = 0 if words.isdisjoint(known.by_kind["witness"]) else _WITNESS
    return told | witness, _BODY if words and words <= known.pronouns else _MANY


@lru_cache(maxsize=4096)
def _holds_office(language: str, title: str) -> bool:
    return not _words(language).by_kind["official"].isdisjoint(_WORD.findall(title.casefold()))


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    kinds: tuple[Teller, ...] = (*_BY_WORD, "witness")
    lists = {kind: word_list(language, "tellers", "source", kind) for kind in kinds}
    joiners, pronouns = (word_list(language, "tellers", "source", key) for key in ("joiners", "pronouns"))
    return _Words(lists, joiners, pronouns)


@lru_cache(maxsize=4096)
def _names_agency(language: str, name: str) -> bool:
    """It sells news to other outlets, by our tables or by its name."""
    key = fold(name)
    return key in agencies() or any(key.endswith(words) for words in word_list(language, "tellers", "source", "agency"))
