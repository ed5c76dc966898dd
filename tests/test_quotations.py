"""Quotation marks: the automaton exactly, by text alone, and what each mark is there for, with and without a parse."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import Article, Record, annotate, from_json, to_json
from dateline.annotate.fates import find_fates
from dateline.annotate.quotations import MAX_DEPTH, find_marks, find_quotations
from dateline.text.article import Block
from dateline.text.span import Span
from dateline.text.telling import Quotation


def article(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(start, start + len(paragraph)), "paragraph"))
        start += len(paragraph) + 2
    return Article(text, blocks=tuple(blocks))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "“We asked,” he said. “He told me ‘go’ and I went.”",
            [["We asked,"], ["He told me ‘go’ and I went."], ["go"]],
        ),
        ('"We asked," he said, "and got it."', [["We asked,"], ["and got it."]]),
        ("'We saw the miners' homes,' she said. 'It won't do.'", [["We saw the miners' homes,"], ["It won't do."]]),
        ("In the '90s the boys' club didn't close.", []),
        ("„Ja“, sagte er. «Oui», dit-elle. »Nein«, sagte er.", [["Ja"], ["Oui"], ["Nein"]]),
        ('“Opened curly, closed straight," he said.', [["Opened curly, closed straight,"]]),
        ("“He told me “go away” and I left,” she said.", [["He told me “go away” and I left,"], ["go away"]]),
        ("“A closer was lost. “Another one,” she said.", [["A closer was lost."], ["Another one,"]]),
        ("He said “and never closed it", [["and never closed it"]]),
        ('a 6" pipe and a "long" one', [["long"]]),
        ("''Two single ones,'' he said.", [["Two single ones,"]]),
        ('" " "" ”', []),
        ("「はい」と言った。《新聞》", [["はい"], ["新聞"]]),
        ("“The river\n“The sea\n“The sky” sang the choir.", [["The river", "The sea", "The sky"]]),
        ("Q: “Were you there?” A: “No.”", [["Were you there?"], ["No."]]),
        ('"WE WON," THEY SAID. "WE WON!"', [["WE WON,"], ["WE WON!"]]),
        ("“Он сказал «нет»”, – передаёт агентство", [["Он сказал «нет»"], ["нет"]]),
    ],
)
def test_marks(text: str, found: list[list[str]]) -> None:
    source = article(text)
    assert [[source.quote(part) for part in each.parts] for each in find_quotations(source)] == found


def test_a_quotation_goes_on_where_the_next_paragraph_reopens_it() -> None:
    source = article("“The first part has no end.", "“The second has one,” he said.", "He left. “Done.”")
    assert [len(each.parts) for each in find_quotations(source)] == [2, 1]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    source = article("“It never ends.", "Nobody spoke. “Done,” she said.")
    assert [(source.quote(each.span), each.closed) for each in find_quotations(source)] == [
        ("“It never ends.", False),
        ("“Done,”", True),
    ]


def test_no_quotation_runs_from_the_headline_into_the_text() -> None:
    source = article("“It is over", "“We won,” Ana Ruiz said.")
    headline = Article(source.text, blocks=(Block(source.blocks[0].span, "title"), source.blocks[1]))
    assert [len(each.parts) for each in find_quotations(headline)] == [1, 1]


ANY = "a B.,\n\"'“”‘’„«»‹›「」`()9s–"


@given(st.text(alphabet=ANY, max_size=80))
def test_every_mark_is_accounted_for_once(text: str) -> None:
    marks = find_marks(Article(text))
    runs = [sign for span in marks.strays for sign in range(span.start, span.end) if not text[sign].isspace()]
    whole = [*(mark for each in marks.quotations for mark in each.marks), *marks.apostrophes]
    places = sorted([*runs, *(at for span in whole for at in range(span.start, span.end))])
    assert places == [at for at, sign in enumerate(text) if sign in "\"'“”‘’„«»‹›「」`"]
    for each in marks.quotations:
        assert each.parts
        assert all(each.span.holds(part) and text[part.start : part.end].strip() for part in each.parts)
        assert 0 <= each.depth < MAX_DEPTH


HOSTILE = {
    "straight": '"' * 100_000, "unclosed": "“a " * 5_000, "nested": "“‘a " * 1_000 + "’”" * 1_000, "deep": "«“a " * 500 + "”»" * 500,
    "apostrophes": "don't the boys' 'tis " * 5_000, "inches": '6" by 9" ' * 5_000, "reopened": "“It went on\n\n" * 5_000,
    "single": "'a b " * 20_000, "mixed": "“«‹‘「" * 4_000 + "あ" * 50,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_marks_take_linear_time(name: str) -> None:
    begun = time.process_time()
    record = find_fates(Record(Article(HOSTILE[name])))
    assert time.process_time() - begun < 5
    assert len({each.id for each in record.quotations}) == len(record.quotations)


def test_nesting_deeper_than_eight_is_kept_and_said() -> None:
    text = "«“a " * 10 + "”»" * 10
    found = find_fates(Record(Article(text))).quotations
    assert [each.depth for each in found] == [0, 1, 2, 3, 4, 5, 6] + [7] * 13
    assert ["quotations:depth" in [each.by for each in one.because] for one in found] == [False] * 8 + [True] * 12


CASES = [
    ("The “experts” came late.", ["scare_quote"]),
    ("The film “Night Boats” opened on Friday.", ["title"]),
    ("“Night Boats”, a novel by Ana Ruiz, sold well.", ["title"]),
    ("The choir “Friends of the Old Pier” sang.", ["title"]),
    ("Omar “Tiger” Hassan won again.", ["nickname"]),
    ("The carrier was nicknamed “the bear” by everybody.", ["nickname"]),
    ("“We will not pay,” Ana Ruiz said.", ["attributed"]),
    ("Ana Ruiz called the bridge “a disgrace” on Monday.", ["attributed"]),
    ("“We asked,” Ana Ruiz said. “Nobody answered us.”", ["attributed", "attributed"]),
    ("“THE BRIDGE IS GONE,” ANA RUIZ SAID.", ["attributed"]),
    ("The council met. “Nobody ever asked the people of the valley.” The road is closed.", ["unattributed"]),
    ("The 6\" pipe burst, and the boys' club flooded.", ["stray"]),
    ("He said “and never closed it", ["attributed"]),
]


@pytest.mark.parametrize(("text", "fates"), CASES)
def test_each_quotation_has_a_fate(text: str, fates: list[str]) -> None:
    assert [each.fate for each in annotate(article(text)).quotations] == fates


@pytest.mark.parametrize(("text", "fates"), [case for case in CASES if "called" not in case[0]])
def test_the_fate_is_much_the_same_without_a_parse(text: str, fates: list[str]) -> None:
    assert [each.fate for each in find_fates(Record(article(text))).quotations] == fates


def test_a_quotation_points_to_the_statement_that_tells_it() -> None:
    record = annotate(article("“The bridge is gone,” Ana Ruiz said.", "The “experts” came late."))
    said, scare = record.quotations
    assert said.statement == record.statements[1].id
    assert scare.statement == "s0"


def test_a_title_is_no_statement() -> None:
    record = annotate(article("The film “The Long Way Home from the Sea” opened on Friday."))
    assert [each.manner for each in record.statements] == ["own_voice"]


def test_quotations_travel_and_may_be_missing() -> None:
    record = annotate(article("“The bridge is gone,” Ana Ruiz said. The “experts” left."))
    line = to_json(record)
    assert from_json(line).quotations == record.quotations
    old = line[: line.index(b',"quotations"')] + b"}"
    assert from_json(old).quotations == ()


def test_each_quotation_may_be_looked_up() -> None:
    record = annotate(article("The “experts” came late."))
    (found, _), *_ = record.explain(6)
    assert isinstance(found, Quotation)
