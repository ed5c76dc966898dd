"""A build: the same columns by any engine and however often it was cut off; what cannot be read is named, and costs nothing else."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.annotate import parse
from dateline.annotate.layers import annotate, forget
from dateline.annotate.parse import load_parser
from dateline.scale import columns, stages
from dateline.scale.building import build
from dateline.scale.engine import Task, perform, run
from dateline.scale.local import Local
from dateline.store.outcomes import Reading
from dateline.text.article import Article, Published
from dateline.text.record import Record
from dateline.text.when import Grain, When
from dateline.wire import from_json, to_json
from news_made import council_news

pytest.importorskip("pyarrow")
PLAIN = Reading(read_only=True)  # the engines are tried here, not the parser


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Seventy articles of three days."""
    return council_news(tmp_path, articles=70, days=("2024-03-01", "2024-03-02", "2024-03-03"))


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


def test_a_parent_that_is_killed_leaves_nobody_behind_and_is_run_again(news: Path, tmp_path: Path) -> None:
    whole = built(news, tmp_path / "whole")
    out = tmp_path / "cut"
    script = tmp_path / "run.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom dateline.scale.building import build\n"
        "from dateline.scale.local import Local\nfrom dateline.store.outcomes import Reading\n"
        "if __name__ == '__main__':\n"
        "    build([sys.argv[1]], Path(sys.argv[2]), Local(2), Reading(read_only=True))\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen([sys.executable, str(script), str(news), str(out)])
    until = time.monotonic() + 60
    while not [*out.glob("work/copies/*")] and time.monotonic() < until:
        time.sleep(0.01)
    children = [int(each) for each in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()]
    parent.kill()
    parent.wait()
    assert children
    assert not (out / "manifest.json").exists()
    until = time.monotonic() + 60
    while any(map(_runs, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_runs, children))
    assert built(news, out) == whole


def _runs(process: int) -> bool:
    """It is there, and not only its last word that nobody has asked for."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


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


def heavy(table: Any, _: object) -> Any:
    time.sleep(0.05)
    return table


def test_one_row_of_tasks_left_off_in_the_middle_spoils_not_the_next(tmp_path: Path) -> None:
    source = str(tmp_path / "in.parquet")
    columns.write(columns.table([{"path": "a"}], columns.INPUT), source)
    tasks = [Task(heavy, (source,), str(tmp_path / f"{number}.parquet")) for number in range(6)]
    engine = Local(2)
    try:
        assert next(engine.map(tasks[:4])) is tasks[0]
        assert [*engine.map(tasks[4:])] == tasks[4:]
    finally:
        engine.close()
    assert all(task.done for task in tasks[4:])


def test_a_task_that_is_done_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("made before")
    perform(Task(deadly, (str(tmp_path / "none"),), str(tmp_path / "out")))
    assert (tmp_path / "out").read_text() == "made before"


def test_a_corrupt_web_archive_among_ten_is_named_and_costs_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(10):
        body = f"<html><body><article><p>The council of Orl voted on road {number}. {'It was late. ' * 40}</p></article></body></html>"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}".encode()
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://orl.example/{number}\r\n"
        head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        data = gzip.compress(head.encode() + http + b"\r\n\r\n")
        (folder / f"{number}.warc.gz").write_bytes(data[: len(data) // 2] if number == 5 else data)
    told = built(folder, tmp_path / "out")
    failed = columns.read([str(tmp_path / "out" / "failures.parquet")]).to_pylist()
    assert told["articles"] == 9
    assert {Path(row["path"]).name for row in failed} == {"5.warc.gz"}


def test_other_words_in_the_newsrooms_own_files_give_other_parts(news: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    stamps = []
    for name in ("Orl Bay", "Orl Hill"):
        (own / "names.toml").write_text(f'[[name]]\nname = "{name}"\nkind = "organization"\n', encoding="utf-8")
        engine = Local(1)
        try:
            build([str(news)], tmp_path / "out", engine, Reading(read_only=True, knowledge=own))
        finally:
            engine.close()
        stamps.append(manifest(tmp_path / "out")["inputs"])
    assert stamps[0] != stamps[1]


def test_a_range_of_rows_reads_as_the_whole_cut(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        paths.append(str(tmp_path / f"{number}.parquet"))
        columns.write(columns.table([{"path": f"{number}.{row}"} for row in range(4)], columns.INPUT), paths[-1])
    whole = columns.read(paths).to_pylist()
    for first in range(13):
        for last in range(first, 14):
            assert columns.read(paths, first, last).to_pylist() == whole[first:last]


def test_what_copies_have_in_common_is_parsed_once_and_their_times_are_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = "The council of Orl met on Tuesday. It voted on a new road yesterday."
    texts = (shared, f"From our reporter in Orl.\n\n{shared}", shared)
    days = (date(2024, 3, 6), date(2024, 5, 9), date(2024, 5, 10))
    articles = [
        Article(text, outlet=f"Paper {day}", published=Published(When.at(day, Grain.DAY)))
        for text, day in zip(texts, days, strict=True)
    ]
    alone = []
    for each in articles:
        forget()
        alone.append(from_json(to_json(annotate(each))))
    rows = [
        {"key": str(number), "fold": 1, "path": "a", "line": number, "record": to_json(Record(each))}
        for number, each in enumerate(articles)
    ]
    forget()
    parser, parsed = load_parser(), list[str]()

    class Counting:
        def pipe(self, texts: Iterable[str], **options: Any) -> Any:
            return parser.pipe(map(self.noted, texts), **options)

        def noted(self, text: str) -> str:
            parsed.append(text)
            return text

    monkeypatch.setattr(parse, "load_parser", Counting)
    made = stages.annotated(columns.table(rows, columns.ARTICLE), Reading()).to_pylist()
    assert parsed == [shared, "From our reporter in Orl."]
    assert [from_json(row["record"]) for row in made] == alone
    assert len({row["record"] for row in made}) == 3
