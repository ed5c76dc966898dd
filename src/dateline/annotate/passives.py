"""Killings told without the killer: "two guards were killed", where the same voice, or the outlet, names elsewhere who killed them.

A killer whom only somebody quoted names is not known to the outlet, so nothing is found then. Nothing here knows a party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dateline.annotate.tree import Tree
from dateline.languages import word_list
from dateline.text.happening import Event
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import ROOT, Wording

_TOLD_AS_DONE = frozenset({"happened", "ongoing"})


def find_passives(record: Record, tree: Tree, told_in: Sequence[str]) -> list[Wording]:
    """The agentless passives of killing whose killer is told elsewhere in the article."""
    verbs = word_list(record.article.language, "passives", "killing", "verbs")
    killers = _killers(record, verbs)
    names = {entity.id: entity.name for entity in record.entities}
    found = []
    for event in record.events:
        if event.lemma not in verbs or _actor(event) is not None or event.status not in _TOLD_AS_DONE:
            continue
        verb = next((at for at in tree.between(event.span) if tree.is_passive(at)), None)
        if verb is None or tree.agent(verb) is not None:
            continue
        known = {
            killer: other
            for key in _keys(event)
            for killer, other in killers.get(key, ())
            if other.told_in in (event.told_in, ROOT) and other.id != event.id
        }
        if len(known) != 1:
            continue
        ((killer, other),) = known.items()
        words = record.article.quote(event.span)
        note = f"the killer is named in “{record.article.quote(other.span)}” ({other.id})"
        found.append(
            Wording(
                id=f"w@{event.span.start}",
                span=event.span,
                leaning="euphemism",
                neutral=f"{words} by {names.get(killer, killer)}",
                target=killer,
                said_in=told_in[verb],
                because=(Evidence(f"{record.article.language}/passives:killing", note, other.span),),
            )
        )
    return found


def _killers(record: Record, verbs: frozenset[str]) -> dict[str, list[tuple[str, Event]]]:
    """Who killed, by the event and by who was killed."""
    found: dict[str, list[tuple[str, Event]]] = defaultdict(list)
    for event in record.events:
        killer = _actor(event)
        if killer is not None and event.lemma in verbs and event.status in _TOLD_AS_DONE:
            for key in _keys(event):
                found[key].append((killer, event))
    return found


def _keys(event: Event) -> set[str]:
    killed = {role.entity for role in event.roles if role.role == "recipient" and role.entity}
    return {event.same_as or event.id, *killed}


def _actor(event: Event) -> str | None:
    return next((role.entity for role in event.roles if role.role == "actor" and role.entity), None)
