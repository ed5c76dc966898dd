"""Find copies, and tellings of one event, in what `dateline build` made: judgements.parquet and groups.parquet in the same folder.

Every article is held against all others, whenever they were issued. A run that was cut off is simply run again.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.cli import OK
from dateline.cli.build import add_engine_options, engine_of, shown
from dateline.scale.columns import arrow
from dateline.scale.relating import manifest, relate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="what dateline build made")
    add_engine_options(parser)


def run(options: argparse.Namespace) -> int:
    """Relate, and say what it came to; the exit code."""
    arrow()
    manifest(options.folder)
    engine = engine_of(options)
    try:
        related = relate(options.folder, engine, shown())
    finally:
        engine.close()
    sys.stdout.write(f"{related.judgements:,} judgements, {related.groups:,} groups\n")
    return OK
