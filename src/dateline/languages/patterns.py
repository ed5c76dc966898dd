"""The patterns of rules, as written and as they are followed: step by step, each part looked into only when a text comes there.

A pattern of ten optional parts stands for a thousand sequences, and a text follows few of them. So none is written out:
what is left of a pattern behind a step is itself a pattern (its derivative, Brzozowski 1964), found when the step is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from dateline.languages import Entry
from dateline.languages.built import patterns_of

# Brackets with no others in them, a mark, a word, a slot with its name, or what is none of these. As tuples, for 700 patterns
# are read at every start; and brackets as one part, since the same ones stand in many patterns and need be read only once.
_PART = re.compile(r"(\[[^\[\]()]*\]|\([^\[\]()]*\))|([\[\]()|~])|([^\s\[\](){}|~]+)|\{(\w+)(?::(\w+))?\}|(\S)")
_CLOSING = {"(": ")", "[": "]"}


class Symbol(NamedTuple):
    """One step of a pattern: a word, or a slot ("{month}") with a name; `context` steps are not part of the finding.

    `key` is how a `Readable` names it; no word of a text looks like a slot.
    """

    key: str
    name: str = ""
    context: bool = False


class Choice(NamedTuple):
    """One of several sequences; `optional` where it may be missing."""

    sequences: tuple[Sequence, ...]
    optional: bool


Sequence = tuple[Symbol | Choice, ...]
_Part = tuple[str, str, str, str, str, str]


class Rest(NamedTuple):
    """What is left of a pattern: its parts from `at` on, and what is left behind them; None where nothing is."""

    sequence: Sequence
    at: int
    behind: Rest | None


def rest_of(sequence: Sequence, behind: Rest | None = None) -> Rest | None:
    """The sequence as what is left, before what stands behind it."""
    return Rest(sequence, 0, behind) if sequence else behind


def _behind(rest: Rest) -> Rest | None:
    """What is left behind the first part."""
    sequence, at, behind = rest
    return Rest(sequence, at + 1, behind) if at + 1 < len(sequence) else behind


def steps(rest: Rest | None) -> Iterator[tuple[Symbol, Rest | None]]:
    """The symbols that what is left may go on with, and what is then left; what is written first comes first."""
    while rest is not None:
        part, behind = rest.sequence[rest.at], _behind(rest)
        if isinstance(part, Symbol):
            yield part, behind
            return
        for sequence in part.sequences:
            yield from steps(rest_of(sequence, behind))
        if not part.optional:
            return
        rest = behind


def may_end(rest: Rest | None) -> bool:
    """Nothing need follow."""
    while rest is not None:
        part, rest = rest.sequence[rest.at], _behind(rest)
        if isinstance(part, Symbol):
            return False
        if not part.optional:
            return any(may_end(rest_of(sequence, rest)) for sequence in part.sequences)
    return True


def symbols(parts: Iterable[Symbol | Choice]) -> Iterator[Symbol]:
    """All symbols of a sequence or of other parts, as they are written."""
    for part in parts:
        if isinstance(part, Symbol):
            yield part
        else:
            for inside in part.sequences:
                yield from symbols(inside)


def parse(text: str, entry: Entry) -> Sequence:
    """The pattern as a sequence; BadRules says what is wrong with it."""
    parts: list[_Part] = _PART.findall(text)
    try:
        sequences, stop = _sequences(parts, 0, context=False)
    except ValueError as error:
        raise entry.refuse(f"cannot read pattern {text!r}: {error}") from error
    if stop != len(parts):
        raise entry.refuse(f"pattern {text!r} closes a bracket that was never opened")
    pattern = sequences[0] if len(sequences) == 1 else (Choice(sequences, optional=False),)
    if all(symbol.context for symbol in symbols(pattern)):
        raise entry.refuse(f"pattern {text!r} finds nothing")
    return pattern


def _sequences(parts: list[_Part], at: int, *, context: bool) -> tuple[tuple[Sequence, ...], int]:
    """The sequences up to the closing bracket at this depth, bars between them, and where it stands."""
    done: list[Sequence] = []
    now: list[Symbol | Choice] = []
    behind_tilde = False
    while at < len(parts):
        brackets, mark, word, slot, name, odd = parts[at]
        if word or slot:
            now.append(_symbol(word, slot, name, context or behind_tilde))
        elif brackets:
            now.append(_choice(brackets, context or behind_tilde))
        elif mark == "|":
            done.append(tuple(now))
            now = []
        elif mark in _CLOSING:
            inside, at = _sequences(parts, at + 1, context=context or behind_tilde)
            if at >= len(parts) or parts[at][1] != _CLOSING[mark]:
                raise ValueError("it leaves a bracket open")
            now.append(Choice(inside, optional=mark == "["))
        elif odd:
            raise ValueError(f"{odd!r} opens or closes no slot such as {{year}}")
        elif mark != "~":
            break
        behind_tilde = mark == "~"
        at += 1
    return (*done, tuple(now)), at


@lru_cache(maxsize=4096)
def _symbol(word: str, slot: str, name: str, context: bool) -> Symbol:
    return Symbol(word.lower(), "", context) if word else Symbol(f"{{{slot}}}", name or slot, context)


@lru_cache(maxsize=4096)
def _choice(brackets: str, context: bool) -> Choice:
    """What stands in brackets that hold no others."""
    inside, _ = _sequences(_PART.findall(brackets[1:-1]), 0, context=context)
    return Choice(inside, optional=brackets[0] == "[")


@lru_cache(maxsize=8)
def ahead(code: str) -> Mapping[str, Sequence]:
    """The patterns of a language that were parsed when it was built, by their text: just what `parse` gives, 8 ms sooner."""
    told, parts = patterns_of(code), list[Symbol | Choice]()
    try:
        for row in told.get("parts", ()):
            if isinstance(row[0], str):
                parts.append(Symbol(*row))
            else:
                parts.append(Choice(tuple([tuple([parts[number] for number in each]) for each in row[0]]), row[1]))
        return {text: tuple([parts[each] for each in numbers]) for text, numbers in told.get("patterns", {}).items()}
    except (TypeError, LookupError, AttributeError):  # cut short or mended by hand
        return {}


def table(sequences: Mapping[str, Sequence]) -> dict[str, Any]:
    """Patterns as `ahead` reads them: each part once, those inside it before it, and the patterns as numbers of parts."""
    numbers: dict[Symbol | Choice, int] = {}
    rows: list[Any] = []

    def number(part: Symbol | Choice) -> int:
        if part not in numbers:
            row: list[Any] = list(part)
            if isinstance(part, Choice):
                row[0] = [[number(each) for each in sequence] for sequence in part.sequences]
            rows.append(row)
            numbers[part] = len(rows) - 1
        return numbers[part]

    told = {text: [number(part) for part in sequence] for text, sequence in sequences.items()}
    return {"parts": rows, "patterns": told}
