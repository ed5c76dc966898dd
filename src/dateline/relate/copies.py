"""Copies: the same text in several places, whole, edited, or cut down and put to other words.

Two articles are held against each other word for word (`passages.py`) where `candidates.py` says it may be worth it; what they
share is told as exact passages. A shared quotation makes no copy, nor does what an outlet puts on many of its pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from dateline.relate.candidates import candidates
from dateline.relate.direction import direction
from dateline.relate.judgement import Judgement, Pointer, Verdict, article_key
from dateline.relate.passages import SHINGLE, Fingerprint, Hashes, Page, Shared, fingerprints, runs
from dateline.text.article import Article
from dateline.text.span import Evidence, Span

# Shares of an article's words that stand in the other, tuned on the development half of gate/copies.py.
NEAR = 0.7  # of both articles
# Of one of them. Two reports with the same background share up to two fifths of their words, but hardly ever how they begin.
CONTAINED, WITH_LEAD, LEAD = 0.45, 0.3, 50
IN_LONG = 0.25  # of one of them in long passages: what is made of set phrases is no copy
FEWEST = 12  # words of an article that can be called another's equal
LONG = 10  # words in a row that are no stock phrase
PASSAGE_WORDS = 40  # in long passages: of a part that was taken over
UNQUOTED = 25  # of them outside quotation marks
# Boilerplate: what stands on this share of an outlet's pages, and on so many. Looked for in a sample of them.
OF_PAGES, PAGES, SAMPLE = 0.02, 4, 2000
REST = 30  # words beside the boilerplate from which a page is judged by them alone


@dataclass(frozen=True, slots=True)
class Copy:
    """Two articles that share a text: the judgement, and what they share (the judgement's left article is the left one)."""

    judgement: Judgement
    shared: Shared

    def turned(self, judgement: Judgement) -> Copy:
        """The same passages under a judgement that has left and right the other way round."""
        return Copy(judgement, _swapped(self.shared))


def find_copies(articles: Sequence[Article], keys: Sequence[str] | None = None) -> tuple[Copy, ...]:
    """Pairs of copies. Of many copies of one text each is held against the earliest few, which is enough to group them.

    `keys` are the names the articles go by in judgements; `article_key` gives them where the caller has none.
    """
    keys = [article_key(article) for article in articles] if keys is None else keys
    pages = [Page(*each) for each in zip(keys, articles, fingerprints(articles), strict=True)]
    furniture = _furniture(pages)
    found: list[Copy] = []
    for later, pairs in groupby(candidates([page.print for page in pages], _by_time(pages)), key=itemgetter(0)):
        found += copies_of(pages[later], [pages[earlier] for _, earlier in pairs], furniture)
    return tuple(found)


def copies_of(page: Page, others: Sequence[Page], furniture: Mapping[str | None, Hashes]) -> Iterator[Copy]:
    """What the page is with each of the others, of which it is a copy or which it shares passages with.

    `furniture` are the shingles that an outlet puts on many of its pages, by outlet.
    """
    common = runs(page, others)
    outlet = page.article.outlet
    for nth, (other, words, long) in enumerate(
        zip(others, common.at_most().tolist(), common.at_most(LONG).tolist(), strict=True)
    ):
        puts = furniture.get(outlet) if outlet == other.article.outlet else None
        if page.key == other.key or (long < PASSAGE_WORDS and words < _fewest(page, other, puts is not None)):
            continue
        overlap = common.shared(nth)
        if puts is not None:
            overlap = _without(overlap, page, other, puts)
        rule = _rule(overlap, page, other)
        if rule is not None:
            yield _judged(rule, page, other, overlap)


def furniture_of(pages: int, shingles: Hashes) -> Hashes:
    """What an outlet puts on many pages; `shingles` are those of so many, each once a page."""
    every, counts = np.unique(shingles, return_counts=True)
    often: Hashes = every[counts >= max(PAGES, OF_PAGES * pages)]
    return often


def _fewest(page: Page, other: Page, beside_furniture: bool) -> float:
    """Words in common below which two articles are neither equal nor near; what is left without furniture may be any words."""
    return FEWEST if beside_furniture else max(FEWEST, NEAR * max(len(page.print), len(other.print)))


def _judged(rule: str, page: Page, other: Page, overlap: Shared) -> Copy:
    """The judgement, turned so that the copy stands on the left where we know which it is."""
    left, right = page.article, other.article
    ends = Pointer(page.key), Pointer(other.key)
    verdict: Verdict = "unsure" if rule in ("passages", "quotation") else "yes"
    signs: tuple[Evidence, ...] = ()
    if verdict == "yes":
        leaning = direction(left, right, overlap)
        if leaning.told and leaning.balance < 0:
            left, right, overlap, ends = right, left, _swapped(overlap), (ends[1], ends[0])
            leaning = direction(left, right, overlap)
        verdict, signs = "copied" if leaning.told else "yes", leaning.because
    longest = max(overlap.passages, key=lambda passage: passage.words)
    note = (
        f"{overlap.words} words in {len(overlap.passages)} passages are the same: {overlap.of_left:.0%} of the left article,"
        f" {overlap.of_right:.0%} of the right one; the longest has {longest.words} words"
    )
    because = (Evidence(f"relate/copies:{rule}", note, longest.left), *signs)
    score = round(min(1.0, max(overlap.of_left, overlap.of_right)), 4)
    return Copy(Judgement(*ends, verdict, score, because, because[0].by), overlap)


def _rule(overlap: Shared, page: Page, other: Page) -> str | None:
    """The rule by which the two are copies, or share no more than passages or a quotation; None if not even that."""
    fewest, most = sorted((overlap.of_left, overlap.of_right))
    if fewest >= 1.0 and len(page.print) == len(other.print) >= FEWEST and len(overlap.passages) == 1:
        return "exact"
    if fewest >= NEAR and overlap.words >= FEWEST:
        return "near"
    long = sum(passage.words for passage in overlap.passages if passage.words >= LONG)
    if long < PASSAGE_WORDS:
        return None
    if overlap.unquoted < UNQUOTED:
        return "quotation"
    enough = WITH_LEAD if _takes_a_lead(overlap, page, other) else CONTAINED
    in_long = long / min(len(page.print), len(other.print))
    return "contained" if most >= enough and in_long >= IN_LONG else "passages"


def _takes_a_lead(overlap: Shared, left: Page, right: Page) -> bool:
    """At least half of the words that one of the two begins with stand in the other."""
    for page, spans in (
        (left.print, [passage.left for passage in overlap.passages]),
        (right.print, [passage.right for passage in overlap.passages]),
    ):
        until = int(page.starts[min(LEAD, len(page)) - 1])
        taken = sum(
            int(np.searchsorted(page.starts, min(span.end, until + 1))) - int(np.searchsorted(page.starts, span.start))
            for span in spans
            if span.start <= until
        )
        if taken >= LEAD / 2:
            return True
    return False


def _swapped(overlap: Shared) -> Shared:
    passages = sorted(
        (replace(each, left=each.right, right=each.left) for each in overlap.passages), key=lambda p: p.left
    )
    return replace(overlap, passages=tuple(passages), of_left=overlap.of_right, of_right=overlap.of_left)


def _by_time(pages: Sequence[Page]) -> list[int]:
    """Places of the articles, the earliest first, those of one day the longest first, the undated last."""

    def age(place: int) -> tuple[str, str, int, int]:
        when = pages[place].article.published.when
        day = when.first.isoformat() if when and when.first else "9999"
        return day, when.clock if when else "", -len(pages[place].print), place

    return sorted(range(len(pages)), key=age)


def _furniture(pages: Sequence[Page]) -> dict[str | None, Hashes]:
    """The shingles that each outlet puts on many of its pages."""
    own: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.article.outlet:
            own[page.article.outlet].append(page)
    found: dict[str | None, Hashes] = {}
    for outlet, every in own.items():
        if len(every) >= PAGES:
            sample = every[:: max(1, len(every) // SAMPLE)]
            found[outlet] = furniture_of(
                len(sample), np.concatenate([np.unique(page.print.shingles) for page in sample])
            )
    return found


def _without(overlap: Shared, page: Page, other: Page, furniture: Hashes) -> Shared:
    """What two pages of one outlet share beside its furniture; all they share where they are hardly more than furniture."""
    mine, theirs = _beside(page.print, furniture), _beside(other.print, furniture)
    if min(int(mine.sum()), int(theirs.sum())) < REST:
        return overlap
    counted = [(each, _count(each.left, page.print, mine)) for each in overlap.passages]
    kept = tuple(each for each, words in counted if words >= SHINGLE)
    words = sum(words for _, words in counted if words >= SHINGLE)
    return Shared(
        kept,
        words,
        min(1.0, words / int(mine.sum())),
        min(1.0, words / int(theirs.sum())),
        min(overlap.unquoted, words),
    )


def _beside(page: Fingerprint, furniture: Hashes) -> NDArray[np.bool_]:
    """Which of the page's words stand in no furniture."""
    beside = np.ones(len(page), dtype=bool)
    for place in np.flatnonzero(np.isin(page.shingles, furniture)).tolist():
        beside[place : place + SHINGLE] = False
    return beside


def _count(span: Span, page: Fingerprint, beside: NDArray[np.bool_]) -> int:
    first, last = np.searchsorted(page.starts, (span.start, span.end))
    return int(beside[first:last].sum())
