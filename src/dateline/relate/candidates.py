"""Which texts may share passages, found without comparing each with each: banded MinHash signatures and anchors.

Bands find texts that are alike as wholes, anchors (every fourth shingle, by its hash, so the same ones in every text) find a
piece of one inside another. Each bucket is bounded, so the work grows with the number of texts, not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rensa import RMinHash

from dateline.relate.passages import Fingerprint, Hashes, Places

PERMUTATIONS, BAND = (
    64,
    4,
)  # 16 bands of 4 rows: half of the pairs that have half of their shingles in common meet in a band
SEED = 42
ANCHORS = np.uint64(3)  # a shingle whose hash has these bits unset is an anchor: every fourth
KEPT = 8  # texts of a bucket that all others of it are held against: the first in the given order
PARTNERS = 32  # texts that one is compared with at most, those with the most keys in common
VOTES = 3  # keys in common from which two texts are compared; a band counts as three
BAND_VOTES = 3


def candidates(prints: Sequence[Fingerprint], order: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs (later, earlier) of places in `prints` that are worth comparing; `order` names the places, the earliest first."""
    rank = np.empty(len(prints), dtype=np.int64)
    rank[np.asarray(order, dtype=np.int64)] = np.arange(len(prints))
    by_band = _pairs(*bands(prints, rank))
    by_anchor = _pairs(*anchors(prints, rank))
    codes = np.concatenate([by_anchor, *([by_band] * BAND_VOTES)])
    pairs, votes = np.unique(codes, return_counts=True)
    pairs, votes = pairs[votes >= VOTES], votes[votes >= VOTES]
    later, earlier = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    best = np.lexsort((earlier, -votes, later))
    later, earlier = later[best], earlier[best]
    nth = np.arange(len(later)) - np.searchsorted(later, later)
    kept = nth < PARTNERS
    place = np.asarray(order, dtype=np.int64)
    return list(
        zip(place[later[kept].astype(np.int64)].tolist(), place[earlier[kept].astype(np.int64)].tolist(), strict=True)
    )


def signatures(prints: Sequence[Fingerprint]) -> Hashes:
    """A row of MinHash values for each text that has a shingle at all."""
    held = [each.shingles for each in prints if len(each.shingles)]
    rows = [np.zeros((0, PERMUTATIONS), dtype=np.uint64)]
    for start in range(0, len(held), 1024):  # they leave the library as lists, so not all at once
        part = held[start : start + 1024]
        offsets = np.cumsum([0, *map(len, part)]).astype(np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(part), offsets, PERMUTATIONS, SEED)
        rows.append(np.array(matrix.to_rows(), dtype=np.uint64))
    return np.concatenate(rows)


def bands(prints: Sequence[Fingerprint], rank: Places) -> tuple[Hashes, Places]:
    """Keys of all bands, and the rank of the text that each is of."""
    held = [place for place, each in enumerate(prints) if len(each.shingles)]
    rows = signatures(prints).reshape(len(held), PERMUTATIONS // BAND, BAND)
    keys = np.zeros(rows.shape[:2], dtype=np.uint64) + np.arange(rows.shape[1], dtype=np.uint64)
    for row in range(BAND):
        keys = (keys ^ rows[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(32)
    return keys.ravel(), np.repeat(rank[held], rows.shape[1])


def anchors(prints: Sequence[Fingerprint], rank: Places) -> tuple[Hashes, Places]:
    """All anchors, each once a text, and the rank of the text that each is of."""
    own = [np.unique(each.shingles[(each.shingles & ANCHORS) == 0]) for each in prints]
    if not own:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    return np.concatenate(own), np.repeat(rank, [len(each) for each in own])


def _pairs(keys: Hashes, ranks: Places) -> Hashes:
    """(later << 32 | earlier) of the texts that share a key, once a key; of a full bucket only with its first few."""
    by_key = np.lexsort((ranks, keys))
    keys, ranks = keys[by_key], ranks[by_key].astype(np.uint64)
    first = np.searchsorted(keys, keys)  # where the bucket of each begins
    found: list[Hashes] = [np.zeros(0, dtype=np.uint64)]
    place = np.arange(len(keys))
    for nth in range(KEPT):
        partner = np.flatnonzero(place > first + nth)
        if not len(partner):
            break
        found.append(np.bitwise_or(ranks[partner] << np.uint64(32), ranks[first[partner] + nth], dtype=np.uint64))
    return np.concatenate(found)
