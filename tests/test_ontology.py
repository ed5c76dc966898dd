"""The kinds of events as data: complete, with no mode that a rule may not give, and the crosswalks."""

from pathlib import Path

import pytest

from dateline.knowledge.ontology import FILE, KINDS, ontology, read_ontology
from dateline.languages.events import event_words
from dateline.text.errors import BadRules
from dateline.text.happening import Event
from dateline.text.span import Span


def event(kind: str, mode: str | None = None, lemma: str = "do") -> Event:
    return Event("e@0", Span(0, 2), kind, lemma, mode)  # type of `kind` is checked by the reader of records


def test_every_kind_is_there_once_and_says_what_it_is_not() -> None:
    names = ontology()
    assert set(names.kinds) == KINDS
    assert all(kind.means.endswith(".") and kind.border.endswith(".") for kind in names.kinds.values())
    assert (sum(len(kind.modes) for kind in names.kinds.values()), len(names.contexts)) == (67, 37)


def test_rules_give_no_mode_that_their_kind_has_not() -> None:
    kinds = ontology().kinds
    strange = [rule.id for rule in event_words("en").rules if rule.mode and rule.mode not in kinds[rule.kind].modes]
    assert not strange


@pytest.mark.parametrize("mode", sorted(set(event_words("en").modality.modes.values())))
def test_what_an_assault_is_done_with_gives_a_mode_of_assault(mode: str) -> None:
    assert mode in ontology().kinds["ASSAULT"].modes


@pytest.mark.parametrize(
    ("kind", "mode", "lemma", "cameo", "incident"),
    [
        ("ASSAULT", None, "attack", "19", "ATTACK"),
        ("ASSAULT", "explosives", "bomb", "183", "BOMBING"),
        ("ASSAULT", "abduct", "kidnap", "181", "KIDNAPPING"),
        ("ASSAULT", "destroy", "burn", "190", "ARSON"),
        ("OTHER", None, "explosion", "", "BOMBING"),
        ("OTHER", None, "die", "", None),
        ("THREATEN", "violence", "threaten", "138", "ATTACK"),
        ("CONSULT", "visit", "visit", "042", None),
    ],
)
def test_crosswalks(kind: str, mode: str | None, lemma: str, cameo: str, incident: str | None) -> None:
    told = event(kind, mode, lemma)
    assert (ontology().cameo(told), ontology().incident(told)) == (cameo, incident)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('name = "AGREE"', 'name = "AGRE"', "'AGRE'"),
        ('quad = "verbal cooperation"', 'quad = "kind words"', "quad"),
        ("minute = 1", "moment = 1", "no grain is called moment"),
        ('modes = ["abduct"]', 'modes = ["steal"]', "steal"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = FILE.read_text("utf-8")
    assert old in text
    mistaken = tmp_path / "ontology.toml"
    mistaken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadRules, match=problem):
        read_ontology(mistaken)
