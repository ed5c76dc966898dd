"""A record with people's corrections in it. Pure: the record that was read stays as it is, and what is changed says by whom.

Nothing is counted anew: a time that was reckoned from a corrected one keeps its date until it is corrected itself. What depends on a
finding without any reckoning follows: events that hang on a corrected time, whoever is told in a rejected statement, a chain of mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dateline.relate.corrections import (
    APART,
    LAYERS,
    NEW,
    Correction,
    block_id,
    event_named,
    find,
    found_again,
    named_entity,
    standing,
)
from dateline.relate.rejected import repointed, undoubted, unlinked, without
from dateline.text.article import Block
from dateline.text.happening import Event, Role
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When

PERSON_PARTED = "correction:apart"  # the rule of an event that a person holds apart from the others of its article
_ORDER = ("n", "m", "b", "t", "s", "e")  # who and when come before what refers to them; rejections come last


@dataclass(frozen=True, slots=True)
class Made:
    """A correction that holds: of the finding that now has this id, whose value `was` so."""

    correction: Correction
    finding: str
    was: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that is kept and not applied, and why."""

    correction: Correction
    why: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The record with what could be corrected, what was, and what waits."""

    record: Record
    made: tuple[Made, ...] = ()
    waiting: tuple[Waiting, ...] = ()


def corrected(record: Record, corrections: Iterable[Correction]) -> Record:
    """The record with the corrections in it."""
    return apply(record, corrections).record


def apply(record: Record, corrections: Iterable[Correction]) -> Corrected:
    """The same with an account. Of two corrections to one field of a finding the later holds; both are found in the record as it was read."""
    last: dict[tuple[str, str], Correction] = {}
    waiting: list[Waiting] = []
    for each in standing(corrections):
        finding = found_again(record, each.target)
        if finding is None:
            waiting.append(Waiting(each, _missing(record, each)))
        else:
            last.pop((finding, each.field), None)
            last[finding, each.field] = each
    now, made = record, []
    for (finding, _), each in sorted(last.items(), key=_turn):
        before = find(now, finding)
        if before is None:
            waiting.append(Waiting(each, "what it corrects is rejected, or one with another"))
            continue
        was = value_of(now, finding, each.field)
        after = _APPLY[each.field](now, before, each)
        if after is None:
            waiting.append(Waiting(each, f"{each.value[:60]!r} does not stand in this text"))
            continue
        now = _said(after, finding, each, was)
        made.append(Made(each, finding, was))
    return Corrected(_in_order(now) if made else record, tuple(made), tuple(waiting))


def value_of(record: Record, finding: str, field: str) -> str:
    """What the finding has there, as people read it; "" where nothing is known."""
    found = find(record, finding)
    match field:
        case "span":
            return f"{found.span.start}-{found.span.end}" if found and not isinstance(found, Entity) else ""
        case "verdict":
            return ""
        case "kind" if not isinstance(found, Block | Entity | Event):
            return str(getattr(found, "counts", ""))
        case "when" if isinstance(found, Statement):
            return str(found.said or "")
        case "actor" | "recipient" if isinstance(found, Event):
            return "; ".join(_role_words(record, role) for role in found.roles if role.role == field)
        case "place" | "speaker" | "entity":
            entity = record.entity(getattr(found, field, None))
            return entity.name if entity else ""
    return str(getattr(found, field, None) or "")


def _missing(record: Record, correction: Correction) -> str:
    if correction.target.start >= 0 and correction.target.quote not in record.article.text:
        return "its words do not stand in this text"
    return "nothing is found on its words now"


def _turn(item: tuple[tuple[str, str], Correction]) -> tuple[bool, int, int]:
    (finding, field), correction = item
    kind = finding[:1]
    return (
        field == "verdict" or (field == "kind" and kind == "b") or field == "same_as",
        _ORDER.index(kind) if kind in _ORDER else len(_ORDER),
        correction.number,
    )


def _said(record: Record, finding: str, correction: Correction, was: str) -> Record:
    """The record in which the finding says by whom it was corrected, where its kind can say why."""
    words = correction.value or "unknown"
    change = words if correction.field == "verdict" else f"{was or 'unknown'} → {words}"
    note = f"{correction.field}: {change}" + (f" ({correction.note})" if correction.note else "")
    why = Evidence(correction.by, note)

    def told(each: Any) -> Any:
        return replace(each, because=(*each.because, why)) if hasattr(each, "because") else each

    return _with(record, finding, told)


def _with(record: Record, finding: str, change: Callable[[Any], Any]) -> Record:
    """The record with one finding changed."""
    if finding.startswith("b@"):
        blocks = tuple(change(block) if block_id(block) == finding else block for block in record.article.blocks)
        return record.having(article=replace(record.article, blocks=blocks))
    layer = LAYERS[finding[:1]]
    changed = tuple(change(each) if each.id == finding else each for each in getattr(record, layer))
    return record.having(**{layer: changed})


def _set(record: Record, finding: str, **values: Any) -> Record:
    return _with(record, finding, lambda each: replace(each, **values))


def _verdict(record: Record, found: Any, correction: Correction) -> Record | None:
    return record if correction.value == "accepted" else without(record, [found])


def _when(record: Record, found: Any, correction: Correction) -> Record | None:
    when = When.parse(correction.value) if correction.value else None
    if isinstance(found, Statement):
        return _set(record, found.id, said=when)
    if isinstance(found, Event):
        return _over_chain(record, found, {"when": when, "time": None}, "when")
    events = tuple(replace(event, when=when) if event.time == found.id else event for event in record.events)
    return undoubted(_set(record, found.id, when=when, alternatives=(), flags=()), found.id).having(events=events)


def _place(record: Record, found: Any, correction: Correction) -> Record | None:
    record, place = _entity(record, correction.value, kind="place")
    return _over_chain(record, found, {"place": place}, "place")


def _over_chain(record: Record, event: Event, values: dict[str, Any], field: str) -> Record:
    """The values set on the event, and on those mentions of it whose `field` was the same, or unknown."""
    chain, alike = _chain(record, event), (getattr(event, field), None)
    events = tuple(
        replace(each, **values) if each.id == event.id or (each.id in chain and getattr(each, field) in alike) else each
        for each in record.events
    )
    return undoubted(record, event.id).having(events=events)


def _chain(record: Record, event: Event) -> set[str]:
    """The mentions of one event, by `same_as`."""
    head = event.same_as or event.id
    return {each.id for each in record.events if head in (each.id, each.same_as)}


def _span(record: Record, found: Any, correction: Correction) -> Record | None:
    start, _, words = correction.value.partition(":")
    at = _moved(record.article.text, int(start), words, found.span.start - correction.target.start)
    if at is None:
        return None
    span = Span(at, at + len(words))
    if isinstance(found, Statement):
        return _set(record, found.id, content=(span,), span=found.span.union(span))
    return _set(record, found.id, span=span)


def _moved(text: str, start: int, words: str, by: int) -> int | None:
    """Where the words stand that stood at `start`: as far off as the finding has moved, else at the place nearest to that."""
    at = max(start + by, 0)
    if text.startswith(words, at):
        return at
    before, after = text.rfind(words, 0, at), text.find(words, at)
    return min((each for each in (before, after) if each >= 0), key=lambda each: abs(each - at), default=None)


def _speaker(record: Record, found: Any, correction: Correction) -> Record | None:
    record, speaker = _entity(record, correction.value, kind="person")
    return _set(record, found.id, speaker=speaker, source_kind="named" if speaker else "unnamed")


def _party(record: Record, found: Any, correction: Correction) -> Record | None:
    """The event with those who are named in place of whom it had in that role."""
    roles = [role for role in found.roles if role.role != correction.field]
    for name in filter(None, (part.strip() for part in correction.value.split(";"))):
        record, entity = _named(record, name, kind="other")
        spans = [mention.span for mention in record.mentions if mention.entity == entity]
        span = min(spans, key=lambda each: abs(each.start - found.span.start), default=found.span)
        roles.append(Role("actor" if correction.field == "actor" else "recipient", span, entity))
    return _set(record, found.id, roles=tuple(roles))


def _kind(record: Record, found: Any, correction: Correction) -> Record | None:
    if isinstance(found, Block):
        record = _set(record, block_id(found), kind=correction.value)
        return _silenced(record, found.span) if correction.value == "boilerplate" else record
    field = "counts" if hasattr(found, "counts") else "kind"
    values = {field: correction.value}
    return _set(record, found.id, **(values | {"mode": None} if isinstance(found, Event) else values))


def _silenced(record: Record, block: Span) -> Record:
    """The record without what was found in a block that is no part of the story."""
    layers = ("events", "statements", "times", "mentions", "figures", "wording", "quotations")
    held = (each for layer in layers for each in getattr(record, layer))
    return without(record, [each for each in held if block.holds(each.span) and each.id != ROOT])


def _status(record: Record, found: Any, correction: Correction) -> Record | None:
    return _set(record, found.id, status=correction.value)


def _mention(record: Record, found: Any, correction: Correction) -> Record | None:
    """The words stand for somebody else; the parts that they play in events and statements go with them."""
    old = found.entity
    new: str | None
    if correction.value == NEW:
        kind = next((each.kind for each in record.entities if each.id == old), "other")
        record, new = _made(record, record.article.quote(found.span), kind)
    else:
        record, new = _entity(record, correction.value, kind="other")
    events = tuple(
        replace(
            event,
            roles=tuple(
                replace(role, entity=new) if role.entity == old and role.span.overlaps(found.span) else role
                for role in event.roles
            ),
        )
        for event in record.events
    )
    statements = tuple(
        replace(each, speaker=new)
        if each.speaker == old and any(span.overlaps(found.span) for span in each.source)
        else each
        for each in record.statements
    )
    return _set(record.having(events=events, statements=statements), found.id, entity=new)


def _name(record: Record, found: Any, correction: Correction) -> Record | None:
    aliases = dict.fromkeys((found.name, *found.aliases))
    aliases.pop(correction.value, None)
    return _set(record, found.id, name=correction.value, aliases=tuple(aliases))


def _known_as(record: Record, found: Any, correction: Correction) -> Record | None:
    return _set(record, found.id, known_as=correction.value or None)


def _same_as(record: Record, found: Any, correction: Correction) -> Record | None:
    if isinstance(found, Event):
        return _same_event(record, found, correction.value)
    other = named_entity(
        record.having(entities=tuple(e for e in record.entities if e.id != found.id)), correction.value
    )
    if other is None:
        return None
    aliases = dict.fromkeys((*other.aliases, found.name, *found.aliases))
    aliases.pop(other.name, None)
    record = _set(record, other.id, aliases=tuple(aliases), known_as=other.known_as or found.known_as)
    return repointed(record, found.id, other.id)


def _same_event(record: Record, found: Event, value: str) -> Record | None:
    if value == APART:
        chain = [each.id for each in record.events if found.id in (each.same_as, each.part_of)]
        record = unlinked(record, found.id, chain[0] if chain else None)
        why = Evidence(PERSON_PARTED, "a person holds it apart")
        return _set(record, found.id, same_as=None, part_of=None, because=(*found.because, why))
    other = event_named(record, value, found)
    if other is None:
        return None
    return _set(record, found.id, same_as=other.same_as if other.same_as not in (None, found.id) else other.id)


def _entity(record: Record, name: str, *, kind: str) -> tuple[Record, str | None]:
    """The id of whom the record names so; a name that it has not is one more of its names."""
    return _named(record, name, kind=kind) if name else (record, None)


def _named(record: Record, name: str, *, kind: str) -> tuple[Record, str]:
    there = named_entity(record, name)
    return (record, there.id) if there else _made(record, name, kind)


def _made(record: Record, name: str, kind: str) -> tuple[Record, str]:
    numbers = [int(each.id[1:]) for each in record.entities if each.id[1:].isdigit()]
    made: Any = Entity(f"n{max(numbers, default=0) + 1}", name, "other")
    return record.having(entities=(*record.entities, replace(made, kind=kind))), made.id


def _in_order(record: Record) -> Record:
    """The layers in text order again; the root statement stays the first."""
    layers = [layer for layer in LAYERS.values() if layer not in ("entities", "blocks")]
    return record.having(
        **{layer: tuple(sorted(getattr(record, layer), key=lambda each: (each.id != ROOT, each.span.start))) for layer in layers}
    )  # fmt: skip


def _role_words(record: Record, role: Role) -> str:
    entity = record.entity(role.entity)
    return entity.name if entity else record.article.quote(role.span)


_APPLY: dict[str, Callable[[Record, Any, Correction], Record | None]] = {
    "verdict": _verdict, "when": _when, "place": _place, "span": _span, "speaker": _speaker, "actor": _party, "recipient": _party,
    "kind": _kind, "status": _status, "entity": _mention, "name": _name, "known_as": _known_as, "same_as": _same_as,
}  # fmt: skip
