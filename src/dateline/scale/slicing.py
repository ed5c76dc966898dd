"""A slice of a build: the articles that name somebody or some place, and those grouped with them, put into an archive to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.knowledge.folding import fold
from dateline.relate.judgement import Judgement, Pointer
from dateline.scale import columns
from dateline.scale.judged import judgements
from dateline.scale.relating import manifest
from dateline.store.archive import Archive
from dateline.wire import from_json


def slice_into(folder: Path, name: str, archive: Archive) -> int:
    """Add the articles about the name, and the judgements between them; how many articles that are."""
    told = manifest(folder)
    chosen = _naming(folder, told["files"], name)
    related = (folder / "relations.json").exists()
    if related:
        chosen |= _grouped_with(str(folder / "groups.parquet"), chosen)
    for file in _files(told["files"], "articles"):
        for row in columns.read([str(folder / file)]).to_pylist():
            if row["key"] in chosen:
                archive.add(from_json(row["record"]))
    if related:
        archive.judge(_between(str(folder / "judgements.parquet"), chosen))
    return len(chosen)


def _naming(folder: Path, files: dict[str, object], name: str) -> set[str]:
    wanted, chosen = fold(name), set[str]()
    for file in _files(files, "findings"):
        for row in columns.read([str(folder / file)]).select(["article", "name"]).to_pylist():
            if row["name"] and fold(row["name"]) == wanted:
                chosen.add(row["article"])
    return chosen


def _grouped_with(groups: str, chosen: set[str]) -> set[str]:
    """The articles of all groups that one of the chosen is in, or tells something that is."""
    found: set[str] = set()
    held: set[str] = set()
    last: int | None = None
    for table in columns.row_groups(groups):  # a group's rows stand one behind the other, perhaps in two row groups
        for row in table.to_pylist():
            if row["group"] != last:
                found |= held if held & chosen else set()
                last, held = row["group"], set()
            held.add(Pointer.parse(row["member"]).article)
    return found | (held if held & chosen else set())


def _between(path: str, chosen: set[str]) -> Iterator[Judgement]:
    for table in columns.row_groups(path):
        ends = zip(table.column("left").to_pylist(), table.column("right").to_pylist(), strict=True)
        yield from judgements(
            table.filter(
                [{Pointer.parse(left).article, Pointer.parse(right).article} <= chosen for left, right in ends]
            )
        )


def _files(files: dict[str, object], sort: str) -> list[str]:
    return sorted(name for name in files if name.endswith(f"/{sort}.parquet"))
