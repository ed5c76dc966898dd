"""Plain text to an article: its lines, the blocks they form, and what each block is.

The text stays exactly as it was decoded. Every visible character stands in one block; a line of nothing but no-break
spaces or zero-width marks is a block too, since it tells that something embedded stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from dateline.read.options import ReadOptions
from dateline.read.page import boilerplate, published
from dateline.read.page.detect import language_of
from dateline.text.article import Article, Block, DateClaim, Source
from dateline.text.errors import CannotRead
from dateline.text.span import Evidence, Span

ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
# Where Unicode has its blanks; a look at all of the first 0x3001 characters would take 2 ms.
_BLANKS = (*range(0x100), 0x1680, *range(0x2000, 0x2060), 0x3000)
BLANK = "".join(chr(code) for code in _BLANKS if chr(code).isspace()) + ZERO_WIDTH
LONGEST_TITLE = 30  # words
NEAR_HEAD, NEAR_END = 6, 3  # blocks from the head and from the end where bylines and date lines stand
STORY = 12  # words; a block with fewer is no paragraph that a headline could stand between
WRAPPED = (40, 100)  # characters: where the typical line of a text broken to a width ends
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[-*•‣▪●◦·–]|\(?[0-9]{1,3}[.)])[ \t\u00a0]+\S")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_SENTENCE_END = tuple(".!?…:;\"'”’)]»。！？؟۔।")


class Line(NamedTuple):
    """A line that shows something (or, `ghost`, only blanks other than space and tab) and the line breaks before it."""

    start: int
    end: int
    breaks: int
    indent: int = 0
    ghost: bool = False
    trails: bool = False


def read_plain(
    text: str,
    *,
    source: Source,
    options: ReadOptions,
    title: str | None = None,
    claims: Sequence[DateClaim | None] = (),
) -> Article:
    """The article that the text is. `title` and `claims` are what its carrier says of it."""
    if not text.strip(BLANK):
        raise CannotRead("holds no text, only blanks; give a file that holds a text")
    language = options.language or guess_language(text)
    words = boilerplate.load_words(language)
    blocks = [
        Block(span, "boilerplate", _BLANK_LINE) if ghost else Block(span, "paragraph") for span, ghost in cut(text)
    ]
    blocks = kinds_of(text, blocks, words)
    blocks = repeated(text, _headed(text, blocks, title))
    blocks = _tail(text, _alone(text, blocks, words))
    return finish(text, blocks, source=source, options=replace(options, language=language), claims=claims)


def finish(
    text: str, blocks: Sequence[Block], *, source: Source, options: ReadOptions, claims: Sequence[DateClaim | None]
) -> Article:
    """The article of these blocks, with the title, bylines, agency and day of issue that stand in them."""
    language = options.language or "en"
    words = boilerplate.load_words(language)
    datelines = published.find_datelines(text, blocks, language)
    named = [
        name
        for block in blocks
        if block.kind == "byline"
        for name in boilerplate.byline_names(_quote(text, block), words) or ()
    ]
    heading = next((block.span for block in blocks if block.kind == "title"), None)
    hashes = _HASHES.match(text, heading.start) if heading else None
    if heading and hashes and hashes.end() < heading.end:
        heading = Span(hashes.end(), heading.end)
    return Article(
        text,
        source,
        heading,
        options.outlet or next((each.agency for each in datelines if each.agency), None),
        options.url,
        tuple(dict.fromkeys(named)),
        language,
        published.choose(
            [*claims, published.address_claim(options.url), *published.text_claims(text, datelines)],
            option=options.published,
        ),
        tuple(_datelines_apart(text, blocks, datelines)),
    )


def _datelines_apart(text: str, blocks: Sequence[Block], datelines: Sequence[published.Dateline]) -> Iterator[Block]:
    """The blocks, with a dateline at a paragraph's head as a block of its own: it is no part of the sentence behind it."""
    heads = {each.span.start: each.span.end for each in datelines if not each.alone}
    for block in blocks:
        end = heads.get(block.span.start, 0)
        rest = end + len(text[end : block.span.end]) - len(text[end : block.span.end].lstrip(BLANK)) if end else 0
        if block.kind == "paragraph" and block.span.start < end < rest + 1 and rest < block.span.end:
            yield Block(Span(block.span.start, end), "dateline")
            yield replace(block, span=Span(rest, block.span.end))
        else:
            yield block


def guess_language(text: str) -> str:
    """The language that the text is in, as far as that can be told."""
    return language_of(text)


def cut(text: str) -> Iterator[tuple[Span, bool]]:
    """The blocks of the text in order; True with those that hold nothing visible."""
    lines = list(_lines(text))
    width_of_all = _width(
        [pair for pair in pairwise(lines) if pair[1].breaks == 1 and not pair[0].ghost and not pair[1].ghost], text
    )
    run: list[Line] = []
    for line in lines:
        if run and (line.breaks > 1 or line.ghost):
            yield from _blocks_of(run, text, width_of_all)
            run = []
        if line.ghost:
            yield Span(line.start, line.end), True
        else:
            run.append(line)
    if run:
        yield from _blocks_of(run, text, width_of_all)


def _lines(text: str) -> Iterator[Line]:
    breaks, last = 1, 0
    for found in _LINE.finditer(text):
        breaks += sum(1 for _ in _BREAK.finditer(text, last, found.start()))
        last = found.end()
        raw = found[0]
        shown = raw.strip(BLANK)
        if shown:
            indent = len(raw) - len(raw.lstrip(BLANK))
            start = found.start() + indent
            yield Line(start, start + len(shown), breaks, indent, trails=raw[-1] in BLANK)
            breaks = 0
        elif raw.strip(" \t"):
            inner = raw.strip(" \t")
            start = found.start() + raw.index(inner)
            yield Line(start, start + len(inner), breaks, ghost=True)
            breaks = 2


def _width(pairs: Sequence[tuple[Line, Line]], text: str) -> int:
    """The width to which the lines were broken; 0 where they were not.

    Broken lines end within a sentence, and the next word would not have fitted.
    """
    if not pairs:
        return 0
    lengths = sorted(line.end - line.start + line.indent for line, _ in pairs)
    width = lengths[int((len(lengths) - 1) * 0.95)]
    middle = (lengths[(len(lengths) - 1) // 2] + lengths[len(lengths) // 2]) / 2
    if not WRAPPED[0] <= middle <= WRAPPED[1] or width > WRAPPED[1] * 1.3:
        return 0
    open_ended = sum(text[line.end - 1] not in _SENTENCE_END for line, _ in pairs)
    full = sum(
        line.end - line.start + line.indent + 1 + _first_word(text, after) >= width * 0.85 for line, after in pairs
    )
    return width if open_ended >= len(pairs) * 0.5 and full >= len(pairs) * 0.5 else 0


def _first_word(text: str, line: Line) -> int:
    """Length of the line's first word."""
    found = re.compile(r"\S{1,40}").match(text, line.start)
    return found.end() - found.start() if found else 0


def _blocks_of(run: Sequence[Line], text: str, width_of_all: int) -> Iterator[tuple[Span, bool]]:
    """A run of lines without a blank one between, cut where a new block begins."""
    width = (_width(list(pairwise(run)), text) if len(run) > 2 else 0) or width_of_all
    start = run[0].start
    for line, after in pairwise(run):
        if _begins_block(line, after, text, width):
            yield Span(start, line.end), False
            start = after.start
    yield Span(start, run[-1].end), False


def _begins_block(line: Line, after: Line, text: str, width: int) -> bool:
    if _ITEM.match(text, after.start) or _HASHES.match(text, line.start):
        return True
    ended = text[line.end - 1] in _SENTENCE_END
    if not width:
        # A link on a line of its own cuts a sentence in three; what goes on in small letters belongs to it.
        first = text[after.start]
        return ended or not (
            first.islower() or first in ",;)" or ((line.trails or after.indent > 0) and first.isdigit())
        )
    room = line.end - line.start + line.indent + 1 + _first_word(text, after) < width * 0.7
    if ended:
        return room or (after.indent >= line.indent + 2 and text[line.end - 1] in '.!?"”')
    return room and not text[after.start].islower() and text[line.end - 1] != ","


_BLANK_LINE = (Evidence("read/boilerplate:blank-line"),)


def _quote(text: str, block: Block) -> str:
    return text[block.span.start : block.span.end]


def kinds_of(text: str, blocks: Sequence[Block], words: boilerplate.Words) -> list[Block]:
    """The blocks with the kinds that their own words tell; their given kinds where they tell none."""
    last = sum(block.kind != "boilerplate" for block in blocks) - NEAR_END
    place, kinds = 0, []
    for block in blocks:
        known = block.kind in ("boilerplate", "title") or len(block.span) > boilerplate.LONGEST_RULED
        kinds.append(block if known else _kind_of(text, block, words, near_an_end=place < NEAR_HEAD or place >= last))
        place += block.kind != "boilerplate"
    return kinds


def _kind_of(text: str, block: Block, words: boilerplate.Words, *, near_an_end: bool) -> Block:
    line = _quote(text, block)
    ruled = boilerplate.ruled_out(line, words)
    if ruled:
        return Block(block.span, "boilerplate", (ruled,))
    if near_an_end and boilerplate.byline_names(line, words) is not None:
        return Block(block.span, "byline")
    dated = published.read_dateline(text, block.span, words.language) if near_an_end else None
    if dated is not None and dated.alone:
        return Block(block.span, "dateline")
    if block.kind != "paragraph":
        return block
    if _HASHES.match(line) and not boilerplate.is_complete(line) and len(line) < 150 and "\n" not in line:
        return Block(block.span, "heading")
    return Block(block.span, "list_item" if _ITEM.match(line) else "paragraph")


def repeated(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with those told apart that are the title once more; nearly so only near the head."""
    head = next((index for index, block in enumerate(blocks) if block.kind == "title"), None)
    if head is None:
        return list(blocks)
    title = _quote(text, blocks[head])
    again = (Evidence("read/boilerplate:repeated-title"),)
    return [
        Block(block.span, "boilerplate", again)
        if block.kind in ("paragraph", "heading") and _is_repeated(text, block, title, near=index < head + NEAR_HEAD)
        else block
        for index, block in enumerate(blocks)
    ]


def _is_repeated(text: str, block: Block, title: str, *, near: bool) -> bool:
    if len(block.span) > boilerplate.LONGEST_RULED:
        return False
    line = _quote(text, block)
    return boilerplate.repeats(line, title, near=near and not boilerplate.is_complete(line))


def _headed(text: str, blocks: list[Block], title: str | None) -> list[Block]:
    """The blocks with the title among them: the given one where it stands, else a short first block without full stop."""
    shown = [index for index, block in enumerate(blocks) if block.kind in ("paragraph", "heading")]
    given = [
        index for index in shown[:3] if title and boilerplate.repeats(_quote(text, blocks[index]), title, near=True)
    ]
    first = given[0] if given else shown[0] if len(shown) > 1 and _can_be_title(text, blocks[shown[0]]) else None
    if first is not None:
        blocks[first] = replace(blocks[first], kind="title")
    return blocks


def _can_be_title(text: str, block: Block) -> bool:
    words = text[block.span.start : block.span.end].split(maxsplit=LONGEST_TITLE + 1) if len(block.span) < 400 else []
    if not words or len(words) > LONGEST_TITLE or _ITEM.match(text, block.span.start):
        return False
    last = words[-1].rstrip("\"'”’»)")
    # An abbreviation may end a title: "Attack in U.S."
    return not last.endswith((".", ",", ";", ":")) or re.fullmatch(r"(?:[^\W\d_]\.){2,}", last) is not None


def _alone(text: str, blocks: list[Block], words: boilerplate.Words) -> list[Block]:
    """The blocks with headings and headlines of other articles among the paragraphs told apart."""
    shown = [index for index, block in enumerate(blocks) if block.because != _BLANK_LINE]
    loose = sum(
        block.kind == "paragraph" and len(block.span) < 150 and not boilerplate.is_complete(_quote(text, block))
        for block in blocks
    )
    many = loose * 3 > len(shown)  # a chat, a table, a list of results: short lines are how this text is told
    for before, here, after in zip(shown, shown[1:], shown[2:], strict=False):
        block = blocks[here]
        if block.kind != "paragraph" or len(block.span) > 150 or many:
            continue
        if not (
            _is_story(text, blocks[after], ends=False)
            and (_is_story(text, blocks[before]) or _is_label(blocks[before]))
        ):
            continue
        gap = here > 0 and blocks[here - 1].because == _BLANK_LINE
        alone = boilerplate.standing_alone(_quote(text, block), words, after_gap=gap)
        if alone == "heading":
            blocks[here] = replace(block, kind="heading")
        elif alone == "headline" and _is_story(text, blocks[before]):
            note = "after a blank line of no-break spaces" if gap else ""
            blocks[here] = Block(block.span, "boilerplate", (Evidence("read/boilerplate:headline-alone", note),))
    return blocks


def _tail(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks with a list of links behind the story told apart: a word that opens one ("Related"), then short lines to the end."""
    stories = [index for index, block in enumerate(blocks) if _is_story(text, block)]
    if len(stories) < 2:
        return blocks
    behind = range(stories[-1] + 1, len(blocks))
    opened = next((at for at in behind if blocks[at].kind == "boilerplate" and blocks[at].because != _BLANK_LINE), None)
    if opened is None:
        return blocks
    for at in range(opened + 1, len(blocks)):
        line = _quote(text, blocks[at])
        if blocks[at].kind in ("paragraph", "heading") and len(line.split()) < STORY:
            blocks[at] = Block(blocks[at].span, "boilerplate", (Evidence("read/boilerplate:tail-of-links"),))
    return blocks


def _is_label(block: Block) -> bool:
    return block.kind in ("title", "byline", "dateline", "boilerplate", "list_item")


def _is_story(text: str, block: Block, *, ends: bool = True) -> bool:
    """A paragraph of the story, ended as one where `ends` asks for it."""
    if block.kind not in ("paragraph", "quotation"):
        return False
    line = _quote(text, block)
    long = len(block.span) > 300 or len(line.split()) >= STORY
    return long and (boilerplate.is_complete(line) or not ends)
