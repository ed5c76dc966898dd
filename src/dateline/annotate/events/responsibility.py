"""Who is held to have done a deed that is named: "claimed responsibility for the attack", "blamed the bombing on the clan".

The doer becomes an actor of the event, with how it is vouched for on MUC-4's scale; a denial makes nobody an actor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from dateline.annotate.events.doers import known_by
from dateline.annotate.events.reading import Reading
from dateline.annotate.events.word import Trigger, outer
from dateline.languages.events import BlameRule
from dateline.text.happening import Role, Vouched
from dateline.text.naming import Entity
from dateline.text.span import Evidence

_WORDS = 8  # of a source that are looked at
_REACH = 6  # steps from the deed's word up to the verb that blames: "for a wave of attacks on"
Blamed = tuple[tuple[Role, ...], tuple[Evidence, ...]]


def held_responsible(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> Blamed:
    """The event's roles with whoever is held responsible for it, and the rule that says so."""
    if trigger.rule.kind not in reading.modality.of("deeds"):
        return roles, ()
    roles = _suspected(reading, trigger, roles)
    for verb, construction in _over(reading, trigger):
        for words, rule in reading.words.blames.get(reading.lemma(verb), ()):
            if construction in rule.deed and has_words(reading, verb, words):
                return blamed(reading, verb, rule, roles)
    return roles, ()


def _suspected(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles with actors that the text only suspects: "alleged gunmen killed her", "killed, apparently by gunmen"."""
    return tuple(
        replace(role, vouched="accused_by_authorities" if _is_told_by_office(reading, trigger.head) else "accused")
        if role.role == "actor" and role.vouched is None and _is_suspected(reading, role)
        else role
        for role in roles
    )


def _is_suspected(reading: Reading, role: Role) -> bool:
    words, inside = reading.modality.of("suspects"), reading.tree.between(role.span)
    if any(reading.tokens[at].dep in ("amod", "advmod") and reading.lower[at] in words for at in inside):
        return True
    before = inside[0] - 1 if inside else -1
    return _is_stray(reading, before) or doubts_the_doer(reading, before - 1)


def _is_stray(reading: Reading, word: int) -> bool:
    """ "alleged gunmen killed her", where the parser takes "alleged" for a verb that nobody does."""
    if word < 0 or reading.lower[word] not in reading.modality.of("suspects"):
        return False
    return reading.tokens[word].tag in ("VBN", "VBD") and reading.tree.subject(word) is None


def doubts_the_doer(reading: Reading, adverb: int) -> bool:
    """ "killed, apparently by gunmen": the adverb stands before "by", and it is who did it that is in doubt."""
    by = adverb + 1
    if adverb < 0 or by >= len(reading.tokens) or reading.tokens[by].dep != "agent":
        return False
    return reading.lower[adverb] in reading.modality.of("suspects")


def _over(reading: Reading, trigger: Trigger) -> Iterator[tuple[int, str]]:
    """Verbs that the deed hangs under, with the construction it stands in there: "object", "doing" or a preposition.

    And those that hang on it: "the attack claimed by the front".
    """
    yield from (
        (kid, "object") for kid in reading.tree.children(trigger.head, "acl") if reading.tokens[kid].tag == "VBN"
    )
    at, tokens, construction = outer(reading, trigger.head), reading.tokens, ""
    for _ in range(_REACH):
        token = tokens[at]
        over = token.head
        if over == at:
            return
        match token.dep:
            case "dobj" | "nsubjpass" if not construction:
                construction = "object"
            case "nsubj" if trigger.form == "noun" and not construction:
                construction = "subject"
            case "xcomp" if (trigger.form == "verb" or at == trigger.support) and not construction:
                construction = "doing"
            case "pobj" if (
                construction and tokens[over].text.lower() == "of"
            ):  # "implicated members of the army | in the murder"
                over = tokens[over].head
            case "pobj" | "pcomp":
                construction, over = tokens[over].text.lower(), tokens[over].head
            case "dobj" | "acomp" | "attr" | "prep" | "oprd" | "conj" if (
                construction
            ):  # "responsibility | for the attack"
                pass
            case _:
                return
        if tokens[over].tag.startswith("VB") or tokens[over].pos in ("VERB", "AUX"):
            yield over, construction
            if construction == "object" and over == trigger.support:  # "accused the army of perpetrating the attack"
                construction = ""
            elif construction in ("subject", "object", "doing"):
                return
        at = over


def has_words(reading: Reading, verb: int, words: tuple[str, ...]) -> bool:
    """The rule's further words hang on the verb: "responsibility", "responsible", "behind"."""
    kids = [kid for kid in reading.tree.kids[verb] if reading.tokens[kid].dep not in ("nsubj", "ccomp")]
    around = {form for kid in kids for form in reading.forms(kid)}
    around |= {form for kid in kids for inner in reading.tree.kids[kid] for form in reading.forms(inner)}
    return all(word in around for word in words[1:])


def blamed(reading: Reading, verb: int, rule: BlameRule, roles: tuple[Role, ...]) -> Blamed:
    """The roles with whom the verb names as the doer, and the rule that says so."""
    doer, accuser = _doer(reading, verb, rule)
    why = (Evidence(rule.id, rule.vouched or "fact", reading.tokens[verb].span),)
    kept = tuple(role for role in roles if role.role != "actor" or not _is(reading, role, accuser))
    if rule.vouched == "denied":
        return tuple(role for role in kept if role.role != "actor" or not _is(reading, role, doer)), why
    if doer is None or reading.tokens[doer].tag.startswith("W"):
        return kept, ()
    vouched = _by_whom(reading, verb, rule, accuser)
    actors = tuple(
        Role("actor", reading.phrase(each, _deeds_of(reading, each, rule)), known_by(reading, "actor", each), vouched)
        for each in reading.listed(doer)
    )
    spans = {role.span for role in actors}
    others = tuple(replace(role, vouched=None) for role in kept if role.role != "actor" and role.span not in spans)
    return (*actors, *others), why


def _deeds_of(reading: Reading, doer: int, rule: BlameRule) -> frozenset[int]:
    """The deed that the parser hangs on its doer is none of his name: "accused the guerrillas | of kidnapping a nurse"."""
    return frozenset(
        kid for kid in reading.tree.children(doer, "prep") if reading.lower[kid] in rule.deed - {"of"}
    ) | frozenset(kid for kid in reading.tree.children(doer, "prep") if reading.tree.children(kid, "pcomp"))


def _doer(reading: Reading, verb: int, rule: BlameRule) -> tuple[int | None, int | None]:
    """(who is held to have done it, who says so where the verb has a subject of its own)."""
    tree = reading.tree
    subject, passive = tree.subject(verb), tree.is_passive(verb)
    match rule.doer:
        case "subject":
            agent = tree.agent(verb) if passive else None  # "the attack claimed by the front"; "a guard involved in it"
            return _sender(reading, verb, subject if agent is None else agent), None
        case "object" if passive:
            return subject, tree.agent(verb)
        case "object":
            return next(iter(tree.objects(verb)), None), subject
    goals = [goal for preposition, _, goal in tree.prepositions(verb) if preposition == rule.doer]
    goals += [
        goal
        for kid in tree.children(verb, "dobj", "attr")
        for preposition, _, goal in tree.prepositions(kid)
        if preposition == rule.doer
    ]
    return next(iter(goals), None), tree.agent(verb) if passive else subject


def _sender(reading: Reading, verb: int, subject: int | None) -> int | None:
    """Who claims it with what: "the front left leaflets claiming the attack", "a message of the front"; None where nobody is told."""
    tree, messages = reading.tree, reading.modality.of("messages")
    if subject is None or not set(reading.forms(subject)) & messages:
        return subject
    for preposition, _, goal in tree.prepositions(subject):
        if preposition in ("from", "of", "by"):
            return goal
    owner = next(iter(tree.children(subject, "poss")), None)
    over = reading.tokens[subject].head
    if owner is not None or verb not in tree.children(subject, "acl", "relcl") or reading.tokens[subject].dep != "dobj":
        return owner
    return tree.subject(over)


def _by_whom(reading: Reading, verb: int, rule: BlameRule, accuser: int | None) -> Vouched | None:
    """An accusation by those in office weighs otherwise than one by anybody."""
    if rule.vouched != "accused":
        return rule.vouched
    official = _is_official(reading, accuser) if accuser is not None else _is_told_by_office(reading, verb)
    charged = reading.lemma(verb) in reading.modality.of("charges")
    return "accused_by_authorities" if official or charged else "accused"


def _is_official(reading: Reading, accuser: int) -> bool:
    """ "the prosecutor", "the government", "President Ochoa": by the word, the kind, or the office the text gives him."""
    words, entity = reading.modality.of("authorities"), reading.entity_of(accuser)
    if entity is None:
        return bool(set(reading.forms(accuser)) & words)
    return bool(set(reading.forms(accuser)) & words) or _holds_office(reading, entity)


def _holds_office(reading: Reading, entity: Entity) -> bool:
    words = reading.modality.of("authorities")
    titles = (word for title in entity.roles if title.standing == "" for word in title.title.lower().split())
    return entity.kind == "government" or any(word in words for word in titles)


def _is_told_by_office(reading: Reading, at: int) -> bool:
    statement = reading.statements.get(reading.told_in[at])
    if statement is None:
        return False
    speaker, words = reading.entities.get(statement.speaker or ""), reading.modality.of("authorities")
    sources = (at for span in statement.source for at in islice(reading.tree.between(span), _WORDS))
    if any(form in words for at in sources for form in reading.forms(at)):
        return True
    return statement.source_kind == "office" or (speaker is not None and _holds_office(reading, speaker))


def _is(reading: Reading, role: Role, head: int | None) -> bool:
    return head is not None and role.span.start <= reading.tokens[head].span.start < role.span.end
