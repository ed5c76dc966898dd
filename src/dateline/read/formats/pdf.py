"""PDF documents to articles: the text of their pages as PDFium gives it, lines put together to paragraphs by where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dateline.read.late import late
from dateline.read.options import ReadOptions
from dateline.read.page.plain import read_plain
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead

MOST_PAGES = 500
MOST_CHARACTERS = 2_000_000
_HYPHEN = re.compile("[\ufffe\x02]\r?\n?")  # PDFium's mark of a word that is broken at the end of its line
_LINES = re.compile(r"\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\uffff]")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]{0,2}$")


def read_pdf(data: bytes, source: Source, options: ReadOptions) -> Iterator[Article]:
    """The article of the document; CannotRead where it is encrypted, damaged, or a scan without text."""
    pdfium = late("pypdfium2")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        problem = (
            "is encrypted; save it without a password" if locked else "is a damaged PDF document; give a whole one"
        )
        raise CannotRead(problem) from error
    try:
        pages = [*_pages(document, pdfium.PdfiumError)]
        count = len(document)
    finally:
        document.close()
    if not any(page.strip() for page in pages):
        raise CannotRead(
            f"is a PDF document of {count} pages without a text: pictures of pages; run text recognition first"
        )
    yield read_plain("\n\n".join(_paragraphs(page) for page in pages if page.strip()), source=source, options=options)


def _pages(document: Any, damaged: type[Exception]) -> Iterator[str]:
    left = MOST_CHARACTERS
    for number in range(min(len(document), MOST_PAGES)):
        try:
            page = document[number]
            told: str = page.get_textpage().get_text_range()
        except damaged:  # one page: the others may be whole
            continue
        told = _CONTROL.sub("\ufffd", _LINES.sub("\n", _HYPHEN.sub("", told)))
        yield told[:left]
        left -= len(told)
        if left <= 0:
            return


def _paragraphs(page: str) -> str:
    """The page with a blank line after each line that ends a sentence well before the others end."""
    lines = [line.rstrip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    return "\n".join(
        f"{line}\n" if len(line) < usual * 0.85 and (_ENDED.search(line) or place == 0) else line
        for place, line in enumerate(lines)
    )
