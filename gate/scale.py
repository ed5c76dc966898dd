"""What scale costs: reading and annotating against the models alone, copies folded, relating as an archive grows, what the parent does.

    python gate/scale.py [--write] [--most N] [--texts N] [--kept FOLDER]     --write puts the table into docs/performance.md

Costs are processor time, so that they say something where others are at work too. Articles to annotate are those of a benchmark set where
one is present, else the demo corpus; those to relate are made by tools/make_columns.py and kept in FOLDER for the next run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from dateline.annotate.encode import NoEncoder, load_encoder, told_spans
from dateline.annotate.layers import forget
from dateline.annotate.parse import find_tokens
from dateline.read import Unread, read_all
from dateline.scale import columns, stages
from dateline.scale.building import build
from dateline.scale.engine import Task
from dateline.scale.local import Local
from dateline.scale.relating import relate
from dateline.store.outcomes import Reading
from dateline.text.article import Article
from dateline.text.record import Record

HERE = Path(__file__).parent
PERFORMANCE, RATES = HERE.parent / "docs" / "performance.md", HERE / "rates.json"
HOME = Path(os.environ.get("DATELINE_BENCH", HERE.parent.parent / "shared" / "bench"))
DEMO = HERE.parent / "demo" / "articles"
SIZES = (1_000, 10_000, 100_000)
TURN = 4  # articles
START, END = "<!-- scale -->\n", "<!-- end of scale -->"
sys.path.append(str(HERE.parent / "tools"))
make_archive, make_columns = importlib.import_module("make_archive"), importlib.import_module("make_columns")


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="articles of the largest archive")
    parser.add_argument("--texts", type=int, default=200, metavar="N", help="articles that are annotated")
    parser.add_argument("--kept", type=Path, default=HERE.parent / "build" / "scale", metavar="FOLDER")
    options = parser.parse_args()
    costs = {}
    for size in (size for size in SIZES if size <= options.most):
        folder = options.kept / str(size)
        if not (folder / "manifest.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make_columns.make(make_archive.sentences(_news()), size, folder)
        costs[size] = _related(folder)
        print(size, costs[size], file=sys.stderr, flush=True)
    rows, rates = _annotating(_lines(options.texts))
    rows += _relating(costs)
    print(*rows, sep="\n")
    if options.write:
        above, mark, rest = PERFORMANCE.read_text("utf-8").partition(START)
        PERFORMANCE.write_text(above + mark + "\n".join(rows) + "\n" + END + rest.partition(END)[2], "utf-8")
        told = {"annotating": rates, "relating": {str(size): cost for size, cost in costs.items()}}
        RATES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 0


def _news() -> Path:
    news = HOME / "places" / "lgl" / "articles.jsonl"
    return news if news.exists() else DEMO


def _lines(count: int) -> list[dict[str, Any]]:
    """Articles as lines of JSON Lines give them."""
    found = (article for article in read_all([_news()]) if not isinstance(article, Unread))
    return [_line(article, article.outlet or "A paper", "2023-05-10") for article in islice(found, count)]


def _line(article: Article, outlet: str, day: str) -> dict[str, Any]:
    return {"text": article.text, "outlet": outlet, "published": day}


def _annotating(lines: Sequence[dict[str, Any]]) -> tuple[list[str], dict[str, float]]:
    """Rows of the table, and processor seconds an article."""
    _whole(lines[:3])  # what is loaded once is loaded
    _models(lines[:3])
    models, whole, folded = [], [], []
    for first in range(0, len(lines), TURN):  # by turns, so that what else runs here falls on all alike
        some = lines[first : first + TURN]
        copies = [{**line, "outlet": f"{line['outlet']} again", "published": "2023-05-12"} for line in some]
        models.append(_spent(_models, some))
        whole.append(_spent(_whole, some))
        folded.append(_spent(_whole, [*some, *copies]))
    one, all_of, both = (sum(each) / len(lines) for each in (models, whole, folded))
    rate = statistics.median(each / of for each, of in zip(models, whole, strict=True))
    gain = statistics.median(2 * each / of for each, of in zip(whole, folded, strict=True))
    with tempfile.TemporaryDirectory() as folder:
        shares = [_built(lines[:40], Path(folder) / str(workers), workers) for workers in (1, 2)]
    rows = [
        "| reading and annotating | figure |", "|---|---|",
        f"| articles | {len(lines)}, {sum(len(line['text']) for line in lines) / len(lines):,.0f} characters each on average |",
        f"| machine | {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()} |",
        f"| models alone: parser and encoder | {1000 * one:.0f} ms of processor time an article |",
        f"| read and annotated | {1000 * all_of:.0f} ms an article: {100 * rate:.0f} % of the rate of the models alone (median of {len(models)} turns) |",
        f"| as many exact copies besides, folded | {1000 * both / 2:.0f} ms an article: {gain:.2f} times the rate without folding"
        " (2 would be copies that cost nothing) |",
        *(
            f"| the parent's share of the processor time, {workers} worker{'s' if workers > 1 else ''} | {100 * share:.1f} % |"
            for workers, share in zip((1, 2), shares, strict=True)
        ),
    ]  # fmt: skip
    return rows, {"models": one, "whole": all_of, "copy": both - all_of}


def _spent(work: Callable[[Any], None], lines: Sequence[dict[str, Any]]) -> float:
    began = time.process_time()
    work(lines)
    return time.process_time() - began


def _models(lines: Sequence[dict[str, Any]]) -> None:
    encoder = load_encoder()
    forget()
    for article in _articles(lines):
        find_tokens(Record(article))
        if not isinstance(encoder, NoEncoder):
            list(encoder.read(article.text, told_spans(article.told())))


def _articles(lines: Sequence[dict[str, Any]]) -> Iterator[Article]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as stream:
        stream.write("\n".join(map(json.dumps, lines)))
        stream.flush()
        yield from (article for article in read_all([stream.name]) if not isinstance(article, Unread))


def _whole(lines: Sequence[dict[str, Any]]) -> None:
    forget()
    rows = [{"path": "made.jsonl", "line": at, "data": json.dumps(line).encode()} for at, line in enumerate(lines, 1)]
    read = stages.read(columns.table(rows, columns.INPUT), Reading())
    stages.annotated(read, Reading())


def _built(lines: Sequence[dict[str, Any]], folder: Path, workers: int) -> float:
    """The parent's share of the processor time of a build."""
    folder.mkdir()
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    before, began = _children(), time.process_time()
    engine = Local(workers)
    build([str(folder / "news.jsonl")], folder / "out", engine, Reading())
    engine.close()
    mine = time.process_time() - began
    return mine / (mine + _children() - before)


@dataclass(frozen=True, slots=True)
class Timed:
    """A stage that notes what processor time it takes, and how much memory its process has had at most."""

    stage: Callable[[Any, Any], Any]
    name: str
    notes: str

    def __call__(self, table: Any, told: Any) -> Any:
        began = time.process_time()
        made = self.stage(table, told)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Path(self.notes).open("a", encoding="utf-8") as stream:
            stream.write(f"{self.name} {time.process_time() - began} {os.getpid()} {peak}\n")
        return made


@dataclass(frozen=True, slots=True)
class Noting:
    """The local engine, with notes of what its tasks take."""

    engine: Local
    notes: str

    def map(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """Run the tasks."""
        names = [Path(task.target).name.rpartition("-")[0] for task in tasks]
        timed = [
            replace(task, stage=Timed(task.stage, name, self.notes)) for task, name in zip(tasks, names, strict=True)
        ]
        return self.engine.map(timed)

    def close(self) -> None:
        """Stop all processes."""
        self.engine.close()


def _related(folder: Path) -> dict[str, Any]:
    """What relating a folder takes, all anew."""
    shutil.rmtree(folder / "work" / "related", ignore_errors=True)
    notes = folder / "notes.txt"
    notes.unlink(missing_ok=True)
    before, began, wall = _children(), time.process_time(), time.monotonic()
    engine = Noting(Local(2), str(notes))
    found = relate(folder, engine)
    engine.close()
    mine, wall = time.process_time() - began, time.monotonic() - wall
    steps: dict[str, float] = {}
    peaks: dict[str, int] = {}
    for name, seconds, process, peak in map(str.split, notes.read_text("utf-8").splitlines()):
        steps[name] = steps.get(name, 0.0) + float(seconds)
        peaks[process] = max(peaks.get(process, 0), int(peak) // 1024)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    work = (folder / "work" / "related").rglob("*.parquet")
    return {
        "seconds": mine + _children() - before, "parent": mine, "wall": wall, "megabytes": own + sum(peaks.values()),
        "judgements": found.judgements, "shuffled": sum(file.stat().st_size for file in work), "steps": dict(sorted(steps.items(), key=lambda step: -step[1])),
    }  # fmt: skip


def _relating(costs: dict[int, dict[str, Any]]) -> list[str]:
    if not costs:
        return []
    rows = ["", f"| articles related | {' | '.join(f'{size:,}' for size in costs)} |", f"|---{'|---' * len(costs)}|"]

    def row(name: str, cell: Callable[[int, dict[str, Any]], str]) -> None:
        rows.append(f"| {name} | {' | '.join(cell(size, cost) for size, cost in costs.items())} |")

    row("processor time of all processes (s)", lambda _, cost: f"{cost['seconds']:,.0f}")
    row("the same an article (ms)", lambda size, cost: f"{1000 * cost['seconds'] / size:.1f}")
    row("wall-clock with two workers, on a busy machine (s)", lambda _, cost: f"{cost['wall']:,.0f}")
    row("the parent's share of the processor time", lambda _, cost: f"{100 * cost['parent'] / cost['seconds']:.1f} %")
    row("peak memory, both workers and the parent (MB)", lambda _, cost: f"{cost['megabytes']:,.0f}")
    row("written between steps an article (kB)", lambda size, cost: f"{cost['shuffled'] / size / 1000:.1f}")
    row("judgements", lambda _, cost: f"{cost['judgements']:,}")
    for name in costs[max(costs)]["steps"]:
        cells = (f"{1000 * cost['steps'][name] / size:.2f}" for size, cost in costs.items())
        rows.append(f"| step: {name} (ms an article) | {' | '.join(cells)} |")
    if len(costs) > 1:
        low, high = min(costs), max(costs)
        grown = math.log(costs[high]["seconds"] / costs[low]["seconds"]) / math.log(high / low)
        rows += ["", f"The cost of relating grows with the number of articles to the power of {grown:.2f}."]
    return rows


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
