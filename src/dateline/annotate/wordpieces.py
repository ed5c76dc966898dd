"""Word pieces of a text as the encoder reads them: their numbers, their exact characters, and what lower case hides.

The vocabulary is BERT's (lower case, no accents); each piece keeps the characters it came from, so nothing found is off by
one. Beside it stand the form of its word (capitals, figures) and whether it is inside quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dateline.text.span import Span

WINDOW = 254  # pieces the encoder sees at once; trained on no more
LONGEST = 100  # characters of a word that is looked up; a longer one is no word
REMEMBERED = 50_000  # words whose split is kept; a hostile text cannot fill the memory
FORMS = 6  # other, lower, Capital, CAPITALS, miXed, figures
# One for one, so offsets stay: the vocabulary's training text had straight marks.
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00ab\u00bb\u201e\u00a0", '\'\'""""" ')
_WORD = re.compile("w+|p")
_CLOSERS = frozenset("\"')]\u2019\u201d\u00bb")
_ENDS = frozenset(".!?\u2026")


class Piece(NamedTuple):
    """One word piece: its number in the vocabulary, its characters, and the two features beside it."""

    id: int
    start: int
    end: int
    form: int
    quoted: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word piece -> number, the numbers that frame a window, and the words split so far."""

    numbers: dict[str, int]
    unknown: int
    first: int
    last: int
    words: dict[str, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)


@lru_cache(maxsize=4)
def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary file: one piece a line, the line number is the piece's number."""
    numbers = {piece: number for number, piece in enumerate(path.read_text(encoding="utf-8").splitlines())}
    return Vocabulary(numbers, numbers["[UNK]"], numbers["[CLS]"], numbers["[SEP]"])


def find_pieces(text: str, span: Span, vocabulary: Vocabulary) -> list[Piece]:
    """The word pieces of that part of the text, in order. Any text has them; odd characters become unknown pieces or none."""
    part = text[span.start : span.end]
    plain = part.translate(_PLAIN)
    quoted = _quoted(part)
    pieces: list[Piece] = []
    for word in _WORD.finditer(plain.translate(_CLASSES)):
        start = span.start + word.start()
        shape = _form(part[word.start() : word.end()])
        for number, begin, end in _split(plain[word.start() : word.end()], vocabulary):
            pieces.append(Piece(number, start + begin, start + end, shape, quoted[word.start() + begin]))
    return pieces


def windows(text: str, pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces cut into runs of at most WINDOW, at the end of a sentence where one lies in the second half."""
    start = 0
    while len(pieces) - start > WINDOW:
        ends = (i for i in range(start + WINDOW, start + WINDOW // 2, -1) if is_sentence_end(text, pieces, i))
        cut = next(ends, start + WINDOW)
        yield pieces[start:cut]
        start = cut
    if start < len(pieces):
        yield pieces[start:]


def is_sentence_end(text: str, pieces: list[Piece], index: int) -> bool:
    """A sentence ends before the piece of that index."""
    before, after = pieces[index - 1], pieces[index]
    if before.end == after.start or text[after.start].islower():
        return False
    back = index - 1
    while back > 0 and text[pieces[back].start] in _CLOSERS:
        back -= 1
    return text[pieces[back].end - 1] in _ENDS


class _Classes(dict[int, str]):
    """Code point -> "w" in a word, "p" alone, " " between; worked out once for each character that turns up."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _class(chr(code))
        return kind


_CLASSES = _Classes()


def _class(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\t\n\r" or category.startswith("Z"):
        return " "
    if (
        category.startswith("P")
        or (char.isascii() and not char.isalnum() and char.isprintable())
        or _is_ideograph(char)
    ):
        return "p"
    return "w"


def _is_ideograph(char: str) -> bool:
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x2FA1F


def _split(word: str, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    """The pieces of one word as (number, start, end) within it, longest first; one unknown piece where the vocabulary fails."""
    known = vocabulary.words.get(word)
    if known is None:
        known = _look_up(word, vocabulary)
        if len(vocabulary.words) < REMEMBERED and len(word) <= LONGEST:
            vocabulary.words[word] = known
    return known


def _look_up(word: str, vocabulary: Vocabulary) -> tuple[tuple[int, int, int], ...]:
    unknown = ((vocabulary.unknown, 0, len(word)),)
    if len(word) > LONGEST:
        return unknown
    folded = [(char, at) for at, raw in enumerate(word) for char in _fold(raw)]
    letters = "".join(char for char, _ in folded)
    found: list[tuple[int, int, int]] = []
    start = 0
    while start < len(letters):
        for end in range(len(letters), start, -1):
            number = vocabulary.numbers.get(("##" if start else "") + letters[start:end])
            if number is not None:
                found.append((number, folded[start][1], folded[end - 1][1] + 1))
                start = end
                break
        else:
            return unknown
    return tuple(found)


def _fold(char: str) -> str:
    """Lower case without accents; nothing for a control character."""
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Co"):
        return ""
    bare = "".join(part for part in unicodedata.normalize("NFD", char) if unicodedata.category(part) != "Mn")
    return bare.lower()


def _quoted(part: str) -> list[int]:
    """For each character 1 where it stands inside double quotation marks. An odd mark runs to the end of the part, no further."""
    inside, marks = 0, []
    for char in part:
        if char == '"':
            inside = 1 - inside
        elif char in "\u201c\u201e\u00ab":
            inside = 1
        elif char in "\u201d\u00bb":
            inside = 0
        marks.append(inside)
    return marks


def _form(word: str) -> int:
    if word.islower():
        return 1
    if word[0].isdigit():
        return 5
    if not word[0].isalpha():
        return 0
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4
