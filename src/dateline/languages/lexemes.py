"""Text into typed lexemes: words, numbers and marks with their word classes. No parser, no language in code.

Word classes come from a language's lexicon (`[month] january = 1`). Numbers in digits and in words are read here, since
their arithmetic is the same everywhere; the words for them are the lexicon's (`[number] forty = 40`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from dateline.languages import word_classes
from dateline.text.errors import BadRules

Value = Any  # what a word class says of its word: a number, a code or a list of numbers
# What can be read at a lexeme: by the word itself ("ago") or by slot ("{unit}"), how many lexemes it takes and its value.
Readable = Mapping[str, Sequence[tuple[int, Value]]]
# Longest digit run read as a number: int() of thousands of digits is quadratic, and no news counts beyond this.
DIGITS = 15
# Spellings remembered: 1.1 MB of news have 20 000. All are forgotten when there are more, so that memory stays bounded.
MET, LONGEST = 30_000, 40
COUNTED = frozenset({"{number}", "{ordinal}", "{year}"})  # slots that may take several lexemes: `numerals` fills them
# Classes that are read from digits.
COMPUTED = frozenset({
    "number", "ordinal", "year", "day", "decade", "clock", "point_clock", "iso", "numeric", "dotted", "dotted_short", "two"
})  # fmt: skip
_WORD = re.compile(
    # One group, the whole lexeme, for split(). The order is for speed: words of plain letters first, digits before a digit.
    r"([A-Za-z][A-Za-z]+[^\W\d_]*|[^\W\d_](?:[^\W\d_]+|(?:\.[^\W\d_])+\.?)?"  # a word; a.m., U.S.
    r"|(?=\d)(?:\d{4}-\d\d-\d\d(?!\d)|(?<!/)\d{4}/\d{1,2}/\d{1,2}(?![\d/-])|\d{4}\.\d\d\.\d\d(?!\.?\d)"  # day, year first
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}-\d{1,2}-\d{4}(?!\d)|\d{1,2}\.\d{1,2}\.(?:\d{4}(?!\d)|\d\d(?!\.?\d))"  # in numbers
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"  # clock
    r"|\d{2,4}['’]?s\b"  # decade: 1990s
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+(?:st|nd|rd|th)\b|\d+)"
    r"|['’]\d{2,4}['’]?s\b"  # decade: '80s
    r"|[^\w\s]|_"
    r"|\n[^\S\n]*\n)"  # a blank line: nothing is read across it
)


class Lexeme(NamedTuple):
    """A word, number or mark, one for all places where it stands spelled so. `classes` maps a word class to its value in it."""

    lower: str
    capital: bool
    classes: Mapping[str, Value]
    readable: Readable
    # What must be readable behind it where a pattern begins with it; None where it may stand alone or be several.
    seconds: frozenset[str] | None


class Lexemes(list[Lexeme]):
    """The lexemes of a text in order, with the offsets where each begins and ends."""

    def __init__(self, lexemes: Iterable[Lexeme], starts: list[int], ends: list[int]) -> None:
        super().__init__(lexemes)
        self.starts, self.ends = starts, ends


class Lexicon(NamedTuple):
    """The word classes of one language: word -> ((class, value), ...). `capital` are classes whose words must be capitalised.

    `capitals` are those whose words must be written in capitals throughout.
    """

    words: dict[str, tuple[tuple[str, Value], ...]]
    classes: frozenset[str]
    capital: frozenset[str]
    capitals: frozenset[str]
    by_class: Mapping[str, frozenset[str]]

    def of(self, name: str) -> frozenset[str]:
        """The words of a class."""
        return self.by_class.get(name, frozenset())


@lru_cache(maxsize=8)
def lexicon(code: str) -> Lexicon:
    """The lexicon of a language, read once."""
    words: dict[str, list[tuple[str, Value]]] = {}
    tables = word_classes(code, "lexicon")
    rules = tables.pop("classes", {})
    for name, table in tables.items():
        for word, value in table.items():
            if word != word.lower():
                raise BadRules(f"lexicon.toml, [{name}]: {word!r} must be in lower case")
            words.setdefault(word, []).append((name, value))
    return Lexicon(
        {word: tuple(values) for word, values in words.items()},
        frozenset(tables) | COMPUTED,
        frozenset(rules.get("capital", ())),
        frozenset(rules.get("capitals", ())),
        {name: frozenset(table) for name, table in tables.items()},
    )


def _anything(_: Iterable[str]) -> None:
    """Whatever may follow, as long as no rules tell."""


class Vocabulary(dict[str, Lexeme]):
    """Every spelling met so far and its lexeme, looked up and read as a number only once.

    `asked` are the rules' words and slots; `seconds` says what must follow what is readable at a lexeme (see `Lexeme`).
    """

    def __init__(
        self,
        words: Lexicon,
        asked: Set[str] = frozenset(),
        seconds: Callable[[Iterable[str]], frozenset[str] | None] = _anything,
    ) -> None:
        super().__init__()
        self._words, self._asked, self._seconds = words, asked, seconds

    def __missing__(self, raw: str) -> Lexeme:
        number = raw[0].isdecimal() or (raw[0] in "'’" and len(raw) > 1)
        classes = _number(raw) if number else self._classes(raw)
        names = {raw.lower(): None} | {f"{{{name}}}": value for name, value in classes.items()}
        readable = {name: ((1, value),) for name, value in names.items() if name in self._asked}
        lexeme = Lexeme(raw.lower(), raw[0].isupper(), classes, readable, self._seconds(readable))
        if len(self) >= MET:
            self.clear()
        if len(raw) <= LONGEST:
            self[raw] = lexeme
        return lexeme

    def _classes(self, raw: str) -> dict[str, Value]:
        words, capital, capitals = self._words, raw[0].isupper(), raw.isupper()
        return {
            name: value
            for name, value in words.words.get(raw.lower(), ())
            if (capital or name not in words.capital) and (capitals or name not in words.capitals)
        }


def lex(text: str, vocabulary: Vocabulary) -> Lexemes:
    """All lexemes of the text, in order; linear in its length."""
    parts = _WORD.split(text)  # gap, lexeme, gap, ..., gap
    edges = list(accumulate(map(len, parts)))
    return Lexemes(map(vocabulary.__getitem__, parts[1::2]), edges[:-1:2], edges[1::2])


def _number(raw: str) -> dict[str, Value]:
    classes: dict[str, Value] = {}
    if len(raw) > 7 and raw[4] in "-/." and raw[:4].isdigit() and raw.count(raw[4]) == 2:
        classes["iso"] = tuple(int(part) for part in raw.split(raw[4]))
    elif raw.count(".") == 2:
        classes["dotted" if raw[-4:].isdigit() else "dotted_short"] = tuple(int(part) for part in raw.split("."))
    elif "/" in raw or "-" in raw:
        classes["numeric"] = tuple(int(part) for part in re.split("[/-]", raw))
    elif ":" in raw:
        classes["clock"] = tuple(int(part) for part in raw.split(":"))
    elif raw[-1] == "s" and len(raw.strip("'’s")) in (2, 4):
        digits = raw.strip("'’s")
        if digits[-1] == "0":
            classes["decade"] = int(digits)
    elif raw[-1].isalpha():
        if len(raw) < 6:
            classes["ordinal"] = int(raw[:-2])
    elif len(raw) <= DIGITS:
        if "." in raw:
            classes["number"] = float(raw)
            whole, _, minutes = raw.partition(".")
            if len(whole) < 3 and len(minutes) == 2 and int(whole) < 25 and int(minutes) < 60:
                classes["point_clock"] = (int(whole), int(minutes))  # 6.30 a.m.
            return classes
        value = int(raw.replace(",", ""))
        classes["number"] = value
        if "," not in raw:
            if len(raw) == 4:
                classes["year"] = value
            elif len(raw) == 2:
                classes["two"] = value
            if 1 <= value <= 31 and len(raw) <= 2:
                classes["day"] = value
    return classes


class Numeral(NamedTuple):
    """A number that ends before lexeme `end`; `kind` is number, ordinal or year."""

    end: int
    value: float
    kind: str


def numerals(lexemes: Sequence[Lexeme], at: int) -> Readable:
    """What is readable at a number, the longest first: "twenty-four", "2 1/2", "3 million", "nineteen ninety-six"."""
    lexeme = lexemes[at]
    longer = _after_digits(lexemes, at) if lexeme.lower[0].isdigit() else _in_words(lexemes, at)
    if not longer:
        return lexeme.readable
    readable = dict(lexeme.readable)
    for numeral in sorted(longer, key=lambda numeral: numeral.end):
        slot = f"{{{numeral.kind}}}"
        readable[slot] = [(numeral.end - at, numeral.value), *readable.get(slot, ())]
    return readable


def _after_digits(lexemes: Sequence[Lexeme], at: int) -> list[Numeral]:
    """ "2 1/2" and "3 million"."""
    value = lexemes[at].classes["number"]
    if at + 3 < len(lexemes) and lexemes[at + 2].lower == "/":
        over, under = lexemes[at + 1].classes.get("number"), lexemes[at + 3].classes.get("number")
        if isinstance(over, int) and isinstance(under, int) and 0 < over < under < 10:
            return [Numeral(at + 4, value + over / under, "number")]
    if at + 1 < len(lexemes) and "scale" in lexemes[at + 1].classes:
        return [Numeral(at + 2, value * lexemes[at + 1].classes["scale"], "number")]
    return []


def _in_words(lexemes: Sequence[Lexeme], at: int) -> list[Numeral]:
    found: list[Numeral] = []
    total, part, position = 0.0, 0.0, at
    previous = 0.0
    while position < len(lexemes) and position - at < 12:
        lexeme = lexemes[position]
        scale, number, ordinal = (lexeme.classes.get(name) for name in ("scale", "number", "ordinal"))
        if scale is not None and position > at:
            if scale >= 1000:
                total, part = total + (part or 1) * scale, 0.0
            else:
                part = (part or 1) * scale
        elif number is not None and not lexeme.lower[0].isdigit():
            if previous and not (previous >= 20 and previous % 10 == 0 and number < 10) and previous < 100:
                if 10 <= previous <= 20 and 10 <= number <= 99 and not total:
                    found += _spelled_year(lexemes, position, int(previous))
                break
            part += number
        elif ordinal is not None and position > at and previous >= 20 and previous % 10 == 0 and ordinal < 10:
            found.append(Numeral(position + 1, total + part + ordinal, "ordinal"))
            break
        elif lexeme.lower not in ("-", "–") or position == at:
            break
        if lexeme.lower not in ("-", "–"):
            previous = float(number if number is not None else 100)
            found.append(Numeral(position + 1, total + part, "number"))
        position += 1
    return found[1:] if len(found) > 1 else []


def _spelled_year(lexemes: Sequence[Lexeme], at: int, century: int) -> list[Numeral]:
    """ "nineteen ninety-six": the tens at `at`."""
    value, end = lexemes[at].classes["number"], at + 1
    if value >= 20 and end + 1 < len(lexemes) and lexemes[end].lower == "-":
        ones = lexemes[end + 1].classes.get("number", 0)
        if 0 < ones < 10:
            value, end = value + ones, end + 2
    elif value >= 20 and end < len(lexemes) and 0 < lexemes[end].classes.get("number", 0) < 10:
        value, end = value + lexemes[end].classes["number"], end + 1
    return [Numeral(end, century * 100 + value, "year")]
