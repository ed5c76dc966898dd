"""Which source gives which value: tables of days, places, actors, figures and names for one event.

Two values that differ may still agree: one is rougher (2017 and 2017-11-19), one counts a part (civilians, all), one is older
(a toll that rises). Only what is left is a conflict. No value is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from dateline.knowledge.folding import fold
from dateline.languages import word_list
from dateline.languages.figures import figure_words
from dateline.relate.incidents import TOLL, Incident, language
from dateline.relate.independence import Origin, Sources, Told, source_key
from dateline.relate.same_name import Names
from dateline.text.happening import Figure
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.when import When

Aspect = Literal[
    "day", "place", "actor", "recipient", "word", "dead", "injured", "missing", "arrested", "abducted", "displaced"
]
Relation = Literal["same", "precision", "scope", "update", "conflict"]
COMPARED = 60  # values of one aspect that are held against each other: every two of them are a difference
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Given:
    """One value as one source gives it: the origin's key, the article, when it was told, and on which characters it stands."""

    value: str
    origin: str
    article: str
    told: date | None
    span: Span
    low: int | None = None
    high: int | None = None
    scope: str = ""
    when: When | None = None
    within: frozenset[str] = frozenset()
    site: bool = False  # a building or the like, of which nobody says where it lies


@dataclass(frozen=True, slots=True)
class Row:
    """One value and all who give it."""

    value: str
    given: tuple[Given, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """Keys of the origins, each once."""
        return tuple(dict.fromkeys(each.origin for each in self.given))


@dataclass(frozen=True, slots=True)
class Difference:
    """What two rows (by their values) are to each other, and why."""

    left: str
    right: str
    relation: Relation
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """All values of one aspect, in the order in which they were first told, and how they differ."""

    aspect: Aspect
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """The differences that nothing explains."""
        return tuple(each for each in self.differences if each.relation == "conflict")


def compare(group: Sequence[Incident], told: Told, sources: Sources) -> tuple[Table, ...]:
    """The tables of one event that have a row; those with one row alone included, for that is agreement."""
    places = {(telling.article, telling.event): origin for origin in sources.origins for telling in origin.tellings}
    given: dict[Aspect, list[Given]] = {}
    for incident in group:
        record = told.records[incident.pointer.article]
        for aspect, each in _values(incident, record, places):
            given.setdefault(aspect, []).append(each)
    return tuple(_table(aspect, given[aspect]) for aspect in sorted(given))


def _table(aspect: Aspect, given: list[Given]) -> Table:
    given.sort(key=lambda each: (each.told or date.max, each.article, each.span))
    rows: dict[str, list[Given]] = {}
    for each in given:
        rows.setdefault(each.value, []).append(each)
    made = tuple(Row(value, tuple(held)) for value, held in rows.items())
    differ = _DIFFER.get(aspect, _figures)
    held = most_given(made, COMPARED)
    return Table(aspect, made, tuple(Difference(a.value, b.value, *differ(a, b)) for a, b in combinations(held, 2)))


def most_given(rows: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    """Of too many values those that most origins give, in the order in which they stood."""
    if len(rows) <= most:
        return rows
    places = sorted(range(len(rows)), key=lambda place: -len(rows[place].origins))[:most]
    return tuple(rows[place] for place in sorted(places))


def _values(
    incident: Incident, record: Record, origins: dict[tuple[str, str], Origin]
) -> Iterator[tuple[Aspect, Given]]:
    article = incident.pointer.article
    published = record.article.published.when
    day = published.last if published else None
    for event in incident.mentions:
        origin = origins.get((article, event.id))
        key = origin.key if origin else ""
        if event.when and event.when.first and event.when.last:
            yield "day", Given(str(event.when), key, article, day, event.span, when=event.when)
        place = record.entity(event.place)
        if place is not None:
            within = frozenset(map(fold, place.place.within)) if place.place else frozenset()
            site = place.kind == "facility" and not within
            yield "place", Given(place.name, key, article, day, event.span, within=within, site=site)
        for role in event.roles:
            entity = record.entity(role.entity)
            if entity is not None and role.role in ("actor", "recipient"):
                aspect: Aspect = "actor" if role.role == "actor" else "recipient"
                yield aspect, Given(entity.known_as or entity.name, key, article, day, role.span)
        yield "word", Given(event.lemma, key, article, day, event.span)
    for figure in incident.figures:
        if figure.counts in TOLL:
            yield from _figure(figure, incident, record, origins)


def _figure(
    figure: Figure, incident: Incident, record: Record, origins: dict[tuple[str, str], Origin]
) -> Iterator[tuple[Aspect, Given]]:
    """A count, told by whoever tells the characters that it stands on."""
    article = incident.pointer.article
    event = next((each for each in incident.mentions if figure.id in each.figures), None)
    origin = origins.get((article, event.id)) if event else None
    key = origin.key if origin else _teller(record, figure.span)
    published = record.article.published.when
    aspects: dict[str, Aspect] = {
        "dead": "dead", "injured": "injured", "missing": "missing", "arrested": "arrested", "abducted": "abducted", "displaced": "displaced",
    }  # fmt: skip
    yield aspects[figure.counts], Given(
        _bounds(figure), key, article, published.last if published else None, figure.span, figure.low, figure.high,
        _scope(record, figure.span),
    )  # fmt: skip


def _teller(record: Record, span: Span) -> str:
    statement = record.teller(span)
    key = source_key(record, statement)[0] if statement is not None else ""
    return key or f"outlet {fold(record.article.outlet or '')}"


def _bounds(figure: Figure) -> str:
    """The count as its bounds: "14", "12 or more", "up to 20", "20 to 30"."""
    match figure.low, figure.high:
        case low, None:
            return f"{low} or more"
        case None, high:
            return f"up to {high}"
        case low, high if low == high:
            return str(low)
        case low, high:
            return f"{low} to {high}"
    return ""


def _scope(record: Record, span: Span) -> str:
    """Who is counted, where it is not everybody: "civilians", "guards"."""
    code = language(record)
    passed = (
        word_list(code, "relate", "scope", "whole") | word_list(code, "relate", "scope", "passing") | _numbers(code)
    )
    words = [fold(word) for word in _WORD.findall(record.article.quote(span))]
    return " ".join(word for word in words if word not in passed)


def _numbers(code: str) -> frozenset[str]:
    words = figure_words(code)
    return frozenset((*words.number, *words.multiple, *words.vague))


def _days(one: Row, other: Row) -> tuple[Relation, str]:
    a, b = one.given[0].when, other.given[0].when
    if a is not None and b is not None and (a.holds(b) or b.holds(a)):
        return "precision", "one period lies within the other"
    if a is not None and b is not None and a.overlaps(b):
        return "precision", "the periods share days"
    return "conflict", "no day is in both"


def _places(one: Row, other: Row) -> tuple[Relation, str]:
    for part, whole in ((one, other), (other, one)):
        if any(fold(whole.value) in each.within for each in part.given):
            return "precision", f"{part.value} lies in {whole.value}"
    for part, whole in ((one, other), (other, one)):
        if all(each.site for each in part.given) and not any(each.site for each in whole.given):
            return "precision", f"{part.value} is a site that may lie in {whole.value}"
    return "conflict", "neither is known to lie in the other"


def _parties(one: Row, other: Row) -> tuple[Relation, str]:
    a, b = set(_WORD.findall(fold(one.value))), set(_WORD.findall(fold(other.value)))
    if a < b or b < a:
        return "precision", "one name is part of the other"
    if {each.article for each in one.given} & {each.article for each in other.given}:
        return "scope", "one article names both"
    return "conflict", "no article names both"


def _words(one: Row, other: Row) -> tuple[Relation, str]:
    return "same", f"another word for it than {other.value}" if one.value != other.value else ""


def _figures(one: Row, other: Row) -> tuple[Relation, str]:
    a, b = one.given[0], other.given[0]
    if _meet(a, b):
        return "precision", "one number satisfies both"
    small, large = (one, other) if _size(a) <= _size(b) else (other, one)
    scopes = {each.scope for each in small.given}
    larger = {each.scope for each in large.given} - {""}
    if all(scopes) and not {each.scope for each in large.given} & scopes:
        return "scope", f"counts {', '.join(sorted(scopes))} only"
    last_small = max((each.told for each in small.given if each.told), default=None)
    first_large = min((each.told for each in large.given if each.told), default=None)
    if last_small and first_large and last_small < first_large:
        return "update", f"told until {last_small}; the higher one from {first_large}"
    if larger and not scopes - {""}:
        return "conflict", f"the higher one counts {', '.join(sorted(larger))} only, who are among all"
    return "conflict", "no number satisfies both, and both are still told when the other is"


def _meet(a: Given, b: Given) -> bool:
    low = max(a.low or 0, b.low or 0)
    high = min((each.high for each in (a, b) if each.high is not None), default=low)
    return low <= high


def _size(given: Given) -> int:
    return given.low if given.low is not None else given.high or 0


_DIFFER = {"day": _days, "place": _places, "actor": _parties, "recipient": _parties, "word": _words}


@dataclass(frozen=True, slots=True)
class Called:
    """What an outlet calls somebody: the words, who says them (an origin's key), whether they are loaded, and where they stand."""

    words: str
    outlet: str
    origin: str
    leaning: str
    article: str
    span: Span


def names_used(records: Mapping[str, Record], name: str, alike: Names) -> tuple[Called, ...]:
    """Every name, noun and loaded word that the articles use of one entity (by its name in any of them); `alike` says which names are one."""
    found: list[Called] = []
    called = alike.calling(name)
    for key, record in records.items():
        held = {each.id for each in record.entities if called(each)}
        spans = [(m.span, "") for m in record.mentions if m.entity in held and m.form in ("name", "nominal")]
        spans += [(w.span, w.leaning) for w in record.wording if w.target in held]
        found += [_called(record, key, span, leaning) for span, leaning in sorted(spans)]
    return tuple(found)


def _called(record: Record, key: str, span: Span, leaning: str) -> Called:
    return Called(record.article.quote(span), record.article.outlet or key, _teller(record, span), leaning, key, span)
