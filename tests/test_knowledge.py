"""The knowledge files are readable, and names are found in every spelling we promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.knowledge import tables
from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold, spellings
from dateline.knowledge.names import load_names
from dateline.knowledge.places import load_places
from dateline.languages.titles import load_name_words
from dateline.text.errors import BadRules


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Deir Ez Zor"),
        ("Da'esh", "DAESH"),
        ("U.S.", "US"),
        ("Diyarbakır", "Diyarbakir"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("other", ["R\u0435uters", "\uff32euters"])
def test_letters_that_only_look_alike_have_another_key(other: str) -> None:
    assert fold(other) != fold("Reuters")


def test_the_arabic_article_may_be_there_or_not() -> None:
    assert set(spellings("al bab")) == set(spellings("bab"))


@pytest.mark.parametrize(
    ("name", "country"), [("Mosul", "IQ"), ("Aleppo", "SY"), ("Bukamal", "SY"), ("Al-Bukamal", "SY"), ("Tikrit", "IQ")]
)
def test_places_are_found_by_their_names(name: str, country: str) -> None:
    assert country in {spot.country for spot in load_places().find(fold(name))}


def test_unknown_places_are_not_found() -> None:
    assert load_places().find("qwertabad") == ()


def test_countries_by_name_adjective_and_people() -> None:
    countries = load_countries()
    assert countries.names["iran"] == countries.adjectives["iranian"] == countries.people["iranians"] == "IR"
    assert all(len(code) == 2 for code in countries.by_code)


def test_every_place_is_on_the_globe() -> None:
    places = load_places()
    for name in ("paris", "springfield", "baghdad", "middle east"):
        for spot in places.find(name):
            assert spot.point is None or (-90 <= spot.point[0] <= 90 and -180 <= spot.point[1] <= 180)


def test_known_aliases_lead_to_one_and_capitals_are_asked_for() -> None:
    names = load_names()
    assert names.find("daesh", "Daesh") == names.find("isil", "ISIL")
    assert names.find("isil", "Isil") is None


def test_name_words_are_lower_case_and_titles_are_found_from_their_end() -> None:
    words = load_name_words()
    assert words.title_before(["then", "lieutenant", "general"], 3) == 1
    assert words.title_before(["the", "generally"], 2) == 2
    assert words.is_armed("group", {"terror"})
    assert not words.is_armed("group", {"pop"})


def test_a_table_with_other_columns_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows.tsv").write_text("name\tage\nx\t1\n")
    monkeypatch.setattr(tables, "HOME", tmp_path)
    assert tables.read_table("rows.tsv", ("name",)) == "x\t1"
    with pytest.raises(BadRules, match=r"rows\.tsv"):
        tables.read_table("rows.tsv", ("id", "name"))
