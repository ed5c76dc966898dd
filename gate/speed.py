"""Speed and memory of `dateline read`: documents and tokens a second, the shares of parser and encoder, peak memory, start-up.

    python gate/speed.py [--write]     --write puts the table into docs/performance.md

Reads 200 articles of a benchmark set where one is present, else the demo corpus 25 times over. The times layer is also timed
by itself, as `dateline times` runs it, on the texts of the sets for times.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path

from printing import BENCH, write_table

from dateline.annotate.attributions import attributions
from dateline.annotate.entities.detect import find_names
from dateline.annotate.entities.group import group_names
from dateline.annotate.entities.homes import home_of
from dateline.annotate.entities.kinds import PLACES
from dateline.annotate.entities.page import Page
from dateline.annotate.entities.resolve import resolve_places
from dateline.annotate.layers import LAYERS, annotate, forget
from dateline.annotate.parse import load_parser
from dateline.cli.times import TIMES
from dateline.read import Unread, read_all
from dateline.text.article import Article
from dateline.text.record import Record
from dateline.wire import to_json

HERE = Path(__file__).parent
ARTICLES = 200
DEMO = HERE.parent / "demo" / "articles"
RUNS, STARTS = 5, 11  # of the times layer over all its texts, and of a command


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    articles, what = _articles()
    load_parser()
    spent, tokens, characters, resolving = _run(articles)
    rows = _rows(spent, tokens, characters, what)
    rows.append(f"| names put on the map, once found | {ARTICLES / resolving:,.0f} documents a second |")
    print(*rows, sep="\n")
    if options.write:
        write_table("figures", rows)
    return 0


def _articles() -> tuple[list[Article], str]:
    news = BENCH / "places" / "lgl" / "articles.jsonl"
    source, what = (news, "200 news articles (LGL)") if news.exists() else (DEMO, "demo corpus, 25 times")
    found = [article for article in islice(read_all([str(source)]), ARTICLES + 1) if not isinstance(article, Unread)]
    return list(islice(cycle(found), ARTICLES + 1)), what


def _run(articles: list[Article]) -> tuple[dict[str, float], int, int, float]:
    """Seconds by layer over all articles but the first, tokens and characters read, and the seconds that places take once names are found."""
    resolving = 0.0
    spent: dict[str, list[float]] = defaultdict(list)
    tokens = characters = 0
    for number, article in enumerate(articles):
        forget()  # the demo corpus comes round again
        record = Record(article)
        read = _reading(article)  # before the statements layer, which then finds what was kept of it
        if number:
            spent["encoder"].append(read)
        for layer in LAYERS:
            started = time.perf_counter()
            record = layer.find(record)
            if number:
                spent[layer.name].append(time.perf_counter() - started)
        started = time.perf_counter()
        to_json(record)
        if number:
            spent["to JSON"].append(time.perf_counter() - started)
            tokens += len(record.tokens)
            characters += len(article.text)
            resolving += _resolving(record)
    return {name: sum(times) for name, times in spent.items()}, tokens, characters, resolving


def _reading(article: Article) -> float:
    """Seconds that the encoder takes to read an article."""
    started = time.perf_counter()
    attributions(article.text, article.told())
    return time.perf_counter() - started


def _resolving(record: Record) -> float:
    """Seconds that the places of an article take: their candidates looked up and weighed, its names found and grouped before."""
    page = Page(record)
    clusters = group_names(page, find_names(page))
    places = {number: cluster.names for number, cluster in enumerate(clusters) if cluster.kind in PLACES}
    started = time.perf_counter()
    resolve_places(page, places, home_of(page))
    return time.perf_counter() - started


def _rows(spent: dict[str, float], tokens: int, characters: int, what: str) -> list[str]:
    total, parse, encoder = sum(spent.values()), spent["tokens"], spent["encoder"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    rows = [
        "| measure | figure |", "|---|---|",
        f"| articles | {what}, {characters / ARTICLES:,.0f} characters each on average |",
        f"| machine | {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()} |",
        f"| documents a second | {ARTICLES / total:.1f} |",
        f"| tokens a second | {tokens / total:,.0f} |",
        f"| parser's share of the time | {100 * parse / total:.0f} % |",
        f"| encoder's share of the time | {100 * encoder / total:.0f} % |",
        f"| all own layers against the parser | {100 * (total - parse - encoder) / parse:.0f} % |",
        f"| all own layers, for 4,000 characters | {4e6 * (total - parse - encoder) / characters:.0f} ms |",
        f"| peak memory | {peak:.0f} MB |",
        f"| times layer, no parser | {_times_alone():.2f} MB/s, median of {RUNS} |",
        f"| `dateline --help`, median of {STARTS} | {_start('--help') * 1000:.0f} ms |",
        f"| `dateline times` on a small text, median of {STARTS} | {_start('times', _smallest()) * 1000:.0f} ms |",
    ]  # fmt: skip
    return rows + [
        f"| layer: {name} | {1000 * seconds / ARTICLES:.1f} ms an article |" for name, seconds in spent.items()
    ]


def _times_alone() -> float:
    """Megabytes of text a second, reading of the files not counted, once the rules are loaded."""
    sets = sorted((BENCH / "time").glob("*/articles.jsonl")) or [DEMO]
    articles = [article for article in read_all(sets) if not isinstance(article, Unread)]
    annotate(articles[0], TIMES)
    spent = []
    for _ in range(RUNS):
        started = time.perf_counter()
        for article in articles:
            annotate(article, TIMES)
        spent.append(time.perf_counter() - started)
    return sum(len(article.text.encode()) for article in articles) / 1e6 / statistics.median(spent)


def _smallest() -> str:
    return str(min(DEMO.glob("*.txt"), key=lambda path: path.stat().st_size))


def _start(*arguments: str) -> float:
    """Seconds from start to end of a command, compiled Python kept as an installed program has it; the first run compiles."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    spent = []
    for _ in range(STARTS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dateline", *arguments], capture_output=True, check=True, env=kept)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent[1:])


if __name__ == "__main__":
    sys.exit(main())
