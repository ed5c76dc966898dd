"""Text into typed lexemes: words, numbers and marks with their word classes. No parser, no language in code.

Word classes come from a language's lexicon (`[month] january = 1`). Numbers in digits and in words are read here, since
their arithmetic is the same everywhere; the words for them are the lexicon's (`[number] forty = 40`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from dateline.languages import word_classes
from dateline.text.errors import BadRules

Value = Any  # what a word class says of its word: a number, a code or a list of numbers
# Longest digit run read as a number: int() of thousands of digits is quadratic, and no news counts beyond this.
DIGITS = 15
_WORD = re.compile(
    r"\d{4}-\d\d-\d\d(?!\d)"  # ISO day
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"  # day and month in numbers
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"  # clock
    r"|['’]?\d{2,4}['’]?s\b"  # decade: 1990s, '80s
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|\d+(?:st|nd|rd|th)\b|\d+"
    r"|[^\W\d_](?:\.[^\W\d_])+\.?"  # a.m., U.S.
    r"|[^\W\d_]+|[^\w\s]|_"
    r"|\n[^\S\n]*\n"  # a blank line: nothing is read across it
)


@dataclass(slots=True)
class Lexeme:
    """A word, number or mark. `classes` maps a word class to the value of this word in it."""

    start: int
    end: int
    lower: str
    capital: bool
    classes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word classes of one language: word -> ((class, value), ...). `capital` are classes whose words must be capitalised."""

    words: dict[str, tuple[tuple[str, Value], ...]]
    classes: frozenset[str]
    capital: frozenset[str]


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
    computed = {"number", "ordinal", "year", "day", "decade", "clock", "iso", "numeric", "two"}
    return Lexicon(
        {word: tuple(values) for word, values in words.items()},
        frozenset(tables) | computed,
        frozenset(rules.get("capital", ())),
    )


def lex(text: str, words: Lexicon) -> list[Lexeme]:
    """All lexemes of the text, in order; linear in its length."""
    found: list[Lexeme] = []
    for match in _WORD.finditer(text):
        raw = match.group()
        lower = raw.lower()
        lexeme = Lexeme(match.start(), match.end(), lower, raw[:1].isupper())
        if raw[0].isdigit() or (raw[0] in "'’" and len(raw) > 1):
            _number(raw, lexeme)
        else:
            for name, value in words.words.get(lower, ()):
                if name not in words.capital or lexeme.capital:
                    lexeme.classes[name] = value
        found.append(lexeme)
    return found


def _number(raw: str, lexeme: Lexeme) -> None:
    classes = lexeme.classes
    if "-" in raw:
        classes["iso"] = tuple(int(part) for part in raw.split("-"))
    elif "/" in raw or raw.count(".") == 2:
        classes["numeric"] = tuple(int(part) for part in re.split(r"[/.]", raw))
    elif ":" in raw:
        classes["clock"] = tuple(int(part) for part in raw.split(":"))
    elif raw[-1] == "s" and len(raw.strip("'’s")) in (2, 4):
        digits = raw.strip("'’s")
        if digits[-1] == "0":
            classes["decade"] = int(digits)
    elif raw[-1].isalpha():
        if len(raw) < 5:
            classes["ordinal"] = int(raw[:-2])
    elif len(raw) <= DIGITS:
        if "." in raw:
            classes["number"] = float(raw)
            return
        value = int(raw.replace(",", ""))
        classes["number"] = value
        if "," not in raw:
            if len(raw) == 4:
                classes["year"] = value
            elif len(raw) == 2:
                classes["two"] = value
            if 1 <= value <= 31 and len(raw) <= 2:
                classes["day"] = value


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that ends before lexeme `end`; `kind` is number, ordinal or year."""

    end: int
    value: float
    kind: str


def numerals(lexemes: list[Lexeme], at: int) -> list[Numeral]:
    """The numbers that begin at a lexeme, longest first: "twenty-four", "two and a half", "2 1/2", "nineteen ninety-six"."""
    first = lexemes[at].classes
    if "number" not in first and "ordinal" not in first:
        return []
    found = [Numeral(at + 1, first[kind], kind) for kind in ("number", "ordinal", "year") if kind in first]
    if "number" not in first:
        return found
    if lexemes[at].lower[0].isdigit():
        found += _after_digits(lexemes, at)
    else:
        found += _in_words(lexemes, at)
    return sorted(found, key=lambda numeral: -numeral.end)


def _after_digits(lexemes: list[Lexeme], at: int) -> list[Numeral]:
    """ "2 1/2" and "3 million"."""
    value = lexemes[at].classes["number"]
    if at + 3 < len(lexemes) and lexemes[at + 2].lower == "/":
        over, under = lexemes[at + 1].classes.get("number"), lexemes[at + 3].classes.get("number")
        if isinstance(over, int) and isinstance(under, int) and 0 < over < under < 10:
            return [Numeral(at + 4, value + over / under, "number")]
    if at + 1 < len(lexemes) and "scale" in lexemes[at + 1].classes:
        return [Numeral(at + 2, value * lexemes[at + 1].classes["scale"], "number")]
    return []


def _in_words(lexemes: list[Lexeme], at: int) -> list[Numeral]:
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


def _spelled_year(lexemes: list[Lexeme], at: int, century: int) -> list[Numeral]:
    """ "nineteen ninety-six": the tens at `at`."""
    value, end = lexemes[at].classes["number"], at + 1
    if value >= 20 and end + 1 < len(lexemes) and lexemes[end].lower == "-":
        ones = lexemes[end + 1].classes.get("number", 0)
        if 0 < ones < 10:
            value, end = value + ones, end + 2
    elif value >= 20 and end < len(lexemes) and 0 < lexemes[end].classes.get("number", 0) < 10:
        value, end = value + lexemes[end].classes["number"], end + 1
    return [Numeral(end, century * 100 + value, "year")]
