"""The bundle: a zip with a manifest and records, one a line; the one file of findings that dateline takes from strangers.

It is checked whole before a record of it is used: its members, sizes and hashes, and every line as `dateline/1`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from dateline.show.export.bytes_of import json_bytes
from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.wire import from_json, to_json
from dateline.wire.inward import check_shape
from dateline.wire.shapes import RecordShape

FORMAT, MANIFEST, RECORDS = "dateline-bundle/1", "manifest.json", "records.jsonl"
MOST_BYTES = 4 << 30  # of all records, unpacked
LONGEST_LINE = 64 << 20
LONGEST_MANIFEST = 1 << 20
MOST_TIMES = 200  # how much larger than packed; our own records come to 12 times
SMALL = 1 << 20  # bytes that may be packed as tightly as they like
# What Python raises where bytes of a zip are not what they should be; a stack too deep is a RuntimeError.
DAMAGE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # the same records give the same bytes


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """The bundle."""
    out, digest, count, size = io.BytesIO(), hashlib.sha256(), 0, 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        with bundle.open(_member(RECORDS), "w") as stream:
            for record in records:
                line = to_json(record) + b"\n"
                digest.update(line)
                stream.write(line)
                count, size = count + 1, size + len(line)
        held = {"name": RECORDS, "sha256": digest.hexdigest(), "bytes": size, "lines": count}
        bundle.writestr(_member(MANIFEST), json_bytes({"format": FORMAT, "files": [held]}, indent=1))
    yield "bundle.zip", out.getvalue()


def check(path: Path) -> int:
    """How many records the bundle holds; BadRecord says what is wrong and on which line. Nothing of it is written anywhere."""
    with _opened(path) as bundle:
        manifest = _manifest(path, bundle)
        digest, number = hashlib.sha256(), 0
        with _stream(path, bundle) as stream:
            for number, line in enumerate(_lines(path, stream), 1):
                digest.update(line)
                _check_line(f"{path}, {RECORDS} line {number}", line)
        if digest.hexdigest() != manifest.get("sha256") or number != manifest.get("lines"):
            raise BadRecord(f"{path}: {RECORDS} is not what its manifest says (hash or count of lines); get it anew")
        return number


def records_of(path: Path) -> Iterator[Record]:
    """The records of a bundle that was checked."""
    with _opened(path) as bundle, _stream(path, bundle) as stream:
        for line in _lines(path, stream):
            yield from_json(line)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except DAMAGE as error:
        raise BadRecord(f"{path}: is no bundle ({error})") from error


def _stream(path: Path, bundle: zipfile.ZipFile) -> IO[bytes]:
    try:
        return bundle.open(RECORDS)
    except (*DAMAGE, KeyError) as error:
        raise BadRecord(f"{path}: {RECORDS} cannot be read ({error})") from error


def _manifest(path: Path, bundle: zipfile.ZipFile) -> dict[str, Any]:
    """What the manifest says of the records; BadRecord where the zip holds other things than a bundle does."""
    members = bundle.infolist()
    if sorted(member.filename for member in members) != [MANIFEST, RECORDS]:
        raise BadRecord(f"{path}: a bundle holds {MANIFEST} and {RECORDS}, each once, and nothing else")
    for member in members:
        allowed = LONGEST_MANIFEST if member.filename == MANIFEST else MOST_BYTES
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadRecord(f"{path}: {member.filename} is encrypted, or packed in a way that bundles are not")
        if member.file_size > allowed or member.file_size > max(SMALL, MOST_TIMES * member.compress_size):
            raise BadRecord(f"{path}: {member.filename} would unpack to {member.file_size:,} bytes, more than is taken")
    try:
        with bundle.open(MANIFEST) as stream:
            manifest = json.loads(stream.read(LONGEST_MANIFEST))
        held = manifest["files"][0]
        known = manifest["format"] == FORMAT and held["name"] == RECORDS
    except (*DAMAGE, LookupError, TypeError) as error:
        raise BadRecord(f"{path}: {MANIFEST} cannot be read ({error})") from error
    if not known:
        raise BadRecord(f"{path}: {MANIFEST} is none of format {FORMAT}")
    return dict(held)


def _lines(path: Path, stream: IO[bytes]) -> Iterator[bytes]:
    """The lines; a line longer than any record, or a zip that is damaged, ends the reading."""
    number, read = 0, 0
    while True:
        try:
            line = stream.readline(LONGEST_LINE + 1)
        except DAMAGE as error:
            raise BadRecord(f"{path}, {RECORDS} line {number + 1}: is damaged ({error})") from error
        if not line:
            return
        number, read = number + 1, read + len(line)
        if len(line) > LONGEST_LINE or read > MOST_BYTES:
            raise BadRecord(f"{path}, {RECORDS} line {number}: is longer than any record")
        yield line


def _check_line(where: str, line: bytes) -> None:
    try:
        check_shape(msgspec.json.decode(line, type=RecordShape))
        from_json(line)
    except (msgspec.DecodeError, ValueError, BadRecord, RecursionError) as error:
        raise BadRecord(f"{where}: {error}") from error


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, DAY_ZERO)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
