"""List what could not be read or annotated, and why. A later `dateline add` of the same inputs tries them again.

Lines with tabs: where it came from, its id there, the stage that failed, the reason, the article's number if it is in the archive.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from dateline.cli import OK
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("--json", action="store_true", help="print one failure a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the failures; the exit code."""
    failure = None
    with Archive.open(options.file) as archive:
        for failure in archive.failures():
            told = {
                "path": failure.path, "id": failure.given, "article": failure.article, "stage": failure.stage,
                "reason": failure.reason, "at": failure.at,
            }  # fmt: skip
            if options.json:
                sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
                continue
            cells = (failure.path, failure.given, failure.stage, failure.reason, failure.article)
            sys.stdout.write("\t".join(visible(one_line(str(cell or ""))) for cell in cells) + "\n")
    if failure is None:
        print(f"dateline: {options.file}: no failures", file=sys.stderr)
    return OK
