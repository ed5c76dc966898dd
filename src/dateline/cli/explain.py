"""Say why: which rule found what stands at one place of a text, from which anchor, by which arithmetic.

PLACE is FILE:OFFSET, the offset counted in characters from 0 as in a record, or FILE:WORDS, the first place of the words.
"""

from __future__ import annotations

import argparse

from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import OK
from dateline.cli.options import add_reading_options, own_knowledge, reading_options
from dateline.read import read
from dateline.show.explain import explanation
from dateline.text.article import Article
from dateline.text.errors import CannotRead


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "place",
        metavar="PLACE",
        help="FILE:OFFSET or FILE:WORDS, such as article.txt:40 or 'article.txt:a year earlier'",
    )
    add_reading_options(parser)


def run(options: argparse.Namespace) -> int:
    """Read one article and explain one place of it; the exit code."""
    path, colon, place = options.place.rpartition(":")
    if not colon or not path:
        raise CannotRead(f"{options.place}: give FILE:OFFSET or FILE:WORDS, such as article.txt:40")
    article = read(path, options=reading_options(options))
    Console().print(explanation(annotate(article, knowledge=own_knowledge(options)), _offset(article, path, place)))
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
