"""Blame for a deed that was told before: "claimed responsibility for it", "which the ministry blamed on the clan".

The blaming clause does not name the deed; it points back with a pronoun or a word like "crime", or shares the deed of the clause
that it is joined to. The deed is the last one told, at most two sentences before, whose doer nobody has named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.responsibility import blamed, has_words
from dateline.annotate.events.word import Trigger
from dateline.languages.events import BlameRule
from dateline.text.happening import Event

_NEAR = 2  # sentences
_REAL = frozenset({"happened", "ongoing", "possible"})
_OBJECTS = ("dobj", "nsubjpass")


def blame_told_deeds(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Event]:
    """The events with those who are blamed for them by words that only point back."""
    heads = {trigger.head: trigger for trigger in triggers}
    found, at = list(events), 0
    told: list[int] = []  # the deeds told so far
    for verb, rule in _pointing(reading, heads):
        while at < len(triggers) and triggers[at].head < verb:
            if triggers[at].rule.kind == "ASSAULT" and events[at].status in _REAL:
                told.append(at)
            at += 1
        if not told or reading.tokens[verb].sentence - reading.tokens[triggers[told[-1]].head].sentence > _NEAR:
            continue
        event = found[told[-1]]
        if any(role.entity is not None for role in event.fillers("actor")):
            continue
        roles, why = blamed(reading, verb, rule, event.roles)
        found[told[-1]] = replace(event, roles=roles, because=(*event.because, *why))
    return found


def _pointing(reading: Reading, heads: dict[int, Trigger]) -> Iterator[tuple[int, BlameRule]]:
    """Verbs of blame whose deed is only pointed to, with the rule."""
    for verb, token in enumerate(reading.tokens):
        if token.lemma not in reading.words.blames or not token.tag.startswith("VB"):
            continue
        for words, rule in reading.words.blames[token.lemma]:
            if rule.vouched != "denied" and has_words(reading, verb, words) and _points(reading, verb, rule, heads):
                yield verb, rule
                break


def _points(reading: Reading, verb: int, rule: BlameRule, heads: dict[int, Trigger]) -> bool:
    """What the verb gives as the deed points back, or it gives none and is joined to a verb that did."""
    slots = [head for construction, head in _slots(reading, verb) if construction in rule.deed]
    if slots:
        return all(_is_pointer(reading, head, heads) for head in slots)
    over = reading.tokens[verb].head
    joined = reading.tokens[verb].dep == "conj" and reading.lemma(over) in reading.words.blames
    return joined and rule.doer == "object" and reading.tokens[verb].tag != "VBN"


def _slots(reading: Reading, verb: int) -> Iterator[tuple[str, int]]:
    tree = reading.tree
    inner = tree.children(verb, "dobj", "acomp", "attr", "oprd")
    for kid in tree.children(verb, *_OBJECTS):
        yield "object", kid
    for over in (verb, *inner):
        for preposition, _, goal in tree.prepositions(over):
            yield preposition, goal


def _is_pointer(reading: Reading, head: int, heads: dict[int, Trigger]) -> bool:
    """ "it", "which", "the crime"."""
    if reading.lower[head] in reading.modality.of("it_words"):
        return True
    kids = reading.tree.kids[head]
    definite = any(reading.lower[kid] in reading.modality.of("definite") for kid in kids)
    plain = all(reading.tokens[kid].dep in ("det", "punct") for kid in kids)
    return definite and plain and head not in heads and reading.lemma(head) in reading.modality.of("misdeeds")
