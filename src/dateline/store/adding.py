"""Many inputs into an archive: those it has are passed over, the others read by several processes and written by this one.

Articles are numbered in the order of the inputs, however many processes read. What `tell` was told of is in the archive for good:
it is called after the transaction. A run that was cut off is run again.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from dateline.read import Input, inputs
from dateline.store.archive import Archive
from dateline.store.drafts import Draft
from dateline.store.in_order import InOrder
from dateline.store.outcomes import PLAINLY, Failed, Reading, opens_record, outcomes
from dateline.store.workers import DEADLINE, Event, Job, Workers
from dateline.store.writing import Writer
from dateline.text.collecting import seldom_collecting

LOOKED_UP = 256  # inputs whose digests are asked for together
CHUNK, CHUNK_BYTES = 64, 2_000_000  # of records that were made before, which take a process no time


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: inputs dealt with and their bytes; articles added, new versions among them, and those there before; failures."""

    inputs: int = 0
    size: int = 0
    added: int = 0
    versions: int = 0
    there: int = 0
    partly: int = 0
    failed: int = 0


def add_all(
    archive: Archive,
    sources: Iterable[Path | str],
    reading: Reading = PLAINLY,
    *,
    workers: int = 0,
    deadline: float = DEADLINE,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Add all articles and records of the sources; with no workers in this process, and then without a deadline."""
    run = _Run(archive.writer)
    with seldom_collecting():
        for events in _events(archive, sources, reading, workers, deadline):
            if events:
                with archive.writer.together():
                    for event in events:
                        run.write(event)
                tell(run.progress)
    return run.progress


class _Run:
    """What is written of each event, and what that comes to."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._failing: set[bytes] = set()  # jobs under way that have failed, if only in part
        self.progress = Progress()

    def write(self, event: Event | Input) -> None:
        """Write what came of a job."""
        if isinstance(event, Input):  # it was dealt with before
            self._count(inputs=1, size=len(event.data), there=1)
            return
        match event.outcome:
            case None:
                if event.job.digest not in self._failing:
                    self._writer.took(event.job.digest)
                self._failing.discard(event.job.digest)
                self._count(inputs=1, size=len(event.job.given.data))
            case Failed():
                self._fail(event.job, event.outcome)
            case Draft():
                self._add(event.job, event.outcome)

    def _add(self, job: Job, draft: Draft) -> None:
        try:
            added = self._writer.add(draft)
        except (ValueError, OverflowError) as error:  # a value that no table can hold
            self._fail(job, Failed("store", str(error), draft.path, draft.given))
            return
        if added.new:
            self._count(added=1, versions=int(added.version > 1), partly=int(bool(draft.failures)))
        else:
            self._count(there=1)

    def _fail(self, job: Job, failed: Failed) -> None:
        if job.digest not in self._failing:
            self._writer.forgive(job.digest)
            self._failing.add(job.digest)
        self._writer.fail(job.digest, stage=failed.stage, reason=failed.reason, path=failed.path, given=failed.given)
        self._count(failed=1)

    def _count(self, **more: int) -> None:
        self.progress = replace(self.progress, **{name: getattr(self.progress, name) + by for name, by in more.items()})


def _events(
    archive: Archive, sources: Iterable[Path | str], reading: Reading, workers: int, deadline: float
) -> Iterator[list[Event] | list[Input]]:
    """What is to be written, in lists that are written together."""
    found = _without(inputs(sources), archive.path)
    if not workers:
        for fresh, there in _fresh(found, archive.writer, reading):
            yield there
            for chunk in _chunks(fresh):
                yield [event for job in chunk for event in _done(job, reading, archive.writer)]
        return
    pool, order = Workers(workers, reading, deadline), InOrder()
    try:
        for fresh, there in _fresh(found, archive.writer, reading):
            yield there
            chunks = [*_chunks(fresh)]
            for nth, chunk in enumerate(chunks):
                while pool.waiting or not pool.idle or order.full:
                    yield _heard(pool, order, archive.writer)
                order.expect(chunk)
                pool.give(chunk, archive.writer.dictionaries, len(chunks) - nth)
        while pool.busy or pool.waiting:
            yield _heard(pool, order, archive.writer)
    finally:
        pool.close()


def _done(job: Job, reading: Reading, writer: Writer) -> Iterator[Event]:
    """What comes of a job in this process."""
    yield from (Event(job, outcome) for outcome in outcomes(job.given, reading, writer.dictionaries))
    yield Event(job, None)


def _heard(pool: Workers, order: InOrder, writer: Writer) -> list[Event]:
    """What came in and has its turn. What a dead process left behind goes first: others may be waiting for it."""
    while pool.idle and pool.waiting:
        pool.give([pool.waiting.popleft()], writer.dictionaries)
    return order.passed(pool.events(order.first if order.full else None))


def _without(found: Iterable[Input], archive: Path) -> Iterator[Input]:
    """The inputs but for the archive itself, which may lie in the folder that is added."""
    own = {os.path.abspath(f"{archive}{end}") for end in ("", "-wal", "-shm", "-journal")}
    return (given for given in found if given.line is not None or os.path.abspath(given.path) not in own)


def _fresh(found: Iterator[Input], writer: Writer, reading: Reading) -> Iterator[tuple[list[Job], list[Input]]]:
    """Inputs by the handful: those that are new as jobs, and those that were dealt with before."""
    told = repr((reading.options, reading.knowledge, reading.read_only)).encode("utf-8", "replace")
    while some := [*islice(found, LOOKED_UP)]:
        jobs = [Job(_digest((told, _told_by_name(given), given.data)), given) for given in some]
        known = writer.has([job.digest for job in jobs])
        yield [job for job in jobs if job.digest not in known], [job.given for job in jobs if job.digest in known]


def _told_by_name(given: Input) -> bytes:
    """What a file's name says of how it is read; of one that could not be opened, all that is known."""
    name = given.path if given.refused else os.path.splitext(given.path)[1]
    return name.encode("utf-8", "replace")


def _chunks(jobs: list[Job]) -> Iterator[list[Job]]:
    """Jobs as they are handed out: one that has to be annotated by itself, records that are made already by the dozen."""
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        if not opens_record(job.given.data):
            yield [job]
            continue
        chunk.append(job)
        size += len(job.given.data)
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _digest(parts: Iterable[bytes]) -> bytes:
    """The digest by which an input is known again."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()
