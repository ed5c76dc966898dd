"""Through whom, to whom and when: the medium, addressee and day of a statement, and which statement tells which.

Note: occasions. "In an interview with X in 2014" belongs to the statement beside it, and to the next quotation of the same speaker
if that follows directly and names no occasion of its own; the evidence then says from which statement it was carried.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.statements.drafts import Draft, Sentences
from dateline.annotate.statements.phrases import phrases_at, slot_of
from dateline.annotate.statements.sources import Sources
from dateline.languages.speech import SlotPhrase
from dateline.text.happening import TimeExpression
from dateline.text.span import Span
from dateline.text.when import When

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Occasion:
    """A phrase that tells the channel, the hearer or the event of speaking: its tokens, and those of the noun phrase in it."""

    tokens: range
    slot: range
    phrase: SlotPhrase
    span: Span

    @property
    def gives(self) -> str:
        """Medium, addressee, occasion or venue."""
        return self.phrase.gives or "occasion"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the occasions and times beside one cue say of it."""

    medium: str | None = None
    addressee: str | None = None
    said: When | None = None
    occasions: tuple[Occasion, ...] = ()


def find_occasions(here: Sentences, sources: Sources) -> list[Occasion]:
    """All phrases that name a medium, an addressee, an occasion or a venue; of phrases that overlap, the longest that begins first."""
    found: list[Occasion] = []
    done = 0
    for position, phrase in phrases_at(here, here.words.media):
        if position < done or here.is_endless(position):
            continue
        slot = slot_of(here, phrase, position)
        if slot is not None and _fits(here, sources, phrase, slot):
            first = position if phrase.before else slot.start
            tokens = range(first, max(slot.stop, position + len(phrase.before or phrase.after)))
            found.append(Occasion(tokens, slot, phrase, here.tree.span(tokens)))
            done = tokens.stop
    return found


def _fits(here: Sentences, sources: Sources, phrase: SlotPhrase, slot: range) -> bool:
    """The noun phrase is of the class that the open place wants."""
    head = _head_of(here, slot)
    classes = here.words.sources
    names = {here.lower[head], here.tree.tokens[head].lemma, " ".join(here.lower[max(head - 1, slot.start) : head + 1])}
    match phrase.slot:
        case "occasion" | "venue":
            return bool(names & classes[phrase.slot])
        case "medium":
            entity = sources.mentions.entity(sources.mentions.of_phrase(here.tree, head))
            if entity is not None and entity.kind == "outlet":
                return True
            if any(here.lower[at] in classes["outlet"] and here.tree.tokens[at].pos == "PROPN" for at in slot):
                return entity is None or entity.kind != "person"
            if names & (classes["outlet"] | classes["platform"]):
                return True
            by_context = any(word in here.words.clauses["interview"] for word in phrase.before)
            return (
                by_context
                and here.tree.tokens[head].label == "ORG"
                and (entity is None or entity.kind == "organization")
            )
        case "addressee":
            return here.tree.tokens[head].pos in ("NOUN", "PROPN", "PRON") and here.tree.tokens[head].label not in (
                "DATE",
                "TIME",
            )
    return True


def _head_of(here: Sentences, slot: range) -> int:
    return next((at for at in slot if here.tree.tokens[at].head not in slot), slot[-1])


class Chains:
    """Circumstances of the drafts of one record, and their nesting."""

    def __init__(self, here: Sentences, sources: Sources, times: Sequence[TimeExpression]) -> None:
        self.here, self.tree, self.sources = here, here.tree, sources
        self.occasions = find_occasions(here, sources)
        self._by_sentence: dict[int, list[Occasion]] = {}
        for occasion in self.occasions:
            self._by_sentence.setdefault(here.tree.tokens[occasion.tokens.start].sentence, []).append(occasion)
        self._times = [
            (time, at)
            for time in times
            if time.when is not None
            for at in [self._position(time.span)]
            if at is not None
        ]
        self._times_by_sentence: dict[int, list[tuple[TimeExpression, int]]] = {}
        for time, at in self._times:
            self._times_by_sentence.setdefault(here.tree.tokens[at].sentence, []).append((time, at))

    def _position(self, span: Span) -> int | None:
        starts = self.here.starts
        at = bisect_left(starts, span.start)
        return at if at < len(starts) and starts[at] < span.end else None

    def trimmed(self, draft: Draft) -> Draft:
        """The draft without an occasion at the end of what it is about: "declared a truce | in a letter to the king"."""
        if draft.clause or draft.quoted or not draft.content:
            return draft
        last = draft.content[-1]
        for occasion in self._by_sentence.get(self.tree.tokens[draft.anchor].sentence, ()):
            if (
                last.start < occasion.span.start < last.end
                and occasion.phrase.before
                and len(occasion.phrase.before) > 1
            ):
                kept = Span(last.start, self.tree.tokens[occasion.tokens.start - 1].span.end)
                return replace(draft, content=(*draft.content[:-1], kept))
        return draft

    def tells_a_day(self, draft: Draft) -> bool:
        """All that is told is a day: "a report of 18 May"."""
        if len(draft.content) != 1 or draft.quoted:
            return False
        near = self._times_by_sentence.get(self.tree.tokens[draft.anchor].sentence, ())
        return any(time.span.holds(draft.content[0]) for time, _ in near)

    def circumstances(self, draft: Draft) -> Circumstances:
        """Medium, addressee and day that stand beside the cue, outside of what is told."""
        if not draft.cue:
            return Circumstances()
        sentence = self.tree.tokens[draft.anchor].sentence
        beside = [
            each
            for each in self._by_sentence.get(sentence, ())
            if not _told_in(draft, each.span) and self._belongs(draft, each)
        ]
        medium = addressee = None
        for occasion in beside:
            entity = self.sources.entity_in(occasion.slot)
            if occasion.gives == "medium":
                medium = medium or entity
            elif occasion.gives == "addressee":
                addressee = addressee or entity
        told_to_medium = draft.addressee is not None and any(
            each.gives in ("medium", "occasion", "venue") and draft.addressee in each.slot for each in beside
        )
        if draft.addressee is not None and not told_to_medium:
            addressee = self.sources.entity_of(draft.addressee) or addressee
        return Circumstances(medium, addressee, self._said(draft, beside), tuple(beside))

    def _belongs(self, draft: Draft, occasion: Occasion) -> bool:
        """The phrase hangs on the cue, or on nothing that reports."""
        if self.tree.tokens[self.tree.tokens[draft.anchor].head].head in occasion.tokens:
            return True  # "was quoted by the agency as | saying"
        at, steps = occasion.tokens.start, 0
        while steps < 40:
            if at == draft.anchor:
                return True
            head = self.tree.tokens[at].head
            if head == at:
                return False
            at, steps = head, steps + 1
        return False

    def _said(self, draft: Draft, beside: Sequence[Occasion]) -> When | None:
        """The day that hangs on the cue or on its occasion, not one that is told: "On Monday, he said, the ship had sailed"."""
        inserted = (
            not draft.quoted and self.here.is_followed_by_comma(draft.cue[-1]) and draft.content[-1:] > draft.cue[-1:]
        )
        for time, at in self._times_by_sentence.get(self.tree.tokens[draft.anchor].sentence, ()):
            if _told_in(draft, time.span) or any(part.overlaps(time.span) for part in draft.source_spans):
                continue
            if inserted and time.span.end <= draft.cue[0].start:
                continue
            if self._hangs_on(at, draft.anchor, beside):
                return time.when
        return None

    def _hangs_on(self, at: int, anchor: int, beside: Sequence[Occasion]) -> bool:
        steps = 0
        while steps < 40:
            head = self.tree.tokens[at].head
            if head == anchor or any(head in occasion.tokens for occasion in beside):
                return True
            if head == at or self.tree.tokens[head].pos in ("VERB", "AUX"):
                return False
            at, steps = head, steps + 1
        return False


def _told_in(draft: Draft, span: Span) -> bool:
    return any(part.overlaps(span) for part in draft.content) or any(part.overlaps(span) for part in draft.quoted)


def nesting(cues: Sequence[Span], contents: Sequence[tuple[Span, ...]]) -> tuple[list[int | None], frozenset[int]]:
    """For each statement the index of the one whose content holds its cue most closely; None for the outlet.

    Longer contents come first and may only hold shorter ones, so the links never form a ring; depth ends at MAX_DEPTH. Second,
    the statements that stand deeper in the text and were brought up to that level.
    """
    pieces = sorted(
        ((part.start, -part.end, index) for index, content in enumerate(contents) for part in content),
    )
    parents: list[int | None] = [None] * len(cues)
    sizes = [sum(len(part) for part in content) for content in contents]
    order = sorted(range(len(cues)), key=lambda index: cues[index].start)
    waiting: list[tuple[int, int]] = []  # pieces that are open, the last 64: no news nests deeper
    at = 0
    for index in order:
        cue = cues[index]
        while at < len(pieces) and pieces[at][0] <= cue.start:
            waiting.append((-pieces[at][1], pieces[at][2]))
            at += 1
        waiting = [piece for piece in waiting if piece[0] >= cue.end][-64:]
        holders = [
            holder for end, holder in waiting if holder != index and end >= cue.end and sizes[holder] > sizes[index]
        ]
        parents[index] = min(holders, key=lambda holder: sizes[holder], default=None)
    lines = [list(_ancestors(parents, index)) for index in range(len(cues))]
    capped = [None if not line else line[max(0, len(line) - MAX_DEPTH + 1)] for line in lines]
    return capped, frozenset(index for index, line in enumerate(lines) if len(line) >= MAX_DEPTH)


def _ancestors(parents: Sequence[int | None], index: int) -> Iterator[int]:
    at = parents[index]
    while at is not None:
        yield at
        at = parents[at]
