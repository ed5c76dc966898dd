"""A build: the same columns by any engine and however often it was cut off; what cannot be read is named, and costs nothing else."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from dateline.scale import columns, stages
from dateline.scale.building import build
from dateline.scale.engine import Task, perform, run
from dateline.scale.local import Local
from dateline.scale.on_ray import OnRay
from dateline.store.outcomes import Reading

pytest.importorskip("pyarrow")
PLAIN = Reading(read_only=True)  # the engines are tried here, not the parser


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Seventy articles of three days, every fifth a copy of the one before it, and a line that is none."""
    lines = []
    for number in range(70):
        body = number - 1 if number % 5 == 4 else number
        text = " ".join(
            f"The council of Orl met for the {body}th time and voted on road {body + word}." for word in range(9)
        )
        told = {"text": text, "published": f"2024-03-0{1 + number % 3}", "outlet": f"Paper {number}"}
        lines.append(json.dumps(told))
    lines.insert(33, '{"text": 7')
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_bytes())


def built(news: Path, folder: Path, workers: int = 1) -> dict[str, Any]:
    engine = Local(workers)
    try:
        build([str(news)], folder, engine, PLAIN)
    finally:
        engine.close()
    return manifest(folder)


def test_any_number_of_workers_makes_the_same_files_and_a_second_run_makes_none(news: Path, tmp_path: Path) -> None:
    one = built(news, tmp_path / "one")
    assert (one["articles"], one["failures"]) == (70, 1)
    assert one == built(news, tmp_path / "two", workers=2)
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").glob("day=*/*.parquet")}
    assert len(files) == 9
    assert built(news, tmp_path / "one") == one
    assert files == {path: path.stat().st_mtime_ns for path in files}


@pytest.mark.network
@pytest.mark.filterwarnings("ignore")
def test_ray_makes_the_same_files(news: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    engine = OnRay(1)
    try:
        build([str(news)], tmp_path / "ray", engine, PLAIN)
    finally:
        engine.close()
    assert manifest(tmp_path / "ray") == built(news, tmp_path / "local")


def test_what_was_cut_off_goes_on(news: Path, tmp_path: Path) -> None:
    whole = built(news, tmp_path / "whole")
    built(news, tmp_path / "cut")
    (tmp_path / "cut" / "manifest.json").unlink()
    for lost in [*(tmp_path / "cut" / "work" / "read").iterdir()][:1]:
        lost.unlink()
    assert built(news, tmp_path / "cut") == whole


def test_what_other_inputs_left_is_not_taken_for_theirs(news: Path, tmp_path: Path) -> None:
    built(news, tmp_path / "out")
    (tmp_path / "out" / "manifest.json").unlink()
    (tmp_path / "out" / "day=2024-03-01.77.part").mkdir()
    lines = news.read_text(encoding="utf-8").splitlines()
    news.write_text("\n".join(lines[:40]), encoding="utf-8")
    assert built(news, tmp_path / "out") == built(news, tmp_path / "fresh")
    assert len([*(tmp_path / "out").glob("day=*")]) == 3


def deadly(table: Any, _: object) -> Any:
    rows = table.to_pylist()
    if any(row["data"] == b"poison" for row in rows):
        os.kill(os.getpid(), signal.SIGKILL)
    return columns.table([{"path": row["path"], "fold": 0} for row in rows], columns.ARTICLE)


def test_a_row_that_ends_its_process_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    rows = [{"path": f"{number}", "data": b"poison" if number == 5 else b"news"} for number in range(8)]
    columns.write(columns.table(rows, columns.INPUT), str(tmp_path / "in.parquet"))
    task = Task(deadly, (str(tmp_path / "in.parquet"),), str(tmp_path / "out.parquet"))
    engine = Local(1)
    try:
        run(engine, [task], stages.lost)
    finally:
        engine.close()
    made = columns.read([task.target]).to_pylist()
    assert [row["path"] for row in made] == [f"{number}" for number in range(8)]
    assert [row["path"] for row in made if row["reason"]] == ["5"]
    assert [path.name for path in tmp_path.glob("out*")] == ["out.parquet"]


def once(table: Any, mark: str) -> Any:
    if not os.path.exists(mark):
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return table


def test_a_process_ended_from_outside_costs_nothing(tmp_path: Path) -> None:
    columns.write(columns.table([{"path": "a"}], columns.INPUT), str(tmp_path / "in.parquet"))
    task = Task(once, (str(tmp_path / "in.parquet"),), str(tmp_path / "out.parquet"), str(tmp_path / "mark"))
    engine = Local(1)
    try:
        run(engine, [task], stages.lost)
    finally:
        engine.close()
    assert columns.read([task.target]).to_pylist() == columns.read(task.sources).to_pylist()


def test_a_task_that_is_done_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("made before")
    perform(Task(deadly, (str(tmp_path / "none"),), str(tmp_path / "out")))
    assert (tmp_path / "out").read_text() == "made before"
