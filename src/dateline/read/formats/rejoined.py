"""A stream from its beginning, though its first bytes were read already to see what it holds."""

from __future__ import annotations

import io
from typing import Any, BinaryIO


class Rejoined(io.RawIOBase):
    """The first bytes and the rest of a stream as one, which cannot go back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, into the buffer; fewer than it takes where the first bytes end."""
        size = len(buffer)
        given = self._head[:size] or self._rest.read(size)
        self._head = self._head[size:]
        buffer[: len(given)] = given
        return len(given)
