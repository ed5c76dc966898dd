"""The commands over many articles, on the demo corpus in an archive: timeline, compare, who-says, names, judge and undo."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from dateline.cli import dossiers, main
from dateline.cli.dossiers import gather
from dateline.show.dossier_tables import timeline_view
from dateline.show.happened import rows
from dateline.store import nearby

WIRE = "hpb-blast-at-port-arlen.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("archive") / "demo.db")
    assert main(["add", "demo/articles", "--into", path, "--workers", "0"]) == 0
    return path


@pytest.fixture
def archive(made: str, tmp_path: Path) -> str:
    """A copy to write into."""
    return str(shutil.copy(made, tmp_path / "own.db"))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 1
    return capsys.readouterr().err


def night(capsys: pytest.CaptureFixture[str], path: str) -> dict[str, Any]:
    """The event that most articles tell of."""
    return max(told(capsys, "timeline", path), key=lambda row: len(row["articles"]))


def test_a_timeline_counts_from_articles_to_those_who_are_no_party(
    made: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, "timeline", made)
    assert [row["first"] for row in found] == sorted(row["first"] for row in found)
    event = max(found, key=lambda row: len(row["articles"]))
    assert event["when"] == "2023-05-09"
    assert event["place"] == "Port Arlen"
    assert len(event["articles"]) > len(event["outlets"]) == 5
    assert len(event["copies"]) == 1
    assert 0 < len(event["no_party"]) < len(event["origins"])
    assert "dead" in event["conflicts"]
    assert "day" not in event["conflicts"]


def test_a_timeline_is_narrowed(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    june = told(capsys, "timeline", made, "--from", "2023-06", "--to", "2023-06")
    assert june
    assert all(row["last"] >= "2023-06-01" and row["first"] <= "2023-06-30" for row in june)
    placed = told(capsys, "timeline", made, "--place", "port arlen")
    assert night(capsys, made) in placed
    assert len(placed) < len(told(capsys, "timeline", made))
    about = told(capsys, "timeline", made, "--about", "Free Coast Movement")
    assert any("Free Coast Movement" in " ".join(row["actors"]) for row in about)
    with pytest.raises(SystemExit):
        main(["timeline", made, "--from", "yesterday"])


def test_compare_tells_who_gives_which_toll(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    event = night(capsys, made)["event"]
    dead = [row for row in told(capsys, "compare", made, event) if row["aspect"] == "dead"]
    assert {row["source"] for row in dead if row["value"] == "17"} == {"Brannic Colle", "The dock workers’ union"}
    assert all("12" in row["conflicts_with"] for row in dead if row["value"] == "17")
    assert not any(row["conflicts_with"] for row in dead if row["value"] == "12 or more")
    assert told(capsys, "compare", made) == told(capsys, "compare", made, event)  # most outlets tell it


def test_who_says_goes_down_to_the_characters(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    wire = Path("demo/articles", WIRE).read_text("utf-8")
    found = told(capsys, "who-says", made, night(capsys, made)["event"])
    copied = [row for row in found if row["copied_from"]]
    assert any(row["chain"] == ["The Inland Ledger", "HPB", "the interior ministry"] for row in copied)
    for row in found:
        assert row["end"] - row["start"] == len(row["words"])
        assert row["words"] in row["sentence"]
        assert row["copied_from"] is None or row["words"] in wire


def test_names_tell_whose_word_it_is(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "names", made, "free coast movement")
    loaded = {(row["outlet"], row["words"], row["own_voice"]) for row in found if row["leaning"]}
    assert ("Halvern Standard", "terrorists", True) in loaded
    assert "HPB (copied)" in {row["by"] for row in found if row["outlet"] == "The Inland Ledger"}


def test_a_person_parts_an_event_and_takes_it_back(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = night(capsys, archive)
    mentions = told(capsys, "who-says", archive, before["event"])
    apart = next(row["mention"] for row in mentions if row["outlet"] == "Halvern Standard")
    pair = (before["event"], apart)
    (kept,) = told(capsys, "judge", archive, *pair, "different", "--by", "night desk", "--note", "another night")
    assert (kept["did"], kept["left"], kept["verdict"], kept["by"]) == ("kept", pair[0], "different", "night desk")
    parted = night(capsys, archive)
    assert parted["event"] == before["event"]
    assert "Halvern Standard" in set(before["outlets"]) - set(parted["outlets"])
    assert len(parted["origins"]) < len(before["origins"])
    other = {row["mention"] for row in told(capsys, "who-says", archive, apart)}
    assert apart in other
    assert before["event"] not in other
    assert {row["mention"] for row in mentions} == other | {
        row["mention"] for row in told(capsys, "who-says", archive, before["event"])
    }
    assert main(["compare", archive, apart]) == 0
    assert "night desk judged" in " ".join(capsys.readouterr().out.split())
    assert "judged by night desk" in refused(capsys, "undo", archive, *pair)
    (undone,) = told(capsys, "undo", archive, *reversed(pair), "--by", "night desk")
    assert (undone["did"], undone["verdict"]) == ("taken back", "different")
    assert night(capsys, archive) == before
    assert "nothing stands" in refused(capsys, "undo", archive, *pair, "--by", "night desk")


def test_a_judgement_survives_reading_again(archive: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = night(capsys, archive)["event"]
    other = next(row["event"] for row in told(capsys, "timeline", archive) if row["first"] == "2023-06-06")
    assert main(["judge", archive, event, other, "same", "--by", "desk"]) == 0
    joined = night(capsys, archive)
    assert other.partition("/")[0] in joined["articles"]
    assert main(["add", "demo/articles", "--into", archive, "--workers", "0"]) == 0
    assert night(capsys, archive) == joined


def test_articles_that_a_person_holds_apart_are_no_copies(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    copy = night(capsys, archive)["copies"][0]
    for row in told(capsys, "timeline", archive):
        for other in row["articles"]:
            if copy in row["articles"] and other != copy:
                assert main(["judge", archive, copy, other, "different"]) == 0
    assert copy not in night(capsys, archive)["copies"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "FILE", "1/e@3"), "no event 1/e@3; nearest are 1/e@"),
        (("compare", "FILE", "99/e@3"), "has no article 99; numbers go from 1 to 8"),
        (("who-says", "FILE", "the blast"), "write an article's number"),
        (("who-says", "FILE", "4"), "name an event by its article's number and its id"),
        (("names", "FILE", "Harbour Rood"), "there are Harbour"),
        (("judge", "FILE", "1", "1/e@3", "same"), "name two events"),
        (("judge", "FILE", "1", "1", "same"), "name two events"),
        (("judge", "FILE", "1/e@3", "2/e@4", "same"), "no event 1/e@3"),
        (("judge", "NONE", "1", "2", "same"), "there is no archive"),
    ],
)
def test_what_is_not_there_is_said(
    made: str, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [made if each == "FILE" else f"{made}.none" if each == "NONE" else each for each in arguments]
    assert says in refused(capsys, *given)
    assert not Path(f"{made}.none").exists()


def test_a_large_archive_is_asked_for_what_bears_on_the_event(
    made: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    event, full = night(capsys, made)["event"], night(capsys, made)
    names = told(capsys, "names", made, "Free Coast Movement")
    monkeypatch.setattr(dossiers, "TOGETHER", 2)
    assert {row["article"] for row in told(capsys, "compare", made, event)} == set(full["articles"])
    assert told(capsys, "names", made, "Free Coast Movement") == names
    assert full["event"] in {row["event"] for row in told(capsys, "timeline", made, "--place", "Port Arlen")}
    monkeypatch.setattr(dossiers, "MOST", 2)
    monkeypatch.setattr(nearby, "MOST", 2)
    assert "can be laid side by side" in refused(capsys, "timeline", made)


def test_csv_has_a_cell_a_column(made: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("timeline", made), ("compare", made), ("who-says", made), ("names", made, "Port Arlen")):
        capsys.readouterr()
        assert main([*arguments, "--csv"]) == 0
        found = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
        assert len(found) > 1
        assert {len(row) for row in found} == {len(found[0])}


@pytest.mark.parametrize("width", [40, 80, 140])
def test_every_width_shows_the_same_event(made: str, width: int, capsys: pytest.CaptureFixture[str]) -> None:
    event = night(capsys, made)["event"]
    dossier = gather(Path(made))
    shown = Console(width=width, file=io.StringIO(), record=True)
    shown.print(timeline_view(list(rows(dossier, dossier.timeline())), 0, width=width))
    text = shown.export_text()
    assert event in text
    assert "only copied" in " ".join(text.split())
    assert "! dead differs" in text
    assert max(map(len, text.splitlines())) <= width


def test_articles_in_no_archive_are_read_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "timeline", f"demo/articles/{WIRE}")
    assert any(row["when"] == "2023-05-09" for row in found)
    assert "no articles found" in refused(capsys, "timeline", str(tmp_path))
