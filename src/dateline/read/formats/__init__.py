"""The one table of what can be read: by which name and by which first bytes a format is known, and what reads it.

A format is split first, where it holds many articles: each line, row or record becomes an input of its own, to be read
here or in another process. Readers are named, not imported: a text needs no PDF library.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from dateline.read.late import late

GZIP, ZSTD, LZ4 = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK = ("__substg1.0_".encode("utf-16-le"), "__properties_version1.0".encode("utf-16-le"))
_PAGES = frozenset(b"!doctype html head body meta title article main div p h1".split())
_NAME = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z][A-Za-z0-9]{0,20})(?=[\s>/])")
_SKIPPED = ((b"<?", b"?>"), (b"<!--", b"-->"))
_JSON_FEED = re.compile(rb'\s*\{.{0,2000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
_FIELD = re.compile(rb"(?:\xef\xbb\xbf)?([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]")
_MAIL_FIELDS = frozenset(
    b"received return-path delivered-to message-id mime-version from x-mozilla-status dkim-signature arc-seal".split()
)
_RELATED = re.compile(rb"^content-type:[ \t]*multipart/related", re.IGNORECASE | re.MULTILINE)


def _unmarked(head: bytes) -> bool:
    """Nothing in its bytes tells the format."""
    del head
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A format, the ends of its files' names, and how its first bytes tell it.

    `splits` and `reads` name functions as "module.function": the one cuts a stream into inputs, the other reads one
    into articles. `foreign`: its parser is let loose on strangers' bytes in a guarded process only.
    """

    name: str
    reads: str = ""
    splits: str = ""
    suffixes: frozenset[str] = frozenset()
    begins: Callable[[bytes], bool] = _unmarked
    foreign: bool = True


def _root(*names: bytes) -> Callable[[bytes], bool]:
    """The first element of an XML document is one of these."""

    return lambda head: first_element(head) in names


def first_element(head: bytes) -> bytes:
    """The name of the first element in small letters; "!doctype" where the page says so itself, b"" where there is none."""
    at = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    while True:
        at += len(head[at:]) - len(head[at:].lstrip())
        found = _NAME.match(head, at)
        if found:
            return found[1].lower()
        begin, end = next((pair for pair in _SKIPPED if head.startswith(pair[0], at)), (b"<!", b">"))
        if not head.startswith(begin, at):
            return b""
        if begin == b"<!":
            if (
                head[at : at + 80].lower().split()[:2] == [b"<!doctype", b"html"]
                or head[at : at + 15].lower() == b"<!doctype html>"
            ):
                return b"!doctype"
            subset, close = head.find(b"[", at), head.find(b">", at)
            end = b"]" if -1 < subset < close else b">"
        close = head.find(end, at)
        if close < 0:
            return b""
        at = close + len(end)
        if end == b"]":
            at = head.find(b">", at) + 1 or len(head)


def _is_mail(head: bytes) -> bool:
    found = _FIELD.match(head)
    if found is None:
        return False
    fields = {line.partition(b":")[0].lower() for line in head[:8192].split(b"\n") if b":" in line[:60]}
    return found[1].lower() in fields and len(fields & _MAIL_FIELDS) >= 2


def _is_mhtml(head: bytes) -> bool:
    return _is_mail(head) and _RELATED.search(head[:8192]) is not None and b"text/html" in head.lower()


def is_warc(head: bytes) -> bool:
    """The first bytes, unpacked where they are packed, open a WARC or ARC file."""
    return unpacked(head).startswith((b"WARC/", b"filedesc://"))


def unpacked(head: bytes) -> bytes:
    """The first bytes of what is packed with gzip or zstandard; the bytes themselves where they are not packed."""
    if head.startswith(LZ4):
        return _lz4_start(head)
    try:
        if head.startswith(GZIP):
            return zlib.decompressobj(31).decompress(head, 4096)
        if head.startswith(ZSTD):
            packed: bytes = late("zstandard").ZstdDecompressor().stream_reader(head).read(4096)
            return packed
    except Exception:  # damaged: then it is nothing that we know
        return b""
    return head


def _lz4_start(head: bytes) -> bytes:
    """A WARC's mark stands unpacked in the first block of an LZ4 frame: literals come before any reference."""
    at = head[:64].find(b"WARC/")
    return head[at:64] if at > 0 else b""


def _is_outlook(head: bytes) -> bool:
    """A compound file whose directory, if it stands this early, names the properties of a message."""
    return head.startswith(COMPOUND) and any(name in head for name in _OUTLOOK)


def _has_member(name: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"PK\x03\x04") and name in head


# The first whose bytes fit is taken, else the first whose suffix does, else what `reading` makes of text.
FORMATS = (
    Format("pdf", reads="pdf.read_pdf", suffixes=frozenset({".pdf"}), begins=lambda head: b"%PDF-" in head[:1024]),
    Format("warc", reads="warc.read_record", splits="warc.split", suffixes=frozenset({".warc", ".arc"}), begins=is_warc),
    Format("docx", reads="docx.read_docx", suffixes=frozenset({".docx"}), begins=_has_member(b"word/")),
    Format("wacz", splits="wacz.split", suffixes=frozenset({".wacz"}), begins=_has_member(b"datapackage.json")),
    Format(
        "parquet", reads="columns.read_parquet", suffixes=frozenset({".parquet"}), begins=lambda head: head[:4] == b"PAR1"
    ),
    Format("mhtml", reads="mhtml.read_mhtml", suffixes=frozenset({".mhtml", ".mht"}), begins=_is_mhtml),
    Format("outlook", reads="msg.read_msg", suffixes=frozenset({".msg"}), begins=_is_outlook),
    Format("mail", reads="mail.read_mail", suffixes=frozenset({".eml"}), begins=_is_mail),
    Format(
        "feed", reads="feed.read_feed", suffixes=frozenset({".rss", ".atom"}), begins=_root(b"rss", b"feed", b"rdf", b"channel")
    ),
    Format("sitemap", reads="sitemap.read_sitemap", begins=_root(b"urlset", b"sitemapindex")),
    Format("json feed", reads="json_feed.read_json_feed", begins=lambda head: _JSON_FEED.match(head) is not None),
    Format(
        "page", reads="reading.read_page", suffixes=frozenset({".html", ".htm", ".xhtml"}),
        begins=lambda head: first_element(head) in _PAGES,
    ),
    Format("table", splits="tables.split", suffixes=frozenset({".csv", ".tsv"}), foreign=False),
)  # fmt: skip
TEXT = Format("text", reads="reading.read_text", foreign=False)
_PLAIN_ENDS = frozenset({".txt", ".md", ".text"})  # of a text that may begin as a mail does


def format_of(head: bytes, suffix: str) -> Format:
    """The format of a file whose first bytes and whose name's end these are; TEXT where nothing else is known."""
    for each in FORMATS:
        if each.begins(head) and not (each.name == "mail" and suffix in _PLAIN_ENDS):
            return each
    return next((each for each in FORMATS if suffix in each.suffixes), TEXT)
