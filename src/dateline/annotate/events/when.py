"""When an event is told to be: the expressions of its own clause, then of its sentence, then the day of issue.

A time that stands with a verb of saying dates the saying.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.annotate.events.nearness import CLAUSE, SENTENCE, least, near
from dateline.annotate.events.reading import Reading
from dateline.annotate.events.word import Trigger, anchors
from dateline.text.happening import Status, TimeExpression
from dateline.text.span import Evidence
from dateline.text.telling import ROOT
from dateline.text.when import Grain, When

_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Dated:
    """When an event is, the time expression that says so, and why; `own` where its own clause says it."""

    when: When
    time: str | None
    because: Evidence
    own: bool = False


def find_when(reading: Reading, trigger: Trigger, status: Status) -> Dated | None:
    """What the event's own sentence says of its time."""
    best: tuple[float, int, TimeExpression] | None = None
    named = _is_counted_from(reading, trigger) or _is_answered(reading, trigger)
    if named and trigger.form != "noun":
        return None
    perfect, around = _is_pluperfect(reading, trigger), anchors(reading, trigger)
    for head, time in near(reading.times_in.get(reading.tokens[trigger.head].sentence, []), trigger.head):
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
        cost = 0.0 if own else least(reading, around, head if aside is None else _told_by(reading, aside))
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
