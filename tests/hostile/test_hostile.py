"""What every hostile document has to leave as it is: time, memory, the documents beside it, and the spans of what was read."""

import time
from itertools import islice
from pathlib import Path

import pytest
from made import MADE

from dateline.read import guard, read_all
from dateline.read.options import Unread
from dateline.text.article import Article

SECONDS = (
    45  # for one document, by the clock, on a machine that others use too; alone the slowest takes a quarter of it
)


@pytest.mark.parametrize("name", MADE)
def test_it_is_read_or_refused_in_time_and_the_next_one_is_read(name: str, tmp_path: Path) -> None:
    called, data = MADE[name]()
    (tmp_path / called).write_bytes(data)
    (tmp_path / "z.html").write_bytes(
        b"<html><body><p>The harbour master said on Monday that nobody was hurt.</p></body></html>"
    )
    began = time.monotonic()
    *found, last = islice(read_all([tmp_path]), 6_000)
    assert time.monotonic() - began < SECONDS
    assert found
    assert isinstance(last, Article)
    assert last.text == "The harbour master said on Monday that nobody was hurt."
    for each in found:
        if isinstance(each, Unread):
            assert 10 < len(each.reason) < 2_000
            assert "\n" not in each.reason
        else:
            each.text.encode()
            assert all(0 <= block.span.start < block.span.end <= len(each.text) for block in each.blocks)
            assert "/etc" not in each.text


def test_nothing_is_left_running() -> None:
    guard.close()
    assert not guard._idle.children
