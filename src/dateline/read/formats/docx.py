"""Word documents to articles: the paragraphs of the text, by the styles that they have. Nothing that is linked to is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from dateline.read.formats.pieces import Carrier, Piece, article_of
from dateline.read.formats.wacz import DAMAGE, members
from dateline.read.formats.xml import element, local
from dateline.read.options import ReadOptions
from dateline.text.article import Article, BlockKind, Source
from dateline.text.errors import CannotRead

MOST_XML = 20_000_000  # bytes of the text's own part, unpacked; the longest books have 5 MB
_HEADING = re.compile(r"(?:heading|berschrift|titre|encabezado)\s?\d?", re.IGNORECASE)


def read_docx(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article]:
    """The article of the document."""
    part = None
    for name, member in members(io.BytesIO(data)):
        if name == "word/document.xml" and not isinstance(member, str):
            try:
                part = member.read(MOST_XML + 1)
            except DAMAGE as error:
                raise CannotRead(f"is a damaged Word document ({error}); give a whole one") from error
            break
    if part is None:
        raise CannotRead(
            "is no Word document that can be read: it has no text part; save it as .docx, or give its text"
        )
    if len(part) > MOST_XML:
        raise CannotRead(f"unpacks to more than {MOST_XML // 1_000_000} MB of text; nothing in it can be news")
    root = element(part)
    body = next((each for each in root.iter("{*}body")), None) if root is not None else None
    if body is None:
        raise CannotRead("is a Word document with a damaged text part; save it anew")
    pieces = [*_pieces(body)]
    title = next((piece.text for piece in pieces[:5] if piece.kind == "title"), None)
    yield article_of(_untitled(pieces), Carrier(title), source=source, options=options)


def _untitled(pieces: list[Piece]) -> Iterator[Piece]:
    """The paragraphs; one title is enough, another is a heading."""
    return (Piece(piece.text, "heading") if piece.kind == "title" else piece for piece in pieces)


def _pieces(body: etree._Element) -> Iterator[Piece]:
    for paragraph in body.iter("{*}p"):
        text = "".join(_words(paragraph)).strip()
        if text:
            yield Piece(text, _kind(paragraph))


def _words(paragraph: etree._Element) -> Iterator[str]:
    """The text of its runs, without what was deleted in revision; a text box within it is a paragraph by itself."""
    for each in paragraph.iter("{*}t", "{*}tab", "{*}br", "{*}cr", "{*}noBreakHyphen"):
        owner = next((above for above in each.iterancestors("{*}p")), None)
        if owner is not paragraph:
            continue
        name = local(each)
        yield (each.text or "") if name == "t" else {"tab": "\t", "nobreakhyphen": "\u2011"}.get(name, "\n")


def _kind(paragraph: etree._Element) -> BlockKind:
    style = next((str(value) for each in paragraph.iterfind("{*}pPr/{*}pStyle") for value in each.values()), "")
    if style.lower() == "title":
        return "title"
    if _HEADING.match(style):
        return "heading"
    if style.lower() == "caption":
        return "caption"
    if style.lower() in ("quote", "intensequote"):
        return "quotation"
    listed = next(paragraph.iterfind("{*}pPr/{*}numPr"), None) is not None
    return "list_item" if listed else "paragraph"
