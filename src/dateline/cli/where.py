"""List the places that articles name: where they are, how precisely that is known, and what else the name may stand for.

SOURCE is a file (.txt, .html), a folder, a .jsonl file of articles, or - for standard input. A place is known as a point, as an
area or a country (its point stands somewhere in the middle, for no spot), or it is not in the gazetteer. On a terminal the places
are a table, elsewhere lines with tabs: source, name, what it is, precision, country, latitude, longitude, within, times named,
words, other places of that name, flags.
"""

from __future__ import annotations

import argparse
import sys

from dateline.cli.options import add_reading_options
from dateline.cli.streaming import Show, layers_named, listing, stream
from dateline.show.where import features, json_lines, tab_lines
from dateline.text.record import Record

LAYERS = layers_named("tokens", "entities")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one place a line, as JSON")
    how.add_argument(
        "--geojson", action="store_true", help="print one GeoJSON FeatureCollection (RFC 7946) of all articles"
    )


def run(options: argparse.Namespace) -> int:
    """Read, find the places, show those of each article before the next is read; the exit code."""
    if not options.geojson:
        return stream(options, LAYERS, listing(options, json_lines, tab_lines, "names_table.where_view"))
    out = sys.stdout.buffer
    out.write(b'{"type": "FeatureCollection", "features": [')
    try:
        return stream(options, LAYERS, _collection())
    finally:
        out.write(b"\n]}\n")  # whatever happens to one source, what was printed is GeoJSON


def _collection() -> Show:
    """Features with commas between them."""
    between = b"\n"

    def show(record: Record) -> None:
        nonlocal between
        for feature in features(record):
            sys.stdout.buffer.write(between + feature)
            between = b",\n"

    return show
