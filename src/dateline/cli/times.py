"""List the times that articles tell: their words, what they mean, what they are counted from, and the rule that says so.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. Nothing but the times is looked
for, so no parser is loaded; a few dates that hang on the grammar of a sentence are read from its words alone. On a terminal
the times are a table, elsewhere lines with tabs: source, offset, words, EDTF, TIMEX3 value, anchor, rules.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from itertools import count

from dateline.cli.options import add_reading_options
from dateline.cli.streaming import Show, layers_named, stream
from dateline.show.times import json_lines, tab_lines
from dateline.text.record import Record

TIMES = layers_named("times")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print one time a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Read, find the times, show those of each article before the next is read; the exit code."""
    show = _json if options.json else _table() if sys.stdout.isatty() else _tabs
    return stream(options, TIMES, show)


def _json(record: Record) -> None:
    for line in json_lines(record):
        sys.stdout.buffer.write(line)


def _tabs(record: Record) -> None:
    sys.stdout.writelines(tab_lines(record))


def _table() -> Show:
    """Tables on a terminal. Drawing costs 100 ms of imports, which a pipe does not pay."""
    console = importlib.import_module("rich.console").Console()
    view = importlib.import_module("dateline.show.times_table").times_view
    shown = count()

    def show(record: Record) -> None:
        if next(shown):
            console.print()
        console.print(view(record, width=console.width))

    return show
