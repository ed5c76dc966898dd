"""Relations in a build: judged week by week, the same each time, and a slice that holds the articles and what was judged of them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from dateline.cli.build import add_engine_options
from dateline.scale import columns
from dateline.scale.building import build
from dateline.scale.local import Local
from dateline.scale.relating import relate
from dateline.scale.slicing import slice_into
from dateline.store.archive import Archive
from dateline.store.outcomes import Reading
from dateline.text.errors import DatelineError

pytest.importorskip("pyarrow")
WORDS = " ".join(f"The harbour board of Orl voted on berth {number} and told nobody." for number in range(12))


def test_copies_are_found_across_the_end_of_a_week_and_sliced_with_their_like(tmp_path: Path) -> None:
    days = ("2024-03-03", "2024-03-04", "2024-06-01")  # a Sunday, the Monday after it, and a day long after
    told = [{"text": f"{WORDS} Paper {day}.", "published": day, "outlet": f"Paper {day}"} for day in days]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    engine, folder = Local(1), tmp_path / "out"
    try:
        build([str(tmp_path / "news.jsonl")], folder, engine, Reading(read_only=True))
        assert (relate(folder, engine).judgements, relate(folder, engine).groups) == (1, 1)
    finally:
        engine.close()
    (judged,) = columns.read([str(folder / "judgements.parquet")]).to_pylist()
    assert judged["by"].startswith("relate/copies:")
    with Archive.open(tmp_path / "slice.db", write=True) as archive:
        assert slice_into(folder, "Nobody Named So", archive) == 0


def test_a_folder_without_a_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match="dateline build"):
        relate(tmp_path, Local(1))


@pytest.mark.parametrize("workers", ["0", "-3", "257", "many"])
def test_a_number_of_workers_that_cannot_be_is_refused(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--workers", workers])
    assert "--workers" in capsys.readouterr().err
