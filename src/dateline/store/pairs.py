"""Two events, articles or names of an archive that a person says something of: named as judgements name them, and what stands of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache

from dateline.relate.incidents import incidents
from dateline.relate.judgement import Judgement, Pointer, Verdict, article_key
from dateline.relate.same_name import key_of, name_in, name_pointer
from dateline.store.archive import Archive
from dateline.store.side_by_side import stored, thing_pointer
from dateline.text.errors import BadQuery
from dateline.text.record import Record

VERDICTS: dict[str, Verdict] = {"same": "yes", "different": "no", "unsure": "unsure"}
LOOKED_AT = 20  # articles that are read to see what somebody is known as
_NUMBERED = re.compile(r"\s*\d+(/\S*)?\s*", re.ASCII)


def pair(archive: Archive, left: str, right: str) -> tuple[Pointer, Pointer]:
    """The two as judgements name them, which holds when the articles are read again; BadQuery where one is not there."""
    if not any(_NUMBERED.fullmatch(words) for words in (left, right)):
        return _names(archive, left, right)
    given = [thing_pointer(words) for words in (left, right)]
    if (
        {each.finding[:1] for each in given} - {"", "e"}
        or given[0].question != given[1].question
        or given[0] == given[1]
    ):
        raise BadQuery(f"{left}, {right}: name two events (12/e@16), two articles (12) or two names")
    records = [stored(archive, int(pointer.article)) for pointer in given]
    for pointer, record in zip(given, records, strict=True):
        if pointer.finding and all(event.id != pointer.finding for event in record.events):
            raise BadQuery(
                f"{archive.path}: no event {pointer}; dateline who-says and dateline timeline show what there is"
            )
    one, other = (Pointer(article_key(r.article), p.finding) for p, r in zip(given, records, strict=True))
    if one == other:
        raise BadQuery(f"{left}, {right}: are one text of one outlet, and so one thing already")
    if one.question == "event" and head(records[0], one) == head(records[1], other):
        raise BadQuery(
            f"{left} and {right} are told as one event in one article: no judgement can part or join them; to hold one"
            f" apart, use dateline correct {left} same_as none"
        )
    return one, other


def _names(archive: Archive, left: str, right: str) -> tuple[Pointer, Pointer]:
    """Two names as judgements have them, which no article needs to tell any more."""
    spelled = []
    for words in (left, right):
        name = archive.spelled(words)
        if name is None or not key_of(name):
            raise BadQuery(
                f"{archive.path}: nobody and no place is named {words[:60]!r}; write a name as an article does, an event 12/e@16"
            )
        spelled.append(known(archive, name))
    if key_of(spelled[0]) == key_of(spelled[1]):
        raise BadQuery(f"{left}, {right}: are one name already")
    return name_pointer(spelled[0]), name_pointer(spelled[1])


def known(archive: Archive, name: str) -> str:
    """The name itself where somebody goes by it, else what those are known as that it is another name of: judgements are on that."""
    names: Counter[str] = Counter()
    for number in archive.naming(name, most=LOOKED_AT):
        for entity in archive.record(number, as_read=True).entities:
            told = entity.known_as or entity.name
            if key_of(name) in map(key_of, (told, entity.name, *entity.aliases)):
                names[told] += 1
    if not names or key_of(name) in map(key_of, names):
        return name
    return names.most_common(1)[0][0]


def head(record: Record, pointer: Pointer) -> Pointer:
    """The first mention of the event that this is a mention of, in its article; what is no event is its own."""
    for incident in incidents(record, pointer.article):
        if any(event.id == pointer.finding for event in incident.mentions):
            return incident.pointer
    return pointer


def thing_of(archive: Archive) -> Callable[[Pointer], Pointer]:
    """What each pointer of a judgement is to, so that all that is said of one thing meets: of an event its first mention, of a name its key."""

    @cache
    def record(key: str) -> Record | None:
        number = archive.numbered(key)
        return None if number is None else archive.record(number)

    def thing(pointer: Pointer) -> Pointer:
        name = name_in(pointer)
        if name is not None:
            return Pointer("", key_of(name))
        found = record(pointer.article) if pointer.finding else None
        return pointer if found is None else head(found, pointer)

    return thing


def uppermost(
    said: Iterable[tuple[int, Judgement]], thing: Callable[[Pointer], Pointer]
) -> dict[tuple[Pointer, Pointer, str], tuple[int, Judgement]]:
    """The last word of each person on each two things, by its number, what was taken back left out; `thing` as `thing_of` gives it."""
    piles: dict[tuple[Pointer, Pointer, str], list[tuple[int, Judgement]]] = defaultdict(list)
    for number, each in said:
        one, other = sorted(map(thing, each.pair))
        pile = piles[one, other, each.by]
        if each.verdict != "withdrawn":
            pile.append((number, each))
        elif pile:
            pile.pop()
    return {key: pile[-1] for key, pile in piles.items() if pile}


def words_on(archive: Archive, left: Pointer, right: Pointer) -> dict[str, tuple[int, Judgement]]:
    """The last word of each person on these two, by who said it."""
    thing, articles = thing_of(archive), {left.article, right.article}
    said = [each for each in archive.of_people() if {end.article for end in each[1].pair} == articles]
    wanted = sorted(map(thing, (left, right)))
    return {by: last for (*ends, by), last in uppermost(said, thing).items() if ends == wanted}
