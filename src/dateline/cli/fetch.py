"""Fetch pages into a WARC file, to be read or added like any other: the one command that goes to the network.

SOURCE is an address; what it names is fetched, and where that is a feed or a sitemap, the pages that it lists. A file that holds a
feed, a sitemap or one address a line is taken the same way. Hosts' robots.txt is kept to, addresses of your own network are
refused, and a page that has not changed since it was last got is not fetched again. Then: dateline add FILE --into ARCHIVE
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.read.formats import format_of, unpacked
from dateline.read.guard import guarded_addresses
from dateline.read.inputs import HEAD, LARGEST
from dateline.read.late import late
from dateline.read.options import Address
from dateline.text.errors import CannotRead, DatelineError

MOST = 100
DEEPEST = 2  # a sitemap of sitemaps, and the pages in those


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="an address, or a file with a feed, a sitemap or a list"
    )
    parser.add_argument(
        "--into", required=True, type=Path, metavar="FILE", help="the WARC file (.warc.gz); added to where it is there"
    )
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help=f"pages to fetch at most (default {MOST})")


def run(options: argparse.Namespace) -> int:
    """Fetch all, say what was got; the exit code."""
    try:
        fetching, keeping = late("dateline.read.fetching.fetch"), late("dateline.read.fetching.keeping")
    except ImportError as error:
        raise CannotRead("fetching needs a library that is not installed: pip install 'dateline[fetch]'") from error
    fetcher, known = fetching.Fetcher(), keeping.known_in(options.into)
    waiting = deque((each, 0) for source in options.sources for each in _named(source))
    seen: set[str] = set()
    got = same = failed = 0
    while waiting and got + same < options.most:
        wanted, depth = waiting.popleft()
        if wanted.url in seen:
            continue
        seen.add(wanted.url)
        try:
            answer = fetcher.fetch(wanted.url, known.get(wanted.url))
        except DatelineError as error:
            print(f"dateline: {error}", file=sys.stderr)
            failed += 1
            continue
        listed = _listed(answer.payload.data) if answer.status == 200 and depth < DEEPEST else None
        if listed is not None:
            waiting.extend((each, depth + 1) for each in listed)
        elif answer.status == 304:
            same += 1
        else:
            keeping.keep(options.into, wanted.url, answer)
            got += 1
    left = f", {len(waiting):,} left (raise --most)" if waiting else ""
    unchanged = f", {same:,} unchanged" if same else ""
    print(f"{got:,} fetched into {options.into}{unchanged}{f', {failed:,} failed' if failed else ''}{left}")
    if failed:
        return SOME_FAILED if got or same else FAILURE
    return OK


def _named(source: str) -> Iterator[Address]:
    """The addresses that an argument stands for."""
    path = Path(source)
    if "://" in source or not path.is_file():
        yield Address(source)
        return
    with path.open("rb") as stream:
        data = stream.read(LARGEST)
    listed = _listed(data)
    if listed is not None:
        yield from listed
        return
    lines = data.decode("utf-8", "replace").splitlines()
    yield from (Address(line.strip()) for line in lines if line.strip().lower().startswith(("http://", "https://")))


def _listed(data: bytes) -> tuple[Address, ...] | None:
    """The addresses of a feed or a sitemap; None for anything else."""
    if format_of(unpacked(data[:HEAD]), "").name not in ("feed", "json feed", "sitemap"):
        return None
    try:
        return guarded_addresses(data)
    except CannotRead:
        return None
