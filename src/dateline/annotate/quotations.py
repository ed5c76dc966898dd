"""What stands between quotation marks: an automaton over the characters of a text, paragraph by paragraph.

Needs no parse. Knows every style of mark by its family, so a curly mark may be closed by a straight one. A mark without a
partner costs its own paragraph at most: the quotation then ends with the paragraph, and nothing is raised or dropped.
Every mark is accounted for: it belongs to a quotation, is an apostrophe, or is a stray. `fates.py` says what each is there for.

Note: re-opening. A quotation of several paragraphs opens each of them anew and is closed once; so does one of several lines of
verse. It is one quotation with a part for each.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.text.article import Article
from dateline.text.span import Span

MAX_DEPTH = 8  # deeper quotations are kept on this level: no news quotes deeper, and a chain of sources stays readable
_RUNNING = frozenset({"paragraph", "quotation", "list_item"})  # blocks that a quotation may run on from and into
_MARK = re.compile(r"''|``|\"\"|[\"＂“”„‟〝〞〟«»‹›「」『』《》‘’‚‛'`]")
_DOUBLED = '""'  # what one mark becomes in a cell of a table
_FAMILY = {
    **dict.fromkeys(('"', "＂", "“", "”", "„", "‟", "〝", "〞", "〟", "''", "``", _DOUBLED), "double"),
    **dict.fromkeys(("‘", "’", "‚", "‛", "'", "`"), "single"),
    **dict.fromkeys(("«", "»"), "guillemet"),
    **dict.fromkeys(("‹", "›"), "angle"),
    **dict.fromkeys(("「", "」"), "corner"),
    **dict.fromkeys(("『", "』"), "white corner"),
    **dict.fromkeys(("《", "》"), "double angle"),
}
_OPENERS = frozenset({*"“„‟〝‘‚‛«‹「『《", "``"})
_CLOSERS = frozenset("”〞〟’»›」』》")
_UNSPACED = frozenset({"corner", "white corner", "double angle"})  # of scripts without blanks: shape alone decides
_BEFORE_OPENING = frozenset("([{—–-/:\u2026") | frozenset("\"“‘„«‹'`")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/\u2026") | frozenset("\"”’»›'")
_STRONG_END = frozenset(".,!?\u2026;:—")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: `span` with the marks, `parts` without them, one a paragraph. `depth` 0 stands in the outlet's text.

    `marks` are those that open, re-open and close it; none for a block that is set apart as a quotation. `levels` is how deep
    it really stands, 1 in the outlet's text.
    """

    span: Span
    parts: tuple[Span, ...]
    depth: int = 0
    closed: bool = True
    marks: tuple[Span, ...] = ()
    levels: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """Every mark of a text: in text order the quotations, outer before inner, the strays in runs, and the apostrophes."""

    quotations: tuple[Marked, ...]
    strays: tuple[Span, ...]
    apostrophes: tuple[Span, ...]


@dataclass(slots=True)
class _Open:
    """A quotation that waits for its end."""

    mark: str
    start: int
    inner: int
    depth: int
    parts: list[Span]
    marks: list[Span]


def find_quotations(article: Article) -> tuple[Marked, ...]:
    """All quotations of the told text in text order, outer before inner."""
    return find_marks(article).quotations


def find_marks(article: Article) -> Marks:
    """All quotation marks of the told text, each accounted for once."""
    blocks = article.told()
    paragraphs = [_Paragraph(block.span, block.kind in _RUNNING) for block in blocks]
    automaton = _Automaton(article.text)
    found = list(automaton.run(paragraphs or [_Paragraph(line, True) for line in _lines(article.text)]))
    marked = [quotation.span for quotation in found if quotation.depth == 0]  # in text order, none within another
    ends = [span.end for span in marked]
    for block in blocks:  # a block set apart as a quotation needs no marks
        if block.kind == "quotation":
            following = bisect_right(ends, block.span.start)
            if following == len(marked) or not marked[following].overlaps(block.span):
                words = automaton.words_in(block.span.start, block.span.end)
                found.append(Marked(block.span, (block.span,), words=words))
    found.sort(key=lambda each: (each.span.start, -each.span.end))
    strays = _runs(sorted(automaton.strays), article.text)
    return Marks(tuple(found), tuple(strays), tuple(automaton.apostrophes))


def _lines(text: str) -> Iterator[Span]:
    return (Span(*line.span()) for line in re.finditer(r"[^\n]*\S[^\n]*", text))


def _runs(marks: Sequence[Span], text: str) -> Iterator[Span]:
    """Strays with nothing but blanks between them as one: a line of a hundred marks is one odd place."""
    run: Span | None = None
    for mark in marks:
        if run is not None and not text[run.end : mark.start].strip() and mark.start - run.end < 9:
            run = run.union(mark)
            continue
        if run is not None:
            yield run
        run = mark
    if run is not None:
        yield run


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A block's span, and whether a quotation may run on from and into it: none does from a headline into the text."""

    span: Span
    runs_on: bool

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end


class _Automaton:
    """A stack of open quotations that lives on over paragraphs only where a mark re-opens them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [word.start() for word in _WORD.finditer(text)]
        self.stack: list[_Open] = []
        self.open_of: dict[str, int] = {}  # how many of each family are open: asked at every mark
        self.strays: list[Span] = []
        self.apostrophes: list[Span] = []

    def run(self, paragraphs: Sequence[_Paragraph]) -> Iterator[Marked]:
        """The quotations as they close."""
        for index, paragraph in enumerate(paragraphs):
            marks = self._without_cell(list(_MARK.finditer(self.text, paragraph.start, paragraph.end)), paragraph)
            yield from self._paragraph(paragraph, marks)
            following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
            yield from self._end_of(paragraph, following)

    def _paragraph(self, paragraph: _Paragraph, marks: list[re.Match[str]]) -> Iterator[Marked]:
        reopening = bool(self.stack)
        balance = self._balance(marks)
        strong = self._last_strong_end(marks, paragraph)
        for mark in marks:
            sign, family = mark.group(), _FAMILY[mark.group()]
            before, after = self._around(mark, paragraph)
            if reopening and mark.start() == paragraph.start and family == _FAMILY[self.stack[0].mark]:
                self._reopen(mark)
                continue
            if family == "single" and self._is_apostrophe(mark, before, after, strong):
                self.apostrophes.append(Span(*mark.span()))
                continue
            act = self._decide(sign, family, before, after)
            if act == "close":
                yield from self._close(family, mark)
            elif act == "open":
                if before == "\n" and len(self.stack) == 1 and self.stack[0].mark == sign and sign in _OPENERS:
                    self.stack[0].parts.extend(self._trimmed(self.stack[0].inner, mark.start()))
                    self._reopen(mark)
                    continue
                if self.stack and self.stack[-1].mark == sign and balance > 0:
                    yield from self._give_up(self.stack[-1], mark.start())
                self._push(sign, mark)
            else:
                self.strays.append(Span(*mark.span()))

    def _without_cell(self, marks: list[re.Match[str]], paragraph: _Paragraph) -> list[re.Match[str]]:
        """The marks but for the first and last, where the paragraph is a cell of a table: all in marks, those within it doubled."""
        ends = len(marks) > 2 and marks[0].span() == (paragraph.start, paragraph.start + 1)
        if not ends or marks[-1].span() != (paragraph.end - 1, paragraph.end) or self.stack:
            return marks
        if {marks[0].group(), marks[-1].group()} != {'"'} or not any(mark.group() == _DOUBLED for mark in marks):
            return marks
        self.strays.extend(Span(*mark.span()) for mark in (marks[0], marks[-1]))
        return marks[1:-1]

    def _reopen(self, mark: re.Match[str]) -> None:
        self.stack[0].inner = mark.end()
        self.stack[0].marks.append(Span(*mark.span()))

    def _decide(self, sign: str, family: str, before: str, after: str) -> str:
        """Open, close or neither ("stray"), from the mark's shape, its neighbours and what is open."""
        opens_here = not before.strip() or before in _BEFORE_OPENING
        closes_here = bool(before.strip()) and (not after.strip() or after in _AFTER_CLOSING)
        is_open = self.open_of.get(family, 0) > 0
        if family in _UNSPACED:
            return "open" if sign in _OPENERS else "close" if is_open else "stray"
        if sign == "“" and is_open and closes_here and not opens_here and self._top_of(family) == "„":
            return "close"
        if family in ("guillemet", "angle"):
            if is_open:
                return "close" if self._top_of(family) != sign else "open"
            return "open" if opens_here or sign in _OPENERS else "stray"
        if sign in _OPENERS:
            return "open"
        if sign in _CLOSERS:
            if is_open:
                return "close"
            return "open" if opens_here and not closes_here and after.strip() else "stray"
        if is_open and (closes_here or not opens_here or not after.strip()):
            return "close"
        if not after or (before.isdigit() and not opens_here):
            return "stray"  # a last mark with nothing open, or an inch sign
        if opens_here and after.strip():
            if is_open and self._top_of(family) == sign:
                return "reopen" if family == "single" else "open"
            return "open"
        return "stray" if closes_here else "open"

    def _is_apostrophe(self, mark: re.Match[str], before: str, after: str, strong: int) -> bool:
        """The single mark belongs to a word: "don't", "the '90s", "the generals' plan"."""
        sign = mark.group()
        if before.isalnum() and after.isalnum():
            return True
        if sign in "‘‚‛":
            return after.isdigit()
        is_open = self.open_of.get("single", 0) > 0
        if not before.strip() or before in _BEFORE_OPENING:
            # It opens only where some later single mark can close it; "'tis" and "the '90s" have none.
            if after.isdigit() or not after.isalnum():
                return not is_open
            return sign == "’" or strong < mark.end()
        if not is_open:
            return True
        weak = before.lower() in "sxz" and after == " "
        return weak and strong > mark.end()

    def _last_strong_end(self, marks: list[re.Match[str]], paragraph: _Paragraph) -> int:
        """Where the last single mark stands that can only close: after a stop, or after a word and before a stop; -1 for none."""
        for mark in reversed(marks):
            if mark.group() not in ("'", "’"):
                continue
            before, after = self._around(mark, paragraph)
            if before in _STRONG_END or (before.isalnum() and after in _AFTER_CLOSING and after):
                return mark.start()
            if before.isalnum() and before.lower() != "s" and not after.strip():
                return mark.start()
        return -1

    def _around(self, mark: re.Match[str], paragraph: _Paragraph) -> tuple[str, str]:
        before = self.text[mark.start() - 1] if mark.start() > paragraph.start else ""
        after = self.text[mark.end()] if mark.end() < paragraph.end else ""
        return before, after

    @staticmethod
    def _balance(marks: list[re.Match[str]]) -> int:
        """Curly openers that no curly closer of the paragraph answers: above 0, one opener within another is a lost closer."""
        signs = [mark.group() for mark in marks]
        return signs.count("“") - signs.count("”") if "“" in signs else 1

    def _top_of(self, family: str) -> str:
        for waiting in reversed(self.stack[-MAX_DEPTH:]):
            if _FAMILY[waiting.mark] == family:
                return waiting.mark
        return ""

    def _push(self, sign: str, mark: re.Match[str]) -> None:
        family = _FAMILY[sign]
        self.open_of[family] = self.open_of.get(family, 0) + 1
        self.stack.append(_Open(sign, mark.start(), mark.end(), len(self.stack), [], [Span(*mark.span())]))

    def _close(self, family: str, mark: re.Match[str]) -> Iterator[Marked]:
        while self.stack:  # inner ones that were never closed end here too
            waiting = self.stack.pop()
            mine = _FAMILY[waiting.mark] == family
            self.open_of[_FAMILY[waiting.mark]] -= 1
            if mine:
                waiting.marks.append(Span(*mark.span()))
            yield from self._done(waiting, mark.start(), mark.end() if mine else mark.start(), mine)
            if mine:
                return

    def _give_up(self, waiting: _Open, end: int) -> Iterator[Marked]:
        self.stack.pop()
        self.open_of[_FAMILY[waiting.mark]] -= 1
        yield from self._done(waiting, end, end, False)

    def _end_of(self, paragraph: _Paragraph, following: _Paragraph | None) -> Iterator[Marked]:
        """The paragraph is over: keep the outermost quotation open if the next paragraph goes on with it, end the others."""
        while self.stack:
            waiting = self.stack[-1]
            runs_on = following is not None and paragraph.runs_on and following.runs_on and len(self.stack) == 1
            if runs_on and following is not None and self._goes_on(waiting, following):
                waiting.parts.extend(self._trimmed(waiting.inner, paragraph.end))
                waiting.inner = following.start
                return
            self.stack.pop()
            self.open_of[_FAMILY[waiting.mark]] -= 1
            yield from self._done(waiting, paragraph.end, paragraph.end, False)

    def _goes_on(self, waiting: _Open, following: _Paragraph) -> bool:
        """The next paragraph re-opens the quotation, or closes it before it opens another."""
        if _FAMILY[waiting.mark] == "single":
            return False
        mark = _MARK.search(self.text, following.start, following.end)
        while mark is not None and _FAMILY[mark.group()] == "single":
            mark = _MARK.search(self.text, mark.end(), following.end)
        if mark is None or _FAMILY[mark.group()] != _FAMILY[waiting.mark]:
            return False
        if mark.start() == following.start:
            return True
        return mark.group() in _CLOSERS and waiting.mark in _OPENERS

    def _done(self, waiting: _Open, inner_end: int, outer_end: int, closed: bool) -> Iterator[Marked]:
        parts = (*waiting.parts, *self._trimmed(waiting.inner, inner_end))
        if not parts:  # marks around nothing
            self.strays.extend(waiting.marks)
            return
        end = max(outer_end if closed else parts[-1].end, parts[-1].end)
        depth = min(waiting.depth, MAX_DEPTH - 1)
        words = sum(self.words_in(part.start, part.end) for part in parts)
        yield Marked(Span(waiting.start, end), parts, depth, closed, tuple(waiting.marks), waiting.depth + 1, words)

    def words_in(self, start: int, end: int) -> int:
        """How many words begin there."""
        return max(0, bisect_left(self.words, end) - bisect_left(self.words, start))

    def _trimmed(self, start: int, end: int) -> Iterator[Span]:
        """The stretch without white space at its ends; nothing where it holds no word."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if self.words_in(start, end):
            yield Span(start, end)
