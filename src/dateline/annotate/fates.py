"""What each quotation mark is there for: somebody's words, words nobody is named for, a scare quote, a title, a nickname, or nothing.

`quotations.py` pairs the marks; the statements say whose the words are. Without a parse there are no statements: a word of saying
beside the marks then stands for one. A mark is never dropped: what fits no other fate is said to be unattributed or stray.

Note: shape of a name. A title or nickname is known by its place ("the film ...", Name "..." Name) and by its capitals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.annotate.quotations import MAX_DEPTH, Marked, find_marks
from dateline.languages import word_list
from dateline.text.record import Record
from dateline.text.span import Evidence
from dateline.text.telling import ROOT, Fate, Quotation, Statement

# Words from which a quotation is a statement without any cue; tried 3-6 on news: below 4 most are titles and names.
FEWEST_WORDS = 4
_LONGEST_TITLE = 12  # words
_NEAR = 80  # characters beside the marks in which a word of saying, a work or a name is looked for
_OPEN_PIECES = 64  # contents that are open at once; no news nests deeper
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?")
_NAME_BEFORE = re.compile(r"([^\W\d_][\w’'.-]*)\s+$")
_NAME_AFTER = re.compile(r"\s+[^\W\d_]")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)|\n")
_ENDS = ".?!…"


@dataclass(frozen=True, slots=True)
class Forms:
    """What the text around two marks says of them, by words and capitals alone."""

    text: str
    language: str

    def name(self, marked: Marked) -> tuple[Fate, str] | None:
        """Title or nickname, and the rule that says so."""
        text, span = self.text, marked.span
        inside = text[marked.parts[0].start : min(marked.parts[0].end, marked.parts[0].start + 300)]
        words = _WORD.findall(inside)
        if len(marked.parts) > 1 or not words or len(words) > _LONGEST_TITLE:
            return None
        before = _last_sentence(text[max(0, span.start - _NEAR) : span.start])
        after = text[span.end : span.end + _NEAR]
        last = [word.lower() for word in _WORD.findall(before)[-4:]]
        if len(words) < FEWEST_WORDS:
            if self._has(last[-2:], "nicknames") or before.lower().rstrip().endswith(self._phrases("nicknames")):
                return "nickname", "quotations:nickname-word"
            if self._between_names(before, after) and any(word[0].isupper() for word in words):
                return "nickname", "quotations:between-names"
        if not words[0][0].isupper() and not words[0][0].isdigit():
            return None
        if last and last[-1] in word_list(self.language, "quotations", "works", "cues"):
            return "title", "quotations:title-word"
        if inside.rstrip()[-1] in ".!?;" and len(words) >= FEWEST_WORDS and not self._is_title_case(words):
            return None
        if self._has(last[-2:], "works") and not before.rstrip().endswith((",", ":")):
            return "title", "quotations:work"
        behind = re.match(r",? (?:\w+ )?(\w+)", after)
        if behind and behind[1].lower() in self._words("works") and self._is_title_case(words):
            return "title", "quotations:work"
        if self._is_title_case(words) and len(words) > 1 and not _in_capitals(before + after):
            named = bool(last) and before.rstrip()[-1].isalnum() and not self._has(last[-1:], "saying")
            if named or not self.is_said(marked):
                return "title", "quotations:title-case"
        return None

    def is_said(self, marked: Marked) -> bool:
        """A word of saying stands in the same sentence, outside of the marks."""
        text, span = self.text, marked.span
        before = _last_sentence(text[max(0, span.start - _NEAR) : span.start])
        after = _SENTENCE_ENDS.split(text[span.end : span.end + _NEAR], maxsplit=1)[0]
        if text[marked.parts[-1].end - 1] in "." and not after.lstrip()[:1].islower():
            after = ""  # the sentence ended within the marks
        around = f"{before} | {after}".lower()
        return self._has(_WORD.findall(around), "saying") or any(phrase in around for phrase in self._phrases("saying"))

    def stands_alone(self, marked: Marked) -> bool:
        """It begins a sentence and ends one."""
        before = self.text[max(0, marked.span.start - 40) : marked.span.start].rstrip(" \t")
        after = self.text[marked.span.end : marked.span.end + 40].lstrip(" \t")
        opens = not before or before[-1] in f'\n{_ENDS}:”"’'
        last = self.text[marked.parts[-1].end - 1]
        return opens and (not after or after[0] == "\n" or last in _ENDS or after[0] in _ENDS)

    def _between_names(self, before: str, after: str) -> bool:
        name = _NAME_BEFORE.search(before)
        if name is None or not name[1][0].isupper() or name[1].lower() in self._words("beginnings"):
            return False
        follows = _NAME_AFTER.match(after)
        return follows is not None and after[follows.end() - 1].isupper()

    def _is_title_case(self, words: Sequence[str]) -> bool:
        """All words but small ones begin with a capital, and not all letters are capitals."""
        small = self._words("beginnings")
        return all(
            word[0].isupper() or word[0].isdigit() for word in words if word is words[0] or word not in small
        ) and any(word[1:].islower() for word in words)

    def _has(self, words: Sequence[str], table: str) -> bool:
        return not self._words(table).isdisjoint(words)

    def _words(self, table: str) -> frozenset[str]:
        return word_list(self.language, "quotations", table, "words")

    def _phrases(self, table: str) -> tuple[str, ...]:
        return tuple(word_list(self.language, "quotations", table, "phrases"))


def find_fates(record: Record) -> Record:
    """The record with all that stands between quotation marks, in text order, each with its fate."""
    article = record.article
    marks = find_marks(article)
    forms = Forms(article.text, article.language)
    tellers = _tellers(marks.quotations, record.statements)
    parsed = bool(record.tokens)
    found: list[Quotation] = []
    for marked, teller in zip(marks.quotations, tellers, strict=True):
        goes_on = not parsed and marked.depth == 0 and bool(found) and _goes_on(forms, found[-1], marked)
        found.append(_quotation(forms, marked, teller, parsed=parsed, goes_on=goes_on))
    strays = (
        Quotation(f"q@{span.start}", span, "stray", because=(Evidence("quotations:stray", "a mark without a partner"),))
        for span in marks.strays
    )
    return record.having(
        quotations=tuple(sorted((*found, *strays), key=lambda each: (each.span.start, -each.span.end)))
    )


def _goes_on(forms: Forms, before: Quotation, marked: Marked) -> bool:
    """`"...," X said. "..."`: the next sentence of the same paragraph goes on with the speaker."""
    gap = forms.text[before.span.end : marked.span.start][: _NEAR + 1]
    return before.fate == "attributed" and len(gap) <= _NEAR and "\n" not in gap and forms.stands_alone(marked)


def _quotation(forms: Forms, marked: Marked, teller: _Teller, *, parsed: bool, goes_on: bool) -> Quotation:
    fate, by, note = _fate(forms, marked, teller, parsed=parsed)
    if goes_on and fate == "unattributed":
        fate, by, note = "attributed", "quotations:goes-on", "the quotation before it goes on; no parse says who speaks"
    because = [Evidence(by, note)]
    if marked.levels > MAX_DEPTH:
        because.append(Evidence("quotations:depth", f"{marked.levels} marks deep; kept on level {MAX_DEPTH}"))
    statement = teller.own.id if teller.own is not None else teller.around
    return Quotation(
        f"q@{marked.span.start}",
        marked.span,
        fate,
        marked.parts,
        marked.depth,
        marked.closed,
        statement,
        tuple(because),
    )


def _fate(forms: Forms, marked: Marked, teller: _Teller, *, parsed: bool) -> tuple[Fate, str, str]:
    own = teller.own
    quoted_whole = own is not None and own.manner == "quoted"
    name = None if quoted_whole and own is not None and own.cue else forms.name(marked)
    if name is not None:
        return *name, "known by its place and its capitals"
    if own is not None:
        if own.source or own.speaker or own.source_kind not in ("none", "outlet"):
            return "attributed", "quotations:statement", f"what {own.id} says"
        return "unattributed", "quotations:no-source", f"{own.id} names no source"
    if (marked.depth or not parsed) and forms.is_said(marked):
        return "attributed", "quotations:saying-word", "a word of saying stands beside it; not known who speaks"
    if marked.words >= FEWEST_WORDS or forms.stands_alone(marked):
        return "unattributed", "quotations:no-source", "nobody is named for these words"
    if teller.around != ROOT and marked.depth == 0:
        return "attributed", "quotations:statement", f"words of what {teller.around} says"
    return "scare_quote", "quotations:few-words", "a few words set apart that nobody is said to have said"


# --- whose words


@dataclass(frozen=True, slots=True)
class _Teller:
    """Whose a quotation is: the statement that tells just these words, and the innermost one around them."""

    own: Statement | None
    around: str


def _tellers(quotations: Sequence[Marked], statements: Sequence[Statement]) -> list[_Teller]:
    """For each quotation its statement, in one sweep over the contents of all."""
    told = [each for each in statements if each.manner != "own_voice"]
    pieces = sorted((part.start, -part.end, index) for index, each in enumerate(told) for part in each.content)
    starts = [start for start, _, _ in pieces]
    waiting: list[tuple[int, int, int]] = []
    at, found, owner = 0, [], _Owners(told)
    for marked in quotations:
        reach = bisect_right(starts, marked.parts[0].start + 1)
        waiting = [piece for piece in (*waiting, *pieces[at:reach]) if -piece[1] > marked.span.start][-_OPEN_PIECES:]
        at = max(at, reach)
        found.append(owner.of(marked, waiting))
    return found


class _Owners:
    """Which statement a quotation belongs to; the outer quotations' are remembered, so that an inner one is not given theirs."""

    def __init__(self, told: Sequence[Statement]) -> None:
        self.told = told
        self.outer: list[tuple[int, str]] = []  # where the quotation ends, and its statement

    def of(self, marked: Marked, pieces: Sequence[tuple[int, int, int]]) -> _Teller:
        """The teller among the contents that are open where it begins."""
        while self.outer and self.outer[-1][0] <= marked.span.start:
            self.outer.pop()
        outer = {id for _, id in self.outer[-MAX_DEPTH:]}
        first = marked.parts[0]
        # A content may leave out the last comma or full stop of the quotation.
        holding = [piece for piece in pieces if piece[0] <= first.start + 1 and -piece[1] >= first.end - 2]
        some = holding or [piece for piece in pieces if piece[0] <= first.start + 1 and -piece[1] > first.start]
        some.sort(key=lambda piece: -piece[1] - piece[0], reverse=not holding)
        own = next((self.told[piece[2]] for piece in some if self.told[piece[2]].id not in outer), None)
        around = own.id if own is not None else (self.outer[-1][1] if self.outer else ROOT)
        self.outer.append((marked.span.end, around))
        return _Teller(own, around)


def _last_sentence(text: str) -> str:
    """What the text holds after its last full stop or line end; that of an abbreviation or initial ends no sentence."""
    begin = 0
    for end in _SENTENCE_ENDS.finditer(text):
        word = re.search(r"(\w+)$", text[: end.start()])
        if end[0] != "." or word is None or len(word[1]) > 3:
            begin = end.end()
    return text[begin:]


def _in_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(sign.isupper() for sign in letters)
