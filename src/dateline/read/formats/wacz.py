"""WACZ: a ZIP of WARC files. Members are read in place, by name, and one whose name leads out of the file is refused."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dateline.read.formats.warc import split as records
from dateline.text.errors import CannotRead

MOST_MEMBERS = 10_000
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
# What a ZIP file that is damaged brings out of the library: ValueError where an offset in it is below nought.
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def split(stream: BinaryIO) -> Iterator[tuple[None, bytes | str]]:
    """The records of all WARC files in it, and in words what is wrong with the others."""
    if not stream.seekable():
        raise CannotRead("is a WACZ, which cannot be read from a pipe; give the name of its file")
    silent = True
    for name, member in members(stream):
        if isinstance(member, str):
            silent = False
            yield None, member
        elif name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
            silent = False
            try:
                with member:
                    yield from (
                        (line, f"{name}: {data}" if isinstance(data, str) else data) for line, data in records(member)
                    )
            except DAMAGE as error:
                yield None, f"{name}: cannot be unpacked ({error})"
    if silent:
        yield None, "holds no WARC file in its folder archive/, so nothing of it was read; give a whole WACZ"


def members(stream: BinaryIO) -> Iterator[tuple[str, BinaryIO | str]]:
    """The members of a ZIP file, each opened, or why it is refused."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise CannotRead(f"is a damaged ZIP file ({error}); give a whole one") from error
    seen: set[str] = set()
    for place, info in enumerate(archive.infolist()):
        told = repr(info.filename[:80])
        if place >= MOST_MEMBERS:
            yield info.filename, f"holds more than {MOST_MEMBERS:,} members; those from {told} on were not read"
            return
        if not info.filename:
            yield info.filename, f"member {place + 1} has no name; it was not read"
        elif _OUTSIDE.search(info.filename) or info.external_attr >> 28 == 0xA:
            yield info.filename, f"member {told} leads out of the file; it was not read"
        elif info.filename in seen:
            yield info.filename, f"member {told} is there twice; the second was not read"
        elif info.flag_bits & 1:
            yield info.filename, f"member {told} is encrypted; it was not read"
        elif not info.is_dir():
            seen.add(info.filename)
            try:
                yield info.filename, cast(BinaryIO, archive.open(info))
            except DAMAGE as error:
                yield info.filename, f"member {told} cannot be opened ({error})"
