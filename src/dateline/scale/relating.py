"""What the articles of a build have to do with one another: copies and tellings of one event, as judgements and groups in files.

All articles are held against all, wherever in the archive they lie, yet no process holds more than a part of it (`parts.py`) or a
bucket of keys (`meeting.py`). A step is named by what it reads, so one that was done is not done again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dateline.scale import columns, copying, joining, telling
from dateline.scale.building import Tell
from dateline.scale.engine import Engine, Task, run
from dateline.scale.judged import JUDGEMENT
from dateline.scale.meeting import buckets
from dateline.scale.parts import PART, Part, cut, write_layout
from dateline.scale.reckoning import Reckoning, reckoned
from dateline.text.errors import DatelineError

FORMAT = "dateline-relations/1"
TEXT_KEYS, INCIDENT_KEYS = 150, 80  # of an article, about, which says into how many buckets they go
SHARES, LEAST = 32, 250  # parts of a small archive; articles of one
PARTS, LARGEST = 1000, 20_000  # parts that may write to one another; articles beyond which a part takes more than 4 GB
Made = dict[str, str]
"""The files that one task made, by their names."""


@dataclass(frozen=True, slots=True)
class Related:
    """What was found: judgements, and the groups they come to."""

    judgements: int
    groups: int


def relate(folder: Path, engine: Engine, tell: Tell = lambda *_: None, part: int | None = None) -> Related:
    """Judge all articles of a build against each other; `part` is how many of them a process holds at once."""
    told = manifest(folder)
    steps = _Steps(folder / "work" / "related", engine, tell)
    files = {name: each for name, each in told["files"].items() if name.endswith(_ARTICLES)}
    parts = [*cut(folder, files, part or part_size(told["articles"]))]
    layout = steps.path("layout", [(each.runs, each.digests) for each in parts])
    if not Path(layout).exists():
        write_layout(parts, layout)
    own = _reckoned(steps, parts, told["articles"])
    judged = [*_copies(steps, own, layout), *_events(steps, own, layout)]
    said, members = _groups(steps, judged, layout)
    (folder / "relations.json").unlink(missing_ok=True)
    judgements, groups = folder / "judgements.parquet", folder / "groups.parquet"
    rows = columns.join(said, str(judgements), JUDGEMENT), columns.join(members, str(groups), joining.GROUP)
    digests = columns.digest(judgements), columns.digest(groups)
    files = {
        each.name: {"rows": row, "sha256": digest}
        for each, row, digest in zip((judgements, groups), rows, digests, strict=True)
    }
    columns.write_text(
        json.dumps({"format": FORMAT, "inputs": told["inputs"], "files": files}, indent=1) + "\n",
        folder / "relations.json",
    )
    steps.clear()
    return Related(rows[0], columns.runs(str(groups), "group"))


def part_size(articles: int) -> int:
    """Articles of a part: all workers of a small archive have their share, and parts of a very large one are not too many to meet."""
    return max(min(PART, max(LEAST, articles // SHARES)), min(LARGEST, articles // PARTS))


def manifest(folder: Path) -> dict[str, Any]:
    """What a build says of itself; DatelineError where there is none."""
    try:
        told: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError) as error:
        raise DatelineError(
            f"{folder}: holds no finished build; make one with dateline build INPUT --out {folder}"
        ) from error
    return told


_ARTICLES = "/articles.parquet"


@dataclass(slots=True)
class _Steps:
    """Steps of the work. What a task makes is named by all that it reads, so what is there under its name is what it would make."""

    folder: Path
    engine: Engine
    tell: Tell
    used: set[str] = field(default_factory=set)

    def path(self, name: str, told: object) -> str:
        """Where that which is made of so much goes."""
        target = self.folder / f"{name}-{hashlib.sha256(repr((version('dateline'), told)).encode()).hexdigest()[:24]}"
        self.used.add(target.name)
        return str(target)

    def take(
        self,
        name: str,
        stage: Callable[[Any, Any], Any],
        work: Iterable[tuple[Sequence[str], Any]],
        rows: Sequence[Part] = (),
    ) -> list[Made]:
        """Run the stage over each of the sources, or over those rows of them, with what it is told; what each task made."""
        tasks = [Task(stage, tuple(sources), self.path(name, (sources, told)), told) for sources, told in work]
        if rows:
            tasks = [replace(task, first=each.first, last=each.last) for task, each in zip(tasks, rows, strict=True)]
        run(self.engine, tasks, tell=lambda done: self.tell(name, done, len(tasks)))
        return [columns.made(task.target) for task in tasks]

    def clear(self) -> None:
        """Take away what earlier runs left that this one has no use for."""
        for old in self.folder.iterdir():
            if old.name not in self.used:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


def _reckoned(steps: _Steps, parts: list[Part], articles: int) -> list[Made]:
    texts, events = buckets(articles, TEXT_KEYS), buckets(articles, INCIDENT_KEYS)
    work = [(part.files, Reckoning(part.place, part.runs, part.digests, texts, events)) for part in parts]
    return steps.take("reckoned", reckoned, work, parts)


def _copies(steps: _Steps, own: list[Made], layout: str) -> list[str]:
    """Files of judged rows: which articles are copies, and what they tell in the same words."""
    furniture = _furniture(steps, own)
    answers = steps.take("first", copying.answered, [(files, layout) for files in _by_bucket(own, "w")])
    pairs = steps.take(
        "pairs", copying.paired, [([mine["words"]], (layout, _to(answers, place))) for place, mine in enumerate(own)]
    )
    lent = steps.take(
        "articles", copying.lent, [([mine["articles"]], _asked(pairs, place)) for place, mine in enumerate(own)]
    )
    work = [
        ([pairs[place]["pairs"]], copying.Compared(mine["articles"], _to(lent, place), furniture))
        for place, mine in enumerate(own)
    ]
    return [made[""] for made in steps.take("copies", copying.compared, work)]


def _furniture(steps: _Steps, own: list[Made]) -> tuple[str, ...]:
    """Files of what outlets put on many of their pages."""
    counts = columns.summed([mine["outlets"] for mine in own], "outlet", "pages")
    spread = buckets(min(sum(counts.values()), copying.SAMPLE * len(counts)), TEXT_KEYS)
    shares = [
        {row: counts[row] for row in columns.read([mine["outlets"]]).column("outlet").to_pylist()} for mine in own
    ]
    work = [([mine["articles"]], (spread, tuple(share.items()))) for mine, share in zip(own, shares, strict=True)]
    sampled = steps.take("sampled", copying.sampled, work)
    made = steps.take("furniture", copying.furnished, [(files, None) for files in _by_bucket(sampled, "")])
    return tuple(each[""] for each in made)


def _events(steps: _Steps, own: list[Made], layout: str) -> list[str]:
    """Files of judged rows: which incidents may be the same event."""
    number = columns.count(mine["incidents"] for mine in own)
    answers = steps.take("before", telling.answered, [(files, layout) for files in _by_bucket(own, "b")])
    counts = steps.take("words", telling.counted, [(files, None) for files in _by_bucket(own, "v")])
    words = [_to(counts, place) for place in range(len(own))]
    pairs = steps.take(
        "meetings", telling.met, [([mine["blocks"]], (layout, _to(answers, place))) for place, mine in enumerate(own)]
    )
    work = [
        ([mine["incidents"]], telling.Lending(_asked(pairs, place), words[place], number))
        for place, mine in enumerate(own)
    ]
    lent = steps.take("incidents", telling.lent, work)
    weighing = [
        ([pairs[place]["pairs"]], telling.Weighing(mine["incidents"], _to(lent, place), words[place], number))
        for place, mine in enumerate(own)
    ]
    return [made[""] for made in steps.take("events", telling.weighed, weighing)]


def _groups(steps: _Steps, judged: list[str], layout: str) -> tuple[list[str], list[str]]:
    """Files of judgements and of groups, in order: what hangs together is brought together, and what does not agree is parted."""
    trees = [made[""] for made in steps.take("trees", joining.forest, [([each], None) for each in judged])]
    while len(trees) > 1:
        some = [trees[at : at + joining.FOREST] for at in range(0, len(trees), joining.FOREST)]
        trees = [made[""] for made in steps.take("trees", joining.forest, [(each, None) for each in some])]
    spread = buckets(columns.count(judged), 1)
    brought = steps.take("joined", joining.brought, [([each], (root, spread)) for each in judged for root in trees])
    settled = steps.take("settled", joining.settled, [(files, layout) for files in _by_bucket(brought, "")])
    said = steps.take("judgements", joining.judgements_in_order, [(files, None) for files in _by_bucket(settled, "j")])
    members = steps.take("groups", joining.groups_in_order, [(files, None) for files in _by_bucket(settled, "g")])
    return [made[""] for made in said], [made[""] for made in members]


def _by_bucket(made: Sequence[Made], sort: str) -> list[tuple[str, ...]]:
    """The files of each bucket of that sort, in the order of the buckets."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in made:
        for name, path in each.items():
            if name[: len(sort)] == sort and name[len(sort) :].isdecimal():
                found[name].append(path)
    return [tuple(found[name]) for name in sorted(found)]


def _to(made: Sequence[Made], place: int) -> tuple[str, ...]:
    """The files addressed to the part."""
    return tuple(each[f"{place:06d}"] for each in made if f"{place:06d}" in each)


def _asked(made: Sequence[Made], place: int) -> tuple[tuple[str, str], ...]:
    """Who asks the part for something, and the file in which."""
    return tuple((f"{asker:06d}", path) for asker, each in enumerate(made) for path in _to([each], place))
