"""The day of issue: the forms it is written in, and which claim wins."""

import pytest

from dateline.read.page.published import address_claim, choose, claim, read_day
from dateline.text.when import When


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2020-02-12", "2020-02-12"),
        ("2020-02-12T23:30:00-05:00", "2020-02-12"),
        ("20200212", "2020-02-12"),
        ("20200212T10:00:00Z", "2020-02-12"),
        ("20200212101500", "2020-02-12"),
        ("2020/02/12", "2020-02-12"),
        ("2020-02", "2020-02"),
        ("Wed, 12 Feb 2020 10:00:00 GMT", "2020-02-12"),
        ("Wed Feb 12 10:00:00 UTC 2020", "2020-02-12"),
        ("February 12th, 2020", "2020-02-12"),
        ("12.02.2020", "2020-02-12"),
        ("02/25/2020", "2020-02-25"),
        ("25/02/2020", "2020-02-25"),
        ("02/03/2020", None),
        ("2020-02-31", None),
        ("31 February 2020", None),
        ("9" * 5000, None),
        ("1 " * 3000, None),
        ("soon", None),
        ("", None),
    ],
)
def test_forms(raw: str, day: str | None) -> None:
    found = read_day(raw)
    assert (str(found) if found else None) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://post.example/2020/02/12/boats-burn", "2020-02-12"),
        ("https://post.example/news/2020-02-12-boats", "2020-02-12"),
        ("https://post.example/20200212/boats", "2020-02-12"),
        ("https://post.example/2020/2/7/boats", "2020-02-07"),
        ("https://post.example/2020/02/boats", "2020-02"),
        ("https://post.example/world/2020/feb/12/boats", "2020-02-12"),
        ("https://post.example/2020/sea/12/boats", None),
        ("https://post.example/2020/feb/31/boats", None),
        ("https://post.example/story/1234567890", None),
        ("https://post.example/?d=2020/02/12", None),
        ("https://2020/02/12", "2020-02-12"),
        (None, None),
    ],
)
def test_address(url: str | None, day: str | None) -> None:
    found = address_claim(url)
    if url == "https://2020/02/12":
        assert found is None  # the host is no path
        return
    assert (str(found.when) if found else None) == day


def test_order_and_conflicts() -> None:
    published = choose(
        [
            claim("json-ld", "2020-02-12"),
            claim("meta", "2020-02-12T08:00"),
            claim("time", "2020-02-14"),
            claim("url", "2020-02"),
        ]
    )
    assert str(published.when) == "2020-02-12"
    assert [each.by for each in published.because] == [
        "read/published:json-ld",
        "read/published:meta",
        "read/published:url",
    ]
    assert [str(each.when) for each in published.conflicts] == ["2020-02-14"]


def test_the_option_wins_and_the_rest_is_kept() -> None:
    published = choose([claim("json-ld", "2020-02-12")], option=When.parse("2020-02-13"))
    assert str(published.when) == "2020-02-13"
    assert (published.because[0].by, published.because[0].note) == ("option", "--published")
    assert [each.because.by for each in published.conflicts] == ["read/published:json-ld"]


@pytest.mark.parametrize("raw", ["9999-01-01", "1066-10-14", "2101-01-01"])
def test_implausible_dates_are_never_chosen(raw: str) -> None:
    assert choose([claim("json-ld", raw)]).when is None
    published = choose([claim("json-ld", raw), claim("meta", "2020-02-12")])
    assert str(published.when) == "2020-02-12"
    assert [each.because.note for each in published.conflicts] == [raw]


def test_a_day_goes_before_a_month() -> None:
    assert str(choose([claim("json-ld", "2020-02"), claim("meta", "2020-02-12")]).when) == "2020-02-12"


def test_a_clock_in_utc_yields_to_the_day_of_the_address() -> None:
    claims = [claim("json-ld", "2020-02-13T00:30:00Z"), address_claim("https://post.example/2020/02/12/boats")]
    assert str(choose(claims).when) == "2020-02-12"
    assert [str(each.when) for each in choose(claims).conflicts] == ["2020-02-13"]
    assert str(choose([claim("json-ld", "2020-02-13T00:30:00+02:00"), claims[1]]).when) == "2020-02-13"


def test_notes_are_short() -> None:
    found = claim("meta", "12 May 2023 " + "x" * 1000)
    assert found is not None
    assert len(found.because.note) == 80
