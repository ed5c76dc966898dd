"""Times in context: the story's time, quotations of the day, and input meant to break the reader."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.annotate.times import find_times, read_alone
from dateline.text.article import Article, Published
from dateline.text.happening import TimeExpression
from dateline.text.record import Record
from dateline.text.when import When


def times(text: str, published: str | None = "2020-02-12") -> dict[str, TimeExpression]:
    """The times of a text by their words."""
    article = Article(text, published=Published(When.parse(published)) if published else Published())
    return {article.quote(time.span): time for time in find_times(Record(article)).times}


def test_the_anchor_is_said() -> None:
    found = times("The front fell in November 2017. In the same month the general left.")
    assert str(found["the same month"].when) == "2017-11"
    assert found["the same month"].anchor.to == "time"
    assert found["the same month"].anchor.id == found["November 2017"].id


def test_an_aside_does_not_move_the_story() -> None:
    found = times("The war began in May 1914 (a treaty of 1839 was broken). Two years later it went on.")
    assert str(found["Two years later"].when) == "1916-05"


def test_a_history_counts_from_its_own_dates() -> None:
    years = " ".join(f"In {year} the army moved." for year in range(1934, 1944))
    assert str(times(years + " In May it stopped.", "2009-12-19")["May"].when) == "1943-05"


def test_without_a_date_of_issue_nothing_is_invented() -> None:
    found = times("It happened on 3 May, two days ago, and last year.", None)
    assert all(time.when is None for time in found.values())


def test_impossible_days_give_what_is_possible() -> None:
    found = times("On 31 February 2019 it rained.")
    assert "31 February 2019" not in found
    assert str(found["February 2019"].when) == "2019-02"


def test_both_orders_of_a_numeric_date_are_kept() -> None:
    time = times("He signed on 03/04/2019 there.")["03/04/2019"]
    assert [str(each) for each in time.alternatives] == ["2019-04-03"]


def test_words_can_be_read_alone() -> None:
    time = read_alone("yesterday", date(2014, 8, 12))
    assert time is not None
    assert str(time.when) == "2014-08-11"


@pytest.mark.parametrize(
    "text",
    ["1 " * 3000, "9" * 5000, "999999999999 years ago", "in the year 0 and in 10000", "31 February 2019", '"' * 100_000,
     "May " * 5000, "from 1990 to " * 2000, "twenty " * 4000, "the end of the end of the year " * 500, "\ud800 in 2014 \udfff",
     "January 3 " * 3000, "the end of Monday - " * 3000, "2014 to 2015 - " * 2000, "early " * 5000 + "May", "9999-12-31 and the day after, next year", "0001-01-01 a year earlier"],
)  # fmt: skip
def test_hostile_text_neither_breaks_nor_invents(text: str) -> None:
    article = Article(text, published=Published(When.parse("2020-02-12")))
    for time in find_times(Record(article)).times:
        assert 0 <= time.span.start < time.span.end <= len(text)


PIECES = [*"0123456789 .,-/:’'\n", "May ", "ago ", "years ", "the ", "last ", "Friday ", "to ", "from ", "end of "]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_stay_in_bounds_and_reading_twice_gives_the_same(text: str) -> None:
    article = Article(text, published=Published(When.parse("2020-02-12")))
    once, twice = find_times(Record(article)).times, find_times(Record(article)).times
    assert once == twice
    assert all(0 <= time.span.start < time.span.end <= len(text) for time in once)
    assert len({time.id for time in once}) == len(once)
