"""The words that tell an event: one dictionary look-up a token, then the sense by the words around it.

A trigger is a verb, a noun or an adjective of a rule. A noun with a light verb over it ("carried out an attack") keeps the
verb as its support. Words in names and nouns that only modify another ("attack helicopter") tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.sense import has_sense
from dateline.annotate.events.word import HYPHENS, Form, Trigger, outer
from dateline.languages.events import Phrase

_TITLES = ("title", "heading")
_RECALLED = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_NEAR = 3  # sentences that a noun may point back over


def find_triggers(reading: Reading) -> list[Trigger]:
    """The triggers in text order; no token is in two."""
    found = (_trigger_at(reading, position) for position in range(len(reading.tokens)))
    return _with_recalled(reading, _apart(reading, [trigger for trigger in found if trigger is not None]))


def _trigger_at(reading: Reading, position: int) -> Trigger | None:
    token = reading.tokens[position]
    forms = _forms(reading, position)
    if reading.words.wake.isdisjoint(forms):
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
                if _is_event(reading, trigger) and has_sense(reading, trigger):
                    return trigger
    return None


def _with_recalled(reading: Reading, triggers: list[Trigger]) -> list[Trigger]:
    """With the nouns that only point back: "the incident", "the operation" is what was told a sentence or two before."""
    words, taken = reading.modality.of("recalls"), {at for each in triggers for at in each.tokens}
    found, told = [], iter(triggers)
    ahead, before = next(told, None), None
    for position, token in enumerate(reading.tokens):
        while ahead is not None and ahead.head < position:
            before, ahead = (ahead if ahead.rule.kind in _RECALLED else before), next(told, None)
        if before is None or token.lemma not in words or position in taken or token.dep == "compound":
            continue
        near = token.sentence - reading.tokens[before.head].sentence
        if 0 < near <= _NEAR and _points_back(reading, position):
            found.append(Trigger(position, (position,), before.rule, "noun"))
    return sorted((*triggers, *found), key=lambda each: each.head)


def _points_back(reading: Reading, noun: int) -> bool:
    """ "the operation", and not "the operation of the port" or "the rescue operation"."""
    kids = [reading.tokens[kid] for kid in reading.tree.kids[noun]]
    definite = any(kid.dep == "det" and kid.text.lower() in reading.modality.of("definite") for kid in kids)
    own = any(
        kid.dep in ("amod", "compound", "prep", "poss", "acl", "relcl", "nummod", "nmod", "appos") for kid in kids
    )
    return definite and not own and not reading.in_name(noun)


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
        if at >= 0 and reading.tokens[at].text in HYPHENS:
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
        # "on Tuesday called the envoy a fool" calls on nobody: a particle or preposition of the verb stands behind it.
        behind = (kid for kid in kids if kid > position or reading.tokens[kid].dep != "prep")
        found = next((kid for kid in behind if word in reading.forms(kid)), None)
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
        between, governor = reading.lower[governor], reading.tokens[governor].head
    elif token.dep not in ("dobj", "obj", "nsubjpass", "attr", "oprd", "acl"):
        return trigger
    if not reading.tokens[governor].tag.startswith("VB") or governor == noun:
        return trigger
    around = {
        between,
        *(reading.lower[kid] for kid in reading.tree.children(governor, "prt", "prep", "advmod", "dobj")),
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
            and not _is_habit(reading, trigger)
            and not _is_bare(reading, trigger)
        )
    if (
        trigger.form == "noun"
        and token.dep == "pobj"
        and reading.lemma(trigger.head) in reading.modality.of("purposes")
    ):
        lone = not reading.tree.children(trigger.head, "det", "amod", "poss")
        return not (lone and reading.lemma(token.head) == "in")  # "in support of the operations"
    if trigger.form == "noun" and token.dep in ("compound", "nmod", "amod") and token.head not in trigger.tokens:
        over = reading.lemma(token.head)
        return over in reading.modality.status["head"] or over in reading.modality.of("open_heads")
    return True


def _is_habit(reading: Reading, trigger: Trigger) -> bool:
    """ "those who reject its views", "a negotiated settlement": words about a sort of people or things, and no deed."""
    token, traits = reading.tokens[trigger.head], reading.modality.of("spoken")
    if trigger.rule.kind not in traits:
        return False
    if token.dep == "amod" and token.tag == "VBN":
        return True
    sort = reading.modality.of("definite")
    return token.dep == "relcl" and token.tag in ("VBP", "VBZ") and reading.lower[token.head] in sort


def _is_bare(reading: Reading, trigger: Trigger) -> bool:
    """An order ("Kill them"), or a headline's noun taken for a verb: nobody is told to have done it."""
    token = reading.tokens[trigger.head]
    alone = token.dep == "ROOT" and token.tag == "VB" and trigger.rule.kind == "ASSAULT"
    return alone and not reading.tree.children(trigger.head, "nsubj", "nsubjpass", "aux", "auxpass")


def _is_trait(reading: Reading, trigger: Trigger) -> bool:
    """ "the rebel-held town", "foreign-backed gunmen": what they are like, not what happened to them."""
    token, before = reading.tokens[trigger.head], trigger.head - 1
    return token.dep == "amod" and token.tag == "VBN" and before >= 0 and reading.tokens[before].text in HYPHENS


def _told_once(reading: Reading, triggers: list[Trigger]) -> list[Trigger]:
    """Without verbs that say again what their subject names: "a strike | hit two trucks". The noun keeps them for what hangs on them."""
    words = reading.modality.of("repeats")
    nouns = {each.head: at for at, each in enumerate(triggers) if each.form == "noun"}
    kept, again = list(triggers), set()
    for at, trigger in enumerate(triggers):
        if trigger.form != "verb" or trigger.rule.name not in words:
            continue
        noun = nouns.get(-1 if (subject := reading.tree.subject(trigger.head)) is None else subject)
        if noun is not None and kept[noun].rule.kind == trigger.rule.kind:
            kept[noun] = replace(kept[noun], again=(*kept[noun].again, trigger.head))
            again.add(at)
    return [each for at, each in enumerate(kept) if at not in again]


def _apart(reading: Reading, triggers: list[Trigger]) -> list[Trigger]:
    """Without triggers that lie within a longer one, and without the light verbs that carry another."""
    taken: set[int] = set()
    kept: list[Trigger] = []
    triggers = _told_once(reading, triggers)
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
