"""How often Python looks for rings of objects that nobody holds any more. What dateline makes are trees: it has hardly any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects after which the youngest are looked through, and how many such looks there are to one at the older and at all.
# At Python's 700, 10, 10 the looks take 8 ms of a start, a tenth of reading a page, a third of relating and half of decoding a record.
SELDOM = (200_000, 50, 1000)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """For as long as this is open, looks are rare; objects in no ring are given back at once all the same."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
