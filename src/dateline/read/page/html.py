"""A page to an article: the blocks of its story become the text, and what the page says of itself stands beside it.

Which blocks are the story is decided in `well`, what the page's data say is read in `markup`; nothing is run or fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.read.late import late
from dateline.read.options import MOST_BYTES, ReadOptions
from dateline.read.page import boilerplate, markup, plain, published, visible
from dateline.read.page.credits import find_credits, is_outlet
from dateline.read.page.doubled import doubled
from dateline.read.page.ending import told_apart
from dateline.read.page.live import find_entries
from dateline.read.page.live_marked import marked_updates
from dateline.read.page.notes import marked
from dateline.read.page.shown_date import shown_dates
from dateline.read.page.visible import Shown
from dateline.read.page.well import find_well
from dateline.text.article import Article, Block, DateClaim, Published, Source
from dateline.text.errors import CannotRead
from dateline.text.span import Evidence, Span

MOST_JUDGED = 20_000  # blocks of a story whose words are looked at; the longest live pages have 3,000
MOST_ELEMENTS = 40_000  # trafilatura needs 0.1 ms an element; pages of news have 500 to 10,000


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
    # While they are held lxml makes none of the page's elements anew: each of several walks would pay for that.
    elements = list(root.iter()) if root is not None else []
    huge = len(elements) > MOST_ELEMENTS
    told = markup.read_markup(root, options.url) if root is not None else markup.Markup()
    if root is not None and not told.live and not huge:
        told = replace(told, live=marked_updates(root, page))
    if root is not None:
        visible.without_unseen(root)
    options = replace(
        options,
        outlet=options.outlet or told.outlet,
        url=options.url or told.url,
        language=options.language or told.language,
    )
    well = find_well(page, root if whole else None, told=told.body, huge=huge)
    body, title = well.story(), told.title or title
    if not body:
        raise CannotRead("no article text found in the page; save the article's own page, or give its text")
    text, blocks = _text_of(body, title)
    if options.language is None:
        options = replace(options, language=plain.guess_language(text))
    shown = shown_dates(well.blocks, well.kept[0], title, options.language or "en")
    dated = (*claims, *told.claims, published.address_claim(options.url), *shown.issued)
    article = plain.finish(text, _kinds(text, blocks, body, options), source=source, options=options, claims=dated)
    if root is not None and not huge and (article.published.when is None or article.published.when.single_day is None):
        article = replace(article, published=_last_resort(page, article))
    return _told_of(article, told, shown.changed)


def _told_of(article: Article, told: markup.Markup, changed: Sequence[DateClaim]) -> Article:
    """The article with all else that its page says of it."""
    modified = published.choose([*told.modified, *changed])
    code = article.language
    itself = all(is_outlet(name, article.outlet) for name in told.bylines)
    return replace(
        article,
        bylines=(itself and article.bylines) or told.bylines,
        modified=modified,
        published=published.against(article.published, modified),
        section=told.section,
        credits=find_credits(told.credits, article.text, article.blocks, code=code, outlet=article.outlet),
        blocks=(*marked(article.text, article.blocks[:MOST_JUDGED], code), *article.blocks[MOST_JUDGED:]),
        entries=find_entries(article.text, article.blocks, told.live),
    )


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
    blocks, beyond = blocks[:MOST_JUDGED], blocks[MOST_JUDGED:]
    kinds = plain.repeated(text, plain.kinds_of(text, blocks, words))
    link = (Evidence("read/boilerplate:link-alone", "a link between paragraphs"),)
    skipped = len(blocks) + len(beyond) - len(body)
    kinds = [
        Block(block.span, "boilerplate", link)
        if block.kind in ("paragraph", "list_item") and _is_link(body, place - skipped)
        else block
        for place, block in enumerate(kinds)
    ]
    return [*told_apart(text, doubled(text, kinds), options.language or "en"), *beyond]


def _is_link(body: Sequence[Shown], place: int) -> bool:
    """The block is a link and nothing else, no sentence, and stands after a paragraph that is none."""
    if not 0 < place < len(body):
        return False
    block = body[place]
    return (
        block.linked > 0.95 and len(block.text.split()) >= 4 and not boilerplate.is_complete(block.text)
        and block.element == "p" and body[place - 1].linked < 0.5
    )  # fmt: skip


def _last_resort(page: str, article: Article) -> Published:
    """What htmldate makes of a page that names its day nowhere we look: of the whole page, its scripts too."""
    try:
        told = late("htmldate").find_date(
            visible.parse(page)[0],
            original_date=True,
            extensive_search=True,
            url=article.url,
            max_date=f"{published.LATEST}-12-31",
        )
    except Exception:  # a page that its heuristics stumble over simply has no day
        return article.published
    found = published.claim("htmldate", published.as_written(told, page)) if told else None
    before = article.published
    if found is None or not published.is_plausible(found.when) or (before.when and not before.when.holds(found.when)):
        return before
    return replace(before, when=found.when, because=(found.because, *before.because))
