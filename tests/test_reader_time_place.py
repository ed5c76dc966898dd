"""Time and place: a lane for each who says so, bars as sure as their dates, places as precise as they are known, and limits for many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.relate.dossier import Dossier, relate
from dateline.store.archive import Archive
from dateline.text.errors import BadQuery
from dateline.text.happening import Anchor, AnchorKind, TimeExpression
from dateline.text.naming import Place
from dateline.text.record import Record
from dateline.text.when import When
from dateline.web import atlas, lanes, time_place
from dateline.web.atlas import Spot, spots
from dateline.web.lanes import Bar
from reader_made import app_of, archive, ask, blast
from relate_records import Page
from store_made import record_of


def drawn(records: Iterable[Record]) -> dict[tuple[str, str], tuple[Bar, ...]]:
    """The bars of each lane, by its name and kind."""
    dossier = relate(records)
    return {(lane.name, lane.kind): lane.bars for lane in lanes.lanes(dossier, dossier.happenings)}


def dated(when: str | None, *, outlet: str = "The Osk Bee", source: str = "") -> Record:
    """A blast that the outlet, or a source in it, puts at that time."""
    page = Page(f"{source or 'Police'} said a blast killed 12 people in Osk two days earlier.", outlet=outlet, day=6)
    own = page.says(source, "a blast killed 12 people in Osk two days earlier", kind="named") if source else "s0"
    page.event("killed", "ASSAULT", "kill", told_in=own, place="Osk")
    record = page.record()
    return replace(record, events=(replace(record.events[0], when=When.parse(when) if when else None),))


def test_each_who_says_so_has_a_lane_outlets_first() -> None:
    found = drawn([*blast(), dated("2022-07-04", outlet="Coast Daily")])
    assert list(found) == [
        ("Coast Daily", "the outlet itself"), ("The hospital", "collective"), ("The ministry", "collective"), ("The union", "collective"),
    ]  # fmt: skip
    assert [(bar.first, bar.last, bar.loose) for bars in found.values() for bar in bars] == [
        ("2022-07-04", "2022-07-04", False)
    ] * 4


def test_one_event_is_one_in_every_lane_and_each_bar_leads_to_its_words() -> None:
    records = blast()
    dossier = relate(records)
    bars = [bar for lane in lanes.lanes(dossier, dossier.happenings) for bar in lane.bars]
    assert {bar.event for bar in bars} == {str(dossier.happenings[0].id)}
    told = [dossier.records[bar.article].find(bar.finding) for bar in bars]
    assert [bar.words for bar in bars] == ["killed"] * 3
    assert [each.id for each in told if each is not None] == [bar.finding for bar in bars]


def test_one_source_is_one_lane_however_it_is_spelled_and_wherever_it_stands() -> None:
    found = drawn(
        [dated("2022-07-04", source="Ána Ferrán"), dated("2022-07-04", source="Ana Ferran", outlet="Valley Post")]
    )
    assert [len(bars) for bars in found.values()] == [1]  # and one bar: it is one event


def test_who_gives_no_day_has_no_bar_and_no_lane() -> None:
    first, second, third = blast()
    undated = replace(second, events=(replace(second.events[0], when=None),))
    assert [name for name, _ in drawn([first, undated, third])] == ["The ministry", "The union"]
    assert drawn([dated(None)]) == {}


@pytest.mark.parametrize(
    ("when", "first", "last", "loose"),
    [
        ("2022-07-04", "2022-07-04", "2022-07-04", False),
        ("2022-07", "2022-07-01", "2022-07-31", False),
        ("2022-07~", "2022-07-01", "2022-07-31", True),
        ("../2022-07-04", "", "2022-07-04", False),
        ("2022-07-04/..", "2022-07-04", "", False),
        ("199X", "1990-01-01", "1999-12-31", True),
        ("2022-07-04T15:00", "2022-07-04", "2022-07-04", False),
    ],
)
def test_a_bar_ends_where_its_date_does_and_fades_where_that_is_not_known(
    when: str, first: str, last: str, loose: bool
) -> None:
    (bars,) = drawn([dated(when)]).values()
    assert [(bar.first, bar.last, bar.loose) for bar in bars] == [(first, last, loose)]


@pytest.mark.parametrize(
    ("to", "words", "first"),
    [
        ("publication", "counted from the day of issue, 6 Jul 2022", "2022-07-06"),
        ("time", "counted from “Osk”, 1 Jul 2022", "2022-07-01"),
        ("event", "counted from “killed”, 4 Jul 2022", "2022-07-04"),
        ("calendar", None, None),
        ("statement", None, None),
    ],
)
def test_a_bar_says_what_its_date_was_counted_from(to: AnchorKind, words: str | None, first: str | None) -> None:
    record = dated("2022-07-04")
    where = record.events[0].span
    place = replace(where, start=record.article.text.index("Osk"), end=record.article.text.index("Osk") + 3)
    given = {"time": "t@1", "event": record.events[0].id}
    times = (
        TimeExpression("t@0", where, When.parse("2022-07-04"), None, Anchor(to, given.get(to))),
        TimeExpression("t@1", place, When.parse("2022-07-01"), None),
    )
    (bars,) = drawn([replace(record, times=times, events=(replace(record.events[0], time="t@0"),))]).values()
    anchor = bars[0].anchor
    assert (anchor.words if anchor else None) == words
    assert (anchor.first if anchor else None) == first


def test_of_many_sources_those_with_most_bars_have_lanes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST_LANES", 3)
    many = [dated(f"2022-0{month}-04", source=f"Source {month}", outlet=f"Outlet {month}") for month in range(1, 8)]
    more = dated("2021-01-04", source="Source 7", outlet="Outlet 8")
    assert [name for name, _ in drawn([*many, more])] == ["Source 7", "Source 1", "Source 2"]


def test_a_long_name_is_cut() -> None:
    ((name, _),) = drawn(
        [dated("2022-07-04", outlet="The Osk Bee and Harbour Gazette of the Seven Coastal Valleys of Merrow " * 3)]
    )
    assert len(name) <= 60


def placed(
    precision: str,
    *,
    point: tuple[float, float] | None = (10.0, 20.0),
    source: str = "made:1",
    outlet: str = "The Osk Bee",
    day: int = 4,
) -> Record:
    """A blast at a place that is known so precisely."""
    page = Page("A blast killed 12 people in Osk.", outlet=outlet, day=6)
    page.event("killed", "ASSAULT", "kill", day=day, place="Osk")
    record = page.record()
    osk = replace(record.entities[0], place=Place(point, "FR", ("Merrow",), precision, source))
    return replace(record, entities=(osk,))


def shown(records: Iterable[Record]) -> tuple[Spot, ...]:
    dossier = relate(records)
    return spots(dossier, dossier.happenings)


@pytest.mark.parametrize(
    ("place", "precision", "where"),
    [
        (placed("city"), "point", (10.0, 20.0)),
        (placed("site"), "point", (10.0, 20.0)),
        (placed("region"), "area", (10.0, 20.0)),
        (placed("country"), "country", (10.0, 20.0)),
        (placed("city", point=None), "area", (None, None)),
        (placed("city", source=""), "not in the gazetteer", (None, None)),
    ],
)
def test_a_place_is_a_point_a_disc_a_country_or_not_on_the_map(
    place: Record, precision: str, where: tuple[float | None, float | None]
) -> None:
    (spot,) = shown([place])
    assert (spot.name, spot.country, spot.within) == ("Osk", "FR", ("Merrow",))
    assert (spot.precision, spot.latitude, spot.longitude) == (precision, *where)


def test_a_place_is_one_for_all_who_name_it_and_two_where_two_are_called_so() -> None:
    one, other = shown(
        [
            placed("city"),
            placed("city", outlet="Valley Post", day=20),
            placed("city", outlet="Coast Daily", day=28, source="made:2"),
        ]
    )
    assert (len(one.events), len(other.events)) == (2, 1)
    assert not {*one.events} & {*other.events}


def test_of_many_places_those_of_most_events_are_on_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas, "MOST_PLACES", 1)
    (spot,) = shown(
        [placed("city", source="made:2", day=1, outlet="A"), placed("city", day=10, outlet="B"), placed("city", day=20)]
    )
    assert len(spot.events) == 2


def looked(records: Iterable[Record], **asked: str) -> time_place.Screen:
    dossier: Dossier = relate(records)
    return time_place.screen(dossier, time_place.asked_for(asked), len(dossier.records))


def test_the_table_has_a_row_for_each_event_and_names_its_lanes() -> None:
    view = looked([*blast(), placed("city", day=20), dated(None)])
    assert [(line.first, line.articles, line.told_by) for line in view.lines] == [
        ("2022-07-04", 3, ("The hospital", "The ministry", "The union")), ("2022-07-20", 1, ("The Osk Bee",)),
    ]  # fmt: skip
    assert [line.place for line in view.lines] == ["Osk", "Osk"]
    assert [set(words.removeprefix("dead: ").split(", ")) for words in view.lines[0].conflicts] == [{"14", "17"}]
    assert (view.articles, view.among, view.undated, view.more) == (5, 5, 1, 0)
    lanes_of = {
        bar.event: {lane.name for lane in view.lanes if bar in lane.bars} for lane in view.lanes for bar in lane.bars
    }
    assert set(lanes_of) == {line.id for line in view.lines}


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"from": "2022-07-05"}, ["2022-07-20"]),
        ({"to": "2022-07-05"}, ["2022-07-04"]),
        ({"from": "2022-07-04", "to": "2022-07-04"}, ["2022-07-04"]),
        ({"from": "2022-07", "to": "2022-07"}, ["2022-07-04", "2022-07-20"]),
        ({"place": "osk"}, ["2022-07-04", "2022-07-20"]),
        ({"place": "Vell"}, []),
        ({"about": "nobody"}, []),
    ],
)
def test_what_is_asked_for_is_shown_alone(asked: dict[str, str], days: list[str]) -> None:
    view = looked([*blast(), placed("city", day=20)], **asked)
    assert [line.first for line in view.lines] == days
    assert {bar.event for lane in view.lanes for bar in lane.bars} == {line.id for line in view.lines}


@pytest.mark.parametrize("asked", [{"from": "yesterday"}, {"to": "2022-02-31"}, {"from": "9" * 300}])
def test_a_day_that_is_none_is_said(asked: dict[str, str]) -> None:
    (field,) = asked
    with pytest.raises(BadQuery, match=f"^{field}: "):
        time_place.asked_for(asked)


def test_of_many_events_those_that_most_tell_are_shown_in_the_order_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_place, "MOST_EVENTS", 2)
    view = looked([placed("city", day=1, outlet="A"), *blast(), placed("city", day=20, outlet="B")])
    assert ([line.first for line in view.lines], view.more) == (["2022-07-01", "2022-07-04"], 1)
    assert view.lines[1].articles == 3


def test_what_is_drawn_is_what_the_table_has() -> None:
    view = looked([*blast(), placed("city", day=20), placed("city", source="", day=25, outlet="Coast Daily")])
    assert [each["id"] for each in view.drawn["events"]] == [line.id for line in view.lines]
    assert [(spot["name"], spot["precision"]) for spot in view.drawn["spots"]] == [("Osk", "point")]
    assert {spot.precision for spot in view.spots} == {"point", "not in the gazetteer"}


def test_of_a_large_archive_the_articles_that_bear_on_it_are_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_place, "TOGETHER", 4)
    with Archive.open(archive(tmp_path / "made.db", map(record_of, range(12)))) as made:
        numbers = tuple(made.numbers())
        assert time_place.chosen(made, time_place.Asked(), numbers) == numbers[-4:]
        asked = time_place.Asked(first=date(2021, 5, 2), last=date(2021, 5, 3))
        assert time_place.chosen(made, asked, numbers) == (2, 3)


def test_a_cell_that_nobody_told_anything_for_has_a_dash(tmp_path: Path) -> None:
    page = Page("A blast killed 12 people.", outlet="The Osk Bee", day=6)
    page.event("killed", "ASSAULT", "kill", day=4)
    table = (
        ask(app_of(archive(tmp_path / "one.db", [page.record()])), "/time")
        .text.partition("<tbody>")[2]
        .partition("</tbody>")[0]
    )
    assert table.count(">–</td>") == 2


def test_an_archive_without_a_date_says_so(tmp_path: Path) -> None:
    page = ask(app_of(archive(tmp_path / "none.db", [dated(None)])), "/time").text
    assert "Nothing with a day was found." in page
    assert 'id="drawn"' not in page
