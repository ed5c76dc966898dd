"""What happened, as the encoder reads it: triggers from their head, each with kind, mode and status, and those it is linked to.

The counterpart of `attributions.py`, for who asks. The roles are a second opinion beside the parse: whole noun phrases,
within the window of the trigger; one phrase may be the actor of several events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from dateline.annotate.encode import Found, NoEncoder, Window, load_encoder, told_spans
from dateline.knowledge.ontology import ontology
from dateline.text.article import Block
from dateline.text.happening import EventKind, Status
from dateline.text.span import Span

LinkedRole = Literal["actor", "recipient", "place"]
ROLES: tuple[LinkedRole, ...] = ("actor", "recipient", "place")
NO_MODE = "none"
KINDS: dict[str, EventKind] = {kind: kind for kind in get_args(EventKind)}
STATUSES: dict[str, Status] = {status: status for status in get_args(Status)}


@dataclass(frozen=True, slots=True)
class Party:
    """Words linked to a trigger, as what, and how likely they are tagged as that."""

    role: LinkedRole
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One trigger: its kind, mode (none where the kind has none or the text tells none) and status, and those linked to it.

    `score` is how likely trigger and kind are under the heads; no calibrated probability.
    """

    span: Span
    kind: EventKind
    mode: str | None
    status: Status
    parties: tuple[Party, ...]
    score: float


def occurrences(text: str, blocks: Iterable[Block]) -> tuple[Occurrence, ...] | NoEncoder:
    """What the told blocks say happened or might, in text order, or why there is no encoder to find it."""
    encoder = load_encoder()
    if isinstance(encoder, NoEncoder):
        return encoder
    if not encoder.has("trigger"):
        return NoEncoder("heads.json has no head that finds triggers")
    return tuple(found for window in encoder.read(text, told_spans(blocks)) for found in happenings(window))


def happenings(window: Window) -> list[Occurrence]:
    """The occurrences of one window."""
    triggers = window.find("trigger")
    if not triggers:
        return []
    known = ontology().kinds
    candidates = {role: window.find(role) for role in ROLES}
    found = []
    for trigger in triggers:
        kind, likely = window.label("kind", trigger)
        modes = {NO_MODE, *(f"{kind}/{mode}" for mode in known[kind].modes)}
        mode, _ = window.label("mode", trigger, modes.__contains__)
        status, _ = window.label("status", trigger)
        found.append(
            Occurrence(
                trigger.span,
                KINDS[kind],
                mode.partition("/")[2] or None,
                STATUSES[status],
                tuple(_linked(window, trigger, candidates)),
                trigger.score * likely,
            )
        )
    return found


def _linked(window: Window, trigger: Found, candidates: dict[LinkedRole, tuple[Found, ...]]) -> Iterable[Party]:
    for role in ROLES:
        if candidates[role]:
            row = window.linked(role, trigger)
            for one in candidates[role]:
                if row[one.first : one.last + 1].mean() > 0:
                    yield Party(role, one.span, one.score)
