"""List what articles say happened: when, what kind of event, who did it to whom, where, how many, and by whose word.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. An event that an article tells
several times is one row. What is planned, possible or denied says so, and so does who is only held responsible; the list says
who tells an event, never that it is true. On a terminal it is a table, elsewhere lines with tabs: source, offset, kind, mode,
words, who, whom, when, where, status, figures, told by.
"""

from __future__ import annotations

import argparse
import io
import sys

from dateline.annotate.layers import LAYERS
from dateline.cli.options import add_reading_options
from dateline.cli.streaming import listing, stream
from dateline.show.events import COLUMNS, csv_line, csv_lines, json_lines, tab_lines
from dateline.text.record import Record

EVENTS = tuple(layer for layer in LAYERS if layer.name != "wording")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one event a line, as JSON")
    how.add_argument("--csv", action="store_true", help="print one CSV record an event, under a line of column names")


def run(options: argparse.Namespace) -> int:
    """Read, find the events, show those of each article before the next is read; the exit code."""
    if options.csv:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(
                newline=""
            )  # a CSV record ends in CR LF, and a line break within a cell stays what it is
        sys.stdout.write(csv_line(COLUMNS))
        return stream(options, EVENTS, _csv)
    return stream(options, EVENTS, listing(options, json_lines, tab_lines, "events_table.events_view"))


def _csv(record: Record) -> None:
    sys.stdout.writelines(csv_lines(record))
