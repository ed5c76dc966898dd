"""Show what happened by day, over many articles: each event once, however many articles tell of it.

A row says how many articles tell of the event, how many outlets, how many origins (who stands at the end of the chain of sources,
copies folded), and how many of these are no party to it; where sources conflict it says on what. The id at the end names the event in
`dateline compare` and `dateline who-says`. FILE is an archive; or a folder or file of articles, which are then read now.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date

from dateline.cli import OK
from dateline.cli.dossiers import add_file_options, gather, show
from dateline.show.dossier_page import timeline_page
from dateline.show.dossier_tables import timeline_view
from dateline.show.happened import COLUMNS, as_json, rows
from dateline.store.archive import Archive
from dateline.store.nearby import timed
from dateline.text.errors import BadDate
from dateline.text.when import When


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_file_options(parser)
    add_choice_options(parser)


def add_choice_options(parser: argparse.ArgumentParser) -> None:
    """Which events of an archive: of whom, when, where."""
    parser.add_argument("--about", default="", metavar="NAME", help="a person, group or place that takes part")
    parser.add_argument(
        "--from", dest="since", type=_first, metavar="DAY", help="no earlier than this day, month or year"
    )
    parser.add_argument("--to", dest="until", type=_last, metavar="DAY", help="no later than this day, month or year")
    parser.add_argument("--place", default="", metavar="NAME", help="a place, or what it lies in")


def run(options: argparse.Namespace) -> int:
    """Relate the articles and print the days; the exit code."""

    def chosen(archive: Archive) -> Iterable[int]:
        days = (options.since, options.until)
        asked = options.about or options.place or any(days)
        return timed(archive, about=options.about, place=options.place, days=days) if asked else archive.numbers()

    dossier = gather(options.file, chosen, as_read=options.as_read)
    found = dossier.timeline(about=options.about, first=options.since, last=options.until, place=options.place)
    asked = options.about or options.place
    undated = 0 if asked else sum(happening.when is None for happening in dossier.happenings)
    shown = list(rows(dossier, found))
    show(
        options,
        map(as_json, shown),
        COLUMNS,
        lambda width: timeline_view(shown, undated, width=width),
        page=lambda: timeline_page(shown, undated),
    )
    if not found and asked:
        print(
            "dateline: try dateline names FILE NAME to see how it is written, or leave an option out", file=sys.stderr
        )
    return OK


def _first(words: str) -> date | None:
    return _period(words).first


def _last(words: str) -> date | None:
    return _period(words).last


def _period(words: str) -> When:
    try:
        return When.parse(words)
    except BadDate as error:
        raise argparse.ArgumentTypeError(str(error)) from error
