"""Makes records for trying an archive at its size: sentences of the texts given, recombined, with findings that only look like ours.

    python tools/make_archive.py TEXTS COUNT [TOLD] > records.jsonl     TEXTS: a file or folder that `dateline read` can read

No parser runs: names are runs of capitals, events stand on the longest words. Their number, their reasons and thereby the size of a
record are as in real ones (measured: 3.6 kB of text hold 24 entities, 60 mentions, 26 events, 20 statements, 10 times). TOLD more
articles tell of one event besides, some of them in copied words, under names that are too long, or from right to left.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import get_args

import msgspec

from dateline.read import Unread, read_all
from dateline.text.article import Article
from dateline.text.happening import EventKind, RoleName
from dateline.text.naming import EntityKind
from dateline.wire import shapes as s

SENTENCE = re.compile(r"[^.!?\n]{30,400}[.!?]")
NAME = re.compile(r"[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}")
WORD = re.compile(r"[a-z]{5,}")
KINDS = get_args(EventKind)
OUTLETS = [f"Outlet {number}" for number in range(60)]
FIRST = date(2015, 1, 1)
SENTENCES = (8, 28)  # of an article: 1.2 to 4 kB
TOLD_ON, TOLD_AT = date(2023, 7, 2), "Port Arlen"
TOLLS = (12, 12, 12, 14, 14, 17)
COPIES = 5  # every so many articles on the one event one has the words of the article before it
LEADS = tuple(
    (source, f"{{source}} said {what} [killed] {{toll}} people in {{place}} on Sunday.")
    for source in ("The harbour office", "The port union", "The clinic of the old town", "A night watchman", "The coast guard")
    for what in ("a blast", "an explosion", "a bomb")
)  # fmt: skip
ODD_LEADS = (
    ("وزارة الموانئ", "قالت {source} إن انفجارا [أودى] بحياة {toll} شخصا في {place} يوم الأحد."),
    ("משרד הנמלים", "{source} מסר כי פיצוץ [הרג] {toll} בני אדם ב־{place} ביום ראשון."),
    ("The Joint Standing Committee of the Upper and the Lower Coast for Harbours, Piers, Warehouses and Their Lasting Upkeep",
     "{source} said that some blast had [killed] {toll} in {place}."),
    ("Hafenaufsichtsbehördenvorstandsversammlungsprotokollführerstellvertretung", "{source}: {toll} [killed] in {place}."),
)  # fmt: skip


def sentences(source: Path) -> list[str]:
    """All sentences of the texts."""
    texts = (article.text for article in read_all([source]) if not isinstance(article, Unread))
    return [found[0].strip() for text in texts for found in SENTENCE.finditer(text)]


def records(pool: list[str], count: int, *, first: int = 0) -> Iterator[s.RecordShape]:
    """So many records; the same number gives the same record."""
    for number in range(first, first + count):
        chance = random.Random(number)
        yield _record([chance.choices(pool, k=chance.randint(*SENTENCES))], number, chance)


def story(pool: list[str], count: int, *, first: int = 0) -> Iterator[s.RecordShape]:
    """So many records of articles that tell of one event, each with more besides; the last few are odd to the eye."""
    for number in range(first, first + count):
        chance = random.Random(number - (number % COPIES == COPIES - 1))
        rest = [chance.choices(pool, k=3) for _ in range(chance.randint(3, 8))]
        left = first + count - number
        leads = ODD_LEADS if left <= len(ODD_LEADS) < count else LEADS
        source, words = chance.choice(LEADS) if leads is LEADS else leads[left - 1]
        toll = chance.choice(TOLLS)
        yield _told_first(source, words.format(source=source, toll=toll, place=TOLD_AT), toll, rest, number)


def long(pool: list[str], number: int, words: int) -> s.RecordShape:
    """A record of an article of about so many words, in paragraphs."""
    chance = random.Random(number)
    paragraphs: list[list[str]] = []
    while sum(len(sentence.split()) for each in paragraphs for sentence in each) < words:
        paragraphs.append(chance.choices(pool, k=2))
    return _record(paragraphs, number, chance)


def large(pool: list[str], count: int, *, told: int, words: int) -> Iterator[s.RecordShape]:
    """So many records in all: the last of an article of so many words, and before it those `told` of one event."""
    plain = count - told - 1
    return chain(records(pool, plain), story(pool, told, first=plain), [long(pool, count - 1, words)])


def _record(paragraphs: list[list[str]], number: int, chance: random.Random) -> s.RecordShape:
    chosen = [sentence for paragraph in paragraphs for sentence in paragraph]
    text = "\n".join(map(" ".join, paragraphs))
    issued = FIRST + timedelta(days=chance.randrange(3000))
    article = Article(text)
    entities, mentions = _entities(text)
    events: list[s.EventShape] = []
    statements = [_statement("s0", 0, len(text), None, None)]
    times: list[s.TimeShape] = []
    figures: list[s.FigureShape] = []
    start = 0
    for sentence in chosen:
        end = start + len(sentence)
        here = [mention for mention in mentions if start <= mention.start < end]
        speaker = here[0].entity if here else None
        if chance.random() < 0.8:
            statements.append(_statement(f"s@{start}", start, end, "s0", speaker))
        words = sorted(WORD.finditer(sentence), key=lambda word: -len(word[0]))[: 2 if len(sentence) > 190 else 1]
        for word in sorted(words, key=lambda word: word.start()):
            day = issued - timedelta(days=chance.randrange(40)) if chance.random() < 0.5 else None
            events.append(_event(word, start, here, day, statements[-1].id, chance))
            if day and chance.random() < 0.6:
                times.append(_time(word, start, day))
            if chance.random() < 0.2:
                at = events[-1]
                toll = chance.randrange(1, 300)
                figures.append(s.FigureShape(f"f@{at.start}", at.start, at.end, at.quote, "dead", toll, toll, at.id))
        start = end + 1
    return s.RecordShape(
        format="dateline/1",
        article=s.ArticleShape(
            article.id, s.SourceShape("made.jsonl", str(number)), article.sha256, text,
            s.SpanShape(0, len(chosen[0])), chance.choice(OUTLETS), f"https://made.example/{number}", [], "en",
            s.PublishedShape(str(issued), [s.BecauseShape("line", str(issued))]),
            _blocks(paragraphs),
        ),
        times=times, entities=entities, mentions=mentions, statements=statements, events=events, figures=figures, wording=[],
        checks=[], failures=[],
    )  # fmt: skip


def _blocks(paragraphs: list[list[str]]) -> list[s.BlockShape]:
    blocks: list[s.BlockShape] = []
    for paragraph in paragraphs:
        start = blocks[-1].end + 1 if blocks else 0
        blocks.append(s.BlockShape(start, start + len(" ".join(paragraph)), "paragraph"))
    return blocks


def _told_first(source: str, lead: str, toll: int, rest: list[list[str]], number: int) -> s.RecordShape:
    """A record whose first sentence is the lead: what stands there is as a reader would find it, the rest as in every record."""
    start = lead.index("[")
    end = lead.index("]") - 1
    lead = lead.replace("[", "").replace("]", "")
    chance = random.Random(number)
    shape = _record([[lead], *rest], number, chance)
    _without(shape, len(lead))
    issued = TOLD_ON + timedelta(days=chance.randrange(3))
    shape.article.published = s.PublishedShape(str(issued), [s.BecauseShape("line", str(issued))])
    place = s.PlaceShape((33.3, 44.4), "ZZ", ["Province of Made", "Made"], "city", "geonames:1")
    shape.entities += [
        s.EntityShape("n901", source, "organization", [], None, [], None), s.EntityShape("n902", TOLD_AT, "place", [], None, [], place)
    ]  # fmt: skip
    named = [s.MentionShape(f"m@{at}", at, at + len(name), name, id, "name")
             for name, id in ((source, "n901"), (TOLD_AT, "n902")) for at in [lead.index(name)]]  # fmt: skip
    shape.mentions[:0] = sorted(named, key=lambda mention: mention.start)
    said = _statement("s@0", 0, len(lead), "s0", "n901")
    said.source = [(each.start, each.end) for each in named[:1]]
    said.cue = []
    shape.statements[1:1] = [said]
    at = lead.index(str(toll))
    figure = s.FigureShape(f"f@{at}", at, at + len(str(toll)), str(toll), "dead", toll, toll, f"e@{start}")
    shape.figures.insert(0, figure)
    day = str(TOLD_ON)
    shape.events.insert(0, s.EventShape(
        f"e@{start}", start, end, lead[start:end], "ASSAULT", None, "kill", [], day, day, day, "day", None, "n902", "happened",
        said.id, None, None, False, [figure.id], [s.BecauseShape("en/events/assault:kill", "verb, subject actor")],
    ))  # fmt: skip
    return shape


def _without(shape: s.RecordShape, end: int) -> None:
    """Take out what was found before that character."""
    shape.times = [each for each in shape.times if each.start >= end]
    shape.mentions = [each for each in shape.mentions if each.start >= end]
    shape.statements = [each for each in shape.statements if each.start >= end or each.within is None]
    shape.events = [each for each in shape.events if each.start >= end]
    shape.figures = [each for each in shape.figures if each.start >= end]
    named = {each.entity for each in shape.mentions}
    shape.entities = [each for each in shape.entities if each.id in named]


def _entities(text: str) -> tuple[list[s.EntityShape], list[s.MentionShape]]:
    named: dict[str, s.EntityShape] = {}
    mentions: list[s.MentionShape] = []
    for found in NAME.finditer(text):
        name = found[0]
        if (
            hash_of(name) % 5 > 1
        ):  # the first word of a sentence is no name; sentences of one story share theirs, these do not
            continue
        if name not in named:
            id = f"n{len(named) + 1}"
            place = s.PlaceShape((33.3, 44.4), "ZZ", ["Province of Made", "Made"], "city", f"geonames:{len(name)}")
            kind: EntityKind = "place" if len(name) % 3 == 0 else "person"
            aliases = [name.split()[-1]] if " " in name else []
            named[name] = s.EntityShape(id, name, kind, aliases, None, [], place if kind == "place" else None)
        mentions.append(s.MentionShape(f"m@{found.start()}", found.start(), found.end(), name, named[name].id, "name"))
    return [*named.values()], mentions


def hash_of(name: str) -> int:
    """A number that is the same in every run."""
    return sum(map(ord, name))


def _statement(id: str, start: int, end: int, within: str | None, speaker: str | None) -> s.StatementShape:
    told = within is not None
    return s.StatementShape(
        id, start, end, [(start, end)] if told else [], "reported" if told else "own_voice", within,
        [(start, start + 4)] if told else [], speaker, "named" if speaker else "none", None, [(start + 5, start + 9)] if told else [],
        "statement", "certain", False, "neutral", None, None,
        [s.BecauseShape("en/speech/verbs:say", "clausal complement")] if told else [],
    )  # fmt: skip


def _event(
    word: re.Match[str], offset: int, here: list[s.MentionShape], day: date | None, told_in: str, chance: random.Random
) -> s.EventShape:
    start, end = offset + word.start(), offset + word.end()
    roles: list[s.RoleShape] = []
    parts: tuple[RoleName, ...] = ("actor", "recipient")
    for role, mention in zip(parts, here if chance.random() < 0.5 else here[:0], strict=False):
        roles.append(s.RoleShape(role, mention.start, mention.end, mention.entity))
    place = next((mention.entity for mention in here if len(mention.quote) % 3 == 0), None)
    told = str(day) if day else None
    kind = chance.choice(KINDS)
    return s.EventShape(
        f"e@{start}", start, end, word[0], kind, None, word[0], roles, told, told, told, "day" if day else None, None, place,
        "happened", told_in, None, None, False, [],
        [s.BecauseShape(f"en/events/{kind.lower()}:{word[0][:6]}", "verb, subject actor"), s.BecauseShape("events/where:clause")],
    )  # fmt: skip


def _time(word: re.Match[str], offset: int, day: date) -> s.TimeShape:
    start, end = offset + word.start(), offset + word.end()
    return s.TimeShape(
        f"t@{start}", start, end, word[0], str(day), str(day), str(day), "day", s.TimexShape("DATE", str(day), None),
        s.AnchorShape("publication", None), [], [], [s.BecauseShape("en/times/relative:weekday", f"the nearest before {day}")],
    )  # fmt: skip


def main() -> int:
    """Write the records to standard output; the exit code."""
    if not 3 <= len(sys.argv) <= 4:
        print(__doc__, file=sys.stderr)
        return 2
    encoder = msgspec.json.Encoder()
    pool, count, told = sentences(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0
    for shape in chain(records(pool, count), story(pool, told, first=count)):
        sys.stdout.buffer.write(encoder.encode(shape) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
