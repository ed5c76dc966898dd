"""Findings as marks on a text, as annotators know them; and what a person changed in them, as corrections.

A mark that is gone is rejected, a moved one has another span, another label is another kind, of a mention the kind of its entity. A mark that a person added has no
finding to correct: it is told, not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.text.record import Record
from dateline.text.telling import ROOT


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding on the text: its id ("" for one that a person added), its layer, characters, label, and date in EDTF."""

    id: str
    layer: str
    start: int
    end: int
    label: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """What came back of one article, known by its id."""

    article: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a finding that a person changed, as `dateline correct` takes it."""

    finding: str
    field: str
    value: str


def marks_of(record: Record) -> Iterator[Mark]:
    """The marks of a record, layer by layer; the outlet's own voice, which is all of the text, is none."""
    kinds = {entity.id: entity.kind for entity in record.entities}
    for time in record.times:
        yield Mark(time.id, "times", time.span.start, time.span.end, "", str(time.when or ""))
    for mention in record.mentions:
        span = mention.span
        yield Mark(mention.id, "mentions", span.start, span.end, kinds.get(mention.entity or "", "other"))
    for statement in record.statements:
        if statement.id != ROOT:
            span = statement.span
            yield Mark(statement.id, "statements", span.start, span.end, statement.act, str(statement.said or ""))
    for event in record.events:
        yield Mark(event.id, "events", event.span.start, event.span.end, event.kind, str(event.when or ""))
    for figure in record.figures:
        yield Mark(figure.id, "figures", figure.span.start, figure.span.end, figure.counts)
    for wording in record.wording:
        yield Mark(wording.id, "wording", wording.span.start, wording.span.end, wording.leaning)


def changes(record: Record, came: Back) -> tuple[tuple[Change, ...], tuple[Mark, ...]]:
    """What a person changed, and the marks that he added. Ids that the record does not have are added marks too."""
    before = {mark.id: mark for mark in marks_of(record) if mark.start < mark.end}  # brat has none without characters
    after = {mark.id: mark for mark in came.marks if mark.id in before}
    made = [Change(id, "verdict", "rejected") for id in before if id not in after]
    made += [change for id, mark in after.items() for change in _changed(before[id], mark)]
    made += _kinds(record, before, after)
    return tuple(made), tuple(mark for mark in came.marks if mark.id not in before and mark.start < mark.end)


def _kinds(record: Record, before: dict[str, Mark], after: dict[str, Mark]) -> Iterator[Change]:
    """The kind of an entity is told by the marks of its mentions: what was changed at one of them, the first that was, holds for it."""
    told: dict[str, str] = {}
    for mention in record.mentions:
        was, now = before.get(mention.id), after.get(mention.id)
        if mention.entity and was and now and now.label and now.label != was.label:
            told.setdefault(mention.entity, now.label)
    yield from (Change(entity, "kind", kind) for entity, kind in told.items())


def _changed(was: Mark, now: Mark) -> Iterator[Change]:
    if was.layer in ("events", "figures") and now.label and now.label != was.label:
        yield Change(was.id, "kind", now.label)
    if was.layer in ("times", "events", "statements") and now.when != was.when:
        yield Change(was.id, "when", now.when)
    if (was.start, was.end) != (now.start, now.end):
        yield Change(was.id, "span", f"{now.start}-{now.end}")
