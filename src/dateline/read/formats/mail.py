"""Mails to articles: the subject and the text of the message, and each document that is enclosed by what reads such documents."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.policy
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import cast

from dateline.read.decode import known_charset
from dateline.read.formats.pieces import Carrier, Piece, article_of, fragment, paragraphs, told_day
from dateline.read.options import Enclosed, ReadOptions, Unread
from dateline.text.article import Article, DateClaim, Source
from dateline.text.errors import CannotRead
from dateline.text.surrogates import without_surrogates

MOST_PARTS = 200
MOST_AUTHORS = 20
_DOCUMENTS = {
    "application/pdf": ".pdf", "message/rfc822": ".eml", "text/html": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}  # fmt: skip
_NAMED = re.compile(r"\.(?:pdf|docx|eml|html?)$", re.IGNORECASE)
# The library's own reading of addresses calls itself for every bracket in them, and breaks on a thousand.
_NAMED_BEFORE_ADDRESS = re.compile(r'"((?:[^"\\]|\\.){0,500}+)"\s{0,9}<|([^<>",;:@]{1,500}+)<', re.DOTALL)
_UNSAFE = re.compile(r"[^\w.-]+")


def read_mail(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article | Unread | Enclosed]:
    """The article that the message is, then the documents in it."""
    message = parse(data)
    text = page = None
    enclosed: list[Enclosed] = []
    for part in _parts(message):
        kind, name = part.get_content_type(), part.get_filename() or ""
        if part.get_content_disposition() == "attachment" or kind == "message/rfc822" or name:
            enclosed += _document(part, kind, name)
        elif kind == "text/plain" and text is None:
            text = told(part)
        elif kind == "text/html" and page is None:
            page = told(part)
    carrier = Carrier(
        _field(message, "subject"), bylines=_authors(message), claims=(_sent(message),), id=_field(message, "message-id")
    )  # fmt: skip
    try:
        yield article_of(body_of(text, page), carrier, source=source, options=options)
    except CannotRead as error:
        if not enclosed:
            yield Unread(source.path, carrier.id, str(error))
    yield from enclosed


def parse(data: bytes) -> Message:
    """The message; CannotRead where it is too nested to be one."""
    try:
        return email.message_from_bytes(data, policy=email.policy.compat32)
    except (RecursionError, ValueError, LookupError) as error:
        raise CannotRead("is a mail that cannot be made out: it is nested too deep, or damaged") from error


def told(part: Message) -> str:
    """The characters of a part, by the character set that it names."""
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(known_charset(str(part.get_content_charset() or "")) or "cp1252", "replace")


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; a message within the message is one part."""
    waiting = [message]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = cast("list[Message]", part.get_payload())
        else:
            yield part


def _document(part: Message, kind: str, name: str) -> Iterator[Enclosed]:
    end = document_end(kind, name)
    if not end:
        return
    if kind == "message/rfc822" and part.is_multipart():
        data = cast("list[Message]", part.get_payload())[0].as_bytes()
    else:
        given = part.get_payload(decode=True)
        data = given if isinstance(given, bytes) else b""
    yield Enclosed(plain_name(_decoded(name) or "", end), data)


def document_end(kind: str, name: str) -> str:
    """The end of the name of such a document, by its media type, else by its name; "" for what is not read."""
    return _DOCUMENTS.get(kind) or next((found[0].lower() for found in [_NAMED.search(name)] if found), "")


def plain_name(name: str, end: str) -> str:
    """The name of a document enclosed, without what a path could be made of."""
    plain = _UNSAFE.sub("-", name or "enclosed").strip(".-")[:80]
    return plain if plain.lower().endswith(end) else f"{plain or 'enclosed'}{end}"


def body_of(text: str | None, page: str | None) -> list[Piece]:
    """The paragraphs of the message: of its HTML, where its plain text is only a stub."""
    if page and (not text or len(text.strip()) < 200):
        return fragment(without_surrogates(page)) or paragraphs(without_surrogates(text or ""))
    return paragraphs(without_surrogates((text or "").replace("\r\n", "\n")))


def byline_of(name: str | None) -> tuple[str, ...]:
    """Who wrote a message of any format, as a byline has it: the name that stands before the address, never the address."""
    plain = (name or "").strip("\"' ")
    return (plain,) if "@" not in plain and any(map(str.isalpha, plain)) else ()


def _authors(message: Message) -> tuple[str, ...]:
    """Those that it is from. They are taken apart before they are decoded: a name may hold a comma."""
    raw = str(message.get("from") or message.get("sender") or "")[:10_000]
    names = islice((found[1] or found[2] or "" for found in _NAMED_BEFORE_ADDRESS.finditer(raw)), MOST_AUTHORS)
    return tuple(who for name in names for who in byline_of(_decoded(name)))


def _sent(message: Message) -> DateClaim | None:
    raw = _field(message, "date") or ""
    try:
        return told_day("mail", parsedate_to_datetime(raw).isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return told_day("mail", raw)


def _field(message: Message, name: str) -> str | None:
    return _decoded(str(message.get(name) or ""))


def _decoded(raw: str) -> str | None:
    """A header field with its encoded words decoded."""
    try:
        pieces = [
            data.decode(known_charset(charset or "ascii") or "utf-8", "replace") if isinstance(data, bytes) else data
            for data, charset in email.header.decode_header(raw[:10_000])
        ]
    except (ValueError, LookupError, email.errors.MessageError):
        pieces = [raw]
    return " ".join(without_surrogates("".join(pieces)).split())[:2000] or None
