"""The web reader on a large archive: what each screen takes, how many requests one process answers, and whether its memory grows.

    python gate/reader.py [--write] [--articles N] [--archive FILE] [--long] [--browser]

--write puts the tables into docs/performance.md; --long asks 50,000 times instead of 5,000; --browser walks every screen in Chromium
instead (tests/reader_walk.py) and leaves pictures in build/reader. The archive is made once, by tools/make_archive.py, and kept in
build/; 200 of its articles tell of one event. Without Chromium, first paints are left out.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import os
import platform
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

import msgspec
from printing import BENCH, write_table
from serving import Answer, Connection, Server, served

from dateline.store.adding import add_all
from dateline.store.archive import Archive
from dateline.text.errors import BadArchive

HERE = Path(__file__).parent
STATIC = HERE.parent / "src" / "dateline" / "web" / "static"
TELLERS, WORDS = 200, 1000
CLIENTS, RUNS = 4, 9
SHORT, LONG = 5_000, 50_000  # requests
SAMPLE = 100  # articles that are looked through for a frequent name
EACH = 10  # of the requests under which memory is watched, one so often is for an article that was not asked for lately
sys.path += [str(HERE.parent / "tools"), str(HERE.parent / "tests")]
make_archive = importlib.import_module("make_archive")
walk = importlib.import_module("reader_walk")


@dataclass(frozen=True, slots=True)
class Measured:
    """A screen: milliseconds until it is answered first, until all of it is there, and later on; its bytes; what a browser tells of it."""

    answered: float
    whole: float
    again: float
    size: int
    painted: tuple[float, int] | None


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--articles", type=int, default=10_000, metavar="N")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="where the archive is kept, or is to be made")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    path = options.archive or HERE.parent / "build" / f"reader-{options.articles}.db"
    if not _is_there(path):
        _make(path, options.articles)
    screens = _screens(path)
    if options.browser:
        with served(path) as server:
            wrong = walk.walked(server.address, server.cookie, screens, HERE.parent / "build" / "reader")
        print(*wrong or ["nothing is wrong"], sep="\n")
        return 1 if wrong else 0
    rows = _rows(path, screens, LONG if options.long else SHORT)
    print(*rows, sep="\n")
    if options.write:
        write_table("reader", rows)
    return 0


def _is_there(path: Path) -> bool:
    """An archive of this version of dateline was made there before."""
    try:
        Archive.open(path).close()
    except BadArchive:
        return False
    return True


def _make(path: Path, articles: int) -> None:
    news = BENCH / "crossdoc" / "fa-kes" / "articles.jsonl"
    pool = make_archive.sentences(news if news.exists() else HERE.parent / "demo" / "articles")
    path.unlink(missing_ok=True)
    source, encoder = path.with_suffix(".jsonl"), msgspec.json.Encoder()
    path.parent.mkdir(parents=True, exist_ok=True)
    with source.open("wb") as stream:
        for shape in make_archive.large(pool, articles, told=TELLERS, words=WORDS):
            stream.write(encoder.encode(shape) + b"\n")
    with Archive.open(path, write=True) as archive:
        add_all(archive, [source], workers=os.cpu_count() or 1)
    source.unlink()


def _screens(path: Path) -> dict[str, str]:
    """What is looked at, and where it is."""
    with Archive.open(path) as archive:
        last = archive.numbers()[-1]
        middle = last // 2
        dated = next(event.id for event in archive.record(middle).events if event.when)
        told = archive.record(last - TELLERS // 2).events[0].id
        looked = (archive.record(number) for number in range(1, last, max(1, last // SAMPLE)))
        often = Counter(entity.name for record in looked for entity in record.entities).most_common(1)[0][0]
    return {
        "home": "/",
        f"article of {WORDS:,} words": f"/a/{last}",
        "event that few tell": f"/e/{middle}/{dated}",
        f"event that {TELLERS} articles tell": f"/e/{last - TELLERS // 2}/{told}",
        f"compare, of {TELLERS} articles": f"/compare/{last - TELLERS // 2}/{told}",
        "time and place": "/time",
        "time and place of a frequent name": f"/time?about={quote(often)}",
        "name that stands in most articles": f"/n/{quote(often)}",
        "search for a common word": "/search?q=government",
    }


def _rows(path: Path, screens: dict[str, str], requests: int) -> list[str]:
    busy = os.getloadavg()[0]
    with served(path) as server:
        measured = {name: _measured(server, address) for name, address in screens.items()}
    rows = [
        "| screen | answered first (ms) | all of it there (ms) | later (ms) | kB | first paint (ms) | elements |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, each in measured.items():
        paint = f"{each.painted[0]:.0f} | {each.painted[1]:,}" if each.painted else "– | –"
        rows.append(
            f"| {name} | {each.answered:.0f} | {each.whole:.0f} | {each.again:.1f} | {each.size / 1000:.0f} | {paint} |"
        )
    with served(path) as server:
        rows += ["", "| measure | figure | budget |", "|---|---|---|", *_load(server, screens, requests)]
    rows.append("")
    rows.append(f"Load of the machine before: {busy:.1f} ({platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}).")  # fmt: skip
    return rows


def _measured(server: Server, address: str) -> Measured:
    connection = server.connect()
    began = time.perf_counter()
    answer = connection.ask(address)
    answered = time.perf_counter() - began
    while answer.later:
        time.sleep(0.05)
        answer = connection.ask(address)
    whole = time.perf_counter() - began
    if answer.status != 200:
        raise ConnectionError(f"{address}: {answer.status}")
    again = statistics.median(_seconds(connection, address)[1] for _ in range(RUNS))
    connection.close()
    painted = walk.painted(server.address, server.cookie, address, RUNS)
    return Measured(1000 * answered, 1000 * whole, 1000 * again, len(answer.body), painted)


def _seconds(connection: Connection, address: str) -> tuple[Answer, float]:
    began = time.perf_counter()
    return connection.ask(address), time.perf_counter() - began


def _load(server: Server, screens: dict[str, str], requests: int) -> list[str]:
    """Requests a second, and memory before and after, of a reader that is asked for one article, for many, and for both mixed."""
    article = screens[f"article of {WORDS:,} words"]
    last = int(article.rpartition("/")[2])
    server.load([article] * 200, CLIENTS)
    same = server.load([article] * 2_000, CLIENTS)
    other = server.load([f"/a/{number}" for number in range(1, 401)], CLIENTS)
    asked = cycle([article if n % EACH else f"/a/{1 + n * 7 % (last - 1)}" for n in range(EACH * last)])
    server.load([f"/a/{number}" for number in range(last - 700, last)], CLIENTS)  # more than the pages that are kept
    before = server.memory()
    mixed = server.load(islice(asked, requests), CLIENTS)
    after = server.memory()
    script = sum(len(gzip.compress(file.read_bytes(), 9)) for file in STATIC.glob("*.js"))
    return [
        f"| one article of {WORDS:,} words, {CLIENTS} connections: requests a second | {same.rate:,.0f} | 200 |",
        f"| the same: the slowest in a hundred (ms) | {same.slow:.1f} | 100 |",
        f"| another article every time: requests a second | {other.rate:,.0f} | |",
        f"| the same: the slowest in a hundred (ms) | {other.slow:.0f} | |",
        f"| {requests:,} requests, every tenth another article: requests a second | {mixed.rate:,.0f} | |",
        f"| memory before and after them (MB) | {before:.0f}, {after:.0f} | flat |",
        f"| all scripts, zipped (kB) | {script / 1000:.0f} | 90 |",
    ]


if __name__ == "__main__":
    sys.exit(main())
