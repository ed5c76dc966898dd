"""Compare what sources say of one event: who gives which toll, party, place, day and word, and how the values differ.

EVENT is an id that `dateline timeline` shows, such as 12/e@16; any mention of the event will do. Without it, the event that most outlets
tell. No value is chosen. A difference may be a conflict; an update (a toll that rises with the days); one of scope (a part is counted);
or one of precision (one value is rougher than the other).
"""

from __future__ import annotations

import argparse

from dateline.cli import OK
from dateline.cli.dossiers import add_event_option, add_file_options, event_of, show
from dateline.show.compared import COLUMNS, Names, as_json
from dateline.show.dossier_page import compare_page
from dateline.show.dossier_tables import compare_view
from dateline.show.happened import row


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_file_options(parser)
    add_event_option(parser)


def run(options: argparse.Namespace) -> int:
    """Find the event and print its tables; the exit code."""
    dossier, happening = event_of(options)
    sources, tables = dossier.sources(happening), dossier.tables(happening)
    names = Names(dossier, sources)
    held = {incident.pointer for incident in happening.incidents}
    judged = [each for each in dossier.folded.standing if each.by_person and held & set(each.pair)]
    show(
        options,
        as_json(str(happening.id), dossier, names, tables),
        COLUMNS,
        lambda width: compare_view(row(dossier, happening), tables, names, judged, width=width),
        page=lambda: compare_page(row(dossier, happening), tables, names, judged),
    )
    return OK
