"""Search an archive for words: articles that hold all of them, the best first, with the place where they stand.

Give words or, in quotation marks, a phrase; case and accents make no difference. Nothing in a query is a command: `NEAR(`, `*`
and the like are words, or nothing. `--source` asks who says so: articles in which such a source tells something, the outlet itself
(own_voice) or whoever it names, speaks of or leaves unnamed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dateline.cli import OK
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.store.searching import Hit
from dateline.store.tellers import TELLERS

INDENT = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("query", nargs="+", metavar="QUERY", help="words, or a phrase in quotation marks")
    parser.add_argument("--outlet", metavar="NAME", help="only articles of that outlet")
    parser.add_argument("--source", choices=TELLERS, metavar="KIND", help=f"who says so: {', '.join(TELLERS)}")
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many articles at most (20)")
    parser.add_argument("--json", action="store_true", help="print one hit a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the hits; the exit code."""
    with Archive.open(options.file) as archive:
        most, words = max(1, min(options.most, 1000)), " ".join(options.query)
        hits = archive.search(words, most=most, outlet=options.outlet, source=options.source)
    if options.json:
        for hit in hits:
            sys.stdout.buffer.write(json.dumps(_told(hit), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return OK
    console = Console(highlight=False)
    for number, hit in enumerate(hits):
        if number:
            console.print()
        for line, indent in _lines(hit, console.width):
            console.print(Padding(line, (0, 0, 0, indent), expand=False))
    if not hits:
        such = "such " if options.outlet is not None or options.source else ""
        print(f"dateline: no {such}article holds all these words", file=sys.stderr)
    return OK


def _told(hit: Hit) -> dict[str, object]:
    end = None if hit.start is None else hit.start + len(hit.snippet)
    return {
        "article": hit.article, "title": hit.title, "outlet": hit.outlet, "published": hit.published, "start": hit.start,
        "end": end, "snippet": hit.snippet, "marks": [list(mark) for mark in hit.marks],
    }  # fmt: skip


def _lines(hit: Hit, width: int) -> Iterator[tuple[Text, int]]:
    """What is said of a hit, and how far it stands in."""
    about = " · ".join(filter(None, (hit.outlet, hit.published)))
    head = f"{hit.article}  "
    yield (
        Text(
            head + visible(one_line(hit.title or "untitled", max(20, width - len(head)))), style="bold", overflow="fold"
        ),
        0,
    )
    if about:
        yield Text(visible(one_line(about)), style="dim"), INDENT
    line, at = Text(), 0
    for start, end in hit.marks:
        line.append(_shown(hit.snippet[at:start])).append(_shown(hit.snippet[start:end]), style="bold yellow")
        at = end
    yield line.append(_shown(hit.snippet[at:])), INDENT


def _shown(words: str) -> str:
    return visible(words.replace("\n", " ").replace("\t", " "))
