"""Names in real sentences, read with the parser: what kind they are of, which are one, and what is no name at all."""

from __future__ import annotations

from functools import lru_cache

import pytest

from dateline.annotate.layers import LAYERS, annotate
from dateline.text.article import Article, Block
from dateline.text.naming import Entity
from dateline.text.record import Record
from dateline.text.span import Span

NAMES = tuple(layer for layer in LAYERS if layer.name in ("tokens", "entities"))


@lru_cache(maxsize=64)
def told(text: str) -> Record:
    record = annotate(Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),)), NAMES)
    assert record.failures == ()
    return record


def called(text: str, quote: str) -> Entity:
    """The entity of the first mention that holds those words."""
    record = told(text)
    mention = next(each for each in record.mentions if quote in record.article.quote(each.span))
    return next(entity for entity in record.entities if entity.id == mention.entity)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The blast hit Pier 4 in Port Arlen. Pier 4 had no guards.", "Pier 4", "facility"),
        ("Near Ayn Hassan, one strike destroyed a tank. Troops left.", "Ayn Hassan", "place"),
        ("Fighting went on in Hajin, Sorvan and Shavan on Monday.", "Shavan", "place"),
        ("One young girl, Amjad, tells me that she spends all day there.", "Amjad", "person"),
        ("For 14-year-old Amjad it is safer there than at home.", "Amjad", "person"),
        ("Rep. Carl Ames, D-N.Y., chairman of the panel, spoke.", "N.Y.", "place"),
        ("KBR Inc. said on Monday that KBR had won. KBR was paid.", "KBR", "organization"),
        ("He played for Ohio State before he left for Rome.", "Ohio State", "organization"),
        ("The case was heard in Lagos State on Monday.", "Lagos State", "place"),
        ("Rebels took the Salah ad Din Province in northern Iraq.", "Salah ad Din Province", "place"),
    ],
)
def test_what_the_text_says_around_a_name_tells_its_kind(text: str, name: str, kind: str) -> None:
    assert called(text, name).kind == kind


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Omar Nasser(Arabic: X), also known as Abu Haidar,[1] is a general.", "Omar Nasser", "Abu Haidar"),
        ('Jaysh al-Sahil (Arabic: Y, "Army of the Coast") is a militia.', "Jaysh al-Sahil", "Army of the Coast"),
        ("His chief of staff is Major General Hassan Karim.", "Hassan Karim", "chief"),
        ("Hurricane Odalys struck on Monday. Odalys killed ten people.", "Hurricane Odalys", "Odalys"),
        ("Marion Lawson Parker III was held. Parker said nothing.", "Marion Lawson", "Parker"),
        ("Bashar al-Assad fled. The Assads regime fell at last.", "Bashar al-Assad", "Assads"),
    ],
)
def test_two_names_that_the_text_says_are_one(text: str, one: str, other: str) -> None:
    assert called(text, one) is called(text, other)


def test_a_genitive_without_its_apostrophe_is_the_country() -> None:
    text = "Irans nuclear talks failed, and Syrias army fell."
    assert [called(text, "Irans").name, called(text, "Syrias").name] == ["Iran", "Syria"]


def test_what_someone_is_not_or_may_be_is_no_mention() -> None:
    for text in ("The prime minister is not Ali Haddad.", "The next leader could be Ali Haddad."):
        assert [mention.form for mention in told(text).mentions] == ["name"]


def test_acronyms_of_things_are_no_names() -> None:
    record = told("They destroyed a VBIED and two IEDs near Mosul. The VBIED had come from Raqqa.")
    assert {entity.name for entity in record.entities} == {"Mosul", "Raqqa"}


def test_marks_of_footnotes_are_no_part_of_a_name() -> None:
    record = told("His brother Omar Haddad,[1] an Islamist[2] officer, met Ali Karim.[3]")
    assert [entity.name for entity in record.entities if entity.kind == "person"] == ["Omar Haddad", "Ali Karim"]


def test_two_countries_joined_by_a_dash_are_two() -> None:
    record = told("The U.S.-Iraq partnership was praised.")
    assert [record.article.quote(mention.span) for mention in record.mentions] == ["U.S.", "Iraq"]


def test_a_small_town_is_not_the_place_of_an_article_whose_other_places_nobody_knows() -> None:
    text = "The bomb went off in the port of Merrow. Officials in Port Arlen and in Kestavia denied it. Merrow's mayor spoke."
    place = called(text, "Merrow").place
    assert place is not None
    assert place.point is None
    known = called("The fire broke out near the town of Merrow in Surrey, England.", "Merrow").place
    assert known is not None
    assert known.country == "GB"


def test_a_street_is_not_the_city_that_a_text_goes_on_with() -> None:
    record = told("The land lies on Nelson Street. He signed an agreement with the city for $500,000.")
    street = called(record.article.text, "Nelson Street")
    assert all(mention.form == "name" for mention in record.mentions if mention.entity == street.id)
