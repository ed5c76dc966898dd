"""What a program gets from `import dateline`: light, typed, documented; tables, spaCy and SQLite made from records by hand."""

from __future__ import annotations

import ast
import inspect
import sqlite3
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline import Article, Entity, Event, Figure, Mention, Place, Record, Span, Statement, When, frames, to_spacy
from dateline.show.export.datasette import VIEWS, files, write
from dateline.show.framed import COLUMNS
from dateline.show.spacy_doc import KEPT, of_spacy
from dateline.text.errors import CannotStore, MissingPackage
from dateline.text.happening import Role

TEXT = "Rebels 🚁 killed <b>دوازده</b> men\u202e in Aleppo\ud800 on 3 May 2019."


def record() -> Record:
    def span(words: str) -> Span:
        start = TEXT.index(words)
        return Span(start, start + len(words))

    return Record(
        Article(TEXT, outlet="<script>alert(1)</script>"),
        entities=(
            Entity("n1", "Rebels", "armed_group"),
            Entity("n2", "Aleppo", "place", place=Place((36.2, 37.16), "SY", ("Aleppo", "Syria"), "city", "geonames:170063")),
            Entity("n3", "Syria", "country", place=Place((35.0, 38.0), "SY", (), "country", "geonames:163843")),
        ),
        mentions=(Mention("m@0", span("Rebels"), "n1", "name"), Mention("m@37", span("Aleppo"), "n2", "name")),
        statements=(Statement("s0", Span(0, len(TEXT)), "own_voice", within=None, source_kind="outlet"),),
        events=(
            Event(
                "e@9", span("killed"), "ASSAULT", "kill", when=When.parse("2019-05"), place="n2", figures=("f@16",),
                roles=(Role("actor", span("Rebels"), "n1"), Role("recipient", span("men"))),
            ),
        ),
        figures=(Figure("f@16", span("دوازده"), "dead", 10**30, 10**40, "e@9"),),
    )  # fmt: skip


def test_importing_is_light_and_the_verbs_stay_verbs() -> None:
    said = (
        "import sys, dateline; heavy = {'spacy', 'msgspec', 'rich', 'lxml', 'dataclasses', 'dateline.text'} & set(sys.modules);"
        "import dateline.read, dateline.annotate.layers, dateline.relate.dossier;"
        "print(sorted(heavy), *(callable(each) for each in (dateline.read, dateline.annotate, dateline.relate)))"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] True True True"


def test_names_for_type_checkers_are_those_that_are_looked_up() -> None:
    tree = ast.parse(Path(dateline.__file__).read_text("utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    told = {
        f"{each.name} {node.module}" for node in checked.body if isinstance(node, ast.ImportFrom) for each in node.names
    }
    assert told == {f"{name} {home}" for name, home in dateline._HOME.items()}
    assert sorted(dateline._HOME) == sorted(dateline.__all__)
    assert set(dateline.__all__) <= set(dir(dateline))
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        dateline.__getattr__("reed")


def documented() -> Iterator[tuple[str, Any]]:
    for name in dateline.__all__:
        value = getattr(dateline, name)
        if name == "LAYERS":
            continue
        yield name, value
        if inspect.isclass(value):
            kinds = (types.FunctionType, property, classmethod, staticmethod)
            yield from (
                (f"{name}.{each}", inspect.getattr_static(value, each))
                for each, inner in vars(value).items()
                if not each.startswith("_") and isinstance(inner, kinds)
            )


def test_every_public_name_and_method_says_what_it_is() -> None:
    told = list(documented())
    assert len(told) > 80
    bare = [name for name, value in told if not value.__doc__ or value.__doc__.startswith(f"{name}(")]
    assert bare == []


def test_frames_have_every_finding_with_its_types() -> None:
    made = frames([record(), record()])
    assert [frame.name for frame in made] == list(COLUMNS)
    assert len(made.events) == 2
    event = next(iter(made.events))
    assert (event["words"], event["when"], event["actor"], event["grain"]) == ("killed", "2019-05", "Rebels", "month")
    assert str(event["first"]) == "2019-05-01"
    assert next(iter(made.articles))["text"] == TEXT.replace("\ud800", "?")
    assert [(place["latitude"], place["precision"]) for place in frames(record()).places] == [
        (36.2, "point"),
        (None, "country"),
    ]
    figure = next(iter(made.figures))
    assert (figure["low"], figure["high"]) == (2**63 - 1, None)  # the widest that is true


def test_frames_go_over_the_arrow_stream() -> None:
    pyarrow, polars = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    frame = frames(record()).events
    table = pyarrow.table(frame)
    assert table.to_pylist() == [*frame]
    assert str(table.schema.field("first").type) == "date32[day]"
    assert polars.DataFrame(frame).to_dicts() == frame.to_polars().to_dicts() == [*frame]
    assert list(frame.to_pandas()["words"]) == ["killed"]
    empty = frames(Record(Article("")))
    assert [each.to_arrow().num_rows for each in empty] == [1] + [0] * (len(COLUMNS) - 1)


def test_a_frame_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackage, match=r"pip install 'dateline\[parquet\]'"):
        frames(record()).events.to_arrow()


def test_what_a_notebook_shows_has_no_script() -> None:
    for shown in (record()._repr_html_(), *(frame._repr_html_() for frame in frames(record()))):
        assert "<script" not in shown
        assert "<b>" not in shown
        assert "\u202e" not in shown
    assert "killed" in record()._repr_html_()


def test_a_doc_has_the_findings_and_the_text() -> None:
    text = TEXT.replace("\ud800", "?")
    told = record().having(article=Article(text), figures=())
    doc = to_spacy(told)
    assert doc.text == text
    (event,) = doc.spans["dateline.events"]
    assert (event.text, event.label_, event.id_) == ("killed", "ASSAULT", "e@9")
    assert of_spacy(doc).events == told.events
    again = type(doc)(doc.vocab).from_bytes(doc.to_bytes())
    assert again.user_data[KEPT] == doc.user_data[KEPT]
    with pytest.raises(ValueError, match="another text"):
        to_spacy(told, type(doc)(doc.vocab, ["Other"]))


def test_a_doc_is_cut_in_linear_time_and_loses_nothing() -> None:
    for text in ("(" * 50_000, " \n" * 20_000, "it's 3\u00a0 am  ok ", "", " x"):
        assert to_spacy(Record(Article(text))).text == text


def test_the_sqlite_file_answers_in_sql(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    assert write([record(), record()], path) == 1
    database = sqlite3.connect(path)
    assert database.execute('SELECT words, "when", actor FROM timeline').fetchall() == [("killed", "2019-05", "Rebels")]
    assert database.execute("SELECT name FROM map").fetchall() == [("Aleppo",)]
    for view in VIEWS:
        database.execute(f"SELECT * FROM {view}").fetchall()
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [row[1] for row in database.execute("PRAGMA table_info(events)")] == [name for name, _ in COLUMNS["events"]]
    database.close()
    ((name, made),) = files([record()])
    assert (name, made[:15]) == ("dateline.db", b"SQLite format 3")
    with pytest.raises(CannotStore, match="there already"):
        write([record()], path)
    with pytest.raises(CannotStore, match="cannot be written"):
        write([record()], tmp_path / "nowhere" / "plain.db")
    assert [each.name for each in tmp_path.iterdir()] == ["plain.db"]
