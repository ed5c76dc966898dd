"""Sources to inputs: each file, and each line, row or record of one that holds many, as bytes that can be read by themselves.

What reads many articles in several processes hands inputs out; what an input holds is read by `dateline.read.read_input`.
"""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from dateline.read.formats import GZIP, format_of
from dateline.read.formats.lines import LONGEST_LINE, is_article, is_record, parse_json
from dateline.read.formats.rejoined import Rejoined
from dateline.read.late import late
from dateline.text.errors import CannotRead, DatelineError

LARGEST = 50_000_000  # bytes of a file that is one article; a longer one is a dump, and no line of it would be news
HEAD = 65_536  # bytes by which the kind of a file is told
JSON_LINES = frozenset({".jsonl", ".ndjson"})
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Input:
    """A file, or a line of one (`line`, counted from 1), and its bytes; `refused` says why there are none."""

    path: str
    data: bytes
    line: int | None = None
    refused: str = ""


def inputs(sources: Iterable[Path | str]) -> Iterator[Input]:
    """The inputs of all sources in order, one held at a time; blank lines are passed over."""
    for source in sources:
        if str(source) == "-":
            yield from inputs_of(sys.stdin.buffer, "-")
            continue
        for path in files_of(Path(source)):
            try:
                with path.open("rb") as stream:
                    yield from inputs_of(stream, str(path))
            except (OSError, ValueError) as error:  # ValueError: a NUL in the path
                reason = f"cannot be opened ({getattr(error, 'strerror', None) or error}); check the path"
                yield Input(str(path), b"", refused=reason)


def inputs_of(stream: BinaryIO, path: str) -> Iterator[Input]:
    """The inputs that one stream holds."""
    head = _read(stream, HEAD)
    suffix = Path(path).suffix.lower()
    told = format_of(head, suffix)
    if head.startswith(GZIP) and told.name != "warc":
        yield from _unpacked(Rejoined(head, stream), path)
        return
    if told.name != "json feed" and holds_lines(head, suffix):
        for number, line in enumerate(lines_of(head, stream), 1):
            if line.strip():
                yield Input(path, line, number)
        return
    if not told.splits:
        yield Input(
            path, head + _read(stream, LARGEST + 1 - len(head))
        )  # one byte too many is refused where it is read
        return
    module, _, function = told.splits.partition(".")
    whole = stream if stream.seekable() else Rejoined(head, stream)
    if stream.seekable():
        stream.seek(0)
    try:
        for line, data in getattr(late(f"dateline.read.formats.{module}"), function)(whole):
            if isinstance(data, str):
                yield Input(path, b"", refused=data)
            else:
                yield Input(path, data, line)
    except DatelineError as error:
        yield Input(path, b"", refused=str(error))


def _unpacked(stream: Rejoined, path: str) -> Iterator[Input]:
    """The inputs of a file packed with gzip, as if it lay there unpacked: lines stay a stream, all else is held up to its cap."""
    within = path[:-3] if path.lower().endswith(".gz") else path
    unpacker = cast(BinaryIO, gzip.GzipFile(fileobj=io.BufferedReader(stream)))
    plain = io.BufferedReader(Rejoined(b"", unpacker))  # it cannot go back: neither can what comes through a pipe
    try:
        if plain.peek(2).startswith(GZIP):
            yield Input(path, b"", refused="is gzip data packed more than once; unpack it first")
            return
        for given in inputs_of(plain, within):
            yield replace(given, path=path)
    except (OSError, EOFError, zlib.error):
        yield Input(path, b"", refused="is gzip data that breaks off or is damaged; what came before that was read")


def _read(stream: BinaryIO, size: int) -> bytes:
    """So many bytes, or all there are: a pipe gives fewer at a time."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def files_of(source: Path) -> Iterator[Path]:
    """The file; all files under the folder, or all that fit the pattern, in the order of their names; hidden ones are left out."""
    if source.is_dir():
        yield from _files_under(source)
    elif _GLOB.search(str(source)) and "\x00" not in str(source) and not source.exists():
        found = sorted(glob.glob(str(source), recursive=True))
        for path in found:
            yield from (
                [Path(path)] if not os.path.isdir(path) else () if "**" in str(source) else _files_under(Path(path))
            )
        if not found:
            yield source
    else:
        yield source


def _files_under(source: Path) -> Iterator[Path]:
    refused: list[Path] = []
    for folder, folders, files in os.walk(source, onerror=lambda error: refused.append(Path(str(error.filename)))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))
    yield from refused


def holds_lines(head: bytes, suffix: str) -> bool:
    """The file is JSON Lines: it says so, or one of its first lines is an article's object."""
    if suffix in JSON_LINES:
        return b"\x00" not in head and bool(head.strip())
    if not _OBJECT.match(head):
        return False
    lines = head.strip().split(b"\n", 5)
    if len(lines) == 1:
        return suffix != ".json" and (len(head) == HEAD or _opens_article(lines[0]))  # one long line is cut by the head
    return any(_opens_article(line) for line in lines[:5])


def _opens_article(line: bytes) -> bool:
    try:
        told = parse_json(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    except CannotRead:
        return False
    return is_article(told) or is_record(told)


def lines_of(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The lines of the stream, of which `head` was read already. What goes beyond the longest line is dropped unread."""
    *whole, rest = head.split(b"\n")
    yield from whole
    while line := rest + stream.readline(LONGEST_LINE + 1):
        yield line
        rest = b""
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)
