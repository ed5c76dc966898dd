"""What a language says of events: the words that name them, light verbs, and the words that decide whether they happened.

`<code>/events/*.toml` holds [[event]] and [[light]] entries; `<code>/events/modality.toml` plain word classes. A rule's roles
are told for its active form: the subject of a passive fills the `object` of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, get_args

from dateline.languages import Entry, by_word, entries, word_classes
from dateline.text.errors import BadRules
from dateline.text.happening import EventKind, RoleName, Status, Vouched

KINDS = frozenset(get_args(EventKind))
ROLES = frozenset(get_args(RoleName))
STATUSES = frozenset(get_args(Status))
VOUCHED = frozenset(get_args(Vouched))
EVENT_KEYS = frozenset(
    {
        "name",
        "kind",
        "mode",
        "verbs",
        "nouns",
        "adjectives",
        "roles",
        "objects",
        "except_objects",
        "except_subjects",
        "subjects",
        "transitive",
        "intransitive",
        "told",
        "occasion",
        "examples",
    }
)
LIGHT_KEYS = frozenset({"name", "verbs", "roles", "examples"})
BLAME_KEYS = frozenset({"name", "verbs", "doer", "deed", "vouched", "examples"})
EXAMPLE_KEYS = frozenset({"text", "finds", "actor", "recipient"})
WORD_SETS = (
    "steps",
    "topic_prepositions",
    "counted_from",
    "answered",
    "belonging",
    "open_heads",
    "quantities",
    "doubled_places",
    "passes_up",
    "definite",
    "recalls",
    "sites",
    "shares",
    "listeners",
    "occasions",
    "occasion_prepositions",
    "occurs",
    "circumstances",
    "members",
    "bodies",
    "bands",
    "other_bands",
    "factions",
    "servicemen",
    "rulers",
    "calls_itself",
    "quarters",
    "located",
    "it_words",
    "misdeeds",
    "residents",
    "people",
    "elsewhere",
    "places_weapons",
    "armies",
    "suspects",
    "messages",
    "deeds",
    "said_anywhere",
    "authorities",
    "charges",
    "causes",
    "outcomes",
    "when_marks",
    "spoken",
    "purposes",
    "repeats",
    "fiction",
    "stages",
    "no_assailants",
    "surely_sport",
    "refused",
    "wills",
    "pending",
    "starts",
    "crewed",
    "ranks",
    "reflexives",
    "harms",
    "withheld",
    "first_persons",
    "performed",
    "predicative",
    "no_assault",
    "sport",
    "plural_endings",
)
STATUS_TABLES = ("clause", "object", "head", "adjective", "adverb", "auxiliary", "mark", "determiner")


@dataclass(frozen=True, slots=True)
class EventExample:
    """A sentence and what the rule finds in it: the trigger's words ("" for nothing), and who takes part."""

    text: str
    finds: str
    actor: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class EventRule:
    """Words that name one kind of event, and what each construction around them means."""

    id: str
    name: str
    kind: EventKind
    mode: str | None
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    adjectives: tuple[str, ...]
    roles: Mapping[str, RoleName]
    objects: frozenset[str]
    except_objects: frozenset[str]
    except_subjects: frozenset[str]
    subjects: frozenset[str]
    transitive: bool  # the verb must act on something
    intransitive: bool  # the verb must act on nothing, and say nothing
    told: bool  # the verb must tell somebody to do something
    occasion: (
        bool  # the telling must have its own time, its listeners or an occasion; a noun must not be one's occasion
    )
    examples: tuple[EventExample, ...]


@dataclass(frozen=True, slots=True)
class LightRule:
    """Verbs that lend their subject to the event that a noun names: "carried out an attack"."""

    id: str
    name: str
    verbs: tuple[str, ...]
    roles: Mapping[str, RoleName]
    examples: tuple[EventExample, ...]


@dataclass(frozen=True, slots=True)
class BlameRule:
    """Verbs that hold somebody responsible for a deed, the constructions of doer and deed, and how that is vouched for."""

    id: str
    name: str
    verbs: tuple[str, ...]
    doer: str
    deed: frozenset[str]
    vouched: Vouched | None
    examples: tuple[EventExample, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording of a rule: its words in order; `joined` ones stand side by side and end in the word they are kept under."""

    words: tuple[str, ...]
    rule: EventRule
    joined: bool


@dataclass(frozen=True, slots=True)
class Modality:
    """Word classes around an event. `status[table][word]` is the status that the word gives to the event under it."""

    status: Mapping[str, Mapping[str, Status]]
    modes: Mapping[str, str]
    families: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]

    def of(self, name: str) -> frozenset[str]:
        """The words of one class."""
        return self.sets[name]


@dataclass(frozen=True, slots=True)
class EventWords:
    """All of a language's event rules, each wording kept under the one word that wakes it; longer wordings come first.

    `wake` holds all of these words: most tokens are none of them and are passed over at once.
    """

    rules: tuple[EventRule, ...]
    lights: tuple[LightRule, ...]
    verbs: Mapping[str, tuple[Phrase, ...]]
    nouns: Mapping[str, tuple[Phrase, ...]]
    adjectives: Mapping[str, tuple[Phrase, ...]]
    light_verbs: Mapping[str, tuple[tuple[tuple[str, ...], LightRule], ...]]
    all_blames: tuple[BlameRule, ...]
    blames: Mapping[str, tuple[tuple[tuple[str, ...], BlameRule], ...]]
    modality: Modality
    wake: frozenset[str]


Carrier = TypeVar("Carrier", LightRule, BlameRule)


@lru_cache(maxsize=8)
def event_words(code: str, *more: Path) -> EventWords:
    """The event rules of a language, read and checked once; BadRules says what is wrong and where."""
    rules: list[EventRule] = []
    lights: list[LightRule] = []
    blames: list[BlameRule] = []
    for entry in entries(code, "events", *more):
        match entry.kind:
            case "event":
                rules.append(_event_rule(entry))
            case "light":
                lights.append(_light_rule(entry))
            case "blame":
                blames.append(_blame_rule(entry))
            case other:
                raise entry.refuse(f"a table of an event file is [[event]], [[light]] or [[blame]], not [[{other}]]")
    verbs = _index((verb, rule, "-" in verb) for rule in rules for verb in rule.verbs)
    nouns = _index((noun, rule, True) for rule in rules for noun in rule.nouns)
    adjectives = _index((word, rule, True) for rule in rules for word in rule.adjectives)
    return EventWords(
        rules=tuple(rules),
        lights=tuple(lights),
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        light_verbs=_by_first_word(lights),
        all_blames=tuple(blames),
        blames=_by_first_word(blames),
        modality=_modality(code),
        wake=frozenset((*verbs, *nouns, *adjectives)),
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a wording; a hyphen parts words as a blank does, since parsers cut there."""
    return tuple(word for word in re.split(r"[ -]+", text.lower()) if word)


def _event_rule(entry: Entry) -> EventRule:
    entry.require(EVENT_KEYS, frozenset({"name", "kind", "roles", "examples"}))
    values = entry.values
    if values["kind"] not in KINDS:
        raise entry.refuse(f"kind {values['kind']!r} is no event kind (one of {', '.join(sorted(KINDS))})")
    verbs, nouns, adjectives = (_strings(entry, key) for key in ("verbs", "nouns", "adjectives"))
    if not (verbs or nouns or adjectives):
        raise entry.refuse("it has no verbs, nouns or adjectives, so it can find nothing")
    return EventRule(
        id=entry.id,
        name=values["name"],
        kind=values["kind"],
        mode=values.get("mode"),
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        roles=_roles(entry),
        objects=frozenset(_strings(entry, "objects")),
        except_objects=frozenset(_strings(entry, "except_objects")),
        except_subjects=frozenset(_strings(entry, "except_subjects")),
        subjects=frozenset(_strings(entry, "subjects")),
        transitive=values.get("transitive", False) is True,
        intransitive=values.get("intransitive", False) is True,
        told=values.get("told", False) is True,
        occasion=values.get("occasion", False) is True,
        examples=_examples(entry),
    )


def _light_rule(entry: Entry) -> LightRule:
    entry.require(LIGHT_KEYS, frozenset({"name", "verbs", "roles"}))
    return LightRule(entry.id, entry.values["name"], _strings(entry, "verbs"), _roles(entry), _examples(entry))


def _blame_rule(entry: Entry) -> BlameRule:
    entry.require(BLAME_KEYS, BLAME_KEYS - {"vouched"})
    values = entry.values
    if values.get("vouched") not in (None, *VOUCHED):
        raise entry.refuse(f"vouched {values['vouched']!r} is none of {', '.join(sorted(VOUCHED))}")
    return BlameRule(
        id=entry.id,
        name=values["name"],
        verbs=_strings(entry, "verbs"),
        doer=values["doer"],
        deed=frozenset(_strings(entry, "deed")),
        vouched=values.get("vouched"),
        examples=_examples(entry),
    )


def _strings(entry: Entry, key: str) -> tuple[str, ...]:
    values = entry.values.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise entry.refuse(f"{key!r} must be a list of words")
    return tuple(value.lower() for value in values)


def _roles(entry: Entry) -> dict[str, RoleName]:
    roles = entry.values["roles"]
    if not isinstance(roles, dict):
        raise entry.refuse("'roles' must be a table such as { subject = \"actor\" }")
    for construction, role in roles.items():
        if role not in ROLES:
            raise entry.refuse(f"role {role!r} of {construction!r} is none of {', '.join(sorted(ROLES))}")
    return {construction.replace("_", " "): role for construction, role in roles.items()}


def _examples(entry: Entry) -> tuple[EventExample, ...]:
    found = []
    for values in entry.values.get("examples", []):
        unknown = sorted(set(values) - EXAMPLE_KEYS)
        if unknown or not {"text", "finds"} <= set(values):
            raise entry.refuse(
                f"an example has text, finds and by choice actor, recipient; not {', '.join(unknown) or 'these keys'}"
            )
        if values["finds"] not in values["text"]:
            raise entry.refuse(f"the example's text does not hold what it finds, {values['finds']!r}")
        found.append(EventExample(**values))
    return tuple(found)


def _index(wordings: Iterable[tuple[str, EventRule, bool]]) -> dict[str, tuple[Phrase, ...]]:
    """Wordings by the word that wakes them: the last of joined words, the first of a verb with its particle.

    Longer ones come first, then those that name their objects or subjects: the special sense is asked before the general one.
    """
    found: dict[str, list[Phrase]] = {}
    for wording, rule, joined in wordings:
        words = words_of(wording)
        found.setdefault(words[-1] if joined else words[0], []).append(Phrase(words, rule, joined))
    return {
        word: tuple(
            sorted(
                phrases,
                key=lambda phrase: (
                    -len(phrase.words),
                    not (phrase.rule.objects or phrase.rule.subjects or phrase.rule.told),
                ),
            )
        )
        for word, phrases in found.items()
    }


def _by_first_word(rules: list[Carrier]) -> dict[str, tuple[tuple[tuple[str, ...], Carrier], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Carrier]]] = {}
    for rule in rules:
        for verb in rule.verbs:
            words = words_of(verb)
            found.setdefault(words[0], []).append((words, rule))
    return {word: tuple(sorted(options, key=lambda option: -len(option[0]))) for word, options in found.items()}


def _modality(code: str) -> Modality:
    tables = word_classes(code, "events/modality")
    for table in (*STATUS_TABLES, "modes", "families", "words"):
        if table not in tables:
            raise BadRules(f"modality.toml: table [{table}] is missing")
    for table in STATUS_TABLES:
        for status in tables[table]:
            if status not in STATUSES:
                raise BadRules(
                    f"modality.toml, [{table}]: {status!r} is no status (one of {', '.join(sorted(STATUSES))})"
                )
    for name in WORD_SETS:
        if name not in tables["words"]:
            raise BadRules(f"modality.toml, [words]: {name!r} is missing")
    return Modality(
        status={table: by_word(tables[table]) for table in STATUS_TABLES},
        modes=by_word(tables["modes"]),
        families=by_word(tables["families"]),
        sets={name: frozenset(words) for name, words in tables["words"].items()},
    )
