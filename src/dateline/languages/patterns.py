"""The patterns of rules, as written and as they are followed: step by step, each part looked into only when a text comes there.

A pattern of ten optional parts stands for a thousand sequences, and a text follows few of them. So none is written out:
what is left of a pattern behind a step is itself a pattern (its derivative, Brzozowski 1964), found when the step is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dateline.languages import Entry

# A mark, a word, a slot with its name, or what is none of these; as tuples, for 700 patterns are read at every start.
_PART = re.compile(r"([\[\]()|~])|([^\s\[\](){}|~]+)|\{(\w+)(?::(\w+))?\}|(\S)")
_CLOSING = {"(": ")", "[": "]"}


class Symbol(NamedTuple):
    """One step of a pattern: a word, or a slot ("{month}") with a name; `context` steps are not part of the finding.

    `key` is how a `Readable` names it; no word of a text looks like a slot.
    """

    key: str
    name: str = ""
    context: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; `optional` where it may be missing."""

    sequences: tuple[Sequence, ...]
    optional: bool


Sequence = tuple[Symbol | Choice, ...]
_Part = tuple[str, str, str, str, str]


class Rest(NamedTuple):
    """What is left of a pattern: a part, and what is left behind it; None where nothing is."""

    part: Symbol | Choice
    behind: Rest | None


def rest_of(sequence: Sequence, behind: Rest | None = None) -> Rest | None:
    """The sequence as what is left, before what stands behind it."""
    for part in reversed(sequence):
        behind = Rest(part, behind)
    return behind


def steps(rest: Rest | None) -> Iterator[tuple[Symbol, Rest | None]]:
    """The symbols that what is left may go on with, and what is then left; what is written first comes first."""
    while rest is not None:
        part, behind = rest
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
        part, rest = rest
        if isinstance(part, Symbol):
            return False
        if not part.optional:
            return any(may_end(rest_of(sequence, rest)) for sequence in part.sequences)
    return True


def symbols(sequence: Sequence) -> Iterator[Symbol]:
    """All symbols of a sequence, as they are written."""
    for part in sequence:
        if isinstance(part, Symbol):
            yield part
        else:
            for inside in part.sequences:
                yield from symbols(inside)


def parse(text: str, entry: Entry) -> Sequence:
    """The pattern as a sequence; BadRules says what is wrong with it."""
    parts: list[_Part] = _PART.findall(text)
    if any(odd for *_, odd in parts):
        raise entry.refuse(f"cannot read pattern {text!r}")
    sequences, stop = _sequences(parts, 0, entry, context=False)
    if stop != len(parts):
        raise entry.refuse(f"pattern {text!r} closes a bracket that was never opened")
    pattern = sequences[0] if len(sequences) == 1 else (Choice(sequences, optional=False),)
    if all(symbol.context for symbol in symbols(pattern)):
        raise entry.refuse(f"pattern {text!r} finds nothing")
    return pattern


def _sequences(parts: list[_Part], at: int, entry: Entry, *, context: bool) -> tuple[tuple[Sequence, ...], int]:
    """The sequences up to the closing bracket at this depth, bars between them, and where it stands."""
    done: list[Sequence] = []
    now: list[Symbol | Choice] = []
    behind_tilde = False
    while at < len(parts):
        mark, word, slot, name, _ = parts[at]
        if word:
            now.append(Symbol(word.lower(), "", context or behind_tilde))
        elif slot:
            now.append(Symbol(f"{{{slot}}}", name or slot, context or behind_tilde))
        elif mark == "|":
            done.append(tuple(now))
            now = []
        elif mark in _CLOSING:
            inside, at = _sequences(parts, at + 1, entry, context=context or behind_tilde)
            if at >= len(parts) or parts[at][0] != _CLOSING[mark]:
                raise entry.refuse(f"pattern {entry.values['pattern']!r} leaves a bracket open")
            now.append(Choice(inside, optional=mark == "["))
        elif mark != "~":
            break
        behind_tilde = mark == "~"
        at += 1
    return (*done, tuple(now)), at
