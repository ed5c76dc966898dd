"""The name screen: what each outlet calls somebody or some place, the offices it is given, what it says, and what it takes part in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dateline.knowledge.folding import fold
from dateline.relate.dossier import Dossier
from dateline.relate.same_name import key_of
from dateline.show import called, compared
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.show.sources import chain_words
from dateline.store.archive import Archive
from dateline.store.finding import Found
from dateline.store.nearby import naming
from dateline.store.pairs import known
from dateline.store.side_by_side import related
from dateline.text.naming import Entity
from dateline.text.span import Span
from dateline.text.when import When
from dateline.web import people
from dateline.web.article import heading_of
from dateline.web.people import Said as Word

MOST_ROWS, MOST_SAID, MOST_EVENTS, MOST_AT, MOST_FOUND = 120, 60, 80, 4, 1000
MOST_ARTICLES = 100  # that are read for one page, which takes a second
MOST_OTHERS = 12  # names to choose from
SHORT, SHORT_TITLE = 240, 80


@dataclass(frozen=True, slots=True)
class Called:
    """One way in which an outlet prints the name; `at` are articles and characters."""

    words: str
    by: str
    times: int
    leaning: str
    at: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A title that articles give, and how it stands; `days` are their days of issue."""

    title: str
    standing: str
    times: int
    days: str


@dataclass(frozen=True, slots=True)
class Said:
    """What it says in one article."""

    article: str
    id: str
    words: str
    chain: str
    said: str
    published: str
    language: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that it takes part in, in one article or, where they are the same, in several."""

    article: str
    id: str
    words: str
    notes: tuple[str, ...]
    told: int


@dataclass(frozen=True, slots=True)
class Here:
    """Who is named so in one article: the article, the id and the name there, its heading and its outlet."""

    article: str
    id: str
    name: str
    heading: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What can be said of who it is: the other names that stand here, such as it may be, and in which articles.

    `judged` and `corrected` are the last judgement and the last correction so far.
    """

    others: tuple[tuple[str, int], ...]
    alike: tuple[str, ...]
    articles: tuple[Here, ...]
    judged: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the name's page shows; `asked` is the name that it was asked for by, `name` the one that it goes by."""

    asked: str
    name: str
    kinds: tuple[str, ...]
    also: tuple[str, ...]
    lies: str
    articles: int
    times: int
    outlets: tuple[tuple[str, tuple[Called, ...]], ...]
    more_called: int
    offices: tuple[Office, ...]
    said: tuple[Said, ...]
    more_said: int
    days: tuple[tuple[str, tuple[Happened, ...]], ...]
    more_events: int
    newest: bool
    told: tuple[Word, ...] = ()
    identity: Identity | None = None


def asked_for(archive: Archive, name: str) -> Screen | None:
    """The page of a name, from the articles that name it; of too many, from those added last.

    What is only another name of somebody leads to the page of the name that they are known by.
    """
    if not fold(name):
        return None
    name = known(archive, name)
    numbers = sorted(naming(archive, name), reverse=True)
    chosen = sorted(numbers[:MOST_ARTICLES])
    found = archive.find(about=name, most=MOST_FOUND)
    found += tuple(each for each in archive.find(place=name, most=MOST_FOUND) if each not in found)
    dossier = related(archive, chosen, events=False)
    shown = screen(name, dossier, found, newest=len(numbers) > len(chosen))
    if shown is None:
        return None
    told = people.of_names(archive)(name, others(dossier, name))
    return replace(shown, told=told, identity=_identity(archive, dossier, name, shown.name))


def screen(name: str, dossier: Dossier, found: Sequence[Found], *, newest: bool) -> Screen | None:
    """The name's page from the articles that name it and the dated events that were found for it; None where none does.

    `newest` says that only the articles added last were looked at.
    """
    held = _held(dossier, name)
    entities = [entity for each in held.values() for entity in each]
    if not entities:
        return None
    rows = called.rows(dossier, dossier.names(name), compared.Names(dossier))
    said = sorted(_said(dossier, held), key=lambda each: each.published, reverse=True)
    known_as = next((entity.known_as for entity in entities if entity.known_as), None)
    within = next((entity.place.within for entity in entities if entity.place and entity.place.within), ())
    return Screen(
        asked=name,
        name=known_as or entities[0].name,
        kinds=tuple(dict.fromkeys(entity.kind.replace("_", " ") for entity in entities)),
        also=tuple(dict.fromkeys(row.words for row in rows if not row.leaning))[:12],
        lies=", ".join(within),
        articles=sum(map(bool, held.values())),
        times=sum(row.times for row in rows),
        outlets=tuple(_by_outlet(rows[:MOST_ROWS], dossier)),
        more_called=max(0, len(rows) - MOST_ROWS),
        offices=tuple(_offices(dossier, held)),
        said=tuple(said[:MOST_SAID]),
        more_said=max(0, len(said) - MOST_SAID),
        days=tuple(_days(found[:MOST_EVENTS], dossier)),
        more_events=max(0, len(found) - MOST_EVENTS),
        newest=newest,
    )


def goes_by(entity: Entity) -> str:
    """The name under which the entity has its page."""
    return entity.known_as or entity.name


def others(dossier: Dossier, name: str) -> set[str]:
    """The names that those who are called so go by, which are all on its page."""
    return {goes_by(entity) for held in _held(dossier, name).values() for entity in held}


def _held(dossier: Dossier, name: str) -> dict[str, tuple[Entity, ...]]:
    """Who is called so, by the articles."""
    called = dossier.alike.calling(name)
    return {key: tuple(filter(called, record.entities)) for key, record in dossier.records.items()}


def _identity(archive: Archive, dossier: Dossier, name: str, shown: str) -> Identity:
    """The other names on this page, those of most articles first; names that share a word with it; and who is named so where."""
    beside: Counter[str] = Counter()
    near: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    here = []
    mine, words = {key_of(shown), *map(key_of, archive.names().spellings(shown))}, set(key_of(shown).split())
    held = _held(dossier, name)
    for number, record in dossier.records.items():
        for entity in record.entities:
            key = key_of(goes_by(entity))
            spelled.setdefault(key, goes_by(entity))
            if entity in held[number]:
                beside.update({key} - mine)
                outlet = record.article.outlet or ""
                here.append(Here(number, entity.id, entity.name, one_line(heading_of(record), SHORT_TITLE), outlet))
            elif key not in mine and words & set(key.split()):
                near.update({key})
    return Identity(
        tuple((spelled[key], count) for key, count in beside.most_common(MOST_OTHERS)),
        tuple(spelled[key] for key, _ in near.most_common(MOST_OTHERS)),
        tuple(here),
        *archive.state()[1:],
    )


def _by_outlet(rows: Iterable[called.Row], dossier: Dossier) -> Iterator[tuple[str, tuple[Called, ...]]]:
    for outlet, group in groupby(rows, key=lambda row: row.outlet):
        yield outlet if outlet not in dossier.records else "Outlet unknown", tuple(map(_called, group))


def _called(row: called.Row) -> Called:
    at = [each.rpartition(":") for each in row.at[:MOST_AT]]
    ends = tuple((article, int(start), int(start) + len(row.words)) for article, _, start in at)
    return Called(row.words, row.by, row.times, row.leaning, ends)


def _offices(dossier: Dossier, held: dict[str, tuple[Entity, ...]]) -> Iterator[Office]:
    """The titles, those given oftenest first, with the days of issue of the articles that give them."""
    given: dict[tuple[str, str], list[When]] = defaultdict(list)
    times: dict[tuple[str, str], int] = defaultdict(int)
    spelled: dict[tuple[str, str], str] = {}
    for key, entities in held.items():
        issued = dossier.records[key].article.published.when
        for role in (role for entity in entities for role in entity.roles):
            title: tuple[str, str] = (fold(role.title), role.standing)
            spelled.setdefault(title, role.title)
            times[title] += 1
            given[title] += [issued] if issued else []
    for title in sorted(times, key=lambda each: -times[each]):
        days = sorted((when for when in given[title]), key=str)
        ends = (in_words(days[0]), in_words(days[-1])) if days else ()
        yield Office(spelled[title], title[1], times[title], " – ".join(dict.fromkeys(ends)))


def _said(dossier: Dossier, held: dict[str, tuple[Entity, ...]]) -> Iterator[Said]:
    for key, entities in held.items():
        own = {entity.id for entity in entities}
        record = dossier.records[key]
        statements = [each for each in record.statements if each.speaker in own]
        index = Index(record) if statements else None
        for statement in statements:
            if index is None or not statement.content:
                continue
            whole = Span(statement.content[0].start, statement.content[-1].end)
            yield Said(
                article=key,
                id=statement.id,
                words=one_line(index.quote(whole), SHORT),
                chain=chain_words(index, statement.id),
                said=in_words(statement.said),
                published=str(record.article.published.when or ""),
                language=record.article.language,
            )


def _days(found: Iterable[Found], dossier: Dossier) -> Iterator[tuple[str, tuple[Happened, ...]]]:
    """The events by day; those of one article, day and kind are one."""
    for (first, last), group in groupby(found, key=lambda each: (each.first or "", each.last or "")):
        when = When.parse(first if first == last else f"{first}/{last}") if first and last else None
        shown = []
        for _, same in groupby(group, key=lambda each: (each.article, each.kind)):
            each, *rest = same
            shown.append(_happened(each, len(rest), dossier))
        yield in_words(when) or first, tuple(shown)


def _happened(each: Found, more: int, dossier: Dossier) -> Happened:
    record = dossier.records.get(str(each.article))
    words = record.article.text[each.start : each.stop] if record else each.kind.lower()
    head = one_line(heading_of(record), 80) if record else f"article {each.article}"
    notes = (each.place or "", each.outlet or "", head)
    return Happened(str(each.article), f"e@{each.start}", one_line(words, 60), notes, more)
