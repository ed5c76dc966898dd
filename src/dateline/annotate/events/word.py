"""An event's word, and the words around it that say no more than that it came about. How it is found stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.annotate.events.reading import Reading
from dateline.languages.events import EventRule, LightRule

Form = Literal["verb", "noun", "adjective"]
HYPHENS = frozenset("-\u2010\u2011")


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event's word: its head token, all its tokens, the rule, and the light verb that carries a noun.

    `again` are verbs that only say again what a noun names: "the strike hit".
    """

    head: int
    tokens: tuple[int, ...]
    rule: EventRule
    form: Form
    support: int | None = None
    light: LightRule | None = None
    again: tuple[int, ...] = ()


def outer(reading: Reading, noun: int) -> int:
    """The noun that stands for this one in its clause: "series" of "a series of attacks", the first of a list."""
    at = noun
    for _ in range(4):
        token = reading.tokens[at]
        if token.dep == "conj":
            at = token.head
            continue
        if token.dep != "pobj" or reading.tokens[token.head].dep != "prep":
            return at
        over = reading.tokens[token.head].head
        counted = reading.lemma(over)
        if counted not in reading.modality.of("steps") and counted not in reading.modality.of("quantities"):
            return at
        at = over
    return at


def occurs(reading: Reading, verb: int) -> bool:
    """The verb only says that its subject came about: "the attack took place", "the murder, which occurred on Friday"."""
    words = reading.modality.of("occurs")
    return reading.lemma(verb) in words or any(
        reading.lemma(kid) in words for kid in reading.tree.children(verb, "dobj")
    )


def anchors(reading: Reading, trigger: Trigger) -> tuple[int, ...]:
    """The event's word, and the verbs that only say that it came about: their times and places are its own."""
    if trigger.form != "noun":
        return (trigger.head,)
    noun, tree = outer(reading, trigger.head), reading.tree
    light = reading.words.light_verbs
    verbs = [
        kid
        for kid in tree.children(noun, "relcl", "acl")
        if occurs(reading, kid) or (reading.lemma(kid) in light and tree.is_passive(kid))
    ]
    over = reading.tokens[noun]
    if over.dep in ("nsubj", "nsubjpass") and occurs(reading, over.head):
        verbs.append(over.head)
    if trigger.support is not None:
        verbs.append(trigger.support)
    return (trigger.head, *verbs, *trigger.again)
