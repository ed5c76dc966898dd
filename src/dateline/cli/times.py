"""List the times that articles tell: their words, what they mean, what they are counted from, and the rule that says so.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. Nothing but the times is looked
for, so no parser is loaded; a few dates that hang on the grammar of a sentence are read from its words alone. On a terminal
the times are a table, elsewhere lines with tabs: source, offset, words, EDTF, TIMEX3 value, anchor, rules.
"""

from __future__ import annotations

import argparse

from dateline.cli.options import add_reading_options
from dateline.cli.streaming import layers_named, listing, stream
from dateline.show.times import json_lines, tab_lines

TIMES = layers_named("times")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print one time a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Read, find the times, show those of each article before the next is read; the exit code."""
    return stream(options, TIMES, listing(options, json_lines, tab_lines, "times_table.times_view"))
