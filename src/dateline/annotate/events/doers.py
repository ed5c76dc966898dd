"""Whom the noun of a role stands for: its own entity, the body whose people act, the name that a group gives itself."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.annotate.events.reading import PARTIES, Reading
from dateline.text.happening import RoleName


def known_by(reading: Reading, name: RoleName, head: int) -> str | None:
    """The entity that stands for the noun in that role: its own, or the body whose people act."""
    return entity_id(reading, head) or _band(reading, name, head) or _called(reading, head)


def _called(reading: Reading, head: int) -> str | None:
    """ "a group calling itself the Coast Brigade", "a unit known as the Herons"."""
    tree, words = reading.tree, reading.modality.of("calls_itself")
    for verb in tree.children(head, "acl", "relcl"):
        if reading.lemma(verb) not in words:
            continue
        goals = [goal for preposition, _, goal in tree.prepositions(verb) if preposition == "as"]
        for at in (*tree.children(verb, "oprd", "attr", "dobj", "ccomp"), *goals):
            id = entity_id(reading, at)
            if id is not None and reading.entities[id].kind in PARTIES:
                return id
    return None


def _band(reading: Reading, name: RoleName, head: int) -> str | None:
    """Whose people act: "members of the front", "Hamas gunmen". Who suffers as a member suffers alone."""
    people = reading.modality.of("members") | reading.modality.of("bands")
    if name != "actor" or not set(reading.forms(head)) & people:
        return None
    tree = reading.tree
    goals = [goal for preposition, _, goal in tree.prepositions(head) if preposition in ("of", "from")]
    inner = [
        kid for goal in goals if set(reading.forms(goal)) & reading.modality.of("members") for kid in tree.kids[goal]
    ]
    for at in (*goals, *inner, *tree.children(head, "compound", "amod", "nmod", "poss")):  # "a column of Hamas gunmen"
        entity = reading.entity_of(at)
        if entity is not None and entity.kind in PARTIES - {"person", "country"}:
            return entity.id
    return None


def placers(reading: Reading, weapon: int) -> Iterator[int]:
    """ "killed by a bomb planted by rebels": whoever put the weapon there."""
    tree = reading.tree
    for verb in tree.children(weapon, "acl", "relcl"):
        agent = tree.agent(verb) if reading.lemma(verb) in reading.modality.of("places_weapons") else None
        if agent is not None:
            yield from reading.listed(agent)


def entity_id(reading: Reading, head: int) -> str | None:
    """The id of the entity that the noun phrase names."""
    entity = reading.entity_of(head)
    return None if entity is None else entity.id
