"""Copies over a whole archive: each article is held against the first few of all that have one of its keys, wherever they lie.

The stages follow `relate.candidates` and `relate.copies`, whose rules they use: what they find hangs on no cut into parts. Only the
sample of pages in which an outlet's furniture is looked for is taken otherwise, by the hash of the page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import msgspec
import numpy as np

from dateline.relate.candidates import BAND_VOTES, KEPT, PARTNERS, VOTES, anchors, bands
from dateline.relate.copies import PAGES, copies_of, furniture_of
from dateline.relate.judgement import Pointer
from dateline.relate.passages import Fingerprint, Hashes, Page, fingerprints
from dateline.relate.same_event import Telling, told_alike
from dateline.scale import columns
from dateline.scale.judged import JUDGED, End, judged_row
from dateline.scale.meeting import answer_first, first_of_each, scattered
from dateline.scale.parts import DAY, Numbers, place_of
from dateline.text.article import Article

SAMPLE = 200  # pages of an outlet, about, in which what it puts on many is looked for: here its share of them is PAGES
PAGE = {"number": "int64", "key": "string", "outlet": "string", "article": "large_binary", "tellings": "large_binary"}
KEY = {"key": "uint64", "age": "int64", "number": "int64"}
PUT = {"outlet": "string", "shingle": "uint64"}
_WORDS, _MINUTES = 30, 11  # bits of an age for how long the text is, and for the minute of its day
PACK = msgspec.msgpack.Encoder(order="deterministic").encode
_ARTICLE = msgspec.msgpack.Decoder(Article)
_TELLINGS = msgspec.msgpack.Decoder(list[tuple[int, str, int, int]])  # begin, id, number in its article, day


def keys(articles: Sequence[Article], numbers: Numbers, buckets: int) -> dict[str, Any]:
    """What a part tells of its texts: all their keys for itself, and the first few of each key for the bucket of the key."""
    prints = [*fingerprints(articles)]
    rows = np.arange(len(prints), dtype=np.int64)
    (band, of_band), (anchor, of_anchor) = bands(prints, rows), anchors(prints, rows)
    # An anchor's last bits are unset, so a band with its last one set is never taken for an anchor.
    every = np.concatenate([band | np.uint64(1), anchor])
    own = np.concatenate([of_band, of_anchor]).astype(np.int64)
    ages = np.array([_age(*each) for each in zip(numbers.tolist(), articles, prints, strict=True)], dtype=np.int64)
    order = np.lexsort((numbers[own], ages[own], every))
    every, own = every[order], own[order]
    table = columns.arrow().table({"key": every, "age": ages[own], "number": numbers[own]})
    few = np.flatnonzero(first_of_each(every, KEPT))
    return {"words": table, **scattered(table.take(few), (every[few] >> np.uint64(8)) % np.uint64(buckets), "w")}


def answered(table: Any, layout: str) -> dict[str, Any]:
    """A bucket of keys, to the parts that have them: the first few articles of each."""
    return answer_first(table, layout, KEPT)


def paired(table: Any, told: tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    """A part's keys and what it was answered, to the pairs worth comparing; each part is asked for the articles it has of them."""
    layout, answers = told
    pairs = _pairs(table, columns.gather(answers, KEY))
    wanted = np.unique(pairs.column("earlier").to_numpy())
    return {"pairs": pairs, **scattered(columns.arrow().table({"number": wanted}), place_of(layout, wanted))}


def lent(table: Any, asked: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Of a part's articles those that other parts ask for, to each of them."""
    numbers = table.column("number").to_numpy()
    return {
        asker: table.take(np.searchsorted(numbers, columns.read([path]).column("number").to_numpy()))
        for asker, path in asked
    }


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison of a part needs beside its pairs: its own articles, those lent to it, what outlets put on many pages."""

    own: str
    lent: tuple[str, ...]
    furniture: tuple[str, ...]


def compared(table: Any, told: Compared) -> Any:
    """A part's pairs to judgements: on the articles, and on what both tell in the same words."""
    rows = {row["number"]: row for row in columns.gather((told.own, *told.lent), PAGE).to_pylist()}
    later, earlier = (table.column(name).to_numpy() for name in ("later", "earlier"))
    pages = dict(zip(rows, _pages([*rows.values()]), strict=True))
    furniture = _furniture(told.furniture, {row["outlet"] for row in rows.values()})
    return columns.table([*_judged(later, earlier, pages, rows, furniture)], JUDGED)


def sampled(table: Any, told: tuple[int, tuple[tuple[str, int], ...]]) -> dict[str, Any]:
    """The shingles of a part's pages of which an outlet has so many that some of them may be furniture, by outlet."""
    buckets, counts = told
    pages = dict(counts)
    rows = [row for row in table.to_pylist() if _is_sampled(row["key"], pages.get(row["outlet"], 0))]
    shingles = [np.append(np.unique(page.print.shingles), np.uint64(0)) for page in _pages(rows)]
    # A shingle 0 a page: who counts the shingles counts the pages.
    found = [
        columns.arrow().table([[row["outlet"]] * len(own), own], schema=columns.schema(PUT))
        for row, own in zip(rows, shingles, strict=True)
    ]
    every = columns.arrow().concat_tables([columns.table([], PUT), *found])
    return scattered(every, np.array([_hash(outlet) % buckets for outlet in every.column("outlet").to_pylist()]))


def furnished(table: Any, _: object) -> Any:
    """The shingles that each outlet puts on many of its pages."""
    parts = [columns.table([], PUT)]
    for outlet, shingles in _by_outlet(table):
        often = furniture_of(int((shingles == 0).sum()), shingles[shingles != 0])
        parts.append(columns.arrow().table([[outlet] * len(often), often], schema=columns.schema(PUT)))
    return columns.arrow().concat_tables(parts)


def _age(number: int, article: Article, page: Fingerprint) -> int:
    """Day and minute of issue; of one minute the longest text is the first."""
    clock = article.published.when.clock[:5] if article.published.when else ""
    hours, _, minutes = clock.partition(":")
    minute = 1 + int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 0
    return number >> DAY << DAY | minute << _WORDS | (1 << _WORDS) - 1 - len(page)


def _pairs(own: Any, answers: Any) -> Any:
    """Each article with those before it that have most keys in common with it."""
    keys, ages, numbers = (own.column(name).to_numpy() for name in KEY)
    order = np.lexsort((answers.column("number"), answers.column("age"), answers.column("key")))
    first = {name: answers.column(name).to_numpy()[order] for name in KEY}
    low, high = (np.searchsorted(first["key"], keys, side=side) for side in ("left", "right"))
    found: list[tuple[Numbers, Numbers]] = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
    for nth in range(KEPT):
        mine = np.flatnonzero(low + nth < high)
        theirs = low[mine] + nth
        before = (first["age"][theirs] < ages[mine]) | (
            (first["age"][theirs] == ages[mine]) & (first["number"][theirs] < numbers[mine])
        )
        found.append((mine[before], theirs[before]))
    mine, theirs = (np.concatenate(each) for each in zip(*found, strict=True))
    articles, which = np.unique(first["number"], return_index=True)
    codes, place, times = _counted(numbers, mine, np.searchsorted(articles, first["number"][theirs]), len(articles))
    votes = np.bincount(place, weights=np.where(keys[mine] & np.uint64(1), BAND_VOTES, 1), minlength=len(codes))
    kept = votes >= VOTES
    later, earlier, votes = (
        times[codes[kept] // max(1, len(articles))],
        codes[kept] % max(1, len(articles)),
        votes[kept],
    )
    best = np.lexsort((articles[earlier], first["age"][which[earlier]], -votes, later))
    later, earlier = later[best], articles[earlier[best]]
    few = first_of_each(later, PARTNERS)
    return columns.arrow().table({"later": later[few], "earlier": earlier[few]})


def _counted(numbers: Numbers, mine: Numbers, theirs: Numbers, others: int) -> tuple[Numbers, Numbers, Numbers]:
    """The codes of all pairs once, where each given one is among them, and the articles that the codes count by."""
    articles, row = np.unique(numbers, return_inverse=True)
    codes, place = np.unique(row[mine] * max(1, others) + theirs, return_inverse=True)
    return codes, place, articles


def _pages(rows: Sequence[columns.Row]) -> Iterator[Page]:
    articles = [_ARTICLE.decode(row["article"]) for row in rows]
    for row, article, page in zip(rows, articles, fingerprints(articles), strict=True):
        yield Page(row["key"], article, page)


def _furniture(paths: Sequence[str], outlets: set[str | None]) -> dict[str | None, Hashes]:
    found: dict[str | None, Hashes] = {}
    for path in paths:
        found.update((outlet, shingles) for outlet, shingles in _by_outlet(columns.read([path])) if outlet in outlets)
    return found


def _by_outlet(table: Any) -> Iterator[tuple[str, Hashes]]:
    """The shingles of each outlet, by the outlet's name."""
    ordered = table.sort_by([("outlet", "ascending")])
    whose, shingles = ordered.column("outlet").to_pylist(), ordered.column("shingle").to_numpy()
    first = 0
    for outlet, rows in groupby(whose):
        last = first + sum(1 for _ in rows)
        yield outlet, shingles[first:last]
        first = last


def _judged(
    later: Numbers, earlier: Numbers, pages: dict[int, Page], rows: dict[int, Any], furniture: dict[str | None, Hashes]
) -> Iterator[columns.Row]:
    numbers = {page.key: number for number, page in pages.items()}
    told: dict[int, _Told] = {}
    ends = np.flatnonzero(np.append(later[1:] != later[:-1], True)) + 1 if len(later) else later
    first = 0
    for last in ends.tolist():
        others = [pages[number] for number in earlier[first:last].tolist()]
        for copy in copies_of(pages[int(later[first])], others, furniture):
            left, right = (numbers[end.article] for end in (copy.judgement.left, copy.judgement.right))
            yield judged_row(copy.judgement, End(left), End(right))
            for each in {left, right} - told.keys():
                told[each] = _told(each, rows[each])
            tellings = told[left].tellings, told[right].tellings
            for said in told_alike(copy, tellings, (pages[left].article.text, pages[right].article.text)):
                one, other = (told[numbers[end.article]].at[end] for end in (said.left, said.right))
                yield judged_row(said, one, other)
        first = last


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article tells of: where of which incident, and the end that each is of a judgement."""

    tellings: list[Telling]
    at: dict[Pointer, End]


def _told(number: int, row: columns.Row) -> _Told:
    rows = [(start, Pointer(row["key"], id), nth, day) for start, id, nth, day in _TELLINGS.decode(row["tellings"])]
    at = {each: End(number + nth, day) for _, each, nth, day in rows}
    return _Told([(start, each) for start, each, _, _ in rows], at)


def _is_sampled(key: str, pages: int) -> bool:
    """By the key's hash, so that the same pages are taken however the archive is cut; of few pages all."""
    return pages >= PAGES and _hash(key) * pages < SAMPLE << 64


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little")
