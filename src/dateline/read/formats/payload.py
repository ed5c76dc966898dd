"""An HTTP response as it was archived or fetched: its type, its character set, and its body unpacked as far as a cap allows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from dateline.read.late import late
from dateline.read.options import MOST_BYTES
from dateline.text.errors import CannotRead

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"\s{0,4}([0-9a-fA-F]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s{0,4}=\s{0,4}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
MOST_PACKINGS = 3


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of a page, and what was said of them. `forms`: its bytes as sent and as unpacked; `cut`: why it is not whole."""

    data: bytes
    type: str = ""
    forms: tuple[bytes, ...] = ()
    cut: str = ""

    @property
    def kind(self) -> str:
        """The media type in small letters, without what follows it."""
        return self.type.partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The character set that the type names."""
        found = _CHARSET.search(self.type[:500])
        return found[1] if found else None


def payload_of(block: bytes) -> Payload:
    """The body of a whole response, header and all."""
    end = _HEAD_END.search(block)
    if end is None:
        raise CannotRead("holds no HTTP response that can be made out")
    fields: dict[str, str] = {}
    for line in block[: end.start()].decode("latin-1").splitlines()[1:]:
        name, mark, value = line.partition(":")
        if mark:
            fields.setdefault(name.strip().lower(), value.strip())
    return unpacked(block[end.end() :], fields)


def unpacked(sent: bytes, fields: dict[str, str]) -> Payload:
    """The body as its header fields (names in small letters) say it is to be understood."""
    data, cut = sent, ""
    if "chunked" in fields.get("transfer-encoding", "").lower():
        data, cut = _joined(sent)
    joined = data
    for name in reversed(
        [each.strip().lower() for each in fields.get("content-encoding", "").split(",")][:MOST_PACKINGS]
    ):
        data = _unpack(data, name)
    return Payload(data, fields.get("content-type", ""), (sent, joined, data), cut)


def _joined(sent: bytes) -> tuple[bytes, str]:
    """The chunks put together, and why that is not all of them. Archives say "chunked" of bodies that were joined already."""
    pieces: list[bytes] = []
    at = 0
    while True:
        found = _CHUNK.match(sent, at)
        if found is None:
            return (b"".join(pieces), "is cut off or damaged between two of its chunks") if pieces else (sent, "")
        size = int(found[1], 16)
        if not size:
            return b"".join(pieces), ""
        at = found.end() + size
        if at > len(sent):
            return (b"".join(pieces), "is cut off within a chunk") if pieces or size < 2 * len(sent) else (sent, "")
        pieces.append(sent[found.end() : at])
        at += 2 if sent[at : at + 2] == b"\r\n" else sent[at : at + 1] == b"\n"


def _unpack(data: bytes, name: str) -> bytes:
    """The data unpacked; itself where it is not packed after all."""
    if name in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
        return _inflated(data, 31)
    if name == "deflate":
        return _inflated(data, 15 if data[:1] == b"\x78" else -15)
    if name == "zstd" and data.startswith(b"\x28\xb5\x2f\xfd"):
        return _at_most(
            lambda: late("zstandard").ZstdDecompressor(max_window_size=1 << 27).stream_reader(data).read(MOST_BYTES + 1)
        )
    if name == "br":
        try:
            brotli = late("brotli")
        except ImportError as error:
            raise CannotRead("is packed with Brotli; install what unpacks it: pip install 'dateline[warc]'") from error
        return _at_most(lambda: brotli.Decompressor().process(data, output_buffer_limit=MOST_BYTES + 1))
    return data


def _inflated(data: bytes, window: int) -> bytes:
    def inflate() -> bytes:
        unpacker = zlib.decompressobj(window)
        out = unpacker.decompress(data, MOST_BYTES + 1)
        if not unpacker.eof and len(out) <= MOST_BYTES:
            raise CannotRead("is cut off: its packed bytes break off")
        return out

    return _at_most(inflate)


def unzipped(data: bytes) -> bytes:
    """What is packed with gzip, unpacked; itself where it is not. CannotRead where it is damaged or too much."""
    return _unpack(data, "gzip")


def _at_most(unpack: Callable[[], bytes]) -> bytes:
    """What is unpacked, if it is not too much; each library has its own exception for damaged bytes."""
    try:
        data = unpack()
    except CannotRead:
        raise
    except Exception as error:
        raise CannotRead("is packed in a way that cannot be unpacked: it is damaged") from error
    if len(data) > MOST_BYTES:
        raise CannotRead(f"unpacks to more than {MOST_BYTES // 1_000_000} MB; nothing in it can be news")
    return data
