"""Rules over typed lexemes: read from TOML, compiled into one matcher, composed from right to left.

A pattern is written in words and slots:
    {month} {day} [,] {year}      slots by word class; [..] may be missing; (a|b) is one of several
    {number} {unit} ago           other words stand for themselves, in lower case
    ~in {year}                    a word after ~ must be there but is not part of what is found
    {month:a} to {month:b}        a slot may be named, where a class stands twice
    two days after {time}         {time} is what another rule found there

Note: composition. The text is read from its last lexeme to its first; at each, all rules are tried at once along one
trie. A {time} slot looks up what begins there, which is known already. Rules that begin with {time} extend what was
just found, at most twice. So every lexeme is visited once and no rule runs where its first word is missing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.languages import Entry, entries
from dateline.languages.lexemes import Lexeme, Lexicon, Value, lex, lexicon, numerals

# Each is explained in docs/rules.md; a test holds that.
KEYS = frozenset({
    "name", "pattern", "means", "examples", "anchor", "backward", "offset", "unit", "mod", "value", "inclusive", "which",
    "not_before", "not_after", "outside_timex",
})  # fmt: skip
# Terms inside terms: "the end of the first week of the spring of 1916" has three, and a text may have thousands.
DEEPEST = 3
KEPT = 2  # readings kept of one start, longest first: a longer one may fail to resolve
_PART = re.compile(r"\{(?P<slot>\w+)(?::(?P<name>\w+))?\}|(?P<mark>[\[\]()|~])|(?P<word>[^\s\[\](){}|~]+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: id, patterns, meaning and what the meaning needs to know. `order` is its place in the files."""

    id: str
    means: str
    options: dict[str, Any]
    patterns: tuple[tuple[Symbol, ...], ...]
    order: int
    examples: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """One step of a pattern: a word, or a slot (word class) with a name; `context` steps are not part of the finding."""

    word: str = ""
    slot: str = ""
    name: str = ""
    context: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """What the words mean, before any date is known: a rule and its filled slots. `start` and `end` are character offsets.

    In lexemes it spans [cue, stop), context included, and begins itself at `first`. `depth` counts the terms inside terms,
    `spots` has the offsets of each slot's words.
    """

    rule: Rule
    slots: dict[str, Value]
    start: int
    end: int
    cue: int
    first: int
    stop: int
    spots: dict[str, tuple[int, int]]
    depth: int = 0

    def inner(self) -> Iterator[Term]:
        """The terms that fill its {time} slots."""
        for value in self.slots.values():
            if isinstance(value, Term):
                yield value


_Slots = dict[str, tuple[Value, int, int]]  # value, first lexeme, lexeme behind


@dataclass(slots=True)
class _Node:
    words: dict[tuple[str, bool], _Node] = field(default_factory=dict)
    slots: dict[tuple[str, str, bool], _Node] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


class Grammar:
    """The compiled rules of one part of a language."""

    def __init__(self, rules: Sequence[Rule], words: Lexicon) -> None:
        self.rules = tuple(rules)
        self.words = words
        self._root, self._extending = _Node(), _Node()
        for rule in rules:
            for pattern in rule.patterns:
                node = self._extending if pattern[0].slot == "time" else self._root
                for symbol in pattern:
                    key = (symbol.slot, symbol.name, symbol.context)
                    if symbol.slot:
                        node = node.slots.setdefault(key, _Node())
                    else:
                        node = node.words.setdefault((symbol.word, symbol.context), _Node())
                node.rules.append(rule)
        self._first_words = {word for word, _ in self._root.words}
        self._first_slots = {slot for slot, _, _ in self._root.slots}

    def read(self, text: str) -> tuple[list[Lexeme], list[Term]]:
        """The lexemes of the text and every term in it; `choose` picks among terms that overlap."""
        lexemes = lex(text, self.words)
        chart: list[list[Term]] = [[] for _ in range(len(lexemes) + 1)]
        every: list[Term] = []
        for at in range(len(lexemes) - 1, -1, -1):
            lexeme = lexemes[at]
            if lexeme.lower not in self._first_words and self._first_slots.isdisjoint(lexeme.classes):
                continue
            terms = list(self._match(self._root, lexemes, chart, at))
            chart[at] = _best([term for term in terms if term.cue == term.first])
            for _ in range(2):
                longer = list(self._match(self._extending, lexemes, chart, at))
                if not longer:
                    break
                terms += longer
                chart[at] = _best([*chart[at], *longer])
            every += terms
        return lexemes, every

    def _match(self, root: _Node, lexemes: list[Lexeme], chart: list[list[Term]], start: int) -> Iterator[Term]:
        open_: list[tuple[_Node, int, _Slots, int, int]] = [(root, start, {}, -1, -1)]
        while open_:
            node, at, filled, first, last = open_.pop()
            for rule in node.rules:
                if first >= 0 and _allowed(rule, lexemes, first, last):
                    slots = {name: value for name, (value, _, _) in filled.items()}
                    spots = {name: (lexemes[a].start, lexemes[b - 1].end) for name, (_, a, b) in filled.items()}
                    depth = max((each.depth + 1 for each in slots.values() if isinstance(each, Term)), default=0)
                    yield Term(rule, slots, lexemes[first].start, lexemes[last].end, start, first, at, spots, depth)
            if at >= len(lexemes):
                continue
            lexeme = lexemes[at]
            if node.words:
                for context in (False, True):
                    following = node.words.get((lexeme.lower, context))
                    if following is not None:
                        spot = (first, last) if context else (first if first >= 0 else at, at)
                        open_.append((following, at + 1, filled, *spot))
            for (slot, name, context), following in node.slots.items():
                for end, value in _fillers(slot, lexemes, chart, at):
                    spot = (first, last) if context else (first if first >= 0 else at, end - 1)
                    open_.append((following, end, {**filled, name: (value, at, end)}, *spot))


def _fillers(slot: str, lexemes: list[Lexeme], chart: list[list[Term]], at: int) -> Iterator[tuple[int, Value]]:
    """What can fill a slot at a lexeme: (next lexeme, value)."""
    if slot == "time":
        for term in chart[at]:
            if term.depth < DEEPEST:
                yield term.stop, term
    elif slot in ("number", "ordinal", "year"):
        for numeral in numerals(lexemes, at):
            if numeral.kind == slot:
                yield numeral.end, numeral.value
    elif slot in lexemes[at].classes:
        yield at + 1, lexemes[at].classes[slot]


def _allowed(rule: Rule, lexemes: list[Lexeme], first: int, last: int) -> bool:
    """The rule's neighbours forbid nothing."""
    before = rule.options.get("not_after")
    if before and first > 0 and lexemes[first - 1].lower in before:
        return False
    after = rule.options.get("not_before")
    return not (after and last + 1 < len(lexemes) and lexemes[last + 1].lower in after)


def _best(terms: list[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: (-term.stop, term.rule.order))[:KEPT]


def choose(terms: Iterable[Term]) -> list[Term]:
    """The longest first, with more context first among equals, none overlapping; in text order."""
    taken: list[Term] = []
    covered: set[int] = set()
    for term in sorted(terms, key=lambda term: (term.start - term.end, term.cue - term.stop, term.rule.order)):
        lexemes = range(term.first, term.stop)
        if covered.isdisjoint(lexemes):
            covered.update(lexemes)
            taken.append(term)
    return sorted(taken, key=lambda term: term.start)


@lru_cache(maxsize=8)
def grammar(code: str, part: str, *more: Path) -> Grammar:
    """The compiled rules of one part of a language ("en", "times"), users' folders read after ours; BadRules for mistakes."""
    words = lexicon(code)
    return Grammar([_rule(entry, words, order) for order, entry in enumerate(entries(code, part, *more))], words)


def _rule(entry: Entry, words: Lexicon, order: int) -> Rule:
    if entry.kind != "rule":
        raise entry.refuse(f"a table of a grammar is [[rule]], not [[{entry.kind}]]")
    entry.require(KEYS, frozenset({"name", "pattern", "means", "examples"}))
    if not entry.values["examples"]:
        raise entry.refuse("a rule needs at least one example")
    texts = entry.values["pattern"]
    patterns = [
        tuple(sequence) for text in ([texts] if isinstance(texts, str) else texts) for sequence in _expand(text, entry)
    ]
    known = words.classes | {"time"}
    for symbol in (symbol for pattern in patterns for symbol in pattern if symbol.slot):
        if symbol.slot not in known:
            near = difflib.get_close_matches(symbol.slot, known, 1)
            hint = f"did you mean {{{near[0]}}}?" if near else f"there are: {', '.join(sorted(known))}"
            raise entry.refuse(f"slot {{{symbol.slot}}} is no word class of lexicon.toml ({hint})")
    options = {key: value for key, value in entry.values.items() if key not in ("name", "pattern", "means", "examples")}
    return Rule(entry.id, entry.values["means"], options, tuple(patterns), order, tuple(entry.values["examples"]))


def _expand(text: str, entry: Entry) -> list[list[Symbol]]:
    """All linear sequences of a pattern: optional parts left out and put in, alternatives one by one."""
    parts = list(_PART.finditer(text))
    if re.sub(r"\s", "", "".join(part.group() for part in parts)) != re.sub(r"\s", "", text):
        raise entry.refuse(f"cannot read pattern {text!r}")
    sequences, rest = _sequence(parts, 0, entry)
    if rest != len(parts):
        raise entry.refuse(f"pattern {text!r} closes a bracket that was never opened")
    found = [sequence for sequence in sequences if sequence]
    if not any(not symbol.context for sequence in found for symbol in sequence):
        raise entry.refuse(f"pattern {text!r} finds nothing")
    return found


def _sequence(parts: list[re.Match[str]], at: int, entry: Entry) -> tuple[list[list[Symbol]], int]:
    """The sequences up to the closing bracket or bar at this depth, and where it stands."""
    done: list[list[Symbol]] = []
    now: list[list[Symbol]] = [[]]
    context = False
    while at < len(parts):
        part = parts[at]
        mark = part["mark"]
        if mark in (")", "]"):
            break
        if mark == "|":
            done, now = done + now, [[]]
        elif mark == "~":
            context = True
            at += 1
            continue
        elif mark:
            inside, at = _sequence(parts, at + 1, entry)
            if at >= len(parts) or parts[at]["mark"] != {"(": ")", "[": "]"}[mark]:
                raise entry.refuse(f"pattern {entry.values['pattern']!r} leaves a bracket open")
            if context:
                inside = [[Symbol(s.word, s.slot, s.name, True) for s in sequence] for sequence in inside]
            now = [left + right for left in now for right in [*inside, *([[]] if mark == "[" else [])]]
        else:
            slot = part["slot"] or ""
            symbol = Symbol((part["word"] or "").lower(), slot, part["name"] or slot, context)
            now = [[*left, symbol] for left in now]
        context = False
        at += 1
    return done + now, at
