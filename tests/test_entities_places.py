"""Where the places of an article are: on hand-made tokens, without a parser."""

from __future__ import annotations

import pytest

from dateline.annotate.layers import annotate
from dateline.text.article import Article
from dateline.text.record import Record
from hand_made import named, parsed


@pytest.mark.parametrize(
    ("state", "region"),
    [("Ga.", "Georgia"), ("GA", "Georgia"), ("Ohio", "Ohio"), ("Minn.", "Minnesota"), ("N.Y.", "New York")],
)
def test_a_state_after_a_town_holds_it(state: str, region: str) -> None:
    record = parsed(f"Omar Haddad left Nowhereville , {state} .", labels={"Nowhereville": "GPE"})
    place = named(record, "Nowhereville").place
    assert place is not None
    assert (place.point, place.country, place.within) == (None, "US", (region, "United States"))


def test_a_town_is_in_the_region_that_the_article_tells_of() -> None:
    in_louisiana = parsed(
        "Omar Haddad left Alexandria .", "Louisiana spoke .", labels={"Alexandria": "GPE", "Louisiana": "GPE"}
    )
    in_egypt = parsed("Omar Haddad left Alexandria .", "Egypt spoke .", labels={"Alexandria": "GPE", "Egypt": "GPE"})
    places = [named(record, "Alexandria").place for record in (in_louisiana, in_egypt)]
    assert [place and place.country for place in places] == ["US", "EG"]
    assert places[0] is not None
    assert places[0].within == ("Rapides Parish", "Louisiana", "United States")


def place_in(record: Record, name: str) -> tuple[str | None, str]:
    """The country and the sort of the place of that name."""
    place = named(record, name).place
    assert place is not None
    return place.country, place.precision


def test_a_village_is_found_in_the_country_that_the_article_is_about_and_in_no_other() -> None:
    labels = {"Baghuz": "GPE", "Syria": "GPE", "Peru": "GPE"}
    in_syria, in_peru = (
        parsed("Omar Haddad left Baghuz .", f"{it} spoke .", labels=labels) for it in ("Syria", "Peru")
    )
    assert place_in(in_syria, "Baghuz") == ("SY", "city")
    assert place_in(in_peru, "Baghuz") == (None, "")


def test_an_odd_spelling_is_heard_in_the_country_that_the_article_is_about() -> None:
    record = parsed("Omar Haddad left Qamishly .", "Syria spoke .", labels={"Qamishly": "GPE", "Syria": "GPE"})
    entity = named(record, "Qamishly")
    assert entity.place is not None
    assert entity.place.source == "geonames:173377"


def test_states_in_a_list_hold_no_towns_of_their_names() -> None:
    labels = dict.fromkeys(("California", "Oregon", "Washington"), "GPE")
    record = parsed("Omar Haddad left Oregon , California , Washington .", labels=labels)
    assert place_in(record, "Oregon") == place_in(record, "California") == ("US", "province")


@pytest.mark.parametrize("country", ["Mexico", "Kuwait", "Panama"])
def test_a_country_is_not_its_capital_of_the_same_name(country: str) -> None:
    record = parsed(f"Omar Haddad left {country} .", labels={country: "GPE"})
    assert place_in(record, country)[1] == "country"


@pytest.mark.parametrize(("other", "country"), [("Ohio", "US"), ("Ireland", "IE")])
def test_a_town_is_where_the_other_places_are(other: str, country: str) -> None:
    record = parsed(f"Omar Haddad left Dublin , {other} .", labels={"Dublin": "GPE", other: "GPE"})
    assert place_in(record, "Dublin") == (country, "city")


def test_a_day_or_month_after_a_preposition_is_no_town() -> None:
    record = parsed("Omar Haddad left in May .", labels={"Omar Haddad": "PERSON", "May": "DATE"})
    assert [entity.name for entity in record.entities] == ["Omar Haddad"]


def test_what_is_called_a_province_is_no_town() -> None:
    record = annotate(Article("Troops left the province of Aleppo. They entered the city of Idlib in Syria."))
    precision = {entity.name: entity.place.precision for entity in record.entities if entity.place is not None}
    assert (precision["Aleppo"], precision["Idlib"]) == ("province", "city")
