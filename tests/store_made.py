"""Records made by hand for an archive, with no parser: towns and names are invented."""

from __future__ import annotations

import json
import random
from pathlib import Path

from dateline.text.article import Article, Block, Published, Source
from dateline.text.happening import Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Place
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When
from dateline.wire import to_json

TOWNS = ("Osk", "Port Arlen", "Vell", "Nímes Vale")
NAMES = ("Mila Drov", "Karin Dolland", "Ossian Tell", "Ráma Ké")


def record_of(number: int, *, text: str | None = None, url: str | None = None) -> Record:
    """A small record; the same number gives the same record."""
    chance = random.Random(number)
    town, name = chance.choice(TOWNS), chance.choice(NAMES)
    toll, day = chance.randrange(2, 90), 1 + number % 28
    told = text or f"{name} said {toll} people died in {town} on {day} May 2021. Report {number} of the valley desk."
    where = {words: Span(told.find(words), told.find(words) + len(words)) for words in (name, town, f"{toll} people")}
    if text is not None:
        where = dict.fromkeys(where, Span(0, min(4, len(told))))
    when = When.parse(f"2021-05-{day:02d}")
    article = Article(
        told,
        source=Source("reports.jsonl", f"r{number}"),
        outlet=chance.choice(("The Osk Bee", "Valley Post")),
        url=url or f"https://bee.example/{number}",
        published=Published(When.parse("2021-05-30"), (Evidence("line", "2021-05-30"),)),
        blocks=(Block(Span(0, len(told)), "paragraph"),),
    )
    a, b, c = where.values()
    return Record(
        article,
        times=(TimeExpression(f"t@{b.start}", b, when, Timex("DATE", str(when)), because=(Evidence("en/times:day"),)),),
        entities=(
            Entity("n1", name, "person", aliases=(name.split()[1],)),
            Entity("n2", town, "place", place=Place((1.0, 2.0), "ZZ", ("Osk Valley",), "city", "made")),
        ),
        mentions=(Mention(f"m@{a.start}", a, "n1", "name"), Mention(f"m@{b.start + 1}", b, "n2", "name")),
        statements=(
            Statement(ROOT, Span(0, len(told)), "own_voice", within=None, source_kind="outlet"),
            Statement("s@1", Span(0, len(told)), "reported", content=(c,), source=(a,), speaker="n1", source_kind="named"),
        ),
        events=(
            Event(
                f"e@{c.start}", c, "ASSAULT", "die", roles=(Role("recipient", a, "n1"),), when=when, place="n2",
                told_in="s@1", figures=(f"f@{c.start}",), because=(Evidence("en/events/made:die", "verb", a),),
            ),
        ),
        figures=(Figure(f"f@{c.start}", c, "dead", toll, toll, f"e@{c.start}"),),
    )  # fmt: skip


def lines(path: Path, count: int, *, first: int = 0) -> Path:
    """A file of that many records on the wire."""
    with path.open("wb") as stream:
        for number in range(first, first + count):
            stream.write(to_json(record_of(number)) + b"\n")
    return path


def articles(path: Path, count: int) -> Path:
    """A file of that many articles, one a line."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            article = record_of(number).article
            stream.write(json.dumps({"id": article.source.id, "text": article.text, "url": article.url}) + "\n")
    return path
