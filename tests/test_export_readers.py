"""Every format is opened by a reader of its own: a library where there is one, else what its definition says."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import cassis
import openpyxl
import pyarrow.parquet
from lxml import etree
from pyld import jsonld

from dateline.show.export import acled, cas, gdelt
from dateline.show.export.offsets import as_xml
from dateline.text.article import Article
from dateline.text.happening import Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Place
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.token import Token
from dateline.text.when import When
from export_made import files, full, only, spans_record


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
