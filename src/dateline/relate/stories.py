"""Stories: articles that report one event, by the words they begin with. Needs no record, so it also serves where nothing is parsed.

An article's head says what it is about; two heads are alike as far as they share words that few others use. Groups are made by
average linkage, so one odd article does not chain two stories together.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.knowledge.folding import fold
from dateline.text.article import Article

# Chosen on the heads of 300 articles, three outlets' on each of 100 events (BASIL), where it gave the best B-cubed F (94 %) of
# the 80 settings tried. On ECB+, which had no part in that, it gives what docs/relate.md tells.
HEAD = 60  # words; the inverted pyramid puts the event there, and heads of equal length are alike in any corpus
STEM = 6  # letters of a word that count: "explosion" and "exploded" are one
NAMES = 2.0  # weight of a capitalised word inside a sentence and of a number
RAREST = 120.0  # no word counts for more than one that stands in a 120th of the heads: a big story has no common words otherwise
ALIKE = 0.225  # average likeness from which two groups are one story: the lowest of those that are best there (0.225 to 0.24)
FLOOR = 0.02  # a likeness below this counts as none
POSTINGS = 200  # heads with a word that one is held against, those before it in time
DAYS = 14  # between two reports of one event
_WORD = re.compile(r"\w+")
_BREAK = re.compile(r"[.!?][\"”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Story:
    """Places of the articles that report one event, and the words by which they are alike."""

    articles: tuple[int, ...]
    words: tuple[str, ...]


def find_stories(articles: Sequence[Article]) -> tuple[Story, ...]:
    """All articles as stories, those alone included, in the order of their first article."""
    heads = [_head(article) for article in articles]
    used = Counter(word for head in heads for word in head)
    rarity = {
        word: min(math.log((1 + len(heads)) / count), math.log(RAREST)) for word, count in used.items() if count > 1
    }
    vectors = [_vector(head, rarity) for head in heads]
    groups = average_linkage(len(articles), _likenesses(articles, vectors), ALIKE)
    return tuple(Story(tuple(group), _common(group, vectors)) for group in groups)


def average_linkage(count: int, likenesses: Iterable[tuple[int, int, float]], least: float) -> list[list[int]]:
    """Groups of 0 .. count - 1, joined while the mean likeness of two groups' members is `least`; pairs not given are unlike.

    >>> average_linkage(4, [(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.8)], 0.4)
    [[0, 1], [2, 3]]
    """
    near: list[dict[int, float]] = [{} for _ in range(count)]
    members = {number: [number] for number in range(count)}
    heap: list[tuple[float, int, int]] = []
    for a, b, likeness in likenesses:
        near[a][b] = near[b][a] = likeness
        if likeness >= least:
            heap.append((-likeness, a, b))
    heapq.heapify(heap)
    while heap:
        known, a, b = heapq.heappop(heap)
        if a not in members or b not in members or -known != _mean(near, members, a, b):
            continue  # one of the two has grown or gone since
        if len(near[a]) < len(near[b]):
            a, b = b, a
        members[a] += members.pop(b)
        near[a].pop(b)
        for other, total in near[b].items():
            if other != a:
                near[other].pop(b)
                near[a][other] = near[other][a] = near[a].get(other, 0.0) + total
        near[b] = {}
        for other in near[a]:
            mean = _mean(near, members, a, other)
            if mean >= least:
                heapq.heappush(heap, (-mean, a, other))
    return sorted(sorted(group) for group in members.values())


def _mean(near: list[dict[int, float]], members: Mapping[int, list[int]], a: int, b: int) -> float:
    return near[a].get(b, 0.0) / (len(members[a]) * len(members[b]))


def _head(article: Article) -> dict[str, float]:
    """The first words of title and text, cut to their stems, and how much each counts."""
    found: dict[str, float] = {}
    left = HEAD
    for text in _opening(article):
        starts = {0, *(mark.end() for mark in _BREAK.finditer(text))}
        for word in _WORD.finditer(text):
            written = word.group()
            named = (written[0].isupper() and word.start() not in starts) or written[0].isdigit()
            stem = fold(written)[:STEM]
            found[stem] = max(found.get(stem, 0.0), NAMES if named else 1.0)
            left -= 1
            if not left:
                return found
    return found


def _opening(article: Article) -> Iterator[str]:
    """Title and told blocks, each once; of an article without blocks its text. No more characters than so many words can have."""
    most = HEAD * 40
    if not article.blocks:
        yield article.text[:most]
    for block in article.blocks:
        if block.kind in ("title", "paragraph", "quotation", "list_item", "heading"):
            yield article.text[block.span.start : min(block.span.end, block.span.start + most)]


def _vector(head: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * rarity[word] for word, count in head.items() if word in rarity}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _likenesses(
    articles: Sequence[Article], vectors: Sequence[Mapping[str, float]]
) -> Iterator[tuple[int, int, float]]:
    """Pairs that share words. A word holds each head only against the last few before it in time, so the work stays linear."""
    days = [article.published.when for article in articles]
    order = sorted(
        range(len(articles)), key=lambda n: (str(when.first) if (when := days[n]) and when.first else "9", n)
    )
    postings: dict[str, list[int]] = defaultdict(list)
    for number in order:
        sums: dict[int, float] = defaultdict(float)
        for word, weight in vectors[number].items():
            for other in postings[word][-POSTINGS:]:
                sums[other] += weight * vectors[other][word]
            postings[word].append(number)
        mine = days[number]
        for other, likeness in sums.items():
            theirs = days[other]
            apart = mine and theirs and mine.first and theirs.last and (mine.first - theirs.last).days > DAYS
            if likeness >= FLOOR and not apart:
                yield other, number, likeness


def _common(group: Sequence[int], vectors: Sequence[Mapping[str, float]], most: int = 8) -> tuple[str, ...]:
    """The stems that make the group alike, the weightiest first."""
    if len(group) < 2:
        return ()
    total: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for number in group:
        total.update(vectors[number])
        held.update(vectors[number].keys())
    shared = [word for word in total if held[word] * 2 > len(group)]
    return tuple(sorted(shared, key=lambda word: (-total[word], word))[:most])
