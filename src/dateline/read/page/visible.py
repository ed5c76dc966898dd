"""The text of a page as its own text nodes give it, block by block, as a browser would set it.

Nothing is run and nothing is fetched. Entities are decoded and white space is closed up within a block; what no reader
sees (scripts, styles, forms, navigation) is left out. Whether a block belongs to the article is decided elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from dateline.text.article import BlockKind

MOST_WORDS_IN_TAG = 2_000  # lxml compares each attribute with all before it: 300,000 of them would take hours
HIDDEN = frozenset({
    "script", "style", "noscript", "template", "nav", "aside", "footer", "head", "title", "iframe", "object", "embed",
    "svg", "select", "option", "button", "textarea", "input", "canvas", "audio", "video", "map", "dialog", "menu",
})  # fmt: skip
_UNSEEN = tuple(sorted(HIDDEN - {"head", "template", "title"}))
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_KINDS: dict[str, BlockKind] = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quotation", "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" ?\n ?")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_Owner = tuple[BlockKind, str, int]  # of a block: its kind, its element, its place
# One class for all elements: the choice among lxml's own, a call in Python for each, takes 2 ms a page.
_ELEMENTS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the page: its text, what its element says it is, its element, and how much of it is link text (0 to 1).

    `place` is equal for blocks in elements of the same names and classes all the way up; `form`: it stands in a form.
    """

    text: str
    kind: BlockKind = "paragraph"
    element: str = ""
    linked: float = 0.0
    place: int = 0
    form: bool = False


@dataclass(slots=True)
class _Line:
    """The block that is being put together."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    breaks: int = 0
    after_link: int = 0  # how many pieces there were when the last link ended


def parse(page: str) -> tuple[lxml.html.HtmlElement | None, bool]:
    """The page's tree (None where the parser finds none), and whether it holds the whole page.

    The parser cuts off what is nested more than 256 deep and texts of more than 10 MB; it follows nothing out of the page.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    parser.set_element_class_lookup(_ELEMENTS)
    data = tame(page).replace("\x00", "\ufffd").encode("utf-8", "replace")
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, False
    return root, not any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def tame(page: str) -> str:
    """The page without the attributes of any tag that has thousands of them."""
    pieces = page.split("<")
    tamed = False
    for index, piece in enumerate(pieces):
        if len(piece) > 2 * MOST_WORDS_IN_TAG and piece[0].isalpha():
            tag, mark, rest = piece.partition(">")
            if len(tag.split(maxsplit=MOST_WORDS_IN_TAG)) > MOST_WORDS_IN_TAG:
                pieces[index] = tag.split(maxsplit=1)[0] + mark + rest
                tamed = True
    return "<".join(pieces) if tamed else page


def without_unseen(root: lxml.html.HtmlElement) -> None:
    """Take out of the tree what no reader sees; what stands behind it stays, as do the page's data."""
    data = [script for script in root.iter("script") if "ld+json" in (script.get("type") or "")]
    for script in data:
        script.tag = "data-kept"
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for script in data:
        script.tag = "script"


def shown_blocks(root: lxml.html.HtmlElement) -> Iterator[Shown]:
    """The visible blocks in the order of the page, without those in forms."""
    return (block for block in all_blocks(root) if not block.form)


def all_blocks(root: lxml.html.HtmlElement) -> Iterator[Shown]:
    """The visible blocks in the order of the page; what stands in forms is among them and says so."""
    page = _Page()
    page.walk(root, ("paragraph", "", 0))
    page.close(("paragraph", "", 0))
    return iter(page.blocks)


@dataclass(slots=True)
class _Page:
    """What was seen of the page so far. Each element costs one call: a page has a thousand, and the parser allows 256 deep."""

    blocks: list[Shown] = field(default_factory=list)
    line: _Line = field(default_factory=_Line)
    links: int = 0
    forms: int = 0

    def walk(self, element: lxml.html.HtmlElement, above: _Owner) -> None:
        """The blocks of the element and of all in it; `above` is the block's element that it stands in."""
        tag, inner = element.tag, above
        breaks = tag not in INLINE and tag != "br"
        if breaks:
            self.close(above)
            inner = (_KINDS.get(tag, above[0]), tag, hash((above[2], tag, element.get("class"))))
        elif tag == "br" and _broken(self.line):
            self.close(above)
        if tag == "a":
            self.links += 1
            _part_links(self.line)
        self.forms += tag == "form"
        if element.text:
            _add(self.line, element.text, self.links, inner[1])
        for child in element:
            if isinstance(child.tag, str) and child.tag not in HIDDEN and child.get("hidden") is None:
                self.walk(child, inner)
            if child.tail:
                _add(self.line, child.tail, self.links, inner[1])
        if breaks:
            self.close(inner)
        if tag == "a":
            self.links -= 1
            self.line.after_link = len(self.line.pieces)
        self.forms -= tag == "form"

    def close(self, owner: _Owner) -> None:
        """The line becomes a block of that element, where it shows anything; a new one is begun."""
        line = self.line
        if line.pieces:
            joined = "".join(line.pieces)
            text = joined if owner[1] == "pre" else _AROUND_BREAK.sub("\n", _SPACES.sub(" ", joined))
            text = text.strip(" \t\r\n\f")
            if text.strip():
                share = min(1.0, line.linked / len(text))
                self.blocks.append(Shown(text, owner[0], owner[1], share, owner[2], self.forms > 0))
            self.line = _Line()
        else:
            line.breaks = line.linked = line.after_link = 0


def _part_links(line: _Line) -> None:
    """A space between two links that touch: set apart by the page's style, they are never one word."""
    if line.pieces and line.after_link == len(line.pieces) and not line.pieces[-1][-1].isspace():
        line.pieces.append(" ")


def _broken(line: _Line) -> bool:
    """A line break is noted; True where it is the second in a row, which sets a paragraph."""
    line.breaks += 1
    if line.breaks == 2:
        return True
    if line.pieces:
        line.pieces.append("\n")
    return False


def _add(line: _Line, words: str, linking: int, element: str) -> None:
    blank = words.isspace()
    if blank and words.isascii():
        if element == "pre":
            line.pieces.append(words)
        elif line.pieces:
            line.pieces.append(" ")
        return
    shown = words if element == "pre" else _SPACE.sub(" ", words)
    line.pieces.append(shown)
    if not blank:  # a no-break space alone is no line: two breaks around it still set a paragraph
        line.breaks = 0
        line.linked += len(shown) if linking else 0


def rough_blocks(page: str) -> Iterator[Shown]:
    """The text between the tags, for a page that no parser can make a tree of. Linear whatever the page holds."""
    pieces: list[str] = []
    skipping = ""
    for index, part in enumerate(page.split("<")):
        if index == 0:
            pieces.append(part)
            continue
        name = _NAME.match(part)
        if name is None:
            if not skipping and not part.startswith("!"):
                pieces.append("<" + part)
            continue
        tag, closing = name[1].lower(), part.startswith("/")
        if skipping:
            if not (closing and tag == skipping):
                continue
            skipping = ""
        elif (tag in HIDDEN or tag == "form") and tag not in ("input", "embed") and not closing:
            skipping = tag
            continue
        if tag not in INLINE:
            yield from _rough(pieces)
            pieces = []
        pieces.append(part.partition(">")[2])
    yield from _rough(pieces)


def _rough(pieces: list[str]) -> Iterator[Shown]:
    text = " ".join(html.unescape("".join(pieces)).split())
    if text:
        yield Shown(text)
