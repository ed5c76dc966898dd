"""Calendar periods: EDTF in and out, counting, and what must be refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.errors import BadDate
from dateline.text.when import Grain, When

DAYS = st.dates(min_value=date(200, 1, 1), max_value=date(9900, 1, 1))
GRAINS = st.sampled_from([grain for grain in Grain if grain not in (Grain.VAGUE, Grain.PART_OF_DAY, Grain.MINUTE)])


@pytest.mark.parametrize(
    "edtf",
    ["2017", "2017-11", "2017-11-19", "199X", "19XX", "2014/2018", "../2020-02-12", "2020-01-01/..", "2020-02~",
     "2019-21", "2019-24", "2019-33", "2019-41", "2020-01-05T15:00", "2016-03/2016-07", "1977~/1979~"],
)  # fmt: skip
def test_edtf_comes_back(edtf: str) -> None:
    assert str(When.parse(edtf)) == edtf


@pytest.mark.parametrize(
    "words", ["", "yesterday", "2019-13", "2019-02-31", "0000", "10000", "../..", "2020-02-12/2019", "20-1"]
)
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(BadDate):
        When.parse(words)


@given(DAYS, GRAINS)
def test_a_period_holds_its_day_and_its_edtf_reads_back(day: date, grain: Grain) -> None:
    when = When.at(day, grain)
    assert when.holds(When.at(day, Grain.DAY))
    again = When.parse(str(when))
    assert (again.first, again.last) == (when.first, when.last)


@given(DAYS, GRAINS, st.integers(-50, 50))
def test_steps_of_whole_periods_can_be_taken_back(day: date, grain: Grain, count: int) -> None:
    when = When.at(day, grain)
    try:
        there = when.shift(count, grain)
    except BadDate:
        return
    assert there.shift(-count, grain) == when


def test_the_calendar_ends_with_an_error_not_a_wrapped_year() -> None:
    with pytest.raises(BadDate):
        When.parse("2020").shift(9000, Grain.YEAR)
    with pytest.raises(BadDate):
        When.parse("2020-01-01").shift(10**12, Grain.DAY)
