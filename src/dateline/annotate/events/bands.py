"""Which group the people of a band belong to: "the guerrillas", "rebel fighters", where the article leaves no choice.

"The guerrillas" are the one group that the article calls guerrillas by name. Where it calls none so, they may be the only armed group
that it names, and the role says so, as of people who are not pointed to ("some forty rebels"). Soldiers are no band: whose army
they are of is asked elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.annotate.events.bodies import BY, MODIFIERS, SUFFERERS
from dateline.annotate.events.reading import Reading
from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.text.happening import Event
from dateline.text.naming import Entity, Mention
from dateline.text.span import Evidence

_NEAR, _MOST = 2, 8  # sentences, and names in them that are looked at
_PLAIN = ("det", "punct", "relcl", "prep", "nummod", "advmod")


@dataclass(frozen=True, slots=True)
class _Group:
    """The one group that a band can be of, and why."""

    id: str
    why: str
    since: int = 0  # where the text has named it, so that a noun can point back to it
    sure: bool = False  # the text itself calls it so


def call_bands(reading: Reading, events: list[Event]) -> tuple[list[Event], list[Mention]]:
    """The events with "the guerrillas" as the one group that they can be; and the mentions of those that surely are."""
    group = _by_name(reading) or _alone(reading)
    named = () if group is not None else _named(reading)
    if group is None and not named:
        return events, []
    mentions: dict[int, Mention] = {}
    found = []
    for event in events:
        roles, notes = [], []
        for role in event.roles:
            head = reading.tree.head_of(role.span) if role.entity is None and role.role in SUFFERERS else None
            whose = None if head is None else group or _told_just_before(reading, named, head)
            if head is None or whose is None or role.span.start < whose.since:
                pass
            elif _is_the_band(reading, head) and not whose.sure:
                role = replace(role, entity=whose.id, vouched=role.vouched or "possible")
                notes.append(Evidence(BY, f"may be {whose.why}", role.span))
            elif _is_the_band(reading, head):
                role = replace(role, entity=whose.id)
                span = reading.tokens[head].span
                mentions[head] = Mention(f"m@{span.start}", span, whose.id, "nominal", (Evidence(BY, whose.why),))
            elif group is not None and role.role == "actor" and _is_a_band(reading, head):
                role = replace(role, entity=group.id, vouched=role.vouched or "possible")
                notes.append(Evidence(BY, f"may be {group.why}", role.span))
            roles.append(role)
        found.append(replace(event, roles=tuple(roles), because=(*event.because, *notes)))
    return found, list(mentions.values())


def _named(reading: Reading) -> tuple[tuple[int, int, str], ...]:
    """(sentence, start, entity) of each name of an armed group, where the article names several."""
    armed = {entity.id for entity in _armed(reading)}
    found = []
    for position, token in enumerate(reading.tokens):
        mention = reading.mentions.at_token(position)
        if mention is not None and mention.entity in armed and mention.span.start == token.span.start:
            found.append((token.sentence, token.span.start, mention.entity))
    return tuple(found)


def _told_just_before(reading: Reading, named: tuple[tuple[int, int, str], ...], head: int) -> _Group | None:
    """The only armed group that is named in the sentences just before the noun."""
    token = reading.tokens[head]
    if not set(reading.forms(head)) & reading.modality.of("bands") or not _points(reading, head):
        return None
    last = bisect_left(named, (token.sentence, token.span.start, ""))
    near = {id for sentence, _, id in named[max(0, last - _MOST) : last] if token.sentence - sentence <= _NEAR}
    return _Group(near.pop(), "the only armed group named just before") if len(near) == 1 else None


def _points(reading: Reading, head: int) -> bool:
    return any(reading.lower[kid] in reading.modality.of("definite") for kid in reading.tree.kids[head])


def _by_name(reading: Reading) -> _Group | None:
    """The one group whose name stands with such a noun ("Hamas gunmen", "rebels of the front"); None where two are called so."""
    bands = reading.modality.of("bands")
    owners: dict[str, str] = {}
    for position in range(len(reading.tokens)):
        if bands.isdisjoint(reading.forms(position)):
            continue
        for at in _whose(reading, position):
            entity = reading.mentions.entity(reading.mentions.at_token(at))
            if entity is not None and entity.kind in ("armed_group", "organization"):
                owners[entity.id] = reading.forms(position)[0]
    if len(owners) != 1 or not {entity.id for entity in _armed(reading)} <= set(owners):
        return None
    id, word = next(iter(owners.items()))
    return _Group(id, f"the only group called so: {word}", sure=True)


def _alone(reading: Reading) -> _Group | None:
    """The only armed group that the article names, a state's own forces left out."""
    armed = _armed(reading)
    if len(armed) != 1:
        return None
    starts = (mention.span.start for mention in reading.record.mentions if mention.entity == armed[0].id)
    named = min(starts, default=0)
    return _Group(armed[0].id, "the only armed group that is named", named)


def _armed(reading: Reading) -> list[Entity]:
    return [
        entity
        for entity in reading.entities.values()
        if entity.kind == "armed_group" and not _is_a_states(reading, entity)
    ]


def _is_a_states(reading: Reading, entity: Entity) -> bool:
    """ "National Guard", "U.S. Military", "Iraqi Army": a body's words, alone or behind a country's."""
    words, countries = entity.name.split(), load_countries()
    if entity.name.lower() in reading.modality.of("bodies"):
        return True
    for at in range(1, len(words)):
        owner, body = fold(" ".join(words[:at])), " ".join(words[at:]).lower()
        if body in reading.modality.of("bodies") and (owner in countries.names or owner in countries.adjectives):
            return True
    return False


def _whose(reading: Reading, position: int) -> Iterator[int]:
    """Tokens that tell whose the band's people are: before them, after "of", and "the Shining Path terrorist organization"."""
    tree = reading.tree
    yield from tree.children(position, *MODIFIERS)
    yield from (goal for preposition, _, goal in tree.prepositions(position) if preposition in ("of", "from"))
    if reading.tokens[position].dep in MODIFIERS:
        yield from tree.children(reading.tokens[position].head, *MODIFIERS)


def _is_the_band(reading: Reading, head: int) -> bool:
    """ "the guerrillas", "the Salvadoran guerrillas": told of before and not told apart from others by any further word.

    Bare "guerrillas" are the same people.
    """
    kids = reading.tree.kids[head]
    marks = {reading.lower[kid] for kid in reading.tree.children(head, "det", "nummod", "advmod")}
    known = bool(marks & reading.modality.of("definite")) or (not marks and reading.tokens[head].tag == "NNS")
    plain = all(reading.tokens[kid].dep in _PLAIN or _is_demonym(reading, kid) for kid in kids)
    return _is_free(reading, head) and known and plain and bool(set(reading.forms(head)) & reading.modality.of("bands"))


def _is_a_band(reading: Reading, head: int) -> bool:
    """ "some forty guerrillas", "a rebel column": people of a band, and no other band than the one that is told of."""
    bands, others = reading.modality.of("bands"), reading.modality.of("other_bands")
    kids = reading.tree.children(head, "compound", "amod", "nmod", "nummod")
    own = bool(set(reading.forms(head)) & bands)
    members = bool(set(reading.forms(head)) & reading.modality.of("members"))
    before = any(set(reading.forms(kid)) & bands for kid in kids)
    if not own and not (members and before):
        return False
    around = (*kids, *reading.tree.children(head, "det"))
    return _is_free(reading, head) and not any(set(reading.forms(kid)) & others for kid in around)


def _is_free(reading: Reading, head: int) -> bool:
    """No name tells who they are."""
    named = (reading.mentions.at_token(at) for at in (head, *_whose(reading, head)))
    return all(each is None or each.form == "adjective" for each in named)


def _is_demonym(reading: Reading, kid: int) -> bool:
    mention = reading.mentions.at_token(kid)
    return mention is not None and mention.form == "adjective"
