"""Who is held to have done it, and how surely, from the real parse: suspicion, blame that points back, bands that may be one."""

import pytest

from dateline.annotate.layers import annotate
from dateline.text.article import Article, Block
from dateline.text.happening import Event, Role
from dateline.text.record import Record
from dateline.text.span import Span
from test_events import record_of


def event(record: Record, lemma: str) -> Event:
    """The first event of that word."""
    return next(each for each in record.events if each.lemma == lemma)


def doers(record: Record, lemma: str) -> list[tuple[str, str | None]]:
    """(words, how vouched for) of those who did it."""
    return [(_words(record, role), role.vouched) for role in event(record, lemma).fillers("actor")]


def _words(record: Record, role: Role) -> str:
    return record.article.quote(role.span)


@pytest.mark.parametrize(
    ("sentence", "lemma", "doer"),
    [
        ("Two engineers were killed, apparently by herders, on Monday.", "kill", "herders"),
        ("Suspected poachers killed a ranger on Monday.", "kill", "Suspected poachers"),
        ("The ferry was attacked presumably by smugglers.", "attack", "smugglers"),
    ],
)
def test_only_the_doer_is_in_doubt(sentence: str, lemma: str, doer: str) -> None:
    record = record_of(sentence)
    assert doers(record, lemma) == [(doer, "accused")]
    assert event(record, lemma).status == "happened"


def test_a_suspicion_of_those_in_office_weighs_otherwise() -> None:
    text = "Police said that suspected poachers killed a ranger on Monday."
    told = annotate(Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),)))
    assert doers(told, "kill") == [("suspected poachers", "accused_by_authorities")]


def test_plain_telling_is_no_suspicion() -> None:
    assert doers(record_of("Poachers killed a ranger on Monday."), "kill") == [("Poachers", None)]


@pytest.mark.parametrize(
    "blame",
    [
        "The ministry blamed it on the Coast Brigade.",
        "The Coast Brigade claimed responsibility for the crime.",
    ],
)
def test_blame_may_point_back(blame: str) -> None:
    record = record_of("A bomb exploded in a market on Monday.", blame)
    assert [words for words, _ in doers(record, "explode")] == [
        "the Coast Brigade" if "it on" in blame else "The Coast Brigade"
    ]


def test_blame_is_shared_by_joined_verbs() -> None:
    record = record_of("The navy denied any responsibility for the attack and blamed the Coast Brigade.")
    assert [words for words, _ in doers(record, "attack")] == ["the Coast Brigade"]


def test_blame_for_something_else_stays_there() -> None:
    record = record_of("A bomb exploded in a market on Monday.", "The ministry blamed the delay on the Coast Brigade.")
    assert doers(record, "explode") == []


def test_who_is_accused_of_carrying_out_a_deed() -> None:
    record = record_of("The union accused the Coast Brigade of perpetrating the attack.")
    assert doers(record, "attack") == [("the Coast Brigade", "accused")]


def test_whoever_put_the_bomb_there_did_it() -> None:
    record = record_of("The judge was killed by a bomb planted by the Coast Brigade.")
    assert [words for words, _ in doers(record, "kill")] == ["the Coast Brigade"]


def test_soldiers_are_of_the_only_army_that_is_told_of() -> None:
    one = record_of("The Syrian army denied it.", "Soldiers shot a teacher.")
    two = record_of("The Syrian army left.", "The Iraqi army stayed.", "Soldiers shot a teacher.")
    names = {entity.id: entity.name for entity in one.entities}
    assert [names.get(role.entity or "") for role in event(one, "shoot").fillers("actor")] == ["Syrian army"]
    assert [role.entity for role in event(two, "shoot").fillers("actor")] == [None]


def test_a_counted_band_may_be_the_group_and_says_so() -> None:
    record = record_of("Guerrillas of the Shining Path stormed a mine.", "A guerrilla column attacked a bridge.")
    [role] = event(record, "attack").fillers("actor")
    assert role.vouched == "possible"
    assert any("may be" in each.note for each in event(record, "attack").because)
    rival = record_of("Guerrillas of the Shining Path stormed a mine.", "A rival guerrilla column attacked a bridge.")
    assert [role.entity for role in event(rival, "attack").fillers("actor")] == [None]
