"""List whom articles name: persons, organisations and groups, their kind and roles, in which words they are named and how often.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. Countries are listed where they
speak, offices without a name where they are a source. A role that stands in our tables for the day of issue says so. On a
terminal the names are a table, elsewhere lines with tabs: source, kind, name, roles, other words, times named, statements
made, flags.
"""

from __future__ import annotations

import argparse

from dateline.cli.options import add_reading_options
from dateline.cli.streaming import layers_named, listing, stream
from dateline.show.who import json_lines, tab_lines

LAYERS = layers_named("tokens", "quotations", "times", "entities", "statements")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print one name a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Read, find the names, show those of each article before the next is read; the exit code."""
    return stream(options, LAYERS, listing(options, json_lines, tab_lines, "names_table.who_view"))
