"""Hostile PDF documents, each whole but for what is told of it: a table of its objects stands at its end, so that none is rebuilt."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

SENTENCE = "The harbour master of Port Aster said on Monday that three boats had burned. "
SHOWN = f"BT /F1 12 Tf 50 700 Td ({SENTENCE}) Tj ET"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
# An entity of an entity of an entity: each level twenty times the one below it.
LAUGHS = "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 20}">' for level in range(12))
XMP = f'<?xpacket begin=""?><!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]><x:xmpmeta xmlns:x="adobe:ns:meta/">&m;</x:xmpmeta><?xpacket end="w"?>'


def stream(words: str | bytes, more: str = "") -> bytes:
    data = words if isinstance(words, bytes) else words.encode()
    return f"<<{more}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def document(
    *further: str | bytes, catalog: str = "", shown: str | bytes = SHOWN, has: str = "", trailer: str = ""
) -> bytes:
    """A document of one page that shows the sentence; `further` are its objects from number 6 on, `has` what its page may use."""
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>{has}>>>>"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        stream(shown),
        FONT,
        *further,
    ]
    return tabled(objects, trailer)


def tabled(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    """The objects with their table; "@" in the trailer is where the table itself stands."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (each if isinstance(each, bytes) else each.encode()) + b"\nendobj\n"
    at = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = "" if "/Size" in trailer else f"/Size {len(objects) + 1}"
    told = trailer.replace("@", str(at))
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}trailer\n<</Root 1 0 R{size}{told}>>\nstartxref\n{at}\n%%EOF\n".encode()
    return bytes(out)


def two_tables() -> bytes:
    """Two tables, each of which says that the other went before it."""
    first = document(trailer="/Prev 00000")
    at = len(first)
    before = int(first.rpartition(b"startxref\n")[2].split()[0])
    table = f"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 6/Prev {before}>>\nstartxref\n{at}\n%%EOF\n"
    return first.replace(b"/Prev 00000", b"/Prev %05d" % at) + table.encode()


def outlines() -> bytes:
    """Headings that are each other's children and neighbours."""
    return document(
        "<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>",
        "<</Title(Boats)/Parent 6 0 R/Next 8 0 R/Prev 8 0 R/First 8 0 R/Last 8 0 R>>",
        "<</Title(Fire)/Parent 7 0 R/Next 7 0 R/Prev 7 0 R/First 7 0 R/Last 7 0 R>>",
        catalog="/Outlines 6 0 R",
    )


def forms() -> bytes:
    """Two drawings that draw each other."""
    drawings = (stream(f"/{other} Do ", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</{other} {number} 0 R>>>>")
                for other, number in (("Y", 7), ("X", 6)))  # fmt: skip
    return document(*drawings, shown=f"{SHOWN} /X Do", has="/XObject<</X 6 0 R>>")


def bomb() -> bytes:
    """A page whose 60 kB of drawing unpack to 60 MB."""
    packed = stream(zlib.compress(b"0 0 m " * 10_000_000, 9), "/Filter/FlateDecode")
    whole = document(packed)
    return whole.replace(b"/Contents 4 0 R", b"/Contents 6 0 R")


def scanned() -> bytes:
    picture = stream(
        zlib.compress(bytes(600 * 800)),
        "/Type/XObject/Subtype/Image/Width 600/Height 800/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
    )
    return document(picture, shown="q 600 0 0 800 0 0 cm /P Do Q", has="/XObject<</P 6 0 R>>")


def locked() -> bytes:
    """As Acrobat 6 locks a document, with a password that nobody has."""
    lock = f"<</Filter/Standard/V 2/R 3/Length 128/P -1/O<{'5a' * 32}>/U<{'a5' * 32}>>>"
    return document(
        lock, trailer="/Encrypt 6 0 R/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    )


# A name, what makes the file, and whether its sentence can be read all the same.
PDFS: dict[str, tuple[Callable[[], bytes], bool]] = {
    "PDF whose table goes before itself": (lambda: document(trailer="/Prev @"), True),
    "PDF whose two tables go before each other": (two_tables, True),
    "PDF with headings in a circle": (outlines, True),
    "PDF whose drawings draw each other": (forms, True),
    "PDF with a picture that does not end": (lambda: document(shown=f"{SHOWN} BI /W 9 /H 9 /BPC 8 /CS /G ID " + "x" * 100_000), True),
    "PDF of a size that it has not": (lambda: document(trailer="/Size 2147483647"), True),
    "PDF with a bomb of entities": (lambda: document(stream(XMP, "/Type/Metadata/Subtype/XML"), catalog="/Metadata 6 0 R"), True),
    "PDF with a bomb for a page": (bomb, False),
    "PDF that is locked": (locked, False),
    "PDF of a scanned page": (scanned, False),
}  # fmt: skip
