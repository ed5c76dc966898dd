"""The engine of one machine: processes that take one task at a time, so nothing piles up. A task on which one dies is given back undone."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dateline.scale.engine import Task, perform
from dateline.text.errors import DatelineError

DEADLINE = 600.0  # seconds for a task of some dozen articles, of which the longest takes ten
_CONTEXT = multiprocessing.get_context("spawn")  # a fork would take the parser's threads along in the middle of things


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    at: int | None = None
    since: float = 0.0


class Local:
    """So many processes, started when there is work and kept: each loads the parser once."""

    def __init__(self, workers: int, deadline: float = DEADLINE) -> None:
        self._count = max(1, workers)
        self._deadline = deadline
        self._workers: list[_Worker] = []

    def map(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """Run the tasks; each is given back in its order, one that ended its process without its target."""
        for busy in [each for each in self._workers if each.at is not None]:
            self._bury(busy)  # nobody asked for the rest of what an earlier row of tasks gave it
        given, ended, finished = 0, 0, set[int]()
        while ended < len(tasks):
            while given < len(tasks) and (worker := self._idle()):
                worker.at, worker.since = given, time.monotonic()
                try:
                    worker.pipe.send(tasks[given])
                except (BrokenPipeError, ConnectionResetError):
                    self._bury(worker)  # it died while it had nothing to do: another takes the task
                    continue
                given += 1
            finished |= set(self._heard())
            while ended in finished:
                yield tasks[ended]
                ended += 1

    def close(self) -> None:
        """Stop all processes."""
        for worker in [*self._workers]:
            self._bury(worker)

    def _idle(self) -> _Worker | None:
        worker = next((each for each in self._workers if each.at is None), None)
        if worker is None and len(self._workers) < self._count:
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=serve, args=(theirs,))  # no daemon: readers have children
            process.start()
            theirs.close()
            worker = _Worker(process, ours)
            self._workers.append(worker)
        return worker

    def _heard(self) -> Iterator[int]:
        """Numbers of the tasks that came to an end, one way or the other."""
        busy = {each.pipe: each for each in self._workers if each.at is not None}
        until = min(each.since for each in busy.values()) + self._deadline
        for pipe in wait([*busy], timeout=max(0.0, until - time.monotonic())):
            worker = busy[pipe] if isinstance(pipe, Connection) else None
            if worker is None or worker.at is None:
                continue
            number, worker.at = worker.at, None
            try:
                said = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._bury(worker)
                said = None
            if isinstance(said, DatelineError):
                raise said
            yield number
        for worker in busy.values():
            if worker.at is not None and time.monotonic() - worker.since > self._deadline:
                yield worker.at
                self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


def serve(pipe: Connection) -> None:
    """What a process does until its pipe is closed. An interrupt is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            task = pipe.recv()
            try:
                perform(task)
                pipe.send(None)
            except DatelineError as error:
                pipe.send(error)
            except Exception as error:
                pipe.send(DatelineError(f"{task.target}: {type(error).__name__}: {error}"))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is gone
