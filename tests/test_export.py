"""Every format is opened by a reader of its own, keeps what its row of the table says, and gives each span back exactly."""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cassis
import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyld import jsonld

import store_made
from dateline.show.export import acled, annotations, brat, cas, gdelt, writing
from dateline.show.export.formats import FORMATS, LAYERS, Format, format_named
from dateline.show.export.marks import changes, marks_of
from dateline.show.export.offsets import Offsets, as_utf8, as_xml
from dateline.show.export.writing import whole
from dateline.text.article import Article
from dateline.text.errors import BadRecord, CannotStore, MissingPackage
from dateline.text.happening import Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Place
from dateline.text.record import Check, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Quotation, Wording
from dateline.text.token import Token
from dateline.text.when import When
from dateline.wire import from_json, to_json

ODD = "😀 =1+1 العربية e\u0301 \U00010348 a\r\nb\u2028 <x> & \x0b\t"
ALPHABET = st.sampled_from([*"ab .\r\n\t<&=\x0b\u2028", "😀", "ع", "e\u0301", "\U00010348", "\ufeff", "\ud800"])


def full() -> Record:
    """A record with something in every layer."""
    made = store_made.record_of(3)
    word = made.events[0].span
    return made.having(
        wording=(Wording(f"w@{word.start}", word, "blame", "plain", "n1", because=(Evidence("en/wording:made"),)),),
        quotations=(Quotation(f"q@{word.start}", word, "scare_quote", (word,)),),
        checks=(Check("figure-conflict", (f"f@{word.start}",), "made", None),),
    )


def without(record: Record, layer: str) -> Record:
    if layer != "because":
        return record.having(**{layer: ()})
    bare = {
        name: tuple(replace(each, because=()) for each in getattr(record, name))
        for name in ("times", "statements", "events", "wording", "mentions", "quotations")
    }
    return record.having(**bare)


def files(name: str, *records: Record) -> dict[str, bytes]:
    return whole(format_named(name).files(records))


def only(name: str, *records: Record) -> bytes:
    (told,) = files(name, *records).values()
    return told


def spans_record(text: str, spans: list[tuple[int, int]]) -> Record:
    """A record with an event on each of the spans."""
    made = (Event(f"e@{start}", Span(start, end), "ASSAULT", "do") for start, end in dict(spans).items())
    return Record(Article(text), events=tuple(made))


def told(name: str, record: Record) -> object:
    """What the files say: of a workbook its cells, for its bytes hold the moment when it was made."""
    made = files(name, record)
    if name != "xlsx":
        return made
    book = openpyxl.load_workbook(io.BytesIO(made["dateline.xlsx"]))
    return {sheet.title: list(sheet.values) for sheet in book}


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


def test_brat_standoff_by_its_definition() -> None:
    record = spans_record("one\ntwo 😀 three", [(2, 9), (10, 15)])
    told = files("brat", record)
    lines = next(each for name, each in told.items() if name.endswith(".ann")).decode().splitlines()
    assert lines[0] == "T1\tEvent-ASSAULT 2 3;4 9\te two 😀"
    assert lines[2] == "T2\tEvent-ASSAULT 10 15\tthree"


def test_annotations_are_json_ld() -> None:
    context = {"@context": {"@version": 1.1, "items": {"@id": "as:items", "@container": "@list"}, "as": "http://www.w3.org/ns/activitystreams#",
               "oa": "http://www.w3.org/ns/oa#", "target": {"@id": "oa:hasTarget"}, "selector": {"@id": "oa:hasSelector"},
               "body": {"@id": "oa:hasBody"}, "id": "@id", "type": "@type", "start": {"@id": "oa:start"}, "exact": {"@id": "oa:exact"},
               "source": {"@id": "oa:hasSource", "@type": "@id"}, "@vocab": "http://www.w3.org/ns/oa#"}}  # fmt: skip

    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"document": context, "documentUrl": url, "contextUrl": None, "contentType": "application/ld+json"}

    page = json.loads(only("annotations", full()))
    (expanded,) = jsonld.expand(page, {"documentLoader": load})
    items = expanded["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(page["items"])
    held = items[1]["http://www.w3.org/ns/oa#hasBody"][0]["urn:dateline:finding"][0]
    assert held == {"@type": "@json", "@value": page["items"][1]["body"]["finding"]}


def test_no_cell_is_a_formula() -> None:
    record = full().having(
        entities=(
            Entity("n1", '=HYPERLINK("http://x.example")', "person"),
            Entity("n2", "+1", "person"),
            Entity("n3", "@a\x0b", "person"),
        )
    )
    book = openpyxl.load_workbook(io.BytesIO(only("xlsx", record)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == '=HYPERLINK("http://x.example")' for cell in cells)
    for told in files("csv", record).values():
        assert not re.search(rb'(^|,)"?[=+@]', told, re.M)
    assert not re.search(rb'(^|,)"?[=+@]', only("acled", record), re.M)


def test_parquet_opens() -> None:
    tables = {name: pyarrow.parquet.read_table(io.BytesIO(told)) for name, told in files("parquet", full()).items()}
    assert tables["events.parquet"].num_rows == 1
    assert tables["events.parquet"]["words"][0].as_py() == full().article.quote(full().events[0].span)


def test_cas_opens_in_its_own_reader() -> None:
    record = spans_record("😀 the guard fell", [(6, 11)])
    opened = cassis.load_cas_from_json(only("cas", record).decode())
    (found,) = opened.select(cas.TYPE)
    assert found.get_covered_text() == "guard"


def test_a_country_has_no_point() -> None:
    record = full()
    for precision, shown in (("city", "Point"), ("country", None), ("region", None)):
        place = Place((1.0, 2.0), "ZZ", (), precision, "made")
        told = json.loads(only("geojson", record.having(entities=(Entity("n2", "Osk", "place", place=place),))))
        assert told["type"] == "FeatureCollection"
        (feature,) = told["features"]
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert (feature["geometry"] or {}).get("type") == shown
        if shown:
            assert feature["geometry"]["coordinates"] == [2.0, 1.0]
        assert feature["properties"]["events"][0]["kind"] == "ASSAULT"


def test_timeline_is_as_vague_as_the_article() -> None:
    record = full()
    for edtf, start in (
        ("2014", {"year": 2014}),
        ("2017-11", {"year": 2017, "month": 11}),
        ("2017-11-02", {"year": 2017, "month": 11, "day": 2}),
    ):
        events = tuple(replace(event, when=When.parse(edtf)) for event in record.events)
        (slide,) = json.loads(only("timelinejs", record.having(events=events)))["events"]
        assert slide["start_date"] == start
        assert slide["display_date"]
    odd = record.having(article=replace(record.article, outlet="<script>"))
    assert b"<script>" not in only("timelinejs", odd)


def test_timeml_holds_the_text_and_its_times() -> None:
    text = "On 2 May \x0b <three> men & 😀 fell"
    time = TimeExpression("t@3", Span(3, 8), When.parse("2021-05-02"), Timex("DATE", "2021-05-02"))
    event = Event(
        "e@28", Span(28, 32), "OTHER", "fall", time="t@3", status="denied", roles=(Role("actor", Span(12, 18)),)
    )
    root = etree.fromstring(only("timeml", Record(Article(text), times=(time,), events=(event,))))
    told = root.find("TEXT")
    assert told is not None
    assert "".join(told.itertext()) == as_xml(text)
    assert [(each.tag, each.text, each.get("value")) for each in told] == [
        ("TIMEX3", "2 May", "2021-05-02"),
        ("EVENT", text[28:32], None),
    ]
    assert [each.get("polarity") for each in root.iter("MAKEINSTANCE")] == ["NEG"]
    assert [each.get("relatedToTime") for each in root.iter("TLINK")] == ["t1"]
    since = replace(time, when=When.parse("2021-05-02/.."))
    root = etree.fromstring(only("timeml", Record(Article(text), times=(since,), events=(event,))))
    assert not list(root.iter("TLINK"))
    assert next(each.get("value") for each in root.iter("TIMEX3")) == "XXXX-XX-XX"


def test_follow_the_money_refers_to_what_is_there() -> None:
    told = [json.loads(line) for line in only("ftm", full()).splitlines()]
    ids = {each["id"]: each["schema"] for each in told}
    assert len(ids) == len(told)
    required = {"Article": "title", "Event": "name", "Person": "name", "Mention": "name", "Address": "full"}
    for each in told:
        properties = each["properties"]
        assert properties[required[each["schema"]]]
        assert all(
            isinstance(value, list) and all(isinstance(one, str) for one in value) for value in properties.values()
        )
        for reference in ("involved", "document", "resolved", "proof", "addressEntity"):
            assert all(id in ids for id in properties.get(reference, []))


def test_gdelt_has_its_columns() -> None:
    assert (len(gdelt.EVENTS), len(gdelt.MENTIONS)) == (61, 16)
    told = files("gdelt", full())
    (event,) = [line.split("\t") for line in told["events.export.tsv"].decode().splitlines()]
    (mention,) = [line.split("\t") for line in told["events.mentions.tsv"].decode().splitlines()]
    assert (len(event), len(mention)) == (61, 16)
    row = dict(zip(gdelt.EVENTS, event, strict=True))
    assert (row["EventRootCode"], row["QuadClass"], row["GoldsteinScale"], row["AvgTone"]) == ("19", "4", "", "")
    assert mention[0] == event[0]


def test_plover_acled_and_claims() -> None:
    record = full()
    plover = json.loads(only("plover", record))
    assert {"id", "date", "event", "actor", "recipient"} - set(plover) == {"actor"}
    assert plover["size"] == {"dead": record.figures[0].low}
    open_end = record.having(figures=(replace(record.figures[0], high=None),))
    (row,) = csv.DictReader(io.StringIO(only("acled", open_end).decode()))
    assert tuple(row) == acled.COLUMNS
    assert (row["time_precision"], row["event_type"], row["fatalities"], row["fatalities_high"]) == (
        "1",
        "ASSAULT",
        "",
        "",
    )
    (row,) = csv.DictReader(io.StringIO(only("acled", record).decode()))
    assert row["fatalities"] == row["fatalities_low"] == row["fatalities_high"] == str(record.figures[0].low)
    assert "size" not in json.loads(only("plover", open_end))
    (claim,) = json.loads(only("claims", record))["@graph"]
    assert claim["@type"] == "Claim"
    assert claim["author"]["name"] == record.entities[0].name
    assert "rating" not in json.dumps(claim).casefold()


def test_conllu_is_a_tree_with_offsets() -> None:
    text = "Osk fell.\nNo"
    words = [("Osk", 0, 1, 0), ("fell", 4, 1, 0), (".", 8, 1, 0), ("\n", 9, 2, 0), ("No", 10, 4, 1)]
    tokens = tuple(
        Token(Span(at, at + len(word)), word, word.lower(), "X", "XX", "dep", head, sentence)
        for word, at, head, sentence in words
    )
    record = Record(
        Article(text),
        tokens=tokens,
        mentions=(Mention("m@0", Span(0, 3), None, "name"),),
        figures=(Figure("f@0", Span(0, 3), "dead", 1, 1),),
    )
    rows = [line.split("\t") for line in only("conllu", record).decode().splitlines() if line and line[0] != "#"]
    assert all(len(row) == 10 for row in rows)
    assert [(row[0], row[1], row[6]) for row in rows] == [
        ("1", "Osk", "2"),
        ("2", "fell", "0"),
        ("3", ".", "2"),
        ("1", "No", "0"),
    ]
    for row in rows:
        misc = dict(each.split("=") for each in row[9].split("|"))
        assert text[int(misc["start"]) : int(misc["end"])] == row[1]
