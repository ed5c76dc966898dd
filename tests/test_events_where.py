"""Where events are, from the real parse: parts of a town, where people live, one place for one incident."""

import pytest

from dateline.text.record import Record
from test_events import record_of


def place(record: Record, lemma: str) -> str | None:
    """The name of the place of the first event of that word."""
    names = {entity.id: entity.name for entity in record.entities}
    return next(names.get(event.place or "") for event in record.events if event.lemma == lemma)


@pytest.mark.parametrize(
    ("sentence", "lemma", "where"),
    [
        ("Gunmen attacked a bank in Lima on Monday.", "attack", "Lima"),
        ("Rebels attacked Mosul residents on Monday.", "attack", "Mosul"),
        ("Rebels attacked residents of Mosul on Monday.", "attack", "Mosul"),
        ("Gunmen killed a Vienna engineer on Monday.", "kill", None),
    ],
)
def test_where_people_live_and_where_they_are_from(sentence: str, lemma: str, where: str | None) -> None:
    assert place(record_of(sentence), lemma) == where


def test_the_next_paragraph_goes_on_where_the_last_one_was() -> None:
    goes_on = record_of("Gunmen attacked a bank in Lima on Monday.", "They shot a guard.")
    assert place(goes_on, "shoot") == "Lima"
    turns = record_of("Gunmen attacked a bank in Lima on Monday.", "Meanwhile, rebels shot a guard.")
    assert place(turns, "shoot") is None


def test_a_building_lies_where_it_is_said_to_be_located() -> None:
    assert place(record_of("Gunmen attacked the headquarters of the brigade located in Lima."), "attack") == "Lima"
