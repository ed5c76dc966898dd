"""Packed bytes, unpacked as they are asked for: gzip member by member, zstandard, LZ4. What is damaged is told, and passed over.

A member that ends, or breaks off, is where the next record of an archive begins, whatever the record before it said.
"""

from __future__ import annotations

import zlib
from collections import deque
from functools import lru_cache
from typing import Any, BinaryIO

from dateline.read.formats import GZIP, LZ4, ZSTD
from dateline.read.formats.rejoined import Rejoined
from dateline.read.late import late
from dateline.text.errors import CannotRead

CHUNK = 131_072  # a member of an archive is a quarter of it on average: half as many break in two as at 65,536
MOST_AT_ONCE = 1_000_000  # bytes that one chunk is unpacked to; the rest waits
_MEMBER = b"\x1f\x8b\x08"


class Damaged(Exception):
    """What was being read breaks off here; reading goes on behind the damage."""


class Unpacked:
    """A buffer over a packed or plain stream. `starts` are places in the buffer where a packed member begins."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = stream.read(CHUNK)
        self.buffer = bytearray()
        self.starts: deque[int] = deque()
        self._member: Any = None
        self._damage: Damaged | None = None  # met ahead of what is in the buffer
        self._packed = self._raw.startswith(GZIP)
        self._frames: Any = _frames(self._raw, stream) if self._raw.startswith((ZSTD, LZ4)) else None

    def fill(self) -> bool:
        """More bytes are in the buffer; False at the end. Damaged where a member broke off before its end."""
        if self._damage is not None:
            damage, self._damage = self._damage, None
            raise damage
        if self._frames is not None:
            return self._fill_from_frames()
        if not self._packed:
            self.buffer += self._raw
            got, self._raw = bool(self._raw), self._stream.read(CHUNK)
            return got or (bool(self._raw) and self.fill())
        while (piece := self._unpack()) is not None:
            self.buffer += piece
            if piece:
                return True
        return False

    def member(self) -> bytes | None:
        """The whole of the next packed member, past the buffer: nearly every record of an archive is one.

        None where it is large or damaged, or where something is in the buffer: then all of it comes through the buffer.
        """
        if not self._packed or self.buffer or self._member is not None or self._damage is not None:
            return None
        pieces: list[bytes] = []
        room = MOST_AT_ONCE
        try:
            while room > 0 and (piece := self._unpack()) is not None:
                pieces.append(piece)
                room -= len(piece)
                if self._member is None:
                    self.starts.clear()
                    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
        except Damaged as damage:
            self._damage = damage
        self.buffer += b"".join(pieces)
        return None

    def put_back(self, member: bytes) -> None:
        """Put a member into the buffer that was taken past it."""
        self.buffer += member
        self.starts.append(0)

    def take(self, size: int) -> bytes:
        """The next bytes, out of the buffer."""
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        if self.starts:
            self.starts = deque(start - size for start in self.starts if start >= size)
        return taken

    def give_back(self, data: bytes) -> None:
        """Put bytes before the buffer again."""
        self.buffer[:0] = data
        self.starts = deque(start + len(data) for start in self.starts)

    def _unpack(self) -> bytes | None:
        """What a step of unpacking gives; None at the end of the stream."""
        if self._member is None:
            self._raw = self._raw.lstrip(b"\x00") or self._stream.read(CHUNK)
            if not self._raw:
                return None
            if len(self._raw) < 3:
                self._raw += self._stream.read(CHUNK)
            if not self._raw.startswith(_MEMBER):
                self._skip_to_member()
                raise Damaged("is followed by bytes that are no part of a record")
            self._member = _library().decompressobj(31)
            self.starts.append(len(self.buffer))
        data = self._member.unconsumed_tail
        if not data:
            data, self._raw = self._raw or self._stream.read(CHUNK), b""
        if not data:
            self._member = None
            raise Damaged("is cut off: the file ends within it")
        try:
            piece: bytes = self._member.decompress(data, MOST_AT_ONCE)
        except (zlib.error, _library().error) as error:
            self._member = None
            self._raw = data[1:] + self._raw
            self._skip_to_member()
            raise Damaged("is packed in a way that cannot be unpacked: the file is damaged there") from error
        if self._member.eof:
            self._raw = self._member.unused_data + self._raw
            self._member = None
        return piece

    def _skip_to_member(self) -> None:
        while (at := self._raw.find(_MEMBER)) < 0:
            more = self._stream.read(CHUNK)
            if not more:
                self._raw = b""
                return
            self._raw = self._raw[-2:] + more
        self._raw = self._raw[at:]

    def _fill_from_frames(self) -> bool:
        try:
            data = self._frames.read(CHUNK)
        except Exception as error:  # each library has its own exception for a damaged frame
            self._frames = _Nothing()
            raise Damaged("is packed in a way that cannot be unpacked: the file is damaged from there on") from error
        self.buffer += data
        return bool(data)


@lru_cache(maxsize=1)
def _library() -> Any:
    """zlib-ng where it is installed, which unpacks a page in half the time; else Python's own zlib."""
    try:
        return late("zlib_ng.zlib_ng")
    except ImportError:
        return zlib


class _Nothing:
    """What is left of a stream that cannot be read on."""

    def read(self, size: int) -> bytes:
        """No bytes."""
        del size
        return b""


def _frames(head: bytes, stream: BinaryIO) -> Any:
    """What unpacks a stream of zstandard or LZ4 frames."""
    if head.startswith(ZSTD):
        unpacker = late("zstandard").ZstdDecompressor(max_window_size=1 << 27)
        return unpacker.stream_reader(Rejoined(head, stream), read_across_frames=True)
    try:
        frames = late("lz4.frame")
    except ImportError as error:
        raise CannotRead("is packed with LZ4; install what unpacks it: pip install 'dateline[warc]'") from error
    return frames.LZ4FrameFile(Rejoined(head, stream))
