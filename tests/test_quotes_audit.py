"""`dateline quotes` and `dateline audit`: what they print for people and programs, from real files."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import main
from dateline.cli.quotes import LAYERS
from dateline.read import read
from dateline.show.audit import Audit
from dateline.show.audit_table import audit_view
from dateline.show.quotes_table import quotes_view

TEXT = (
    "Bridge closed\n\n“The bridge is gone,” Anna Keller told Radio Delta on Monday. A police officer said nobody was hurt.\n\n"
    "“Nobody ever asked the people of the valley.” The “experts” came late. The film “Night Boats” opened.\n"
)
ONE = "Bridge open\n\nThe bridge is open. “We mended it,” Omar Hassan said.\n"
NONE = "Fair on Sunday\n\nThe fair opens on Sunday at noon.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("bridge", TEXT), ("open", ONE), ("fair", NONE)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path


def test_quotes_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", str(folder / "bridge.txt"), "--json", "--published", "2021-06-30"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    first = told[0]
    assert (first["who"], first["words"], first["fate"], first["said"]) == (
        "Anna Keller", ["The bridge is gone,"], "attributed", "2021-06-28",
    )  # fmt: skip
    assert first["told_in"] == ["s0"]
    fates = [(each["words"][0], each["fate"]) for each in told if each["fate"] != "attributed"]
    assert fates == [
        ("Nobody ever asked the people of the valley.", "unattributed"), ("experts", "scare_quote"), ("Night Boats", "title"),
    ]  # fmt: skip
    assert all(each["source"]["path"] == str(folder / "bridge.txt") and each["because"] for each in told)


def test_quotes_in_a_pipe_are_lines_with_tabs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", str(folder / "bridge.txt")]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert {len(line) for line in lines} == {10}
    assert lines[0][2:6] == ["attributed", "Anna Keller", "named", "The bridge is gone,"]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_tables_fit_every_width(folder: Path, width: int) -> None:
    record = annotate(read(str(folder / "bridge.txt")), LAYERS)
    audit = Audit()
    audit.add(record)
    console = Console(width=width, record=True, file=TextIOWrapper(BytesIO(), "utf-8"))
    console.print(quotes_view(record, width=width))
    console.print(audit_view(audit, width=width))
    shown = console.export_text()
    assert all(len(line) <= width for line in shown.splitlines())
    told = " ".join(shown.split())
    for words in ("Anna Keller", "The bridge is gone,", "nobody named", "“experts”", "“Night Boats”", "Radio Delta"):
        assert words in told


def test_audit_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == 3
    by_name = {each["name"]: each for each in told["sources"]}
    assert (by_name["Anna Keller"]["words"], by_name["Anna Keller"]["words_in_marks"]) == (4, 4)
    assert by_name["A police officer"]["kind"] == "unnamed"
    assert [each["source"] for each in told["single_source_articles"]] == ["Omar Hassan"]
    assert [Path(each).name for each in told["articles_without_source"]] == ["fair.txt"]
    assert told["unattributed_quotations"] == 1
    assert told["quotations"] == {"attributed": 2, "scare_quote": 1, "title": 1, "unattributed": 1}
    assert sum(each["words"] for each in told["kinds"]) == told["words"]
    assert "score" not in json.dumps({**told, "what_this_is_not": ""})


def test_unnamed_sources_of_two_articles_are_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = {"text": "A police officer said the bridge was gone. Anna Keller said the road was closed."}
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps({"id": id, "outlet": id.upper(), **line}) + "\n" for id in ("a", "b")), "utf-8")
    assert main(["audit", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sorted((each["name"], each["articles"]) for each in told["sources"]) == [
        ("A police officer", 1), ("A police officer", 1), ("Anna Keller", 2),
    ]  # fmt: skip
    assert [each["outlet"] for each in told["outlets"]] == ["A", "B"]


@pytest.mark.parametrize("command", ["quotes", "audit"])
def test_bad_input_is_a_line_and_a_code(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id":"a","text":"Anna Keller said the bridge was gone."}\n{bad\n')
    assert main([command, str(path)]) == 3
    told = capsys.readouterr()
    assert "line 2" in told.err
    assert "Anna Keller" in told.out
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main([command, str(empty)]) == 1
    assert "no articles found" in capsys.readouterr().err


def test_an_escape_in_an_article_is_printed_not_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("“Go\x1b[31m \u202enow,” Anna\tKeller said.", "utf-8")
    for command in ("quotes", "audit"):
        assert main([command, str(path)]) == 0
        assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)
