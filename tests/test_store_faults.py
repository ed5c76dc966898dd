"""What may happen to an archive: killed programs, full disks, other writers, foreign and broken files. Nothing acknowledged is lost.

DATELINE_KILLS=50 kills more often than the ten times that every run of the tests does.
"""

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.store import Archive, in_order, schema, sqlite
from dateline.store.adding import add_all
from dateline.store.outcomes import Reading
from dateline.store.writing import Writer
from dateline.text.errors import BadArchive, CannotStore
from older_made import as_schema_2, made_anew
from store_made import lines, record_of

KILLS = int(os.environ.get("DATELINE_KILLS", "10"))
DRIVER = Path(__file__).with_name("store_driver.py")
MANY = 600


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A closed archive of five articles."""
    path = tmp_path / "made.db"
    with Archive.open(path, write=True) as archive:
        for number in range(5):
            archive.add(record_of(number))
    return path


def sound(path: Path) -> int:
    """How many articles are in the archive, once it is known that all are as they were put in."""
    with Archive.open(path, write=True) as archive:
        assert [*archive.check()] == []
        return archive.status().articles


def start(source: Path, into: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(DRIVER), str(source), str(into)], stdout=subprocess.PIPE, text=True)


def test_a_killed_program_loses_nothing_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(7)
    source = lines(tmp_path / "records.jsonl", MANY)
    path, before = tmp_path / "a.db", 0
    for _ in range(KILLS):
        if before > MANY - 120:  # nearly done: begin anew
            path, before = tmp_path / f"{before}{chance.random()}.db", 0
        driver = start(source, path)
        assert driver.stdout is not None
        until, said = before + chance.randrange(1, 110), before
        while said < until:
            said = int(driver.stdout.readline())
        time.sleep(chance.random() / 500)
        driver.send_signal(signal.SIGKILL)
        rest = driver.stdout.read().split()
        driver.wait()
        driver.stdout.close()
        said = max([said, *map(int, rest[:-1])])  # the last line may be cut
        before = sound(path)
        assert before >= said
    with Archive.open(path, write=True) as archive:
        done = add_all(archive, [source])
    assert (done.added, done.there) == (MANY - before, before)
    assert sound(path) == MANY


def test_two_writers_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    halves = [
        lines(tmp_path / "one.jsonl", 300),
        lines(tmp_path / "two.jsonl", 300, first=200),
    ]  # a hundred are in both
    writers = [start(half, path) for half in halves]
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert sound(path) == 500


def test_a_full_disk(tmp_path: Path) -> None:
    source, path = lines(tmp_path / "records.jsonl", 300), tmp_path / "a.db"
    said: list[int] = []
    archive = Archive.open(path, write=True)
    archive._database.run(f"PRAGMA max_page_count = {archive._database.one('PRAGMA page_count') + 40}")
    with pytest.raises(CannotStore, match=r"a\.db: the disk is full; make room"):
        add_all(archive, [source], tell=lambda progress: said.append(progress.added))
    archive._database.close()
    assert 0 < said[-1] <= sound(path)
    with Archive.open(path, write=True) as again:
        add_all(again, [source])
    assert sound(path) == 300


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that anybody may look into, seen by one who may write nowhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    with Archive.open(folder / "a.db", write=True) as archive:
        archive.add(record_of(1))
    (folder / "a.db").chmod(0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    else:
        folder.chmod(0o555)
    yield folder / "a.db"
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_file(unprivileged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(unprivileged) as archive:
        assert archive.record(1) == record_of(1)
        assert archive.search("valley")
    with pytest.raises(CannotStore, match="may not be written to"):
        Archive.open(unprivileged, write=True)
    assert main(["check", str(unprivileged)]) == 0
    assert "all is as it was put in" in capsys.readouterr().out


def test_a_locked_file(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    other = sqlite3.connect(made)
    other.execute("BEGIN IMMEDIATE")
    with Archive.open(made) as archive:  # who reads is not held up
        assert archive.record(3) == record_of(2)
    with (
        pytest.raises(CannotStore, match="another program has been writing"),
        Archive.open(made, write=True) as archive,
    ):
        archive.add(record_of(9))
    other.rollback()
    other.close()
    assert sound(made) == 5


def test_a_clock_set_back(tmp_path: Path) -> None:
    clock = iter(range(10_000, 0, -1))
    archive = Archive.open(tmp_path / "a.db", write=True)
    archive._writer = Writer(archive._database, now=lambda: next(clock))
    for number in range(4):
        archive.add(record_of(number, url="https://bee.example/one"))
    assert archive.versions(1) == [1, 2, 3, 4]
    assert archive.numbers() == [4]
    archive.close()
    assert sound(tmp_path / "a.db") == 4


def test_a_schema_of_a_newer_version(made: Path) -> None:
    with sqlite3.connect(made) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    for write in (False, True):
        with pytest.raises(BadArchive, match=r"newer dateline \(schema 99.*update dateline"):
            Archive.open(made, write=write)


def test_an_older_schema_is_brought_forward(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = schema.SCHEMA_VERSION
    monkeypatch.setattr(schema, "SCHEMA_VERSION", now + 2)
    steps = {
        now: ("CREATE TABLE mood (article INTEGER)", "INSERT INTO mood SELECT id FROM article"),
        now + 1: ("SELEC",),
    }
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    with pytest.raises(BadArchive, match="older schema"):
        Archive.open(made)
    with pytest.raises(BadArchive):  # its second step fails, so the first is undone
        Archive.open(made, write=True)
    steps[now + 1] = ("ALTER TABLE mood ADD COLUMN glad INTEGER",)
    with Archive.open(made, write=True) as archive:
        assert archive.sql("SELECT count(*), max(glad) FROM mood")[1].__next__() == (5, None)
        assert archive.record(5) == record_of(4)


def test_an_archive_of_schema_2_is_brought_forward(tmp_path: Path) -> None:
    path, anew = tmp_path / "old.db", tmp_path / "new.db"
    records = [record_of(number) for number in range(40)]
    records += [
        replace(record, events=(replace(record.events[0], when=None),)) for record in map(record_of, range(40, 44))
    ]
    for each in (path, anew):
        with Archive.open(each, write=True) as archive:
            for record in records:
                archive.add(record)
    as_schema_2(path)
    with pytest.raises(BadArchive, match="brings it forward"):
        Archive.open(path)
    assert sound(path) == len(records)
    with Archive.open(path) as old, Archive.open(anew) as new:
        assert old.find() == new.find() != ()
        assert old.find(about="Drov", place="Osk Valley") == new.find(about="Drov", place="Osk Valley")
        assert old.naming("Drov") == new.naming("Drov") != []
        days = (date(2021, 5, 29), date(2021, 5, 31))
        assert old.near(days, days, ["Drov"], ["ASSAULT"]) == new.near(days, days, ["Drov"], ["ASSAULT"]) != ()
        assert replace(old.status(), file_bytes=0, stages=()) == replace(new.status(), file_bytes=0, stages=())
        for view in ("events", "entities", "statements", "figures"):
            rows = [[*archive.sql(f"SELECT * FROM {view}")[1]] for archive in (old, new)]
            assert rows[0] == rows[1] != []
        assert {name for (name,) in old.sql("SELECT name FROM sqlite_schema")[1]} >= {*made_anew()}
    with Archive.open(path, write=True) as again:
        assert again.add(record_of(50)).new
        assert again.writer.dictionaries


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_truncated_file(made: Path, share: float, capsys: pytest.CaptureFixture[str]) -> None:
    os.truncate(made, int(made.stat().st_size * share))
    for write in (False, True):
        with pytest.raises(BadArchive, match="lost its end"):
            Archive.open(made, write=write)
    assert main(["check", str(made)]) == 1
    assert "restore it from a copy" in capsys.readouterr().err


@pytest.mark.parametrize(
    "data", [b"", b"The army left.", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(4096), bytes(9000)]
)
@pytest.mark.parametrize("command", [["status"], ["check"], ["failures"], ["search", "word"], ["sql", "SELECT 1"]])
def test_a_file_that_is_no_archive(
    tmp_path: Path, data: bytes, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(data)
    assert main([command[0], str(path), *command[1:]]) == 1
    told = capsys.readouterr().err
    assert str(path) in told
    assert path.read_bytes() == data


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    for write in (False, True):
        with pytest.raises(BadArchive, match="another program"):
            Archive.open(path, write=write)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE piece SET body = zeroblob(length(body)) WHERE id = (SELECT piece FROM content LIMIT 1)", "content 1"),
        (
            "UPDATE piece SET body = zeroblob(length(body)) WHERE id = (SELECT piece FROM record WHERE article = 2)",
            "article 2",
        ),
        ("UPDATE content SET size = size + 1 WHERE id = 2", "content 2"),
        ("UPDATE event SET first = first + 1 WHERE article = 3", "article 3: table event"),
        ("DELETE FROM event WHERE article = 4", "article 4: table event"),
        ("INSERT INTO named (rowid, keys) VALUES (4, 'n1 n77')", "index of names and days"),
        ("DELETE FROM name WHERE id = 2", "index of names and days"),
        ("DELETE FROM record WHERE article = 4", "article 4: has no record"),
        ("INSERT INTO job VALUES (77, 1, 1)", "points to no row"),
        ("DELETE FROM words_data WHERE id > 1000", "index of words"),
    ],
)
def test_check_finds_what_was_changed(made: Path, change: str, says: str) -> None:
    other = sqlite3.connect(made)
    other.execute("PRAGMA foreign_keys = OFF")
    with other:
        other.execute(change)
    other.close()
    with Archive.open(made, write=True) as archive:
        assert any(says in problem for problem in archive.check())


def test_flipped_bytes_are_told_or_harmless(made: Path) -> None:
    whole, chance = made.read_bytes(), random.Random(3)
    found = 0
    for number in range(24):
        broken = bytearray(whole)
        for at in chance.sample(range(100, len(whole)), 1 + number * 4):
            broken[at] ^= 1 << chance.randrange(8)
        made.write_bytes(broken)
        if main(["check", str(made)]) == 1:
            found += 1
            continue
        with Archive.open(made) as archive:  # they fell where nothing is written
            assert [archive.record(n) for n in range(1, 6)] == [record_of(n) for n in range(5)]
    assert found > 12


def test_a_worker_that_is_killed_costs_no_article(tmp_path: Path) -> None:
    source, path = lines(tmp_path / "records.jsonl", 200), tmp_path / "a.db"
    killed: list[int] = []

    def kill(_: object) -> None:
        if not killed:
            child = multiprocessing.active_children()[0]
            killed.append(child.pid or 0)
            child.kill()

    with Archive.open(path, write=True) as archive:
        done = add_all(archive, [source], workers=2, tell=kill)
    assert killed
    assert (done.added, done.failed) == (200, 0)
    assert sound(path) == 200


@pytest.mark.parametrize("held", [512, 4])
def test_numbers_follow_the_inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(in_order, "MOST_HELD", held)
    slow, quick, bad = tmp_path / "a.txt", lines(tmp_path / "b.jsonl", 60), tmp_path / "c.txt"
    slow.write_text("Gunmen killed two men in Osk.")
    bad.write_bytes(b"\0\0")
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        done = add_all(archive, [slow, bad, quick, slow], workers=2)
        assert (done.added, done.failed, done.there) == (61, 1, 1)
        assert archive.record(1).article.text == slow.read_text()
        assert [archive.record(n + 2) for n in range(60)] == [record_of(n) for n in range(60)]


def test_what_takes_too_long_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Gunmen killed two men in Osk.")
    with Archive.open(tmp_path / "a.db", write=True) as archive:
        done = add_all(archive, [tmp_path / "a.txt"], Reading(), workers=1, deadline=0.01)
        (failure,) = archive.failures()
    assert (done.failed, done.added) == (1, 0)
    assert "took longer than" in failure.reason
