"""The knowledge files are readable, and names are found in every spelling we promise."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path

import pytest

from dateline.knowledge import tables
from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold, spellings
from dateline.knowledge.names import NAME_COLUMNS, load_names
from dateline.knowledge.places import COLUMNS, Built, gazetteer
from dateline.knowledge.roles import Term, holders, terms, terms_of
from dateline.knowledge.rows import LAYOUT
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
    assert country in {spot.country for spot in gazetteer().find(fold(name))}


def test_a_place_knows_what_it_lies_in() -> None:
    [mosul] = [spot for spot in gazetteer().named("Mosul") if spot.kind == "city"]
    assert (mosul.called, mosul.id) == (True, "geonames:99072")
    assert mosul.within[-1] == "Nineveh Governorate"
    assert len(mosul.within) == len(mosul.held_by)


@pytest.mark.parametrize(("name", "country"), [("Baghuz", "SY"), ("Jurf al-Sakhar", "IQ"), ("Al-Foua", "SY")])
def test_villages_are_found_in_a_country_and_nowhere_else(name: str, country: str) -> None:
    found = gazetteer().near(fold(name), [country])
    assert {spot.country for spot in found} == {country}
    assert any(spot.id.startswith("wof:") for spot in found)
    assert not any(spot.id.startswith("wof:") for spot in gazetteer().named(name))


@pytest.mark.parametrize(
    ("name", "countries", "meant"),
    [("Qamishly", ["SY", "IQ"], "geonames:173377"), ("Deir Ezzorr", ["SY"], "geonames:170794")],
)
def test_a_name_is_found_by_its_sound_inside_a_country(name: str, countries: list[str], meant: str) -> None:
    assert gazetteer().named(name) == ()
    assert gazetteer().similar(name, countries)[0].id == meant


@pytest.mark.parametrize("name", ["", "x", "\t", "SY\tMosul", "م", "A" * 5000])
def test_odd_names_find_nothing_and_harm_nothing(name: str) -> None:
    assert gazetteer().near(fold(name), ["SY", "", "\t"]) == ()
    assert gazetteer().similar(name, ["SY", "XX"]) == ()


def test_the_built_files_belong_together() -> None:
    account = json.loads((tables.HOME / "built" / "account.json").read_text("utf-8"))
    assert account["layout"] == LAYOUT
    for file, count in (("places.rows", account["places"]), ("villages.rows", account["villages"])):
        assert (tables.HOME / "built" / file).stat().st_size == count * struct.calcsize(LAYOUT)
    known_as = (tables.HOME / "known_as.tsv").read_bytes()
    assert account["known_as.tsv"] == hashlib.sha256(known_as).hexdigest()[:12]  # else: python tools/build_places.py


def test_built_files_that_are_missing_or_cut_off_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="build_places"):
        Built(tmp_path)
    for path in (tables.HOME / "built").iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "villages.rows").unlink()
    (tmp_path / "villages.rows").write_bytes(b"cut off")
    with pytest.raises(BadRules, match="whole number of rows"):
        Built(tmp_path)


def test_every_region_by_hand_is_on_the_globe_and_has_one_name_only() -> None:
    rows = [line.split("\t") for line in tables.read_table("regions.tsv", COLUMNS).split("\n")]
    assert len({row[0] for row in rows}) == len(rows)
    for _, name, _, _, _, lat, lon, _, _, extent in rows:
        assert not lat or (-90 <= float(lat) <= 90 and -180 <= float(lon) <= 180), name
        assert extent == "" or 0 < int(extent) <= 3000, name


def test_terms_of_office_have_a_source_and_an_order() -> None:
    for term in terms():
        assert term.source, term
        assert term.first <= (term.last or term.seen), term
        assert bool(term.last) != bool(term.seen), term


def test_a_term_is_certain_only_as_far_as_a_source_goes() -> None:
    [term] = terms_of("fuad masum")
    assert (term.office, term.country, term.covers("2015-01-01"), term.covers("2016-01-01")) == (
        "President", "IQ", True, None,
    )  # fmt: skip
    assert "Saddam Hussein" in {term.person for term in holders("IQ", "1990-08-02")}
    assert Term("A B", "King", "XX", "1990", "1995", "", "x").covers("1996-01-01") is False


def test_unknown_places_are_not_found() -> None:
    assert gazetteer().find("qwertabad") == ()


def test_countries_by_name_adjective_and_people() -> None:
    countries = load_countries()
    assert countries.names["iran"] == countries.adjectives["iranian"] == countries.people["iranians"] == "IR"
    assert all(len(code) == 2 for code in countries.by_code)


def test_every_place_is_on_the_globe() -> None:
    places = gazetteer()
    for name in ("paris", "springfield", "baghdad", "middle east"):
        for spot in places.find(name):
            assert spot.point is None or (-90 <= spot.point[0] <= 90 and -180 <= spot.point[1] <= 180)


def test_known_aliases_lead_to_one_and_capitals_are_asked_for() -> None:
    names = load_names()
    assert names.find("daesh", "Daesh") == names.find("isil", "ISIL")
    assert names.find("isil", "Isil") is None


def test_every_known_name_says_where_it_is_from() -> None:
    rows = [line.split("\t") for line in tables.read_table("names.tsv", NAME_COLUMNS).split("\n")]
    assert all(len(row) == len(NAME_COLUMNS) and row[-1] for row in rows)
    groups = [row for row in rows if row[1] == "armed_group"]
    assert sum(row[-1].startswith("World Factbook") for row in groups) > len(groups) / 2


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
