"""Histories and reports: which year, which quarter."""

import pytest

from dateline import Article, Record, When
from dateline.annotate.times import find_times
from dateline.annotate.times.terms import term_of
from dateline.text.article import Published
from dateline.text.happening import TimeExpression

# Five old years make a history of it.
OPENING = "The league was founded in 1871. It split in 1880, met in 1888 and 1892, and ended in 1899. "


def read(text: str, published: str | None = "2015-06-01") -> dict[str, TimeExpression]:
    article = Article(text, published=Published(When.parse(published)) if published else Published())
    return {article.quote(time.span): time for time in find_times(Record(article)).times}


@pytest.mark.parametrize(
    ("text", "words", "when"),
    [
        ("In January 1904 the port was blocked. In May the army landed.", "May", "1904-05"),
        (
            "In January 1904 the port was blocked. The treaty of peace of 1895 was void. In May they landed.",
            "May",
            "1904-05",
        ),
        (
            "In January 1904 the port was blocked. In the fighting of 1894, the fleet had burned by 12 May.",
            "12 May",
            "1894-05-12",
        ),
        ("In January 1904 it began (it had been planned on 2 May 1901). On 9 March it ended.", "9 March", "1904-03-09"),
        ("In January 1904 it began. The following year it was over. In May they left.", "May", "1905-05"),
        ("In November 1904 it began. In February they left.", "February", "1905-02"),
        ("Losses of August and September 1914 were heavy.", "August", "1914-08"),
        ("The siege (18 August – 15 September 1904) failed.", "18 August", "1904-08-18"),
        ("He was crowned in 1904. In June of that year he fled.", "June of that year", "1904-06"),
    ],
)
def test_the_year_of_a_date_without_one(text: str, words: str, when: str) -> None:
    assert str(read(OPENING + text)[words].when) == when


def test_a_digression_ends_with_its_paragraph() -> None:
    text = "In January 1904 they landed. Critics spoke of the losses of 1894; on 12 May of it was told.\n\nOn 3 June they left."
    assert str(read(OPENING + text)["3 June"].when) == "1904-06-03"


def test_years_before_christ_keep_their_order() -> None:
    times = read(
        OPENING + "In 219 BC the town fell. The following year a third army came. By the autumn of 216 BC it was over."
    )
    assert [times[words].timex.value for words in ("219 BC", "The following year", "the autumn of 216 BC") if times[words].timex] == [
        "BC0219", "BC0218", "BC0216-FA",
    ]  # fmt: skip
    assert times["The following year"].when is None


@pytest.mark.parametrize(
    ("text", "words", "when"),
    [
        ("Third-quarter profit was $4 million, up from $3 million a year earlier.", "a year earlier", "2017-35"),
        (
            "In the third quarter it lost $2 million. In the year-earlier period it made one.",
            "the year-earlier period",
            "2017-35",
        ),
        ("Sales rose 3% in the quarter.", "the quarter", "2018-35"),
        (
            "Fourth-quarter sales will fall 2%. Third-quarter sales rose. Costs rose in the latest quarter.",
            "the latest quarter",
            "2018-35",
        ),
    ],
)
def test_the_period_of_a_report(text: str, words: str, when: str) -> None:
    assert str(read(text, "2018-11-02")[words].when) == when


def test_a_quarter_of_a_town_is_no_period() -> None:
    assert "the quarter" not in read("They must leave the quarter by night.", "2018-11-02")


def test_a_term_is_told_as_a_formula() -> None:
    article = Article("They left 40 days ago.", published=Published(When.parse("2020-02-12")))
    time = find_times(Record(article)).times[0]
    assert term_of(article, time) == "shift(number=40, units=D, anchor=publication, backward)"
