"""What reading pages costs: pages a second behind the guard and without it, against trafilatura alone, and records of a WARC file,
against zlib alone and, where it is installed, FastWARC alone.

    python gate/reading.py [--write] [--runs N]     --write puts the table into docs/performance.md

All times are the processor's, of this process and of the guarded one. Each page is read in all ways one after the other, so that
a busy machine slows all alike. Needs Linux and the benchmark's pages (DATELINE_BENCH, else ../shared/bench).
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import json
import platform
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

import trafilatura
from printing import BENCH, write_table

from dateline.read import ReadOptions, inputs, read_input
from dateline.read.formats import warc
from dateline.read.inputs import Input
from dateline.read.reading import articles_of
from dateline.text.collecting import seldom_collecting

PAGES = BENCH / "reading" / "aeb" / "articles.jsonl"
OPTIONS = ReadOptions()
STEP = 1_000_000  # packed bytes: more than any of these records has
guard = importlib.import_module("dateline.read.guard")


class Turn(NamedTuple):
    """Seconds of the processor for a page: behind the guard, in this process, and by trafilatura alone."""

    guarded: float
    here: float
    other: float


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    options = parser.parse_args()
    if not PAGES.exists():
        print(f"gate: no pages at {PAGES}: nothing measured (set DATELINE_BENCH to where the sets are)")
        return 0
    with seldom_collecting():  # as in the guarded process: all are measured alike
        rows = _rows(list(inputs([PAGES])), options.runs)
    print(*rows, sep="\n")
    if options.write:
        write_table("reading", rows)
    return 0


def _rows(given: list[Input], runs: int) -> list[str]:
    """The table: medians of so many turns."""
    pages = [json.loads(each.data)["html"] for each in given]
    packed = _packed(pages)
    for each in given:  # what is loaded once is no cost of a page
        _guarded(each)
        _here(each)
    turns, records = [], []
    splitters = {"dateline": _split, "zlib": _unpacked, "FastWARC": _by_fastwarc}
    for turn in range(runs):
        turns.append(_turn(given, pages))
        records.append({name: _cost(partial(split, packed)) for name, split in splitters.items()})
        print(f"turn {turn + 1} of {runs}: {turns[-1]}", file=sys.stderr, flush=True)
    size = sum(len(page.encode("utf-8", "replace")) for page in pages) / len(pages)
    against = statistics.median(turn.guarded / turn.other for turn in turns)
    more = statistics.median(turn.guarded / turn.here - 1 for turn in turns)
    return [
        "| measure | figure |",
        "|---|---|",
        f"| pages | {len(pages)} pages of news (article-extraction-benchmark), {size / 1000:,.0f} kB each on average |",
        f"| machine | {platform.machine()}, Python {platform.python_version()}, median of {runs} turns |",
        f"| pages a second a core, guard on | {1 / statistics.median(turn.guarded for turn in turns):.1f} |",
        f"| trafilatura {trafilatura.__version__} alone, fast, on the same machine | {1 / statistics.median(turn.other for turn in turns):.1f} |",
        f"| time of a page against trafilatura alone, fast | {against:.2f} times |",
        f"| what the guard costs | {100 * more:.1f} % |",
        *_record_rows(records, len(pages)),
    ]


def _record_rows(records: list[dict[str, float]], count: int) -> list[str]:
    """Of each turn the seconds in which each way went through the file; the others' as rates, and ours against them."""
    costs = {name: statistics.median(turn[name] for turn in records) for name in records[0]}
    rows = [f"| WARC records a second, told apart and not read | {count / costs['dateline']:,.0f} |"]
    for name in [name for name in costs if name != "dateline"]:
        share = statistics.median(turn[name] / turn["dateline"] for turn in records)
        rows.append(
            f"| {name} alone over the same file: records a second; our rate against its | {count / costs[name]:,.0f}; {share:.2f} |"
        )
    return rows


def _turn(given: Iterable[Input], pages: Iterable[str]) -> Turn:
    """Each page read in the three ways, one after the other: whoever else uses the machine slows all three alike."""
    guarded, here, other = [], [], []
    for each, page in zip(given, pages, strict=True):
        before, began = _child(), time.process_time()
        _guarded(each)
        spent, after = time.process_time() - began, _child()
        if before[0] != after[0]:  # the process was worn out, and another took its place
            continue
        guarded.append(spent + after[1] - before[1])
        here.append(_cost(partial(_here, each)))
        other.append(_cost(partial(_trafilatura, page)))
    return Turn(*(statistics.fmean(times) for times in (guarded, here, other)))


def _child() -> tuple[int, float]:
    """The guarded process that waits for work, and the processor's time that it has had."""
    pid = guard._idle.children[-1].process.pid
    return pid, time.clock_gettime((~pid << 3) | 2)  # so Linux names the clock of another process


def _guarded(given: Input) -> None:
    _consumed(read_input(given, options=OPTIONS))


def _here(given: Input) -> None:
    _consumed(articles_of(given, OPTIONS))


def _trafilatura(page: str) -> None:
    trafilatura.extract(page, fast=True, include_comments=False, include_tables=False)


def _packed(pages: Iterable[str]) -> bytes:
    """The pages as a WARC file, each record packed by itself."""
    out = bytearray()
    for number, page in enumerate(pages):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode("utf-8", "replace")
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        head += f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
        out += gzip.compress(head.encode() + body + b"\r\n\r\n")
    return bytes(out)


def _split(packed: bytes) -> None:
    _consumed(warc.split(io.BytesIO(packed)))


def _unpacked(packed: bytes) -> None:
    """Each member unpacked and nothing done with it: what every reader of such a file pays that leaves unpacking to zlib."""
    at, view = 0, memoryview(packed)
    while at < len(packed):
        member, step = zlib.decompressobj(31), view[at : at + STEP]
        member.decompress(step)
        at += len(step) - len(member.unused_data)


def _by_fastwarc(packed: bytes) -> None:
    _consumed(importlib.import_module("fastwarc.warc").ArchiveIterator(io.BytesIO(packed)))


def _consumed(found: Iterable[object]) -> None:
    for _ in found:
        continue


def _cost(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
