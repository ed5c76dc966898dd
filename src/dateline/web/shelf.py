"""What the reader shows: one archive, and what was computed from it, kept as long as the archive stays as it is.

Requests run in several threads; each reads through a connection of its own.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from dateline.relate.dossier import Dossier
from dateline.relate.judgement import Pointer
from dateline.store.archive import Archive
from dateline.store.nearby import TOGETHER
from dateline.store.side_by_side import related, related_to
from dateline.text.kept import Kept
from dateline.web.adding import Adding

T = TypeVar("T")
Plan = tuple[Hashable, Callable[[], Dossier]]
KEPT = 600  # articles of the dossiers that are kept; one takes some 250 kB there
READERS, MAKERS = (
    4,
    2,
)  # threads for pages, and for what takes longer than a page may: more would only share one processor
HEARTS = 100_000


class Shelf:
    """The archive of the reader, and the dossiers that were made from it."""

    def __init__(self, path: Path, title: str = "") -> None:
        self.path = path
        self.title = title or path.name
        self.adding = Adding(path)
        self._local = threading.local()
        self._opened: list[Archive] = []
        self._dossiers = Kept(KEPT)
        self._starting = threading.Lock()
        # Threads that stay: each reads through a connection of its own, which holds memory.
        self._readers = ThreadPoolExecutor(READERS, "dateline-reader")
        self._makers = ThreadPoolExecutor(MAKERS, "dateline-maker")
        self._making: dict[Hashable, Future[Any]] = {}
        self._found: dict[Hashable, Any] = {}
        self._hearts: dict[Hashable, Pointer] = {}
        _ = self.archive  # a file that is no archive is refused at the start

    @property
    def archive(self) -> Archive:
        """The archive, by this thread's own connection."""
        archive: Archive | None = getattr(self._local, "archive", None)
        if archive is None:
            archive = self._local.archive = Archive.open(self.path)
            self._opened.append(archive)
        return archive

    @property
    def small(self) -> bool:
        """All articles can be laid side by side at once."""
        return len(self.numbers) <= TOGETHER

    @property
    def numbers(self) -> tuple[int, ...]:
        """The articles by number, in their latest versions."""
        return self.kept("numbers", lambda: tuple(self.archive.numbers()))

    async def read(self, work: Callable[..., T], *arguments: Any) -> T:
        """What the work gives, done in a thread that reads the archive."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work, *arguments)

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """Something computed from the archive, made once for as long as nothing is added to it."""
        return self._dossiers.get((name, self.archive.state()), make, _articles)

    def whole(self) -> Dossier:
        """All articles of a small archive side by side; of a large one those added last."""
        return self._once(*self._last())

    def around(self, event: Pointer) -> Dossier:
        """The articles that may tell of the event."""
        return self._once(*self._plan(event))

    def beside(self, numbers: Sequence[int]) -> Dossier:
        """These articles side by side."""
        return self._once(*self._plan(numbers))

    def is_laid(self, what: Pointer | Sequence[int], seconds: float) -> bool:
        """`around` or `beside` gives its dossier at once, or does after that time at most; else it is made meanwhile."""
        name, make = self._plan(what)
        if self.small or self._dossiers.holds((name, self.archive.state())):
            return True
        return wait([self._begin(("soon", name), lambda: self._once(name, make))], seconds).done != set()

    def prepare(self, events: Sequence[Pointer]) -> None:
        """Lay out what is around these events meanwhile, one after the other, for who asks for them next."""
        if not self.small:
            self._begin("prepared", lambda: [self.around(event) for event in events])

    def in_time(self, name: str, make: Callable[[], T], seconds: float) -> T | None:
        """What is made in that time, else None; it is made on meanwhile, for who asks again, and holds while nothing is added."""
        key = (name, self.archive.state())
        if key in self._found:
            found: T = self._found[key]
            return found

        def made() -> None:
            self._found = {key: make()}  # what an older state of the archive gave is let go

        making = self._begin(name, made)
        wait([making], seconds)
        if making.done():
            making.result()  # what went wrong is told to who waits for it
        return self._found.get(key)

    def close(self) -> None:
        """Give the file free."""
        self._readers.shutdown(cancel_futures=True)
        self._makers.shutdown(cancel_futures=True)
        for archive in self._opened:
            archive.close()

    def _last(self) -> Plan:
        return "whole", lambda: related(self.archive, self.numbers[-TOGETHER:])

    def _plan(self, what: Pointer | Sequence[int]) -> Plan:
        """What a dossier goes by, and how it is made."""
        if isinstance(what, Pointer):
            if self.small and int(what.article) in self.numbers:
                return self._last()
            heart = self._heart(what)
            return ("around", heart), lambda: self._laid(heart)
        numbers = tuple(what)
        if self.small or numbers == self.numbers[-TOGETHER:]:
            return self._last()
        return ("beside", numbers), lambda: related(self.archive, numbers)

    def _heart(self, event: Pointer) -> Pointer:
        """The event by whose pointer the dossier goes that holds this one, which is the same event told elsewhere."""
        return self._hearts.get((event, self.archive.state()), event)

    def _laid(self, event: Pointer) -> Dossier:
        dossier, state = related_to(self.archive, event), self.archive.state()
        if len(self._hearts) > HEARTS:
            self._hearts = {}
        with suppress(KeyError):
            for incident in dossier.happening(event).incidents:
                for told in incident.mentions:
                    self._hearts[Pointer(incident.pointer.article, told.id), state] = event
        return dossier

    def _begin(self, name: Hashable, make: Callable[[], Any]) -> Future[Any]:
        """Have it made in a thread for that, unless it is being made."""
        with self._starting:
            if name not in self._making:
                self._making[name] = self._makers.submit(make)
            making = self._making[name]
        making.add_done_callback(lambda _: self._making.pop(name, None))
        return making

    def _once(self, name: Hashable, make: Callable[[], Dossier]) -> Dossier:
        """Two who ask for one dossier at once wait for one another: it takes seconds."""
        key = (name, self.archive.state())
        if self._dossiers.holds(key):
            return self.kept(name, make)
        with self._starting:
            before: Future[Dossier] | None = self._making.get(key)
            mine = before or Future[Dossier]()
            self._making[key] = mine
        if before is not None:
            return before.result()
        try:
            dossier = self.kept(name, make)
            mine.set_result(dossier)
            return dossier
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            self._making.pop(key, None)


def _articles(value: object) -> int:
    """How much of the room a value takes: a dossier as much as it has articles."""
    return 1 + (len(value.records) if isinstance(value, Dossier) else 0)
