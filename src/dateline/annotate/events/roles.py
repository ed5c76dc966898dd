"""Who takes part in an event, and as what: the parse turned into active form, then read by the rule's table.

A role comes from the event's own sentence and from nowhere else; a passive without an agent has no actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dateline.annotate.events.doers import entity_id, known_by, placers
from dateline.annotate.events.reading import PARTIES, PLACES, Reading
from dateline.annotate.events.sense import shared_objects
from dateline.annotate.events.word import HYPHENS, Trigger, outer
from dateline.languages.events import EventRule
from dateline.text.happening import Role, RoleName
from dateline.text.naming import EntityKind

Found = tuple[str, int]  # construction, head of the noun phrase
_PARTY_LABELS = frozenset(
    {"NORP", "ORG", "PERSON", "GPE"}
)  # where the names layer knows nothing, the parser's own label
_NOWHERE: frozenset[EntityKind] = frozenset({"person", "group", "armed_group"})
_ORDER: tuple[RoleName, ...] = ("actor", "recipient", "addressee", "beneficiary", "instrument", "topic", "place")


def find_roles(reading: Reading, trigger: Trigger, acts: Mapping[int, EventRule]) -> tuple[Role, ...]:
    """The roles of one event; `acts` are the heads of all triggers, so that "killed in a strike" has an instrument."""
    found: dict[int, RoleName] = {}
    for construction, head in _constructions(reading, trigger, acts):
        name = _role(trigger, construction)
        if name is None:
            continue
        for each in [head] if construction == "modified" else reading.listed(head):
            if each in trigger.tokens or each in reading.time_heads or (name == "place" and each in acts):
                continue
            if name == "place" and _is_nowhere(reading, each):
                continue
            known = _means(reading, trigger, name, each, acts)
            shown = head if construction == "of" else each  # a list of places is told by its first
            found.setdefault(each, _company(reading, trigger, (construction, shown), known))
    for head in _means_of_assault(reading, trigger, acts):
        found.setdefault(head, "instrument")
    if "actor" not in found.values() and trigger.rule.roles.get("by", trigger.rule.roles.get("subject")) == "actor":
        by = [each for head, name in found.items() if name == "instrument" for each in placers(reading, head)]
        found.update({each: "actor" for each in by if each not in found})
    taken = frozenset(reading.tokens[head].head for head in found) | _deeds(reading, trigger, found)
    actors = {entity_id(reading, head) for head, name in found.items() if name == "actor"}
    roles = [
        Role(
            name,
            reading.phrase(head, taken),
            None if _is_other(reading, name, head, actors) else known_by(reading, name, head),
        )
        for head, name in found.items()
    ]
    return tuple(sorted(roles, key=lambda role: (_ORDER.index(role.role), role.span.start)))


def _company(reading: Reading, trigger: Trigger, given: Found, name: RoleName) -> RoleName:
    """ "shot together with his brothers": people are no instrument; "the assault of the town": a town does not assault."""
    construction, head = given
    entity = reading.entity_of(head)
    if trigger.rule.kind != "ASSAULT" or entity is None:
        return name
    if construction == "of" and trigger.form == "noun" and name == "actor" and entity.kind in PLACES - {"country"}:
        return "recipient"
    if construction == "with" and trigger.form == "verb" and name == "instrument" and entity.kind in PARTIES:
        return "recipient" if reading.tree.is_passive(trigger.head) else "actor"
    return name


def _is_nowhere(reading: Reading, head: int) -> bool:
    """Persons and parties are no place: "the Democratic primary election", "fled the Taliban". A ministry may stand for its building."""
    entity = reading.entity_of(head)
    return entity is not None and entity.kind in _NOWHERE


def _deeds(reading: Reading, trigger: Trigger, found: Mapping[int, RoleName]) -> frozenset[int]:
    """Prepositions of what somebody is accused of, which the parser hangs on who is: "accused the lodge of hiding shells"."""
    if trigger.rule.kind != "ACCUSE":
        return frozenset()
    tree = reading.tree
    return frozenset(kid for head in found for kid in tree.children(head, "prep") if tree.children(kid, "pcomp"))


def _is_other(reading: Reading, name: RoleName, head: int, actors: set[str | None]) -> bool:
    """The pronoun cannot be the actor again, whoever it was taken for: "the envoy urged him"."""
    token = reading.tokens[head]
    plain = token.tag == "PRP" and token.text.lower() not in reading.modality.of("reflexives")
    return name == "recipient" and plain and entity_id(reading, head) in actors


def _role(trigger: Trigger, construction: str) -> RoleName | None:
    roles = trigger.rule.roles
    if construction == "struck":
        return "recipient"
    if construction == "modified":
        return roles.get("modified") or roles.get("object")
    if trigger.light is not None and construction.startswith("light "):
        return trigger.light.roles.get(construction.removeprefix("light "))
    if construction == "subject":
        return roles.get("subject") or roles.get("by")
    if trigger.form == "noun" and f"noun {construction}" in roles:  # "requested grain from X", but "a request from X"
        return roles[f"noun {construction}"]
    if construction == "dative":
        return roles.get("dative") or roles.get("to") or roles.get("for")
    return roles.get(construction)


def _constructions(reading: Reading, trigger: Trigger, acts: Mapping[int, EventRule]) -> Iterator[Found]:
    """(construction, head) pairs around the trigger, in the active form, surest first."""
    match trigger.form:
        case "verb":
            given = list(_around_verb(reading, trigger.head, trigger.rule.roles))
            yield from _turned(reading, trigger, given)
            for at in trigger.tokens:  # "fired on a patrol boat": what the phrase ends in acts on
                own = reading.lower[at] in trigger.rule.roles
                for kid in reading.tree.children(at, "pobj") if at != trigger.head and not own else ():
                    yield "object", kid
        case "adjective":
            yield from _around_adjective(reading, trigger.head)
        case "noun":
            yield from _around_noun(reading, trigger, acts)


def _turned(reading: Reading, trigger: Trigger, given: list[Found]) -> list[Found]:
    """ "provided the region with weapons" as "provided weapons to the region": what is given is what the rule's objects name."""
    rule = trigger.rule
    receives = rule.roles.get("to") == "recipient" and rule.roles.get("object") not in (None, "recipient")
    goods = [head for construction, head in given if construction == "with" and set(reading.forms(head)) & rule.objects]
    if not receives or not goods:
        return given
    turned: dict[str, str] = {"object": "to", "with": "object"}
    return [(turned.get(construction, construction), head) for construction, head in given]


def _around_verb(reading: Reading, verb: int, roles: Mapping[str, RoleName]) -> Iterator[Found]:
    tree = reading.tree
    subject = real_subject(reading, verb)
    if tree.is_passive(verb):
        if subject is not None:
            yield ("modified" if reading.tokens[verb].dep == "amod" else "object"), subject
        agent = tree.agent(verb)
        if agent is not None:
            yield "subject", agent
        for kid in tree.children(verb, "dobj"):  # "was awarded a medal": the gift stays, the subject is who got it
            yield "second object", kid
    else:
        if subject is not None:
            yield "subject", subject
        objects = [*tree.objects(verb), *shared_objects(reading, verb), *tree.children(verb, "oprd")]
        for head in objects:
            if _is_told(reading, verb, head):
                yield "told", head
            yield "object", head
        for kid in tree.children(verb, "dative"):
            if reading.tokens[kid].pos not in ("ADP", "PART"):
                yield "dative", kid
        clause = next(iter(tree.children(verb, "ccomp", "xcomp")), None)
        if not objects and clause is not None:  # "asked the army to leave": the parser's subject of the clause
            for kid in tree.children(clause, "nsubj"):
                finite = _is_finite(reading, clause)
                if reading.tokens[clause].tag == "VB" and (not finite or _is_duty(reading, clause)):
                    yield "told", kid
                if reading.tokens[clause].tag in ("VB", "VBG") and not finite:
                    yield "object", kid
    for construction, head in _prepositions(reading, verb):
        if construction != "by" or tree.is_passive(verb):  # "escaped by boat" is no act of the boat
            yield construction, head
    # "killed members of the group" kills members; "accepted the demands of its staff" accepts what the staff wants.
    leave = "" if roles.get("of") == "recipient" != roles.get("object") else "of"
    for head in tree.children(verb, "dobj", "nsubjpass", "attr", "acomp"):
        yield from _prepositions(reading, head, leave=leave)
    for _, _, goal in tree.prepositions(verb):  # "agreed on a wage scale with the union"
        yield from _prepositions(reading, goal, only="with")


def _is_told(reading: Reading, verb: int, object_: int) -> bool:
    """ "requested it to watch the border": who is to do it, not what is asked for."""
    entity = reading.entity_of(object_)
    party = reading.tokens[object_].tag == "PRP" or (entity is not None and entity.kind in PARTIES)
    return party and any(reading.tokens[kid].tag == "VB" for kid in reading.tree.children(verb, "xcomp", "ccomp"))


def _is_duty(reading: Reading, clause: int) -> bool:
    """ "recommended that airlines should wait": the clause says what its subject is to do."""
    auxiliary = reading.modality.status["auxiliary"]
    given = (auxiliary.get(token.text.lower()) for token in reading.tree.auxiliaries(clause))
    return any(status == "hypothetical" for status in given)


def _around_adjective(reading: Reading, head: int) -> Iterator[Found]:
    """ "the slain mayor" modifies what it is done to; "France is critical of the plan" tells what its subject does."""
    token = reading.tokens[head]
    if token.dep in ("amod", "acl") and token.head != head:
        yield "modified", token.head
    elif token.dep in ("acomp", "conj", "attr", "oprd"):
        subject = real_subject(reading, token.head)
        if subject is not None:
            yield ("object" if token.tag == "VBN" else "subject"), subject
    yield from _prepositions(reading, head)


def _struck(reading: Reading, trigger: Trigger, acts: Mapping[int, EventRule]) -> Iterator[Found]:
    """ "the strike hit two trucks", "air strikes killed ten": what the act's own verb does is done by the act."""
    noun = outer(reading, trigger.head)
    verb = reading.tokens[noun].head
    harms = reading.lemma(verb) in reading.modality.of("harms") or (verb in acts and acts[verb].kind == "ASSAULT")
    does = reading.tokens[noun].dep == "nsubj" and harms and trigger.rule.kind == "ASSAULT"
    verbs = [verb] if does else []
    if trigger.rule.kind == "ASSAULT":  # "bombings that targeted bus stations"
        words = reading.modality.of("harms")
        verbs += [kid for kid in reading.tree.children(noun, "relcl", "acl") if reading.lemma(kid) in words]
    for over in dict.fromkeys((*verbs, *trigger.again)):
        for head in () if reading.tree.is_passive(over) else reading.tree.objects(over):
            if head != noun:
                yield "struck", head


def _around_noun(reading: Reading, trigger: Trigger, acts: Mapping[int, EventRule]) -> Iterator[Found]:
    tree = reading.tree
    nouns = [trigger.head]
    over = reading.tokens[trigger.head]
    if over.dep in ("compound", "nmod", "amod"):  # "assassination plots against the commander"
        nouns.append(over.head)
    nouns.append(outer(reading, trigger.head))
    for noun in dict.fromkeys(nouns):
        for kid in tree.children(noun, "poss"):
            if reading.tokens[kid].tag != "PRP$" or not _has_doer(reading, trigger):
                yield "possessive", kid
        yield from _modifiers(reading, noun, trigger)
        yield from _prepositions(reading, noun)
        yield from _beside(reading, noun, trigger.rule.roles)
        for preposition, _, goal in tree.prepositions(noun):
            if preposition in trigger.rule.roles:  # "the shooting of a student by police": "by" is the shooting's
                yield from _prepositions(reading, goal, leave="of")
    yield from _struck(reading, trigger, acts)
    if trigger.support is None:
        return
    for construction, head in _around_verb(reading, trigger.support, trigger.rule.roles):
        if construction in ("subject", "object", "dative"):
            if head not in nouns:
                yield f"light {construction}", head
                if construction == "dative":
                    yield "to", head
        elif head not in nouns:
            yield f"light {construction}", head
            yield construction, head


def _has_doer(reading: Reading, trigger: Trigger) -> bool:
    """The light verb tells who acts, so that the pronoun only says it again: "the marines began their assault"."""
    acts = trigger.light is not None and trigger.light.roles.get("subject") == "actor"
    return acts and trigger.support is not None and reading.tree.subject(trigger.support) is not None


def _beside(reading: Reading, noun: int, roles: Mapping[str, RoleName]) -> Iterator[Found]:
    """Phrases right behind the noun that the parser hung elsewhere: "reports emerged about plots against the commander"."""
    at = noun + 1
    for _ in range(3):
        if (
            at >= len(reading.tokens)
            or reading.tokens[at].dep not in ("prep", "agent")
            or reading.tokens[at].head == noun
        ):
            return
        preposition = reading.lower[at]
        goal = next(iter(reading.tree.children(at, "pobj")), None)
        if preposition not in roles or goal is None:
            return
        yield preposition, goal
        at = reading.tree.subtree(goal)[-1] + 1


def _modifiers(reading: Reading, noun: int, trigger: Trigger) -> Iterator[Found]:
    """Names before a noun: "Israeli air strikes", "the US raid" tell who, "the Kabul attack" where, "Syria strike" where.

    A demonym or an abbreviation is a party; a country's full name before a noun is as often the scene, so it is no actor.
    """
    for kid in reading.tree.children(noun, "compound", "amod", "nmod"):
        if kid in trigger.tokens or _is_part_of_word(reading, kid):
            continue
        token, entity, mention = reading.tokens[kid], reading.entity_of(kid), reading.mentions.at_token(kid)
        demonym = token.label == "NORP" or token.pos == "ADJ" or (mention is not None and mention.form == "adjective")
        short = token.text.isupper() or "." in token.text
        is_country = token.label == "GPE" if entity is None else entity.kind == "country"
        is_party = token.label in _PARTY_LABELS if entity is None else entity.kind in PARTIES
        side = bool(set(reading.forms(kid)) & reading.modality.of("factions"))
        if side or (is_party and (not is_country or demonym or short)):
            yield "possessive", kid
        elif entity is not None and entity.kind in PLACES:
            yield "scene", kid


def _is_part_of_word(reading: Reading, at: int) -> bool:
    """ "pro-government", "rebel-held": the parser cuts at the hyphen, and neither half takes part by itself."""
    beside = [each for each in (at - 1, at + 1) if 0 <= each < len(reading.tokens)]
    joined = (each for each in beside if reading.tokens[each].text in HYPHENS)
    return reading.tokens[at].text in HYPHENS or any(
        reading.tokens[each].span.end == reading.tokens[at].span.start
        or reading.tokens[each].span.start == reading.tokens[at].span.end
        for each in joined
    )


def _prepositions(reading: Reading, head: int, leave: str = "", only: str = "") -> Iterator[Found]:
    for preposition, _, goal in reading.tree.prepositions(head):
        if only not in ("", preposition):
            continue
        if preposition != leave and reading.tokens[goal].pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
            yield preposition, reading.tree.antecedent(goal)
        elif preposition != leave:  # "for killing civilians": who suffers the deed
            for object_ in reading.tree.children(goal, "dobj"):
                yield f"{preposition} doing", object_


def real_subject(reading: Reading, verb: int) -> int | None:
    """Who does what the verb says: for "a plan to attack" and "its decision to leave" the owner of the plan."""
    tree, token = reading.tree, reading.tokens[verb]
    clause = _clause_over(reading, verb)
    if clause is not None:
        return real_subject(reading, clause)
    if not is_purpose(reading, verb) or tree.children(verb, "nsubj", "nsubjpass"):
        return _said_to_be(reading, tree.subject(verb))
    if reading.lemma(token.head) not in reading.modality.status["head"]:
        return None  # "weapons to fight them": who is to fight is not told
    owner = next(iter(tree.children(token.head, "poss")), None)
    if owner is not None:
        return owner
    over = reading.tokens[token.head]
    return tree.subject(over.head) if over.dep == "dobj" else None


def _clause_over(reading: Reading, verb: int) -> int | None:
    """The verb that really leads the participle that the parser hung on a town: "shelled a market in Aleppo killing twelve"."""
    token = reading.tokens[verb]
    if token.dep != "acl" or token.tag != "VBG":
        return None
    entity = reading.entity_of(token.head)
    if entity is None or entity.kind not in PLACES or reading.tokens[token.head].dep != "pobj":
        return None
    at = token.head
    for _ in range(6):
        at = reading.tokens[at].head
        if reading.tokens[at].tag.startswith("VB"):
            return at if at != verb else None
    return None


def _said_to_be(reading: Reading, subject: int | None) -> int | None:
    """ "Iran was the first country to send weapons": Iran sent them."""
    if subject is None or reading.tokens[subject].dep != "attr":
        return subject
    known = reading.tree.subject(reading.tokens[subject].head)
    return subject if known is None or reading.tokens[known].pos == "PRON" else known


def is_purpose(reading: Reading, verb: int) -> bool:
    """ "weapons to fight off the group", "a plan to attack"; not "the first country to send weapons"."""
    token = reading.tokens[verb]
    if token.dep not in ("acl", "relcl") or token.tag != "VB" or _is_finite(reading, verb):
        return False
    ranks = reading.modality.of("ranks")
    return not any(form in ranks for kid in reading.tree.kids[token.head] for form in reading.forms(kid))


def _is_finite(reading: Reading, verb: int) -> bool:
    return any(
        reading.tokens[kid].tag in ("MD", "VBD", "VBZ", "VBP") for kid in reading.tree.children(verb, "aux", "auxpass")
    )


def _means(reading: Reading, trigger: Trigger, name: RoleName, head: int, acts: Mapping[int, EventRule]) -> RoleName:
    """A bomb or a raid that kills is what it is done with, not who does it; a town that is taken stays who suffers it."""
    crewed = bool(set(reading.forms(head)) & reading.modality.of("crewed"))
    if (
        trigger.rule.kind == "ASSAULT"
        and name == "actor"
        and not crewed
        and (_is_weapon(reading, head) or head in acts)
    ):
        return "instrument"
    return name


def _means_of_assault(reading: Reading, trigger: Trigger, acts: Mapping[int, EventRule]) -> Iterator[int]:
    """ "killed in a drone strike", "wounded with knives": weapons and acts in the verb's own phrases."""
    if trigger.rule.kind != "ASSAULT" or trigger.form == "noun":
        return
    for preposition, _, goal in reading.tree.prepositions(trigger.head):
        if preposition in ("in", "by", "with", "during") and (goal in acts or _is_weapon(reading, goal)):
            yield goal


def _is_weapon(reading: Reading, head: int) -> bool:
    return any(form in reading.modality.modes for form in reading.forms(head)) and reading.entity_of(head) is None
