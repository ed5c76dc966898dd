"""Chains: mentions of one event over the articles of one story, by their words alone.

Inside one story the same act is nearly always the same event, so here its name decides: words of one rule of ours ("quake",
"earthquake"), of one act in the news ("die", "passed away"), or of one stem. What somebody says is parted by who says it. `same_event.py` is for what lies further apart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.languages import by_word, word_classes
from dateline.languages.events import event_words
from dateline.relate.incidents import language
from dateline.relate.independence import source_key
from dateline.text.record import Record
from dateline.text.span import Span

_WORDS = frozenset({"ADP", "ADV", "NOUN", "ADJ", "VERB", "PART"})
STEM = 6  # letters in common make one stem, or a short word and its ending
SHORT, ENDING = 4, 3
# A verb of saying that stands in so many stories tells nothing by itself: then its speaker is part of its name.
COMMON = 12

Place = tuple[int, int, int]  # place of the record, first and last character of the mention


def chain_events(records: Sequence[Record], stories: Sequence[int]) -> list[list[Place]]:
    """Chains over the events of the records; `stories` tells the story of each record. Mentions joined in a record stay joined."""
    spans = [[(event.span.start, event.span.end) for event in record.events] for record in records]
    return chain_mentions(records, spans, stories)


def chain_mentions(
    records: Sequence[Record], spans: Sequence[Sequence[tuple[int, int]]], stories: Sequence[int]
) -> list[list[Place]]:
    """Chains over the given mentions of each record."""
    named = [
        (stories[at], _name(record, Span(*span)), (at, *span))
        for at, record in enumerate(records)
        for span in spans[at]
    ]  # fmt: skip
    used: dict[str, set[int]] = defaultdict(set)
    for story, name, _ in named:
        used[name.word].add(story)
    stems = _stems(named)
    chains: dict[tuple[int, str, str], list[Place]] = defaultdict(list)
    for story, name, place in named:
        speaker = name.speaker if len(used[name.word]) >= COMMON else ""
        chains[story, stems[story, name.word], speaker].append(place)
    return [sorted(chain) for chain in chains.values()]


@dataclass(frozen=True, slots=True)
class _Name:
    """What an act is called, and who says it where it is one of saying."""

    word: str
    speaker: str


def _name(record: Record, span: Span) -> _Name:
    at, lemma, after = _head(record, span)
    cue = next((s for s in record.statements if any(part.start <= at < part.end for part in s.cue)), None)
    speaker = source_key(record, cue)[0].split() if cue else []
    code, phrases = language(record), (" ".join((lemma, *after[:more])) for more in (2, 1, 0))
    acts, families = _acts(code), _families(code)
    known = next((acts[phrase] for phrase in phrases if phrase in acts), None) or _near_act(code, lemma)
    return _Name(known or families.get(lemma, lemma), speaker[-1] if speaker else "")


def _head(record: Record, span: Span) -> tuple[int, str, tuple[str, ...]]:
    """Where the mention's chief word stands, its dictionary form and those of the mention's words after it.

    The last word as it stands where the record has no tokens.
    """
    tokens = record.tokens
    first = max(0, bisect_right(tokens, span.start, key=lambda token: token.span.start) - 1)
    inside = []
    for number in range(first, len(tokens)):
        if tokens[number].span.start >= span.end:
            break
        if tokens[number].span.overlaps(span):
            inside.append(number)
    head = next((n for n in inside if tokens[n].head not in inside or tokens[n].head == n), None)
    if head is not None:
        after = tuple(tokens[n].lemma.lower() for n in inside if n > head and tokens[n].pos in _WORDS)
        return tokens[head].span.start, tokens[head].lemma.lower(), after
    words = record.article.quote(span).split()
    return span.start, words[-1].lower() if words else "", ()


@lru_cache(maxsize=8)
def _acts(code: str) -> dict[str, str]:
    """The act that a word or a verb with its particle stands for: "pass away" is to die."""
    return {word: f"={act}" for word, act in by_word(word_classes(code, "relate").get("acts", {})).items()}


@lru_cache(maxsize=50_000)
def _near_act(code: str, word: str) -> str | None:
    """The act of the word that this one is a form of: the parser has no dictionary form for "Dies" of a headline."""
    acts, known = _acts(code), _act_words(code)
    at = bisect_right(known, word)
    return next((acts[near] for near in known[max(0, at - 1) : at + 1] if _one_stem(near, word)), None)


@lru_cache(maxsize=8)
def _act_words(code: str) -> list[str]:
    return sorted(word for word in _acts(code) if word.isalpha())


@lru_cache(maxsize=8)
def _families(code: str) -> dict[str, str]:
    """The rule, or family of rules, of every single word that names an event."""
    words = event_words(code)
    found: dict[str, str] = {}
    for rule in words.rules:
        for wording in (*rule.verbs, *rule.nouns, *rule.adjectives):
            if wording.isalpha():
                found.setdefault(wording, words.modality.families.get(rule.name, rule.name))
    return found


def _stems(named: Sequence[tuple[int, _Name, Place]]) -> dict[tuple[int, str], str]:
    """For each word of a story the first of the words with its stem; words are compared with their neighbours in the alphabet."""
    words: dict[int, set[str]] = defaultdict(set)
    for story, name, _ in named:
        words[story].add(name.word)
    return {(story, word): first for story, held in words.items() for word, first in _runs(sorted(held))}


def _runs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    first, before = "", ""
    for word in words:
        if not before or not _one_stem(before, word):
            first = word
        before = word
        yield word, first


def _one_stem(one: str, other: str) -> bool:
    """The words begin alike: "acquire" and "acquisition" do not, "explode" and "exploded" do.

    >>> _one_stem("announce", "announcement"), _one_stem("kill", "kiln"), _one_stem("die", "dies")
    (True, False, True)
    """
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if shared >= STEM:
        return True
    rest = max(len(one), len(other)) - shared
    return shared == min(len(one), len(other)) and (
        rest <= ENDING if shared >= SHORT else shared == SHORT - 1 and rest <= 1
    )
