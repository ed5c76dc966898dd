"""What an archive costs as it grows to 1,000, 10,000 and 100,000 articles: adding, searching, a timeline, bytes.

    python gate/archive.py [--write] [--sizes N...]     --write puts the table into docs/performance.md

The records are made by tools/make_archive.py from the sentences of a benchmark set where one is present, else of the demo corpus.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec
from printing import BENCH, write_table

from dateline.store.adding import add_all
from dateline.store.archive import Archive

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 100_000)
RUNS = 9
QUERIES = ("government", "the", '"chemical attack"', "killed soldiers border", "nerve gas inspectors", "parliament")
_NAMES = (  # those that go by a name, most articles first: "n12" in the index says that an article names name 12
    "SELECT n.name FROM (SELECT substr(term, 2) AS id, count(*) AS articles FROM named_key WHERE term >= 'n' AND term < 'o' GROUP BY term)"
    " AS k JOIN name AS n ON n.id = k.id ORDER BY k.articles DESC, n.id"
)
sys.path.append(str(HERE.parent / "tools"))
make_archive = importlib.import_module("make_archive")


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="articles of the archive, one after another"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    options = parser.parse_args()
    news = BENCH / "crossdoc" / "fa-kes" / "articles.jsonl"
    pool = make_archive.sentences(news if news.exists() else HERE.parent / "demo" / "articles")
    sizes = sorted(options.sizes)
    with tempfile.TemporaryDirectory(dir=HERE.parent / "build") as folder:
        columns = []
        for before, size in pairwise([0, *sizes]):
            columns.append(_grown(Path(folder), pool, before, size, options.workers))
            print(size, columns[-1], file=sys.stderr, flush=True)
    rows = _rows(sizes, columns)
    print(*rows, sep="\n")
    if options.write:
        write_table("archive", rows)
    return 0


def _grown(folder: Path, pool: list[str], before: int, size: int, workers: int) -> dict[str, float]:
    """What it costs to bring the archive from `before` to `size` articles, and what it then costs to ask it."""
    path, source = folder / "archive.db", folder / "records.jsonl"
    encoder = msgspec.json.Encoder()
    with source.open("wb") as stream:
        for shape in make_archive.records(pool, size - before, first=before):
            stream.write(encoder.encode(shape) + b"\n")
    used, began = _processor(), time.perf_counter()
    with Archive.open(path, write=True) as archive:
        add_all(archive, [source], workers=workers)
    seconds, used = time.perf_counter() - began, _processor() - used
    source.unlink()
    with Archive.open(path) as archive:
        status = archive.status()
        names = [row[0] for row in archive.sql(_NAMES, seconds=600, most=1_000_000)[1]]
        searches = [_median(partial(archive.search, query)) for query in QUERIES]
        often, seldom = names[0], names[len(names) // 2]
        return {
            "articles added a second": (size - before) / seconds,
            "processor time an article, all processes (ms)": 1000 * used / (size - before),
            "search, slowest of the queries (ms)": max(searches),
            "search, median of the queries (ms)": statistics.median(searches),
            "timeline of the most frequent name (ms)": _median(lambda: archive.find(about=often)),
            "timeline of a name of middling frequency (ms)": _median(lambda: archive.find(about=seldom)),
            "one record read (ms)": _median(lambda: archive.record(size // 2)),
            "file against text (times)": path.stat().st_size / status.text_bytes,
            "text an article (bytes)": status.text_bytes / status.articles,
        }


def _median(ask: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        began = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - began)
    return 1000 * statistics.median(spent)


def _processor() -> float:
    return sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def _rows(sizes: list[int], columns: list[dict[str, float]]) -> list[str]:
    rows = [f"| articles | {' | '.join(f'{size:,}' for size in sizes)} |", f"|---{'|---' * len(sizes)}|"]
    for name in columns[0]:
        cells = (f"{column[name]:,.0f}" if column[name] >= 100 else f"{column[name]:.1f}" for column in columns)
        rows.append(f"| {name} | {' | '.join(cells)} |")
    if len(columns) > 1:
        cost = [column["processor time an article, all processes (ms)"] for column in columns]
        grown = math.log(cost[-1] * sizes[-1] / (cost[0] * sizes[0])) / math.log(sizes[-1] / sizes[0])
        rows.append(f"\nThe cost of adding grows with the number of articles to the power of {grown:.2f} ({platform.machine()}, "
                    f"{os.cpu_count()} cores, Python {platform.python_version()}).")  # fmt: skip
    return rows


if __name__ == "__main__":
    sys.exit(main())
