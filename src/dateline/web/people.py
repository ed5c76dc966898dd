"""What people said of what a page shows: each word with who said it and when, and the ids under which it is taken back.

Only what stands is listed; what was taken back stays in the archive, where `dateline correct --list` and SQL find it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dateline.relate.corrected import apply
from dateline.relate.dossier import Dossier, Happening
from dateline.relate.judgement import PERSON, Judgement, Pointer
from dateline.relate.same_name import Names, key_of, name_in
from dateline.show.corrections import Row, rows
from dateline.show.inert import one_line
from dateline.store.archive import Archive
from dateline.store.pairs import uppermost

SHORT, MOST_OF_ONE = 60, 4
ONE = {"yes": "Is the same event as", "no": "Is not the same event as", "unsure": "Is perhaps the same event as"}
OVER, GONE = "a later word says otherwise", "one of the two is told no more"
Word = tuple[int, Judgement, tuple[Pointer, Pointer]]  # its number, what was said, and of which two events here


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a line, and the page that they lead to, if they lead to one: a screen and the place on it."""

    words: str
    screen: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, of the `finding` if of one; `ids` take it back, `state` says why it does not hold, if it does not."""

    ids: tuple[str, ...]
    parts: tuple[Part, ...]
    by: str
    at: str
    why: str
    state: str = ""
    finding: str = ""


def of_events(archive: Archive, dossier: Dossier) -> Callable[[Happening], tuple[Said, ...]]:
    """What tells for any event of the dossier what people judged of it and others, the last first."""
    judged = archive.of_people()
    heads = {
        Pointer(incident.pointer.article, event.id): incident.pointer
        for incident in (dossier.incidents if judged else ())
        for event in incident.mentions
    }
    words: dict[Pointer, list[Word]] = defaultdict(list)
    for (one, other, _), (number, each) in uppermost(judged, _here(archive, heads)).items():
        if each.question == "event":
            words[one].append((number, each, (one, other)))
            words[other].append((number, each, (one, other)))

    def of_event(happening: Happening) -> tuple[Said, ...]:
        held = {incident.pointer for incident in happening.incidents}
        told = {word[0]: word for pointer in held for word in words.get(pointer, ())}
        said = _at_once(dossier, [told[number] for number in sorted(told)], held)
        return tuple(sorted(said, key=lambda each: (each.at, each.ids), reverse=True))

    return of_event


def of_names(archive: Archive) -> Callable[[str, Iterable[str]], tuple[Said, ...]]:
    """What tells for any name, and others on its page, what people said: that two are one or not, and who goes by it in one article."""
    alike = archive.names()
    judged = uppermost(((number, each) for number, each in archive.of_people() if each.question == "name"), _by_key)
    calls = [each for each in archive.corrections() if each.field == "known_as"]

    def of_name(name: str, others: Iterable[str]) -> tuple[Said, ...]:
        keys = set(map(key_of, (name, *alike.spellings(name), *others)))
        found = []
        for number, each in judged.values():
            names = [name_in(end) or "" for end in (each.left, each.right)]
            if not keys.isdisjoint(map(key_of, names)):
                state = "" if _holds(alike, each, names) else OVER
                found.append(_said([f"j{number}"], tuple(_two_names(each, names)), each, state))
        named = keys.union(*(alike.apart.get(key, frozenset()) for key in keys))
        called = {each.target.article for each in calls if key_of(each.value) in named}
        for article in sorted(held for key in called if (held := archive.numbered(key)) is not None):
            lead = (Part(f"In article {article}", "article", (str(article),)),)
            rows_of = (row for row in _corrected(archive, article) if row.field == "known_as")
            found += [_of_row(row, lead) for row in rows_of if key_of(row.value) in named]
        return tuple(sorted(found, key=lambda each: (each.at, each.ids), reverse=True))

    return of_name


def of_article(archive: Archive, number: int) -> tuple[Said, ...]:
    """What people corrected in the article, the last first."""
    return tuple(_of_row(row, ()) for row in reversed(_corrected(archive, number)))


def _corrected(archive: Archive, number: int) -> tuple[Row, ...]:
    """The corrections of the article that were not taken back, in the order in which they were said."""
    said = archive.corrections(number)
    if not said:
        return ()
    as_read = archive.record(number, as_read=True)
    return tuple(row for row in rows(as_read, said, apply(as_read, said)) if row.state != "taken back")


def _here(archive: Archive, heads: dict[Pointer, Pointer]) -> Callable[[Pointer], Pointer]:
    """The first mention, by the number of its article, of the event that a judgement points to."""
    numbers: dict[str, str] = {}

    def thing(pointer: Pointer) -> Pointer:
        if not pointer.article:
            return pointer
        if pointer.article not in numbers:
            numbers[pointer.article] = str(archive.numbered(pointer.article) or pointer.article)
        named = Pointer(numbers[pointer.article], pointer.finding)
        return heads.get(named, named)

    return thing


def _by_key(pointer: Pointer) -> Pointer:
    name = name_in(pointer)
    return pointer if name is None else Pointer("", key_of(name))


def _at_once(dossier: Dossier, words: Iterable[Word], held: set[Pointer]) -> Iterator[Said]:
    """What one person said in one moment of an event, whose tellings are `held`, is one thing."""
    there = {incident.pointer for incident in dossier.incidents}
    together: dict[tuple[str, ...], list[Word]] = defaultdict(list)
    for number, each, pair in words:
        together[each.by, each.at, each.verdict, _why(each)].append((number, each, pair))
    for said in together.values():
        first, pairs = said[0][1], [pair for _, _, pair in said]
        joined = [held.issuperset(pair) for pair in pairs]
        holds = any(joined) if first.joins else not all(joined)
        gone = any(end.article in dossier.records and end not in there for pair in pairs for end in pair)
        parts = tuple(_tellings(dossier, first.verdict, pairs, held))
        yield _said([f"j{number}" for number, _, _ in said], parts, first, GONE if gone else "" if holds else OVER)


def _tellings(
    dossier: Dossier, verdict: str, pairs: list[tuple[Pointer, Pointer]], held: set[Pointer]
) -> Iterator[Part]:
    """The line from where this event stands: with which others it is one, or is not."""
    one, other = pairs[0]
    if one in held and other in held:
        yield _telling(dossier, one)
        yield Part(f" {ONE[verdict][:1].lower()}{ONE[verdict][1:]} ")
        yield _telling(dossier, other)
        return
    yield Part(ONE[verdict] + " ")
    others = list(dict.fromkeys(other if one in held else one for one, other in pairs))
    for place, end in enumerate(others[:MOST_OF_ONE]):
        yield from [Part("; ")] if place else []
        yield _telling(dossier, end)
    if len(others) > MOST_OF_ONE:
        yield Part(f" and {len(others) - MOST_OF_ONE} more")


def _telling(dossier: Dossier, pointer: Pointer) -> Part:
    """An event of one article by its words and the outlet that tells it, with the way to its page."""
    parts, record = (pointer.article, pointer.finding), dossier.records.get(pointer.article)
    if record is None:
        return Part(str(pointer), "event", parts)
    event = next((each for each in record.events if each.id == pointer.finding), None)
    if event is None:
        return Part(str(pointer))
    words = one_line(record.article.quote(event.span), SHORT)
    return Part(f"“{words}”, {one_line(record.article.outlet or f'article {pointer.article}', SHORT)}", "event", parts)


def _two_names(each: Judgement, names: list[str]) -> Iterator[Part]:
    left, right = (Part(f"“{one_line(name, SHORT)}”", "name", (name,)) for name in names)
    between = {"yes": " goes by ", "no": " is another than ", "unsure": " may be "}
    yield from (left, Part(between.get(each.verdict, " and ")), right)


def _holds(alike: Names, each: Judgement, names: list[str]) -> bool:
    """The names are what was said of them: a later word may say otherwise."""
    one, other = map(key_of, names)
    together = other in set(map(key_of, alike.spellings(one)))
    return together if each.joins else not together


def _of_row(row: Row, lead: tuple[Part, ...]) -> Said:
    change = row.value or "unknown" if row.field != "verdict" else row.value
    told = (
        f"{row.field.replace('_', ' ')}: {row.was} → {change}"
        if row.was
        else f"{row.field.replace('_', ' ')}: {change}"
    )
    if row.finding.startswith("b@"):
        told = (
            "left out as boilerplate"
            if row.value == "boilerplate"
            else f"part of the story: {row.value.replace('_', ' ')}"
        )
    parts = (*lead, Part(", " if lead else ""), Part(f"“{row.words}”"), Part(f" – {told}"))
    return Said((f"c{row.number}",), parts, row.by, _moment(row.at), row.note, row.state, row.finding)


def _said(ids: list[str], parts: tuple[Part, ...], each: Judgement, state: str) -> Said:
    return Said(tuple(ids), parts, each.by.removeprefix(PERSON), _moment(each.at), _why(each), state)


def _why(each: Judgement) -> str:
    return "; ".join(one_line(reason.note, 200) for reason in each.because)


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
