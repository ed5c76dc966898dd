"""Bodies without a name and bands that the text calls by name, from the real parse: whose they are, and when nobody can tell."""

import pytest

from dateline.annotate import layers
from dateline.annotate.layers import LAYERS
from dateline.text.article import Article, Block
from dateline.text.record import Record
from dateline.text.span import Span
from test_events import record_of


def actors(record: Record, lemma: str) -> list[str | None]:
    """The names of those who did what the word tells, None where no entity is known."""
    names = {entity.id: entity.name for entity in record.entities}
    return [
        names.get(role.entity or "")
        for event in record.events
        if event.lemma == lemma
        for role in event.roles
        if role.role == "actor"
    ]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The army shelled the village.", "army"),
        ("The Syrian army shelled the village.", "Syrian army"),
        ("Members of the armed forces shelled the village.", "armed forces"),
        ("Security forces shelled the village.", "Security forces"),
        ("An army shelled the village.", None),
        ("A column of Hamas gunmen shelled the village.", "Hamas"),
    ],
)
def test_a_body_without_a_name_takes_part(sentence: str, name: str | None) -> None:
    assert actors(record_of(sentence), "shell") == [name]


def test_a_body_is_a_group_with_its_mentions_and_says_why() -> None:
    record = record_of("The Syrian army shelled the village.", "The army also shelled a farm.")
    [army] = [entity for entity in record.entities if entity.name == "Syrian army"]
    called = [mention for mention in record.mentions if mention.entity == army.id]
    assert army.kind == "group"
    assert len(called) == 2
    assert all(mention.form == "nominal" and mention.because[0].by == "events/bodies" for mention in called)


@pytest.mark.parametrize(("one", "other"), [("Syrian", "Iraqi"), ("Iraqi", "Syrian")])
def test_of_two_armies_a_bare_one_is_nobodys(one: str, other: str) -> None:
    record = record_of(
        f"The {one} army shelled a farm.", f"The {other} army shelled a mill.", "The army shelled a port."
    )
    assert actors(record, "shell") == [f"{one} army", f"{other} army", None]


def test_the_rebels_are_the_one_group_that_they_can_be() -> None:
    called = record_of("Guerrillas of the Shining Path stormed a mine.", "The guerrillas killed a guard.")
    assert actors(called, "kill") == ["Shining Path"]
    two = record_of(
        "Shining Path guerrillas stormed a mine.", "FARC guerrillas left.", "The guerrillas killed a guard."
    )
    assert actors(two, "kill") == [None]
    alone = record_of("The Shining Path stormed a mine.", "The rebels killed a guard.")
    assert actors(alone, "kill") == ["Shining Path"]
    just_before = record_of(
        "The FARC signed a truce.",
        "It rained.",
        "Roads flooded.",
        "The Shining Path stormed a mine.",
        "The rebels left. The rebels killed a guard.",
    )
    assert actors(just_before, "kill") == ["Shining Path"]
    later = record_of("The rebels killed a guard.", "The Shining Path has camps in the region.")
    assert actors(later, "kill") == [None]


def test_a_message_claims_for_whoever_sent_it() -> None:
    left = record_of("The Shining Path left leaflets claiming responsibility for the murder of a judge.")
    assert actors(left, "murder") == ["Shining Path"]
    nobody = record_of("Leaflets claimed responsibility for the murder of a judge.")
    assert actors(nobody, "murder") == []


def test_a_dateline_names_the_place_and_the_scene() -> None:
    line = "LIMA, 9 Jan 1990 (Agency) --"
    text = f"{line} A bomb exploded at a bank on Monday."
    blocks = (Block(Span(0, len(line)), "dateline"), Block(Span(len(line) + 1, len(text)), "paragraph"))
    record = layers.annotate(Article(text, blocks=blocks), LAYERS)
    [lima] = [entity for entity in record.entities if entity.name == "LIMA"]
    assert lima.place is not None
    assert lima.place.country == "PE"
    assert record.article.quote(record.mentions[0].span) == "LIMA"
    assert record.mentions[0].entity == lima.id
    assert [event.place for event in record.events if event.kind == "ASSAULT"] == [lima.id]
