"""Ask an archive in SQL. The question may only read, for so many seconds and rows; lines with tabs, or JSON.

The views `articles`, `entities`, `events`, `statements`, `figures` and `text` have words where the tables have numbers; docs/archive.md
describes both.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateline.cli import OK
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("query", metavar="SQL", help='one SELECT, such as "SELECT * FROM events LIMIT 5"')
    parser.add_argument("--most", type=int, default=1000, metavar="N", help="how many rows at most (1000)")
    parser.add_argument("--seconds", type=float, default=10.0, metavar="S", help="how long it may take (10)")
    parser.add_argument("--json", action="store_true", help="print one row a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Ask and print; the exit code."""
    with Archive.open(options.file) as archive:
        heads, rows = archive.sql(options.query, seconds=options.seconds, most=max(0, options.most) + 1)
        show = _as_json(heads) if options.json else _as_tabs
        if not options.json:
            show(heads)
        for number, row in enumerate(rows):
            if number >= options.most:
                print(f"dateline: only the first {options.most:,} rows; give --most for more", file=sys.stderr)
                break
            show(row)
    return OK


def _as_tabs(row: tuple[Any, ...]) -> None:
    cells = (
        f"{len(value)} bytes" if isinstance(value, bytes) else "" if value is None else str(value) for value in row
    )
    sys.stdout.write("\t".join(visible(one_line(cell)) for cell in cells) + "\n")


def _as_json(heads: tuple[str, ...]) -> Callable[[tuple[Any, ...]], None]:
    def show(row: tuple[Any, ...]) -> None:
        values = (value.hex() if isinstance(value, bytes) else value for value in row)
        line = json.dumps(dict(zip(heads, values, strict=True)), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")

    return show
