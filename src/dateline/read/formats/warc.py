"""WARC and ARC files to articles: records are cut apart here, and those that hold a page, a text or a PDF are read one by one.

Each is checked against the length and the digest that it states. A damaged record is named, and the next one is read.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from dateline.read.formats.payload import Payload, payload_of
from dateline.read.formats.unpacking import Damaged, Unpacked
from dateline.read.inputs import LARGEST
from dateline.read.options import Enclosed, ReadOptions, Unread
from dateline.read.reading import read_page
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

LONGEST_HEADER = 65_536
_TYPES = frozenset({b"response", b"resource", b"conversion"})
_VERSION = re.compile(rb"\nWARC/[01]\.[0-9]{1,2}\r?\n")
_KINDS = re.compile(
    rb"^content-type:[ \t]*(?:text/html|application/xhtml\+xml|text/plain|application/pdf)", re.I | re.M
)
_ANY_KIND = re.compile(rb"^content-type:[ \t]*\S", re.I | re.M)
_EMPTY_LINE = (b"\n\r\n", b"\n\n")
_GOT = re.compile(rb"HTTP/[0-9.]{1,4} 2[0-9]{2}")
_BLANK = re.compile(rb"[\r\n]*")
_ARC = re.compile(rb"(\S[^\r\n]{0,4000}) (\S{1,64}) ([0-9]{14}) (\S{1,200}) ([0-9]{1,18})")


class Header(NamedTuple):
    """The fields of a record, by their names in small letters, and its bytes as they stand."""

    fields: dict[bytes, bytes]
    raw: bytes


class Record(NamedTuple):
    """A record: its header's fields, the bytes that hold it, and where in them its own bytes begin and end."""

    fields: dict[bytes, bytes]
    data: bytes
    begin: int
    end: int


def split(stream: BinaryIO) -> Iterator[tuple[None, bytes | str]]:
    """The records that may hold an article, each as its bytes, and in words what is wrong with the others."""
    count = given = 0
    for record in _records(Unpacked(stream)):
        count += 1
        if isinstance(record, str):
            given += 1
            yield None, record
        elif _may_hold_article(record):
            given += 1
            yield None, record.data[: record.end]
    if not given:
        yield None, f"holds {count:,} records, none of them a page, a text or a PDF document that was got"


def records_of(source: Unpacked) -> Iterator[tuple[dict[bytes, bytes], bytes]]:
    """The fields and the bytes of each whole record."""
    return (
        (record.fields, record.data[record.begin : record.end])
        for record in _records(source)
        if not isinstance(record, str)
    )


def _records(source: Unpacked) -> Iterator[Record | str]:
    """Each record, or in words what is wrong with it."""
    number = 0
    while True:
        begun = False
        try:
            member = source.member()
            if member is not None:
                record = _whole(member)
                if record is not None:
                    number += 1
                    yield record
                    continue
                source.put_back(member)
            header = _header(source)
            if header is None:
                return
            number, begun = number + 1, True
            body = _body(source, header)
            yield Record(header.fields, header.raw + body, len(header.raw), len(header.raw) + len(body))
        except Damaged as damage:
            number += not begun
            yield f"record {number}: {damage}"
            _resume(source)


def _whole(member: bytes) -> Record | None:
    """The record that a packed member is, where it is one and nothing else: no byte of it is copied. None leaves it to `_header`."""
    begin = _behind(member, *_EMPTY_LINE)
    if not begin or not member.startswith(b"WARC/") or not member.endswith(b"\r\n\r\n"):
        return None
    fields, end = _fields(member[:begin]), len(member) - 4
    told = fields.get(b"content-length", b"")
    return Record(fields, member, begin, end) if told.isdigit() and told == b"%d" % (end - begin) else None


def _behind(data: bytes | bytearray, *marks: bytes) -> int:
    """The place behind the first of these marks; 0 where none of them comes soon."""
    found, until = 0, LONGEST_HEADER
    for mark in marks:
        at = data.find(mark, 0, until)
        if at >= 0:
            found = until = at + len(mark)
    return found


def _fields(raw: bytes) -> dict[bytes, bytes]:
    """The fields of a header, by their names in small letters; the first of those of one name."""
    fields: dict[bytes, bytes] = {}
    for line in raw.split(b"\n")[1:]:
        name, mark, value = line.partition(b":")
        if mark:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _header(source: Unpacked) -> Header | None:
    """The next record's header; None at the end of the file."""
    while True:
        source.take(_leading(source))
        if len(source.buffer) > 16 or not source.fill():
            break
    source.take(_leading(source))
    if not source.buffer:
        return None
    if not source.buffer.startswith(b"WARC/"):
        return _arc_header(source)
    raw = source.take(_find(source, *_EMPTY_LINE))
    return Header(_fields(raw), raw)


def _leading(source: Unpacked) -> int:
    """How many line ends stand at the head of the buffer."""
    found = _BLANK.match(source.buffer)
    return found.end() if found else 0


def _arc_header(source: Unpacked) -> Header | None:
    """An ARC record's line, written as the header of a WARC record."""
    end = _find(source, b"\n")
    line = bytes(source.buffer[:end])
    found = _ARC.match(line.strip())
    if found is None:
        raise Damaged("has no header that can be made out")
    source.take(end)
    url, _, date, kind, length = found.groups()
    described = url.startswith(b"filedesc:")
    fields = {b"warc-type": b"warcinfo" if described else b"response", b"warc-target-uri": url, b"content-length": length,
              b"warc-date": date, b"content-type": b"text/plain" if described else b"application/http"}  # fmt: skip
    if kind == b"no-type" and not described:
        fields[b"warc-type"] = b"metadata"
    raw = b"WARC/1.0\r\n" + b"".join(b"%s: %s\r\n" % pair for pair in fields.items()) + b"\r\n"
    return Header({**fields, b"arc": b"1"}, raw)


def _find(source: Unpacked, *ends: bytes) -> int:
    """The place behind the first of these ends; Damaged where it does not come soon."""
    while True:
        found = _behind(source.buffer, *ends)
        if found:
            return found
        if len(source.buffer) >= LONGEST_HEADER or not source.fill():
            raise Damaged("has no header that can be made out")


def _body(source: Unpacked, header: Header) -> bytes:
    """The record's own bytes; Damaged where there are fewer or more of them than it says."""
    told = header.fields.get(b"content-length", b"")
    if not re.fullmatch(rb"[0-9]{1,18}", told):
        raise Damaged("states no length, or one that is no number")
    length = int(told)
    if length > LARGEST:
        _skip(source, length)
        raise Damaged(f"has more than {LARGEST // 1_000_000} MB, or says so")
    while len(source.buffer) < length + 4 and _fits(source, length) and source.fill():
        pass
    if not _fits(source, length) or len(source.buffer) < length:
        raise Damaged("is cut off: it states more bytes than there are")
    body = source.take(length)
    rest = bytes(source.buffer[:4])
    if rest.startswith((b"\r\n", b"\n")) or not rest or b"arc" in header.fields or _at_next(source):
        return body
    source.give_back(body)
    raise Damaged("states a length that is not its own")


def _fits(source: Unpacked, length: int) -> bool:
    """No packed member begins within so many bytes of the buffer: each record is packed by itself, or all are together."""
    return not any(0 < start < length for start in source.starts)


def _skip(source: Unpacked, length: int) -> None:
    """Pass over a record, but not over the beginning of another within it: a length may be a lie."""
    while length > 0 and (source.buffer or source.fill()):
        if _next(source) or not _fits(source, length):
            return
        step = min(length, max(len(source.buffer) - 16, 0))
        if not step:
            if not source.fill():
                step = len(source.buffer)
            else:
                continue
        source.take(min(step, length))
        length -= step


def _next(source: Unpacked) -> int:
    """Where in the buffer a line opens a record; 0 where none does."""
    at = -1
    while (at := source.buffer.find(b"\nWARC/", at + 1)) >= 0:
        if _VERSION.match(source.buffer, at):
            return at + 1
    return 0


def _at_next(source: Unpacked) -> bool:
    return bool(source.starts) and source.starts[0] == 0


def _resume(source: Unpacked) -> None:
    """Go to where the next record begins: the next packed member, or the next line that opens one."""
    if _at_next(source):  # the damage is at the head of this very member
        source.starts.popleft()
    while True:
        start = source.starts[0] if source.starts else None
        found = _next(source)
        if start is not None and (not found or start <= found):
            source.take(start)
            return
        if found:
            source.take(found)
            return
        source.take(max(len(source.buffer) - 16, 0))
        try:
            if not source.fill():
                source.take(len(source.buffer))
                return
        except Damaged:
            source.take(len(source.buffer))
            return


def _may_hold_article(record: Record) -> bool:
    """It is a page, a text or a PDF that was got."""
    if record.fields.get(b"warc-type", b"").lower() not in _TYPES:
        return False
    kind = record.fields.get(b"content-type", b"").lower()
    if not kind.startswith(b"application/http"):
        return _KINDS.match(b"content-type:" + kind) is not None
    head = record.data[record.begin : min(record.begin + 8192, record.end)].partition(b"\r\n\r\n")[0]
    if not _GOT.match(head):
        return False
    return _KINDS.search(head) is not None or _ANY_KIND.search(head) is None


def read_record(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread | Enclosed]:
    """The article of one record; first what is wrong with it, where something is."""
    end = _behind(data, *_EMPTY_LINE)
    fields, block = _fields(data[:end]), data[end:]
    url = fields.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<>")[:2000] or None
    given = replace(source, id=url)
    try:
        if not _is_whole(fields.get(b"warc-block-digest", b""), block):
            raise CannotRead("its bytes are not those that were archived (the digest differs); it was not read")
        payload = payload_of(block) if fields.get(b"content-type", b"").startswith(b"application/http") else Payload(
            block, fields.get(b"content-type", b"").decode("latin-1"), (block,))  # fmt: skip
        yield from _articles(payload, given, replace(options, url=options.url or url))
        # Tools differ in what they take the digest of, so a page is read all the same, and the difference told.
        if not any(_is_whole(fields.get(b"warc-payload-digest", b""), form) for form in payload.forms):
            raise CannotRead("has another digest than it states for its page; it may have been changed since")
    except CannotRead as error:
        yield Unread(source.path, url, f"{url or 'record'}: {error}")
        return
    if cut := fields.get(b"warc-truncated"):
        yield Unread(source.path, url, f"{url}: was cut off when it was archived ({cut.decode('latin-1')[:40]})")


def _articles(payload: Payload, source: Source, options: ReadOptions) -> Iterator[Article | Unread | Enclosed]:
    if payload.cut:
        raise CannotRead(f"{payload.cut}; it was not read")
    if payload.kind == "application/pdf" or payload.data.startswith(b"%PDF-"):
        yield Enclosed(f"{options.url}.pdf", payload.data)
    elif payload.kind == "text/plain":
        yield Enclosed(f"{options.url}.txt", payload.data)
    else:
        yield from read_page(payload.data, source, options, payload.charset)


def _is_whole(digest: bytes, block: bytes) -> bool:
    """The bytes have this digest ("sha1:..." in base 32 or 16), or it is one that cannot be checked."""
    name, mark, value = digest.decode("latin-1").partition(":")
    name = name.strip().lower().replace("-", "")
    if not mark or name not in ("sha1", "sha256", "md5", "sha512"):
        return True
    made = hashlib.new(name, block, usedforsecurity=False).digest()
    value = value.strip().rstrip("=")
    return value.lower() in (
        made.hex(),
        base64.b32encode(made).decode().rstrip("=").lower(),
    ) or value == base64.b64encode(made).decode().rstrip("=")
