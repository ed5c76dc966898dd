"""A store of so much and no more: what was asked for longest ago goes first. Several threads may ask it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """Values by their keys, those asked for least lately given up when their sizes come to more than `room`."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def holds(self, key: Hashable) -> bool:
        """The value is there."""
        with self._lock:
            return key in self._values

    def find(self, key: Hashable) -> Any:
        """The value; None where there is none."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def put(self, key: Hashable, value: object, size: int) -> None:
        """Keep the value, unless there is one; the last that came stays, be it as large as it may."""
        with self._lock:
            if key not in self._values:
                self._values[key] = (value, size)
                self._held += size
            while self._held > self._room and len(self._values) > 1:
                _, (_, gone) = self._values.popitem(last=False)
                self._held -= gone

    def clear(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._values.clear()
            self._held = 0

    def get(
        self,
        key: Hashable,
        make: Callable[[], T],
        size: Callable[[T], int] = lambda _: 1,
        keep: Callable[[T], bool] = lambda _: True,
    ) -> T:
        """The value, made where it is not there, and kept if it is worth it; two that ask at once may both make it."""
        found: T | None = self.find(key)
        if found is not None:
            return found
        made = make()
        if keep(made):
            self.put(key, made, size(made))
        return made
