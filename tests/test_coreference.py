"""What points back: which links are made, which are left open, and that no weight knows whom it is about."""

from __future__ import annotations

import importlib
import re

import pytest

from dateline.annotate.entities import follow
from dateline.annotate.entities.antecedents import MOST, Chains
from dateline.annotate.entities.coreference import BY, PAIRS, Following, Link, sure_of
from dateline.annotate.entities.ranking import MODEL, Choice, Ranker, load_ranker
from dateline.text.record import Record
from hand_made import parsed, who

# A model of four weights: the nearest subject that agrees, else nobody.
SUBJECT = Ranker(
    {"he/she<back 1|subject": 3.0, "he/she<back 2|subject": 1.0, "i<quotes in-out|subject": 3.0, "he/she!": 0.0}
)


def read(record: Record, ranker: Ranker = SUBJECT) -> tuple[Following, list[Link]]:
    following = follow(record)
    return following, following.read(sure_of(ranker))


def words_of(following: Following, number: int) -> str:
    phrase = following.phrases[number]
    return following.chains.page.written(phrase.first, phrase.last)


def linked(record: Record, ranker: Ranker = SUBJECT) -> list[tuple[str, str]]:
    following, links = read(record, ranker)
    return [(words_of(following, link.number), words_of(following, link.antecedent)) for link in links]


def test_a_pronoun_goes_to_the_likeliest_and_says_how_sure_that_is() -> None:
    record = parsed(
        "Omar Haddad met Sami Karim .", "He left .", labels={"Omar Haddad": "PERSON", "Sami Karim": "PERSON"}
    )
    _, [link] = read(record)
    assert linked(record) == [("He", "Omar Haddad")]
    assert 0.8 < link.score < 1


def test_what_scores_too_low_is_left_open() -> None:
    record = parsed(
        "Omar Haddad met Sami Karim .", "He left .", labels={"Omar Haddad": "PERSON", "Sami Karim": "PERSON"}
    )
    assert linked(record, Ranker({"he/she<back 1|subject": 0.5})) == []
    assert linked(record, Ranker({})) == []


def test_a_pronoun_of_somebody_unnamed_is_nobodys() -> None:
    record = parsed("Omar Haddad left .", "a guard spoke .", "He fled .", labels={"Omar Haddad": "PERSON"})
    following, [link] = read(record)
    assert words_of(following, link.antecedent) == "a guard"
    assert following.owner(link.antecedent) is None


def test_the_speaker_of_a_quotation_is_its_i() -> None:
    record = parsed('Omar Haddad said " I fled " .', labels={"Omar Haddad": "PERSON"}, tags={"I": "PRP"})
    following, links = read(record)
    assert [(words_of(following, each.number), following.owner(each.antecedent)) for each in links] == [("I", 0)]


def test_who_writes_i_outside_a_quotation_is_not_told() -> None:
    record = parsed("Omar Haddad left .", "I fled .", labels={"Omar Haddad": "PERSON"}, tags={"I": "PRP"})
    assert "I" not in [record.article.quote(mention.span) for mention in record.mentions]


def test_number_and_sex_must_agree() -> None:
    labels = {"Layla Karim": "PERSON", "Syria": "GPE"}
    record = parsed(
        "Layla Karim left Syria .", "He left .", "the guards spoke .", labels=labels, tags={"guards": "NNS"}
    )
    assert linked(record, Ranker({"he/she<back 1|subject": 9.0, "he/she<back 1|object": 9.0})) == []


def test_a_mention_by_rule_names_the_rule() -> None:
    record = parsed("Colonel Omar Haddad spoke .", "the colonel left .", labels={"Omar Haddad": "PERSON"})
    [mention] = [each for each in record.mentions if each.form == "nominal"]
    assert who(record, "the colonel") == "Omar Haddad"
    assert [each.by for each in mention.because] == ["entities/definite:office"]


@pytest.mark.parametrize("verb", ["met", "saw", "killed", "left"])
def test_swapped_parties_give_swapped_links(verb: str) -> None:
    """With the model that comes with dateline: names, sexes and sides weigh nothing."""

    def told(one: str, other: str, pronoun: str) -> list[tuple[str, str, str]]:
        labels = {one: "PERSON", other: "PERSON"}
        record = parsed(f"{one} {verb} {other} .", f"{pronoun} spoke .", f"{pronoun} left .", labels=labels)
        side = {one: "one", other: "other"}
        following, links = read(record, load_ranker())
        names = {0: side[one], 1: side[other], None: "nobody"}
        return [(str(link.number), names[following.owner(link.antecedent)], f"{link.score:.6f}") for link in links]

    first = told("Omar Haddad", "Sami Karim", "He")
    assert first == told("Sami Karim", "Omar Haddad", "He") == told("Ivan Petrov", "Sami Karim", "She")


def test_no_feature_knows_a_name_and_no_weight_the_sexes() -> None:
    record = parsed(
        "Omar Haddad met the Qwert Party .",
        "He left the Party .",
        labels={"Omar Haddad": "PERSON", "Qwert Party": "ORG"},
    )
    seen: list[str] = []

    def listen(chains: Chains, number: int, candidates: list[int]) -> Choice | None:
        seen.extend(chains.newness(number))
        for rank, each in enumerate(candidates):
            seen.extend(chains.features(number, each, rank))
        return None

    follow(record).read(listen)
    assert seen
    assert not [name for name in seen if re.search("omar|haddad|qwert", name, re.IGNORECASE)]
    assert not [name for name in load_ranker().weights if re.search(r"(^|\W)(he|she)[<!|]", name.replace("he/she", ""))]


def test_endless_text_asks_few_candidates_a_phrase() -> None:
    record = parsed(" ".join(["Omar Haddad met him"] * 400), labels={"Omar Haddad": "PERSON"})
    following = follow(record)
    asked: list[int] = []

    def count(chains: Chains, number: int, candidates: list[int]) -> Choice | None:
        asked.append(len(candidates))
        return load_ranker().best(chains, number, candidates)

    links = following.read(count)
    assert max(asked) <= MOST
    assert sum(asked) <= PAIRS + MOST
    assert all(0 <= link.score <= 1 for link in links)


def test_what_is_over_the_budget_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    record = parsed(
        "Omar Haddad met Sami Karim .", "He left .", labels={"Omar Haddad": "PERSON", "Sami Karim": "PERSON"}
    )
    monkeypatch.setattr(importlib.import_module("dateline.annotate.entities.coreference"), "PAIRS", 0)
    assert linked(record) == []


def test_the_model_is_small_and_has_its_card() -> None:
    assert MODEL.stat().st_size < 1_000_000
    assert MODEL.with_name("COREFERENCE.md").is_file()
    assert BY.startswith("entities/coreference")
