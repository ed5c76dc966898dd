"""What happened: events with their roles, time, place and status, and the counts that go with them.

`find_events` reads the parse by the rules of `languages/<code>/events`. Who tells an event is the statement around it;
whether two mentions are one event is decided here for one article, and across articles elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from dateline.annotate.events.bands import call_bands
from dateline.annotate.events.blame import blame_told_deeds
from dateline.annotate.events.bodies import name_bodies
from dateline.annotate.events.figures import find_figures
from dateline.annotate.events.parts import link_parts
from dateline.annotate.events.reading import Reading
from dateline.annotate.events.responsibility import held_responsible
from dateline.annotate.events.roles import find_roles
from dateline.annotate.events.same import join
from dateline.annotate.events.scene import set_scene
from dateline.annotate.events.status import find_status, is_refused
from dateline.annotate.events.triggers import find_triggers
from dateline.annotate.events.when import by_publication, find_when, is_told_as_past
from dateline.annotate.events.where import find_place
from dateline.annotate.events.word import HYPHENS, Trigger
from dateline.languages.events import event_words
from dateline.text.happening import Event, Role
from dateline.text.record import Record
from dateline.text.span import Evidence, Span

__all__ = ["find_events"]

_OPENING = 6  # words of a sentence that may turn to another place


def find_events(record: Record) -> Record:
    """The record with its events and figures."""
    if not record.tokens:
        return record
    reading = Reading(record, event_words(record.article.language))
    triggers = find_triggers(reading)
    events = [
        _event(reading, trigger, roles) for trigger, roles in zip(triggers, _all_roles(reading, triggers), strict=True)
    ]
    events = blame_told_deeds(reading, triggers, events)
    events, bodies, called = name_bodies(reading, events)
    events, bands = call_bands(reading, events)
    events = join(reading, triggers, _inherit(reading, triggers, events))
    events = set_scene(reading, triggers, link_parts(reading, triggers, events))
    figures = find_figures(reading, triggers, events)
    counted: dict[str, list[str]] = {}
    for figure in figures:
        if figure.event is not None:
            counted.setdefault(figure.event, []).append(figure.id)
    return record.having(
        entities=(*record.entities, *bodies),
        mentions=tuple(sorted((*record.mentions, *called, *bands), key=lambda mention: mention.span.start)),
        events=tuple(replace(event, figures=tuple(counted.get(event.id, ()))) for event in events),
        figures=tuple(figures),
    )


def _all_roles(reading: Reading, triggers: list[Trigger]) -> list[tuple[Role, ...]]:
    """The roles of each trigger; an act about another act is addressed to those who would suffer that one.

    "threatened to bomb the port" threatens the port, "refused to free the hostages" refuses the hostages.
    """
    acts = {trigger.head: trigger.rule for trigger in triggers}
    found = [find_roles(reading, trigger, acts) for trigger in triggers]
    number = {trigger.head: at for at, trigger in enumerate(triggers)}
    for at, trigger in reversed(list(enumerate(triggers))):
        if trigger.rule.kind not in reading.modality.of("passes_up") or any(
            role.role == "recipient" for role in found[at]
        ):
            continue
        for kid in reading.tree.children(trigger.support or trigger.head, "xcomp", "ccomp", "dobj", "acl"):
            inner = found[number[kid]] if kid in number else ()
            passed = tuple(role for role in inner if role.role in ("recipient", "addressee", "beneficiary"))
            taken = {role.span for role in found[at]}
            found[at] += tuple(replace(role, role="recipient") for role in passed if role.span not in taken)
    return found


def _event(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> Event:
    status, word = find_status(reading, trigger)
    dated = find_when(reading, trigger, status)
    if dated is None and status in ("happened", "did_not_happen"):
        dated = by_publication(reading, trigger)
    place = find_place(reading, trigger, roles)
    span = _span(reading, trigger)
    kind, mode = trigger.rule.kind, _mode(reading, trigger, roles)
    if is_refused(reading, trigger):
        kind, mode, status = "REJECT", "yield" if kind in ("CONCEDE", "RETREAT") else "assist", "happened"
    roles, blamed = held_responsible(reading, trigger, roles)
    because = [Evidence(trigger.rule.id, _note(trigger))]
    because += blamed
    if word:
        because.append(Evidence(f"events/status:{status}", word))
    if dated is not None:
        because.append(dated.because)
    if place is not None:
        because.append(place[1])
    return Event(
        id=f"e@{span.start}",
        span=span,
        kind=kind,
        lemma=_lemma(reading, trigger),
        mode=mode,
        roles=roles,
        when=dated.when if dated else None,
        time=dated.time if dated else None,
        place=place[0] if place else None,
        status=status,
        told_in=reading.told_in[trigger.head],
        main=_is_main(reading, trigger),
        because=tuple(because),
    )


def _span(reading: Reading, trigger: Trigger) -> Span:
    """The event's words: a noun of several words whole, a verb with the noun beside it, not with its particles."""
    if trigger.form == "verb":
        beside = (
            (trigger.head + 1,)
            if trigger.head + 1 in trigger.tokens and reading.tokens[trigger.head + 1].dep == "dobj"
            else ()
        )
        return reading.tree.span((trigger.head, *beside))
    return reading.tree.span(trigger.tokens)


def _lemma(reading: Reading, trigger: Trigger) -> str:
    """The dictionary forms of the event's words, "re-election" as it is written."""
    words, hyphen = "", False
    for at in trigger.tokens:
        if reading.tokens[at].text in HYPHENS:
            hyphen = True
        elif reading.tokens[at].pos != "PUNCT":
            words += ("-" if hyphen else " ") * bool(words) + reading.lemma(at)
            hyphen = False
    return words


def _note(trigger: Trigger) -> str:
    return trigger.form if trigger.light is None else f"{trigger.form} of {trigger.light.id}"


def _mode(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> str | None:
    """The rule's mode, or for an assault what it is done with."""
    modes = reading.modality.modes
    if trigger.rule.kind != "ASSAULT":
        return trigger.rule.mode
    spans = [role.span for role in roles if role.role == "instrument"]
    near = [at for span in spans for at in list(reading.tree.between(span))[:12]]
    near += reading.tree.children(trigger.head, "compound", "amod")
    given = (modes.get(form) for at in near for form in reading.forms(at))
    return next((mode for mode in given if mode is not None), trigger.rule.mode)


def _is_main(reading: Reading, trigger: Trigger) -> bool:
    """The event is what its sentence says: its root verb, or what that verb only leads up to. That it was told is not it."""
    if trigger.rule.name in reading.modality.of("said_anywhere"):
        return False
    at = next(iter(trigger.again), trigger.head) if trigger.support is None else trigger.support
    for _ in range(4):
        token = reading.tokens[at]
        if token.head == at:
            return True
        if token.dep != "xcomp":
            return False
        at = token.head
    return False


def _inherit(reading: Reading, triggers: list[Trigger], events: list[Event]) -> list[Event]:
    """Events without a time or place take those of the sentence before, told by the same voice.

    A time holds within its paragraph; a place also for the next one, unless that turns elsewhere.
    """
    times: dict[tuple[int, str], tuple[int, Event]] = {}
    places: dict[str, tuple[int, Event]] = {}
    found: list[Event] = []
    for trigger, event in zip(triggers, events, strict=True):
        teller = reading.statements.get(event.told_in)
        who = event.told_in if teller is None or teller.speaker is None else teller.speaker
        sentence, voice = reading.tokens[trigger.head].sentence, (reading.blocks[trigger.head], who)
        earlier = times.get(voice)
        near = (
            earlier is not None and (sentence > earlier[0] or _is_inherited(earlier[1])) and sentence - earlier[0] <= 2
        )
        if event.time is None and earlier and near and _goes_on(reading, trigger, event):
            note = Evidence("events/when:paragraph", earlier[1].id)
            kept = tuple(each for each in event.because if each.by != "events/when:publication")
            event = replace(event, when=earlier[1].when, time=earlier[1].time, because=(*kept, note))
        before = places.get(who)
        if (
            event.place is None
            and before
            and 0 <= sentence - before[0] <= 2
            and _goes_on(reading, trigger, event)
            and not _is_elsewhere(reading, sentence)
        ):
            event = replace(
                event, place=before[1].place, because=(*event.because, Evidence("events/where:paragraph", before[1].id))
            )
        if event.time is not None and event.status == "happened":
            times[voice] = (sentence, event)
        if event.place is not None and event.status == "happened":
            places[who] = (sentence, event)
        found.append(event)
    return found


def _is_elsewhere(reading: Reading, sentence: int) -> bool:
    """The sentence turns to another place: "Meanwhile, a bomb exploded"."""
    words = reading.modality.of("elsewhere")
    return any(reading.lower[at] in words for at in islice(reading.tree.sentences[sentence], _OPENING))


def _is_inherited(event: Event) -> bool:
    return any(each.by == "events/when:paragraph" for each in event.because)


def _goes_on(reading: Reading, trigger: Trigger, event: Event) -> bool:
    """The sentence carries the story on: a plain past tense, and a kind of event that we know."""
    perfect = any(token.lemma == "have" for token in reading.tree.auxiliaries(trigger.support or trigger.head))
    return event.status == "happened" and event.kind != "OTHER" and not perfect and is_told_as_past(reading, trigger)
