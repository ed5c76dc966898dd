"""A page to an article. Trafilatura decides what belongs to the story; the text is built from the page's own nodes.

Note: two readings. Trafilatura gives words without places and sometimes mends them; we walk the page ourselves and keep
those of its blocks whose words trafilatura has, in the same order. So each character of the text is the page's own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import lxml.html

from dateline.read import boilerplate, markup, plain, published, visible
from dateline.read.late import late
from dateline.read.options import MOST_BYTES, ReadOptions
from dateline.read.order import in_order
from dateline.read.visible import Shown
from dateline.text.article import Article, Block, DateClaim, Published, Source
from dateline.text.errors import CannotRead
from dateline.text.span import Evidence, Span

MOST_ELEMENTS = 40_000  # trafilatura needs 0.1 ms an element; pages of news have 500 to 10,000
# Kana and Han are written without spaces: each character counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_ENDS = tuple('.!?…"”’»。')


def read_html(
    page: str,
    *,
    source: Source,
    options: ReadOptions,
    title: str | None = None,
    claims: Sequence[DateClaim | None] = (),
) -> Article:
    """The article of the page; CannotRead where it holds no text of one."""
    if len(page) > MOST_BYTES:
        raise CannotRead(f"is a page of more than {MOST_BYTES // 1_000_000} MB; give the page of one article")
    root, whole = visible.parse(page)
    told = markup.read_markup(root) if root is not None else markup.Markup()
    options = ReadOptions(
        options.published, options.outlet or told.outlet, options.url or told.url, options.language or told.language
    )
    body = _body(page, root if whole else None)
    title = told.title or title
    if not body:
        raise CannotRead("no article text found in the page; save the article's own page, or give its text")
    text, blocks = _text_of(body, title)
    if options.language is None:
        options = replace(options, language=plain.guess_language(text))
    article = plain.finish(
        text, _kinds(text, blocks, body, options), source=source, options=options, claims=(*claims, *told.claims)
    )
    article = replace(article, bylines=told.bylines or article.bylines)
    if root is not None and (article.published.when is None or article.published.when.single_day is None):
        article = replace(article, published=_last_resort(root, article))
    return article


def _body(page: str, root: lxml.html.HtmlElement | None) -> list[Shown]:
    """The blocks of the page that belong to the story."""
    if root is None:
        return _paragraphs(list(visible.rough_blocks(page)))
    blocks = _visible(root)
    pieces = [_words(block.text) for block in blocks]
    kept = _told_by(pieces, _extracted(root))
    kept |= _same_place(blocks, kept)
    body = [block for index, block in enumerate(blocks) if index in kept]
    return body or _paragraphs(blocks) or _paragraphs(list(visible.rough_blocks(page)))


def _told_by(pieces: Sequence[Sequence[str]], words: str) -> set[int]:
    """The pieces that stand in these words, in their order."""
    starts: list[int] = []
    other: list[str] = []
    for line in map(_words, words.splitlines()):
        if line:
            starts.append(len(other))
            other.extend(line)
    return in_order(pieces, other, starts) if other else set()


def _same_place(blocks: Sequence[Shown], kept: set[int]) -> set[int]:
    """Further paragraphs in elements of the same make as those that hold most of the story.

    A story in several containers of one class (between advertisements) is cut off by trafilatura after the first.
    """
    places = Counter(blocks[index].place for index in kept if blocks[index].element == "p")
    if not places:
        return set()
    place, count = places.most_common(1)[0]
    if count < 3:
        return set()
    return {index for index, block in enumerate(blocks) if block.place == place and _is_sentence(block)}


def _visible(root: lxml.html.HtmlElement) -> list[Shown]:
    """The page's blocks; those in forms too where the whole page is one form."""
    blocks = list(visible.shown_blocks(root))
    if root.find(".//form") is None:
        return blocks
    all_blocks = list(visible.shown_blocks(root, forms=True))
    shown, all_shown = (sum(len(block.text) for block in each if block.linked < 0.5) for each in (blocks, all_blocks))
    return all_blocks if shown < 0.3 * all_shown else blocks


def _extracted(root: lxml.html.HtmlElement) -> str:
    """What trafilatura takes for the story; "" where it finds none or cannot cope with the page."""
    if _is_huge(root):
        return ""
    try:
        # Measured on 181 pages (shingle F1): fast 96.2, fast without tables 95.9, fast for precision 94.6, with the
        # slower second readers 96.0; fast for recall is best with 96.3 and leaves no page without a text.
        return late("trafilatura").extract(root, fast=True, favor_recall=True, include_comments=False) or ""
    except Exception:  # a page that its heuristics stumble over still has paragraphs to show
        return ""


def _is_huge(root: lxml.html.HtmlElement) -> bool:
    """The page has more elements than its heuristics should be let loose on."""
    return next(islice(root.iter(), MOST_ELEMENTS, None), None) is not None


def _paragraphs(blocks: Sequence[Shown]) -> list[Shown]:
    """The blocks that read as sentences, where nothing better tells the story from the rest; else all of some length."""
    return [block for block in blocks if _is_sentence(block)] or [
        block for block in blocks if block.linked < 0.5 and len(block.text) >= 25
    ]


def _is_sentence(block: Shown) -> bool:
    return block.linked < 0.5 and len(block.text.split()) >= 5 and block.text.endswith(_ENDS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _text_of(body: list[Shown], title: str | None) -> tuple[str, list[Block]]:
    """The text, title first, and its blocks; `body` loses the title's own block, if the page shows it there."""
    if title:
        kept = [
            block
            for place, block in enumerate(body)
            if place > 8 or not boilerplate.repeats(block.text, title, near=False)
        ]
        body[:] = kept or body
    pieces = [title] if title else []
    pieces += [block.text for block in body]
    blocks: list[Block] = []
    at = 0
    for place, piece in enumerate(pieces):
        kind = "title" if title and place == 0 else body[place - bool(title)].kind
        blocks.append(Block(Span(at, at + len(piece)), kind))
        at += len(piece) + 2
    return "\n\n".join(pieces), blocks


def _kinds(text: str, blocks: Sequence[Block], body: Sequence[Shown], options: ReadOptions) -> list[Block]:
    """The blocks with what is no story among them told apart."""
    words = boilerplate.load_words(options.language or "en")
    kinds = plain.repeated(text, plain.kinds_of(text, blocks, words))
    link = (Evidence("read/boilerplate:link-alone", "a link between paragraphs"),)
    skipped = len(blocks) - len(body)
    return [
        Block(block.span, "boilerplate", link)
        if block.kind in ("paragraph", "list_item") and _is_link(body, place - skipped)
        else block
        for place, block in enumerate(kinds)
    ]


def _is_link(body: Sequence[Shown], place: int) -> bool:
    """The block is a link and nothing else, no sentence, and stands after a paragraph that is none."""
    if not 0 < place < len(body):
        return False
    block = body[place]
    return (
        block.linked > 0.95 and len(block.text.split()) >= 4 and not boilerplate.is_complete(block.text)
        and block.element == "p" and body[place - 1].linked < 0.5
    )  # fmt: skip


def _last_resort(root: lxml.html.HtmlElement, article: Article) -> Published:
    """What htmldate makes of a page that names its day nowhere we look."""
    if _is_huge(root):
        return article.published
    try:
        told = late("htmldate").find_date(
            root, original_date=True, extensive_search=True, url=article.url, max_date=f"{published.LATEST}-12-31"
        )
    except Exception:  # a page that its heuristics stumble over simply has no day
        return article.published
    found = published.claim("htmldate", told) if told else None
    before = article.published
    if found is None or not published.is_plausible(found.when) or (before.when and not before.when.holds(found.when)):
        return before
    return replace(before, when=found.when, because=(found.because, *before.because))
