"""List who says what: the speaker, in which words, to whom and where, how sure that is, and through whom it came.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. Words that nobody is named for
stand in the list, with "nobody named"; scare quotes, titles and nicknames stand below it, so that no quotation mark goes
unexplained. The list says who is quoted, never who is right. On a terminal it is a table, elsewhere lines with tabs: source,
offset, fate, who, kind of source, words, how, to whom and where and when, doubts, chain.
"""

from __future__ import annotations

import argparse

from dateline.cli.options import add_reading_options
from dateline.cli.streaming import layers_named, listing, stream
from dateline.show.quotes import json_lines, tab_lines

LAYERS = layers_named("tokens", "times", "entities", "statements", "quotations")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print one statement or quotation a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Read, find who says what, show it for each article before the next is read; the exit code."""
    return stream(options, LAYERS, listing(options, json_lines, tab_lines, "quotes_table.quotes_view"))
