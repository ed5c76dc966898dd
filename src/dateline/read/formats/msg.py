"""Outlook messages (.msg) to articles: subject, sender, time and text of the message, out of the properties that it keeps.

A message is a compound file; each property of it is a stream whose name tells which it is and of what type. What is
enclosed is read by what reads such documents, and what cannot be is named with its reason.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.read.decode import decode, known_charset
from dateline.read.formats.mail import MOST_PARTS, body_of, byline_of, document_end, plain_name
from dateline.read.formats.pieces import Carrier, article_of, told_day
from dateline.read.late import late
from dateline.read.options import MOST_BYTES, Enclosed, ReadOptions, Unread
from dateline.text.article import Article, DateClaim, Source
from dateline.text.errors import CannotRead
from dateline.text.surrogates import without_surrogates

SUBJECT, SENDER, SENT_FOR, BODY, PAGE, RTF, MESSAGE_ID = 0x0037, 0x0C1A, 0x0042, 0x1000, 0x1013, 0x1009, 0x1035
SUBMITTED, DELIVERED, BODY_CODEPAGE, CODEPAGE = 0x0039, 0x0E06, 0x3FDE, 0x3FFD
FILE, SHORT_NAME, LONG_NAME, TYPE, CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
TEXT, OLD_TEXT, BYTES, WITHIN, TIME, NUMBER = 0x001F, 0x001E, 0x0102, 0x000D, 0x0040, 0x0003
_HEADER = 32  # bytes before the properties of fixed size, in the message itself
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ATTACHED = "__attach_version1.0_#"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A compound file, and the streams that it names; `room` counts down the bytes that may still be taken from it."""

    file: Any
    names: frozenset[tuple[str, ...]]
    room: list[int]

    def stream(self, folder: tuple[str, ...], name: int, kind: int) -> bytes | None:
        """The bytes of a property; None where there is none."""
        return self.named((*folder, f"__substg1.0_{name:04X}{kind:04X}"))

    def named(self, path: tuple[str, ...]) -> bytes | None:
        """The bytes of the stream of that name."""
        if path not in self.names:
            return None
        stream: bytes = self.file.openstream("/".join(path)).read()
        self.room[0] -= len(stream)
        if self.room[0] < 0:  # streams may overlap: together they can be more than the file is
            raise CannotRead(f"holds more than {MOST_BYTES // 1_000_000} MB; save what it encloses by itself")
        return stream


def read_msg(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread | Enclosed]:
    """The article that the message is, then the documents in it, and why others are not read."""
    kept = _opened(data)
    try:
        fixed = _fixed(kept.named(("__properties_version1.0",)) or b"")
        carrier, text, page = _carrier(kept, fixed), _text(kept, (), BODY, fixed), _page(kept, fixed)
        enclosed = [*_enclosed(kept, source, fixed)]
        only_rich = kept.stream((), RTF, BYTES) is not None
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise CannotRead(
            "is a damaged Outlook message: a part of it breaks off; save it anew, as .msg or .eml"
        ) from error
    body = body_of(text, page)
    try:
        if not body and only_rich:
            raise CannotRead("keeps its text as RTF only; save the message as .eml or .html")
        yield article_of(body, carrier, source=source, options=options)
    except CannotRead as error:
        if only_rich or not enclosed:
            yield Unread(source.path, carrier.id, str(error))
    yield from enclosed


def _opened(data: bytes) -> _Kept:
    try:
        file = late("olefile").OleFileIO(
            io.BytesIO(data)
        )  # bytes alone it would take for a file's name, where they are few
        names = frozenset(tuple(path) for path in file.listdir())
    except Exception as error:  # each kind of damage has its own exception there
        raise CannotRead(
            "is no Outlook message that can be made out: it is damaged; save it anew, as .msg or .eml"
        ) from error
    if not any(path[0].startswith("__substg1.0_") or path[0] == "__properties_version1.0" for path in names):
        raise CannotRead("is an old Office document, not a message; extract its text first")
    return _Kept(file, names, [MOST_BYTES])


def _fixed(stream: bytes) -> dict[tuple[int, int], bytes]:
    """The properties of fixed size, by name and type: sixteen bytes each."""
    entries = (stream[at : at + 16] for at in range(_HEADER, len(stream) - 15, 16))
    return {(name, kind): entry[8:] for entry in entries for kind, name in [struct.unpack_from("<HH", entry)]}


def _carrier(kept: _Kept, fixed: dict[tuple[int, int], bytes]) -> Carrier:
    sender = _line(_text(kept, (), SENT_FOR, fixed) or _text(kept, (), SENDER, fixed))
    when = next((fixed[name, TIME] for name in (SUBMITTED, DELIVERED) if (name, TIME) in fixed), None)
    return Carrier(
        _line(_text(kept, (), SUBJECT, fixed)), bylines=byline_of(sender), claims=(_told(when),),
        id=_line(_text(kept, (), MESSAGE_ID, fixed)),
    )  # fmt: skip


def _told(when: bytes | None) -> DateClaim | None:
    """The moment, which is counted in tenths of a microsecond since 1601."""
    ticks = int.from_bytes(when or b"", "little")
    try:
        return told_day("mail", (_EPOCH + timedelta(microseconds=ticks // 10)).isoformat()) if ticks else None
    except OverflowError:
        return None


def _page(kept: _Kept, fixed: dict[tuple[int, int], bytes]) -> str | None:
    page = kept.stream((), PAGE, BYTES)
    if page is None:
        return _text(kept, (), PAGE, fixed)
    return decode(page, markup=True, told=_codepage(fixed, BODY_CODEPAGE)) if page.strip() else None


def _text(kept: _Kept, folder: tuple[str, ...], name: int, fixed: dict[tuple[int, int], bytes]) -> str | None:
    """A property that is a text: in UTF-16, or in old messages in the character set that the message names."""
    wide = kept.stream(folder, name, TEXT)
    if wide is not None:
        return wide.decode("utf-16-le", "replace").rstrip("\x00")
    narrow = kept.stream(folder, name, OLD_TEXT)
    if narrow is None:
        return None
    try:
        return narrow.decode("utf-8").rstrip("\x00")
    except UnicodeDecodeError:
        told = _codepage(fixed, CODEPAGE) or _codepage(fixed, BODY_CODEPAGE)
        return narrow.decode(known_charset(told or "") or "cp1252", "replace").rstrip("\x00")


def _codepage(fixed: dict[tuple[int, int], bytes], name: int) -> str | None:
    told = fixed.get((name, NUMBER))
    return f"cp{int.from_bytes(told[:4], 'little')}" if told else None


def _enclosed(kept: _Kept, source: Source, fixed: dict[tuple[int, int], bytes]) -> Iterator[Enclosed | Unread]:
    """The documents enclosed; why one is not read. Pictures that the text shows are part of how it looks."""
    folders = sorted({path[0] for path in kept.names if path[0].startswith(_ATTACHED)})
    for folder in folders[:MOST_PARTS]:
        at = (folder,)
        name = _line(_text(kept, at, LONG_NAME, fixed) or _text(kept, at, SHORT_NAME, fixed)) or "enclosed"
        kind = (_text(kept, at, TYPE, fixed) or "").lower()
        if any(path[:2] == (folder, f"__substg1.0_{FILE:04X}{WITHIN:04X}") for path in kept.names):
            yield Unread(source.path, name, f"{name}: is a message or an object within the message; save it by itself")
            continue
        end, file = document_end(kind, name), kept.stream(at, FILE, BYTES)
        if end and file is not None:
            yield Enclosed(plain_name(name, end), file)
        elif _text(kept, at, CONTENT_ID, fixed) is None or file is None:
            why = (
                "is enclosed, but its bytes are not there"
                if file is None
                else "is enclosed, and no document that is read"
            )
            yield Unread(source.path, name, f"{name}: {why}; save it by itself")
    if len(folders) > MOST_PARTS:
        yield Unread(source.path, None, f"encloses {len(folders)} files; only the first {MOST_PARTS} were looked at")


def _line(text: str | None) -> str | None:
    return " ".join(without_surrogates((text or "")[:10_000]).split())[:2000] or None
