"""What a language says of loaded words: their forms, what they lean to, the plain word, and whom they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from dateline.languages import Entry, entries
from dateline.text.telling import Leaning

Part = Literal["verb", "noun", "adjective", "any"]
Target = Literal["object", "subject", "modified", "self", "of"]
KEYS = frozenset(
    {
        "name",
        "forms",
        "part",
        "leaning",
        "neutral",
        "target",
        "target_kind",
        "only_of",
        "counterparts",
        "except_phrases",
        "quoted_only",
        "examples",
    }
)
NEEDED = frozenset({"name", "forms", "part", "leaning", "neutral", "target", "examples"})
TARGET_KINDS = frozenset({"people"})


@dataclass(frozen=True, slots=True)
class WordExample:
    """A sentence, the loaded words in it ("" for none) and the words for whom they are about."""

    text: str
    finds: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """One entry: forms with one leaning and one plain word. `phrases` in which a form has a plain sense let it pass.

    `only_of`, where given, are the only heads (lemmas) that the word is loaded beside; `counterparts` are the entries that the
    other side uses.
    """

    id: str
    name: str
    forms: tuple[str, ...]
    part: Part
    leaning: Leaning
    neutral: str
    target: Target
    of_people: bool
    quoted_only: bool
    phrases: tuple[tuple[str, ...], ...]
    only_of: frozenset[str]
    counterparts: tuple[str, ...]
    examples: tuple[WordExample, ...]


Form = tuple[tuple[str, ...], LoadedWord]  # its pieces, and its entry


@dataclass(frozen=True, slots=True)
class LoadedWords:
    """All entries, and their forms by first and second piece ("" for forms of one), longest first.

    By the first alone, every "the" of a text would be held against each form that begins with it.
    """

    entries: tuple[LoadedWord, ...]
    by_first: Mapping[str, Mapping[str, tuple[Form, ...]]]

    def beginning(self, first: str, second: str) -> Iterator[Form]:
        """The forms that may begin where these two pieces stand, the longest first."""
        seconds = self.by_first.get(first)
        if seconds is not None:
            yield from seconds.get(second, ())
            yield from seconds.get("", ())


@lru_cache(maxsize=8)
def loaded_words(code: str, *more: Path) -> LoadedWords:
    """The loaded words of a language, read and checked once; BadRules says what is wrong and where."""
    read = list(entries(code, "wording", *more))
    found = tuple(_word(entry) for entry in read)
    names = {word.name for word in found}
    for entry, word in zip(read, found, strict=True):
        for other in word.counterparts:
            if other not in names:
                raise entry.refuse(f"its counterpart {other!r} is no entry")
    index: dict[str, dict[str, tuple[Form, ...]]] = {}
    forms = ((pieces(form), word) for word in found for form in word.forms)
    for parts, of in sorted(forms, key=lambda form: -len(form[0])):
        seconds = index.setdefault(parts[0], {})
        second = parts[1] if len(parts) > 1 else ""
        seconds[second] = (*seconds.get(second, ()), (parts, of))
    return LoadedWords(found, index)


def pieces(form: str) -> tuple[str, ...]:
    """A form as parsers cut it: at blanks, around hyphens, and before a possessive mark.

    >>> pieces("so-called martyrs' square")
    ('so', '-', 'called', 'martyrs', "'", 'square')
    """
    return tuple(re.findall(r"'s\b|[^\s'\-]+|[\-']", form.lower().replace("\u2019", "'")))


def _word(entry: Entry) -> LoadedWord:
    entry.require(KEYS, NEEDED)
    values = entry.values
    for key, allowed in (
        ("part", get_args(Part)),
        ("leaning", get_args(Leaning)),
        ("target", get_args(Target)),
        ("target_kind", TARGET_KINDS),
    ):
        if key in values and values[key] not in allowed:
            raise entry.refuse(f"{key} {values[key]!r} is none of {', '.join(sorted(allowed))}")
    if not values["forms"] or not all(isinstance(form, str) and pieces(form) for form in values["forms"]):
        raise entry.refuse("'forms' must be a list of words")
    return LoadedWord(
        id=entry.id,
        name=values["name"],
        forms=tuple(values["forms"]),
        part=values["part"],
        leaning=values["leaning"],
        neutral=values["neutral"],
        target=values["target"],
        of_people="target_kind" in values,
        quoted_only=bool(values.get("quoted_only", False)),
        phrases=tuple(pieces(phrase) for phrase in values.get("except_phrases", [])),
        only_of=frozenset(values.get("only_of", [])),
        counterparts=tuple(values.get("counterparts", [])),
        examples=_examples(entry),
    )


def _examples(entry: Entry) -> tuple[WordExample, ...]:
    found = []
    for values in entry.values["examples"]:
        if not {"text", "finds"} <= set(values) <= {"text", "finds", "target"}:
            raise entry.refuse("an example has text, finds and by choice target")
        if values["finds"] not in values["text"]:
            raise entry.refuse(f"the example's text does not hold what it finds, {values['finds']!r}")
        found.append(WordExample(**values))
    return tuple(found)
