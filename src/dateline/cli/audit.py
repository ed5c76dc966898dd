"""Count who is quoted over many articles: sources and their words, by kind and by outlet; articles with one source or none.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. Counted are the words told in
somebody's name, those of them between quotation marks, and quotations that nobody is named for. These are counts, no score:
they do not say who is right, whether an article is well sourced or an outlet fair. Sources are told apart by their names
alone. On a terminal the counts are tables, elsewhere lines with tabs, whose first cell says what they count.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from dateline.cli import FAILURE
from dateline.cli.options import add_reading_options
from dateline.cli.streaming import layers_named, stream
from dateline.show.audit import Audit, as_json, tab_lines

LAYERS = layers_named("tokens", "times", "entities", "statements", "quotations")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print all counts as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Read all, count, then show the counts; the exit code."""
    audit = Audit()
    code = stream(options, LAYERS, audit.add)
    if code == FAILURE:
        return code
    if options.json:
        sys.stdout.buffer.write(as_json(audit))
    elif sys.stdout.isatty():
        console = importlib.import_module("rich.console").Console()
        view = importlib.import_module("dateline.show.audit_table").audit_view
        console.print(view(audit, width=console.width))
    else:
        sys.stdout.writelines(tab_lines(audit))
    return code
