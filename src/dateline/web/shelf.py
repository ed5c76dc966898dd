"""What the reader shows: one archive, and what was computed from it, kept as long as the archive stays as it is.

Requests run in several threads; each reads through a connection of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from dateline.relate.dossier import Dossier
from dateline.relate.judgement import Pointer
from dateline.store.archive import Archive
from dateline.store.nearby import TOGETHER
from dateline.store.side_by_side import related, related_to

T = TypeVar("T")
KEPT = 12  # of what is computed; a dossier of 200 articles takes some 50 MB


class Kept:
    """Values by their keys, those asked for least lately given up when their sizes come to more than `room`."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self,
        key: Hashable,
        make: Callable[[], T],
        size: Callable[[T], int] = lambda _: 1,
        keep: Callable[[T], bool] = lambda _: True,
    ) -> T:
        """The value, made where it is not there, and kept if it is worth it; two that ask at once may both make it."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: T = self._values[key][0]
                return found
        made = make()
        if not keep(made):
            return made
        with self._lock:
            if key not in self._values:
                self._values[key] = (made, size(made))
                self._held += size(made)
            while self._held > self._room and len(self._values) > 1:
                _, (_, gone) = self._values.popitem(last=False)
                self._held -= gone
        return made


class Shelf:
    """The archive of the reader, and the dossiers that were made from it."""

    def __init__(self, path: Path, title: str = "") -> None:
        self.path = path
        self.title = title or path.name
        self._local = threading.local()
        self._opened: list[Archive] = []
        self._dossiers = Kept(KEPT)
        self._relating, self._starting = threading.Lock(), threading.Lock()
        self._maker = ThreadPoolExecutor(1, "dateline-reader")
        self._making: dict[Hashable, Future[Any]] = {}
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

    def kept(self, name: Hashable, make: Callable[[], T]) -> T:
        """Something computed from the archive, made once for as long as nothing is added to it."""
        return self._dossiers.get((name, self.archive.state()), make)

    def whole(self) -> Dossier:
        """All articles of a small archive side by side; of a large one those added last."""
        return self._once(("dossier",), lambda: related(self.archive, self.numbers[-TOGETHER:]))

    def around(self, event: Pointer) -> Dossier:
        """The articles that may tell of the event."""
        if self.small and int(event.article) in self.numbers:
            return self.whole()
        return self._once(("dossier", event), lambda: related_to(self.archive, event))

    def beside(self, numbers: Sequence[int]) -> Dossier:
        """These articles side by side."""
        if self.small or tuple(numbers) == self.numbers[-TOGETHER:]:
            return self.whole()
        return self._once(("beside", tuple(numbers)), lambda: related(self.archive, numbers))

    def in_time(self, name: str, make: Callable[[], T], seconds: float) -> T | None:
        """The same as `kept` where it is made in that time, else None; it is made on meanwhile, for who asks again."""
        key = (name, self.archive.state())
        with self._starting:
            if key not in self._making:
                self._making = {key: self._maker.submit(make)}  # what an older state of the archive gave is let go
            making: Future[T] = self._making[key]
        try:
            return making.result(seconds)
        except TimeoutError:
            return None

    def close(self) -> None:
        """Give the file free."""
        self._maker.shutdown(cancel_futures=True)
        for archive in self._opened:
            archive.close()

    def _once(self, name: Hashable, make: Callable[[], Dossier]) -> Dossier:
        """Two who ask for one dossier at once wait for one another: it takes seconds, and both cores."""
        with self._relating:
            return self.kept(name, make)
