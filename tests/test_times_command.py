"""`dateline times`: what it prints for people and programs, that it streams, and what it does not load."""

import json
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Timer

import pytest
from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import main
from dateline.cli.times import TIMES
from dateline.read import read
from dateline.show.times_table import times_view

HPB = "demo/articles/hpb-blast-at-port-arlen.txt"
TEXT = "Ferry sinks\n\nThe ferry sank yesterday. It was built in March 1998. A year later it burned for three hours.\n"
HEAVY = ("spacy", "numpy", "rich", "lxml", "trafilatura", "msgspec", "hijridate", "persiantools", "pyluach")


@pytest.fixture
def ferry(tmp_path: Path) -> str:
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def test_one_time_a_line_as_json(ferry: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["times", ferry, "--published", "2020-02-12", "--json"]) == 0
    told = capsys.readouterr()
    times = [json.loads(line) for line in told.out.splitlines()]
    assert [(time["words"], time["when"], time["timex"]["value"]) for time in times] == [
        ("yesterday", "2020-02-11", "2020-02-11"),
        ("March 1998", "1998-03", "1998-03"),
        ("A year later", "1999-03", "1999-03"),
        ("three hours", None, "PT3H"),
    ]
    assert all(TEXT[time["start"] : time["end"]] == time["words"] for time in times)
    assert times[0]["anchor"] == {"to": "publication", "id": None, "when": "2020-02-12"}
    assert times[2]["anchor"] == {"to": "time", "id": times[1]["id"], "when": "1998-03"}
    assert times[0]["source"] == {"path": ferry, "id": None}
    assert times[0]["because"][0]["by"] == "en/times/relative:yesterday"
    assert told.err == ""


def test_the_times_are_those_of_the_layer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["times", HPB, "--json"]) == 0
    spans = [(time["start"], time["end"]) for time in map(json.loads, capsys.readouterr().out.splitlines())]
    assert spans == [(time.span.start, time.span.end) for time in annotate(read(HPB), TIMES).times]
    assert len(spans) > 3


def test_a_pipe_gets_lines_with_tabs(ferry: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["times", ferry, "--published", "2020-02-12"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[2:6] for line in lines] == [
        ["yesterday", "2020-02-11", "2020-02-11", "day of issue, 2020-02-12"],
        ["March 1998", "1998-03", "1998-03", ""],
        ["A year later", "1999-03", "1999-03", "“March 1998”, 1998-03"],
        ["three hours", "", "PT3H", ""],
    ]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_table_tells_the_same_at_every_width(ferry: str, width: int) -> None:
    console = Console(width=width, record=True, file=TextIOWrapper(BytesIO(), "utf-8"))
    console.print(times_view(annotate(read(ferry), TIMES), width=width))
    shown = console.export_text()
    assert all(len(line) <= width for line in shown.splitlines())
    told = " ".join(shown.split())
    for words in ("Ferry sinks", "yesterday", "not resolved", "Mar 1998", "1999-03", "a length of time"):
        assert words in told
    assert "--published" in told


def test_an_escape_in_an_article_is_printed_not_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("They met on 3\tMay\n2019 \x1b[31m and on \u202e4 May 2019.", "utf-8")
    assert main(["times", str(path)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert all(line.count("\t") == 6 for line in out.splitlines())


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", 1, "is empty"),
        (bytes(range(256)) * 20, 1, "binary"),
        ("Двое погибли третьего мая. Об этом сообщил министр.".encode(), 3, "no rules for language"),
        (b"No time is told here.", 0, ""),
        (b'{"id":"a","text":"Gunmen killed two men on 3 May 2019."}\n{bad\n', 3, "line 2"),
    ],
)
def test_bad_input_is_a_line_and_a_code(
    data: bytes, code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.txt"
    path.write_bytes(data)
    assert main(["times", str(path), "--json"]) == code
    told = capsys.readouterr()
    assert says in told.err
    assert "Traceback" not in told.err
    assert told.out.count("\n") == (1 if b"3 May" in data else 0)


def test_a_bad_date_and_no_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["times", HPB, "--published", "soon"])
    assert left.value.code == 2
    assert "EDTF" in capsys.readouterr().err
    assert main(["times", str(tmp_path)]) == 1
    assert "no articles found" in capsys.readouterr().err


def test_the_first_lines_come_before_the_last_article() -> None:
    line = json.dumps({"text": "The bridge was closed on 3 May 2019. " + "It rained. " * 200}).encode() + b"\n"
    command = [sys.executable, "-m", "dateline", "times", "-", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(60):
            running.stdin.write(line)
        running.stdin.flush()
        overdue = Timer(60, running.kill)
        overdue.start()
        first = json.loads(running.stdout.readline())  # standard input is still open: more articles may come
        overdue.cancel()
        running.stdin.write(line)
        running.stdin.close()
        rest = running.stdout.read().splitlines()
    assert (first["words"], len(rest), running.returncode) == ("3 May 2019", 60, 0)


def test_nothing_heavy_is_loaded(ferry: str) -> None:
    program = (
        "import sys; from dateline.cli import main; code = main(sys.argv[1:]);"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    for more in ([], ["--json"]):
        told = subprocess.run([sys.executable, "-c", program, "times", ferry, *more], capture_output=True, text=True)
        assert told.stderr == "0 []\n"
        assert told.stdout.count("\n") == 4
