"""Options that several commands share: how the articles are to be read."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.read import ReadOptions
from dateline.text.errors import BadDate
from dateline.text.when import When

if TYPE_CHECKING:
    from dateline.knowledge.own import Own

KEYS = ("id", "text", "html", "title", "published", "outlet", "url", "language")


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """What is known of the articles from elsewhere; it overrides what they say themselves."""
    parser.add_argument("--published", type=_date, metavar="DATE", help="day of issue, such as 2020-02-12")
    parser.add_argument("--outlet", metavar="NAME", help="the outlet that published it")
    parser.add_argument("--url", metavar="ADDRESS", help="the address it was published at; nothing is fetched")
    parser.add_argument("--language", metavar="CODE", help="language of the text, such as en")
    parser.add_argument(
        "--columns",
        type=_columns,
        default=(),
        metavar="OURS=YOURS,...",
        help="which column of a table (or key of a JSON object) holds what, such as text=body,published=date",
    )
    parser.add_argument(
        "--knowledge",
        type=Path,
        metavar="DIR",
        help="a folder with your own names.toml and places.toml, read after ours",
    )


def reading_options(options: argparse.Namespace) -> ReadOptions:
    """The same as one value, built once."""
    return ReadOptions(
        published=options.published,
        outlet=options.outlet,
        url=options.url,
        language=options.language,
        columns=options.columns,
    )


def own_knowledge(options: argparse.Namespace) -> Own | None:
    """The names and places of the folder given, if one was; BadRules says what is wrong in it."""
    if options.knowledge is None:
        return None
    own: Own = importlib.import_module("dateline.knowledge.own").load_own(options.knowledge)
    return own


def _columns(words: str) -> tuple[tuple[str, str], ...]:
    pairs = tuple(
        (ours.strip(), yours.strip()) for ours, _, yours in (each.partition("=") for each in words.split(","))
    )
    wrong = next((ours for ours, yours in pairs if ours not in KEYS or not yours), None)
    if wrong is not None:
        raise argparse.ArgumentTypeError(f"{wrong!r}: write pairs such as text=body; there are {', '.join(KEYS)}")
    return pairs


def _date(words: str) -> When:
    try:
        return When.parse(words)
    except BadDate as error:
        raise argparse.ArgumentTypeError(str(error)) from error
