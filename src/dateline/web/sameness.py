"""Is it one event? The tellings that are taken for one, each of which may be another, and events near it that may be the same.

What stands near is weighed as the machine weighs it, with no threshold: a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from dateline.relate.dossier import Dossier, Happening
from dateline.relate.incidents import Incident, sentence
from dateline.relate.judgement import Pointer
from dateline.relate.same_event import Lexicon, weigh
from dateline.show.dates import in_words
from dateline.show.inert import one_line
from dateline.text.errors import BadQuery
from dateline.text.span import Span
from dateline.text.when import When
from dateline.web.marks import pieces

MOST_NEAR, MOST_TELLINGS, MOST_WEIGHED = 6, 60, 400
NEAR = timedelta(days=3)
SHORT = 90  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """One event to choose, by its id: the sentence that tells it in pieces, who tells it and when it was, and how many articles do."""

    id: str
    pieces: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    told: int = 1


@dataclass(frozen=True, slots=True)
class Sameness:
    """What can be said: which of the tellings is another event, which of the others is the same; `seen` is the last judgement so far."""

    tellings: tuple[Choice, ...]
    near: tuple[Choice, ...]
    seen: int


def sameness(dossier: Dossier, happening: Happening, seen: int) -> Sameness:
    """What a person can choose from on the event's page."""
    tellings = tuple(_telling(dossier, each) for each in happening.incidents[:MOST_TELLINGS])
    near = tuple(_happening(dossier, each) for each in _near(dossier, happening))
    return Sameness(tellings if len(happening.incidents) > 1 else (), near, seen)


@dataclass(frozen=True, slots=True)
class Parted:
    """A telling that is of another event: the tellings that it is to be judged different from, and an event that keeps the page."""

    telling: Pointer
    apart: tuple[Pointer, ...]
    rest: Pointer


def parted(dossier: Dossier, telling: Pointer, page: Pointer) -> Parted:
    """How a telling is made to stand apart; `page` is the event that was looked at.

    It is judged different from those that a judgement joins it with: with none of these left, nothing leads from it to the rest.
    """
    own = _incident(dossier, telling)
    others = [each for each in dossier.happening(telling).incidents if each.pointer != own.pointer]
    if not others:
        raise BadQuery(f"{telling}: stands apart already; nothing else is taken for the same event")
    joined = {end for each in dossier.folded.standing if each.joins and own.pointer in each.pair for end in each.pair}
    apart = tuple(each.pointer for each in others if each.pointer in joined) or (others[0].pointer,)
    kept = page if _incident(dossier, page).pointer != own.pointer else others[0].pointer
    return Parted(own.pointer, apart, kept)


def address_of(words: str) -> str:
    """The event that somebody typed or pasted: 12/e@16, or the address of its page.

    >>> address_of(" 12/e@16 "), address_of("http://127.0.0.1:8123/e/12/e%4016#said-h"), address_of("e/4/e@96")
    ('12/e@16', '12/e@16', '4/e@96')
    """
    plain = words.strip().partition("#")[0].partition("?")[0].replace("%40", "@").rstrip("/")
    parts = plain.split("/")
    return "/".join(parts[-2:]) if len(parts) > 2 else plain


def _incident(dossier: Dossier, event: Pointer) -> Incident:
    """The telling that the event is a mention of."""
    for each in dossier.incidents:
        if each.pointer.article == event.article and any(told.id == event.finding for told in each.mentions):
            return each
    raise BadQuery(f"{event}: there is no such event; look at the page again")


def _telling(dossier: Dossier, incident: Incident) -> Choice:
    return _choice(dossier, incident.pointer, in_words(incident.when), 1)


def _happening(dossier: Dossier, happening: Happening) -> Choice:
    when, where = in_words(happening.when), _name_of_place(dossier, happening)
    return _choice(dossier, happening.id, ", ".join(filter(None, (when, where))), len(happening.articles))


def _choice(dossier: Dossier, pointer: Pointer, note: str, told: int) -> Choice:
    article = dossier.records[pointer.article].article
    outlet = one_line(article.outlet or f"article {pointer.article}", SHORT)
    return Choice(str(pointer), tuple(_sentence(dossier, pointer)), tuple(filter(None, (outlet, note))), told)


def _sentence(dossier: Dossier, pointer: Pointer) -> Iterator[tuple[str, str]]:
    """The sentence that tells it, or as much of it as a line has room for on both sides of the event's own words."""
    record = dossier.records[pointer.article]
    span = next(event.span for event in record.events if event.id == pointer.finding)
    whole, text = sentence(record, span), record.article.text
    start = max(whole.start, span.start - SHORT // 2)
    end = min(whole.end, max(span.end, start + SHORT))
    while whole.start < start < span.start and text[start - 1].isalnum():
        start += 1
    while span.end < end < whole.end and not text[end].isspace():
        end -= 1
    yield ("… " if start > whole.start else ""), ""
    yield from pieces(text, Span(start, end), [(span, pointer.finding)])
    yield ("…" if end < whole.end else ""), ""


def _name_of_place(dossier: Dossier, happening: Happening) -> str:
    """The place as the first article that tells it writes it."""
    for incident in happening.incidents:
        record = dossier.records[incident.pointer.article]
        place = next((found for event in incident.mentions if (found := record.entity(event.place))), None)
        if place is not None:
            return one_line(place.known_as or place.name, SHORT)
    return ""


def _near(dossier: Dossier, happening: Happening) -> list[Happening]:
    """Other events that share a party, a place or a sort of act with it and are not told of other days, the likest first."""
    told_apart = {
        end for each in dossier.folded.standing if each.by_person and each.verdict == "no" for end in each.pair
        if {incident.pointer for incident in happening.incidents} & set(each.pair)
    }  # fmt: skip
    found = [
        each
        for each in dossier.happenings
        if each.id != happening.id and each.id not in told_apart and _may_be(happening, each)
    ]
    if not found:
        return []
    lexicon = Lexicon.of(dossier.incidents)
    first = happening.incidents[0]
    found.sort(key=lambda each: (-_shared(happening, each), each.id))
    likeness = {each.id: weigh(first, each.incidents[0], lexicon).total for each in found[:MOST_WEIGHED]}
    return sorted(found[:MOST_WEIGHED], key=lambda each: (-likeness[each.id], each.id))[:MOST_NEAR]


def _may_be(one: Happening, other: Happening) -> bool:
    return _shared(one, other) > 0 and _days_meet(one.when, other.when)


def _shared(one: Happening, other: Happening) -> int:
    """How many of party, place and sort of act the two have in common."""
    acts = [frozenset(kind for each in told.incidents for kind in each.kinds) - {"OTHER"} for told in (one, other)]
    violent = [any(each.violent for each in told.incidents) for told in (one, other)]
    return (
        2 * (not one.parties.isdisjoint(other.parties))
        + 2 * bool(one.place and one.place == other.place)
        + (not acts[0].isdisjoint(acts[1]) or all(violent))
    )


def _days_meet(one: When | None, other: When | None) -> bool:
    ends = [(each.first, each.last) for each in (one, other) if each and each.first and each.last]
    if len(ends) < 2:
        return True
    (a, b), (c, d) = ends
    return (c - b) <= NEAR and (a - d) <= NEAR
