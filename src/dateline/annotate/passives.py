"""Killings told without the killer or the killing: "two guards were killed", where the same voice, or the outlet, names elsewhere
who killed them, and "two guards died in the raid".

A killer whom only somebody quoted names is not known to the outlet, so nothing is found then. Nothing here knows a party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dateline.annotate.mentions import Mentions
from dateline.annotate.tree import Tree
from dateline.languages import word_list
from dateline.text.happening import Event
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import ROOT, Wording

_TOLD_AS_DONE = frozenset({"happened", "ongoing"})
_ATTACKERS = frozenset({"person", "group", "armed_group", "organization", "government", "country"})
_FINITE = frozenset({"VBD", "VBN", "VBP", "VBZ"})


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


def find_deaths(record: Record, tree: Tree, mentions: Mentions, told_in: Sequence[str]) -> Iterator[Wording]:
    """Deaths by a weapon told as if nobody killed: "three children died in an air strike", "lost their lives in the raid"."""
    actors = {at: _actor(event) for event in record.events for at in tree.between(event.span)}
    prepositions = _dying(record, "prepositions")
    for verb, last in _deaths(record, tree):
        causes = (goal for preposition, _, goal in tree.prepositions(verb) if preposition in prepositions)
        cause = next((goal for goal in causes if _is_attack(record, tree, goal)), None)
        if cause is None:
            continue
        span = tree.span((verb, last))
        near = tree.children(cause, "poss", "amod", "nmod", "compound")
        near += [goal for preposition, _, goal in tree.prepositions(cause) if preposition == "by"]
        named = (mentions.entity(mentions.at_token(kid)) for kid in near)
        attacker = actors.get(cause) or next(
            (entity.id for entity in named if entity and entity.kind in _ATTACKERS), None
        )
        note = f"what they died of: “{record.article.quote(tree.phrase(cause))}”"
        yield Wording(
            id=f"w@{span.start}",
            span=span,
            leaning="euphemism",
            neutral="killed",
            target=attacker,
            said_in=told_in[verb],
            because=(Evidence(f"{record.article.language}/passives:dying", note, tree.phrase(cause)),),
        )


def _deaths(record: Record, tree: Tree) -> Iterator[tuple[int, int]]:
    """The finite verbs of dying, each with the last token of its wording: "died", "lost their | lives"."""
    verbs, losing, lost = (_dying(record, key) for key in ("verbs", "losing", "lost"))
    for at, token in enumerate(record.tokens):
        if token.tag not in _FINITE:
            continue
        if token.lemma in verbs:
            yield at, at
        elif token.lemma in losing:
            yield from ((at, kid) for kid in tree.children(at, "dobj") if record.tokens[kid].lemma in lost)


def _is_attack(record: Record, tree: Tree, noun: int) -> bool:
    """The noun tells of an attack; "fire" and "strike" only with the weapon before them."""
    lemma = record.tokens[noun].lemma
    if lemma not in _dying(record, "causes"):
        return False
    kinds = _dying(record, "kinds")
    return lemma not in _dying(record, "unclear") or any(
        record.tokens[kid].text.lower() in kinds for kid in tree.children(noun)
    )


def _dying(record: Record, key: str) -> frozenset[str]:
    return word_list(record.article.language, "passives", "dying", key)


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
