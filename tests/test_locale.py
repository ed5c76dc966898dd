"""What hangs on an outlet's country: the order of numeric dates, the weekend, seasons, fiscal years, zones, holidays."""

from datetime import date

import pytest

from dateline.annotate.times import find_times
from dateline.annotate.times.locale import country_beside, locale_in, outlet_country
from dateline.knowledge.countries import load_countries
from dateline.knowledge.locales import load_customs, load_zones
from dateline.languages.lexemes import Vocabulary, lex, lexicon
from dateline.text.article import Article, Published
from dateline.text.happening import TimeExpression
from dateline.text.record import Record
from dateline.text.when import Grain, When


def times(
    text: str, published: str | None = "2020-02-12", *, outlet: str | None = None, url: str | None = None
) -> dict[str, TimeExpression]:
    """The times of a text by their words."""
    issued = Published(When.parse(published)) if published else Published()
    article = Article(text, published=issued, outlet=outlet, url=url)
    return {article.quote(time.span): time for time in find_times(Record(article)).times}


@pytest.mark.parametrize(
    ("outlet", "url", "country"),
    [
        ("BBC News", None, "GB"),
        ("The Port Aster Post", None, ""),
        (None, "https://www.smh.com.au/national/story", "AU"),
        (None, "https://edition.cnn.com/2020/02/12/story", "US"),
        (None, "https://porthill-courier.co.uk/news", "GB"),
        (None, "https://porthill.co.in/news", "IN"),
        (None, "https://porthill.in/news", "IN"),
        (None, "https://porthill.tv/news", ""),
        (None, "https://porthill.com/news", ""),
        (None, "http://[", ""),
        (None, "", ""),
        ("The Port Aster Post", "https://www.theguardian.com/world", "GB"),
    ],
)
def test_an_outlet_is_at_home_by_name_or_address(outlet: str | None, url: str | None, country: str) -> None:
    assert outlet_country(Article("x", outlet=outlet, url=url)) == country


def test_the_text_decides_its_own_order_before_the_outlet() -> None:
    found = times("From 03/04/2019 to 04/13/2019 it rained, or 05/06/2019.", outlet="The Guardian")
    assert str(found["05/06/2019"].when) == "2019-05-06"
    assert "another date" in found["05/06/2019"].because[0].note


def test_dates_that_disagree_on_the_order_decide_nothing() -> None:
    time = times("On 13/04/2019, 04/13/2019 and 03/04/2019.")["03/04/2019"]
    assert (str(time.when), [str(each) for each in time.alternatives]) == ("2019-03-04", ["2019-04-03"])
    assert time.flags == ("day-month-order",)


@pytest.mark.parametrize(("outlet", "day"), [("The Guardian", "2019-04-03"), ("The New York Times", "2019-03-04")])
def test_the_other_order_is_kept(outlet: str, day: str) -> None:
    time = times("Signed on 03/04/2019.", outlet=outlet)["03/04/2019"]
    assert str(time.when) == day
    assert {str(each) for each in (time.when, *time.alternatives)} == {"2019-04-03", "2019-03-04"}
    assert not time.flags


@pytest.mark.parametrize(
    ("published", "outlet", "days"),
    [
        ("2013-06-26", "Arab News", "2013-06-20/2013-06-21"),
        ("2013-07-03", "Arab News", "2013-06-28/2013-06-29"),
        ("2021-12-29", "Gulf News", "2021-12-24/2021-12-25"),
        ("2022-01-05", "Gulf News", "2022-01-01/2022-01-02"),
        ("2020-02-12", "Tehran Times", "2020-02-06/2020-02-07"),
        ("2020-02-12", None, "2020-02-08/2020-02-09"),
    ],
)
def test_a_weekend_is_that_of_the_country_on_that_day(published: str, outlet: str | None, days: str) -> None:
    assert str(times("They met over the weekend.", published, outlet=outlet)["the weekend"].when) == days


def test_southern_seasons_are_their_months_and_keep_the_northern_ones() -> None:
    time = times("Fires raged last summer.", url="https://www.smh.com.au/x")["last summer"]
    assert time.when == When(date(2018, 12, 1), date(2019, 2, 28), Grain.MONTH)
    assert time.timex is not None
    assert time.timex.value == "2018-SU"
    assert [str(each) for each in time.alternatives] == ["2018-22"]
    assert str(times("Fires raged last summer.")["last summer"].when) == "2019-22"


def test_a_fiscal_year_says_why_it_is_approximate() -> None:
    time = times("In the fiscal year 2019 it grew.", outlet="The Times of India")["the fiscal year 2019"]
    assert time.when == When(date(2018, 4, 1), date(2019, 3, 31), Grain.YEAR, approximate=True)
    assert "companies differ" in time.because[0].note
    assert times("In fiscal 2019 it grew.", outlet="The Times of India")["fiscal 2019"].when == When.parse("2019")


@pytest.mark.parametrize(
    ("outlet", "value", "flags"),
    [
        ("The Times of India", "T15:00+05:30", ()),
        ("The Irish Times", "T15:00+01:00", ()),
        ("Haaretz", "T15:00+02:00", ()),
        ("The New York Times", "T15:00", ("zone-unclear",)),
        (None, "T15:00", ("zone-unclear",)),
    ],
)
def test_an_abbreviation_of_several_zones_is_the_outlets_or_unclear(
    outlet: str | None, value: str, flags: tuple[str, ...]
) -> None:
    time = times("It began at 15:00 IST on Saturday.", outlet=outlet)["15:00 IST on Saturday"]
    assert time.timex is not None
    assert time.timex.value == f"2020-02-08{value}"
    assert time.flags == flags
    assert ("+05:30 (IN)" in time.because[0].note) == bool(flags)


def test_a_zone_does_not_move_the_day() -> None:
    time = times("It began at 23:00 GMT on Saturday.", outlet="The Times of India")["23:00 GMT on Saturday"]
    assert str(time.when) == "2020-02-08T23:00"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2:30 a.m. Eastern time on 8 March 2020", "2020-03-08T02:30-05:00"),  # summer time leaves this clock out
        ("1:30 a.m. Eastern time on 1 November 2020", "2020-11-01T01:30-04:00"),  # and this one comes twice
        ("3 p.m. Eastern time on 1 July 1850", "1850-07-01T15:00"),  # before there were zones
        ("1 a.m. (2130 GMT)", "2020-02-12T01:00+03:30"),
        ("2 p.m. (0200 GMT)", "2020-02-12T14:00+12:00"),
        ("15:00 UTC-3:30", "2020-02-12T15:00-03:30"),
        ("15:00 UTC+99", "2020-02-12T15:00"),
    ],
)
def test_zones_on_their_edges(words: str, value: str) -> None:
    found = [time.timex.value for time in times(f"It began at {words}.").values() if time.timex]
    assert value in found


def test_a_zone_is_written_in_capitals() -> None:
    assert "1930 est" not in times("In 1930 est built, 9 cat owners and 10 a.m. Eat well")


def test_a_holiday_of_an_unknown_country_has_no_period() -> None:
    assert times("They sang on Independence Day.")["Independence Day"].when is None
    assert times("They sang on Independence Day.", outlet="The Guardian")["Independence Day"].when is None


@pytest.mark.parametrize(
    "text", ["India's Independence Day {}", "Thanksgiving {} in Canada", "Eid al-Fitr {}", "Good Friday {}"]
)
@pytest.mark.parametrize("year", [1000, 1583, 1899, 2101, 2199, 9999])
def test_years_beyond_a_library_break_nothing(text: str, year: int) -> None:
    assert times(text.format(year))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("India's feast", "IN"),
        ("the Indian feast", "IN"),
        ("feast in Ghana", "GH"),
        ("feast celebrations in the United States", "US"),
        ("the United Arab Emirates' feast", "AE"),
        ("the feast", ""),
        ("feast. In Ghana", ""),
        ("feast, food and a talk in Ghana", ""),
        ("feast in", ""),
    ],
)
def test_a_country_beside_words(text: str, country: str) -> None:
    lexemes = lex(text, Vocabulary(lexicon("en")))
    at = next(number for number, lexeme in enumerate(lexemes) if lexeme.lower == "feast")
    assert country_beside(lexemes, at, at + 1, "en") == country


def test_the_tables_hold_together() -> None:
    assert set(load_customs()) <= set(load_countries().by_code)
    named = {country for uses in load_zones().values() for use in uses for country in use.countries}
    assert named <= set(load_countries().by_code)
    words = lexicon("en").words
    told = {value for values in words.values() for name, value in values if name in ("zone", "world_zone")}
    assert told <= set(load_zones())
    for name, uses in load_zones().items():
        countries = [country for use in uses for country in use.countries]
        assert len(countries) == len(set(countries)), name
        assert len(uses) == 1 or all(use.countries for use in uses), name
    assert locale_in("IR", date(2020, 2, 12)).weekend == (3, 4)


@pytest.mark.parametrize(
    "text",
    ["15:00 GMT (" * 2000, "(1430 GMT) " * 2000, "UTC+" * 3000, "Independence Day " * 2000, "in the " * 3000 + "Independence Day",
     "03/04/2019 " * 3000, "13/13/2019 00/00/0000 32-13-2019", "FY" * 3000 + "2019-20", "2019-03-04T25:61+99:99", "India's " * 3000 + "National Day"],
)  # fmt: skip
def test_hostile_text_breaks_nothing(text: str) -> None:
    for time in times(text, outlet="The Times of India").values():
        assert 0 <= time.span.start < time.span.end <= len(text)
