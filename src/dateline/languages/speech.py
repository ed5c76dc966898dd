"""What a language says of saying: words that report what somebody says, phrases that name a source, a medium or an occasion.

`<code>/speech/*.toml` holds [[cue]], [[noun_cue]], [[adverb_cue]], [[phrase_cue]] and [[medium]] entries;
`<code>/speech/sources.toml` and `<code>/speech/clauses.toml` plain word classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from dateline.languages import Entry, entries, word_classes
from dateline.text.errors import BadRules
from dateline.text.telling import Act, Certainty, Doubt

Construction = Literal[
    "clause", "quote", "infinitive", "gerund", "object", "as", "of", "for", "with", "against", "about", "on", "to", "in",
    "over", "by",
]  # fmt: skip
CueWord = Literal["cue", "noun_cue", "adverb_cue", "phrase_cue"]
Gives = Literal["medium", "addressee", "occasion", "venue"]
ACTS, DOUBTS, CERTAINTIES = frozenset(get_args(Act)), frozenset(get_args(Doubt)), frozenset(get_args(Certainty))
CONSTRUCTIONS, GIVES = frozenset(get_args(Construction)), frozenset(get_args(Gives))
_WORD_KEYS: Mapping[CueWord, str] = {
    "cue": "verbs",
    "noun_cue": "nouns",
    "adverb_cue": "adverbs",
    "phrase_cue": "phrases",
}
_CUE_WORDS: Mapping[str, CueWord] = {kind: kind for kind in _WORD_KEYS}
_COMMON = frozenset(
    {
        "name",
        "act",
        "doubt",
        "certainty",
        "takes",
        "addressee",
        "unnamed",
        "role",
        "only_objects",
        "except_objects",
        "examples",
    }
)
_MEDIUM_KEYS = frozenset({"name", "phrases", "gives", "examples"})
_EXAMPLE_KEYS = frozenset({"text", "source", "content", "medium", "addressee", "occasion", "venue"})
SOURCE_CLASSES = (
    "office", "collective", "document", "unnamed", "unnamed_phrases", "outlet", "platform", "occasion", "venue"
)  # fmt: skip
CLAUSE_CLASSES = (
    "that",
    "as",
    "what",
    "condition",
    "aspect",
    "indefinite",
    "definite",
    "agent",
    "relative",
    "light",
    "plural",
    "personal",
    "own",
    "interview",
    "deeds",
    "about",
    "impersonal",
    "empty",
)


@dataclass(frozen=True, slots=True)
class SpeechExample:
    """A sentence, and what the rule finds in it; `content` in its pieces, none where the rule must find nothing."""

    text: str
    source: str = ""
    content: tuple[str, ...] = ()
    gives: str = ""


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words that tell that somebody says something, what kind of act that is, and in which constructions they do."""

    id: str
    kind: CueWord
    words: tuple[str, ...]
    act: Act = "statement"
    doubt: Doubt = "neutral"
    certainty: Certainty = "certain"
    takes: frozenset[str] = frozenset()
    addressee: str | None = None
    unnamed: bool = False
    role: str | None = None
    only_objects: frozenset[str] = frozenset()
    except_objects: frozenset[str] = frozenset()
    examples: tuple[SpeechExample, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a rule: its words after the one that wakes it."""

    rest: tuple[str, ...]
    rule: CueRule


@dataclass(frozen=True, slots=True)
class SlotPhrase:
    """Fixed words around one open place, such as `according to {source}`: the words before it and after it."""

    before: tuple[str, ...]
    slot: str
    after: tuple[str, ...]
    rule: CueRule | None = None  # of a source phrase
    id: str = ""
    gives: Gives | None = None  # of a phrase that names medium, addressee, occasion or venue
    examples: tuple[SpeechExample, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """All of a language's words for saying, each wording under the words that wake it; longer wordings come first."""

    rules: tuple[CueRule, ...]
    verbs: Mapping[str, tuple[Wording, ...]]
    nouns: Mapping[str, tuple[Wording, ...]]
    adverbs: Mapping[str, tuple[Wording, ...]]
    phrases: Mapping[tuple[str, str], tuple[SlotPhrase, ...]]
    media: Mapping[tuple[str, str], tuple[SlotPhrase, ...]]
    sources: Mapping[str, frozenset[str]]
    clauses: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def speech_words(code: str, *more: Path) -> SpeechWords:
    """The speech rules of a language, read and checked once; BadRules says what is wrong and where."""
    rules: list[CueRule] = []
    phrases: list[SlotPhrase] = []
    media: list[SlotPhrase] = []
    for entry in entries(code, "speech", *more):
        match entry.kind:
            case "cue" | "noun_cue" | "adverb_cue":
                rules.append(_cue(entry))
            case "phrase_cue":
                rules.append(_cue(entry))
                phrases.extend(_slots(entry, rules[-1]))
            case "medium":
                media.extend(_slots(entry, None))
            case other:
                raise entry.refuse(f"a speech file has no table [[{other}]]")
    return SpeechWords(
        rules=tuple(rules),
        verbs=_by_word(rules, "cue", first=True),
        nouns=_by_word(rules, "noun_cue", first=False),
        adverbs=_by_word(rules, "adverb_cue", first=False),
        phrases=_by_first(phrases),
        media=_by_first(media),
        sources=_classes(code, "sources", SOURCE_CLASSES),
        clauses=_classes(code, "clauses", CLAUSE_CLASSES),
    )


def _cue(entry: Entry) -> CueRule:
    kind = _CUE_WORDS[entry.kind]
    key = _WORD_KEYS[kind]
    entry.require(_COMMON | {key}, frozenset({"name", key}))
    values = entry.values
    rule = CueRule(
        id=entry.id,
        kind=kind,
        words=_strings(entry, key),
        act=_one_of(entry, "act", ACTS, "statement"),
        doubt=_one_of(entry, "doubt", DOUBTS, "neutral"),
        certainty=_one_of(entry, "certainty", CERTAINTIES, "certain"),
        takes=frozenset(_strings(entry, "takes")),
        addressee=values.get("addressee"),
        unnamed=bool(values.get("unnamed", False)),
        role=values.get("role"),
        only_objects=frozenset(_strings(entry, "only_objects")),
        except_objects=frozenset(_strings(entry, "except_objects")),
        examples=_examples(entry),
    )
    for construction in rule.takes - CONSTRUCTIONS:
        raise entry.refuse(f"takes {construction!r} is none of {', '.join(sorted(CONSTRUCTIONS))}")
    return rule


def _one_of(entry: Entry, key: str, allowed: frozenset[Any], default: str) -> Any:
    value = entry.values.get(key, default)
    if value not in allowed:
        raise entry.refuse(f"{key} {value!r} is none of {', '.join(sorted(allowed))}")
    return value


def _strings(entry: Entry, key: str) -> tuple[str, ...]:
    values = entry.values.get(key, [])
    values = [values] if isinstance(values, str) else values
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise entry.refuse(f"{key!r} must be a list of words")
    return tuple(value.lower() for value in values)


def _examples(entry: Entry) -> tuple[SpeechExample, ...]:
    found = []
    for values in entry.values.get("examples", []):
        unknown = sorted(set(values) - _EXAMPLE_KEYS)
        if unknown or "text" not in values:
            raise entry.refuse(
                f"an example has {', '.join(sorted(_EXAMPLE_KEYS))}; not {', '.join(unknown) or 'no text'}"
            )
        content = values.get("content", ())
        example = SpeechExample(
            text=values["text"],
            source=values.get("source", ""),
            content=tuple(part for part in ((content,) if isinstance(content, str) else content) if part),
            gives=next((values[key] for key in GIVES if key in values), ""),
        )
        for part in (example.source, example.gives, *example.content):
            if part not in example.text:
                raise entry.refuse(f"the example's text does not hold {part!r}")
        found.append(example)
    return tuple(found)


def _slots(entry: Entry, rule: CueRule | None) -> list[SlotPhrase]:
    if rule is None:
        entry.require(_MEDIUM_KEYS, frozenset({"name", "phrases", "gives"}))
    gives = None if rule else _one_of(entry, "gives", GIVES, "medium")
    examples = () if rule else _examples(entry)
    found = []
    for phrase in _strings(entry, "phrases"):
        words = re.findall(r"\{\w+\}|'s|[\w-]+|[^\w\s]", phrase)
        slots = [word for word in words if word.startswith("{")]
        if rule and "{source}" not in slots:
            raise entry.refuse(f"phrase {phrase!r} has no {{source}}")
        at = words.index(slots[0]) if slots else len(words)
        after = words[at + 1 :]
        if len(slots) > 1:  # a second open place, such as {addressee}, is left to the phrases for media
            after = after[: after.index(slots[1])]
        found.append(
            SlotPhrase(
                tuple(words[:at]), slots[0].strip("{}") if slots else "", tuple(after), rule, entry.id, gives, examples
            )
        )
    return found


def _by_word(rules: Iterable[CueRule], kind: CueWord, *, first: bool) -> dict[str, tuple[Wording, ...]]:
    """Wordings by their first word (of a verb with its particle) or by their last (of a noun)."""
    found: dict[str, list[Wording]] = {}
    for rule in rules:
        if rule.kind == kind:
            for wording in rule.words:
                words = wording.split()
                head, rest = (words[0], words[1:]) if first else (words[-1], words[:-1])
                found.setdefault(head, []).append(Wording(tuple(rest), rule))
    return {word: tuple(sorted(options, key=lambda option: -len(option.rest))) for word, options in found.items()}


def _by_first(phrases: Iterable[SlotPhrase]) -> dict[tuple[str, str], tuple[SlotPhrase, ...]]:
    """Phrases by their first two fixed words that stand together, "" for a missing second; longer ones come first."""
    found: dict[tuple[str, str], list[SlotPhrase]] = {}
    for phrase in phrases:
        first, second = (*(phrase.before or phrase.after), "")[:2]
        found.setdefault((first, second), []).append(phrase)
    return {
        words: tuple(sorted(options, key=lambda option: -len(option.before) - len(option.after)))
        for words, options in found.items()
    }


def _classes(code: str, file: str, names: Iterable[str]) -> dict[str, frozenset[str]]:
    """The lists of all tables of a file by their key; BadRules where a list is missing or holds no words."""
    lists = {key: value for table in word_classes(code, f"speech/{file}").values() for key, value in table.items()}
    for name in names:
        words = lists.get(name)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise BadRules(f"{file}.toml: {name!r} must be a list of words")
    return {name: frozenset(word.lower() for word in lists[name]) for name in names}
