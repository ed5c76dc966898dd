"""The dossier: what many articles say together, computed from records and judgements and from nothing else.

Whatever joins two things in it is a judgement that stands beside the records; with one more judgement the dossier is computed
again (`judged`), with the records read and the machine's own judgements kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.relate.conflicts import Called, Table, compare, names_used
from dateline.relate.copies import Copy, find_copies
from dateline.relate.incidents import Incident, incidents
from dateline.relate.independence import Sources, Told, count_sources
from dateline.relate.judgement import Folded, Judgement, Pointer, article_key, fold
from dateline.relate.same_event import judge_events
from dateline.relate.same_name import Names, key_of, names_said
from dateline.text.happening import Event
from dateline.text.record import Record
from dateline.text.telling import Statement
from dateline.text.when import When

NOTHING = Folded()
NOBODY = Told({}, {})
AS_SPELLED = Names()


A_YEAR = 366  # days


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain of sources: the statement, and the article it stands in."""

    article: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as the dossier has it: the incidents that are one, by the earliest of them, and when and where it was.

    `when` is the day that most origins give, `place` the name; both only to put it in order, the tables tell who says what.
    """

    id: Pointer
    incidents: tuple[Incident, ...]
    when: When | None
    place: str

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that tell of it, each once."""
        return tuple(dict.fromkeys(incident.pointer.article for incident in self.incidents))

    @property
    def real(self) -> bool:
        """Somebody tells that it happened: it is not only planned or feared."""
        return any(incident.real for incident in self.incidents)

    @property
    def parties(self) -> frozenset[str]:
        """All who are named on either side, in any article."""
        return frozenset().union(*(incident.parties for incident in self.incidents))


@dataclass(frozen=True, slots=True)
class Dossier:
    """Records by their keys, the incidents in them, the copies that were found, and all judgements, the machine's first.

    The rest is computed from these: what the judgements fold to, the happenings by their days, who copied which words, and which names
    are one.
    """

    records: Mapping[str, Record]
    incidents: tuple[Incident, ...] = ()
    copies: tuple[Copy, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    folded: Folded = NOTHING
    happenings: tuple[Happening, ...] = ()
    told: Told = NOBODY
    alike: Names = AS_SPELLED

    def judged(self, *judgements: Judgement) -> Dossier:
        """The dossier with these judgements said after all others."""
        return _computed(replace(self, judgements=(*self.judgements, *judgements)))

    def copy_groups(self) -> tuple[tuple[str, ...], ...]:
        """Keys of the articles that carry one text."""
        return tuple(tuple(thing.article for thing in group) for group in self.folded.about("copy"))

    def timeline(
        self, *, about: str = "", first: date | None = None, last: date | None = None, place: str = ""
    ) -> tuple[Happening, ...]:
        """What is dated, the earliest first; `about` a party's or a place's name, `first` to `last` the days, `place` where.

        A period of more than a year that begins before `first` is left out: it says nothing of these days.
        """
        party, where = self._keys(about), self._keys(place)
        return tuple(
            each
            for each in self.happenings
            if each.when and _lies(each.when, first, last) and _about(each, party) and _at(each, where)
        )

    def happening(self, event: Pointer) -> Happening:
        """The happening that the event or incident is part of; KeyError if there is none."""
        for each in self.happenings:
            for incident in each.incidents:
                if event.article == incident.pointer.article and any(
                    event.finding == told.id for told in incident.mentions
                ):
                    return each
        raise KeyError(f"no event {event} in the dossier")

    def sources(self, happening: Happening) -> Sources:
        """Articles, outlets, origins, and those that are no party, of one event."""
        return count_sources(happening.incidents, self.told)

    def tables(self, happening: Happening, sources: Sources | None = None) -> tuple[Table, ...]:
        """Who gives which day, place, party, figure and word; `sources` are the event's, where they are known already."""
        return compare(happening.incidents, self.told, sources or self.sources(happening))

    def who_says(self, happening: Happening) -> Iterator[tuple[Event, tuple[Link, ...]]]:
        """Each mention with its chain of sources, from the outlet down, on through the article that its words are copied from."""
        for incident in happening.incidents:
            for event in incident.mentions:
                yield event, tuple(self._chain(incident.pointer.article, event))

    def names(self, name: str) -> tuple[Called, ...]:
        """What each outlet calls somebody, and whose word it is."""
        return names_used(self.records, name, self.alike)

    def _keys(self, name: str) -> frozenset[str]:
        """The name and those that are one with it, as parties and places go by them; none where none is asked for."""
        return frozenset(filter(None, map(key_of, self.alike.spellings(name))))

    def _chain(self, article: str, event: Event) -> Iterator[Link]:
        root = self.told.root(article, event.span)
        if root != article:
            yield from (Link(article, each) for each in self.records[article].statements[:1])
        for statement in self.records[article].chain(event.told_in):
            yield Link(root if statement.manner == "own_voice" else article, statement)


def relate(
    records: Sequence[Record],
    judgements: Iterable[Judgement] = (),
    keys: Sequence[str] | None = None,
    told: Callable[[Record, str], tuple[Incident, ...]] = incidents,
) -> Dossier:
    """What the records say together. `judgements` are those of people, or of an earlier run; `keys` the names the articles go by.

    Of records with one key the last stands: it is the same article, read again. `told` gives the incidents of a record, for one
    who keeps them.
    """
    named = [article_key(record.article) for record in records] if keys is None else list(keys)
    by_key = dict(zip(named, records, strict=True))
    found = tuple(incident for key, record in by_key.items() for incident in told(record, key))
    copies = find_copies([record.article for record in by_key.values()], list(by_key))
    texts = {key: record.article.text for key, record in by_key.items()}
    machine = (*(copy.judgement for copy in copies), *judge_events(found, copies, texts))
    return _computed(Dossier(by_key, found, copies, (*machine, *judgements)))


def standing_copies(copies: Iterable[Copy], folded: Folded) -> Iterator[Copy]:
    """The copies, each with the judgement that now stands on its pair; none that a person took back or turned down."""
    now = {judgement.pair: judgement for judgement in folded.standing}
    passed = set(map(id, folded.passed_over))
    for copy in copies:
        judgement = now.get(copy.judgement.pair)
        if judgement is None or not judgement.joins or id(judgement) in passed:
            continue
        turned = judgement.left != copy.judgement.left
        yield copy.turned(judgement) if turned else replace(copy, judgement=judgement)


def _computed(dossier: Dossier) -> Dossier:
    head = {
        Pointer(incident.pointer.article, event.id): incident.pointer
        for incident in dossier.incidents
        for event in incident.mentions
    }
    folded = fold(moved for judgement in dossier.judgements if (moved := _on_incidents(judgement, head)) is not None)
    place = folded.places()
    groups: dict[Pointer | int, list[Incident]] = defaultdict(list)
    for incident in dossier.incidents:
        groups[place.get(incident.pointer, incident.pointer)].append(incident)
    happenings = sorted((_happening(group) for group in groups.values()), key=_order)
    told = Told.of(dossier.records, standing_copies(dossier.copies, folded))
    alike = names_said(dossier.judgements)
    return replace(dossier, folded=folded, happenings=tuple(happenings), told=told, alike=alike)


def _on_incidents(judgement: Judgement, head: Mapping[Pointer, Pointer]) -> Judgement | None:
    """A judgement on two mentions is one on their incidents; None where both are of one incident."""
    left, right = head.get(judgement.left, judgement.left), head.get(judgement.right, judgement.right)
    if (left, right) == (judgement.left, judgement.right):
        return judgement
    return None if left == right else replace(judgement, left=left, right=right)


def _happening(group: list[Incident]) -> Happening:
    group.sort(key=lambda each: (each.until or date.max, each.pointer))
    days = [each.when for each in group if each.when is not None]
    places = [each.place for each in group if each.place]
    when = max(days, key=lambda day: (day.single_day is not None, days.count(day)), default=None)
    return Happening(group[0].pointer, tuple(group), when, max(places, key=places.count, default=""))


def _order(happening: Happening) -> tuple[date, date, Pointer]:
    when = happening.when
    return (
        when.first if when and when.first else date.max,
        when.last if when and when.last else date.max,
        happening.id,
    )


def _lies(when: When, first: date | None, last: date | None) -> bool:
    if first and when.first and when.last and when.first < first and (when.last - when.first).days > A_YEAR:
        return False
    return (first is None or when.last is None or when.last >= first) and (
        last is None or when.first is None or when.first <= last
    )


def _about(happening: Happening, names: frozenset[str]) -> bool:
    return not names or not names.isdisjoint(happening.parties) or _at(happening, names)


def _at(happening: Happening, places: frozenset[str]) -> bool:
    return not places or any(each.place in places or not places.isdisjoint(each.within) for each in happening.incidents)
