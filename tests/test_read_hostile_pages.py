"""Hostile pages: read in bounded time, every block exactly where it says, and nothing of the page's text lost."""

import time

import pytest

from dateline.read.options import KNOWING_NOTHING
from dateline.read.page.html import read_html
from dateline.text.article import Source
from dateline.text.record import Record
from dateline.wire import from_json, to_json
from hostile.pages import MAKERS, PLAIN

MOST_SECONDS = 10


@pytest.mark.parametrize("name", MAKERS)
def test_page_is_read(name: str) -> None:
    page = MAKERS[name]()
    begun = time.process_time()
    article = read_html(page, source=Source(), options=KNOWING_NOTHING)
    assert time.process_time() - begun < MOST_SECONDS
    assert PLAIN in article.text
    at = 0
    for block in article.blocks:
        assert at <= block.span.start < block.span.end <= len(article.text)
        assert not article.text[at : block.span.start].strip()
        at = block.span.end
    for entry in article.entries:
        assert 0 <= entry.span.start < entry.span.end <= len(article.text)
    if len(article.text) < 1_000_000 and "\ud800" not in article.text:
        record = Record(article)
        assert from_json(to_json(record)).article == article


@pytest.mark.parametrize("name", ["31 February", "year nought", "number of 5,000 digits", "date of many ones"])
def test_no_day_is_made_of_what_is_none(name: str) -> None:
    article = read_html(MAKERS[name](), source=Source(), options=KNOWING_NOTHING)
    assert article.published.when is None or article.published.when.single_day is None


def test_no_script_becomes_an_address_or_a_name() -> None:
    assert read_html(MAKERS["script address"](), source=Source(), options=KNOWING_NOTHING).url is None
    assert read_html(MAKERS["handler in byline"](), source=Source(), options=KNOWING_NOTHING).bylines == ()
