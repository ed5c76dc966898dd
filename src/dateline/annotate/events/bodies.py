"""Bodies without a name that take part in events: "the army", "the security forces", "members of the Salvadoran army".

Each becomes an entity of kind group ("the government" of kind government), one for each whose it is told to be. Where two states' armies are told of, a bare "the
army" is nobody's in particular and stays without an entity; nor are its soldiers. Every side's bodies are told by the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.events.reading import Reading
from dateline.text.happening import Event, Role
from dateline.text.naming import Entity, EntityKind, Mention
from dateline.text.span import Evidence, Span

BY = "events/bodies"
MODIFIERS = ("compound", "amod", "nmod", "poss")
_DOERS = frozenset({"actor"})
SUFFERERS = frozenset({"actor", "recipient", "addressee", "beneficiary"})
Key = tuple[str, str]  # the body's words, and whose it is or what sort of body


@dataclass(frozen=True, slots=True)
class Body:
    """One wording of a body: the token that heads it, its words, and whose it is told to be."""

    head: int
    first: int
    words: str
    owner: str


def name_bodies(reading: Reading, events: list[Event]) -> tuple[list[Event], list[Entity], list[Mention]]:
    """The events with these bodies as entities, and the entities and mentions that are new."""
    told = {body.head: body for body in _bodies(reading)}
    if not told:
        return events, [], []
    keys = _keys(list(told.values()))
    soldiers = _only_army(list(told.values()), keys, reading.modality.of("armies"))
    taking_part = {
        (number, at): keys[head]
        for number, event in enumerate(events)
        for at, role in enumerate(event.roles)
        if role.entity is None and (head := _body_of(reading, role, told, soldiers)) in keys
    }
    wanted = set(taking_part.values())
    named = _named(reading, [body for body in told.values() if keys.get(body.head) in wanted], keys)
    ids = {key: entity.id for key, (entity, _) in named.items()}
    found = [
        replace(
            event,
            roles=tuple(
                replace(role, entity=ids[taking_part[number, at]]) if (number, at) in taking_part else role
                for at, role in enumerate(event.roles)
            ),
        )
        for number, event in enumerate(events)
    ]
    for entity, _ in named.values():  # the steps after this one ask for them
        reading.entities[entity.id] = entity
    return found, [entity for entity, _ in named.values()], [each for _, own in named.values() for each in own]


def _bodies(reading: Reading) -> Iterator[Body]:
    """The bodies of the text that no name holds; "an army" is any, and no body that is told of."""
    words, longest = reading.modality.of("bodies"), 3
    last_words = {phrase.rpartition(" ")[2] for phrase in words}
    for position, token in enumerate(reading.tokens):
        if reading.lower[position] not in last_words or token.pos not in ("NOUN", "PROPN"):
            continue
        if reading.mentions.at_token(position) is not None:
            continue
        for first in range(max(0, position - longest + 1), position + 1):
            run = range(first, position + 1)
            phrase = " ".join(reading.lower[first : position + 1])
            joined = all(at == position or reading.tokens[at].head in run for at in run)
            if phrase in words and joined and all(reading.mentions.at_token(at) is None for at in run):
                if not _is_any(reading, position):
                    yield Body(position, first, phrase, _owner(reading, position, first))
                break


def _is_any(reading: Reading, head: int) -> bool:
    """Another determiner than a definite one stands before it: "an army", "every army"."""
    words = reading.modality.of("definite")
    return any(reading.lower[kid] not in words for kid in reading.tree.children(head, "det"))


def _owner(reading: Reading, head: int, first: int) -> str:
    """Whose body it is: the entity that stands before it or after "of", else the words that tell it from others; "" where bare."""
    tree = reading.tree
    kids = [kid for kid in tree.children(head, *MODIFIERS) if not first <= kid <= head]
    goals = [goal for preposition, _, goal in tree.prepositions(head) if preposition == "of"]
    for at in (*kids, *goals):
        entity = reading.entity_of(at)
        if entity is not None:
            return entity.id
    plain = [reading.lower[kid] for kid in kids if reading.tokens[kid].tag not in ("PRP$", "VBN", "VBG")]
    return " ".join(plain)


def _keys(told: Sequence[Body]) -> dict[int, Key]:
    """Which entity each wording is of: a bare one is of the only owner that is told, of nobody where there are several."""
    owners: dict[str, set[str]] = {}
    for body in told:
        if body.owner:
            owners.setdefault(body.words, set()).add(body.owner)
    found: dict[int, Key] = {}
    for body in told:
        known = owners.get(body.words, set())
        if body.owner or len(known) < 2:
            found[body.head] = (body.words, body.owner or next(iter(known), ""))
    return found


def _only_army(told: Sequence[Body], keys: Mapping[int, Key], armies: frozenset[str]) -> int | None:
    """The head of the first army that is told of, where no other side's is: bare soldiers are its."""
    heads = [body.head for body in told if body.words in armies]
    owners = {keys[head][1] if head in keys else None for head in heads}
    return heads[0] if len(owners - {""}) < 2 and None not in owners and heads else None


def _body_of(reading: Reading, role: Role, told: dict[int, Body], soldiers: int | None) -> int | None:
    """The head of the body that fills the role: its own, or for a doer that of the body whose people act."""
    head = reading.tree.head_of(role.span)
    if role.role not in SUFFERERS or head is None:
        return None
    if head in told:
        return head
    if role.role not in _DOERS:
        return None
    if _are_soldiers(reading, head):
        soldiers_of = next((at for at in _beside(reading, head) if at in told), None)
        bare = not any(reading.entity_of(at) is not None for at in _beside(reading, head))
        return soldiers if soldiers_of is None and bare else soldiers_of
    if not set(reading.forms(head)) & reading.modality.of("members"):
        return None
    return next((at for at in _beside(reading, head) if at in told), None)


def _are_soldiers(reading: Reading, head: int) -> bool:
    words = reading.modality.of("servicemen")
    before = reading.lower[head - 1] if head else ""
    return any(form in words or f"{before} {form}" in words for form in reading.forms(head))


def _beside(reading: Reading, head: int) -> tuple[int, ...]:
    goals = [goal for preposition, _, goal in reading.tree.prepositions(head) if preposition in ("of", "from")]
    inner = [kid for goal in goals for kid in reading.tree.children(goal, *MODIFIERS)]  # "a column of army troops"
    return (*goals, *reading.tree.children(head, *MODIFIERS), *inner)


def _named(reading: Reading, told: Sequence[Body], keys: dict[int, Key]) -> dict[Key, tuple[Entity, list[Mention]]]:
    groups: dict[Key, list[Body]] = {}
    for body in told:
        groups.setdefault(keys[body.head], []).append(body)
    count = max((int(id[1:]) for id in reading.entities if id[1:].isdigit()), default=0)
    found: dict[Key, tuple[Entity, list[Mention]]] = {}
    for number, (key, bodies) in enumerate(groups.items(), count + 1):
        names = list(dict.fromkeys(_name(reading, body) for body in bodies))
        name = max(names, key=len)
        kind: EntityKind = "government" if key[0] in reading.modality.of("rulers") else "group"
        entity = Entity(f"n{number}", name, kind, tuple(each for each in names if each != name))
        found[key] = entity, [_mention(reading, body, entity.id) for body in bodies]
    return found


def _name(reading: Reading, body: Body) -> str:
    """The body's words with whose it is, without what counts or points: "Salvadoran army"."""
    before = [kid for kid in reading.tree.children(body.head, "compound", "amod", "nmod") if kid < body.first]
    kept = [at for at in before if reading.mentions.at_token(at) is not None or reading.lower[at] in body.owner]
    return " ".join(reading.tokens[at].text for at in (*kept, *range(body.first, body.head + 1)))


def _mention(reading: Reading, body: Body, entity: str) -> Mention:
    span = Span(reading.tokens[body.first].span.start, reading.tokens[body.head].span.end)
    return Mention(f"m@{span.start}", span, entity, "nominal", (Evidence(BY, body.words),))
