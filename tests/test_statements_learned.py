"""Statements where the encoder and the rules meet: who names the source, who says how far the content goes, who says nothing."""

from __future__ import annotations

import importlib

import pytest

from dateline.annotate.attributions import Attribution
from dateline.annotate.encode import NoEncoder
from dateline.annotate.entities import find_entities
from dateline.annotate.parse import find_tokens
from dateline.annotate.times import find_times
from dateline.text.article import Article, Block
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import Statement

statements = importlib.import_module("dateline.annotate.statements")


def told(
    monkeypatch: pytest.MonkeyPatch, text: str, *found: tuple[str, str, str], score: float = 0.95
) -> tuple[Record, tuple[Statement, ...]]:
    """The statements of one paragraph, where the encoder reads just those (source, cue, content)."""

    def spans(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    read = tuple(Attribution(spans(source), spans(cue), spans(content), score) for source, cue, content in found)
    monkeypatch.setattr(statements, "attributions", lambda *_: read)
    article = Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),))
    record = statements.find_statements(find_entities(find_times(find_tokens(Record(article)))))
    return record, record.statements[1:]


def words(record: Record, spans: tuple[Span, ...]) -> list[str]:
    return [record.article.quote(span) for span in spans]


UNKNOWN = "The harbour board is leaning towards a ban on night landings."


def test_what_only_the_encoder_reads_is_told_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    record, (only,) = told(monkeypatch, UNKNOWN, ("The harbour board", "is leaning towards", "a ban on night landings"))
    assert words(record, only.content) == ["a ban on night landings"]
    assert words(record, only.source) == ["The harbour board"]
    assert only.because[0].by == "models/encoder"


def test_what_it_is_not_sure_of_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = told(
        monkeypatch, UNKNOWN, ("The harbour board", "is leaning towards", "a ban on night landings"), score=0.6
    )
    assert found == ()


def test_a_noun_that_tells_a_thing_wants_more(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The guild put him on its list of bell founders."
    reading = ("The guild", "list", "of bell founders")
    assert not told(monkeypatch, text, reading, score=0.9)[1]
    assert told(monkeypatch, text, reading, score=0.95)[1]


def test_both_read_it_the_rule_stays_and_names_the_encoder_too(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The mayor said that the bridge had been closed since Monday."
    record, (only,) = told(monkeypatch, text, ("The mayor", "said", "the bridge had been closed"))
    assert words(record, only.content) == ["that the bridge had been closed since Monday"]
    assert [evidence.by for evidence in only.because] == ["en/speech/verbs:say", "models/encoder"]


def test_the_encoders_source_stands_where_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The clerk greeted the mayor and said the vault was empty."
    record, (only,) = told(monkeypatch, text, ("the mayor", "said", "the vault was empty"))
    assert words(record, only.source) == ["the mayor"]
    assert "stands for that of the rule" in only.because[1].note


def test_without_the_encoder_the_rules_go_on_and_the_root_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "attributions", lambda *_: NoEncoder("the file is not there"))
    text = "The mayor said that the bridge was closed."
    article = Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),))
    record = statements.find_statements(find_entities(find_times(find_tokens(Record(article)))))
    root, only = record.statements
    assert (root.because[0].by, root.because[0].note) == ("statements:rules-alone", "the file is not there")
    assert words(record, only.content) == ["that the bridge was closed"]


def test_a_word_of_saying_within_a_quotation_names_no_source_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The council met. “Nobody ever asked the people of the valley.”"
    _, (only,) = told(monkeypatch, text, ("Nobody", "asked", "the people of the valley"))
    assert (only.source, only.cue) == ((), ())


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The mayor said the army had denied that it shelled the town.", ["The mayor", "the army"]),
        ("The mayor said she wanted to rebuild the bridge.", ["The mayor"]),
        ("The mayor said the farmers wanted to rebuild the bridge.", ["The mayor"]),
    ],
)
def test_within_anothers_words_only_a_further_source_is_told(
    monkeypatch: pytest.MonkeyPatch, text: str, sources: list[str]
) -> None:
    record, found = told(monkeypatch, text)
    assert [words(record, each.source)[0] for each in found] == sources


def test_a_relative_pronoun_belongs_to_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    record, (only,) = told(monkeypatch, "The clerk, who said that the vault was empty, left the town.")
    assert words(record, only.source) == ["The clerk", "who"]


@pytest.mark.parametrize("dash", ["—", "--", "-"])
def test_a_name_behind_a_dash_signs_the_quotation(monkeypatch: pytest.MonkeyPatch, dash: str) -> None:
    record, (only,) = told(monkeypatch, f"“Nobody asked the people of the valley at all.” {dash} Anna Keller")
    assert (words(record, only.source), words(record, only.cue)) == (["Anna Keller"], [dash])


def test_a_time_before_an_inserted_cue_is_told_not_the_day_of_saying(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "On 3 May 2021, the mayor said, the bridge had fallen."
    assert told(monkeypatch, text)[1][0].said is None
    (said,) = told(monkeypatch, "On 3 May 2021, the mayor said the bridge had fallen.")[1]
    assert str(said.said) == "2021-05-03"


def test_many_attributions_are_matched_in_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The mayor said that it rained. " * 300
    starts = range(0, len(text) - 30, 31)
    read = tuple(
        Attribution((Span(at, at + 9),), (Span(at + 10, at + 14),), (Span(at + 15, at + 29),), 0.9) for at in starts
    )
    monkeypatch.setattr(statements, "attributions", lambda *_: read)
    article = Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),))
    record = statements.find_statements(find_entities(find_times(find_tokens(Record(article)))))
    assert len(record.statements) == len(starts) + 1


def test_the_verbs_own_subject_stands_against_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The film of the warden shows that the gate was open."
    record, (only,) = told(monkeypatch, text, ("the warden", "shows", "that the gate was open"))
    assert words(record, only.source) == ["The film of the warden"]


def test_of_a_relative_clause_the_parse_knows_who_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The council told the harbour board, which is leaning towards a ban on night landings."
    record, found = told(monkeypatch, text, ("The council", "is leaning towards", "a ban on night landings"))
    assert ["the harbour board", "which"] in [words(record, each.source) for each in found]


def test_nobody_stands_behind_what_is_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The board met at noon. It was clear that the bridge would close."
    record, found = told(monkeypatch, text, ("The board", "was clear", "that the bridge would close"))
    assert [words(record, each.source) for each in found] == [[]]


def test_a_second_quotation_goes_to_the_cue_in_whose_content_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Ana Kovac told the crews to “leave the old pier by nightfall” and then “wait there for the next boat home.”"
    content = text[text.index("to “") :]
    record, found = told(monkeypatch, text, ("Ana Kovac", "told", content))
    assert [words(record, each.source) for each in found] == [["Ana Kovac"]]
    assert "wait there for the next boat home" in " ".join(words(record, found[0].content))


def test_a_quotation_goes_on_from_what_the_encoder_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The harbour board is leaning towards a ban on night landings. “The crews need their sleep.”"
    record, found = told(monkeypatch, text, ("The harbour board", "is leaning towards", "a ban on night landings"))
    assert [words(record, each.source) for each in found] == [["The harbour board"], ["The harbour board"]]
    assert found[1].because[0].by == "statements:continued"
