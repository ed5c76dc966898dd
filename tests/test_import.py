"""What comes back: bundles from strangers are checked whole, and what a person changed in marks becomes corrections."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import store_made
from dateline.cli import main
from dateline.relate.corrections import undoing
from dateline.relate.judgement import Judgement, Pointer, article_key
from dateline.show.export import bundle, bundle_in
from dateline.store.archive import Archive
from dateline.text.errors import BadRecord
from dateline.wire import to_json


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "news.db", write=True) as made:
        for number in range(3):
            made.add(store_made.record_of(number))
    return tmp_path / "news.db"


def test_a_bundle_goes_there_and_back(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed, there = tmp_path / "b.zip", tmp_path / "other.db"
    assert main(["export", "bundle", str(archive), "--out", str(packed)]) == 0
    for told in ("3 added, 0 there before", "0 added, 3 there before"):
        assert main(["import", "bundle", str(packed), "--into", str(there)]) == 0
        assert told in capsys.readouterr().out
    with Archive.open(archive) as one, Archive.open(there) as other:
        assert [one.record(n) for n in one.numbers()] == [other.record(n) for n in other.numbers()]


def test_a_bundle_carries_what_was_said(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(archive, write=True) as made:
        event, other = made.record(1).events[0].id, made.record(2).events[0].id
        first = made.correct(1, made.correction(1, event, "kind", "COERCE"))
        made.correct(1, undoing(first, seen=first.number, by="person:desk", at="2024-05-01T00:00:00+00:00"))
        made.correct(1, made.correction(1, event, "when", "2021-05"))
        made.correct(2, made.correction(2, other, "verdict", "rejected"))
        left, right = (Pointer(article_key(made.article(n)), id) for n, id in ((1, event), (2, other)))
        made.judge([Judgement(left, right, "no", by="person:desk", at="2024-05-01T00:00:00+00:00")])
    packed, there = tmp_path / "b.zip", tmp_path / "other.db"
    assert main(["export", "bundle", str(archive), "--out", str(packed)]) == 0
    for said in (
        "3 added, 0 there before; 4 corrections and 1 judgements",
        "0 added, 3 there before; 0 corrections and 0 judge",
    ):
        assert main(["import", "bundle", str(packed), "--into", str(there)]) == 0
        assert said in capsys.readouterr().out
    with Archive.open(archive) as one, Archive.open(there) as new:
        assert one.judgements() == new.judgements()
        assert one.corrections() == new.corrections()
        for number in one.numbers():
            assert one.record(number) == new.record(number)
            assert one.record(number, as_read=True) == new.record(number, as_read=True)
        assert not list(new.check())


def test_what_does_not_fit_is_left_out(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(archive) as made:
        event = made.record(1).events[0].id
        good = made.correction(1, event, "kind", "COERCE")
    nowhere = replace(good, target=replace(good.target, article="k:none"))
    odd = [replace(good, field="when", value="noon"), replace(good, target=replace(good.target, quote="x")), nowhere]
    with Archive.open(archive) as made:
        pieces = bundle.files([made.record(1)], bundle.Said((*odd, good)))
        (tmp_path / "b.zip").write_bytes(b"".join(written for _, written in pieces))
    assert main(["import", "bundle", str(tmp_path / "b.zip"), "--into", str(archive)]) == 3
    told = capsys.readouterr()
    assert (told.err.count("left out"), "1 corrections" in told.out) == (3, True)


def test_a_kind_changed_at_a_mention_is_that_of_the_name(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "marks"
    assert main(["export", "brat", str(archive), "--out", str(out)]) == 0
    marks = sorted(out.glob("*.ann"))[0]
    line = next(line for line in marks.read_text().splitlines() if "\tName-" in line)
    kind = line.split("\t")[1].split()[0]
    changed = marks.read_text().replace(f"\t{kind} ", "\tName-award ", 1) + "T99\tTime 0 2\tab\n"
    marks.write_text(changed)
    assert main(["import", "brat", str(out), "--into", str(archive)]) == 0
    told = capsys.readouterr()
    assert "1 corrections kept, 1 new marks left out" in told.out
    assert "times at 0-2" in told.err
    assert "no finding that it could correct" in told.err
    with Archive.open(archive) as made:
        assert sum(entity.kind == "award" for n in made.numbers() for entity in made.record(n).entities) == 1


def packed(path: Path, members: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, held in members:
            made.writestr(name, held)
    return path


def manifest(lines: bytes) -> bytes:
    digest = hashlib.sha256(lines).hexdigest()
    return json.dumps(
        {"format": bundle.FORMAT, "files": [{"name": bundle.RECORDS, "sha256": digest, "lines": lines.count(b"\n")}]}
    ).encode()


GOOD = to_json(store_made.record_of(1)) + b"\n"
MOVED = GOOD.replace(b'"start":0', b'"start":1', 2)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([("records.jsonl", GOOD)], "each once"),
        ([("manifest.json", manifest(GOOD)), ("records.jsonl", GOOD), ("../x", b"")], "nothing else"),
        ([("manifest.json", manifest(GOOD)), ("../records.jsonl", GOOD)], "nothing else"),
        ([("manifest.json", b"[" * 100_000), ("records.jsonl", GOOD)], "cannot be read"),
        ([("manifest.json", b'{"format": "other"}'), ("records.jsonl", GOOD)], "manifest.json"),
        ([("manifest.json", manifest(GOOD)), ("records.jsonl", GOOD + GOOD)], "not what its manifest says"),
        ([("manifest.json", manifest(GOOD + b"{}\n")), ("records.jsonl", GOOD + b"{}\n")], "line 2"),
        ([("manifest.json", manifest(GOOD + MOVED)), ("records.jsonl", GOOD + MOVED)], "line 2"),
        ([("manifest.json", manifest(b"")), ("records.jsonl", b"a" * (20 << 20))], "would unpack"),
    ],
)
def test_a_bad_bundle_writes_nothing(tmp_path: Path, members: list[tuple[str, bytes]], says: str) -> None:
    bad = packed(tmp_path / "bad.zip", members)
    with pytest.raises(BadRecord, match=says):
        bundle_in.check(bad)
    assert main(["import", "bundle", str(bad), "--into", str(tmp_path / "new.db")]) == 1
    assert not (tmp_path / "new.db").exists()


def test_damaged_bytes_are_told(tmp_path: Path) -> None:
    good = packed(tmp_path / "good.zip", [("manifest.json", manifest(GOOD)), ("records.jsonl", GOOD)])
    assert bundle_in.check(good) == 1
    held = good.read_bytes()
    for at in range(0, len(held), 7):
        good.write_bytes(held[:at] + bytes([held[at] ^ 0x55]) + held[at + 1 :])
        try:
            bundle_in.check(good)
        except BadRecord:
            continue


@pytest.mark.parametrize("what", ["annotations", "brat", "cas"])
def test_what_a_person_changed_comes_back(
    archive: Path, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / ("marks" if what != "annotations" else "marks.jsonld")
    assert main(["export", what, str(archive), "--out", str(out)]) == 0
    assert main(["import", what, str(out), "--into", str(archive)]) == 0
    assert capsys.readouterr().out == "0 corrections kept\n"
    for file in sorted(out.iterdir()) if out.is_dir() else [out]:
        if file.suffix != ".txt":
            file.write_bytes(file.read_bytes().replace(b"ASSAULT", b"COERCE"))
    assert main(["import", what, str(out), "--into", str(archive), "--by", "desk"]) == 0
    assert "3 corrections" in capsys.readouterr().out
    with Archive.open(archive) as made:
        assert {event.kind for n in made.numbers() for event in made.record(n).events} == {"COERCE"}
        assert {each.by for each in made.corrections()} == {"person:desk"}


def test_a_mark_taken_away_is_rejected(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "marks"
    assert main(["export", "brat", str(archive), "--out", str(out)]) == 0
    marks = sorted(out.glob("*.ann"))[0]
    lines = marks.read_text().splitlines()
    gone = next(line.split("\t")[0] for line in lines if "Figure" in line)
    marks.write_text("".join(f"{line}\n" for line in lines if f"{gone}\t" not in line) + "T99\tTime 0 2\tab\n")
    assert main(["import", "brat", str(out), "--into", str(archive)]) == 0
    with Archive.open(archive) as made:
        assert sorted(len(made.record(n).figures) for n in made.numbers()) == [0, 1, 1]
