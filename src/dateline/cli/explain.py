"""Say why: which rule found what stands at one place of a text, from which anchor, by which arithmetic.

PLACE is FILE:OFFSET, the offset counted in characters from 0 as in a record, or FILE:WORDS, the first place of the words. Of an
archive it is FILE:FINDING, such as news.db:12/e@16; what people corrected there stands beside what was read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import OK
from dateline.cli.correct import finding_of
from dateline.cli.options import add_reading_options, own_knowledge, reading_options
from dateline.read import read
from dateline.relate.corrected import apply
from dateline.show.corrections import corrections_view, rows
from dateline.show.explain import account_view, explanation
from dateline.store.archive import Archive
from dateline.store.side_by_side import stored
from dateline.store.sqlite import is_archive
from dateline.text.article import Article
from dateline.text.errors import BadQuery, CannotRead


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "place",
        metavar="PLACE",
        help="FILE:OFFSET or FILE:WORDS, such as article.txt:40 or 'article.txt:a year earlier'; of an archive FILE:FINDING",
    )
    add_reading_options(parser)


def run(options: argparse.Namespace) -> int:
    """Read one article and explain one place of it; the exit code."""
    path, colon, place = options.place.rpartition(":")
    if not colon or not path:
        raise CannotRead(f"{options.place}: give FILE:OFFSET or FILE:WORDS, such as article.txt:40")
    if is_archive(Path(path)):
        return _explain_stored(path, place)
    article = read(path, options=reading_options(options))
    Console().print(explanation(annotate(article, knowledge=own_knowledge(options)), _offset(article, path, place)))
    return OK


def _explain_stored(path: str, place: str) -> int:
    """A finding of an archive: as it stands, as it was read, and who corrected it."""
    number, pointer = finding_of(place)
    with Archive.open(path) as archive:
        stored(archive, number)
        as_read, said = archive.record(number, as_read=True), archive.corrections(number)
    console, finding = Console(highlight=False), pointer.finding
    done = apply(as_read, said)
    told = [told for record in (done.record, as_read) if (told := account_view(record, finding)) is not None]
    if not told:
        raise BadQuery(
            f"{path}: article {number} has no finding {finding}; dateline events, who and read show what it has"
        )
    console.print(told[0])
    found = rows(as_read, said, done, finding)
    if found:
        before = account_view(as_read, finding)
        console.print("As it was read:", style="bold")
        console.print(before if before is not None else "It is in no record.")
        console.print("Corrected:", style="bold")
        console.print(corrections_view([(number, found)], width=console.width))
    return OK


def _offset(article: Article, path: str, place: str) -> int:
    if place.isdecimal() and len(place) < 12:
        offset = int(place)
        if offset >= len(article.text):
            raise CannotRead(f"{path}: offset {offset} is beyond its {len(article.text)} characters")
        return offset
    found = article.text.find(place)
    if found < 0:
        raise CannotRead(f"{path}: the words {place!r} do not stand in it")
    return found
