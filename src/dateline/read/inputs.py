"""Sources to inputs: each file, and each line of a list of articles, as bytes that can be read by themselves, here or elsewhere.

What reads many articles in several processes hands inputs out; what an input holds is read by `dateline.read.read_input`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.read.lines import LONGEST_LINE, is_article, is_record, parse_json
from dateline.text.errors import CannotRead

LARGEST = 50_000_000  # bytes of a file that is one article; a longer one is a dump, and no line of it would be news
HEAD = 65_536  # bytes by which the kind of a file is told
JSON_LINES = frozenset({".jsonl", ".ndjson"})
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"')


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
            yield from _inputs_of(sys.stdin.buffer, "-")
            continue
        for path in files_of(Path(source)):
            try:
                with path.open("rb") as stream:
                    yield from _inputs_of(stream, str(path))
            except (OSError, ValueError) as error:  # ValueError: a NUL in the path
                reason = f"cannot be opened ({getattr(error, 'strerror', None) or error}); check the path"
                yield Input(str(path), b"", refused=reason)


def _inputs_of(stream: BinaryIO, path: str) -> Iterator[Input]:
    head = stream.read(HEAD)
    if holds_lines(head, Path(path).suffix.lower()):
        for number, line in enumerate(lines_of(head, stream), 1):
            if line.strip():
                yield Input(path, line, number)
        return
    yield Input(path, head + stream.read(LARGEST + 1 - len(head)))  # one byte too many is refused where it is read


def files_of(source: Path) -> Iterator[Path]:
    """The file, or all files under the folder in the order of their names; hidden ones are left out."""
    if not source.is_dir():
        yield source
        return
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
