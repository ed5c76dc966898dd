"""A statement in the making: what the parse alone tells of one cue. Quotations, speakers and chains are added to it later."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.annotate.tree import Tree
from dateline.languages.speech import SpeechWords
from dateline.text.span import Span
from dateline.text.telling import Act, Certainty, Doubt

LONGEST_SENTENCE = 400  # tokens; the longest of 411,000 characters of news has 112


@dataclass(frozen=True, slots=True)
class Draft:
    """One cue and what hangs on it. `anchor` is the position of the cue's head word, `source` and `addressee` of noun heads."""

    anchor: int
    by: str
    note: str
    cue: tuple[Span, ...]
    source: int | None = None
    source_spans: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    addressee: int | None = None
    act: Act = "statement"
    doubt: Doubt = "neutral"
    certainty: Certainty = "certain"
    negated: bool = False
    quotes: bool = False  # the cue may take a quotation
    clause: bool = False  # the content is a clause told by the cue, not a thing it is about
    unnamed: bool = False  # told on somebody's word, nobody said whose
    medium: bool = False  # the source stands between the speaker and the outlet
    within: int | None = None  # anchor of the cue that cites this source
    quoted: tuple[Span, ...] = ()  # its quotations, with the marks

    @property
    def span(self) -> Span:
        """From the first to the last character of source, cue and content."""
        parts = (*self.cue, *self.source_spans, *self.content)
        return Span(min(part.start for part in parts), max(part.end for part in parts))


@dataclass(frozen=True, slots=True)
class Sentences:
    """What every rule asks: the tree, the language's words, the tokens' words in lower case and where they start."""

    tree: Tree
    words: SpeechWords
    lower: Sequence[str]
    starts: Sequence[int]

    def range_of(self, position: int) -> range:
        """The positions of the sentence that holds the token."""
        return self.tree.sentences[self.tree.tokens[position].sentence - self.tree.tokens[0].sentence]

    def is_endless(self, position: int) -> bool:
        """The token stands in a list or garbage without full stops, whose parse says nothing and whose branches are too long to walk."""
        return len(self.range_of(position)) > LONGEST_SENTENCE

    def is_followed_by_comma(self, span: Span) -> bool:
        """The next token after the span is a comma."""
        at = bisect_left(self.starts, span.end)
        return at < len(self.starts) and self.lower[at] == ","

    def in_class(self, name: str, position: int) -> bool:
        """The token is a word of that class of clauses.toml."""
        return self.lower[position] in self.words.clauses[name]

    def is_infinitive(self, verb: int) -> bool:
        """The verb stands with "to"."""
        return any(self.tree.tokens[kid].tag == "TO" for kid in self.tree.kids[verb])

    def marked(self, verb: int, name: str) -> bool:
        """A conjunction of that class opens the verb's clause."""
        return any(self.in_class(name, kid) for kid in self.tree.children(verb, "mark"))

    def named_again(self, verb: int, named: Sequence[Span]) -> tuple[Span, ...]:
        """The pronoun by which a relative clause names its source again: "the clerk | who | said"; none that is among the named."""
        tree = self.tree
        kids = () if tree.is_passive(verb) else tree.children(verb, "nsubj")
        spans = [tree.tokens[kid].span for kid in kids if tree.tokens[kid].tag in ("WP", "WDT")]
        return tuple(span for span in spans if not any(span.overlaps(other) for other in named))

    def runs(self, positions: Iterable[int]) -> tuple[Span, ...]:
        """The positions as spans of neighbouring tokens, without marks at the ends and without runs of marks alone."""
        tokens = self.tree.tokens
        spans: list[Span] = []
        run: list[int] = []
        for position in [*sorted(set(positions)), -1]:
            if run and position != run[-1] + 1:
                while run and tokens[run[0]].pos == "PUNCT" and tokens[run[0]].text not in _OPENING:
                    run.pop(0)
                while run and tokens[run[-1]].pos == "PUNCT" and tokens[run[-1]].text not in _CLOSING:
                    run.pop()
                if any(tokens[at].pos != "PUNCT" for at in run):
                    spans.append(self.tree.span(run))
                run = []
            run.append(position)
        return tuple(spans)

    def noun_phrase(self, head: int, before: int | None = None, after: int | None = None) -> list[int]:
        """Positions of a source or addressee: title, name, apposition and all that is joined to it, on one side of the cue."""
        tree = self.tree
        found = tree.phrase_positions(head, apposition=True)
        for joined in tree.conjuncts(head)[1:]:
            found = [*found, *tree.phrase_positions(joined)]
        found += [kid for kid in tree.children(head, "preconj") if kid < head]
        first, last = min(found), max(found)
        if before is not None and first < before:
            last = min(last, before - 1)
        if after is not None and last > after:
            first = max(first, after + 1)
        while last > first and tree.tokens[last].pos in ("PUNCT", "CCONJ") and tree.tokens[last].text not in _CLOSING:
            last -= 1
        return list(range(first, last + 1))


_OPENING = frozenset("([")
_CLOSING = frozenset(")]%")
