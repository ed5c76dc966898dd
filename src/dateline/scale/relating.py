"""What the articles of a build have to do with one another: copies and tellings of one event, as judgements in a file.

The work is cut by the day of issue: each week is held against itself and the week before it, so what one process holds is bounded by
the news of a fortnight and the cost grows with the length of the archive. What is taken up again later than that is not found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.relate.copies import find_copies
from dateline.relate.incidents import incidents
from dateline.relate.judgement import Judgement, Pointer, fold
from dateline.relate.same_event import judge_events
from dateline.scale import columns
from dateline.scale.building import Tell
from dateline.scale.engine import Engine, Task, run
from dateline.scale.stages import UNDATED
from dateline.text.errors import DatelineError
from dateline.text.span import Evidence, Span
from dateline.wire import from_json

WEEK = 7  # days; two reports of one event are looked for in blocks of eight days at most (relate/same_event.py)
JUDGEMENT = {
    "left": "string", "right": "string", "verdict": "string", "score": "float64", "by": "string", "because": "string",
}  # fmt: skip
GROUP = {"group": "int64", "sort": "string", "member": "string"}


@dataclass(frozen=True, slots=True)
class Related:
    """What was found: judgements, and the groups they come to."""

    judgements: int
    groups: int


def relate(folder: Path, engine: Engine, tell: Tell = lambda *_: None) -> Related:
    """Judge all articles of a build; weeks whose days are as they were are not judged again."""
    told = manifest(folder)
    tasks = [*_weeks(folder, told)]
    run(engine, tasks, tell=lambda done: tell("relate", done, len(tasks)))
    rows = columns.read([task.target for task in tasks]) if tasks else columns.table([], JUDGEMENT)
    groups = fold([*judgements(rows)]).groups
    members = [
        {"group": number, "sort": group[0].question, "member": str(each)}
        for number, group in enumerate(groups)
        for each in group
    ]
    columns.write(rows, str(folder / "judgements.parquet"))
    columns.write(columns.table(members, GROUP), str(folder / "groups.parquet"))
    return Related(rows.num_rows, len(groups))


def manifest(folder: Path) -> dict[str, Any]:
    """What a build says of itself; DatelineError where there is none."""
    try:
        told: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError) as error:
        raise DatelineError(
            f"{folder}: holds no finished build; make one with dateline build INPUT --out {folder}"
        ) from error
    return told


def related(table: Any, first: str) -> Any:
    """Judgements on the articles, those alone of which one was issued on or after the day `first`."""
    rows = table.to_pylist()
    records = [from_json(row["record"]) for row in rows]
    keys = [row["key"] for row in rows]
    own = {row["key"] for row in rows if row["day"] >= first}
    copies = find_copies([record.article for record in records], keys)
    found = [each for key, record in zip(keys, records, strict=True) for each in incidents(record, key)]
    texts = {key: record.article.text for key, record in zip(keys, records, strict=True)}
    said = (*(copy.judgement for copy in copies), *judge_events(found, copies, texts))
    return columns.table([_row(each) for each in said if {each.left.article, each.right.article} & own], JUDGEMENT)


def judgements(table: Any) -> Iterator[Judgement]:
    """The judgements of a table as `related` makes it."""
    for row in table.to_pylist():
        because = tuple(
            Evidence(by, note, Span(*span) if span else None) for by, note, span in json.loads(row["because"])
        )
        yield Judgement(
            Pointer.parse(row["left"]), Pointer.parse(row["right"]), row["verdict"], row["score"], because, row["by"]
        )


def _row(said: Judgement) -> columns.Row:
    because = [(each.by, each.note, (each.span.start, each.span.end) if each.span else None) for each in said.because]
    return {
        "left": str(said.left), "right": str(said.right), "verdict": said.verdict, "score": said.score, "by": said.by,
        "because": json.dumps(because),
    }  # fmt: skip


def _weeks(folder: Path, told: dict[str, Any]) -> Iterator[Task]:
    days = {name.split("/")[0].partition("=")[2]: name for name in told["files"] if name.endswith("/articles.parquet")}
    firsts = {_monday(day) for day in days if day != UNDATED}
    for first in sorted(firsts):
        before, after = (str(first + timedelta(days=by)) for by in (-WEEK, WEEK))
        yield _task(folder, told, [days[day] for day in sorted(days) if before <= day < after], str(first))
    if UNDATED in days:
        yield _task(folder, told, [days[UNDATED]], UNDATED)


def _monday(day: str) -> date:
    number = date.fromisoformat(day).toordinal()
    return date.fromordinal(max(WEEK + 1, number - (number - 1) % WEEK))


def _task(folder: Path, told: dict[str, Any], names: Iterable[str], first: str) -> Task:
    names = [*names]
    seal = hashlib.sha256("".join(told["files"][name]["sha256"] for name in names).encode()).hexdigest()[:16]
    sources = tuple(str(folder / name) for name in names)
    return Task(related, sources, str(folder / "work" / "related" / f"{first}-{seal}.parquet"), first)
