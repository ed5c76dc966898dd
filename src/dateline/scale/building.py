"""A build: inputs to columns by the day of issue, in parts that are each made once. What was cut off is run again and goes on."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dateline.knowledge.own import FILES
from dateline.read import Input, inputs
from dateline.read.inputs import inputs_of
from dateline.scale import columns, stages
from dateline.scale.engine import Engine, Task, run
from dateline.store.outcomes import Reading
from dateline.text.errors import DatelineError

FORMAT = "dateline-columns/1"
TOGETHER, BYTES = (
    32,
    4_000_000,
)  # inputs of a part: what a process that dies leaves to be done again, and what one holds
PART = 512  # articles that a task annotates at most: of a bucket with more, copies may be parsed once for each part
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    articles: int
    failures: int
    days: int


def build(
    sources: Iterable[str], folder: Path, engine: Engine, reading: Reading, tell: Tell = lambda *_: None
) -> Built:
    """Read, annotate and lay out all sources under the folder; parts that are there already are taken as they are."""
    work = folder / "work"
    parts = [*_parts(sources, work / "inputs", reading)]
    read = _each("read", engine, parts, work, reading, tell)
    met = _scattered("copies", stages.scatter_copies, engine, read, work, tell)
    said = _annotated(engine, met, work, reading, tell)
    days = _scattered("days", stages.scatter_days, engine, said, work, tell)
    failed = days.pop("failures", ())
    stamp = _stamp(parts)
    tasks = [Task(stages.gathered, made, str(folder / f"day={day}")) for day, made in sorted(days.items())]
    _cleared(folder, stamp)
    run(engine, tasks, tell=lambda done: tell("columns", done, len(tasks)))
    table = columns.read(failed) if failed else columns.table([], columns.ARTICLE)
    columns.write(stages.failures(table, None), str(folder / "failures.parquet"))
    return _told(folder, stamp)


def _cleared(folder: Path, stamp: str) -> None:
    """Take away what a run that was ended left half made, and the columns that other inputs gave."""
    for half in folder.glob("day=*.part"):
        shutil.rmtree(half)
    mark = folder / "work" / "inputs.sha256"
    if mark.exists() and mark.read_text(encoding="utf-8") == stamp:
        return
    for day in folder.glob("day=*"):
        shutil.rmtree(day)
    for name in ("manifest.json", "relations.json", "judgements.parquet", "groups.parquet"):
        (folder / name).unlink(missing_ok=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(stamp, encoding="utf-8")


def _parts(sources: Iterable[str], folder: Path, reading: Reading) -> Iterator[str]:
    """The inputs in files of some dozen, each named by what is in it: the same inputs give the same parts."""
    told = repr((version("dateline"), reading, _own_digests(reading))).encode("utf-8", "replace")
    rows: list[columns.Row] = []
    size, seal = 0, hashlib.sha256(told)

    def part() -> str:
        target = str(folder / f"{seal.hexdigest()[:24]}.parquet")
        if not os.path.exists(target):
            columns.write(columns.table(rows, columns.INPUT), target)
        return target

    for given in _inputs(sources):
        rows.append({"path": given.path, "line": given.line, "data": given.data, "refused": given.refused})
        seal.update(f"{given.path}\0{given.line}\0{len(given.data)}\0{given.refused}\0".encode("utf-8", "replace"))
        seal.update(given.data)
        size += len(given.data)
        if len(rows) >= TOGETHER or size >= BYTES:
            yield part()
            rows, size, seal = [], 0, hashlib.sha256(told)
    if rows:
        yield part()


def _own_digests(reading: Reading) -> tuple[str | None, ...]:
    """What stands in the newsroom's own files: the same folder with other names in it gives other records."""
    files = [reading.knowledge / name for name in FILES] if reading.knowledge else []
    return tuple(columns.digest(file) if file.is_file() else None for file in files)


def _inputs(sources: Iterable[str]) -> Iterator[Input]:
    """Files and folders of this machine, and what lies in an object store at an address such as s3://bucket/news.warc.gz."""
    for source in sources:
        if "://" not in source:
            yield from inputs([source])
            continue
        columns.arrow()
        filesystem: Any = importlib.import_module("pyarrow.fs")
        try:
            store, path = filesystem.FileSystem.from_uri(source)
            with store.open_input_file(path) as stream:
                yield from inputs_of(stream, source)
        except (OSError, ValueError) as error:
            yield Input(source, b"", refused=f"cannot be opened ({error}); check the address")


def _each(name: str, engine: Engine, sources: Iterable[str], work: Path, reading: Reading, tell: Tell) -> list[str]:
    tasks = [Task(stages.read, (each,), str(work / name / Path(each).name), reading) for each in sources]
    run(engine, tasks, stages.lost, lambda done: tell(name, done, len(tasks)))
    return [task.target for task in tasks]


def _scattered(
    name: str, stage: Callable[..., dict[str, object]], engine: Engine, sources: Iterable[str], work: Path, tell: Tell
) -> dict[str, tuple[str, ...]]:
    """Shuffle: the files of each bucket, in the order of the sources."""
    tasks = [Task(stage, (each,), str(work / name / Path(each).stem)) for each in sources]
    run(engine, tasks, tell=lambda done: tell(name, done, len(tasks)))
    found: dict[str, list[str]] = {}
    for task in tasks:
        for file in sorted(Path(task.target).glob("*.parquet")):
            found.setdefault(file.stem, []).append(str(file))
    return {bucket: tuple(files) for bucket, files in found.items()}


def _annotated(engine: Engine, met: dict[str, tuple[str, ...]], work: Path, reading: Reading, tell: Tell) -> list[str]:
    tasks = [
        Task(
            stages.annotated, files, str(work / "annotated" / f"{_stamp(files)[:16]}-{bucket}-{first}.parquet"), reading,
            first, first + PART,
        )
        for bucket, files in sorted(met.items())
        for first in range(0, columns.count(files), PART)
    ]  # fmt: skip
    run(engine, tasks, stages.lost, lambda done: tell("annotate", done, len(tasks)))
    return [task.target for task in tasks]


def _stamp(names: Iterable[str]) -> str:
    told = "\n".join("/".join(Path(name).parts[-2:]) for name in names)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _told(folder: Path, stamp: str) -> Built:
    """Write the manifest: each file with its rows and digest."""
    files = [*sorted(folder.glob("day=*/*.parquet")), folder / "failures.parquet"]
    rows = {str(file.relative_to(folder)): columns.count([str(file)]) for file in files}
    told = {name: {"rows": number, "sha256": columns.digest(folder / name)} for name, number in rows.items()}
    articles = sum(number for name, number in rows.items() if name.endswith("/articles.parquet"))
    body = {
        "format": FORMAT,
        "inputs": stamp,
        "articles": articles,
        "failures": rows["failures.parquet"],
        "files": told,
    }
    columns.write_text(json.dumps(body, indent=1) + "\n", folder / "manifest.json")
    return Built(articles, rows["failures.parquet"], len([*folder.glob("day=*")]))


def check_folder(folder: Path) -> None:
    """DatelineError where the folder is there and holds something else than a build."""
    if (
        folder.is_dir()
        and any(folder.iterdir())
        and not (folder / "work").is_dir()
        and not (folder / "manifest.json").exists()
    ):
        raise DatelineError(f"{folder}: holds other files; name an empty folder, or one that dateline build made")
