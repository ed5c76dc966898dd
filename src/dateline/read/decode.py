"""Bytes to characters, and the refusal of bytes that are no text.

The order is byte order mark, UTF-8, the character set that the page declares, a guess. Nothing is normalised: offsets
count the characters of the file as decoded. Only the byte order mark itself is dropped.
"""

from __future__ import annotations

import codecs
import re

from dateline.read.late import late
from dateline.text.errors import CannotRead

SAMPLE = 65_536  # bytes looked at to tell text from binary data and one character set from another
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EXTRACT = "extract its text first"
_UNPACK = "unpack it first and give the folder"
_RECOGNIZE = "run text recognition first"
_WRITE_DOWN = "write down first what is said in it"
_GIVE = "give a text, HTML or JSONL file"
_ASK = "ask an archive of dateline with `dateline timeline`, `search` or `export`; of any other, export the articles as JSONL or CSV"
_BINARY = (
    (b"%PDF-", "a PDF document", _EXTRACT),
    (b"PK\x03\x04", "a ZIP file (or Word, Excel, EPUB)", f"{_UNPACK}, or save the document as text"),
    (b"PK\x05\x06", "an empty ZIP file", _GIVE),
    (b"\x1f\x8b", "gzip data", _UNPACK),
    (b"BZh", "bzip2 data", _UNPACK),
    (b"\xfd7zXZ\x00", "xz data", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "zstandard data", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _RECOGNIZE),
    (b"\xff\xd8\xff", "a JPEG image", _RECOGNIZE),
    (b"GIF87a", "a GIF image", _RECOGNIZE),
    (b"GIF89a", "a GIF image", _RECOGNIZE),
    (b"II*\x00", "a TIFF image", _RECOGNIZE),
    (b"MM\x00*", "a TIFF image", _RECOGNIZE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _EXTRACT),
    (b"SQLite format 3\x00", "an SQLite database", _ASK),
    (b"PAR1", "a Parquet file", _EXTRACT),
    (b"ID3", "an MP3 recording", _WRITE_DOWN),
    (b"OggS", "an Ogg recording", _WRITE_DOWN),
    (b"\x7fELF", "a program", _GIVE),
    (b"{\\rtf", "an RTF document", _EXTRACT),
    (b"WARC/1.", "a WARC file", _EXTRACT),
)
# What a web page may declare, by the name that Python gives the codec; "utf_7" and the codecs that are no character
# set ("zip", "unicode_escape") stay out. The second member is what browsers read instead (WHATWG Encoding).
_CHARSET = re.compile(
    r"cp\d+|iso8859-\d+|koi8-\w|gb\w+|big5\w*|euc_\w+|shift_jis\w*|mac-\w+|utf-(?:8|16\S*)|tis-620|ascii|johab"
)
_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
             "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
_TAG = re.compile(rb"<[^<>]{0,2000}>|[ \t]+")
_RUN = re.compile(rb"[\x80-\xff]{2,}")
# Of the bytes beyond ASCII, the share that stands beside another: next to none in French, 0.86 and more in Russian, Greek,
# Arabic, Chinese and Japanese (feeds of one and of four entries in nine character sets).
_TOGETHER = 0.3
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, *, markup: bool = False, told: str | None = None) -> str:
    """The characters of a file; CannotRead names the kind of data that is no text.

    `markup`: trust a declared charset. `told` is the one that the carrier names, believed before what is declared within.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    refuse_binary(data)
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace")
    if b"\x00" in data:
        raise CannotRead(f"holds NUL bytes: binary data, not text; {_GIVE}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = (known_charset(told) if told else None) or (declared_charset(data) if markup else None)
    if declared:
        return data.decode(declared, "replace")
    return data.decode(_guess(data), "replace")


def refuse_binary(data: bytes) -> None:
    """CannotRead if the first bytes are those of an image, an archive or the like, or if there is nothing but blanks."""
    if not data.strip():
        raise CannotRead("is empty; give a file that holds a text")
    head = data[:SAMPLE].lstrip()[:512]
    for magic, kind, advice in _BINARY:
        if data.startswith(magic):
            raise CannotRead(f"is {kind}, not text; {advice}")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise CannotRead(f"is a sound, picture or video file, not text; {_GIVE}")


def declared_charset(data: bytes) -> str | None:
    """The codec for the character set that the page declares, as browsers read it."""
    found = _DECLARED.search(data[:4096])
    return known_charset(found[1].decode("ascii")) if found else None


def known_charset(told: str) -> str | None:
    """The codec for the character set of that name; None for a name that is none, or that nobody should believe."""
    try:
        name = codecs.lookup(told.strip("\"' ")[:40]).name
    except (LookupError, ValueError):
        return None
    name = _BROWSERS.get(name, name)
    # A page whose declaration could be read byte by byte is not in a two-byte set, whatever it says.
    return name if _CHARSET.fullmatch(name) and not name.startswith("utf-16") else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of mostly Latin text is NUL."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half < 4 or sample.count(0) < half // 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _guess(data: bytes) -> str:
    """UTF-8 with a few broken bytes, Windows Latin where nearly all is ASCII, else what the statistics say."""
    sample = data[:SAMPLE]
    high = sum(byte > 127 for byte in sample)
    if high:
        characters = sample.decode("utf-8", "replace")
        broken = characters.count("\ufffd")
        whole = sum(character > "\x7f" for character in characters) - broken
        if whole > 4 * broken:
            return "utf-8"
    spoken = _TAG.sub(b" ", sample)  # the tags of a feed or a page are ASCII whatever its words are written in
    if len(b"".join(_RUN.findall(spoken))) < high * _TOGETHER:
        return "cp1252"  # statistics on a handful of accents answer cp1250 or worse as often as not
    best = late("charset_normalizer").from_bytes(spoken).best()
    found = known_charset(best.encoding) if best else None
    return found or "cp1252"
