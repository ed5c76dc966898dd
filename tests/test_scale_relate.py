"""Relations in a build: all articles against all, the same by any cut and engine, and a slice that holds what belongs together."""

from __future__ import annotations

import argparse
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dateline.cli.build import add_engine_options
from dateline.relate.copies import find_copies
from dateline.relate.incidents import incidents
from dateline.relate.judgement import fold
from dateline.relate.same_event import BLOCK, judge_events
from dateline.scale import columns, copying, engine, joining, relating
from dateline.scale.building import build
from dateline.scale.judged import judgements
from dateline.scale.local import Local
from dateline.scale.meeting import answer_before, answer_first
from dateline.scale.parts import PLACE, cut, numbers, place_of, write_layout
from dateline.scale.relating import relate
from dateline.scale.slicing import slice_into
from dateline.store.archive import Archive
from dateline.store.outcomes import Reading
from dateline.text.article import Published
from dateline.text.errors import DatelineError
from dateline.text.record import Record
from dateline.text.when import Grain, When
from dateline.wire import from_json, to_json
from relate_records import Page

pytest.importorskip("pyarrow")
FURNITURE = "Read more stories of the coast on our pages, write to our desk, or call the number that stands below every evening."
BERTHS = " ".join(f"The harbour board of Orl voted on berth {number} and told nobody." for number in range(12))
TOLD = 30  # outlets that tell of one raid: more than a block holds against one another


class Here:
    """An engine in this process."""

    def map(self, tasks: Any) -> Iterator[Any]:
        for task in tasks:
            engine.perform(task)
            yield task

    def close(self) -> None:
        pass


def dated(page: Page, when: When | None) -> Record:
    record = page.record()
    return replace(record, article=replace(record.article, published=Published(when)))


def told_of_raid(number: int) -> Record:
    body = f"Paper {number} heard from town {number * 7} that day {number} brought rain to hill {number * 3} and wind to bay {number}."
    words = f"Some {20 + number % 2} people died in a raid on Port Sarr, said reader {number}."
    page = Page(words, body, FURNITURE, outlet=f"Paper {number % 7}", day=5)
    page.event("raid", "ASSAULT", "raid", day=4, place="Port Sarr", toll=str(20 + number % 2))
    return page.record()


def berths(number: int, when: When | None) -> Record:
    return dated(Page(f"{BERTHS} So wrote Sheet {number}.", FURNITURE, outlet=f"Sheet {number}", day=1), when)


@pytest.fixture(scope="module")
def told() -> list[Record]:
    """Thirty tellings of one raid, and one text printed on days that lie up to months apart, in one month, and on no day."""
    days = [date(2022, 7, 1) + timedelta(days=number) for number in (0, 3, 34, 120)]
    whens = [*(When.at(day, Grain.DAY) for day in days), When.at(days[0], Grain.MONTH), None, None]
    return [*map(told_of_raid, range(TOLD)), *(berths(number, when) for number, when in enumerate(whens))]


@pytest.fixture(scope="module")
def built(told: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The columns of these records."""
    folder = tmp_path_factory.mktemp("scale")
    (folder / "news.jsonl").write_bytes(b"\n".join(map(to_json, told)))
    build([str(folder / "news.jsonl")], folder / "out", Here(), Reading())
    return folder / "out"


def relations(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "relations.json").read_bytes())


def rows(folder: Path) -> Any:
    return columns.read([str(folder / "judgements.parquet")])


@pytest.fixture(scope="module")
def whole(built: Path) -> dict[str, Any]:
    """What relating all in one part comes to."""
    relate(built, Here())
    return relations(built)


def test_all_is_found_that_one_process_finds_with_all_articles_in_hand(
    built: Path, told: list[Record], whole: dict[str, Any]
) -> None:
    records = {row["key"]: from_json(row["record"]) for day in sorted(built.glob("day=*")) for row in columns.read([str(day / "articles.parquet")]).to_pylist()}  # fmt: skip
    assert len(records) == len(told)
    copies = find_copies([record.article for record in records.values()], list(records))
    found = [each for key, record in records.items() for each in incidents(record, key)]
    said = (*(copy.judgement for copy in copies), *judge_events(found, copies))
    here = {(each.pair, each.verdict, each.score) for each in said}
    assert {(each.pair, each.verdict, each.score) for each in judgements(rows(built))} == here
    groups = columns.read([str(built / "groups.parquet")]).to_pylist()
    assert {tuple(sorted(row["member"] for row in groups if row["group"] == group)) for group in {row["group"] for row in groups}} == {
        tuple(sorted(map(str, group))) for group in fold(said).groups
    }  # fmt: skip
    assert sorted(len(group) for group in fold(said).groups) == [7, TOLD]


@pytest.mark.parametrize("part", [1, 7, 20])
def test_it_hangs_on_no_cut_into_parts(built: Path, whole: dict[str, Any], part: int) -> None:
    relate(built, Here(), part=part)
    assert relations(built) == whole


def test_two_processes_find_the_same_and_a_second_run_does_nothing_again(built: Path, whole: dict[str, Any]) -> None:
    local = Local(2)
    try:
        relate(built, local, part=9)
        assert relations(built) == whole
        made = {path: path.stat().st_mtime_ns for path in (built / "work" / "related").rglob("*")}
        relate(built, local, part=9)
    finally:
        local.close()
    assert made == {path: path.stat().st_mtime_ns for path in (built / "work" / "related").rglob("*")}


def dying(table: Any, told: Any) -> Any:
    mark = Path(told.own).parent / "died"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return copying.compared(table, told)


def test_a_process_that_is_killed_costs_nothing(
    built: Path, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relating.copying, "compared", dying)
    local = Local(2)
    try:
        relate(built, local, part=11)
    finally:
        local.close()
    assert relations(built) == whole


def test_a_slice_holds_who_is_asked_for_and_what_is_grouped_with_them(
    built: Path, whole: dict[str, Any], tmp_path: Path
) -> None:
    with Archive.open(tmp_path / "slice.db", write=True) as archive:
        assert slice_into(built, "port sarr", archive) == TOLD
        assert archive.status().articles == TOLD
        assert len([*archive.judgements()]) == sum(each.question == "event" for each in judgements(rows(built)))
    with Archive.open(tmp_path / "none.db", write=True) as archive:
        assert slice_into(built, "Nobody Named So", archive) == 0


def test_every_row_is_in_one_part_and_its_number_finds_it(tmp_path: Path) -> None:
    files = {f"day={day}/articles.parquet": {"rows": count, "sha256": day} for day, count in (("2022-07-01", 5), ("2022-07-02", 1), ("undated", 23))}  # fmt: skip
    for size in (1, 4, 6, 29, 100):
        parts = [*cut(tmp_path, files, size)]
        layout = str(tmp_path / f"layout-{size}.parquet")
        write_layout(parts, layout)
        every = [numbers(part.runs) for part in parts]
        assert all(
            len(each) <= size and part.last - part.first == len(each) for part, each in zip(parts, every, strict=True)
        )
        together = np.concatenate(every)
        assert len(together) == 29
        assert (np.diff(together) > 0).all()
        assert place_of(layout, together).tolist() == [
            part.place for part, each in zip(parts, every, strict=True) for _ in each
        ]


def test_a_key_of_every_article_costs_no_more_than_a_few_rows_a_part(tmp_path: Path) -> None:
    parts = 40
    layout = str(tmp_path / "layout.parquet")
    columns.write(
        columns.table([{"begins": place * 10 << PLACE} for place in range(parts)], {"begins": "int64"}), layout
    )
    every = [number << PLACE for number in range(parts * 10)]
    table = columns.table(
        [{"key": 7, "age": -number, "number": number, "day": 0} for number in every], {**copying.KEY, "day": "int32"}
    )
    first = answer_first(table, layout, 8)
    assert {name: each.column("number").to_pylist() for name, each in first.items()} == {f"{place:06d}": every[: -9:-1] for place in range(parts)}  # fmt: skip
    before = answer_before(table, layout, BLOCK)
    assert before["000030"].column("number").to_pylist() == every[300 - BLOCK : 300]
    assert "000000" not in before


def test_components_of_a_long_chain_and_of_a_star() -> None:
    chain = np.arange(2, 1000)
    assert joining.components(chain, chain - 1)[1].tolist() == [1] * 999
    assert joining.components(np.array([9, 9, 4]), np.array([5, 7, 4]))[1].tolist() == [4, 5, 5, 5]


def test_a_folder_without_a_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="dateline build"):
        relate(tmp_path, Here())


@pytest.mark.parametrize("workers", ["0", "-3", "257", "many"])
def test_a_number_of_workers_that_cannot_be_is_refused(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--workers", workers])
    assert "--workers" in capsys.readouterr().err
