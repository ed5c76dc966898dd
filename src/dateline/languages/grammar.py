"""Rules over typed lexemes: read from TOML, compiled into one matcher, composed from right to left.

A pattern is written in words and slots:
    {month} {day} [,] {year}      slots by word class; [..] may be missing; (a|b) is one of several
    {number} {unit} ago           other words stand for themselves, in lower case
    ~in {year}                    a word after ~ must be there but is not part of what is found
    {month:a} to {month:b}        a slot may be named, where a class stands twice
    two days after {time}         {time} is what another rule found there

Note: composition. The text is read from its last lexeme to its first. A chart holds what is readable at each lexeme behind:
its word, its classes, the numbers and the times that begin there. All rules are tried at once along one trie, whose steps
have the names that the chart uses, and a step is taken only where the chart lets the next one follow. Rules that begin with
{time} extend what was just found, at most twice. So every lexeme is visited once, and most are left at their first look.
The trie grows as texts come to its nodes (see `patterns.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from dateline.languages import Entry, entries, nearest, patterns
from dateline.languages.lexemes import (
    COUNTED,
    Lexeme,
    Lexemes,
    Lexicon,
    Readable,
    Value,
    Vocabulary,
    lex,
    lexicon,
    numerals,
)
from dateline.languages.patterns import Rest, rest_of

# Each is explained in docs/rules.md; a test holds that.
KEYS = frozenset({
    "name", "pattern", "means", "examples", "anchor", "backward", "offset", "unit", "mod", "value", "inclusive", "which", "ordinal", "grain",
    "not_before", "not_after", "outside_timex", "country", "otherwise", "mostly",
})  # fmt: skip
# Terms inside terms: "the end of the first week of the spring of 1916" has three, and a text may have thousands.
DEEPEST = 3
_READABLE, _SECONDS = attrgetter("readable"), attrgetter("seconds")
KEPT = 2  # readings kept of one start, longest first: a longer one may fail to resolve


class Rule(NamedTuple):
    """One rule: id, patterns, meaning and what the meaning needs to know. `order` is its place in the files."""

    id: str
    means: str
    options: dict[str, Any]
    patterns: tuple[patterns.Sequence, ...]
    order: int
    examples: tuple[dict[str, Any], ...]

    def beginnings(self) -> set[str]:
        """The words and slots that its patterns may begin with."""
        return {symbol.key for pattern in self.patterns for symbol, _ in patterns.steps(rest_of(pattern))}


class Term(NamedTuple):
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


class _Node:
    """What the patterns read so far go on with: for a word or slot, slot names, whether it is context, and the next nodes.

    `next` are these words and slots, `rules` those whose patterns may end here. It is worked out by `open`, when a text first comes there: a short text
    comes to few of the ten thousand nodes.
    """

    __slots__ = ("_rests", "closed", "next", "rules", "steps")

    def __init__(self, rests: Sequence[tuple[Rule, Rest | None]]) -> None:
        self.closed = True
        self.rules: list[Rule] = []
        self.steps: dict[str, list[tuple[str, bool, _Node]]] = {}
        self.next: frozenset[str] = frozenset()
        self._rests = rests

    def open(self) -> _Node:
        """The same node with its rules and steps worked out."""
        if self.closed:
            grouped: dict[str, dict[tuple[str, bool], list[tuple[Rule, Rest | None]]]] = {}
            for rule, rest in self._rests:
                for (key, name, context), left in patterns.steps(rest):
                    grouped.setdefault(key, {}).setdefault((name, context), []).append((rule, left))
            self.rules = list({rule.order: rule for rule, rest in self._rests if patterns.may_end(rest)}.values())
            self.steps = {key: [(*step, _Node(rests)) for step, rests in ways.items()] for key, ways in grouped.items()}
            self.next, self.closed, self._rests = frozenset(grouped), False, ()
        return self


class _Seconds(dict[str, frozenset[str] | None]):
    """What must be readable behind the first lexeme of a pattern; None where it may stand alone or be several."""

    def __init__(self, root: _Node) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, first: str) -> frozenset[str] | None:
        nodes = [node.open() for _, _, node in self._root.steps.get(first, ())]
        alone = first in COUNTED or any(node.rules for node in nodes)
        self[first] = seconds = None if alone else frozenset().union(*(node.next for node in nodes))
        return seconds

    def of(self, readable: Iterable[str]) -> frozenset[str] | None:
        """What must be readable behind a lexeme that can be read in these ways."""
        found: frozenset[str] = frozenset()
        for first in readable:
            seconds = self[first]
            if seconds is None:
                return None
            found = found | seconds if found else seconds
        return found


class _Fill(NamedTuple):
    """A filled slot, its lexemes, and the slot filled before it."""

    before: _Fill | None
    name: str
    value: Value
    first: int
    stop: int


class Grammar:
    """The compiled rules of one part of a language."""

    def __init__(self, rules: Sequence[Rule], words: Lexicon) -> None:
        self.rules = tuple(rules)
        self.words = words
        every = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._root = _Node([(rule, rest_of(pattern)) for rule, pattern in every]).open()
        self._extending = _Node(()).open()
        self._extending.steps["{time}"] = self._root.steps.pop("{time}", [])
        parts = {id(part): part for _, pattern in every for part in pattern}.values()  # most stand in many patterns
        self.asked = {symbol.key for symbol in patterns.symbols(parts)}
        self._vocabulary = Vocabulary(words, self.asked | COUNTED, _Seconds(self._root).of)

    def beginnings(self) -> set[str]:
        """The words and slots that some pattern may begin with."""
        return self._root.steps.keys() | self._extending.steps.keys()

    def read(self, text: str) -> tuple[Lexemes, list[Term]]:
        """The lexemes of the text and every term in it; `choose` picks among terms that overlap."""
        lexemes = lex(text, self._vocabulary)
        chart = [*map(_READABLE, lexemes), {}]
        every: list[Term] = []
        for at, seconds in zip(range(len(lexemes) - 1, -1, -1), map(_SECONDS, reversed(lexemes)), strict=True):
            # It rules out most of the words that begin many patterns: "the", "of", "to".
            if seconds is not None and (not seconds or seconds.isdisjoint(chart[at + 1])):
                continue
            if "{number}" in chart[at]:
                chart[at] = numerals(lexemes, at)
            if terms := _match(self._root, lexemes, chart, at):
                every += self._extended(terms, lexemes, chart, at)
        return lexemes, every

    def _extended(self, terms: list[Term], lexemes: Lexemes, chart: list[Readable], at: int) -> list[Term]:
        """The terms and those that begin with them; the best are put in the chart."""
        readable = chart[at]
        kept = _best([term for term in terms if term.cue == term.first])
        chart[at] = _with_times(readable, at, kept)
        for _ in range(2):
            longer = _match(self._extending, lexemes, chart, at)
            if not longer:
                break
            terms = [*terms, *longer]
            kept = _best([*kept, *longer])
            chart[at] = _with_times(readable, at, kept)
        return terms


def _with_times(readable: Readable, at: int, terms: Iterable[Term]) -> Readable:
    return {**readable, "{time}": [(term.stop - at, term) for term in terms if term.depth < DEEPEST]}


def _match(root: _Node, lexemes: Lexemes, chart: list[Readable], start: int) -> list[Term]:
    """Every term that the patterns under the root read from a lexeme on, depth first."""
    found: list[Term] = []
    open_: list[tuple[_Node, int, _Fill | None, int, int]] = [(root, start, None, -1, -1)]
    while open_:
        node, at, filled, first, last = open_.pop()
        if first >= 0:
            for rule in node.rules:
                if _allowed(rule, lexemes, first, last):
                    found.append(_term(rule, lexemes, filled, (start, first, last, at)))
        steps = node.steps
        for key, fillers in chart[at].items():
            if key not in steps:
                continue
            for name, context, following in steps[key]:
                if following.closed:
                    following.open()
                for length, value in fillers:
                    end = at + length
                    if following.rules or not following.next.isdisjoint(chart[end]):
                        fill = _Fill(filled, name, value, at, end) if name else filled
                        spot = (first, last) if context else (first if first >= 0 else at, end - 1)
                        open_.append((following, end, fill, *spot))
    return found


def _term(rule: Rule, lexemes: Lexemes, filled: _Fill | None, spot: tuple[int, int, int, int]) -> Term:
    fills: list[_Fill] = []
    while filled is not None:
        fills.append(filled)
        filled = filled.before
    fills.reverse()
    slots = {fill.name: fill.value for fill in fills}
    spots = {fill.name: (lexemes.starts[fill.first], lexemes.ends[fill.stop - 1]) for fill in fills}
    depth = max([each.depth + 1 for each in slots.values() if isinstance(each, Term)], default=0)
    cue, first, last, stop = spot
    return Term(rule, slots, lexemes.starts[first], lexemes.ends[last], cue, first, stop, spots, depth)


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
    told = list(entries(code, part, *more))
    built = patterns.ahead(code)
    compiled = Grammar([_rule(entry, order, built) for order, entry in enumerate(told)], words)
    _check_slots(compiled, told)
    _check_beginnings(compiled, told)
    return compiled


def _rule(entry: Entry, order: int, built: Mapping[str, patterns.Sequence]) -> Rule:
    if entry.kind != "rule":
        raise entry.refuse(f"a table of a grammar is [[rule]], not [[{entry.kind}]]")
    entry.require(KEYS, frozenset({"name", "pattern", "means", "examples"}))
    if not entry.values["examples"]:
        raise entry.refuse("a rule needs at least one example")
    told = tuple([built.get(text) or patterns.parse(text, entry) for text in _texts(entry)])
    options = {key: value for key, value in entry.values.items() if key not in ("name", "pattern", "means", "examples")}
    return Rule(entry.id, entry.values["means"], options, told, order, tuple(entry.values["examples"]))


def _texts(entry: Entry) -> list[str]:
    texts = entry.values["pattern"]
    return [texts] if isinstance(texts, str) else texts


def parsed(code: str, part: str) -> dict[str, patterns.Sequence]:
    """The patterns of a part of a language by their text, each parsed anew: what is built ahead is made of it."""
    return {text: patterns.parse(text, entry) for entry in entries(code, part) for text in _texts(entry)}


def _check_slots(compiled: Grammar, told: Sequence[Entry]) -> None:
    """Every slot is a word class. All are looked at in one step, since this is done at every start."""
    known = compiled.words.classes | {"time"}
    strange = {key for key in compiled.asked if key[0] == "{" and key[1:-1] not in known}
    for rule in compiled.rules if strange else ():
        for symbol in (symbol for pattern in rule.patterns for symbol in patterns.symbols(pattern)):
            if symbol.key in strange:
                near = nearest(symbol.key[1:-1], known)
                hint = f"did you mean {{{near}}}?" if near else f"there are: {', '.join(sorted(known))}"
                raise told[rule.order].refuse(f"slot {symbol.key} is no word class of lexicon.toml ({hint})")


def _check_beginnings(compiled: Grammar, told: Sequence[Entry]) -> None:
    """A time that begins with a mark would be looked for at every full stop."""
    for key in compiled.beginnings():
        if not any(map(str.isalnum, key)):
            rule = next(rule for rule in compiled.rules if key in rule.beginnings())
            raise told[rule.order].refuse(
                f"a pattern may not begin with {key!r}; write [word [{key}]] for what may be missing"
            )
