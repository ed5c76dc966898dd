"""The tables of docs/wrong.md: measured rates by question, and sentences of our own with what the program now makes of them.

Cog calls `rates` and `sentences`; both give lines of Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from dateline import Article, Span, When, annotate
from dateline.text.article import Block, Published

HOME = Path(__file__).resolve().parent.parent
ISSUED = When.parse("2023-05-10")
FIGURES = re.compile(r"<!-- figures -->(.*?)<!-- end of figures -->", re.DOTALL)
ASKED = (
    ("Is a time found?", "TimeBank", "relaxed F1"),
    ("Does it mean the right days?", "TimeBank", "interval F1"),
    ("The same, in histories of battles", "WikiWars train", "interval F1"),
    ("Is who says what found: source, word of saying and content?", "PolNeAR dev", "triple F1"),
    ("Is what somebody says without quotation marks found?", "PolNeAR dev", "indirect recall"),
    ("Is the speaker right?", "gold articles", "speaker right F1"),
    ("Is the whole chain of sources right?", "gold articles", "chain right F1"),
    ("Is an event found?", "gold articles", "events found F1"),
    ("Is who did it right?", "gold articles", "event actor F1"),
    ("Is whom it was done to right?", "gold articles", "event recipient F1"),
    ("Are the days of an event right?", "gold articles", "event when, same days"),
    ("Is the kind of an event right?", "PLOVER gold records", "accuracy"),
    ("Is a place found and put within 161 km?", "GeoVirus", "end to end F1"),
    ("The same, in local news of small towns", "LGL", "end to end F1"),
    ("Is a loaded word of propaganda found?", "PTC train", "span F1"),
    ("Is the body of a web page exactly right?", "article extraction", "body exactly right"),
    ("Is the day of issue of a web page right?", "publication day", "day right"),
)
# A sentence, and what a reader would say of it.
SENTENCES = (
    (
        "The general bombed in the debate.",
        "He did badly: no attack. A verb is taken in the sense that it has in the news.",
    ),
    (
        "The strike that the union called on Friday killed hopes of a deal.",
        "No assault, and Friday is 5 May. The figure of speech is missed, and with it the tense that would turn the day back.",
    ),
    (
        "Three people were killed when the army, which had entered the town on Sunday, opened fire.",
        "The army killed them. No actor is taken over from another clause.",
    ),
    ("The bomb killed the driver, a woman and her son.", "Three dead. People who are listed are not counted."),
    ("The army said it had not shelled the school, but the hospital.", "It says that it shelled the hospital."),
    (
        "Two officers met the rebel commander. He said they would attack at dawn.",
        "The text does not say whether the officers would, or the rebels; and it leaves open which dawn.",
    ),
)


def rates() -> Iterator[str]:
    """Figures of docs/accuracy.md by the question that they answer, each with its floor in the gate."""
    found = FIGURES.search((HOME / "docs" / "accuracy.md").read_text("utf-8"))
    lines = found[1].splitlines() if found else []
    cells = [[cell.strip() for cell in line.split("|")[1:4]] for line in lines if line.startswith("| ")]
    told = {(name, figure): value for name, figure, value in cells}
    floors = json.loads((HOME / "gate" / "floors.json").read_text("utf-8"))["full"]
    yield "| question | set, figure | per cent | may not fall below |\n|---|---|---|---|"
    for question, name, figure in ASKED:
        yield f"| {question} | {name}, {figure} | {told[name, figure]} | {floors.get(name, {}).get(figure, '')} |"


def sentences() -> Iterator[str]:
    """The sentences, what the program says of them, and what a reader says."""
    yield "| sentence | the program says | a reader says |\n|---|---|---|"
    for text, reader in SENTENCES:
        yield f"| {text} | {'; '.join(_found(text)) or 'nothing'} | {reader} |"


def _found(text: str) -> Iterator[str]:
    blocks = (Block(Span(0, len(text)), "paragraph"),)
    article = Article(text, blocks=blocks, published=Published(ISSUED))
    record, quote = annotate(article), article.quote
    for event in record.events:
        roles = ", ".join(f"{part.role} “{quote(part.span)}”" for part in event.roles)
        status = "" if event.status == "happened" else f", {event.status.replace('_', ' ')}"
        yield f"{event.kind} “{quote(event.span)}”{f' ({roles})' if roles else ''}, {event.when or 'no day'}{status}"
    yield from (f"time “{quote(time.span)}” = {time.when}" for time in record.times)
    yield from (f"{figure.counts}: “{quote(figure.span)}”" for figure in record.figures)
