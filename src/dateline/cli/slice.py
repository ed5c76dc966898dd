"""Put the articles of a build that name somebody or some place into an archive, with those grouped with them by `dateline relate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from dateline.cli import FAILURE, OK
from dateline.scale.columns import arrow
from dateline.scale.relating import manifest
from dateline.scale.slicing import slice_into
from dateline.store.archive import Archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="what dateline build made")
    parser.add_argument(
        "--about", required=True, metavar="NAME", help="a person, an organisation or a place, by its name"
    )
    parser.add_argument(
        "--into", required=True, type=Path, metavar="FILE", help="the archive, made where there is none"
    )


def run(options: argparse.Namespace) -> int:
    """Put them there, say how many; the exit code."""
    arrow()
    manifest(options.folder)
    with Archive.open(options.into, write=True) as archive:
        number = slice_into(options.folder, options.about, archive)
    sys.stdout.write(f"{number:,} articles about {options.about}\n")
    return OK if number else FAILURE
