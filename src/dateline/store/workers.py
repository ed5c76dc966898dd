"""Processes that read and annotate while one writes. Each works on one chunk of inputs at a time, so nothing piles up anywhere.

An input on which a process dies or does not come to an end is named as a failure; what lay behind it is given to another.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dateline.read import Input
from dateline.store.drafts import Dictionaries, Draft
from dateline.store.outcomes import Failed, Reading, outcomes
from dateline.text.collecting import seldom_collecting
from dateline.text.errors import DatelineError, MissingModel

DEADLINE = 120.0  # seconds for one article; the longest that is read whole takes ten
MOST_EVENTS = 64  # messages of one process that are taken before another is heard
SENT_TOGETHER = 64  # drafts; to send and to write each by itself doubles the time of records that were made before
MOST_DEATHS = 3  # of processes in a row that came to nothing: then it is not the inputs

_CONTEXT = multiprocessing.get_context("spawn")  # a forked child would hold the archive's locks in its hands


@dataclass(frozen=True, slots=True)
class Job:
    """An input and the digest by which the archive knows it again."""

    digest: bytes
    given: Input


@dataclass(frozen=True, slots=True)
class Event:
    """A draft or a failure of a job; with neither, the job is done."""

    job: Job
    outcome: Draft | Failed | None


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    jobs: deque[Job] = field(default_factory=deque)
    since: float = 0.0


class Workers:
    """So many processes, started when they are first needed."""

    def __init__(self, count: int, reading: Reading, deadline: float = DEADLINE) -> None:
        self._reading = reading
        self._deadline = deadline
        self._count = count
        self._workers: list[_Worker] = []
        self.waiting: deque[Job] = deque()  # to be given out once more, since a process died before it came to them
        self._deaths = 0

    @property
    def idle(self) -> bool:
        """Some process has nothing to do."""
        return len(self._workers) < self._count or any(not worker.jobs for worker in self._workers)

    @property
    def busy(self) -> bool:
        """Some process is at work."""
        return any(worker.jobs for worker in self._workers)

    def give(self, jobs: list[Job], dictionaries: Dictionaries, at_most: int = 1) -> None:
        """Hand a chunk to a process that has nothing to do; `at_most` so many chunks are known of, this one among them."""
        if not self._workers:
            self._workers += [self._start() for _ in range(min(self._count, at_most))]  # they start side by side
        worker = next((worker for worker in self._workers if not worker.jobs), None)
        if worker is None:
            worker = self._start()
            self._workers.append(worker)
        worker.jobs.extend(jobs)
        worker.since = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):  # if it has died, the next look finds it
            worker.pipe.send((dictionaries, [job.given for job in jobs]))

    def events(self, of: Job | None = None) -> list[Event]:
        """What came in, after waiting until something did; of a job, only from the process that is at it, if one is.

        The others stand still meanwhile, once their pipes are full. What they have sent is heard before their time is looked at.
        """
        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        at_it = {pipe: worker for pipe, worker in busy.items() if any(job is of for job in worker.jobs)}
        busy = at_it or busy
        until = min((worker.since + self._deadline for worker in busy.values()), default=0.0)
        found: list[Event] = []
        for pipe in wait([*busy], timeout=max(0.0, until - time.monotonic())):
            if isinstance(pipe, Connection):
                found += self._received(busy[pipe])
        for worker in busy.values():
            if worker.jobs and time.monotonic() - worker.since > self._deadline:
                found += self._buried(worker, f"took longer than {self._deadline:g} seconds and was stopped")
        return found

    def close(self) -> None:
        """Stop all processes."""
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()

    def _received(self, worker: _Worker) -> Iterator[Event]:
        for _ in range(MOST_EVENTS):
            try:
                if not worker.pipe.poll():
                    return
                said = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                worker.process.join()
                yield from self._buried(worker, f"ended the process that read it (exit code {worker.process.exitcode})")
                return
            if isinstance(said, DatelineError):
                raise said
            worker.since = time.monotonic()
            self._deaths = 0
            for outcome in said:
                yield Event(worker.jobs[0] if outcome is not None else worker.jobs.popleft(), outcome)
            if len(said) > 1:
                return  # what came together is written together

    def _buried(self, worker: _Worker, reason: str) -> list[Event]:
        """A new process in the place of one that died or was too slow; what that was at has failed."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        jobs = [*worker.jobs]
        job = jobs[0]
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise DatelineError(
                f"{self._deaths} processes in a row were ended from outside, the last at {job.given.path}: {reason}"
            )
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe
        worker.jobs.clear()
        if len(jobs) > 1:  # which of them it was, we learn when each is tried by itself
            self.waiting.extend(jobs)
            return []
        return [Event(job, Failed("read", reason, job.given.path)), Event(job, None)]

    def _start(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(theirs, self._reading))  # no daemon: readers have children
        process.start()
        theirs.close()
        return _Worker(process, ours)


def serve(pipe: Connection, reading: Reading) -> None:
    """What a process does until its pipe is closed. An interrupt is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with seldom_collecting():
        _serve(pipe, reading)


def _serve(pipe: Connection, reading: Reading) -> None:
    try:
        while True:
            dictionaries, inputs = pipe.recv()
            made: list[Draft | Failed | None] = []
            for given in inputs:
                for outcome in outcomes(given, reading, dictionaries):
                    made.append(outcome)
                    if len(made) >= SENT_TOGETHER:
                        pipe.send(made)
                        made = []
                made.append(None)
            pipe.send(made)
    except MissingModel as error:
        pipe.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the parent is gone
