"""Corrections in an archive: they hold in all that is asked of it, outlast a killed program and a new version, and are taken back."""

import json
import random
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.relate.corrections import standing, undoing
from dateline.store import Archive
from dateline.store.side_by_side import related
from dateline.text.errors import BadArchive, Overtaken
from dateline.text.when import When
from older_made import as_schema_1
from store_made import record_of

DRIVER = """
import sys
from dataclasses import replace
from dateline.store import Archive
with Archive.open(sys.argv[1], write=True) as archive:
    for day in range(1, 29):
        made = archive.correction(1, "EVENT", "when", f"2021-06-{day:02d}")
        kept = archive.correct(1, replace(made, by="person:a", at="2021-06-30T00:00:00+00:00"))
        print(kept.number, kept.value, flush=True)
"""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.db"
    with Archive.open(path, write=True) as archive:
        for number in range(3):
            archive.add(record_of(number))
    return path


def event_of(path: Path, article: int = 1) -> str:
    with Archive.open(path) as archive:
        return archive.record(article, as_read=True).events[0].id


def say(path: Path, finding: str, field: str, value: str, article: int = 1) -> int:
    with Archive.open(path, write=True) as archive:
        made = archive.correction(article, finding, field, value)
        return archive.correct(article, replace(made, by="person:desk", note="so it was")).number


def problems(path: Path) -> list[str]:
    with Archive.open(path, write=True) as archive:
        return list(archive.check())


def test_a_correction_holds_in_records_questions_sql_and_dossiers(made: Path) -> None:
    event = event_of(made)
    say(made, event, "when", "2019-03-04")
    say(made, event, "place", "Farrow Bridge")
    with Archive.open(made) as archive:
        assert archive.record(1) != archive.record(1, as_read=True) == record_of(0)
        (found,) = archive.find(place="farrow bridge")
        assert (found.article, found.first) == (1, "2019-03-04")
        assert [each.article for each in archive.find(place=str(record_of(0).entities[1].name))].count(1) == 0
        _, rows = archive.sql("SELECT first, place FROM events WHERE article = 1")
        assert [*rows] == [("2019-03-04", "Farrow Bridge")]
        assert str(related(archive, [1, 2, 3]).timeline()[0].when) == "2019-03-04"
        assert archive.status().corrections == 2
    with Archive.open(made, as_read=True) as archive:
        assert archive.record(1) == record_of(0)
    assert problems(made) == []


def test_what_is_taken_back_leaves_all_as_it_was_read(made: Path) -> None:
    event = event_of(made)
    say(made, event, "verdict", "rejected")
    with Archive.open(made, write=True) as archive:
        assert archive.record(1).events == ()
        assert archive.find(days=(None, None))[0].article == 2
        (last,) = archive.corrections(1)
        archive.correct(1, undoing(last, seen=last.number, by="person:desk", at=""))
        assert archive.record(1) == record_of(0)
        assert [each.article for each in archive.find()] == [1, 2, 3]
        assert len(archive.corrections()) == 2
        assert standing(archive.corrections()) == ()
    assert problems(made) == []


def test_it_survives_a_new_version_of_its_article(made: Path) -> None:
    event = event_of(made)
    say(made, event, "when", "2019-03-04")
    old = record_of(0)
    text = "Corrected on Monday. " + old.article.text
    newer = record_of(0, text=text, url=old.article.url)
    at = text.index(old.article.quote(old.events[0].span))
    span = replace(newer.events[0].span, start=at, end=at + len(old.events[0].span))
    newer = newer.having(
        events=(replace(newer.events[0], id=f"e@{at}", span=span),),
        figures=(replace(newer.figures[0], id=f"f@{at}", span=span, event=f"e@{at}"),),
    )
    with Archive.open(made, write=True) as archive:
        number = archive.add(newer).article
        assert archive.versions(1) == [1, number]
        assert str(archive.record(number).events[0].when) == "2019-03-04"
        assert archive.record(number, as_read=True).events[0].when == When.parse("2021-05-01")
        assert any(each.article == number and each.first == "2019-03-04" for each in archive.find())
        gone = archive.add(
            record_of(0, text="Another text altogether, told in other words.", url=old.article.url)
        ).article
        assert archive.record(gone) == archive.record(gone, as_read=True)
        assert len(archive.corrections(gone)) == 1  # it waits
    assert problems(made) == []


def test_a_block_stays_left_out_in_a_new_version_and_comes_back(made: Path) -> None:
    say(made, "b@0", "kind", "boilerplate")
    old = record_of(0)
    with Archive.open(made, write=True) as archive:
        assert archive.record(1).events == ()
        newer = record_of(0, text="Corrected on Monday. " + old.article.text, url=old.article.url)
        number = archive.add(newer).article
        assert archive.record(number).article.blocks[0].kind == "boilerplate"
        assert (archive.record(number).events, archive.record(number, as_read=True).events) == ((), newer.events)
        assert {each.article for each in archive.find()} == {2, 3}
        assert {*archive.naming(old.entities[0].name)} <= {2, 3}
        (last,) = archive.corrections(number)
        archive.correct(number, undoing(last, seen=last.number, by="person:desk", at=""))
        assert archive.record(number) == newer
    assert problems(made) == []


def test_two_who_correct_one_finding_are_told(made: Path) -> None:
    event = event_of(made)
    with Archive.open(made) as archive:
        one, other = (archive.correction(1, event, "when", day) for day in ("2019-03-04", "2019-03-05"))
    with Archive.open(made, write=True) as archive:
        first = archive.correct(1, one).number
        with pytest.raises(Overtaken, match="corrected meanwhile") as refused:
            archive.correct(1, other)
        assert refused.value.seen == first
        archive.correct(1, replace(other, seen=first))
        assert str(archive.record(1).events[0].when) == "2019-03-05"
        archive.correct(2, archive.correction(2, archive.record(2).events[0].id, "when", "2019-03-09"))


def test_of_many_at_once_one_is_kept_and_the_others_are_refused(made: Path) -> None:
    event, outcomes = event_of(made), []

    def tab(day: int) -> None:
        with Archive.open(made, write=True) as archive:
            told = archive.correction(1, event, "when", f"2019-03-{day:02d}")
            try:
                outcomes.append(archive.correct(1, replace(told, seen=0)).value)
            except Overtaken:
                outcomes.append("")

    tabs = [threading.Thread(target=tab, args=(day,)) for day in (1, 2, 3, 4)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    kept = [each for each in outcomes if each]
    assert (len(outcomes), len(kept)) == (4, 1)
    with Archive.open(made) as archive:
        assert str(archive.record(1).events[0].when) == kept[0]
    assert problems(made) == []


def test_a_killed_program_loses_no_correction_it_told_of(made: Path) -> None:
    code = DRIVER.replace("EVENT", event_of(made))
    for _ in range(4):
        running = subprocess.Popen([sys.executable, "-c", code, str(made)], stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        told = ""
        for _ in range(random.randint(1, 8)):
            told = running.stdout.readline() or told
        running.kill()
        told = (running.stdout.read().splitlines() or [told])[-1] if running.stdout else told
        running.wait()
        running.stdout.close()
        number, value = told.split()
        with Archive.open(made) as archive:
            said = archive.corrections(1)
            assert any(each.number == int(number) and each.value == value for each in said)
            assert str(archive.record(1).events[0].when) == said[-1].value
    assert problems(made) == []


def test_corrections_are_only_ever_added_to(made: Path) -> None:
    say(made, event_of(made), "when", "2019-03-04")
    with sqlite3.connect(made) as other, pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        other.execute("DELETE FROM correction")
    other.close()


def test_an_archive_of_the_first_schema_gets_room_for_corrections(made: Path) -> None:
    as_schema_1(made)
    with pytest.raises(BadArchive, match="brings it forward"):
        Archive.open(made)
    with Archive.open(made, write=True):
        pass
    say(made, event_of(made), "when", "2019-03-04")
    assert problems(made) == []


def test_the_commands_keep_show_and_undo(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event, file = f"1/{event_of(made)}", str(made)
    assert main(["correct", file, event, "when", "2019-03-04", "--by", "desk", "--note", "the wire has it so"]) == 0
    capsys.readouterr()
    assert main(["correct", file, event, "status", "denied", "--by", "night", "--json"]) == 0
    kept = json.loads(capsys.readouterr().out)
    assert (kept["did"], kept["number"], kept["finding"], kept["value"]) == ("kept", 2, event, "denied")
    assert main(["correct", file, "--list"]) == 0
    listed = capsys.readouterr().out
    assert "2021-05-01 → 2019-03-04" in listed
    assert "the wire has it so" in listed
    assert main(["timeline", file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["when"] == "2019-03-04"
    assert main(["timeline", file, "--json", "--as-read"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["when"] == "2021-05-01"
    assert main(["explain", f"{file}:{event}"]) == 0
    explained = capsys.readouterr().out
    assert explained.index("4 Mar 2019") < explained.index("As it was read") < explained.rindex("1 May 2021")
    assert main(["undo", file, event, "--by", "desk"]) == 0
    assert main(["undo", file, event, "--by", "desk"]) == 1
    assert "corrected by night" in capsys.readouterr().err
    assert main(["correct", file, event, "--list"]) == 0
    assert "taken back" in capsys.readouterr().out
    assert main(["correct", file, event, "--list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["field"], row["state"]) for row in rows] == [("when", "taken back"), ("status", "")]
    with Archive.open(made) as archive:
        assert str(archive.record(1).events[0].when) == "2021-05-01"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("1/e@9999", "when", "2020"), 1, "no such finding"),
        (("99/e@1", "when", "2020"), 1, "numbers go from 1 to 3"),
        (("1", "when", "2020"), 1, "name a finding"),
        (("1/n1", "colour", "red"), 1, "there are verdict, name"),
        (("1/n1",), 2, "give FINDING, FIELD and VALUE"),
    ],
)
def test_commands_refuse_what_is_not_there(
    made: Path, words: tuple[str, ...], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["correct", str(made), *words]) == code
    assert says in capsys.readouterr().err
