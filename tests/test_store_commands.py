"""The commands of an archive as a user meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline import to_json
from dateline.cli import main
from dateline.store import Archive
from store_made import articles, lines, record_of

HPB = "demo/articles/hpb-blast-at-port-arlen.txt"


@pytest.fixture
def made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "a.db"
    assert main(["add", str(lines(tmp_path / "records.jsonl", 30)), "--into", str(path), "--workers", "0"]) == 0
    capsys.readouterr()
    return str(path)


def test_articles_are_read_annotated_and_there_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, page = str(tmp_path / "a.db"), tmp_path / "page.html"
    page.write_text(
        "<html><body><p>Gunmen killed two men in Osk on 3 May 2021, the mayor said on Friday.</p></body></html>"
    )
    given = [HPB, str(page), str(articles(tmp_path / "list.jsonl", 2))]
    assert main(["add", *given, "--into", path, "--workers", "0"]) == 0
    assert capsys.readouterr().out.startswith("4 added, in ")
    assert main(["add", *given, "--into", path, "--workers", "0"]) == 0
    assert capsys.readouterr().out.startswith("0 added, 4 there before, in ")
    assert main(["search", path, "port arlen", "--json"]) == 0
    hit = json.loads(capsys.readouterr().out.splitlines()[0])
    assert hit["snippet"].lower().count("arlen")
    assert main(["sql", path, "SELECT count(*) FROM events WHERE kind = 'ASSAULT'", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count(*)"] > 2
    assert main(["check", path]) == 0


def test_what_fails_is_a_row_and_a_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = str(tmp_path / "a.db"), tmp_path / "in"
    folder.mkdir()
    (folder / "broken.txt").write_bytes(bytes(range(256)) * 20)
    lying = json.loads(to_json(record_of(2)))
    lying["mentions"][0]["quote"] = "Somebody else"
    wrong = [b"{bad", json.dumps(lying).encode(), to_json(record_of(1)), b'{"id":"none"}', b"\xff\xfe"]
    (folder / "list.jsonl").write_bytes(b"\n".join(wrong))
    assert main(["add", str(folder), str(tmp_path / "nowhere.txt"), "--into", path, "--workers", "0"]) == 3
    assert "1 added, 6 failed" in capsys.readouterr().out
    assert main(["failures", path, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 6
    reasons = "\n".join(failure["reason"] for failure in told)
    for part in ("binary", "line 1: is no JSON", "line 2: m@", "line 4: has neither", "cannot be opened"):
        assert part in reasons
    (folder / "list.jsonl").write_bytes(wrong[2])
    (folder / "broken.txt").unlink()
    assert (
        main(["add", str(folder), "--into", path, "--workers", "0"]) == 0
    )  # failures of inputs that are gone stay told
    assert main(["check", path]) == 0


def test_of_what_is_not_there_no_archive_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.db"
    assert main(["add", str(tmp_path / "none"), "--into", str(path), "--workers", "0"]) == 1
    assert "none: there is no such file or folder; no archive was made" in capsys.readouterr().err
    assert not path.exists()


def test_all_is_well_is_said(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", made]) == main(["check", made, "--json"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "30 articles: all is as it was put in"
    assert json.loads(told[1]) == {"articles": 30, "problems": 0}
    assert main(["failures", made]) == 0
    assert "no failures" in capsys.readouterr().err


def test_hits_fit_the_screen(made: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["search", made, "valley", "--most", "3"]) == 0
    assert {len(line) > 40 for line in capsys.readouterr().out.splitlines()} == {False}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--source", "person"], 30),
        (["--source", "official"], 0),
        (["--outlet", "No Such Bee"], 0),
        (["--source", "person", "--outlet", "{outlet}"], None),
    ],
)
def test_hits_are_of_an_outlet_and_a_kind_of_source(
    made: str, asked: list[str], found: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet = record_of(0).article.outlet or ""
    same = sum(record_of(number).article.outlet == outlet for number in range(30))
    words = [each.format(outlet=outlet.upper()) for each in asked]
    assert main(["search", made, "valley", "--most", "50", "--json", *words]) == 0
    assert len(capsys.readouterr().out.splitlines()) == (same if found is None else found)
    assert main(["search", made, "valley", *words]) == 0
    assert ("no such article holds all these words" in capsys.readouterr().err) == (found == 0)


def test_a_kind_of_source_that_is_none_is_said(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["search", made, "valley", "--source", "rumour"])
    assert "'armed_group'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["status", "check", "failures"])
def test_a_folder_is_no_archive(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(tmp_path)]) == 1
    assert "is a folder, not an archive" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["bundle", "brat", "cas", "annotations"])
def test_what_is_brought_in_must_be_there(made: str, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", what, "nowhere.zip", "--into", made]) == 1
    told = capsys.readouterr().err
    assert f"nowhere.zip: there is no such file; give what `dateline export {what}` wrote" in told
    assert "Errno" not in told


@pytest.mark.parametrize("kind", [["csv", "{0}", "--out"], ["site", "{0}"], ["bundle", "{0}", "--out"]])
def test_what_goes_out_needs_a_place(made: str, kind: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *(word.format(made) for word in kind), f"{made}/x"]) == 1
    told = capsys.readouterr().err
    assert "cannot be written (Not a directory)" in told
    assert "Errno" not in told


def test_a_failure_goes_when_the_input_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, late = str(tmp_path / "a.db"), tmp_path / "late.jsonl"
    Archive.open(path, write=True).close()
    assert main(["add", str(late), "--into", path, "--workers", "0"]) == 1
    lines(late, 1)
    assert main(["add", str(late), "--into", path, "--workers", "0"]) == 0
    capsys.readouterr()
    assert main(["status", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["articles"] == 1


def test_an_archive_in_its_own_folder_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines(tmp_path / "records.jsonl", 3)
    for there in ("3 added, in", "0 added, 3 there before, in"):
        assert main(["add", str(tmp_path), "--into", str(tmp_path / "a.db"), "--workers", "0"]) == 0
        assert capsys.readouterr().out.startswith(there)


def test_workers_and_standard_input_give_the_same_archive(tmp_path: Path, made: str) -> None:
    other = str(tmp_path / "b.db")
    ran = subprocess.run(
        [sys.executable, "-m", "dateline", "add", "-", "--into", other, "--workers", "2", "--json"],
        input=(tmp_path / "records.jsonl").read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    assert (json.loads(ran.stdout)["added"], ran.stderr) == (30, b"")
    asked = "SELECT identity, title, version FROM article ORDER BY identity"
    told = [
        subprocess.run(
            [sys.executable, "-m", "dateline", "sql", path, asked, "--json"], capture_output=True, check=True
        ).stdout
        for path in (made, other)
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == 30


def test_status_is_a_page(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", made]) == 0
    told = capsys.readouterr().out
    assert "articles     30" in told
    assert "30 events, 60 statements" in told
    assert "2021-05-30 to 2021-05-30" in told


@pytest.mark.parametrize("query", ['"', "NEAR(", "*", '"died', "--", "a" * 5000, "\x1b[31m"])
def test_odd_queries_end_well(made: str, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", made, "--", query]) in (0, 1, 2)
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert "\x1b" not in told.out


def test_escapes_in_a_text_are_shown_and_not_obeyed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, text = str(tmp_path / "a.db"), tmp_path / "t.jsonl"
    text.write_bytes(to_json(record_of(1, text="Drov \x1b]0;owned\x07 said [red]so[/red] \u202eabc")) + b"\n")
    assert main(["add", str(text), "--into", path, "--workers", "0"]) == 0
    assert main(["search", path, "drov"]) == 0
    assert main(["sql", path, "SELECT text FROM text"]) == 0
    told = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(told)
    assert "[red]so[/red]" in told


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * FROM evnts", "there are articles, entities, events"),
        ("SELECT hue FROM events", "shows the columns of"),
        ("DROP TABLE article", "may only read"),
        ("SELEC", "cannot be asked"),
        ("SELECT 1; SELECT 2", "one by one"),
    ],
)
def test_sql_says_what_is_wrong(made: str, query: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", made, query]) == 1
    assert says in capsys.readouterr().err


def test_sql_says_where_it_stops(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sql", made, "SELECT id FROM article ORDER BY id", "--most", "4"]) == 0
    told = capsys.readouterr()
    assert told.out.split() == ["id", "1", "2", "3", "4"]
    assert "only the first 4 rows" in told.err
