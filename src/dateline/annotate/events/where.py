"""Where an event is told to be: by its roles, else by the places of its own clause, then of its sentence; of those the finest.

What the clause does not give is inherited elsewhere: from the sentence before, the incident, the whole article.
"""

from __future__ import annotations

from dateline.annotate.events.nearness import CLAUSE, SENTENCE, least, near, path_cost
from dateline.annotate.events.reading import PLACES, Reading
from dateline.annotate.events.word import Trigger, anchors
from dateline.text.happening import Role
from dateline.text.span import Evidence

_FINENESS = {"facility": 0, "place": 1, "country": 5}
# A town lies in its district, and that in its province: "in the town of Baiji, in the province of Salahuddin".
_COARSE = {"district": 2, "province": 3, "region": 4, "area": 4, "country": 4, "continent": 4}


def find_place(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> tuple[str, Evidence] | None:
    """The entity where the event is told to be, by its own sentence; of several as near the finest."""
    own = [
        role.entity
        for role in roles
        if role.entity and (role.role == "place" or (role.role == "recipient" and trigger.rule.kind == "ASSAULT"))
        and reading.entities[role.entity].kind in PLACES - {"country"}
    ]  # fmt: skip
    own += _held(reading, trigger, roles)
    if own:
        return own[0], Evidence("events/where:role")
    options: list[tuple[int, int, float, str]] = []
    for head in near(
        [(at, None) for at in reading.places_in.get(reading.tokens[trigger.head].sentence, [])], trigger.head
    ):
        cost = _place_cost(reading, trigger, head[0])
        entity = reading.mentions.entity(reading.mentions.at_token(head[0]))
        if cost is not None and cost <= SENTENCE and entity is not None:
            fine = 0 if _is_quarter(reading, head[0]) else fineness(reading, entity.id)
            options.append((int(cost > CLAUSE), fine, cost, entity.id))
    if not options:
        return None
    best = min(options)
    return best[3], Evidence("events/where:sentence" if best[0] else "events/where:clause")


def _is_quarter(reading: Reading, head: int) -> bool:
    """ "the Riverside neighbourhood", "the quarter of Riverside": a part of a town, finer than the town beside it."""
    words, token = reading.modality.of("quarters"), reading.tokens[head]
    over = token.head if token.dep in ("compound", "nmod", "appos") else head
    if token.dep == "pobj" and reading.lower[token.head] == "of":
        over = reading.tokens[token.head].head
    return any(reading.lemma(at) in words for at in (over, *reading.tree.children(head, "compound", "appos")))


def _held(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> list[str]:
    """The places whose part is fought for: "cleared half of the city", "took control of the port"."""
    found = []
    for role in roles if trigger.rule.kind == "ASSAULT" else ():
        inside = reading.tree.between(role.span) if role.role == "recipient" and role.entity is None else ()
        shared = [at for at in inside if reading.lemma(at) in reading.modality.of("shares")]
        goals = (goal for at in shared[:1] for prep, _, goal in reading.tree.prepositions(at) if prep == "of")
        entities = (reading.entity_of(goal) for goal in goals)
        found += [each.id for each in entities if each is not None and each.kind == "place"]
    return found


def _place_cost(reading: Reading, trigger: Trigger, head: int) -> float | None:
    """A place counts where a preposition of place leads to it, or where it stands before the event's noun."""
    at = head
    for _ in range(4):  # "in Mosul, Iraq", "in Baghdad and Basra"
        token = reading.tokens[at]
        if token.dep == "pobj":
            preposition = reading.lower[token.head]
            verb = reading.tokens[token.head].head
            if preposition in reading.modality.of("doubled_places") and _says_where(reading, verb):
                at = reading.tokens[verb].head  # "the barracks, located in Riverside"
                return least(reading, anchors(reading, trigger), at)
            if preposition in reading.modality.of("doubled_places"):
                return least(reading, anchors(reading, trigger), token.head)
            over = reading.tokens[token.head].head
            if preposition == "on" and trigger.rule.kind in ("ASSAULT", "OTHER") and _is_spot(reading, head):
                return path_cost(
                    reading, trigger.head, token.head
                )  # "on the pier", "on the island"; not "talks on Syria"
            if preposition == "of" and over == trigger.head:
                return 0.5
            if preposition == "of" and set(reading.forms(over)) & reading.modality.of("residents"):
                return path_cost(reading, trigger.head, over)
            at = over  # "the town of Sinjar"
        elif token.dep in ("appos", "conj", "nmod", "compound", "poss"):
            if token.head in trigger.tokens and token.dep != "poss":
                return 0.25
            if token.dep in ("compound", "nmod"):
                whose = set(reading.forms(token.head))
                if whose & reading.modality.of("residents"):
                    return path_cost(reading, trigger.head, token.head)
                if whose & (reading.modality.of("people") | reading.modality.of("members")):
                    return None  # "the murder of a Vienna engineer"
            at = token.head
        elif token.dep == "npadvmod":
            return path_cost(reading, trigger.head, at)
        else:
            return None
    return None


def _says_where(reading: Reading, verb: int) -> bool:
    return reading.tokens[verb].dep == "acl" and reading.lemma(verb) in reading.modality.of("located")


def _is_spot(reading: Reading, head: int) -> bool:
    entity = reading.mentions.entity(reading.mentions.at_token(head))
    return entity is not None and entity.kind in PLACES - {"country"}


def fineness(reading: Reading, id: str) -> int:
    """How small the place is, the smallest first: a facility, a town, a district, a province, a region, a country."""
    entity = reading.entities[id]
    if entity.kind == "place" and entity.place is not None and entity.place.precision in _COARSE:
        return _COARSE[entity.place.precision]
    return _FINENESS.get(entity.kind, 6)
