"""The commands as a user meets them: what goes where, exit codes, and messages that say what to do."""

import json
from pathlib import Path

import pytest

from dateline.cli import main

HPB = "demo/articles/hpb-blast-at-port-arlen.txt"


def test_a_record_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", HPB, "--json"]) == 0
    told = capsys.readouterr()
    record = json.loads(told.out)
    assert (record["format"], record["failures"], told.err) == ("dateline/1", [], "")


def test_the_view_names_source_and_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", HPB]) == 0
    told = capsys.readouterr().out
    assert "Gunmen attack Port Arlen harbour post" in told
    assert "Karin Dolland" in told
    assert "\x1b" not in told


def test_a_page_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "record.html"
    assert main(["read", HPB, "--html", str(out)]) == 0
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert capsys.readouterr().out == ""


def test_a_folder_of_pages(tmp_path: Path) -> None:
    assert main(["read", "demo/articles", "--html", str(tmp_path / "pages")]) == 0
    assert len(list((tmp_path / "pages").glob("*.html"))) == 8


def test_a_page_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", HPB, "--html", str(tmp_path / "none" / "record.html")]) == 1
    assert "cannot write there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("empty.txt", b"", 1, "is empty"),
        ("binary.txt", bytes(range(256)) * 20, 1, "binary"),
        ("blank.txt", b" \n\t\n", 1, "blank"),
        ("page.html", b"<html><body><script>1</script></body></html>", 1, "no article text"),
        ("other.txt", "Двое погибли при нападении.\n\nОб этом сообщил министр.".encode(), 3, "no rules for language"),
        ("long.txt", b"The army left. " * 20_000, 3, "only the first"),
        ("lines.jsonl", b'{"id":"a","text":"Gunmen killed two men on Friday."}\n{bad\n', 3, "line 2"),
    ],
)
def test_bad_input_is_a_line_and_a_code(
    name: str, data: bytes, code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["read", str(path), "--json"]) == code
    told = capsys.readouterr()
    assert says in told.err
    assert "Traceback" not in told.err
    assert all(json.loads(line)["format"] == "dateline/1" for line in told.out.splitlines())
    assert len(told.out.splitlines()) == (2 if name == "lines.jsonl" else 1)


@pytest.mark.parametrize(
    "data",
    [
        "“".encode() * 5000 + b' he said " ' * 500,
        b"x" * 2_000_000,
        b"On 31 December 9999 he left. A year later he came back, 99999 years ago.",
        b'"I said (she said "he said" [sic',
        ("She said: “\u202eabc\x1b[31m” on Friday. " * 20).encode(),
    ],
)  # fmt: skip
def test_odd_text_gives_a_whole_record(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    assert main(["read", str(path), "--json", "--published", "2020-02-12"]) in (0, 3)
    record = json.loads(capsys.readouterr().out)
    text = record["article"]["text"]
    assert text == data.decode()
    assert not [failure for failure in record["failures"] if failure["stage"] != "length"]
    for layer in ("times", "mentions", "events", "figures", "wording"):
        assert all(text[found["start"] : found["end"]] == found["quote"] for found in record[layer])


def test_explain_shows_the_arithmetic(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", f"{HPB}:two days"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "en/times/lengths:units-before-event" in told
    assert "2023-05-07" in told


@pytest.mark.parametrize("place", [f"{HPB}:999999", f"{HPB}:no such words", "nowhere", "no-such-file.txt:3"])
def test_explain_says_what_is_wrong(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", place]) == 1
    assert capsys.readouterr().err.startswith("dateline: ")


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["reed"], ["read"], ["read", HPB, "--published", "soon"]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    assert main([]) == 2
    assert "EDTF" in capsys.readouterr().err


def test_rules_and_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "times"]) == 0
    assert "en/times/relative:units-ago\t" in capsys.readouterr().out
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$defs"]["RecordShape"]
