"""The engine of a cluster: the same files as the engine of one machine, and a process that dies costs nothing. One Ray for all tests."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.scale import columns, stages
from dateline.scale.building import build
from dateline.scale.engine import Engine, Task, run
from dateline.scale.local import Local
from dateline.scale.on_ray import OnRay
from dateline.scale.relating import relate
from dateline.store.outcomes import Reading
from dateline.text.errors import DatelineError
from news_made import council_news

pytest.importorskip("ray.data")
pytestmark = [pytest.mark.network, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def ray() -> Iterator[OnRay]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # Ray's processes find the stages of this file there
        engine = OnRay(2)
        yield engine
        engine.close()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Forty articles of three months."""
    return council_news(tmp_path, articles=40, days=("2024-01-03", "2024-02-03", "2024-03-03"))


def made(engine: Engine, news: Path, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    build([str(news)], folder, engine, Reading(read_only=True))
    relate(folder, engine, part=15)
    manifest, relations = ((folder / f"{name}.json").read_bytes() for name in ("manifest", "relations"))
    return json.loads(manifest), json.loads(relations)


def test_both_engines_make_the_same_files(ray: OnRay, news: Path, tmp_path: Path) -> None:
    local = Local(1)
    try:
        here = made(local, news, tmp_path / "local")
    finally:
        local.close()
    assert here[1]["files"]["judgements.parquet"]["rows"] >= 8
    assert made(ray, news, tmp_path / "ray") == here


def deadly(table: Any, mark: str) -> Any:
    rows = table.to_pylist()
    once = any(row["data"] == b"once" for row in rows) and not os.path.exists(mark)
    if once:
        Path(mark).touch()
    if once or any(row["data"] == b"poison" for row in rows):
        os.kill(os.getpid(), signal.SIGKILL)
    return columns.table([{"path": row["path"], "fold": 0} for row in rows], columns.ARTICLE)


def failing(table: Any, _: object) -> Any:
    raise DatelineError("the parser's model is not installed")


def test_what_is_wrong_with_all_is_said_and_is_no_failure_of_a_row(ray: OnRay, tmp_path: Path) -> None:
    source = str(tmp_path / "in.parquet")
    columns.write(columns.table([{"path": "a"}], columns.INPUT), source)
    with pytest.raises(DatelineError, match="not installed"):
        run(ray, [Task(failing, (source,), str(tmp_path / "out.parquet"))], stages.lost)


def test_a_process_that_dies_is_tried_again_and_the_row_that_kills_it_is_named(ray: OnRay, tmp_path: Path) -> None:
    tasks = []
    for number, data in enumerate((b"news", b"once", b"poison", b"news")):
        source = str(tmp_path / f"{number}.parquet")
        columns.write(columns.table([{"path": f"{number}", "data": data}], columns.INPUT), source)
        tasks.append(Task(deadly, (source,), str(tmp_path / "out" / f"{number}.parquet"), str(tmp_path / "mark")))
    run(ray, tasks, stages.lost)
    rows = columns.read([task.target for task in tasks]).to_pylist()
    assert [row["path"] for row in rows] == ["0", "1", "2", "3"]
    assert [row["path"] for row in rows if row["reason"]] == ["2"]
