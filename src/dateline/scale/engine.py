"""Engines: a task reads Parquet files, runs a pure function over their rows, and writes Parquet. Where tasks run is the engine's.

What a task made tells that it is done, so a run that was cut off goes on where it was. A task that ends its process is tried once
more and then cut in halves, until the one row that does it stands alone and is kept as a failure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from dateline.scale import columns
from dateline.text.collecting import seldom_collecting

Stage = Callable[[Any, Any], Any]
"""A table and what is told of the run, to a table, or to tables by the name of the bucket that each goes to."""
Lost = Callable[[Any, str], Any]
TRIES = 2  # one may have been ended from outside


@dataclass(frozen=True, slots=True)
class Task:
    """The stage, what it reads, where what it makes goes; of the rows all, or those from `first` to before `last`."""

    stage: Stage
    sources: tuple[str, ...]
    target: str
    told: Any = None
    first: int = 0
    last: int | None = None

    @property
    def done(self) -> bool:
        """What it makes is there."""
        return os.path.exists(self.target)


class Engine(Protocol):
    """What runs tasks. `map` ends tasks in their order; one that could not be done is given back too, without its target."""

    def map(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """Run the tasks, some at a time."""
        ...

    def close(self) -> None:
        """Stop what was started."""
        ...


def perform(task: Task) -> None:
    """Do one task here, unless it is done."""
    if task.done:
        return
    with seldom_collecting():
        columns.write(task.stage(columns.read(task.sources, task.first, task.last), task.told), task.target)


def run(
    engine: Engine, tasks: Sequence[Task], lost: Lost | None = None, tell: Callable[[int], None] = lambda _: None
) -> None:
    """Do all tasks. `lost` makes a row on which a process ends into one that says so; it is for stages that make one table."""
    undone = []
    for number, task in enumerate(_attempted(engine, tasks), 1):
        if not task.done:
            undone.append(task)
        tell(number)
    for task in undone:  # when all others are done, for an engine runs one row of tasks at a time
        _mend(engine, task, lost)


def _attempted(engine: Engine, tasks: Sequence[Task]) -> Iterator[Task]:
    fresh = iter(engine.map([task for task in tasks if not task.done]))
    waiting = {task.target for task in tasks if not task.done}
    for task in tasks:
        yield next(fresh) if task.target in waiting else task


def _mend(engine: Engine, task: Task, lost: Lost | None) -> None:
    """Do a task that ended its process: once more, then by halves, then without the row."""
    for _ in range(TRIES - 1):
        for _ in engine.map([task]):
            pass
        if task.done:
            return
    rows = columns.count(task.sources)
    last = rows if task.last is None else min(task.last, rows)
    if lost is None or last - task.first < 1:
        perform(task)  # it is not a row: let it say here what is wrong
        return
    if last - task.first == 1:
        row = columns.read(task.sources, task.first, last)
        columns.write(lost(row, "ended the process that worked on it, or took too long"), task.target)
        return
    middle = (task.first + last) // 2
    halves = [
        replace(task, first=low, last=high, target=f"{task.target}.{low}-{high}")
        for low, high in ((task.first, middle), (middle, last))
    ]
    for half in halves:
        for _ in engine.map([half] if not half.done else []):
            pass
        if not half.done:
            _mend(engine, half, lost)
    columns.write(columns.read([half.target for half in halves]), task.target)
    for half in halves:
        os.remove(half.target)
