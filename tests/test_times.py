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


def test_a_day_that_its_month_lacks_is_flagged_and_keeps_its_year() -> None:
    found = times("It is dated Feb 29, 2015, or the 31st of June 1999.")
    assert {words: (str(time.when), time.flags) for words, time in found.items()} == {
        "Feb 29, 2015": ("2015-02", ("no-such-day",)),
        "June 1999": ("1999-06", ("no-such-day",)),
    }


def test_a_list_is_its_members_and_a_range_is_one_time_with_two_ends() -> None:
    listed = times("Bombs went off on 12, 13 and 19 March 2004.")
    assert {words: str(time.when) for words, time in listed.items()} == {
        "12": "2004-03-12", "13": "2004-03-13", "19 March 2004": "2004-03-19"
    }  # fmt: skip
    ranged = times("It stood from the 3rd to the 9th of May 2019.")
    assert {words: time.timex is None for words, time in ranged.items()} == {
        "from the 3rd to the 9th of May 2019": True, "the 3rd": False, "the 9th of May 2019": False
    }  # fmt: skip


def test_the_ends_of_a_range_over_new_year_have_their_own_years() -> None:
    found = times("It stood from Dec 28 to 3 Jan there.")
    assert (str(found["Dec 28"].when), str(found["3 Jan"].when)) == ("2019-12-28", "2020-01-03")


def test_what_cannot_be_read_leaves_its_year_to_what_can() -> None:
    assert str(times("between 28 and 3 Jan 2019 it fell")["3 Jan 2019"].when) == "2019-01-03"


def test_years_of_another_calendar_make_no_history() -> None:
    told = " ".join(f"On {day} Dey 1398 they met." for day in range(10, 20))
    assert str(times(told + " On Friday they left.")["Friday"].when) == "2020-02-07"


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("Rabi' al-Thani 1441", "2019-11-28/2019-12-26"),
        ("Jumada II 1441", "2020-01-26/2020-02-24"),
        ("Adar II 5780", None),
    ],
)
def test_months_of_two_words(words: str, given: str | None) -> None:
    time = times(f"It was in {words} there.").get(words)
    assert (str(time.when) if time else None) == given


@pytest.mark.parametrize("quoted", ["the 'sons of' 68 fathers", "of ' 98", "in ’ 98 and", "10 June ' 44"])
def test_an_apostrophe_that_stands_apart_makes_no_year(quoted: str) -> None:
    assert not any(time.because[0].by.endswith("short-year") or "'" in words for words, time in times(quoted).items())


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
