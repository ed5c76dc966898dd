"""Where an article is at home, by its outlet and by what its places say together; and places for names that are given."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dateline.annotate.entities import find_entities
from dateline.annotate.entities.given import locate
from dateline.annotate.entities.homes import home_of
from dateline.annotate.entities.page import Page
from dateline.text.record import Record
from dateline.text.span import Span
from hand_made import named, parsed, who


def of_outlet(record: Record, outlet: str) -> Record:
    """The record's article as that outlet has it, read anew."""
    return find_entities(replace(record, article=replace(record.article, outlet=outlet)))


@pytest.mark.parametrize(
    ("outlet", "towns"),
    [
        ("theparisbeacon.com", ("paris",)),
        ("www.onlineathens.com", ("athens",)),
        ("chronicle.augusta.com", ("augusta",)),
        ("kansascity.com", ("kansas city",)),
        ("The Springfield Daily Herald", ("springfield",)),
        ("dailynews.com", ()),
        ("jordannews.com", ()),  # the country has papers too
        ("Example Holdings", ()),
    ],
)
def test_a_paper_names_its_town(outlet: str, towns: tuple[str, ...]) -> None:
    record = parsed("Omar Haddad spoke .")
    assert home_of(Page(replace(record, article=replace(record.article, outlet=outlet)))).towns == towns


@pytest.mark.parametrize(("outlet", "country"), [("oxfordmail.co.uk", "GB"), ("some.paper.ie", "IE"), ("a.tv", "")])
def test_an_address_names_its_country(outlet: str, country: str) -> None:
    record = parsed("Omar Haddad spoke .")
    assert home_of(Page(replace(record, article=replace(record.article, outlet=outlet)))).country == country


@pytest.mark.parametrize(
    ("outlet", "country"), [("theparisnews.com", "US"), ("parisnews.fr", "FR"), ("example.com", "FR")]
)
def test_a_town_is_the_one_that_its_paper_is_called_by(outlet: str, country: str) -> None:
    record = of_outlet(parsed("Omar Haddad left Paris .", labels={"Paris": "GPE"}), outlet)
    place = named(record, "Paris").place
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(
    "outlet", ["the" * 4_000 + ".com", "paris" * 900, "." * 900, "http://[", "ПарижНьюс.рф", "www..com"]
)
def test_an_odd_outlet_costs_no_more(outlet: str) -> None:
    record = parsed("Omar Haddad left Paris .", labels={"Paris": "GPE"})
    started = time.process_time()
    assert of_outlet(record, outlet).entities
    assert time.process_time() - started < 1


def test_a_town_and_its_county_speak_for_one_another() -> None:
    labels = {"Huntsville": "GPE", "Walker County": "GPE"}
    alone, beside = (
        named(parsed(*sentences, labels=labels), "Huntsville").place
        for sentences in (
            ("Omar Haddad left Huntsville .",),
            ("Omar Haddad left Huntsville .", "Walker County spoke ."),
        )
    )
    assert alone is not None
    assert beside is not None
    assert (alone.within[-2], beside.within[:2]) == ("Alabama", ("Walker County", "Texas"))


def test_a_place_that_has_a_post_office_and_is_no_town_is_found_in_its_state() -> None:
    labels = {"Tennessee Colony": "GPE", "Dallas": "GPE"}
    place = named(parsed("Omar Haddad left Tennessee Colony , Dallas .", labels=labels), "Tennessee Colony").place
    assert place is not None
    assert (place.source, place.within[:2]) == ("uszip:75861", ("Anderson County", "Texas"))


def test_given_names_are_placed_whatever_we_took_them_for() -> None:
    record = parsed("Omar Haddad left Mosul .", "Iraq spoke .", labels={"Mosul": "PERSON", "Iraq": "GPE"})
    text = record.article.text
    spans = [Span(at, at + len(word)) for word in ("Mosul", "Omar") for at in [text.index(word)]]
    located = locate(record, spans)
    assert [located.article.quote(mention.span) for mention in located.mentions] == ["Omar", "Mosul"]
    found = {entity.name: entity.place for entity in located.entities}
    assert found["Mosul"] is not None
    assert found["Mosul"].country == "IQ"
    assert locate(record, []).entities == ()


def test_an_office_with_its_portfolio_opens_a_sentence_before_the_name() -> None:
    labels = {"Middle East": "LOC", "Omar Haddad": "PERSON"}
    record = parsed("Minister for the Middle East , Omar Haddad spoke .", labels=labels, tags={"for": "IN"})
    assert who(record, "Minister") == "Omar Haddad"
