"""How well events are found on marked passages: triggers, kinds, modes, status and roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from passages import Happening, Passage

from dateline.annotate.occurrences import ROLES, Occurrence
from dateline.text.span import Span

Pair = tuple[Sequence[Happening], Sequence[Occurrence]]  # what a text has marked, and what is found in it


def f1(right: int, found: int, marked: int) -> float:
    """The harmonic mean of precision and recall, in percent."""
    return 200 * right / (found + marked) if found + marked else 0.0


def trigger_f1(pairs: Iterable[Pair], *, of_kind: bool = False) -> float:
    """F1 of the triggers, matched one to one where they overlap; of_kind: only those of the same kind are right."""
    counts: Counter[str] = Counter()
    for marked, found in pairs:
        matched = matches(marked, found)
        counts["right"] += sum(not of_kind or one.kind == other.kind for one, other in matched)
        counts["marked"] += len(marked)
        counts["found"] += len(found)
    return f1(counts["right"], counts["found"], counts["marked"])


def role_f1(pairs: Iterable[Pair], roles: Iterable[str] = ROLES) -> dict[str, float]:
    """By role the F1 of the phrases linked to a trigger, right where trigger and phrase overlap those marked."""
    counts: Counter[tuple[str, str]] = Counter()
    asked = tuple(roles)
    for marked, found in pairs:
        for role in asked:
            counts[role, "marked"] += sum(len(one.roles.get(role, ())) for one in marked)
            counts[role, "found"] += sum(party.role == role for one in found for party in one.parties)
        for one, other in matches(marked, found):
            for role in asked:
                given = [party.span for party in other.parties if party.role == role]
                counts[role, "right"] += len(_pairs(one.roles.get(role, ()), given))
    return {role: f1(counts[role, "right"], counts[role, "found"], counts[role, "marked"]) for role in asked}


def table(passages: list[Passage], found: list[Sequence[Occurrence]]) -> dict[str, object]:
    """All scores, in percent; kind, mode and status given the trigger."""
    pairs = [(passage.happenings, one) for passage, one in zip(passages, found, strict=True)]
    matched = [match for marked, one in pairs for match in matches(marked, one)]
    kinds = sorted({happening.kind for passage in passages for happening in passage.happenings})
    by_kind = {
        kind: trigger_f1(
            [([h for h in marked if h.kind == kind], [o for o in one if o.kind == kind]) for marked, one in pairs]
        )
        for kind in kinds
    }
    with_mode = [(one, other) for one, other in matched if one.kind == other.kind and "/" in one.mode]
    told = [(one, other) for one, other in matched if one.status != "happened"]
    return {
        "passages": len(passages),
        "marked": sum(len(passage.happenings) for passage in passages),
        "found": sum(map(len, found)),
        "trigger F1": round(trigger_f1(pairs), 1),
        "trigger and kind F1": round(trigger_f1(pairs, of_kind=True), 1),
        "macro-F1 of the kinds": round(sum(by_kind.values()) / len(by_kind), 1),
        "kind right": _share(one.kind == other.kind for one, other in matched),
        "mode right, of those that have one": _share(
            one.mode == f"{other.kind}/{other.mode}" for one, other in with_mode
        ),
        "status right": _share(one.status == other.status for one, other in matched),
        "status right, of those that did not simply happen": _share(one.status == other.status for one, other in told),
        "role F1": {role: round(score, 1) for role, score in role_f1(pairs).items()},
        "by kind": {kind: round(score, 1) for kind, score in by_kind.items()},
    }


def matches(marked: Sequence[Happening], found: Sequence[Occurrence]) -> list[tuple[Happening, Occurrence]]:
    """Triggers that overlap, each used once, the earliest first."""
    numbers = _pairs([one.trigger for one in marked], [one.span for one in found])
    return [(marked[one], found[other]) for one, other in numbers]


def _pairs(marked: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    free = set(range(len(found)))
    matched = []
    for number, span in enumerate(marked):
        at = next((at for at in sorted(free) if found[at].overlaps(span)), None)
        if at is not None:
            free.remove(at)
            matched.append((number, at))
    return matched


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return round(100 * sum(listed) / len(listed), 1) if listed else 0.0
