"""A finding taken out of a record: what referred to it refers to what it referred to itself, or to nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dateline.relate.corrections import LAYERS
from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Finding, Record
from dateline.text.telling import ROOT


def without(record: Record, found: Finding) -> Record:
    """The record without a finding; what referred to it refers to what it referred to, or to nothing."""
    id = found.id
    record = undoubted(record, id)
    if isinstance(found, Entity):
        gone = tuple(mention for mention in record.mentions if mention.entity != id)
        return repointed(record.having(mentions=gone), id, None)
    layer = LAYERS[id[:1]]
    record = record.having(**{layer: tuple(each for each in getattr(record, layer) if each.id != id)})
    match layer:
        case "events":
            heirs = [event.id for event in record.events if event.same_as == id]
            figures = tuple(replace(each, event=None) if each.event == id else each for each in record.figures)
            record = unlinked(record.having(figures=figures), id, heirs[0] if heirs else None)
        case "times":
            hanging = (replace(each, when=None, time=None) if each.time == id else each for each in record.events)
            record = record.having(events=tuple(hanging))
        case "statements":
            record = _told_by(record, id, getattr(found, "within", None) or ROOT)
        case "figures":
            counted = (replace(e, figures=tuple(f for f in e.figures if f != id)) for e in record.events)
            record = record.having(events=tuple(counted))
        case "mentions":
            record = _unnamed(record, found)
    return record


def unlinked(record: Record, id: str, heir: str | None) -> Record:
    """The others of its chain hang on the first of them."""

    def moved(link: str | None, event: Event) -> str | None:
        return link if link != id else heir if heir != event.id else None

    linked = (replace(e, same_as=moved(e.same_as, e), part_of=moved(e.part_of, e)) for e in record.events)
    return record.having(events=tuple(linked))


def _told_by(record: Record, id: str, teller: str) -> Record:
    return record.having(
        statements=tuple(replace(each, within=teller) if each.within == id else each for each in record.statements),
        events=tuple(replace(each, told_in=teller) if each.told_in == id else each for each in record.events),
        wording=tuple(replace(each, said_in=teller) if each.said_in == id else each for each in record.wording),
        quotations=tuple(replace(each, statement=teller) if each.statement == id else each for each in record.quotations),
    )  # fmt: skip


def _unnamed(record: Record, found: Any) -> Record:
    """The words name nobody: neither do the parts that they play, and whom nothing else names is gone."""
    if found.entity is None:
        return record
    if all(mention.entity != found.entity for mention in record.mentions):
        return repointed(record, found.entity, None)
    events = tuple(
        replace(
            event,
            roles=tuple(
                replace(role, entity=None) if role.entity == found.entity and role.span == found.span else role
                for role in event.roles
            ),
        )
        for event in record.events
    )
    return record.having(events=events)


def repointed(record: Record, old: str, new: str | None) -> Record:
    """The record in which whatever meant one entity means the other, or nobody; the first is gone."""

    def moved(id: str | None) -> str | None:
        return new if id == old else id

    return record.having(
        entities=tuple(each for each in record.entities if each.id != old),
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


def undoubted(record: Record, id: str) -> Record:
    """What a person decided is in doubt no more."""
    return record.having(checks=tuple(check for check in record.checks if id not in check.items))
