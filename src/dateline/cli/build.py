"""Read and annotate many articles into columns: Parquet files by the day of issue, for archives too large for one file.

INPUT is a file or folder that `dateline read` takes (WARC, JSON Lines and Parquet among them), or an address such as
s3://bucket/news.warc.gz. A run that was cut off is simply run again. What cannot be read stands in failures.parquet with its reason,
and the exit code is 3. With --engine ray the work is done by a Ray cluster, and --out must lie where all its machines see it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.cli.options import add_reading_options, own_knowledge, reading_options
from dateline.scale.building import build, check_folder
from dateline.scale.columns import arrow
from dateline.scale.engine import Engine
from dateline.scale.local import Local
from dateline.store.outcomes import Reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a file, a folder, or an address of an object store")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder for the columns")
    add_engine_options(parser)
    add_reading_options(parser)


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Where the work is done."""
    parser.add_argument("--engine", choices=("local", "ray"), default="local", help="processes here, or a Ray cluster")
    parser.add_argument("--workers", type=_count, default=os.cpu_count() or 1, metavar="N", help="processes at work")
    parser.add_argument("--address", metavar="ADDRESS", help="of the Ray cluster, such as ray://head:10001")


def _count(words: str) -> int:
    number = int(words)
    if not 1 <= number <= 256:
        raise argparse.ArgumentTypeError("give a number from 1 to 256")
    return number


def engine_of(options: argparse.Namespace) -> Engine:
    """The engine asked for; MissingPackage says what to install."""
    if options.engine == "local":
        return Local(options.workers)
    engine: Engine = importlib.import_module("dateline.scale.on_ray").OnRay(options.workers, options.address)
    return engine


def run(options: argparse.Namespace) -> int:
    """Build, and say what it came to; the exit code."""
    arrow()
    own_knowledge(options)  # what is wrong in it is said before any process starts
    check_folder(options.out)
    began = time.monotonic()
    engine = engine_of(options)
    try:
        reading = Reading(reading_options(options), options.knowledge)
        built = build(options.inputs, options.out, engine, reading, shown())
    finally:
        engine.close()
    failed = f", {built.failures:,} failed" if built.failures else ""
    seconds = time.monotonic() - began
    sys.stdout.write(f"{built.articles:,} articles of {built.days:,} days{failed}, in {seconds:.1f} s\n")
    if built.failures:
        print(f"dateline: what failed, and why: {options.out / 'failures.parquet'}", file=sys.stderr)
    if not built.articles:
        if not built.failures:
            print(f"dateline: {', '.join(map(str, options.inputs))}: no articles found there", file=sys.stderr)
        return FAILURE
    return SOME_FAILED if built.failures else OK


def shown() -> Callable[[str, int, int], None]:
    """How far the work is, on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        return lambda *_: None

    def tell(stage: str, done: int, of: int) -> None:
        print(f"\r{stage}: {done:,} of {of:,} parts", end="\n" if done == of else "", file=sys.stderr, flush=True)

    return tell
