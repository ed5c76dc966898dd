"""What several processes found, handed on in the order of the inputs, so that two runs number the articles alike.

What comes before its turn is held. Once much is, only the input whose turn it is should be heard: so the memory has a bound.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from dateline.store.workers import Event, Job

MOST_HELD = 512  # drafts of some 20 kB, while one long article keeps them waiting


class InOrder:
    """Jobs in the order they were given out, and what has come of those whose turn is not yet."""

    def __init__(self) -> None:
        self._turns: deque[Job] = deque()
        self._held: dict[int, list[Event]] = {}  # by the job's identity: two inputs may be equal
        self._count = 0

    @property
    def first(self) -> Job | None:
        """The job whose turn it is."""
        return self._turns[0] if self._turns else None

    @property
    def full(self) -> bool:
        """So much is held that no more should come but of the first."""
        return self._count >= MOST_HELD

    def expect(self, jobs: Iterable[Job]) -> None:
        """These were given out after all others."""
        self._turns.extend(jobs)

    def passed(self, events: Iterable[Event]) -> list[Event]:
        """Take what came in; give what has its turn."""
        now: list[Event] = []
        for event in events:
            if event.job is not self.first:
                self._held.setdefault(id(event.job), []).append(event)
                self._count += 1
                continue
            now.append(event)
            if event.outcome is None:
                self._turns.popleft()
                now += self._due()
        return now

    def _due(self) -> list[Event]:
        """What was held of the job that is first now, and of the next ones, if it is done."""
        due: list[Event] = []
        while self._turns and (held := self._held.pop(id(self._turns[0]), None)):
            self._count -= len(held)
            due += held
            if held[-1].outcome is not None:
                break
            self._turns.popleft()
        return due
