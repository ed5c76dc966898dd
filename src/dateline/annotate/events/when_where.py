"""When and where an event is told to be: the expressions of its own clause, then of its sentence, then what went before.

Nearness is counted along the parse. A time or a place that stands with a verb of saying dates the saying: what is said
lies below a clause boundary, and that boundary is not crossed downward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from dateline.annotate.events.reading import PLACES, Reading
from dateline.annotate.events.word import Trigger, anchors
from dateline.text.happening import Role, Status, TimeExpression
from dateline.text.span import Evidence
from dateline.text.telling import ROOT
from dateline.text.when import Grain, When

CLAUSE, SENTENCE = 2.5, 9.0  # how far along the parse a clause, a sentence reach; see _UP and _DOWN
# What one step along the parse costs, away from the event's word and toward the time or place. None: not to be crossed.
_UP: dict[str, float | None] = {
    "ccomp": None, "parataxis": None, "csubj": None, "pcomp": 0.5, "xcomp": 0.5, "pobj": 0.25, "prep": 0.25, "agent": 0.25,
    "dobj": 0.5, "nsubj": 0.5, "nsubjpass": 0.5, "attr": 0.5, "conj": 1.5, "advcl": 2.0, "acl": 2.75, "relcl": 2.75, "compound": 0.25, "amod": 0.5,
}  # fmt: skip
_DOWN: dict[str, float | None] = {
    "ccomp": None, "parataxis": None, "relcl": None, "acl": None, "csubj": None, "conj": 3.0, "advcl": 4.0, "xcomp": 1.0, "pcomp": 1.5,
    "prep": 0.25, "pobj": 0.25, "npadvmod": 0.25, "advmod": 0.25, "dobj": 0.75, "nsubj": 1.5, "nsubjpass": 0.75, "attr": 0.75,
}  # fmt: skip
_NEAREST = 12  # times and places of a sentence that are weighed; more than that is a list
_DEPTH = 40
Item = TypeVar("Item")
_FINENESS = {"facility": 0, "place": 1, "country": 5}
# A town lies in its district, and that in its province: "in the town of Achi, in the department of Bolivar".
_COARSE = {"district": 2, "province": 3, "region": 4, "area": 4, "country": 4, "continent": 4}


@dataclass(frozen=True, slots=True)
class Dated:
    """When an event is, the time expression that says so, and why; `own` where its own clause says it."""

    when: When
    time: str | None
    because: Evidence
    own: bool = False


def path_cost(reading: Reading, event: int, other: int) -> float | None:
    """How far the other word is from the event's word along the parse; None where a boundary lies between."""
    up = {event: 0.0}
    at, cost = event, 0.0
    for _ in range(_DEPTH):
        token = reading.tokens[at]
        step = _UP.get(token.dep, 1.0)
        if token.head == at or step is None:
            break
        at, cost = token.head, cost + step
        up[at] = cost
    at, cost = other, 0.0
    for _ in range(_DEPTH):
        if at in up:
            return up[at] + cost
        token = reading.tokens[at]
        step = _DOWN.get(token.dep, 0.5)
        if token.head == at or step is None:
            return None
        at, cost = token.head, cost + step
    return None


def find_when(reading: Reading, trigger: Trigger, status: Status) -> Dated | None:
    """What the event's own sentence says of its time."""
    best: tuple[float, int, TimeExpression] | None = None
    named = _is_counted_from(reading, trigger) or _is_answered(reading, trigger)
    if named and trigger.form != "noun":
        return None
    perfect, around = _is_pluperfect(reading, trigger), anchors(reading, trigger)
    for head, time in _near(reading.times_in.get(reading.tokens[trigger.head].sentence, []), trigger.head):
        own = reading.tokens[trigger.head].head == head or _is_beside(reading, trigger, time)
        told = (
            own
            or any(reading.told_in[head] == reading.told_in[at] for at in around)
            or _hangs_on(reading, around, head)
            or _is_within_phrase(reading, trigger.head, head)
        )
        aside = reading.aside(head)
        if aside is not None and aside == trigger.head:
            continue
        told = told or aside is not None
        if time.when is None or not told or _is_of_another(reading, around, head):
            continue
        if named and not (_is_within_phrase(reading, trigger.head, head) or _is_beside(reading, trigger, time)):
            continue
        cost = 0.0 if own else _least(reading, around, head if aside is None else _told_by(reading, aside))
        if cost is None or cost > (
            CLAUSE if perfect or time.when.grain is Grain.VAGUE or status != "happened" else SENTENCE
        ):
            continue
        if (status == "planned" and _is_past(reading, time.when)) or (
            status == "happened" and _is_to_come(reading, time.when)
        ):
            continue
        if best is None or (cost, abs(head - trigger.head)) < best[:2]:
            best = (cost, abs(head - trigger.head), time)
    if best is None or best[2].when is None:
        return None
    level = "clause" if best[0] <= CLAUSE else "sentence"
    when = best[2].when
    if _is_beginning(reading, trigger, best[2]):
        when, level = _until_issue(reading, when), "since"
    return Dated(when, best[2].id, Evidence(f"events/when:{level}", best[2].id, best[2].span), level == "clause")


def _is_beginning(reading: Reading, trigger: Trigger, time: TimeExpression) -> bool:
    """ "have retaken forty villages since the siege began in May": the time is the first day that it can be."""
    words, inside = reading.modality.of("starts"), reading.tree.between(time.span)
    at = inside[0] if inside else trigger.head
    for _ in range(_DEPTH):
        token = reading.tokens[at]
        marks = reading.tree.children(at, "mark") if token.dep == "advcl" else ()
        if reading.lower[at] in words or any(reading.lower[kid] in words for kid in marks):
            return at != trigger.head and _is_perfect(reading, trigger)
        if token.head == at or at == trigger.head:
            return False
        at = token.head
    return False


def _is_perfect(reading: Reading, trigger: Trigger) -> bool:
    return any(token.lemma == "have" for token in reading.tree.auxiliaries(trigger.support or trigger.head))


def _until_issue(reading: Reading, when: When) -> When:
    """From the first of these days to the day of issue."""
    published = reading.record.article.published.when
    last = None if published is None else published.last
    if when.first is None or (last is not None and last < when.first):
        return when
    return When(when.first, last, Grain.DAY)


def _hangs_on(reading: Reading, around: tuple[int, ...], head: int) -> bool:
    """The event's own verb governs the time, though it stands before the words of saying: "In May, she said, they attacked"."""
    at = head
    for _ in range(3):
        token = reading.tokens[at]
        if token.dep not in ("pobj", "prep", "npadvmod", "advmod", "compound"):
            return False
        at = token.head
        if at in around:
            return True
    return False


def _told_by(reading: Reading, verb: int) -> int:
    """The head of what the verb of saying tells."""
    below = reading.tree.children(verb, "ccomp")
    return below[0] if below else reading.tokens[verb].head


def _least(reading: Reading, around: tuple[int, ...], head: int) -> float | None:
    """How far the word is from the nearest of these."""
    costs = [cost for at in around if (cost := path_cost(reading, at, head)) is not None]
    return min(costs, default=None)


def _is_counted_from(reading: Reading, trigger: Trigger) -> bool:
    """Another time is told from this event: "on Sunday, two days before the attack" does not date the attack."""
    token = reading.tokens[trigger.head]
    return token.dep in ("pobj", "pcomp", "advcl") and any(
        form in reading.modality.of("counted_from")
        for at in (token.head, *reading.tree.children(trigger.head, "mark"))
        for form in reading.forms(at)
    )


def _is_answered(reading: Reading, trigger: Trigger) -> bool:
    """The sentence tells what somebody did about the harm: "went on strike on Sunday in protest at the massacre" does not date it."""
    token = reading.tokens[trigger.head]
    before = reading.lower[token.head]
    harm = trigger.rule.kind in ("ASSAULT", "COERCE")
    return harm and trigger.form == "noun" and token.dep == "pobj" and before in reading.modality.of("answered")


def _is_of_another(reading: Reading, around: tuple[int, ...], head: int) -> bool:
    """The time is another noun's: "the deadliest since the mine disaster of 1987" dates the disaster. "The night of 9 May" is no other."""
    token = reading.tokens[head]
    before = reading.tokens[token.head]
    if token.dep != "pobj" or before.text.lower() not in reading.modality.of("belonging"):
        return False
    noun = reading.tokens[before.head]
    return noun.pos in ("NOUN", "PROPN") and before.head not in around and noun.label not in ("DATE", "TIME")


def _is_beside(reading: Reading, trigger: Trigger, time: TimeExpression) -> bool:
    """The time stands right behind the event's noun: "condemned the attacks today" dates the attacks."""
    after = trigger.head + 1
    return (
        trigger.form == "noun" and after < len(reading.tokens) and reading.tokens[after].span.start == time.span.start
    )


def _is_within_phrase(reading: Reading, event: int, head: int) -> bool:
    """The time belongs to a noun of the event's own phrases, whoever is said to tell of that noun: "killed in a May 3 strike"."""
    at = head
    for _ in range(8):
        if at == event:
            return True
        if reading.tokens[at].pos not in ("NOUN", "PROPN", "NUM", "ADP", "ADJ", "DET"):
            return False
        at = reading.tokens[at].head
    return False


def by_publication(reading: Reading, trigger: Trigger) -> Dated | None:
    """What is told in the past tense lies before the day of issue; more nobody says."""
    published = reading.record.article.published.when
    if published is not None and _is_done_by_saying(reading, trigger):
        teller = reading.statements.get(reading.told_in[trigger.head])
        if reading.told_in[trigger.head] == ROOT:
            return Dated(published, None, Evidence("events/when:publication", "done by saying it"))
        said = None if teller is None else teller.said
        note = Evidence("events/when:publication", "done by saying it" + ("" if said is None else f", {said}"))
        return Dated(When(None, published.last, Grain.DAY) if said is None else said, None, note)
    if published is None or published.last is None:
        return None
    if (
        not is_told_as_past(reading, trigger)
        and not _is_named_as_done(reading, trigger)
        and not _is_news(reading, trigger)
    ):
        return None
    teller = reading.statements.get(reading.told_in[trigger.head])
    if teller is not None and teller.said is not None and teller.said.last is not None:
        note = Evidence("events/when:publication", f"told as past when it was said, {teller.said}")
        return Dated(When(None, min(teller.said.last, published.last), Grain.DAY), None, note)
    return Dated(When(None, published.last, Grain.DAY), None, Evidence("events/when:publication", "told as past"))


def _is_done_by_saying(reading: Reading, trigger: Trigger) -> bool:
    """ "We call on both sides": the words themselves do it, when they are said; in the text's own voice, when it appears."""
    kinds = reading.modality.of("performed") | {"REQUEST"}
    if trigger.form != "verb" or trigger.rule.kind not in kinds:
        return False
    subject = reading.tree.subject(trigger.head)
    first = subject is not None and reading.lower[subject] in reading.modality.of("first_persons")
    return first and reading.tokens[trigger.head].tag == "VBP"


def _is_named_as_done(reading: Reading, trigger: Trigger) -> bool:
    """ "the murder of the editor", "the slain mayor": what has a name of its own, or has left its mark, lies behind us."""
    if reading.block_kind(trigger.head) in ("title", "heading"):
        return False
    token = reading.tokens[trigger.head]
    if trigger.form == "noun":
        kids = (reading.tokens[kid] for kid in reading.tree.children(trigger.head, "det", "poss", "prep"))
        words = reading.modality.of("definite")
        return any(kid.dep == "poss" or kid.text.lower() in words for kid in kids)
    return token.tag == "VBN" and token.dep in ("amod", "acl") and not reading.tree.children(trigger.head, "aux")


def is_told_as_past(reading: Reading, trigger: Trigger) -> bool:
    """The event's clause stands in a past or perfect tense, and in no headline."""
    if reading.block_kind(trigger.head) in ("title", "heading"):
        return False
    at = trigger.head
    for _ in range(8):
        token = reading.tokens[at]
        if token.tag.startswith("VB"):
            tags = {token.tag, *(each.tag for each in reading.tree.auxiliaries(at))}
            if "VBD" in tags or (token.tag == "VBN" and tags & {"VBZ", "VBP"} and not _is_present_passive(reading, at)):
                return True
            if tags & {"VBZ", "VBP", "MD"}:
                return False
        if token.head == at or token.dep == "ccomp":
            return False
        at = token.head
    return False


def _is_news(reading: Reading, trigger: Trigger) -> bool:
    """A headline's present, or its noun: "Minister tells airlines to wait" has happened when it is printed."""
    at = trigger.support or trigger.head
    if reading.block_kind(at) not in ("title", "heading"):
        return False
    token = reading.tokens[at]
    if trigger.form == "noun" and trigger.support is None:
        return not any(
            token.tag in ("VBZ", "VBP", "VBD", "MD", "TO")
            for token in (reading.tokens[each] for each in reading.tree.sentences[reading.tokens[at].sentence])
        )
    return token.tag in ("VBZ", "VBP") and not reading.tree.auxiliaries(at)


def find_place(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> tuple[str, Evidence] | None:
    """The entity where the event is told to be, by its own sentence; of several as near the finest."""
    own = [
        role.entity
        for role in roles
        if role.entity and (role.role == "place" or (role.role == "recipient" and trigger.rule.kind == "ASSAULT"))
        and reading.entities[role.entity].kind in PLACES - {"country"}
    ]  # fmt: skip
    own += _held(reading, trigger, roles)
    if own:
        return own[0], Evidence("events/where:role")
    options: list[tuple[int, int, float, str]] = []
    for head in _near(
        [(at, None) for at in reading.places_in.get(reading.tokens[trigger.head].sentence, [])], trigger.head
    ):
        cost = _place_cost(reading, trigger, head[0])
        entity = reading.mentions.entity(reading.mentions.at_token(head[0]))
        if cost is not None and cost <= SENTENCE and entity is not None:
            options.append((int(cost > CLAUSE), fineness(reading, entity.id), cost, entity.id))
    if not options:
        return None
    best = min(options)
    return best[3], Evidence("events/where:sentence" if best[0] else "events/where:clause")


def _held(reading: Reading, trigger: Trigger, roles: tuple[Role, ...]) -> list[str]:
    """The places whose part is fought for: "cleared half of the city", "took control of the port"."""
    found = []
    for role in roles if trigger.rule.kind == "ASSAULT" else ():
        inside = reading.tree.between(role.span) if role.role == "recipient" and role.entity is None else ()
        shared = [at for at in inside if reading.lemma(at) in reading.modality.of("shares")]
        goals = (goal for at in shared[:1] for prep, _, goal in reading.tree.prepositions(at) if prep == "of")
        entities = (reading.entity_of(goal) for goal in goals)
        found += [each.id for each in entities if each is not None and each.kind == "place"]
    return found


def _place_cost(reading: Reading, trigger: Trigger, head: int) -> float | None:
    """A place counts where a preposition of place leads to it, or where it stands before the event's noun."""
    at = head
    for _ in range(4):  # "in Mosul, Iraq", "in Baghdad and Basra"
        token = reading.tokens[at]
        if token.dep == "pobj":
            preposition = reading.lower[token.head]
            if preposition in reading.modality.of("doubled_places"):
                return _least(reading, anchors(reading, trigger), token.head)
            over = reading.tokens[token.head].head
            if preposition == "on" and trigger.rule.kind in ("ASSAULT", "OTHER") and _is_spot(reading, head):
                return path_cost(
                    reading, trigger.head, token.head
                )  # "on the pier", "on the island"; not "talks on Syria"
            if preposition == "of" and over == trigger.head:
                return 0.5
            at = over  # "the town of Sinjar"
        elif token.dep in ("appos", "conj", "nmod", "compound", "poss"):
            if token.head in trigger.tokens and token.dep != "poss":
                return 0.25
            at = token.head
        elif token.dep == "npadvmod":
            return path_cost(reading, trigger.head, at)
        else:
            return None
    return None


def _is_spot(reading: Reading, head: int) -> bool:
    entity = reading.mentions.entity(reading.mentions.at_token(head))
    return entity is not None and entity.kind in PLACES - {"country"}


def fineness(reading: Reading, id: str) -> int:
    """How small the place is, the smallest first: a facility, a town, a district, a province, a region, a country."""
    entity = reading.entities[id]
    if entity.kind == "place" and entity.place is not None and entity.place.precision in _COARSE:
        return _COARSE[entity.place.precision]
    return _FINENESS.get(entity.kind, 6)


def _near(items: Sequence[tuple[int, Item]], position: int) -> Sequence[tuple[int, Item]]:
    if len(items) <= _NEAREST:
        return items
    return sorted(items, key=lambda item: abs(item[0] - position))[:_NEAREST]


def _is_pluperfect(reading: Reading, trigger: Trigger) -> bool:
    return any(token.lemma == "have" and token.tag == "VBD" for token in reading.tree.auxiliaries(trigger.head))


def _is_present_passive(reading: Reading, verb: int) -> bool:
    """ "is killed" is a VBN with a present auxiliary too, but no perfect."""
    return not any(token.lemma == "have" for token in reading.tree.auxiliaries(verb))


def _is_to_come(reading: Reading, when: When) -> bool:
    published = reading.record.article.published.when
    return (
        published is not None and published.last is not None and when.first is not None and when.first > published.last
    )


def _is_past(reading: Reading, when: When) -> bool:
    published = reading.record.article.published.when
    return (
        published is not None and published.first is not None and when.last is not None and when.last < published.first
    )
