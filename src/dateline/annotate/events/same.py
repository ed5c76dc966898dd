"""Which mentions of one article tell the same event: "killed", "the strike" and "the assassination" of one person are one.

Mentions join the chain of the first one they fit. What is planned or feared never joins what happened, and two mentions with
different days, or with different known people on the same side, stay two events.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.where import fineness
from dateline.annotate.events.word import Trigger
from dateline.text.happening import Event
from dateline.text.span import Evidence
from dateline.text.when import When

_REAL = frozenset({"happened", "ongoing", "possible", "denied"})
_SOLE = frozenset({"person"})  # who can be killed only once
_OPEN = 80  # chains that are looked at, latest first: grouping stays linear in a text of thousands of events
_TITLES = ("title", "heading")


@dataclass(slots=True)
class _Chain:
    """Mentions of one event so far, and what they tell together."""

    first: int
    kind: str
    real: bool
    families: set[str] = field(default_factory=set)
    lemmas: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    named_otherwise: bool = False  # a recipient is told that we have no entity for
    when: When | None = None
    titled: bool = False
    members: list[int] = field(default_factory=list)


def join(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Event]:
    """The events with `same_as` set, and the first mention's time and place settled from its chain."""
    chains: list[_Chain] = []
    by_place: dict[int, _Chain] = {}  # by the offset of the mention
    awaited: dict[int, _Chain] = {}  # by an offset inside an instrument whose own mention comes later
    number_at = {event.span.start: number for number, event in enumerate(events)}
    for number, (trigger, event) in enumerate(zip(triggers, events, strict=True)):
        chain = _means_of(event, by_place, awaited)
        later = next((at for at in _instruments(event) if at in number_at and number_at[at] > number), None)
        if chain is None and later is not None and event.kind == "ASSAULT" and event.status in _REAL:
            # "those injured in the attack": the attack that was told before
            means = number_at[later]
            told = _fitting(reading, triggers[means], events[means], chains)
            chain = told if told is not None and told.kind == event.kind and told.real else None
        if chain is None:
            chain = _fitting(reading, trigger, event, chains)
        if chain is None:
            chain = _Chain(
                number, event.kind, event.status in _REAL, titled=reading.block_kind(trigger.head) in _TITLES
            )
            chains.append(chain)
        _take_in(reading, chain, number, trigger, event)
        by_place[event.span.start] = chain
        awaited.update({at: chain for at in _instruments(event) if at in number_at})
    for chain in chains:
        _settle(reading, chain, events)
    return events


def _instruments(event: Event) -> Iterator[int]:
    """The offsets inside what the event is done with."""
    for role in event.roles:
        if role.role == "instrument":
            yield from range(role.span.start, role.span.end)


def _fitting(reading: Reading, trigger: Trigger, event: Event, chains: list[_Chain]) -> _Chain | None:
    """The chain that the mention belongs to: "the attack" is rather what was told as "attacked" than the shooting told last."""
    fitting = [each for each in reversed(chains[-_OPEN:]) if _fits(reading, trigger, event, each)]
    return next((each for each in fitting if event.lemma in each.lemmas), fitting[0] if fitting else None)


def _means_of(event: Event, by_place: dict[int, _Chain], awaited: dict[int, _Chain]) -> _Chain | None:
    """The chain of the act that this one is done by, or that is done by this one: "killed in a strike", "the strike killed"."""
    if event.kind != "ASSAULT" or event.status not in _REAL:
        return None
    chain = awaited.get(event.span.start)
    for role in event.roles:
        if chain is None and role.role == "instrument":
            inside = (by_place[start] for start in range(role.span.start, role.span.end) if start in by_place)
            chain = next(inside, None)
    return chain if chain is not None and chain.real and chain.kind == event.kind else None


def _fits(reading: Reading, trigger: Trigger, event: Event, chain: _Chain) -> bool:
    """The mention can tell the chain's event, and something it says is a reason to think so."""
    if chain.kind != event.kind or chain.real != (event.status in _REAL):
        return False
    if event.kind == "OTHER" and trigger.form != "noun":
        return False  # what is no kind of ours is one only where it is named again: "an explosion ... the blast"
    if not _times_agree(event, chain):
        return False
    actors, recipients = _known(event, "actor"), _known(event, "recipient")
    if actors and chain.actors and not actors & chain.actors:
        return False
    related = event.lemma in chain.lemmas or _family(reading, trigger) in chain.families
    if recipients and chain.recipients:
        shared = recipients & chain.recipients
        if not shared:
            return False
        sole = any(reading.entities[id].kind in _SOLE for id in shared)
        return (sole and _one_act(reading, trigger, chain)) or (related and _same_day(event, chain))
    unnamed = any(role.role == "recipient" and role.entity is None for role in event.roles)
    if chain.titled and related and actors & chain.actors:
        return True  # a headline tells in other words what the first paragraphs tell
    if unnamed and (chain.recipients or chain.named_otherwise):
        return False
    return related and trigger.form == "noun" and _is_definite(reading, trigger)


def _one_act(reading: Reading, trigger: Trigger, chain: _Chain) -> bool:
    """A person is killed once; the strike and the wounding may be other occasions unless the chain holds a killing too."""
    family = _family(reading, trigger)
    return family in chain.families or (bool(chain.families & {"killing"}) and family == "striking")


def _times_agree(event: Event, chain: _Chain) -> bool:
    return event.when is None or chain.when is None or event.when.overlaps(chain.when)


def _same_day(event: Event, chain: _Chain) -> bool:
    """Both tell a time, and the same one: needed where the people alone do not single an event out."""
    return (
        event.time is not None and chain.when is not None and event.when is not None and event.when.overlaps(chain.when)
    )


def _is_definite(reading: Reading, trigger: Trigger) -> bool:
    """ "the strike", "that attack": the reader is taken to know it."""
    marks = reading.tree.children(trigger.head, "det", "poss")
    return any(reading.lower[kid] in reading.modality.of("definite") for kid in marks)


def _family(reading: Reading, trigger: Trigger) -> str:
    return reading.modality.families.get(trigger.rule.name, trigger.rule.name)


def _known(event: Event, role: str) -> set[str]:
    return {part.entity for part in event.roles if part.role == role and part.entity is not None}


def _take_in(reading: Reading, chain: _Chain, number: int, trigger: Trigger, event: Event) -> None:
    chain.members.append(number)
    chain.families.add(_family(reading, trigger))
    chain.lemmas.add(event.lemma)
    chain.actors |= _known(event, "actor")
    chain.recipients |= _known(event, "recipient")
    chain.named_otherwise |= any(role.role == "recipient" and role.entity is None for role in event.roles)
    if event.time is not None and (chain.when is None or (event.when is not None and chain.when.holds(event.when))):
        chain.when = event.when


def _settle(reading: Reading, chain: _Chain, events: list[Event]) -> None:
    """Later mentions point to the first; it takes over the time that only a later one tells, and the finest place."""
    first = events[chain.first]
    dated = next((events[at] for at in chain.members if events[at].time is not None), None)
    places = [events[at] for at in chain.members if events[at].place is not None]
    placed = min(places, key=lambda event: fineness(reading, event.place or ""), default=None)
    if dated is not None and first.time is None:
        note = Evidence("events/same:when", f"from {dated.id}")
        first = replace(first, when=dated.when, time=dated.time, because=(*first.because, note))
    if placed is not None and placed.place != first.place:
        first = replace(
            first, place=placed.place, because=(*first.because, Evidence("events/same:where", f"from {placed.id}"))
        )
    events[chain.first] = _named(chain, first)
    for at in chain.members[1:]:
        event = events[at]
        loose = event.time is None and dated is not None  # "by the day of issue" says less than the chain knows
        because = (*event.because, Evidence("events/same", f"as {first.id}"))
        if event.place is None and placed is not None:
            event = replace(event, place=placed.place)
            because = (*because, Evidence("events/same:where", f"from {placed.id}"))
        events[at] = replace(event, same_as=first.id, when=None if loose else event.when, because=because)


def _named(chain: _Chain, first: Event) -> Event:
    """The first mention's "a man" is whom the later ones name, if they name one."""
    known = {"actor": chain.actors, "recipient": chain.recipients}
    roles, notes = [], []
    for role in first.roles:
        names = known.get(role.role, set())
        alone = sum(each.role == role.role for each in first.roles) == 1
        if role.entity is None and len(names) == 1 and alone and len(chain.members) > 1:
            role = replace(role, entity=next(iter(names)))
            notes.append(Evidence("events/same:who", f"{role.role} named by a later mention"))
        roles.append(role)
    return replace(first, roles=tuple(roles), because=(*first.because, *notes))
