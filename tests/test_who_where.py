"""`dateline who` and `dateline where`: what they print for people and programs, and how they stand up to odd text."""

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import main
from dateline.cli.streaming import layers_named
from dateline.cli.who import LAYERS
from dateline.read import read
from dateline.show.names_table import where_view, who_view
from dateline.text.record import Record

NAMES = layers_named("tokens", "entities")
HPB = "demo/articles/hpb-blast-at-port-arlen.txt"
TEXT = (
    "Talks in Baghdad\n\n"
    "Iran's president arrived in Baghdad on Monday. Hassan Rouhani met the former Iraqi prime minister Nouri al-Maliki. "
    "Tehran said it would send aid. Tehran was hit by an earthquake. A clinic in Zzyzxgrad closed.\n\n"
    "The Red Sea was calm. He went on to Springfield, officials said.\n"
)


@pytest.fixture
def talks(tmp_path: Path) -> str:
    path = tmp_path / "talks.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, dict[str, Any]]:
    assert main(list(arguments)) == 0
    return {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}


def test_who_tells_roles_offices_and_why(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    names = listed(capsys, "who", talks, "--published", "2015-03-02", "--json")
    president = names["Hassan Rouhani"]
    assert [(office["office"], office["country"], office["first"]) for office in president["offices"]] == [
        ("President", "IR", "2013-08-03")
    ]
    first = president["mentions"][0]
    assert (first["words"], first["because"][0]["by"]) == ("president", "entities/holders")
    assert "Iran" in first["because"][0]["note"]
    assert [role["standing"] for role in names["Nouri al-Maliki"]["roles"]] == ["former"]
    assert names["Nouri al-Maliki"]["offices"] == []
    assert all(TEXT[m["start"] : m["end"]] == m["words"] for name in names.values() for m in name["mentions"])


@pytest.mark.parametrize("day", ["2012-03-02", None])
def test_no_office_is_told_outside_its_term(talks: str, capsys: pytest.CaptureFixture[str], day: str | None) -> None:
    names = listed(capsys, "who", talks, "--json", *(("--published", day) if day else ()))
    assert names["Hassan Rouhani"]["offices"] == []
    assert all(mention["words"] != "president" for mention in names["Hassan Rouhani"]["mentions"])


def test_a_capital_that_speaks_is_its_country_and_one_that_shakes_is_a_town(
    talks: str, capsys: pytest.CaptureFixture[str]
) -> None:
    places = listed(capsys, "where", talks, "--json")
    [spoke] = [mention for mention in places["Iran"]["mentions"] if mention["words"] == "Tehran"]
    assert spoke["because"][0]["by"] == "entities/capitals"
    assert len(places["Tehran"]["mentions"]) == 1


def test_where_always_says_how_precisely(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    places = listed(capsys, "where", talks, "--json")
    assert {name: place["precision"] for name, place in places.items()} == {
        "Baghdad": "point", "Iran": "country", "Iraq": "country", "Tehran": "point", "Red Sea": "area",
        "Springfield": "point", "Zzyzxgrad": "not in the gazetteer",
    }  # fmt: skip
    assert places["Zzyzxgrad"]["point"] is None
    assert {other["name"] for other in places["Springfield"]["others"]} == {"Springfield"}
    assert places["Baghdad"]["others"] == []


def test_geojson_has_longitude_first_and_no_false_points(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", talks, HPB, "--geojson"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["type"] == "FeatureCollection"
    found = {feature["properties"]["name"]: feature for feature in told["features"]}
    assert len({feature["id"] for feature in told["features"]}) == len(told["features"])
    longitude, latitude = found["Baghdad"]["geometry"]["coordinates"]
    assert (round(latitude), round(longitude)) == (33, 44)
    assert (found["Iran"]["properties"]["precision"], found["Red Sea"]["properties"]["precision"]) == ("area", "area")
    assert found["Zzyzxgrad"]["geometry"] is None


def test_geojson_of_nothing_readable_is_still_geojson(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", str(tmp_path), "--geojson"]) == 1
    assert json.loads(capsys.readouterr().out) == {"type": "FeatureCollection", "features": []}


def test_a_pipe_gets_lines_with_tabs(talks: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["where", talks]) == 0
    lines = {line.split("\t")[1]: line.split("\t") for line in capsys.readouterr().out.splitlines()}
    assert all(len(line) == 12 for line in lines.values())
    assert lines["Iran"][5:7] == ["", ""]  # a country has no point that anybody should copy
    assert lines["Baghdad"][3:7] == ["point", "Iraq", "33.3406", "44.4009"]
    assert main(["who", HPB]) == 0
    assert all(len(line.split("\t")) == 8 for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("width", [40, 80, 140])
@pytest.mark.parametrize(("view", "needed"), [(who_view, "Hassan Rouhani"), (where_view, "Springfield")])
def test_the_tables_tell_the_same_at_every_width(talks: str, width: int, view: Any, needed: str) -> None:
    console = Console(width=width, record=True, file=TextIOWrapper(BytesIO(), "utf-8"))
    console.print(view(annotate(read(talks), LAYERS), width=width))
    shown = console.export_text()
    assert all(len(line) <= width for line in shown.splitlines())
    assert needed in " ".join(shown.split())


def told(text: str, tmp_path: Path) -> Record:
    path = tmp_path / "odd.txt"
    path.write_text(text, "utf-8")
    record = annotate(read(path), NAMES)
    assert [failure for failure in record.failures if failure.stage != "length"] == []
    assert all(0 <= mention.span.start < mention.span.end <= len(text) for mention in record.mentions)
    return record


def test_a_name_with_letters_of_two_scripts_is_flagged_and_not_joined(tmp_path: Path) -> None:
    record = told("Officials met in Baghdad on Monday. Shops in B\u0430ghdad were open.\n", tmp_path)
    flags = {entity.name: entity.flags for entity in record.entities}
    assert flags["Baghdad"] == ()
    assert flags["B\u0430ghdad"] == ("mixed-scripts",)


def test_a_turned_name_is_shown_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.txt"
    path.write_text("Colonel Omar \u202eHaddad\u202c said the town of Sa\u202eda fell.\n", "utf-8")
    assert main(["who", str(path)]) == 0
    assert main(["where", str(path)]) == 0
    assert "\u202e" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "The town of " + "A" * 4_000 + " fell.",
        "The town of " + "Al-" * 2_000 + "Hamra fell.",
        " ".join(f"Omar{n} Haddad{n} met Layla{n}." for n in range(1_500)),
        ". ".join(f"Omar Town{n} left Sar{n}" for n in range(3_000)) + ".",
        ", ".join(f"Town{n}" for n in range(10_000)) + " fell.",
        "IRAN'S PRESIDENT HASSAN ROUHANI MET MR HADDAD IN BAGHDAD. " * 200,
        "iran's president hassan rouhani met mr haddad in baghdad. " * 200,
        "Omar Haddad, also known as Omar Haddad, also known as " * 200,
        "the president of Iran, the Iranian president, Iran's president, " * 200,
        "".join(f"Omar (Arabic: Layla{n}) left. Layla{n} (Arabic: Omar) spoke. " for n in range(500)),
        "Omar left. " * 3_000,
    ],
    ids=[
        "long",
        "hyphens",
        "persons",
        "namesakes",
        "towns",
        "capitals",
        "small",
        "aliases",
        "offices",
        "glosses",
        "one",
    ],
)
def test_odd_text_costs_little(text: str, tmp_path: Path) -> None:
    tokens = told(text, tmp_path).tokens
    [entities] = [layer for layer in NAMES if layer.name == "entities"]
    start = perf_counter()
    entities.find(Record(read(tmp_path / "odd.txt"), tokens=tokens))
    assert perf_counter() - start < 5
