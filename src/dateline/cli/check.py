"""Check an archive: the file itself, every hash, every span, every row that was made from a record, and the index of words.

What is wrong is printed, one sentence a line, and the exit code is 1. An archive that may not be written to is checked but for its
index of words.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from dateline.cli import FAILURE, OK
from dateline.show.inert import visible
from dateline.store.archive import Archive
from dateline.text.errors import BadArchive, CannotStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("--json", action="store_true", help="print one problem a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print what is wrong; the exit code."""
    found = articles = 0
    with _opened(options.file) as archive:
        for problem in archive.check():
            found += 1
            told = json.dumps({"problem": problem}, ensure_ascii=False) if options.json else visible(problem)
            sys.stdout.write(told + "\n")
        articles = len(archive.numbers(latest=False)) if not found else 0
    if found:
        return FAILURE
    told = (
        json.dumps({"articles": articles, "problems": 0})
        if options.json
        else f"{articles:,} articles: all is as it was put in"
    )
    sys.stdout.write(f"{told}\n")
    return OK


def _opened(file: Path) -> Archive:
    """To be written where that may be, since the index of words is compared by a statement that counts as writing."""
    if not file.exists() or not file.stat().st_size:
        raise BadArchive(f"{file}: there is no archive; give one made by `dateline add`")
    try:
        return Archive.open(file, write=True)
    except CannotStore:
        return Archive.open(file)
