"""Incidents: an event as one article tells it, all its mentions together, and what can be held against another article's.

The explosion, the deaths it caused and the toll told three paragraphs on are one incident. Nothing here looks at a second article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from dateline.knowledge.folding import fold
from dateline.languages import spoken, word_list
from dateline.languages.events import Modality, event_words
from dateline.relate.corrected import PERSON_PARTED
from dateline.relate.judgement import Pointer
from dateline.text.happening import Event, EventKind, Figure, Role
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.when import When

HAPPENED = frozenset({"happened", "ongoing", "possible", "denied"})
WINDOW = 160  # characters to each side of a trigger that can be its sentence
LONG = 40  # letters of a word that is none: it is not kept
TOLL = frozenset({"dead", "injured", "missing", "arrested", "abducted", "displaced"})
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[^\W\d_a-z])|\n")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Incident:
    """One event of one article. `when` is None where only the day of issue bounds it; `until` is that day.

    `place` is the name it goes by, `wide` if that is a country, and `within` all that holds it; `actors` and `recipients` are names, `others` the last words
    of parties without one; `words` those of the sentences that tell it. `telling` if all that is told is that somebody said something:
    its families then name the speaker, since any two people may speak on one day.
    """

    pointer: Pointer
    mentions: tuple[Event, ...]
    families: frozenset[str]
    kinds: frozenset[EventKind]
    violent: bool
    real: bool
    telling: bool = False
    when: When | None = None
    until: date | None = None
    place: str = ""
    wide: bool = False
    within: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    words: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """All who are named on either side."""
        return self.actors | self.recipients

    @property
    def told_apart(self) -> bool:
        """There is a day, a place or a party by which it can be known again."""
        return bool(self.when or self.place or self.parties)


def incidents(record: Record, key: str) -> tuple[Incident, ...]:
    """The incidents of one article, in the order of their first mention; `key` is the article's name in pointers."""
    modality = event_words(language(record)).modality
    names = {entity.id: entity for entity in record.entities}
    figures = {figure.id: figure for figure in record.figures}
    reader = _Reader(record, modality, names, figures)
    chains = _scenes(_chains(record.events), reader)
    found = [_incident(record, key, chain, reader) for chain in chains]
    held = {figure.id for each in found for figure in each.figures}
    loose = [figure for figure in record.figures if figure.counts in TOLL and figure.id not in held]
    return tuple(_with_tolls(found, loose, modality.of("causes")))


def language(record: Record) -> str:
    """The language whose words the record is read by: its own, or the first that there are rules for."""
    known = spoken()
    return record.article.language if record.article.language in known else known[0]


def names_nobody(record: Record, span: Span) -> bool:
    """The words are a pronoun, or tell a time: they name no party and no source."""
    words = fold(record.article.quote(span)).split()
    pronoun = len(words) == 1 and words[0] in word_list(language(record), "relate", "source", "pronouns")
    return pronoun or any(time.span.holds(span) for time in record.times)


def name_key(entity: Entity) -> str:
    """What the entity is known by in every article: its name in our knowledge, else the one here."""
    return fold(entity.known_as or entity.name)


def sentence(record: Record, span: Span) -> Span:
    """The sentence around the span, or as much of it as lies near; it leaves its block nowhere."""
    text = record.article.text
    blocks = record.article.blocks
    before = bisect_right(blocks, span.start, key=lambda block: block.span.start) - 1
    within = before >= 0 and span.start < blocks[before].span.end
    block = blocks[before].span if within else Span(0, len(text))
    low, high = max(block.start, span.start - WINDOW), min(block.end, span.end + WINDOW)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, low, span.start)]
    after = _SENTENCE_END.search(text, span.end, high)
    return Span(ends[-1] if ends else low, after.start() + 1 if after else high)


@dataclass(frozen=True, slots=True)
class _Reader:
    record: Record
    modality: Modality
    names: dict[str, Entity]
    figures: dict[str, Figure]
    sentences: dict[Span, Span] = field(default_factory=dict)
    used: dict[Span, frozenset[str]] = field(default_factory=dict)

    def family(self, event: Event) -> str:
        """The rule that named the event, or the family of rules whose events can be one."""
        rule = event.because[0].by.rpartition(":")[2] if event.because else event.lemma
        return self.modality.families.get(rule, rule)

    def harms(self, event: Event) -> bool:
        """The event does harm to somebody or something."""
        return event.kind == "ASSAULT" or self.family(event) in self.modality.of("causes") | self.modality.of(
            "outcomes"
        )

    def sentence(self, event: Event) -> Span:
        """The sentence that tells the event."""
        if event.span not in self.sentences:
            self.sentences[event.span] = sentence(self.record, event.span)
        return self.sentences[event.span]

    def words(self, event: Event) -> frozenset[str]:
        """The words of that sentence."""
        around = self.sentence(event)
        if around not in self.used:
            self.used[around] = frozenset(_words(self.record, around))
        return self.used[around]

    def key(self, role: Role) -> str:
        entity = self.names.get(role.entity or "")
        return name_key(entity) if entity else ""


def _chains(events: tuple[Event, ...]) -> list[list[Event]]:
    """Mentions joined by `same_as` and `part_of`, each chain in text order."""
    by_id = {event.id: event for event in events}
    heads: dict[str, str] = {}
    for event in events:
        at, seen = event, {event.id}
        while (step := by_id.get(at.part_of or at.same_as or "")) is not None and step.id not in seen:
            seen.add(step.id)
            at = step
        heads[event.id] = heads.get(at.id, at.id)
    chains: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        chains[heads[event.id]].append(event)
    return list(chains.values())


def _scenes(chains: list[list[Event]], reader: _Reader) -> list[list[Event]]:
    """Harm told in one sentence is of one incident ("gunmen attacked the post, and an explosion killed 12"), unless days or places differ."""
    told: dict[
        int, tuple[list[Event], list[Event]]
    ] = {}  # by the start of a sentence: a chain, and its harm told there
    kept: list[list[Event]] = []
    for chain in chains:
        here: dict[int, list[Event]] = defaultdict(list)
        for event in chain:
            if event.status in HAPPENED and reader.harms(event):
                here[reader.sentence(event).start].append(event)
        known = next(
            (told[at][0] for at, events in here.items() if at in told and _one_scene(told[at][1], events)), None
        )
        if known is None:
            kept.append(chain)
        else:
            known += chain
        for at, events in here.items():
            told.setdefault(at, (chain if known is None else known, events))
    return [sorted(chain, key=lambda event: event.span) for chain in kept]


def _one_scene(one: list[Event], other: list[Event]) -> bool:
    """A day is told of one of the two, neither days nor places differ, and no person holds one of them apart."""
    if any(reason.by == PERSON_PARTED for event in (*one, *other) for reason in event.because):
        return False
    days, more = _when(one), _when(other)
    places = {event.place for event in (*one, *other)} - {None}
    return bool(days or more) and len(places) < 2 and (days is None or more is None or days.overlaps(more))


def _incident(record: Record, key: str, chain: list[Event], reader: _Reader) -> Incident:
    families = frozenset(reader.family(event) for event in chain)
    actors = [role for event in chain for role in event.fillers("actor")]
    telling = families <= reader.modality.of("said_anywhere")
    if telling:
        speakers = {reader.key(role) for role in actors} - {""}
        families = frozenset(f"said by {speaker}" for speaker in speakers or {f"{key}/{chain[0].id}"})
    recipients = [role for event in chain for role in event.fillers("recipient")]
    place = next((reader.names[event.place] for event in chain if event.place in reader.names), None)
    published = record.article.published.when
    figures = {
        figure_id: reader.figures[figure_id]
        for event in chain
        for figure_id in event.figures
        if figure_id in reader.figures
    }
    return Incident(
        pointer=Pointer(key, chain[0].id),
        mentions=tuple(chain),
        families=families,
        kinds=frozenset(event.kind for event in chain),
        violent=any(map(reader.harms, chain)),
        real=any(event.status in HAPPENED for event in chain),
        telling=telling,
        when=_when(chain),
        until=published.last if published else None,
        place=name_key(place) if place else "",
        wide=_is_wide(place),
        within=_within(place),
        actors=frozenset(reader.key(role) for role in actors) - {""},
        recipients=frozenset(reader.key(role) for role in recipients) - {""},
        others=frozenset(_last_word(record, role) for role in (*actors, *recipients) if not role.entity) - {""},
        figures=tuple(figures.values()),
        words=frozenset().union(*map(reader.words, chain)),
    )


def _when(chain: Iterable[Event]) -> When | None:
    """The finest time that is told of any mention; that it was told by the day of issue is no time."""
    told = [event.when for event in chain if event.when and event.when.first and event.when.last]
    return min(told, key=lambda when: (when.last or date.max) - (when.first or date.min), default=None)


def _is_wide(place: Entity | None) -> bool:
    return place is not None and (
        place.kind == "country" or (place.place is not None and place.place.precision == "country")
    )


def _within(place: Entity | None) -> frozenset[str]:
    if place is None or place.place is None:
        return frozenset()
    return frozenset(map(fold, (*place.place.within, *((place.place.country,) if place.place.country else ()))))


def _last_word(record: Record, role: Role) -> str:
    words = _words(record, role.span)
    return words[-1] if words and not names_nobody(record, role.span) else ""


def _words(record: Record, span: Span) -> list[str]:
    found = _WORD.findall(record.article.quote(span))
    return [_folded(word) if len(word) < LONG else fold(word) for word in found]


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    """The word's key: a language has few words, and articles many."""
    return fold(word)


def _with_tolls(found: list[Incident], loose: list[Figure], causes: frozenset[str]) -> list[Incident]:
    """Counts of victims told by themselves ("17 of his members are dead") go to the incident told last before them.

    An incident can take them that has a day or a place and does harm; what has neither, counts victims and names nobody is a count.
    """
    bare = {number for number, each in enumerate(found) if _is_bare_toll(each)}
    anchors = [
        n for n, each in enumerate(found)
        if n not in bare and each.real and (each.when or each.place) and (each.families & causes or "ASSAULT" in each.kinds)
    ]  # fmt: skip
    if not anchors:
        return found
    told = sorted((event.span.start, n) for n in anchors for event in found[n].mentions)
    starts = [start for start, _ in told]

    def before(offset: int) -> int:
        return told[max(0, bisect_right(starts, offset) - 1)][1]

    tolls: dict[int, list[Incident]] = defaultdict(list)
    counts: dict[int, list[Figure]] = defaultdict(list)
    for number in sorted(bare):
        tolls[before(found[number].mentions[0].span.start)].append(found[number])
    for figure in loose:
        counts[before(figure.span.start)].append(figure)
    return [_joined(each, tolls[n], counts[n]) for n, each in enumerate(found) if n not in bare]


def _is_bare_toll(incident: Incident) -> bool:
    days = (incident.when.last, incident.when.first) if incident.when else None
    one_day = bool(days and days[0] == days[1])
    return (
        incident.violent
        and incident.real
        and not one_day
        and not incident.place
        and not incident.parties
        and any(figure.counts in TOLL for figure in incident.figures)
    )


def _joined(incident: Incident, tolls: list[Incident], loose: list[Figure]) -> Incident:
    if not tolls and not loose and len(incident.figures) < 2:
        return incident
    every = (incident, *tolls)
    figures = [*(figure for each in every for figure in each.figures), *loose]
    return replace(
        incident,
        mentions=tuple(sorted((event for each in every for event in each.mentions), key=lambda event: event.span)),
        families=frozenset().union(*(each.families for each in every)),
        kinds=frozenset().union(*(each.kinds for each in every)),
        figures=tuple(sorted(figures, key=lambda figure: figure.span)),
    )
