"""Put articles, or records that were made before, into an archive: one file, made where there is none.

PATH is what `dateline read` takes, or a .jsonl file of records. Records are stored as they
are; articles are read and annotated first, by several processes. What is there already is passed over, so a run that was cut off is
simply run again; a changed article at the same address is kept as a new version. What cannot be read is kept as a failure with its
reason (`dateline failures`), and the exit code is 3.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.cli.options import add_reading_options, own_knowledge, reading_options
from dateline.read.inputs import files_of
from dateline.store.adding import Progress, add_all
from dateline.store.archive import Archive
from dateline.store.outcomes import Reading
from dateline.text.errors import CannotRead


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or - for standard input")
    parser.add_argument("--into", required=True, type=Path, metavar="FILE", help="the archive")
    parser.add_argument(
        "--workers",
        type=_count,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that read; 0: this one alone",
    )
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")
    add_reading_options(parser)


def run(options: argparse.Namespace) -> int:
    """Add all, say what was done; the exit code."""
    _look_at(options)
    own_knowledge(options)  # what is wrong in it is said before any process starts
    reading = Reading(reading_options(options), options.knowledge)
    began = time.monotonic()
    console = Console(stderr=True)
    with Archive.open(options.into, write=True) as archive, _shown(console, options.paths) as tell:
        done = add_all(archive, options.paths, reading, workers=options.workers, tell=tell)
    seconds = time.monotonic() - began
    if options.json:
        sys.stdout.write(
            f'{{"added": {done.added}, "versions": {done.versions}, "there": {done.there}, "partly": {done.partly},'
            f' "failed": {done.failed}, "seconds": {seconds:.2f}}}\n'
        )
    else:
        sys.stdout.write(f"{_sentence(done, seconds)}\n")
    if not (done.added or done.there or done.failed):
        print(f"dateline: {', '.join(options.paths)}: no articles found there", file=sys.stderr)
        return FAILURE
    if done.failed or done.partly:
        print(f"dateline: what failed, and why: dateline failures {options.into}", file=sys.stderr)
    if done.failed and not (done.added or done.there):
        return FAILURE
    return SOME_FAILED if done.failed or done.partly else OK


def _look_at(options: argparse.Namespace) -> None:
    """CannotRead where none of the paths is there: no archive is made for that; in one that is there they are failures of their own."""
    if not options.into.exists() and not any(path == "-" or os.path.exists(path) for path in options.paths):
        there = "there is no such file or folder" if len(options.paths) == 1 else "none of these is there"
        raise CannotRead(f"{', '.join(options.paths)}: {there}; no archive was made")


def _sentence(done: Progress, seconds: float) -> str:
    parts = [f"{done.added:,} added"]
    parts += [f"{done.versions:,} of them new versions"] if done.versions else []
    parts += [f"{done.there:,} there before"] if done.there else []
    parts += [f"{done.partly:,} in part only"] if done.partly else []
    parts += [f"{done.failed:,} failed"] if done.failed else []
    return f"{', '.join(parts)}, in {seconds:.1f} s"


@contextmanager
def _shown(console: Console, paths: Sequence[str]) -> Iterator[Callable[[Progress], None]]:
    """A bar with rate and time left on a terminal, elsewhere nothing."""
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
    began = time.monotonic()
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=_size(paths), told="")

        def tell(progress: Progress) -> None:
            rate = progress.inputs / max(time.monotonic() - began, 0.001)
            failed = f", {progress.failed:,} failed" if progress.failed else ""
            bar.update(task, completed=progress.size, told=f"{progress.inputs:,} ({rate:,.1f} a second){failed}")

        yield tell


def _size(paths: Sequence[str]) -> int | None:
    """Bytes of all inputs; unknown where one is standard input."""
    if "-" in paths:
        return None
    return sum(file.stat().st_size for path in paths for file in files_of(Path(path)) if file.is_file()) or None


def _count(words: str) -> int:
    number = int(words)
    if not 0 <= number <= 256:
        raise argparse.ArgumentTypeError("give a number from 0 to 256")
    return number
