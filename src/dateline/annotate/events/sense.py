"""The sense of an event's word, by what stands around it: "fired a rocket", "fired a minister", "the film bombed".

A rule says what its word must and must not act on. A game, a tale, a cure and a figure of speech hold no assault.
"""

from __future__ import annotations

from functools import partial

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.word import Trigger

_MODIFIERS = ("compound", "amod", "nmod", "poss", "npadvmod")
# Constructions whose noun is the thing acted on, for verbs that say it with a preposition and for nouns.
_THINGS = frozenset({"of", "on", "against", "over", "to", "for", "at", "with", "into", "from", "about", "in", "off"})


def has_sense(reading: Reading, trigger: Trigger) -> bool:
    """What stands around the word does not speak against the rule's sense, and speaks for it where the rule asks that."""
    rule = trigger.rule
    bare = _parties(reading, trigger, compounds=False) if rule.kind == "ASSAULT" else None
    if bare is not None and _is_figure_of_speech(reading, trigger, bare):
        return False
    if rule.kind == "REQUEST" and _withholds_name(reading, trigger):
        return False
    if rule.transitive and trigger.form == "verb" and not _acts_on(reading, trigger):
        return False
    if rule.intransitive and trigger.form == "verb" and (_acts_on(reading, trigger) or _says(reading, trigger)):
        return False
    if rule.occasion and not _is_occasion(reading, trigger):
        return False
    if not (rule.objects or rule.except_objects or rule.except_subjects or rule.subjects or rule.told):
        return True
    if rule.told and not _tells_to(reading, trigger.head):
        return False
    subjects, objects = _parties(reading, trigger)
    if subjects & rule.except_subjects:
        return False
    if rule.except_objects:
        # "struck an oil terminal" strikes no oil: what a verb must not act on is the thing itself, not what it is a thing of.
        of_verb = trigger.form == "verb"
        things = (bare or _parties(reading, trigger, compounds=False))[1] if of_verb else objects
        if things & rule.except_objects:
            return False
    if rule.subjects and not subjects & rule.subjects:
        return False
    return (
        not rule.objects
        or bool((objects | _goods(reading, trigger)) & rule.objects)
        or (trigger.form == "noun" and len(trigger.tokens) > 1)
    )


def _acts_on(reading: Reading, trigger: Trigger) -> bool:
    """The verb has an object, or is a passive."""
    tree, verb = reading.tree, trigger.head
    return bool(tree.is_passive(verb) or tree.objects(verb) or shared_objects(reading, verb))


def _says(reading: Reading, trigger: Trigger) -> bool:
    """A clause is the verb's object: "demonstrated that it works"."""
    return bool(reading.tree.children(trigger.head, "ccomp", "xcomp"))


def _tells_to(reading: Reading, verb: int) -> bool:
    """ "told the airlines to wait", "wants the mayor to go": somebody else is to do something."""
    tree = reading.tree
    for clause in tree.children(verb, "xcomp", "ccomp"):
        to = any(token.tag == "TO" for token in tree.auxiliaries(clause))
        other = tree.children(verb, "dobj", "dative", "nsubjpass") or tree.children(clause, "nsubj", "nsubjpass")
        if to and other and reading.tokens[clause].tag == "VB":
            return True
    return False


def _is_occasion(reading: Reading, trigger: Trigger) -> bool:
    """ "said on Tuesday", "told reporters", "said in a speech": words with a place in the course of things.

    The noun that is the occasion of such a verb is no second event.
    """
    tree, at, words = reading.tree, trigger.head, reading.modality
    if trigger.form != "verb":
        token = reading.tokens[at]
        over = reading.lemma(reading.tokens[token.head].head) if token.dep == "pobj" else ""
        return not any(phrase.rule.occasion for phrase in reading.words.verbs.get(over, ()))
    dated = (kid for kid in tree.children(at, "npadvmod", "prep", "advmod", "nmod") if reading.leads_to_time(kid))
    if any(reading.aside(kid) is None for kid in dated):
        return True
    heard = [
        *tree.objects(at),
        *tree.children(at, "dative"),
        *(goal for prep, _, goal in tree.prepositions(at) if prep == "to"),
    ]
    where = [goal for prep, _, goal in tree.prepositions(at) if prep != "to"]
    if any(prep in words.of("occasion_prepositions") for prep, _, _ in tree.prepositions(at)):
        return True
    return any(reading.lemma(each) in words.of("listeners") for each in heard) or any(
        reading.lemma(each) in words.of("occasions") for each in where
    )


def _is_figure_of_speech(reading: Reading, trigger: Trigger, bare: tuple[set[str], set[str]]) -> bool:
    """A game, a cure, a story or an argument: "killed off hopes", "bombarded with letters", "a film about the murder"."""
    if reading.tokens[trigger.head].sentence in reading.games:
        return True
    subjects, objects = bare
    goals = [goal for _, _, goal in reading.tree.prepositions(trigger.head)]
    token = reading.tokens[trigger.head]
    if token.dep == "pobj" and reading.lemma(token.head) in reading.modality.of("topic_prepositions"):
        # "a novel about the murder", "the novel opens with the killing"
        over = reading.tokens[token.head].head
        subject = reading.tree.subject(over) if reading.tokens[over].tag.startswith("VB") else over
        goals += [] if subject is None else [subject]
    if trigger.support is not None:  # "the reform has taken a beating"
        carrier = reading.tree.subject(trigger.support)
        goals += [*reading.tree.objects(trigger.support), *([] if carrier is None else [carrier])]
        goals += [goal for _, _, goal in reading.tree.prepositions(trigger.support)]
    if subjects & reading.modality.of("no_assailants") and trigger.form == "verb":
        return True
    if (subjects | objects | _nouns(reading, goals, compounds=False)) & reading.modality.of("no_assault"):
        return True
    return _is_told_as_fiction(reading, trigger)


def _is_told_as_fiction(reading: Reading, trigger: Trigger) -> bool:
    """ "in the last act the prince is stabbed", "a thriller about a kidnapped heiress", "the opera ends with a murder"."""
    fiction, tree, at = reading.modality.of("fiction"), reading.tree, trigger.head
    stages, scenes = reading.modality.of("stages") | fiction, [goal for _, _, goal in tree.prepositions(at)]
    if any(form in stages for scene in scenes for form in reading.forms(scene)):
        return True
    for _ in range(4):
        over = reading.tokens[at].head
        if over == at:
            break
        at = over
        scenes.append(at)
        scenes += tree.children(at, "nsubj") if reading.tokens[at].tag.startswith("VB") else []
    return any(form in fiction for scene in scenes for form in reading.forms(scene))


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
        kids = (kid for kid in tree.children(head, *_MODIFIERS) if kid not in trigger.tokens)
        dates = reading.time_heads  # "its strikes last week" is no week's strike
        around = nouns([kid for kid in kids if reading.tokens[kid].dep != "npadvmod" or kid not in dates])
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
    quantities, steps = reading.modality.of("quantities"), reading.modality.of("steps")
    for first in heads[:8]:
        for head in reading.listed(first)[:8]:
            found.update(reading.forms(head))
            for kid in reading.tree.children(head, "compound") if compounds else ():
                found.update(reading.forms(kid))
            lemma = reading.lemma(head)
            if lemma in quantities or lemma in steps or reading.tokens[head].pos == "NUM":
                for prep, _, goal in reading.tree.prepositions(head):
                    if prep == "of":
                        found.update(reading.forms(goal))
    return found
