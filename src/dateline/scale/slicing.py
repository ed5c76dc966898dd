"""A slice of a build: the articles that name somebody or some place, and those grouped with them, put into an archive to be read."""

from __future__ import annotations

from pathlib import Path

from dateline.knowledge.folding import fold
from dateline.relate.judgement import Judgement, Pointer
from dateline.scale import columns
from dateline.scale.relating import judgements, manifest
from dateline.store.archive import Archive
from dateline.wire import from_json


def slice_into(folder: Path, name: str, archive: Archive) -> int:
    """Add the articles about the name, and the judgements between them; how many articles that are."""
    told = manifest(folder)
    chosen = _naming(folder, told["files"], name)
    said: list[Judgement] = []
    if (folder / "judgements.parquet").exists():
        said = [*judgements(columns.read([str(folder / "judgements.parquet")]))]
        groups = columns.read([str(folder / "groups.parquet")]).to_pylist()
        found = {row["group"] for row in groups if Pointer.parse(row["member"]).article in chosen}
        chosen |= {Pointer.parse(row["member"]).article for row in groups if row["group"] in found}
    for file in _files(told["files"], "articles"):
        for row in columns.read([str(folder / file)]).to_pylist():
            if row["key"] in chosen:
                archive.add(from_json(row["record"]))
    archive.judge(each for each in said if {each.left.article, each.right.article} <= chosen)
    return len(chosen)


def _naming(folder: Path, files: dict[str, object], name: str) -> set[str]:
    wanted, chosen = fold(name), set[str]()
    for file in _files(files, "findings"):
        for row in columns.read([str(folder / file)]).select(["article", "name"]).to_pylist():
            if row["name"] and fold(row["name"]) == wanted:
                chosen.add(row["article"])
    return chosen


def _files(files: dict[str, object], sort: str) -> list[str]:
    return sorted(name for name in files if name.endswith(f"/{sort}.parquet"))
