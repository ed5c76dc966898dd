"""What every hostile document has to leave as it is: time, memory, the documents beside it, and the spans of what was read."""

import time
from itertools import islice
from pathlib import Path

import pytest
from made import MADE
from pdfs import PDFS
from words import ODD, SENTENCE

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


def read(name: str, tmp_path: Path) -> list[Article]:
    called, data = MADE[name]()
    (tmp_path / called).write_bytes(data)
    return [each for each in read_all([tmp_path]) if isinstance(each, Article)]


def test_days_that_contradict_each_other_are_all_kept(tmp_path: Path) -> None:
    (article,) = read("days that contradict each other", tmp_path)
    told = {str(article.published.when), *(str(each.when) for each in article.published.conflicts)}
    assert {"2001-01-01", "2016-03-04"} <= told
    assert article.published.conflicts


def test_each_record_of_one_address_is_an_article_of_its_own(tmp_path: Path) -> None:
    found = read("one page very many times", tmp_path)
    assert len(found) == 1_500
    assert {(each.url, each.text) for each in found} == {("https://a.example/a", SENTENCE.strip())}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("very many records that revisit nothing", "holds 200,000 records, none of them a page"),
        ("members of one name", "member 'archive/a.warc.gz' is there twice"),
        ("ZIP files five deep with 4 GB in each", "is a ZIP file"),
        ("archive of ZIP files five deep", "archive/a.warc.gz: record 1: has no header"),
        ("member at a place in 64 bits beyond the file", "member 'archive/a.warc.gz' cannot be opened"),
        ("members that lead out", "leads out of the file"),
        ("member that is a link", "leads out of the file"),
        ("PDF that is locked", "is encrypted"),
        ("PDF of a scanned page", "pictures of pages"),
    ],
)
def test_what_is_refused_says_which_part_and_why(name: str, reason: str, tmp_path: Path) -> None:
    called, data = MADE[name]()
    (tmp_path / called).write_bytes(data)
    told = [each.reason for each in islice(read_all([tmp_path]), 100) if isinstance(each, Unread)]
    assert any(reason in each for each in told), told


@pytest.mark.parametrize(("name", "readable"), [(name, readable) for name, (_, readable) in PDFS.items()])
def test_a_document_that_goes_in_circles_still_tells_its_sentence(name: str, readable: bool, tmp_path: Path) -> None:
    assert [SENTENCE.strip() in each.text for each in read(name, tmp_path)] == ([True] if readable else [])


@pytest.mark.parametrize(
    "name", ["scripts in every place", "elements that change their meaning", "data that end their script"]
)
def test_a_script_is_no_text_no_name_and_no_address(name: str, tmp_path: Path) -> None:
    (article,) = read(name, tmp_path)
    assert SENTENCE.strip() in article.text
    assert article.url is None
    assert not any("<" in byline for byline in article.bylines)


def test_characters_that_are_not_seen_are_kept_and_names_not_merged(tmp_path: Path) -> None:
    (article,) = read("characters that are not seen", tmp_path)
    assert ODD in article.text
    assert "Reuters" not in {credit.name for credit in article.credits}


def test_nothing_is_left_running() -> None:
    guard.close()
    assert not guard._idle.children
