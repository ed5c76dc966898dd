"""Who is held to have done a deed that is named: "claimed responsibility for the attack", "blamed the bombing on the clan".

The doer becomes an actor of the event, with how it is vouched for on MUC-4's scale; a denial makes nobody an actor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.roles import known_by
from dateline.annotate.events.word import Trigger, outer
from dateline.languages.events import BlameRule
from dateline.text.happening import Role, Vouched
from dateline.text.span import Evidence

_REACH = 4  # steps from the deed's word up to the verb that blames: "for a wave of attacks on"
Blamed = tuple[tuple[Role, ...], tuple[Evidence, ...]]


def held_responsible(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> Blamed:
    """The event's roles with whoever is held responsible for it, and the rule that says so."""
    if trigger.rule.kind not in reading.modality.of("deeds"):
        return roles, ()
    for verb, construction in _over(reading, trigger):
        for words, rule in reading.words.blames.get(reading.lemma(verb), ()):
            if construction in rule.deed and _has_words(reading, verb, words):
                return _blamed(reading, verb, rule, roles)
    return roles, ()


def _over(reading: Reading, trigger: Trigger) -> Iterator[tuple[int, str]]:
    """Verbs that the deed hangs under, with the construction it stands in there: "object", "doing" or a preposition."""
    at, tokens, construction = outer(reading, trigger.head), reading.tokens, ""
    for _ in range(_REACH):
        token = tokens[at]
        over = token.head
        if over == at:
            return
        match token.dep:
            case "dobj" | "nsubjpass" if not construction:
                construction = "object"
            case "xcomp" if trigger.form == "verb" and not construction:
                construction = "doing"
            case "pobj" | "pcomp":
                construction, over = tokens[over].text.lower(), tokens[over].head
            case "dobj" | "acomp" | "attr" | "prep" | "oprd" if construction:  # "responsibility | for the attack"
                pass
            case _:
                return
        if tokens[over].tag.startswith("VB") or tokens[over].pos in ("VERB", "AUX"):
            yield over, construction
            if construction in ("object", "doing"):
                return
        at = over


def _has_words(reading: Reading, verb: int, words: tuple[str, ...]) -> bool:
    """The rule's further words hang on the verb: "responsibility", "responsible", "behind"."""
    kids = [kid for kid in reading.tree.kids[verb] if reading.tokens[kid].dep not in ("nsubj", "ccomp")]
    around = {form for kid in kids for form in reading.forms(kid)}
    around |= {form for kid in kids for inner in reading.tree.kids[kid] for form in reading.forms(inner)}
    return all(word in around for word in words[1:])


def _blamed(reading: Reading, verb: int, rule: BlameRule, roles: tuple[Role, ...]) -> Blamed:
    doer, accuser = _doer(reading, verb, rule)
    why = (Evidence(rule.id, rule.vouched or "fact", reading.tokens[verb].span),)
    kept = tuple(role for role in roles if role.role != "actor" or not _is(reading, role, accuser))
    if rule.vouched == "denied":
        return tuple(role for role in kept if role.role != "actor" or not _is(reading, role, doer)), why
    if doer is None or reading.tokens[doer].tag.startswith("W"):
        return kept, ()
    vouched = _by_whom(reading, verb, rule, accuser)
    actors = tuple(
        Role("actor", reading.phrase(each), known_by(reading, "actor", each), vouched) for each in reading.listed(doer)
    )
    spans = {role.span for role in actors}
    others = tuple(replace(role, vouched=None) for role in kept if role.role != "actor" and role.span not in spans)
    return (*actors, *others), why


def _doer(reading: Reading, verb: int, rule: BlameRule) -> tuple[int | None, int | None]:
    """(who is held to have done it, who says so where the verb has a subject of its own)."""
    tree = reading.tree
    subject, passive = tree.subject(verb), tree.is_passive(verb)
    match rule.doer:
        case "subject":
            return _sender(reading, verb, subject), None
        case "object" if passive:
            return subject, tree.agent(verb)
        case "object":
            return next(iter(tree.objects(verb)), None), subject
    goals = [goal for preposition, _, goal in tree.prepositions(verb) if preposition == rule.doer]
    goals += [
        goal
        for kid in tree.children(verb, "dobj")
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
    official = accuser is not None and (
        bool(set(reading.forms(accuser)) & reading.modality.of("authorities"))
        or ((entity := reading.entity_of(accuser)) is not None and entity.kind == "government")
    )
    statement = reading.statements.get(reading.told_in[verb])
    office = accuser is None and statement is not None and statement.source_kind == "office"
    charged = reading.lemma(verb) in reading.modality.of("charges")
    return "accused_by_authorities" if official or office or charged else "accused"


def _is(reading: Reading, role: Role, head: int | None) -> bool:
    return head is not None and role.span.start <= reading.tokens[head].span.start < role.span.end
