"""Findings taken out of a record, one or many at once: what referred to them refers to what they referred to, or to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Finding, Record
from dateline.text.telling import ROOT


def without(record: Record, found: Iterable[Finding]) -> Record:
    """The record without these findings, in one pass however many they are. With the last words that name somebody, the name is gone."""
    gone = {each.id: each for each in found}
    names = {id for id, each in gone.items() if isinstance(each, Entity)}
    mentions = tuple(each for each in record.mentions if each.id not in gone and each.entity not in names)
    unnamed = {each.entity for each in record.mentions if each.id in gone} - {each.entity for each in mentions}
    names |= {entity for entity in unnamed if entity is not None}
    record = _unnamed(record, gone).having(mentions=mentions)
    record = _repointed(undoubted(record, *gone, *names), names, None)
    return _relinked(_told_by(_unfounded(record, gone), gone), gone)


def unlinked(record: Record, id: str, heir: str | None) -> Record:
    """The others of its chain hang on the first of them."""

    def moved(link: str | None, event: Event) -> str | None:
        return link if link != id else heir if heir != event.id else None

    linked = (replace(e, same_as=moved(e.same_as, e), part_of=moved(e.part_of, e)) for e in record.events)
    return record.having(events=tuple(linked))


def _unfounded(record: Record, gone: Iterable[str]) -> Record:
    """Times, counts, loaded words and quotations are gone, and events that hung on a time or had a count have none."""
    held = set(gone)
    events = []
    for event in record.events:
        if event.time in held:
            event = replace(event, when=None, time=None)
        if not held.isdisjoint(event.figures):
            event = replace(event, figures=tuple(each for each in event.figures if each not in held))
        events.append(event)
    return record.having(
        events=tuple(events),
        times=tuple(each for each in record.times if each.id not in held),
        figures=tuple(each for each in record.figures if each.id not in held),
        wording=tuple(each for each in record.wording if each.id not in held),
        quotations=tuple(each for each in record.quotations if each.id not in held),
    )


def _told_by(record: Record, gone: Iterable[str]) -> Record:
    """Statements are gone, and what they told is told by whoever told them."""
    held = set(gone)
    teller = {each.id: each.within or ROOT for each in record.statements if each.id in held}
    if not teller:
        return record

    def moved(id: str) -> str:
        seen = set[str]()
        while id in teller and id not in seen:
            seen.add(id)
            id = teller[id]
        return ROOT if id in teller else id

    kept = (each for each in record.statements if each.id not in held)
    return record.having(
        statements=tuple(replace(each, within=moved(each.within)) if each.within in teller else each for each in kept),
        events=tuple(replace(each, told_in=moved(each.told_in)) if each.told_in in teller else each for each in record.events),
        wording=tuple(replace(each, said_in=moved(each.said_in)) if each.said_in in teller else each for each in record.wording),
        quotations=tuple(
            replace(each, statement=moved(each.statement)) if each.statement in teller else each for each in record.quotations
        ),
    )  # fmt: skip


def _relinked(record: Record, gone: Iterable[str]) -> Record:
    """Events are gone: the others of a chain hang on the first that is left of it, and counts of them are of none."""
    held = set(gone)
    heirs: dict[str, str] = {}
    kept = [event for event in record.events if event.id not in held]
    for event in kept:
        if event.same_as in held:
            heirs.setdefault(str(event.same_as), event.id)

    def moved(link: str | None, event: Event) -> str | None:
        return link if link not in held else heir if (heir := heirs.get(str(link))) != event.id else None

    return record.having(
        events=tuple(
            replace(each, same_as=moved(each.same_as, each), part_of=moved(each.part_of, each))
            if each.same_as in held or each.part_of in held
            else each
            for each in kept
        ),
        figures=tuple(replace(each, event=None) if each.event in held else each for each in record.figures),
    )


def _unnamed(record: Record, gone: Iterable[str]) -> Record:
    """Words that name nobody any more play no part under a name."""
    held = set(gone)
    parts = {(each.entity, each.span) for each in record.mentions if each.id in held and each.entity is not None}
    if not parts:
        return record
    events = tuple(
        replace(
            event,
            roles=tuple(
                replace(role, entity=None) if (role.entity, role.span) in parts else role for role in event.roles
            ),
        )
        for event in record.events
    )
    return record.having(events=events)


def repointed(record: Record, old: str, new: str | None) -> Record:
    """The record in which whatever meant one entity means the other, or nobody; the first is gone."""
    return _repointed(record, {old}, new)


def _repointed(record: Record, old: set[str], new: str | None) -> Record:
    if not old:
        return record

    def moved(id: str | None) -> str | None:
        return new if id in old else id

    return record.having(
        entities=tuple(each for each in record.entities if each.id not in old),
        mentions=tuple(replace(each, entity=moved(each.entity)) for each in record.mentions),
        events=tuple(
            replace(
                each,
                place=moved(each.place),
                roles=tuple(replace(role, entity=moved(role.entity)) for role in each.roles),
            )
            for each in record.events
        ),
        statements=tuple(
            replace(each, speaker=moved(each.speaker), medium=moved(each.medium), addressee=moved(each.addressee))
            for each in record.statements
        ),
        wording=tuple(replace(each, target=moved(each.target)) for each in record.wording),
    )


def undoubted(record: Record, *ids: str) -> Record:
    """What a person decided is in doubt no more."""
    held = set(ids)
    return record.having(checks=tuple(check for check in record.checks if held.isdisjoint(check.items)))
