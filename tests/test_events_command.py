"""`dateline events`: a row an event, in a table, as lines with tabs, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rich.console import Console

from dateline.cli import FAILURE, OK, main
from dateline.show.events import COLUMNS, csv_line, csv_lines, json_lines, rows, tab_lines
from dateline.show.events_table import events_view
from dateline.text.article import Article, Published, Source
from dateline.text.happening import Event, Figure, Role
from dateline.text.naming import Entity, Place
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Statement
from dateline.text.when import When

TEXT = "=Rebels killed 12 guards in Mosul on Friday. The killing was claimed by the front. A\x1b[31m raid may follow."


def record() -> Record:
    """A killing told twice and claimed, and a raid that may follow."""

    def span(words: str) -> Span:
        return Span(TEXT.index(words), TEXT.index(words) + len(words))

    mosul = Place(point=(36.34, 43.13), country="IQ", precision="city", source="geonames:99072")
    killed = Event(
        "e@8", span("killed"), "ASSAULT", "kill", when=When.parse("2020-02-07"), place="n1", told_in=ROOT, figures=("f@15",),
        roles=(Role("actor", span("=Rebels")), Role("recipient", span("12 guards"))),
    )  # fmt: skip
    again = Event(
        "e@49", span("killing"), "ASSAULT", "killing", mode="firearms", told_in=ROOT, same_as="e@8",
        roles=(Role("actor", span("the front"), "n2", "claimed"),),
    )  # fmt: skip
    raid = Event("e@90", span("raid"), "ASSAULT", "raid", status="possible", told_in=ROOT)
    return Record(
        Article(TEXT, source=Source("a.txt"), outlet="Courier", published=Published(When.parse("2020-02-12"))),
        entities=(Entity("n1", "Mosul", "place", place=mosul), Entity("n2", "National Front", "armed_group")),
        statements=(Statement(ROOT, Span(0, len(TEXT)), "own_voice", within=None, source_kind="outlet"),),
        events=(killed, again, raid),
        figures=(Figure("f@15", span("12 guards"), "dead", 12, 12, "e@8"),),
    )


def test_an_event_told_twice_is_one_row() -> None:
    (killing,) = rows(record())
    assert (killing.mode, killing.mentions, killing.where, killing.when) == ("firearms", 2, "Mosul", "7 Feb 2020")
    assert killing.who == ("=Rebels", "the front (National Front) (claims it)")
    assert killing.counts == ("12 guards [dead]",)
    assert [row.status for row in rows(record(), every=True)] == ["", "possible"]


def test_csv_holds_what_stands_there_and_no_formula() -> None:
    table = list(csv.DictReader(io.StringIO(csv_line(COLUMNS) + "".join(csv_lines(record())))))
    assert [row["kind"] for row in table] == ["ASSAULT", "ASSAULT"]
    first = table[0]
    assert first["actor"].startswith("'=Rebels")
    told = [first[key] for key in ("cameo", "when", "country", "latitude", "dead_low", "dead_high", "injured_low")]
    assert told == ["193", "2020-02-07", "IQ", "36.3400", "12", "12", ""]
    assert table[1]["when"] == table[1]["place"] == ""


def test_json_has_every_mention_with_its_reasons() -> None:
    first, raid = map(json.loads, json_lines(record()))
    assert [mention["quote"] for mention in first["mentions"]] == ["killed", "killing"]
    assert first["mentions"][1]["roles"][0]["vouched"] == "claimed"
    assert (first["incident"], first["quad"], raid["status"]) == ("ATTACK", "material conflict", "possible")


@pytest.mark.parametrize("width", [40, 80, 140])
def test_tables_and_lines_obey_no_escapes(width: int) -> None:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(events_view(record(), width=width))
    told = console.export_text() + "".join(tab_lines(record()))
    assert "killed" in told
    assert "\x1b" not in told


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    article = "demo/articles/hpb-blast-at-port-arlen.txt"
    assert main(["events", article, "--csv"]) == OK
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert any(row["kind"] == "ASSAULT" and row["place"] == "Port Arlen" for row in found)
    assert main(["events", article]) == OK
    assert capsys.readouterr().out.count("\n") == len(found)
    assert main(["events", "nowhere.txt", "--json"]) == FAILURE
