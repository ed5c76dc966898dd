"""Hostile documents, made when they are asked for: nothing harmful lies in the repository.

Each is (file name, bytes). `PYTHONPATH=tests python tests/hostile/made.py FOLDER` writes them all. Here stands what is too
large, too deep or too much; `words` has what is in a text's characters and claims, `boxes` archives and mails that lie.
"""

import gzip
import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from boxes import BOXES, pages
from pdfs import PDFS
from words import WORDS

SENTENCE = "The harbour master of Port Aster said on Monday that three boats had burned. "
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + place)} "{f"&{chr(97 + place)};" * 20}">' for place in range(12)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname"><!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>'


def rss(inner: str, before: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{before}<rss><channel><item><title>Boats</title>{inner}</item></channel></rss>'.encode()
    )


def page(inner: str) -> bytes:
    return f"<!doctype html><html><head><title>Boats</title></head><body>{inner}</body></html>".encode()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(document: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def lying_zip() -> bytes:
    """The directory says that a member has ten bytes; it unpacks to a hundred million."""
    data = bytearray(word(b"<w:document>" + bytes(100_000_000)))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def nested_mail(depth: int) -> bytes:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{place}"\r\n\r\n--b{place}\r\n' for place in range(depth)
    )
    return (
        f"Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n{head}Content-Type: text/plain\r\n\r\n{SENTENCE}".encode()
    )


def forwarded(depth: int) -> bytes:
    message = f"Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\nSubject: Boats\r\n\r\n{SENTENCE}".encode()
    for _ in range(depth):
        message = (
            b"Message-ID: <2@a.example>\r\nMIME-Version: 1.0\r\nSubject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n"
            + message
        )
    return message


def nested_gzip(times: int) -> bytes:
    data = b"WARC/1.0\r\n"
    for _ in range(times):
        data = gzip.compress(data)
    return data


def records(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b"WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def circular_pdf() -> bytes:
    objects = ["<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>", "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 99999>>",
               "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>", "<</Length 6>>stream\n/X Do \nendstream",
               "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 6>>stream\n/X Do \nendstream",
               "<</First 6 0 R/Last 6 0 R/Next 6 0 R/Prev 6 0 R>>"]  # fmt: skip
    body = "".join(f"{number} 0 obj{each}endobj\n" for number, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 999999999/Prev 9>>\nstartxref\n9\n%%EOF".encode()


def _named_pdf(make: Callable[[], bytes]) -> tuple[str, bytes]:
    return "a.pdf", make()


MADE: dict[str, Callable[[], tuple[str, bytes]]] = {
    "many paragraphs": lambda: ("a.html", page(f"<p>{SENTENCE}" * 200_000)),
    "many attributes": lambda: ("a.html", page("<p " + " ".join(f"a{place}=1" for place in range(300_000)) + f">{SENTENCE}</p>" * 3)),
    "deep elements": lambda: ("a.html", page("<div>" * 100_000 + SENTENCE)),
    "deep bold": lambda: ("a.html", page("<b>" * 100_000 + SENTENCE)),
    "deep JSON": lambda: ("a.json", b"[" * 1_000_000),
    "deep JSON feed": lambda: ("a.json", b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 1_000_000),
    "deep XML": lambda: ("a.xml", rss("<description>" * 100_000 + SENTENCE)),
    "billion laughs": lambda: ("a.xml", rss(f"<description>{SENTENCE}&m;</description>", LAUGHS)),
    "entities from outside": lambda: ("a.xml", rss(f"<description>{SENTENCE}&e;</description>", OUTSIDE)),
    "laughing Word document": lambda: ("a.docx", word((LAUGHS + "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>x&m;</w:t></w:r></w:p></w:body></w:document>").encode())),
    "feed of many items": lambda: ("a.xml", b"<rss><channel>" + f"<item><title>{SENTENCE}</title></item>".encode() * 5_000),
    "feed with one huge item": lambda: ("a.xml", rss(f"<description>{SENTENCE * 400_000}</description>")),
    "no end of a comment": lambda: ("a.xml", b"<!--" * 1_000_000),
    "many declarations": lambda: ("a.xml", b"<?a?><!-- b -->" * 1_000_000 + b"<rss/>"),
    "zip bomb": lambda: ("a.docx", word(b"<w:document>" + bytes(400_000_000))),
    "zip that lies": lambda: ("a.docx", lying_zip()),
    "zip cut off": lambda: ("a.docx", word(b"<w:document/>")[:-30]),
    "one huge line": lambda: ("a.txt", b"x" * 20_000_000),
    "one huge row": lambda: ("a.csv", b'text\n"' + b"x" * 20_000_000),
    "rows of many cells": lambda: ("a.csv", b"text\n" + b"," * 5_000_000),
    "mail in mail in mail": lambda: ("a.eml", nested_mail(1_000)),
    "forwarded and forwarded": lambda: ("a.eml", forwarded(50)),
    "mail with a bomb": lambda: ("a.eml", b"Message-ID: <1>\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUFB" * 8_000_000),
    "mail with odd headers": lambda: ("a.eml", b"Message-ID: <1>\r\nMIME-Version: 1.0\r\nSubject: =?zip?q?a?= =?utf-8?b?////?=\r\nDate: 99 Foo 99999 99:99\r\nContent-Type: text/plain; charset=zip\r\n\r\n" + SENTENCE.encode() + b"\xff\xfe"),
    "page in odd characters": lambda: ("a.html", page(f"<p>{SENTENCE}\x00\ufffe\u202e</p>" * 5).replace(b"boats", b"b\xed\xa0\x80ats\xff")),
    "gzip in gzip": lambda: ("a.warc.gz", nested_gzip(20)),
    "gzip bomb of one line": lambda: ("a.jsonl.gz", gzip.compress(b'{"text": "' + b"x" * 300_000_000, 1)),
    "gzip bomb of a text": lambda: ("a.txt.gz", gzip.compress(b"boats " * 50_000_000, 1)),
    "dates that are none": lambda: ("a.html", page(f'<meta property="article:published_time" content="{"9" * 5000}"><time datetime="{"1 " * 3000}">31 February 0000</time><p>{SENTENCE}</p>' * 5)),
    "very many records that revisit nothing": lambda: ("a.warc.gz", gzip.compress(b"".join(records(200_000)), 1)),
    "one page very many times": lambda: ("a.warc.gz", pages(1_500)),
    "record without an end": lambda: ("a.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 1_000_000),
    "circular PDF": lambda: ("a.pdf", circular_pdf()),
    "PDF cut off": lambda: ("a.pdf", circular_pdf()[:300]),
    "PDF of nothing": lambda: ("a.pdf", b"%PDF-1.7\n" + b"1 0 obj<<" * 200_000),
    "parquet of nothing": lambda: ("a.parquet", b"PAR1" + b"\xff" * 100_000 + b"PAR1"),
    **WORDS,
    **BOXES,
    **{name: partial(_named_pdf, make) for name, (make, _) in PDFS.items()},
    "keys of JSON": lambda: ("a.jsonl", json.dumps({f"k{place}": "=cmd()" for place in range(50_000)}).encode()),
}  # fmt: skip


if __name__ == "__main__":
    for name, make in MADE.items():
        end, data = make()
        Path(sys.argv[1], f"{name.replace(' ', '-')}{Path(end).suffix}").write_bytes(data)
