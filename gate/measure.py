"""Run one benchmark set: read its articles with dateline, hand the records to the set's scorer, take the figures.

The sets and their scorers lie outside the repository; their texts are evaluated and never kept.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.annotate.entities.given import locate
from dateline.annotate.layers import LAYERS, annotate
from dateline.read import Unread, read_all
from dateline.text.article import Article, Source
from dateline.text.record import Failure, Record
from dateline.text.span import Span
from dateline.wire import to_json

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Bench:
    """One set of `sets.toml`. Its scorer lies beside this file, or else beside the sets."""

    name: str
    scorer: str
    figures: dict[str, str]
    articles: str = ""
    gold: str = ""
    folder: str = ""
    fast: int = 0
    only: int = 0
    layers: str = "all"
    known: dict[str, str] = field(default_factory=dict)


def benches() -> tuple[Bench, ...]:
    """All sets, in the order of the file."""
    return tuple(Bench(**table) for table in tomllib.loads((HERE / "sets.toml").read_text("utf-8"))["set"])


def measure(bench: Bench, home: Path, *, fast: bool) -> dict[str, float]:
    """The set's figures, in per cent; the quick gate takes the set's first articles only."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        limit = (bench.fast if fast else 0) or bench.only
        gold, articles = _gold_articles(home / bench.folder, work) if bench.folder else _cut(bench, home, work, limit)
        records = work / "records.jsonl"
        with records.open("wb") as out:
            for record in _given(articles, gold[0]) if bench.layers == "given" else _records(articles, bench.layers):
                out.write(to_json(record) + b"\n")
        golds = [str(path) for path in gold] if bench.folder else ["--gold", str(gold[0])]
        ours = HERE / bench.scorer
        command = [
            sys.executable,
            str(ours if ours.exists() else home / bench.scorer),
            *golds,
            "--records",
            str(records),
            "--json",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout:
            raise SystemExit(f"gate: {bench.name}: the scorer failed: {done.stderr.strip()[-400:]}")
        scores = json.loads(done.stdout)
    return {name: _look_up(scores, place) for name, place in bench.figures.items()}


def digest(bench: Bench, home: Path) -> str:
    """A short digest of the set's answers, so that a figure is never compared with one on other data."""
    paths = sorted((home / bench.folder).glob("*.json")) if bench.folder else [home / bench.gold]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


def _records(articles: Path, layers: str) -> Iterator[Record]:
    for found in read_all([str(articles)]):
        if isinstance(found, Unread):
            yield Record(Article("", source=Source(found.path, found.id)), failures=(Failure("read", found.reason),))
        else:
            yield annotate(found, LAYERS if layers == "all" else ())


def _given(articles: Path, gold: Path) -> Iterator[Record]:
    """Records that hold the gold names and nothing else, each with the place that we give it."""
    with gold.open(encoding="utf-8") as lines:  # split at line feeds alone: a text may hold other separators
        answers = {str(answer["id"]): answer for answer in map(json.loads, lines)}
    parsed = tuple(layer for layer in LAYERS if layer.name == "tokens")
    for article in read_all([str(articles)]):
        if isinstance(article, Unread):
            raise SystemExit(f"gate: {article.path} cannot be read: {article.reason}")
        answer = answers[str(article.source.id)]
        shift = article.text.find(answer["text"])
        if shift < 0:
            raise SystemExit(f"gate: {article.source.id}: the text is not the one that was annotated")
        names = [name for name in answer["toponyms"] if name.get("lat") is not None]
        spans = [Span(name["start"] + shift, name["end"] + shift) for name in names]
        yield locate(annotate(article, parsed), spans)


def _cut(bench: Bench, home: Path, work: Path, limit: int) -> tuple[list[Path], Path]:
    """(gold, articles), cut to the first `limit` lines if a limit is given."""
    paths = [home / bench.gold, home / bench.articles]
    if not limit:
        return [paths[0]], paths[1]
    for path in paths:
        lines = path.read_text("utf-8").splitlines(keepends=True)[:limit]
        (work / path.name).write_text("".join(lines), "utf-8")
    return [work / paths[0].name], work / paths[1].name


def _gold_articles(home: Path, work: Path) -> tuple[list[Path], Path]:
    """The hand-made gold files, and their texts as one list of articles with their dates of issue."""
    gold = sorted(home.glob("*.json"))
    articles = work / "articles.jsonl"
    with articles.open("w", encoding="utf-8") as out:
        for path in gold:
            answers = json.loads(path.read_text("utf-8"))
            text = (home / answers["file"]).read_bytes().decode("utf-8")
            article: dict[str, Any] = {"id": path.stem, "text": text}
            if answers["dct"]["value"]:
                article["published"] = answers["dct"]["value"]
            out.write(json.dumps(article) + "\n")
    return gold, articles


def _look_up(scores: Any, place: str) -> float:
    """The number at a dotted place; a key may hold dots or blanks, so the longest key that fits is tried first."""
    if not place:
        if not isinstance(scores, int | float):
            raise SystemExit(f"gate: no figure there: {scores!r}"[:300])
        return round(float(scores), 1)
    parts = place.split(".")
    for length in range(len(parts), 0, -1):
        key = ".".join(parts[:length])
        if isinstance(scores, dict) and key in scores:
            return _look_up(scores[key], ".".join(parts[length:]))
    raise SystemExit(f"gate: no figure {place!r} in the scorer's answer (it has {', '.join(map(str, scores))})")
