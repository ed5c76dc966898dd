"""The dictionaries that records and texts are compressed against: the one that we bring, and what an archive learns from its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import zstandard

LARGEST_DICTIONARY = 64_000  # bytes; twice as many save 2 % more


def learnt(samples: Sequence[bytes]) -> bytes:
    """A dictionary of what the samples have in common; none where they are too few or too much alike to have one."""
    size = min(LARGEST_DICTIONARY, sum(map(len, samples)) // 8)
    # All is given, since to try several out takes seconds and gains nothing (measured: .804, .805, .802); f and accel halve the time.
    try:
        return zstandard.train_dictionary(
            size, [*samples], k=max(50, min(1000, size // 4)), d=8, f=18, accel=4
        ).as_bytes()
    except (zstandard.ZstdError, ValueError):
        return b""


@lru_cache(maxsize=1)
def builtin_dictionary() -> bytes:
    """What records of news are like, made by tools/make_dictionary.py; each archive keeps the one that it was written with."""
    return files("dateline.store").joinpath("record.dictionary").read_bytes()
