"""What scale costs: reading and annotating against the models alone, copies folded, relating as an archive grows, what the parent does.

    python gate/scale.py [--write] [--only annotating|relating] [--most N] [--texts N] [--kept FOLDER]

Costs are processor time, so that they say something where others are at work too. Articles to annotate are those of a benchmark set where
one is present, else the demo corpus; those to relate are made by tools/make_columns.py and kept in FOLDER for the next run. What was measured
is kept in rates.json, for tools/simulate.py and for the half that is not measured anew; --write puts the table into docs/performance.md.
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

from printing import BENCH, load, write_table

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
RATES = HERE / "rates.json"
DEMO = HERE.parent / "demo" / "articles"
SIZES = (1_000, 10_000, 100_000)
TURN, BUILDS = 4, 3  # articles; builds by one worker and by two
sys.path.append(str(HERE.parent / "tools"))
make_archive, make_columns = importlib.import_module("make_archive"), importlib.import_module("make_columns")


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--most", type=int, default=SIZES[-1], metavar="N", help="articles of the largest archive")
    parser.add_argument("--texts", type=int, default=200, metavar="N", help="articles that are annotated")
    parser.add_argument("--kept", type=Path, default=HERE.parent / "build" / "scale", metavar="FOLDER")
    parser.add_argument("--only", choices=("annotating", "relating"), help="the half that is measured anew")
    options = parser.parse_args()
    told = json.loads(RATES.read_text("utf-8"))
    if options.only != "annotating":
        told["relating"] = {}
        for size in (size for size in SIZES if size <= options.most):
            told["relating"][str(size)] = _related(_made(size, options.kept))
            print(size, told["relating"][str(size)], file=sys.stderr, flush=True)
    if options.only != "relating":
        told["annotating"] = _annotated(_lines(options.texts))
    rows = [*_annotating(told["annotating"]), *_relating({int(size): cost for size, cost in told["relating"].items()})]
    print(*rows, sep="\n")
    if options.write:
        write_table("scale", rows)
        RATES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return 0


def _made(size: int, kept: Path) -> Path:
    """The columns of so many articles, made unless they are there."""
    folder = kept / str(size)
    if not (folder / "manifest.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make_columns.make(make_archive.sentences(_news()), size, folder)
    return folder


def _news() -> Path:
    news = BENCH / "places" / "lgl" / "articles.jsonl"
    return news if news.exists() else DEMO


def _lines(count: int) -> list[dict[str, Any]]:
    """Articles as lines of JSON Lines give them."""
    found = (article for article in read_all([_news()]) if not isinstance(article, Unread))
    return [_line(article, article.outlet or "A paper", "2023-05-10") for article in islice(found, count)]


def _line(article: Article, outlet: str, day: str) -> dict[str, Any]:
    return {"text": article.text, "outlet": outlet, "published": day}


def _annotated(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What annotating takes: processor seconds an article, and shares."""
    _whole(lines[:3])  # what is loaded once is loaded
    _models(lines[:3])
    models, whole, folded = [], [], []
    for first in range(0, len(lines), TURN):  # by turns, so that what else runs here falls on all alike
        some = lines[first : first + TURN]
        copies = [{**line, "outlet": f"{line['outlet']} again", "published": "2023-05-12"} for line in some]
        models.append(_spent(_models, some))
        whole.append(_spent(_whole, some))
        folded.append(_spent(_whole, [*some, *copies]))
    busy, runs = load(), [_built(lines, workers) for workers in (1, 2) * BUILDS]
    return {
        "articles": len(lines), "characters": sum(len(line["text"]) for line in lines) / len(lines),
        "models": sum(models) / len(lines), "whole": sum(whole) / len(lines), "copy": (sum(folded) - sum(whole)) / len(lines),
        "rate": statistics.median(each / of for each, of in zip(models, whole, strict=True)),
        "gain": statistics.median(2 * each / of for each, of in zip(whole, folded, strict=True)),
        "turns": len(models), "parent": [statistics.median(share for share, _ in runs[at::2]) for at in (0, 1)],
        "two": statistics.median(one / two for (_, one), (_, two) in zip(runs[::2], runs[1::2], strict=True)), "load": busy,
    }  # fmt: skip


def _annotating(told: dict[str, Any]) -> list[str]:
    return [
        "| reading and annotating | figure |", "|---|---|",
        f"| articles | {told['articles']}, {told['characters']:,.0f} characters each on average |",
        f"| machine | {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()} |",
        f"| models alone: parser and encoder | {1000 * told['models']:.0f} ms of processor time an article |",
        f"| read and annotated | {1000 * told['whole']:.0f} ms an article: {100 * told['rate']:.0f} % of the rate of the models alone"
        f" (median of {told['turns']} turns) |",
        f"| as many exact copies besides, folded | {500 * (told['whole'] + told['copy']):.0f} ms an article: {told['gain']:.2f} times the rate"
        " without folding (2 would be copies that cost nothing) |",
        f"| the parent's share of the processor time, 1 worker and 2 | {100 * told['parent'][0]:.1f} %, {100 * told['parent'][1]:.1f} % |",
        f"| the same build by two workers against one, their start included | {told['two']:.2f} times as fast (median of {BUILDS} turns;"
        f" load of the machine before: {told['load']}) |",
    ]  # fmt: skip


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


def _built(lines: Sequence[dict[str, Any]], workers: int) -> tuple[float, float]:
    """Of a build: the parent's share of the processor time, and the seconds that pass."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        before, began, wall = _children(), time.process_time(), time.monotonic()
        engine = Local(workers)
        build([str(folder / "news.jsonl")], folder / "out", engine, Reading())
        wall = time.monotonic() - wall
        engine.close()
    mine = time.process_time() - began
    return mine / (mine + _children() - before), wall


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
    busy = load()
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
        "seconds": mine + _children() - before, "parent": mine, "wall": wall, "load": busy, "megabytes": own + sum(peaks.values()),
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
    row("wall-clock with two workers (s)", lambda _, cost: f"{cost['wall']:,.0f}")
    row("load of the machine before", lambda _, cost: cost["load"])
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
