"""A record made quick to look up: findings by id, sentences and blocks by offset, chains of sources once each.

`Record` answers the same questions by walking its tuples; a page asks them a thousand times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property

from dateline.show.inert import one_line
from dateline.text.article import Block
from dateline.text.happening import Event
from dateline.text.naming import Entity
from dateline.text.record import Finding, Record
from dateline.text.span import Span
from dateline.text.telling import Statement

SHORT = 120  # characters of a name or a role in a line; a phrase of real news is shorter
LONGEST_CHAIN = 40  # statements within statements; no real text tells more than four
LONGEST_QUOTE = 600  # characters; a longer "sentence" is a list or a page without full stops


class Index:
    """One record and where everything is in it."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.article = record.article
        self.found: dict[str, Finding] = {finding.id: finding for finding in record.findings()}
        self._chains: dict[str, tuple[Statement, ...]] = {}
        self._roots: dict[str, str] = {}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The article's blocks; the whole text as one paragraph where it has none."""
        if self.article.blocks or not self.article.text.strip():
            return self.article.blocks
        return (Block(Span(0, len(self.article.text)), "paragraph"),)

    @cached_property
    def word_count(self) -> int:
        """Words that the outlet tells, split at white space."""
        return sum(len(self.article.quote(block.span).split()) for block in self.blocks if block.kind != "boilerplate")

    def quote(self, span: Span, limit: int | None = None) -> str:
        """The words of the span in one line."""
        text = self.article.text
        return one_line(text[span.start : span.end if limit is None else min(span.end, span.start + 8 * limit)], limit)

    def words_of(self, id: str, limit: int = SHORT) -> str:
        """The words that a finding stands on, an entity's name, or the id itself where there is no such finding."""
        finding = self.found.get(id)
        if finding is None:
            return id
        return one_line(finding.name, limit) if isinstance(finding, Entity) else self.quote(finding.span, limit)

    def name(self, entity: str | None) -> str | None:
        """The entity's name as the article has it."""
        found = self.found.get(entity) if entity else None
        return one_line(found.name, SHORT) if isinstance(found, Entity) else None

    def chain(self, statement: str) -> tuple[Statement, ...]:
        """The statements from the outermost to this one; a broken, circular or endless link ends the walk."""
        if statement not in self._chains:
            walk: list[Statement] = []
            seen: set[str] = set()
            at = self.found.get(statement)
            while isinstance(at, Statement) and at.id not in seen and len(seen) < LONGEST_CHAIN:
                seen.add(at.id)
                walk.append(at)
                at = self.found.get(at.within) if at.within else None
            self._chains[statement] = tuple(reversed(walk))
        return self._chains[statement]

    @cached_property
    def event_chains(self) -> tuple[tuple[Event, ...], ...]:
        """The mentions of each event, in text order; an event that is told once is alone in its chain."""
        chains: dict[str, list[Event]] = defaultdict(list)
        for event in self.record.events:
            chains[self._root(event)].append(event)
        return tuple(tuple(chain) for chain in chains.values())

    def chain_of(self, event: Event) -> tuple[Event, ...]:
        """All mentions of the event that this one is a mention of."""
        return self._chain_by_id.get(event.id, (event,))

    @cached_property
    def _chain_by_id(self) -> dict[str, tuple[Event, ...]]:
        return {event.id: chain for chain in self.event_chains for event in chain}

    def _root(self, event: Event) -> str:
        """The first mention that the event leads to; all on the way are remembered, so a long line is walked once."""
        way: set[str] = set()
        while event.id not in self._roots and event.id not in way:
            way.add(event.id)
            first = self.found.get(event.same_as or "")
            if not isinstance(first, Event):
                break
            event = first
        root = self._roots.get(event.id, event.id)
        self._roots.update(dict.fromkeys(way, root))
        return root

    @cached_property
    def mention_counts(self) -> dict[str, int]:
        """How often each entity is mentioned."""
        counts: dict[str, int] = defaultdict(int)
        for mention in self.record.mentions:
            if mention.entity:
                counts[mention.entity] += 1
        return counts

    @cached_property
    def used_by(self) -> dict[str, tuple[str, ...]]:
        """Ids of the events and times that hang on each time, event or statement."""
        users: dict[str, list[str]] = defaultdict(list)
        for event in self.record.events:
            if event.time:
                users[event.time].append(event.id)
        for time in self.record.times:
            if time.anchor.id:
                users[time.anchor.id].append(time.id)
        return {id: tuple(dict.fromkeys(each)) for id, each in users.items()}

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character."""
        at = bisect_right(self._block_starts, offset) - 1
        return self.blocks[at] if at >= 0 and offset < self.blocks[at].span.end else None

    def sentence(self, span: Span) -> Span:
        """The sentence that the span begins in: of the parse, else its block, else the span; long ones are cut around it."""
        at = bisect_right(self._sentence_starts, span.start) - 1
        whole = self._sentences[at].union(span) if at >= 0 and span.start < self._sentences[at].end else None
        if whole is None:
            block = self.block_at(span.start)
            whole = block.span.union(span) if block else span
        if len(whole) <= LONGEST_QUOTE:
            return whole
        spare = max(0, LONGEST_QUOTE - len(span)) // 2
        return Span(
            max(whole.start, span.start - spare), min(whole.end, min(span.end, span.start + LONGEST_QUOTE) + spare)
        )

    @cached_property
    def _sentences(self) -> tuple[Span, ...]:
        spans: dict[int, Span] = {}
        for token in self.record.tokens:
            here = spans.get(token.sentence)
            spans[token.sentence] = here.union(token.span) if here else token.span
        return tuple(sorted(spans.values()))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self._sentences]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]
