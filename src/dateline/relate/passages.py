"""Texts as rows of word hashes, and the passages that two texts share word for word.

A fingerprint is made once a text, all in numpy; letter case, accents' form and marks do not matter, words do. What a shared
passage means is for `copies.py` to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from dateline.text.article import Article, BlockKind
from dateline.text.span import Span

SHINGLE = 5  # words; three make stock phrases of the trade look like copies, seven lose copies with a changed word in every line
TOLD: tuple[BlockKind, ...] = ("paragraph", "quotation", "list_item", "heading")
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
_PLAIN = 0x10000  # code points with a row in the table
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BASE_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 2**64))
BATCH = 1 << 16  # characters; twice as many no longer fit the cache
_MARKS = re.compile('["“”„«»]')
_OPENS, _CLOSES = "“„«", "”»"


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The words of a text that an outlet tells: where each starts and ends, and the hash of each five words in a row."""

    starts: Places
    ends: Places
    shingles: Hashes

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, eq=False)
class Page:
    """An article, the name it goes by, and its fingerprint; what is worked out of them stays, for a page is held against many."""

    key: str
    article: Article
    print: Fingerprint

    @cached_property
    def order(self) -> Places:
        """The places of the shingles in the order of their hashes."""
        return np.argsort(self.print.shingles, kind="stable")

    @cached_property
    def sorted(self) -> Hashes:
        """The shingles in that order."""
        return self.print.shingles[self.order]

    @cached_property
    def unquoted(self) -> NDArray[np.bool_]:
        """Which words stand in no quotation."""
        inside = np.zeros(len(self.article.text) + 1, dtype=bool)
        for span in quoted(self.article):
            inside[span.start : span.end] = True
        outside: NDArray[np.bool_] = ~inside[self.print.starts]
        return outside


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in a row in two texts: how many, and exactly where in each."""

    left: Span
    right: Span
    words: int


@dataclass(frozen=True, slots=True)
class Shared:
    """All that two texts share: the passages in the order of the left one, and which part of each text's words they are.

    `unquoted` counts the shared words of the left text that stand in no quotation: two reporters who heard one speech
    write down the same words.
    """

    passages: tuple[Passage, ...]
    words: int
    of_left: float
    of_right: float
    unquoted: int


def fingerprints(articles: Iterable[Article]) -> Iterator[Fingerprint]:
    """Each article's, over its told blocks but the title: a new headline makes no new story."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text) + 1
        if size >= BATCH:
            yield from _batch(batch)
            batch, size = [], 0
    yield from _batch(batch)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The words in a row that a page has in common with each of others: a row a run, by the other and by their order in the page.

    `whose` is the other's place among them, `here` and `there` the first word's place in the page and in the other, `words` how
    many they are. Two runs of one other may have up to SHINGLE - 1 words in common.
    """

    page: Page
    others: Sequence[Page]
    whose: Places
    here: Places
    there: Places
    words: Places

    def at_most(self, least: int = SHINGLE) -> Places:
        """How many words of each of the others stand in runs of at least so many, those in two of them counted twice."""
        kept = self.words >= least
        return np.bincount(self.whose[kept], weights=self.words[kept], minlength=len(self.others)).astype(np.int64)

    def shared(self, nth: int) -> Shared:
        """What the page, which is the left one, shares with the nth of the others."""
        mine, theirs = self.page.print, self.others[nth].print
        rows = slice(*np.searchsorted(self.whose, (nth, nth + 1)).tolist())
        first, across, words = self.here[rows], self.there[rows], self.words[rows]
        ends = zip(*(each.tolist() for each in (
            mine.starts[first], mine.ends[first + words - 1], theirs.starts[across], theirs.ends[across + words - 1], words,
        )), strict=True)  # fmt: skip
        passages = tuple(Passage(Span(i, j), Span(k, m), count) for i, j, k, m, count in ends)
        here, there = _covered(first, words, len(mine)), _covered(across, words, len(theirs))
        count = int(here.sum())
        return Shared(
            passages,
            count,
            count / max(len(mine), 1),
            int(there.sum()) / max(len(theirs), 1),
            int((here & self.page.unquoted).sum()),
        )


def runs(page: Page, others: Sequence[Page]) -> Runs:
    """What the page has in common with each of the others, all looked for at once: a step of numpy costs as much for one as for thirty."""
    none = np.zeros(0, dtype=np.int64)
    every = np.concatenate([np.zeros(0, dtype=np.uint64), *(other.sorted for other in others)])
    mine, times = np.unique(page.sorted, return_counts=True)
    if not len(mine) or not len(every):
        return Runs(page, others, none, none, none, none)
    at = np.minimum(np.searchsorted(mine, every), len(mine) - 1)
    met = np.flatnonzero(mine[at] == every)
    sizes = np.array([len(other.sorted) for other in others], dtype=np.int64)
    whose, which = np.repeat(np.arange(len(others)), sizes)[met], at[met]
    # Equal shingles of one other lie in a row: a row of them each, and how many they are.
    first = np.flatnonzero(np.diff(whose * len(mine) + which, prepend=-1))
    again = np.diff(np.append(first, len(met)))
    # What a text repeats is matched the first with the first, the second with the second: a refrain breaks no passage.
    row = np.repeat(np.arange(len(first)), times[which[first]])
    nth = _counted(times[which[first]])
    here = page.order[(np.cumsum(times) - times)[which[first]][row] + nth]
    order = np.concatenate([other.order for other in others])
    there = order[met[first][row] + np.minimum(nth, again[row] - 1)]
    whose = whose[first][row]
    line = whose * (len(page.order) + 1) + here  # what ends one other's never runs on into the next one's
    by_place = np.argsort(line)
    line, there = line[by_place], there[by_place]
    firsts = np.flatnonzero((np.diff(line, prepend=-2) != 1) | (np.diff(there, prepend=-2) != 1))
    long = np.diff(np.append(firsts, len(line)))
    rows = by_place[firsts]
    return Runs(page, others, whose[rows], here[rows], there[firsts], long + SHINGLE - 1)


def quoted(article: Article) -> Iterator[Span]:
    """What stands between quotation marks, block by block; a mark that nobody closes ends with its block."""
    for block in article.blocks or (None,):
        span = block.span if block else Span(0, len(article.text))
        depth, opened = 0, span.start
        for found in _MARKS.finditer(article.text, span.start, span.end):
            mark = found.group()
            opens = mark in _OPENS or (mark not in _CLOSES and depth == 0)
            if opens and depth == 0:
                opened = found.end()
            elif not opens and depth == 1:
                yield Span(opened, found.start())
            depth = max(0, depth + (1 if opens else -1))
        if depth:
            yield Span(opened, span.end)


def _batch(articles: list[Article]) -> Iterator[Fingerprint]:
    """One pass over many texts, a zero byte between them: each step of numpy costs as much for one text as for twenty."""
    codes = np.frombuffer("\0".join([a.text for a in articles]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    letters, alone = _letters(codes)
    begins = np.cumsum([0, *(len(article.text) + 1 for article in articles)])
    for article, begin in zip(articles, begins.tolist(), strict=False):
        _silence(letters, article, begin)
    starts, ends = _words(letters, alone)
    shingles = _shingles(_word_hashes(letters, starts, ends))
    firsts = np.searchsorted(starts, begins).tolist()
    for number, begin in enumerate(begins.tolist()[:-1]):
        first, last = firsts[number], firsts[number + 1]
        own = shingles[first : max(first, last - SHINGLE + 1)]
        yield Fingerprint(starts[first:last] - begin, ends[first:last] - begin, own.copy())


def _silence(letters: Hashes, article: Article, begin: int) -> None:
    """Take out what is not told, where the article has blocks at all."""
    told = [block.span for block in article.blocks if block.kind in TOLD]
    after = 0
    for span in told:
        letters[begin + after : begin + span.start] = 0
        after = span.end
    if told:
        letters[begin + after : begin + len(article.text)] = 0


def _letters(codes: NDArray[np.uint32]) -> tuple[Hashes, NDArray[np.bool_]]:
    """A number for each character of a word, 0 for all others, and which characters are words by themselves (as in Chinese)."""
    table, single = _alphabet()
    if not len(codes) or int(codes.max()) < _PLAIN:
        return table[codes], single[codes]
    low = np.minimum(codes, _PLAIN - 1)
    rare = np.array([chr(code).isalnum() for code in codes[codes >= _PLAIN]], dtype=bool)
    letters, alone = table[low], single[low]
    letters[codes >= _PLAIN] = np.where(rare, _mixed(codes[codes >= _PLAIN].astype(np.uint64)), 0)
    alone[codes >= _PLAIN] = True
    return letters, alone


@lru_cache(maxsize=1)
def _alphabet() -> tuple[Hashes, NDArray[np.bool_]]:
    folded = np.zeros(_PLAIN, dtype=np.uint64)
    single = np.zeros(_PLAIN, dtype=bool)
    for code in range(_PLAIN - 1):
        letter = chr(code)
        if letter.isalnum() or unicodedata.category(letter).startswith("M"):
            plain = letter.casefold()
            folded[code] = ord(plain) if len(plain) == 1 else code
            single[code] = 0x2E80 <= code < 0xA4D0  # radicals, kana, ideographs, Yi: written without blanks
    return np.where(folded > 0, _mixed(folded), 0), single


def _words(letters: Hashes, alone: NDArray[np.bool_]) -> tuple[Places, Places]:
    inside = letters != 0
    before = np.concatenate(([False], inside[:-1]))
    apart = alone & inside
    begins = inside & (~before | apart | np.concatenate(([False], apart[:-1])))
    starts = np.flatnonzero(begins)
    after = np.concatenate((~inside[1:] | begins[1:], [True])) if len(inside) else inside
    return starts, np.flatnonzero(inside & after) + 1


def _word_hashes(letters: Hashes, starts: Places, ends: Places) -> Hashes:
    """A polynomial over each word's letters, from one running sum over the text."""
    powers, inverses = _powers(1 << max(len(letters), 1).bit_length())
    sums = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    hashes: Hashes = (sums[ends] - sums[starts]) * inverses[starts]
    return hashes


@lru_cache(maxsize=8)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    rows = np.full((2, size), 1, dtype=np.uint64)
    rows[0, 1:], rows[1, 1:] = _BASE, _BASE_INVERSE
    powers = np.cumprod(rows, axis=1, dtype=np.uint64)
    return powers[0], powers[1]


def _shingles(words: Hashes) -> Hashes:
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        total = (total + words[place : place + count]) * _BASE
        total ^= total >> np.uint64(29)
    return _mixed(total)


def _mixed(values: Hashes) -> Hashes:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result hangs on every bit of the value."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _counted(sizes: Places) -> Places:
    """0, 1, 2 ... for each of the sizes, one after another."""
    ends = np.cumsum(sizes)
    counted: Places = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return counted


def _covered(firsts: Places, words: Places, length: int) -> NDArray[np.bool_]:
    """Which of so many words stand in one of the runs."""
    covered = np.zeros(length, dtype=bool)
    for first, last in zip(firsts.tolist(), (firsts + words).tolist(), strict=True):
        covered[first:last] = True
    return covered
