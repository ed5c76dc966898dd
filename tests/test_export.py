"""Every format keeps what its row of the table says, and gives each span back exactly; files are whole or not there."""

from __future__ import annotations

import gc
import json
import re
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import store_made
from dateline.show.export import annotations, brat, cas, writing
from dateline.show.export.formats import FORMATS, LAYERS, Format, format_named
from dateline.show.export.marks import changes, marks_of
from dateline.show.export.offsets import Offsets, as_utf8
from dateline.show.export.writing import whole
from dateline.text.errors import BadRecord, CannotStore, MissingPackage
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.token import Token
from dateline.wire import from_json, to_json
from export_made import ALPHABET, ODD, files, full, only, spans_record, told, without


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_loss_table(each: Format) -> None:
    record = full()
    if each.name == "conllu":  # which tells of words, and a record from a store has none
        record = record.having(tokens=(Token(Span(0, 3), record.article.text[:3], "x", "X", "XX", "ROOT", 0, 0),))
    kept = {layer for layer in LAYERS if told(each.name, without(record, layer)) != told(each.name, record)}
    assert kept == each.keeps


def test_offsets() -> None:
    text = ODD + "z"
    at = Offsets(text)
    for place in range(len(text) + 1):
        assert at.utf16(place) == len(text[:place].encode("utf-16-le")) // 2
        assert at.utf8(place) == len(text[:place].encode())
        assert at.from_utf16(at.utf16(place)) == at.from_utf8(at.utf8(place)) == place
    assert at.from_utf16(1) is None
    assert at.from_utf8(10_000) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(ALPHABET, min_size=1, max_size=40), st.data())
def test_spans_come_back(letters: list[str], data: st.DataObject) -> None:
    text = "".join(letters)
    start = data.draw(st.integers(0, len(text) - 1))
    record = spans_record(text, [(start, data.draw(st.integers(start + 1, len(text))))])
    (mark,) = marks_of(record)
    (name, txt), (_, ann) = brat.files([record])
    assert txt.decode() == as_utf8(text)
    assert brat.back(txt.decode(), ann.decode()).marks == (mark,), name
    ((_, told),) = cas.files([record])
    assert cas.back(told).marks == (mark,)
    if as_utf8(text) != text:  # half a character: no record on the wire can hold it
        return
    (page,) = whole(annotations.files([record])).values()
    (came,) = annotations.back(page)
    assert came.marks == (mark,)


def test_two_hundred_articles_come_back_whole() -> None:
    records = [store_made.record_of(number) for number in range(220)]
    made = [
        each.having(article=replace(each.article, text=each.article.text + ODD + str(nth)))
        for nth, each in enumerate(records)
    ]
    back = annotations.records_of(only("annotations", *made))
    assert back == tuple(from_json(to_json(each)) for each in made)
    marks = files("brat", *made)
    for record in made:
        name = record.article.id.replace(":", "-")
        text, told = marks[f"{name}.txt"].decode(), marks[f"{name}.ann"].decode()
        assert text == record.article.text
        came = brat.back(text, told)
        assert changes(record, came) == ((), ())
        for id, start, end, words in re.findall(r"^(T\d+)\t\S+ (\d+) (\d+)\t(.*)$", told, re.M):
            assert text[int(start) : int(end)] == words, id


BRAT_T = re.compile(r"T[0-9]+\t[A-Za-z0-9_-]+ [0-9]+ [0-9]+(;[0-9]+ [0-9]+)*\t[^\t]*")
BRAT_R = re.compile(r"R[0-9]+\t[A-Za-z0-9_-]+ Arg1:T[0-9]+ Arg2:T[0-9]+")
BRAT_NOTE = re.compile(r"#[0-9]+\t[A-Za-z0-9_-]+ [TR][0-9]+\t.+")


def read_brat(text: str, marks: str) -> dict[str, str]:
    """The marks of a file and their words, read as brat's description of its standoff has it, by nothing of ours.

    An id is there once; pieces follow each other within one line of the text, and are told with a blank between; a relation and a
    note are of marks that are there.
    """
    found: dict[str, str] = {}
    lines = marks.split("\n")
    assert lines.pop() == ""
    assert len({line.split("\t")[0] for line in lines}) == len(lines)
    for line in lines:
        id, told, *words = line.split("\t")
        if id.startswith("T"):
            assert BRAT_T.fullmatch(line), line
            pieces = [tuple(map(int, piece.split())) for piece in told.partition(" ")[2].split(";")]
            assert all(0 <= start < end <= len(text) for start, end in pieces)
            assert all(one[1] <= other[0] for one, other in pairwise(pieces))
            assert words == [" ".join(text[start:end] for start, end in pieces)]
            found[id] = words[0]
        else:
            assert (BRAT_R if id.startswith("R") else BRAT_NOTE).fullmatch(line), line
    for line in lines:
        refers = (
            re.findall(r"Arg[12]:(T[0-9]+)", line) if line[0] == "R" else re.findall(r"^#\S+\t\S+ (T[0-9]+)\t", line)
        )
        assert set(refers) <= set(found)
    return found


def test_brat_is_read_by_its_description() -> None:
    text = "one\ntwo 😀 three\r\nfour e\u0301"
    for record in (full(), spans_record(text, [(0, 3), (2, 9), (10, 19), (20, len(text))])):
        (_, words), (_, marks) = brat.files([record])
        found = read_brat(words.decode(), marks.decode())
        assert len(found) >= len(record.events)
        assert {"".join(record.article.quote(each.span).split()) for each in record.events} <= {
            "".join(each.split()) for each in found.values()
        }


def test_one_text_in_two_outlets_is_two_files() -> None:
    one = full()
    other = one.having(article=replace(one.article, outlet="Another"))
    name = one.article.id.replace(":", "-")
    assert set(files("brat", one, other)) == {f"{name}{nth}.{end}" for nth in ("", "-2") for end in ("txt", "ann")}
    assert set(files("cas", one, other)) == {f"{name}.json", f"{name}-2.json"}
    assert annotations.records_of(only("annotations", one, other)) == (one, other)
    assert len({json.loads(line)["id"] for line in only("ftm", one, other).splitlines()}) == len(
        only("ftm", one, other).splitlines()
    )


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    for name in ("../x", "/etc/x", "a\\b", "C:x", "..", ".", "", "a\0b", "é"):
        assert re.fullmatch(r"[\w-][\w.-]*", writing.safe(name), re.ASCII)
    writing.write_folder([("../x.txt", b"1"), ("b", b"2"), ("../x.txt", b"3")], tmp_path / "out")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out"]
    assert {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()} == {"_._x.txt": b"13", "b": b"2"}


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "a", b"half"
        raise BadRecord("made")

    (tmp_path / "a").write_bytes(b"old")
    for write, there in ((writing.write_file, tmp_path / "a"), (writing.write_folder, tmp_path)):
        with pytest.raises(BadRecord):
            write(broken(), there)
        assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]
    with pytest.raises(CannotStore, match="cannot be written"):
        writing.write_file([("a", b"1")], tmp_path / "none" / "a")


@pytest.mark.parametrize(
    "name", ["annotations", "bundle", "csv", "geojson", "gdelt", "ftm", "plover", "acled", "claims"]
)
def test_an_archive_is_never_in_memory(name: str) -> None:
    record, given = full(), 0

    def many() -> Iterator[Record]:
        nonlocal given
        for _ in range(3000):
            given += 1
            yield record

    tracemalloc.start()
    try:
        pieces = iter(format_named(name).files(many()))
        while given < 30:
            next(pieces)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        while given < 300:
            next(pieces)
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 270 * 500  # bytes; a record of these comes to some thousand in any of the formats


@pytest.mark.parametrize(("name", "package"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow"), ("cas", "cassis")])
def test_a_package_that_is_missing_is_named(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingPackage, match=rf"{package}.*pip install 'dateline\[{name}\]'"):
        files(name, full())
