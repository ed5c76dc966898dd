"""Timeline, sources, terminal and explanation, on a record made by hand."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from dateline.show.dates import issue
from dateline.show.explain import explanation
from dateline.show.inert import visible
from dateline.show.sources import sources
from dateline.show.terminal import record_view
from dateline.show.timeline import rows
from dateline.text.article import Article, Block, Published
from dateline.text.happening import Event, Figure, Role
from dateline.text.naming import Entity
from dateline.text.record import Failure, Record
from dateline.text.span import Span
from dateline.text.telling import Statement, Wording
from dateline.text.when import When
from show_record import ARTICLE, RECORD, TEXT, at

HOSTILE = "<script>x</script> [red]y[/red] [link=z]w[/link] \x1b]0;t\x07 \x1b[31m \u202eleft\u2066 \x9b2J \ud800 \x00"


def printed(renderable, width=80):
    console = Console(width=width, color_system=None, file=io.StringIO())
    console.print(renderable)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


def test_one_row_an_event_with_the_best_of_its_mentions():
    row = next(row for row in rows(RECORD) if "e1" in row.events)
    assert (row.date, row.who, row.what, row.whom, row.where) == (
        "3 Mar 2021",
        "Rangers",
        "freed",
        "three herders",
        "Osk",
    )
    assert row.events == ("e1", "e2", "e4")
    assert row.told == 3
    assert row.also == ("release",)
    assert row.counts == ("“three herders” (abducted)",)
    assert row.says == ("The Osk Bee", "The Osk Bee ← Radio Senn ← Mila Drov")
    assert row.flags == ("dates differ",)
    assert row.quote == ARTICLE.quote(row.span) == "Rangers freed three herders in Osk"


def test_rows_are_in_order_of_time_and_the_undated_last():
    assert [row.what for row in rows(RECORD)] == ["butchered", "freed", "search"]
    assert [row.what for row in rows(RECORD, all=True)] == ["butchered", "freed", "camp", "search"]
    assert rows(RECORD)[-1].status == "planned"


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (Event("e1", at("freed"), "CONCEDE", "free"), False),
        (Event("e1", at("freed"), "CONCEDE", "free", main=True), True),
        (Event("e1", at("freed"), "CONCEDE", "free", roles=(Role("recipient", at("three herders")),)), True),
        (Event("e1", at("freed"), "CONCEDE", "free", roles=(Role("actor", at("Rangers")),)), False),
        (Event("e1", at("freed"), "CONCEDE", "free", when=When.parse("../2021-03-05")), False),
        (Event("e1", at("freed"), "CONCEDE", "free", when=When.parse("2021-03")), True),
        (Event("e1", at("freed"), "OTHER", "free", when=When.parse("2021-03")), False),
        (Event("e1", at("freed"), "OTHER", "free", roles=(Role("recipient", at("three herders")),)), False),
        (Event("e1", at("freed"), "OTHER", "free", figures=("f1",)), True),
    ],
)
def test_minor_rows_are_left_out_by_rule(event, shown):
    record = Record(ARTICLE, events=(event,), figures=(Figure("f1", at("three"), "people", 3, 3, "e1"),))
    assert bool(rows(record)) == shown
    assert rows(record, all=True)


def test_main_events_come_first_on_a_day():
    day = When.parse("2021-03-01")
    events = (
        Event("e1", at("search"), "COERCE", "search", when=day, time="t1"),
        Event("e2", at("release"), "CONCEDE", "release", when=day, time="t1"),
        Event("e3", at("plan"), "COERCE", "plan", when=day, time="t1", main=True),
    )
    assert [row.what for row in rows(Record(ARTICLE, events=events))] == ["plan", "release", "search"]


def test_mentions_that_differ_stay_in_the_row():
    one = Event("e1", at("freed"), "CONCEDE", "free", when=When.parse("2021-03-03"), time="t1")
    other = Event(
        "e2", at("release"), "CONCEDE", "free", when=When.parse("2021-02"), time="t2", status="denied", same_as="e1"
    )
    assert rows(Record(ARTICLE, events=(one, other)))[0].flags == ("also dated Feb 2021", "also told as denied")


def test_circular_links_end():
    one = Event("e1", at("freed"), "CONCEDE", "free", same_as="e2", told_in="s1")
    other = replace(one, id="e2", span=at("release"), same_as="e1")
    said = Statement("s1", at("freed"), "quoted", within="s2", content=(at("freed"),))
    circle = Record(ARTICLE, events=(one, other), statements=(said, replace(said, id="s2", within="s1")))
    assert rows(circle, all=True)
    assert sources(circle)
    assert printed(record_view(circle, width=80, all=True))


def test_sources_count_each_word_once():
    found = sources(RECORD)
    assert [(source.name, source.kind) for source in found] == [
        ("The Osk Bee", "the outlet itself"),
        ("Mila Drov", "named"),
        ("Several reports", "unnamed"),
    ]
    told = ARTICLE.told()
    assert sum(source.words for source in found) == sum(len(ARTICLE.quote(block.span).split()) for block in told)
    assert sum(source.share for source in found) == pytest.approx(1)
    assert found[1].words == 10 + 6
    assert found[1].statements == ("s1", "s2")
    assert sources(Record(ARTICLE)) == ()


def test_an_inner_statement_takes_its_words_from_the_outer():
    text = "Ada says Ben says it rains"
    article = Article(text, blocks=(Block(Span(0, len(text)), "paragraph"),))
    outer = Statement("s1", Span(0, 26), "reported", content=(Span(9, 26),), source=(Span(0, 3),), source_kind="named")
    inner = Statement("s2", Span(9, 26), "reported", "s1", (Span(18, 26),), (Span(9, 12),), source_kind="named")
    found = sources(Record(article, statements=(outer, inner)))
    assert [(source.name, source.words) for source in found] == [("the outlet", 2), ("Ada", 2), ("Ben", 2)]
    assert found[2].chains == ("the outlet ← Ada ← Ben",)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_terminal_tells_the_whole_record_at_any_width(width):
    view = printed(record_view(RECORD, width=width), width)
    assert max(len(line) for line in view.splitlines()) <= width
    assert "published 5 Mar 2021 (given with --published)" in flat(view) or width == 40
    for words in ("9 Mar 2021", "butchered", "planned", "Radio", "killed", "dates", "unnamed"):
        assert words in view


def test_names_are_never_cut_in_silence():
    long = "Principality-of-" + "very" * 30 + "-long"
    record = RECORD.having(entities=(Entity("n1", long, "group"), *RECORD.entities[1:]))
    view = printed(record_view(record, width=80))
    shown = "".join(view.split())
    assert long[:100] in shown
    assert long in shown or "…" in shown


def test_article_text_is_inert_in_the_terminal():
    text = f"{HOSTILE} fell"
    article = Article(
        text, title=Span(0, len(text)), outlet=HOSTILE, url=HOSTILE, blocks=(Block(Span(0, len(text)), "title"),)
    )
    event = Event("e1", Span(0, len(text)), "ASSAULT", "fall", main=True)
    word = Wording("w1", Span(0, len(text)), "blame", HOSTILE)
    record = Record(article, events=(event,), wording=(word,), failures=(Failure("times", HOSTILE),))
    for view in (record_view(record, width=120), explanation(record, 3)):
        shown = printed(view, 120)
        assert not {"\x1b", "\x07", "\x9b", "\x00", "\u202e", "\u2066", "\ud800"} & set(shown)
        for words in ("[red]y[/red]", "[link=z]w[/link]", "␛[31m", "⟦U+202E⟧left⟦U+2066⟧"):
            assert words in shown
        shown.encode()


def test_an_empty_record_is_shown():
    view = printed(record_view(Record(Article("")), width=80))
    assert "date of issue unknown" in view
    assert "no event found" in view
    assert "no character 0" in printed(explanation(Record(Article("")), 0))


def test_issue_says_how_it_is_known():
    assert issue(ARTICLE.published) == "5 Mar 2021 (given with --published)"
    assert issue(Published()) == "date of issue unknown"


def test_explanation_shows_arithmetic_and_anchor():
    shown = flat(printed(explanation(RECORD, at("two days earlier").start + 2), 120))
    assert "▸two days earlier◂" in shown
    assert "“two days earlier” = 1 Mar 2021 (2021-03-01)" in shown
    assert "counted from time “3 March 2021” = 3 Mar 2021 (t1)" in shown
    assert "en/times/relative:units-earlier · 2021-03-03 minus 2 days" in shown
    assert shown.index("= 1 Mar 2021") < shown.index("The Osk Bee ← Mila Drov")


def test_explanation_of_an_event_tells_roles_and_chain():
    shown = flat(printed(explanation(RECORD, at("freed", 1).start), 120))
    for words in (
        "“Rangers” = Rangers (n1)",
        "where Osk",
        "The Osk Bee ← Radio Senn ← Mila Drov",
        "same event as “freed” (e1)",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (at("came").start, "The nearest finding"),
        (at("Share").start, "read/boilerplate:share-link"),
        (len(ARTICLE.quote(at("Rangers freed three herders in Osk"))), "between the blocks"),
        (len(TEXT), "There is no character"),
        (-1, "There is no character"),
    ],
)
def test_explanation_where_nothing_stands(offset, words):
    assert words in printed(explanation(RECORD, offset), 120)


def test_visible_keeps_what_people_write():
    kept = "می\u200cخواهم “ß” 北京 👩\u200d👩 a\u0301\n\t"
    assert visible(kept) == kept


def test_what_was_declared_on_a_day_stands_in_the_timeline():
    text = "On 3 May 2010 the council declared an end to the curfew. Rangers said on Friday it was quiet."
    statements = (
        RECORD.statements[0],
        Statement(
            "s@14", Span(14, 55), "reported", content=(Span(35, 55),), source=(Span(14, 25),), cue=(Span(26, 34),),
            source_kind="collective", act="declaration", said=When.parse("2010-05-03"),
        ),
        Statement(
            "s@57", Span(57, 93), "reported", content=(Span(80, 92),), source=(Span(57, 64),), cue=(Span(65, 69),),
            source_kind="collective", said=When.parse("2010-05-07"),
        ),
    )  # fmt: skip
    article = Article(
        text, published=Published(When.parse("2010-05-08")), blocks=(Block(Span(0, len(text)), "paragraph"),)
    )
    (row,) = rows(Record(article, statements=statements))
    assert (row.date, row.who, row.what) == ("3 May 2010", "the council", "declared: “an end to the curfew”")
    assert row.says == ("the outlet",)
