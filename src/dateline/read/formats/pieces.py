"""Paragraphs that a document names itself, as an article: the text is made of them in order, and their kinds are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from dateline.read.late import late
from dateline.read.options import ReadOptions
from dateline.read.page import boilerplate, plain, published
from dateline.text.article import Article, Block, BlockKind, DateClaim, Source
from dateline.text.errors import CannotRead
from dateline.text.span import Evidence, Span


class Piece(NamedTuple):
    """A paragraph or the like, as a document has it."""

    text: str
    kind: BlockKind = "paragraph"


class Carrier(NamedTuple):
    """What a document says of the article that it holds."""

    title: str | None = None
    bylines: tuple[str, ...] = ()
    claims: tuple[DateClaim | None, ...] = ()
    id: str | None = None


def article_of(pieces: Iterable[Piece], carrier: Carrier, *, source: Source, options: ReadOptions) -> Article:
    """The article of these paragraphs, with the title before them; CannotRead where nothing of it shows."""
    whole = [piece for piece in pieces if piece.text.strip(plain.BLANK)]
    title = " ".join((carrier.title or "").split())
    if title:
        opening = next((place for place, piece in enumerate(whole[:3]) if _same(piece.text, title)), None)
        if opening is not None:
            del whole[opening]
        whole.insert(0, Piece(title, "title"))
    if not whole:
        raise CannotRead("holds no text, only blanks; give a file that holds a text")
    text = "\n\n".join(piece.text for piece in whole)
    options = replace(options, language=options.language or plain.guess_language(text))
    words = boilerplate.load_words(options.language or "en")
    blocks = plain.repeated(text, plain.kinds_of(text, [*_blocks(whole)], words))
    given = replace(source, id=carrier.id or source.id)
    article = plain.finish(text, blocks, source=given, options=options, claims=carrier.claims)
    return replace(article, bylines=tuple(dict.fromkeys((*carrier.bylines, *article.bylines))))


def fragment(markup: str) -> list[Piece]:
    """The paragraphs of a piece of HTML: all that a browser would show, since its carrier says that it is the story."""
    visible = late("dateline.read.page.visible")
    page = markup if "<body" in markup[:2000].lower() else f"<html><body><div>{markup}</div></body></html>"
    root, _ = visible.parse(page)
    blocks = visible.shown_blocks(root) if root is not None else visible.rough_blocks(page)
    return [Piece(block.text, block.kind) for block in blocks]


def paragraphs(text: str) -> list[Piece]:
    """The paragraphs of plain text, each as it stands."""
    return [Piece(text[span.start : span.end]) for span, ghost in plain.cut(text) if not ghost]


def told_day(kind: str, raw: str | None) -> DateClaim | None:
    """The day that a document gives for itself, as a claim; None where its words hold no date."""
    when = published.read_day(raw) if raw else None
    return (
        DateClaim(when, Evidence(f"read/published:{kind}", " ".join((raw or "").split())[: published.RAW]))
        if when
        else None
    )


def _same(left: str, right: str) -> bool:
    return " ".join(left.split()).casefold() == right.casefold()


def _blocks(pieces: Sequence[Piece]) -> Iterator[Block]:
    at = 0
    for piece in pieces:
        lead = len(piece.text) - len(piece.text.lstrip(plain.BLANK))
        end = len(piece.text.rstrip(plain.BLANK))
        yield Block(Span(at + lead, at + end), piece.kind)
        at += len(piece.text) + 2
