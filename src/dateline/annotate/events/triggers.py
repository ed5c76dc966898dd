"""The words that tell an event: one dictionary look-up a token, then the sense by the words around it.

A trigger is a verb, a noun or an adjective of a rule. A noun with a light verb over it ("carried out an attack") keeps the
verb as its support. Words in names and nouns that only modify another ("attack helicopter") tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from dateline.annotate.events.reading import Reading
from dateline.languages.events import EventRule, LightRule, Phrase

Form = Literal["verb", "noun", "adjective"]
_TITLES = ("title", "heading")
_MODIFIERS = ("compound", "amod", "nmod", "poss", "npadvmod")
_HYPHENS = frozenset("-\u2010\u2011")
# Constructions whose noun is the thing acted on, for verbs that say it with a preposition and for nouns.
_THINGS = frozenset({"of", "on", "against", "over", "to", "for", "at", "with", "into", "from", "about", "in", "off"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event's word: its head token, all its tokens, the rule, and the light verb that carries a noun."""

    head: int
    tokens: tuple[int, ...]
    rule: EventRule
    form: Form
    support: int | None = None
    light: LightRule | None = None


def find_triggers(reading: Reading) -> list[Trigger]:
    """The triggers in text order; no token is in two."""
    found = (_trigger_at(reading, position) for position in range(len(reading.tokens)))
    return _apart([trigger for trigger in found if trigger is not None])


def outer(reading: Reading, noun: int) -> int:
    """The noun that stands for this one in its clause: "series" of "a series of attacks", the first of a list."""
    at = noun
    for _ in range(4):
        token = reading.tokens[at]
        if token.dep == "conj":
            at = token.head
            continue
        over = reading.tokens[token.head].head
        counted = reading.modality.of("steps") | reading.modality.of("quantities")
        if token.dep != "pobj" or reading.tokens[token.head].dep != "prep" or reading.lemma(over) not in counted:
            return at
        at = over
    return at


def _trigger_at(reading: Reading, position: int) -> Trigger | None:
    token = reading.tokens[position]
    forms = _forms(reading, position)
    if not any(form in reading.words.wake for form in forms):
        return None
    for form, index in _indexes(reading, position):
        # A participle is a noun only as it stands: "the killing of", but "retreating fighters" is no "retreat".
        for word in forms[1:] if form == "noun" and token.tag == "VBG" else dict.fromkeys(forms):
            for phrase in index.get(word, ()):
                match = _joined(reading, position, phrase) if phrase.joined else _spread(reading, position, phrase)
                if match is None:
                    continue
                head = _head(reading, match) if phrase.joined else position
                trigger = _supported(reading, Trigger(head, match, phrase.rule, form))
                if _is_event(reading, trigger) and _has_sense(reading, trigger):
                    return trigger
    return None


def _forms(reading: Reading, position: int) -> tuple[str, ...]:
    """The token's forms; of a word taken for a name the parser gives no singular, so "Airstrikes" gets one here."""
    forms = reading.forms(position)
    if reading.tokens[position].pos != "PROPN":
        return forms
    endings = reading.modality.of("plural_endings")
    return (*forms, *(forms[1].removesuffix(ending) for ending in endings if forms[1].endswith(ending)))


def _indexes(reading: Reading, position: int) -> Iterator[tuple[Form, Mapping[str, tuple[Phrase, ...]]]]:
    """Which dictionaries a token may wake; the tag counts beside the part of speech, since participles are both."""
    token, words = reading.tokens[position], reading.words
    titled = token.pos == "PROPN" and (reading.block_kind(position) in _TITLES or token.text.islower())
    if token.pos == "AUX" or (token.pos == "PROPN" and (not titled or reading.in_name(position))):
        return
    if token.tag.startswith("VB"):
        yield "verb", words.verbs
    acts = bool(
        reading.tree.children(position, "dobj", "nsubj", "aux")
    )  # "the fighting", not "they are fighting hunger"
    # "of U.S. airstrikes against": a plural taken for a verb, though it stands where only a noun can.
    plural = token.tag == "VBZ" and token.dep in ("pobj", "dobj", "nsubj") and not acts
    if token.pos in ("NOUN", "PROPN") or token.tag in ("NN", "NNS") or (token.tag == "VBG" and not acts) or plural:
        yield "noun", words.nouns
    if token.pos == "ADJ" or token.tag in ("JJ", "VBN"):
        yield "adjective", words.adjectives


def _joined(reading: Reading, position: int, phrase: Phrase) -> tuple[int, ...] | None:
    """The phrase's words stand side by side and end here; hyphens between them are passed over."""
    match, at = [position], position
    for word in reversed(phrase.words[:-1]):
        at -= 1
        if at >= 0 and reading.tokens[at].text in _HYPHENS:
            match.append(at)
            at -= 1
        if at < 0 or reading.tokens[at].sentence != reading.tokens[position].sentence or word not in reading.forms(at):
            return None
        match.append(at)
    return tuple(sorted(match))


def _spread(reading: Reading, position: int, phrase: Phrase) -> tuple[int, ...] | None:
    """The verb with its particle, preposition or noun: each further word hangs on a word found before it.

    "broke the talks off", "talks were broken off", "laid down their arms".
    """
    match = [position]
    for word in phrase.words[1:]:
        kids = (kid for at in match for kid in reading.tree.kids[at] if kid not in match)
        found = next((kid for kid in kids if word in reading.forms(kid)), None)
        if found is None and match[-1] + 1 < len(reading.tokens):  # the parser hangs particles where it likes
            after = match[-1] + 1
            found = (
                after if word in reading.forms(after) and reading.tokens[after].pos in ("ADP", "ADV", "PART") else None
            )
        if found is None or (_takes_object(reading, found) and _has_object(reading, position, match)):
            return None
        match.append(found)
    return tuple(sorted(match))


def _takes_object(reading: Reading, word: int) -> bool:
    """The word is a preposition with its noun: "at" of "fired at the crowd", not of "was fired at"."""
    return reading.tokens[word].dep == "prep" and bool(reading.tree.children(word, "pobj"))


def _has_object(reading: Reading, verb: int, match: list[int]) -> bool:
    """Another object stands in the way: "shot a boy at the gate" is no shooting at a gate."""
    return any(kid not in match for kid in reading.tree.children(verb, "dobj", "nsubjpass"))


def _head(reading: Reading, match: tuple[int, ...]) -> int:
    """The token of a match that the others hang on."""
    return next(
        (at for at in reversed(match) if reading.tokens[at].head not in match or reading.tokens[at].head == at),
        match[-1],
    )


def _supported(reading: Reading, trigger: Trigger) -> Trigger:
    """The trigger with the light verb that carries its noun, if one does."""
    if trigger.form != "noun":
        return trigger
    noun = outer(reading, trigger.head)
    token = reading.tokens[noun]
    governor, between = token.head, ""
    if token.dep == "pobj":
        between, governor = reading.tokens[governor].text.lower(), reading.tokens[governor].head
    elif token.dep not in ("dobj", "obj", "nsubjpass", "attr", "oprd", "acl"):
        return trigger
    if not reading.tokens[governor].tag.startswith("VB") or governor == noun:
        return trigger
    around = {
        between,
        *(reading.tokens[kid].text.lower() for kid in reading.tree.children(governor, "prt", "prep", "advmod", "dobj")),
    }
    for words, light in reading.words.light_verbs.get(reading.lemma(governor), ()):
        if all(word in around for word in words[1:]) and (not between or between in words):
            return replace(trigger, support=governor, light=light)
    return trigger


def _is_event(reading: Reading, trigger: Trigger) -> bool:
    """The word tells an event and does not merely say of which kind another noun is."""
    token = reading.tokens[trigger.head]
    if trigger.form == "verb":
        return (
            token.dep != "compound"
            and not (token.dep == "amod" and token.tag == "VBG")
            and not _is_trait(reading, trigger)
        )
    if trigger.form == "noun" and token.dep in ("compound", "nmod", "amod") and token.head not in trigger.tokens:
        over = reading.lemma(token.head)
        return over in reading.modality.status["head"] or over in reading.modality.of("open_heads")
    return True


def _is_trait(reading: Reading, trigger: Trigger) -> bool:
    """ "the rebel-held town", "foreign-backed gunmen": what they are like, not what happened to them."""
    token, before = reading.tokens[trigger.head], trigger.head - 1
    return token.dep == "amod" and token.tag == "VBN" and before >= 0 and reading.tokens[before].text in _HYPHENS


def _has_sense(reading: Reading, trigger: Trigger) -> bool:
    """What stands around the word does not speak against the rule's sense, and speaks for it where the rule asks that."""
    rule = trigger.rule
    if rule.kind == "ASSAULT" and _is_figure_of_speech(reading, trigger):
        return False
    if rule.kind == "REQUEST" and _withholds_name(reading, trigger):
        return False
    if not (rule.objects or rule.except_objects or rule.except_subjects):
        return True
    subjects, objects = _parties(reading, trigger)
    if subjects & rule.except_subjects or objects & rule.except_objects:
        return False
    return (
        not rule.objects
        or bool((objects | _goods(reading, trigger)) & rule.objects)
        or (trigger.form == "noun" and len(trigger.tokens) > 1)
    )


def _is_figure_of_speech(reading: Reading, trigger: Trigger) -> bool:
    """A game, a cure, a story or an argument: "killed off hopes", "bombarded with letters", "a film about the murder"."""
    if reading.tokens[trigger.head].sentence in reading.games:
        return True
    subjects, objects = _parties(reading, trigger, compounds=False)
    goals = [goal for _, _, goal in reading.tree.prepositions(trigger.head)]
    token = reading.tokens[trigger.head]
    if token.dep == "pobj" and reading.lemma(token.head) in reading.modality.of("topic_prepositions"):
        # "a novel about the murder", "the novel opens with the killing"
        over = reading.tokens[token.head].head
        subject = reading.tree.subject(over) if reading.tokens[over].tag.startswith("VB") else over
        goals += [] if subject is None else [subject]
    return bool((subjects | objects | _nouns(reading, goals, compounds=False)) & reading.modality.of("no_assault"))


def _withholds_name(reading: Reading, trigger: Trigger) -> bool:
    """ "an official who asked not to be named"."""
    tree, words = reading.tree, reading.modality.of("withheld")
    return any(
        reading.lemma(kid) in words and tree.is_passive(kid) for kid in tree.children(trigger.head, "xcomp", "ccomp")
    )


def _goods(reading: Reading, trigger: Trigger) -> set[str]:
    """What is given, where it is not the object: "provided the town with food", "sent two planes full of food"."""
    if trigger.form != "verb":
        return set()
    tree = reading.tree
    goals = [goal for prep, _, goal in tree.prepositions(trigger.head) if prep in _THINGS]
    for head in tree.objects(trigger.head):
        goals += [
            goal
            for kid in (head, *tree.children(head, "amod"))
            for prep, _, goal in tree.prepositions(kid)
            if prep in _THINGS
        ]
    return _nouns(reading, goals)


def _parties(reading: Reading, trigger: Trigger, *, compounds: bool = True) -> tuple[set[str], set[str]]:
    """The words that do and that suffer what the trigger says, as dictionary forms."""
    tree, head = reading.tree, trigger.head
    nouns = partial(_nouns, reading, compounds=compounds)
    if trigger.form == "noun":
        around = nouns([kid for kid in tree.children(head, *_MODIFIERS) if kid not in trigger.tokens])
        things = nouns([goal for prep, _, goal in tree.prepositions(head) if prep in _THINGS])
        return around, around | things
    if trigger.form == "adjective":
        around = _nouns(
            reading, [reading.tokens[head].head, *tree.children(reading.tokens[head].head, "nsubj", "nsubjpass")]
        )
        return around, around | nouns([goal for _, _, goal in tree.prepositions(head)])
    subject, goals = tree.subject(head), [goal for _, _, goal in tree.prepositions(head)]
    if tree.is_passive(head):
        agent = tree.agent(head)
        subjects = goals if agent is None else [agent]
        return nouns(subjects), nouns([] if subject is None else [subject])
    objects = [*tree.objects(head), *tree.children(head, "dative"), *shared_objects(reading, head)]
    if not objects:
        objects = [goal for prep, _, goal in tree.prepositions(head) if prep in _THINGS]
    return nouns([] if subject is None else [subject]), nouns(objects)


def shared_objects(reading: Reading, verb: int) -> list[int]:
    """Objects that a verb shares with the one joined to it: "attacked and looted the village"; or leaves to a bare relative
    clause: "the weapons Iran sent".
    """
    tree, token = reading.tree, reading.tokens[verb]
    if tree.objects(verb) or tree.is_passive(verb):
        return []
    if token.dep == "relcl" and not any(reading.tokens[kid].tag in ("WDT", "WP", "WRB") for kid in tree.kids[verb]):
        own = tree.children(verb, "nsubj")
        return [token.head] if own and token.tag != "VB" else []
    after = [kid for kid in tree.kids[verb] if kid > verb]
    joined = [kid for kid in after if reading.tokens[kid].dep == "conj" and reading.tokens[kid].tag == token.tag]
    if (
        joined
        and all(reading.tokens[kid].dep in ("cc", "conj", "punct") for kid in after)
        and not tree.children(joined[0], "nsubj")
    ):
        return tree.objects(joined[0])
    return []


def _nouns(reading: Reading, heads: list[int], *, compounds: bool = True) -> set[str]:
    """Dictionary forms of the nouns, of those joined to them, by choice of their modifiers, and of what a quantity counts."""
    found: set[str] = set()
    for first in heads[:8]:
        for head in reading.listed(first)[:8]:
            found.update(reading.forms(head))
            for kid in reading.tree.children(head, "compound") if compounds else ():
                found.update(reading.forms(kid))
            if reading.lemma(head) in reading.modality.of("quantities") or reading.tokens[head].pos == "NUM":
                for prep, _, goal in reading.tree.prepositions(head):
                    if prep == "of":
                        found.update(reading.forms(goal))
    return found


def _apart(triggers: list[Trigger]) -> list[Trigger]:
    """Without triggers that lie within a longer one, and without the light verbs that carry another."""
    taken: set[int] = set()
    kept: list[Trigger] = []
    carriers = {trigger.support for trigger in triggers if trigger.support is not None}
    for trigger in sorted(triggers, key=lambda each: (-len(each.tokens), each.head)):
        carries = (
            trigger.head in carriers
            and trigger.form == "verb"
            and len(trigger.tokens) == 1
            and not trigger.rule.objects
        )
        if not carries and not taken & set(trigger.tokens):
            taken.update(trigger.tokens)
            kept.append(trigger)
    return sorted(kept, key=lambda each: each.tokens[0])
