"""What happened: time expressions, events with their roles, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT
from dateline.text.when import When

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
AnchorKind = Literal["publication", "time", "event", "statement", "calendar"]
RoleName = Literal["actor", "recipient", "instrument", "place", "addressee", "beneficiary", "topic"]
Vouched = Literal["claimed", "accused", "accused_by_authorities", "possible", "denied"]
Status = Literal["happened", "ongoing", "planned", "possible", "hypothetical", "denied", "did_not_happen"]
Counts = Literal[
    "dead", "injured", "missing", "arrested", "abducted", "displaced", "people", "money", "weapons", "other"
]
EventKind = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "OTHER",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timex:
    """The expression in TimeML's TIMEX3 terms (ISO-TimeML, 2009): type, value, modifier."""

    type: TimexType
    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a time is counted from; `id` is the time, event or statement, None for publication and calendar."""

    to: AnchorKind
    id: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time. `when` is None for durations, repeated times and times that cannot be resolved."""

    id: str
    span: Span
    when: When | None
    timex: Timex | None
    anchor: Anchor = Anchor("calendar")
    alternatives: tuple[When, ...] = ()
    flags: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Who or what takes part in an event, and as what. `entity` is an entity id or None; `span` the words.

    `vouched` is how an actor is held responsible where the text does not simply say that he acted: he claims it, or is accused.
    """

    role: RoleName
    span: Span
    entity: str | None = None
    vouched: Vouched | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is told to happen. `span` is the trigger; `kind` is a PLOVER type (or OTHER) and `mode` its mode.

    `time` is the id of the time expression it hangs on, `place` an entity id, `told_in` the innermost statement that holds it,
    `same_as` the first mention of the same event, `figures` the ids of its counts.
    """

    id: str
    span: Span
    kind: EventKind
    lemma: str
    mode: str | None = None
    roles: tuple[Role, ...] = ()
    when: When | None = None
    time: str | None = None
    place: str | None = None
    status: Status = "happened"
    told_in: str = ROOT
    same_as: str | None = None
    part_of: str | None = None
    main: bool = False
    figures: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()

    def fillers(self, role: RoleName) -> tuple[Role, ...]:
        """Those who take part as `role`."""
        return tuple(part for part in self.roles if part.role == role)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count in the text: of what, at least `low` and at most `high` (None = open). `event` is an event id."""

    id: str
    span: Span
    counts: Counts
    low: int | None
    high: int | None
    event: str | None = None
