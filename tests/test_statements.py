"""Statements: by the parse, in sentences any parser reads alike. Quotation marks alone are tested in test_quotations.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.annotate.entities import find_entities
from dateline.annotate.parse import find_tokens
from dateline.annotate.statements import find_statements
from dateline.annotate.statements.chains import nesting
from dateline.annotate.times import find_times
from dateline.text.article import Article, Block, Published
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import Statement
from dateline.text.when import When


def article(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(start, start + len(paragraph)), "paragraph"))
        start += len(paragraph) + 2
    return Article(text, blocks=tuple(blocks), published=Published(When.parse("2021-06-30")))


def read(*paragraphs: str, published: str | None = None) -> Record:
    issued = replace(article(*paragraphs), published=Published(When.parse(published) if published else None))
    return find_statements(find_entities(find_times(find_tokens(Record(issued)))))


def said(record: Record, statement: Statement) -> list[str]:
    return [record.article.quote(span) for span in statement.content]


def test_the_root_stands_without_a_parse() -> None:
    (root,) = find_statements(Record(Article("Nothing."))).statements
    assert (root.id, root.manner, root.source_kind, root.within) == ("s0", "own_voice", "outlet", None)


def test_three_sentences_between_one_pair_of_marks_are_one_statement() -> None:
    record = read("“The bridge is gone. We saw it fall. Nobody was hurt,” Anna Keller said.")
    (statement,) = record.statements[1:]
    assert said(record, statement) == ["The bridge is gone. We saw it fall. Nobody was hurt,"]
    assert (statement.manner, statement.source_kind) == ("quoted", "named")


def test_an_interrupted_quotation_is_one_statement() -> None:
    record = read("“The bridge is gone,” Anna Keller said. “We saw it fall.”")
    (statement,) = record.statements[1:]
    assert said(record, statement) == ["The bridge is gone,", "We saw it fall."]


def test_a_quotation_alone_takes_the_speaker_before_it() -> None:
    record = read("“The bridge is gone,” Anna Keller said.", "“We saw it fall and we ran.”")
    first, second = record.statements[1:]
    assert (second.source_kind, second.speaker, second.cue) == (first.source_kind, first.speaker, ())
    assert second.because[0].by == "statements:continued"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Officials said the road was closed.", "collective"),
        ("The head of the Dunmore Society said the road was closed.", "office"),
        ("A security official said the road was closed.", "unnamed"),
        ("Sources said the road was closed.", "unnamed"),
        ("The report said the road was closed.", "document"),
        ("The road is believed to be closed.", "unnamed"),
        ("The road was reportedly closed.", "unnamed"),
        ("The minister, who spoke on condition of anonymity, said the road was closed.", "unnamed"),
    ],
)
def test_kinds_of_source(text: str, kind: str) -> None:
    statement = read(text).statements[1]
    assert statement.source_kind == kind
    assert statement.speaker is None or kind in ("collective", "document", "office")


def test_medium_and_day_are_carried_to_the_next_quotation_of_the_same_speaker_only() -> None:
    record = read(
        "In an interview with Delta News Radio in 2014, Anna Keller said the bridge was gone.",
        "“We saw it fall and we ran,” Keller said.",
        "“That is not what the survey found,” Paul Weber said.",
    )
    first, second, third = record.statements[1:]
    assert [str(each.said) for each in (first, second, third)] == ["2014", "2014", "None"]
    assert any("occasion" in evidence.note for evidence in second.because)


def test_who_told_something_on_a_day_still_speaks_on_that_day() -> None:
    record = read(
        "Anna Keller told reporters on Friday that the bridge was gone.", "The road is closed.", "Keller said it was safe.",
        published="2019-11-06",
    )  # fmt: skip
    assert [str(each.said) for each in record.statements[1:]] == ["2019-11-01", "2019-11-01"]


def test_without_a_day_it_was_said_by_the_day_of_issue() -> None:
    record = read("Anna Keller said that the bridge was gone.", published="2019-11-06")
    assert str(record.statements[1].said) == "../2019-11-06"


def test_a_statement_within_a_statement() -> None:
    record = read("Anna Keller said that Paul Weber claimed that the bridge was safe.")
    outer, inner = record.statements[1:]
    assert (outer.within, inner.within) == ("s0", outer.id)
    assert (inner.act, inner.doubt) == ("claim", "doubting")


def test_who_is_cited_stands_within_who_cites() -> None:
    record = read("The paper, citing two nurses, wrote that the ward was full.")
    outer, inner = record.statements[1:]
    assert (outer.within, inner.within) == ("s0", outer.id)
    assert [record.article.quote(span) for span in inner.source] == ["two nurses"]
    assert inner.content == outer.content


def test_denied_and_conditional_cues() -> None:
    assert read("Keller did not say that the bridge was safe.").statements[1].negated
    assert read("Keller may say that the bridge was safe.").statements[1].certainty == "possible"


def test_the_parties_may_be_swapped() -> None:
    text = "Norland accused Sudland of shelling a village, and Sudland said Norland had lied."
    swapped = text.replace("Norland", "#").replace("Sudland", "Norland").replace("#", "Sudland")
    shape = [(each.act, each.span, each.content) for each in read(text).statements]
    assert shape == [(each.act, each.span, each.content) for each in read(swapped).statements]


def test_nesting_makes_no_ring_and_has_a_bottom() -> None:
    cues = [Span(10 * i, 10 * i + 3) for i in range(40)]
    contents = [(Span(10 * i + 4, 400),) for i in range(40)]
    parents, deeper = nesting(cues, contents)
    assert deeper == set(range(8, 40))
    assert parents[0] is None
    for index, parent in enumerate(parents):
        depth = 0
        while parent is not None:
            assert parent != index
            parent, depth = parents[parent], depth + 1
        assert depth <= 8


def test_a_pronoun_goes_on_quoting_the_one_person_who_spoke_before() -> None:
    record = read(
        "Anna Keller told Delta News Radio that the bridge was gone.",
        "“We saw it fall and ran home,” she told the station.",
    )
    first, second = record.statements[1:]
    assert second.speaker == first.speaker is not None
    assert second.source_kind == "named"


def test_that_the_next_source_hides_its_name_says_nothing_of_this_one() -> None:
    record = read(
        "“We saw it fall and ran home,” Anna Keller said.", "An official who asked not to be named said it was old."
    )
    assert record.statements[1].source_kind == "named"


def test_who_is_quoted_as_saying_speaks_and_the_outlet_stands_between() -> None:
    record = read(
        "The Delta Times quoted the harbour master, Omar Hassan, as saying that a letter had reached his office."
    )
    outer, inner = record.statements[1:]
    assert (inner.within, said(record, inner)) == (outer.id, ["that a letter had reached his office"])
    assert [record.article.quote(span) for span in inner.source] == ["the harbour master, Omar Hassan"]


def test_being_quoted_by_an_outlet_names_the_medium() -> None:
    record = read("Omar Hassan was quoted by Reuters as saying the bridge was gone.")
    (only,) = record.statements[1:]
    names = {entity.id: entity.name for entity in record.entities}
    assert (names[only.speaker or ""], names[only.medium or ""]) == ("Omar Hassan", "Reuters")


@pytest.mark.parametrize(
    "text",
    [
        "A security official, who asked not to be named, said the gunmen had fled by boat.",
        "The clerk, who refused to give his name, said the gunmen had fled by boat.",
    ],
)
def test_that_a_name_is_kept_back_is_no_statement(text: str) -> None:
    record = read(text)
    (only,) = record.statements[1:]
    assert (said(record, only), only.source_kind) == (["the gunmen had fled by boat"], "unnamed")
