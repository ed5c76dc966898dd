"""Hostile boxes: archives, Word documents, PDFs and mails whose lengths, names, digests or inner parts lie."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from compound_made import compound, fixed, told
from documents_made import PAGE, docx, pdf, record, zipped

SENTENCE = "The harbour master of Port Aster said on Monday that three boats had burned. "
A = "https://a.example/a"
HEAD = "Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n"


def wacz(*names: str) -> bytes:
    return zipped({"datapackage.json": b"{}", **{name: record(A, packed=True) for name in names}})


def linked() -> bytes:
    """A member that is a link to a file outside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", b"{}")
        link = zipfile.ZipInfo("archive/a.warc")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def overlapping() -> bytes:
    """All members' names lead to one and the same packed bytes."""
    data = bytearray(wacz(*(f"archive/{place}.warc.gz" for place in range(3))))
    places = [at for at in range(len(data)) if data.startswith(b"PK\x01\x02", at)]
    for at in places[2:]:
        data[at + 42 : at + 46] = data[places[1] + 42 : places[1] + 46]
    return bytes(data)


def twice() -> bytes:
    """Two members of one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for member in ("datapackage.json", "archive/a.warc.gz", "archive/a.warc.gz"):
            archive.writestr(member, record(A, packed=True) if member.endswith("gz") else b"{}")
    return out.getvalue()


def layered(depth: int, *, breadth: int = 16) -> bytes:
    """ZIP files in ZIP files down to a member of 4 GB: what is named 42.zip, made as it was."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(4_000_000)) + packer.flush()
    data = zipped({"0": bytes(4_000_000)})
    assert packed in data
    for offset, sign in ((22, b"PK\x03\x04"), (24, b"PK\x01\x02")):  # both say that it unpacks to 4 GB
        data = changed(data, sign, offset, b"\xfe\xff\xff\xff")
    for _ in range(depth):
        data = zipped({f"{place}.zip": data for place in range(breadth)})
    return data


def sixty_four(*, size: int, offset: int | None = None) -> bytes:
    """A member whose sizes and place stand in a field for large ones, and are lies."""
    data = bytearray(wacz("archive/a.warc.gz"))
    at = data.rfind(b"PK\x01\x02")
    name, extra = struct.unpack_from("<HH", data, at + 28)
    (real,) = struct.unpack_from("<I", data, at + 42)
    data[at + 20 : at + 28] = b"\xff" * 8
    data[at + 42 : at + 46] = b"\xff" * 4
    field = struct.pack("<HHQQQ", 1, 24, size, size, real if offset is None else offset)
    struct.pack_into("<H", data, at + 30, extra + len(field))
    place = at + 46 + name
    data[place:place] = field
    end = data.rfind(b"PK\x05\x06")
    (directory,) = struct.unpack_from("<I", data, end + 12)
    struct.pack_into("<I", data, end + 12, directory + len(field))
    return bytes(data)


def pages(count: int) -> bytes:
    """Records of one address with one text, each packed by itself."""
    return record(A, f"<p>{SENTENCE}</p>".encode(), packed=True) * count


def changed(data: bytes, sign: bytes, at: int, value: bytes) -> bytes:
    """The data with bytes written over, so far behind the last such sign."""
    place = data.rfind(sign) + at
    return data[:place] + value + data[place + len(value) :]


def word(more: str, relations: str = "") -> bytes:
    body = docx(("Normal", SENTENCE))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(b"</w:body>", more.encode() + b"</w:body>")
    return zipped({**members, "word/_rels/settings.xml.rels": relations.encode()})


def outlook(*, sector: int = 0, size: int = 0) -> bytes:
    """A message whose chain of sectors runs in a circle, or whose directory says that a stream is huge."""
    data = bytearray(compound(fixed() | told(_0037="Boats burn", _1000=SENTENCE)))
    if sector:
        data[512 : 512 + 128] = struct.pack("<32I", *([sector] * 32))
    for at in range(len(data)) if size else ():
        if data.startswith("__substg1.0_1000001F".encode("utf-16-le"), at):
            data[at + 120 : at + 128] = struct.pack("<Q", size)
    return bytes(data)


def nested_message(depth: int) -> bytes:
    tree = told(_0037="Boats burn", _1000=SENTENCE)
    for _ in range(depth):
        tree = told(_0037="Fwd") | {"__attach_version1.0_#00000000": {"__substg1.0_3701000D": tree}}
    return compound(tree)


def locked() -> bytes:
    return pdf(SENTENCE).replace(b"/Size 6", b"/Size 6/Encrypt<</Filter/Standard/V 9/R 9/O(x)/U(x)/P -1>>/ID[(a)(a)]")


BOXES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "record of too small a length": lambda: ("a.warc", record(A, length=5) + record(A)),
    "record of a length below nought": lambda: ("a.warc", record(A, length=-5) + record(A)),
    "record of a length beyond the file": lambda: ("a.warc.gz", record(A, length=10**17, packed=True) + record(A, packed=True)),
    "record cut off": lambda: ("a.warc.gz", (record(A, packed=True) * 2)[:-40]),
    "records packed as one": lambda: ("a.warc.gz", gzip.compress(record(A) + record(A, length=9) + record(A))),
    "digest of another page": lambda: ("a.warc", record(A, more="WARC-Payload-Digest: sha1:AAAA\r\nWARC-Block-Digest: sha9:?\r\n")),
    "bomb in a record": lambda: ("a.warc.gz", record(A, gzip.compress(bytes(300_000_000), 1), sent="Content-Encoding: gzip\r\n", packed=True)),
    "record within a record": lambda: ("a.warc.gz", record(A, PAGE.encode() + b"\r\n\r\n" + record("https://b.example/", packed=True), packed=True)),
    "members that lead out": lambda: ("a.wacz", wacz("../a.warc.gz", "/etc/a.warc.gz", "C:\\a.warc.gz", "archive/..\\a.warc.gz", "archive/a\n.warc.gz")),
    "member that is a link": lambda: ("a.wacz", linked()),
    "members of one name": lambda: ("a.wacz", twice()),
    "ZIP files five deep with 4 GB in each": lambda: ("a.zip", layered(5)),
    "archive of ZIP files five deep": lambda: ("a.wacz", zipped({"datapackage.json": b"{}", "archive/a.warc.gz": layered(4), "archive/b.warc": layered(3)})),
    "member of a size in 64 bits that it has not": lambda: ("a.wacz", sixty_four(size=1 << 62)),
    "member at a place in 64 bits beyond the file": lambda: ("a.wacz", sixty_four(size=100, offset=1 << 62)),
    "Word document at a place beyond the file": lambda: ("a.docx", changed(docx(("Normal", SENTENCE)), b"PK\x01\x02", 42, b"\xf0\xff\xff\x7f")),
    "members that overlap": lambda: ("a.wacz", overlapping()),
    "member of a size it has not": lambda: ("a.wacz", changed(wacz("archive/a.warc.gz"), b"PK\x01\x02", 20, b"\xff" * 8)),
    "directory beyond the file": lambda: ("a.wacz", changed(wacz("archive/a.warc.gz"), b"PK\x05\x06", 12, b"\xff" * 8)),
    "archives in an archive": lambda: ("a.wacz", zipped({"datapackage.json": b"{}", **{f"archive/{n}.zip": wacz("archive/a.warc.gz") for n in range(42)}})),
    "Word document with a template from outside": lambda: ("a.docx", word(
        '<w:p><w:r><w:object><o:OLEObject xmlns:o="o" Type="Link" r:id="rId1" xmlns:r="r"/></w:object></w:r></w:p>',
        '<Relationships><Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1:9/t.dotm"/></Relationships>')),
    "locked PDF": lambda: ("a.pdf", locked()),
    "PDF of pictures only": lambda: ("a.pdf", pdf()),
    "mail with lines in its header": lambda: ("a.eml", f"{HEAD}Subject: =?utf-8?q?Boats=0D=0ABcc:_x?=\r\nFrom: {'(' * 9_000}\r\n\r\n{SENTENCE}".encode()),
    "mail in a character set of no name": lambda: ("a.eml", f'{HEAD}Content-Type: text/plain; charset="a\x00b"\r\n\r\n{SENTENCE}\xe9'.encode("latin-1")),
    "saved page with files": lambda: ("a.mhtml", f'{HEAD}Content-Type: multipart/related; type="text/html"; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Location: file:///etc/passwd\r\n\r\n<p><img src="cid:x"><iframe src="file:///etc/hostname"></iframe>{SENTENCE}</p>\r\n--B--'.encode()),
    "saved page with a bomb": lambda: ("a.mhtml", f'{HEAD}Content-Type: multipart/related; type="text/html"; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n'.encode() + base64.b64encode(bytes(30_000_000))),
    "message that runs in a circle": lambda: ("a.msg", outlook(sector=1)),
    "message with a huge part": lambda: ("a.msg", outlook(size=1 << 40)),
    "message in message in message": lambda: ("a.msg", nested_message(12)),
    "message cut off": lambda: ("a.msg", outlook()[:1_600]),
}  # fmt: skip
