"""Which events are one incident: the explosion and the deaths it caused. `part_of` points from what came of it to the cause.

A link is made where grammar makes one ("a bomb exploded, killing ten", "hurt when shells fell"), or where the next sentence of
the paragraph counts the victims and names no other cause.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.annotate.events.reading import Reading
from dateline.annotate.events.word import Trigger, anchors, outer
from dateline.text.happening import Event
from dateline.text.span import Evidence

_LINKS = frozenset({"advcl", "acl", "xcomp", "conj", "relcl", "prep", "pcomp", "pobj", "agent", "dep"})
_STEPS = 3  # from the verb of harm up to the cause's
_REAL = frozenset({"happened", "ongoing", "possible"})
_TITLES = ("title", "heading")


def link_parts(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Event]:
    """The events with `part_of` set; mentions of one event keep `same_as` alone."""
    causes = {
        at: number for number, each in enumerate(triggers) if _is_cause(reading, each) for at in anchors(reading, each)
    }
    found, by_id = list(events), {event.id: event for event in events}
    latest: dict[int, int] = {}  # by block, the last cause told
    harmed = {  # who suffers a cause, by where they are told
        role.span.start: number for number in causes.values() for role in events[number].fillers("recipient")
    }
    for number, (trigger, event) in enumerate(zip(triggers, events, strict=True)):
        block = reading.blocks[trigger.head]
        if _is_harm(reading, trigger) and event.status in _REAL:
            cause, by = _linked(reading, trigger, causes), "events/parts:clause"
            if cause is None:  # "the death of two reporters who were shot"
                cause = next(
                    (harmed[role.span.start] for role in event.fillers("recipient") if role.span.start in harmed), None
                )
            if cause is None and _counts_victims(reading, trigger, event):
                cause, by = _before(reading, trigger, triggers, latest.get(block)), "events/parts:next"
            target = None if cause is None or cause == number else _first(by_id, events[cause])
            if target is not None and target.id not in (event.id, event.same_as) and _agree(event, target):
                because = (*event.because, Evidence(by, target.id))
                found[number] = replace(event, part_of=target.id, because=because)
        if number in causes.values():
            latest[block] = number
    return _in_one_place(found)


def _in_one_place(events: list[Event]) -> list[Event]:
    """The events of one incident without a place have that of another one of it: the deaths are where the explosion is."""
    places: dict[str, Event] = {}
    for event in events:
        if event.place is not None:
            places.setdefault(_whole(event), event)
    return [
        replace(event, place=known.place, because=(*event.because, Evidence("events/parts:where", known.id)))
        if event.place is None and (known := places.get(_whole(event))) is not None
        else event
        for event in events
    ]


def _whole(event: Event) -> str:
    """The id of the event that the incident is told by."""
    return event.part_of or event.same_as or event.id


def _is_cause(reading: Reading, trigger: Trigger) -> bool:
    return (
        _family(reading, trigger) in reading.modality.of("causes") and reading.block_kind(trigger.head) not in _TITLES
    )


def _is_harm(reading: Reading, trigger: Trigger) -> bool:
    return _family(reading, trigger) in reading.modality.of("outcomes")


def _family(reading: Reading, trigger: Trigger) -> str:
    return reading.modality.families.get(trigger.rule.name, trigger.rule.name)


def _linked(reading: Reading, trigger: Trigger, causes: dict[int, int]) -> int | None:
    """The cause that the harm's clause hangs under, or that hangs under it: "killing ten", "were hurt when it exploded"."""
    at = outer(reading, trigger.head)
    below = reading.tree.children(at, "advcl")
    for kid in below:
        marks = {reading.lower[mark] for mark in reading.tree.children(kid, "mark", "advmod")}
        if kid in causes and marks & reading.modality.of("when_marks"):
            return causes[kid]
    for _ in range(_STEPS):
        token = reading.tokens[at]
        if token.head == at or token.dep not in _LINKS:
            break
        at = token.head
        if at in causes:
            return causes[at]
    subject = reading.tree.subject(trigger.head) if trigger.form == "verb" else None
    return None if subject is None else causes.get(subject)


def _counts_victims(reading: Reading, trigger: Trigger, event: Event) -> bool:
    """The event tells who was hurt and nothing of who did it."""
    passive = trigger.form != "verb" or reading.tree.is_passive(trigger.head) or trigger.rule.kind == "OTHER"
    return passive and not event.fillers("actor") and bool(event.fillers("recipient"))


def _before(reading: Reading, trigger: Trigger, triggers: list[Trigger], cause: int | None) -> int | None:
    if cause is None:
        return None
    gap = reading.tokens[trigger.head].sentence - reading.tokens[triggers[cause].head].sentence
    return cause if 0 <= gap <= 1 else None


def _first(by_id: dict[str, Event], event: Event) -> Event | None:
    """The event that stands for the mention: the first of its chain."""
    return event if event.same_as is None else by_id.get(event.same_as)


def _agree(event: Event, cause: Event) -> bool:
    """Both can be one incident: real, and at times that do not exclude each other."""
    if cause.status not in _REAL or cause.part_of is not None:
        return False
    return event.when is None or cause.when is None or event.when.overlaps(cause.when)
