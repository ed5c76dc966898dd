"""Show who says that an event happened, mention by mention: the outlet, whom it cites, whom that one cites, down to the characters.

EVENT is an id that `dateline timeline` shows, such as 12/e@16; without it, the event that most outlets tell. Characters are counted from
0 in the article's text, as in its record; words that an article copied are followed into the article they come from.
"""

from __future__ import annotations

import argparse

from dateline.cli import OK
from dateline.cli.dossiers import add_event_option, add_file_options, event_of, show
from dateline.show.dossier_page import who_says_page
from dateline.show.dossier_tables import who_says_view
from dateline.show.happened import row
from dateline.show.told import COLUMNS, as_json, said


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_file_options(parser)
    add_event_option(parser)


def run(options: argparse.Namespace) -> int:
    """Find the event and print each mention; the exit code."""
    dossier, happening = event_of(options)
    found = tuple(said(dossier, happening))
    show(
        options,
        (as_json(dossier, str(happening.id), each) for each in found),
        COLUMNS,
        lambda width: who_says_view(row(dossier, happening), found, dossier, width=width),
        page=lambda: who_says_page(row(dossier, happening), found, dossier),
    )
    return OK
