"""ECB+, topics 1 to 35: articles grouped by event, and event mentions joined across articles, with the scorer of the set.

    python gate/ecb.py [--mentions] [--json]

Groups need the texts alone. Mentions are read by dateline, in three minutes; they are joined once as they were found and once
as the set marks them. The threshold of the groups was chosen elsewhere, the words of `relate/chains.py` with these topics in view.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from printing import BENCH

from dateline import Article, Record, annotate
from dateline.read import read_all
from dateline.relate.chains import chain_events, chain_mentions
from dateline.relate.stories import find_stories

SET = BENCH / "crossdoc" / "ecbplus-1-35"


def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not SET.is_dir():
        print(f"gate: no benchmark sets at {BENCH}: nothing measured (set DATELINE_BENCH to where they are)")
        return 0
    figures = measured(mentions=options.mentions)
    print(
        json.dumps(figures)
        if options.json
        else "\n".join(f"ecb+: {name:34}{value:7.2f}" for name, value in figures.items())
    )
    return 0


def measured(*, mentions: bool = True) -> dict[str, float]:
    """The figures, of a hundred; those of mentions only where asked for."""
    articles = _lines(SET / "articles.jsonl")
    texts = [article for article in read_all([str(SET / "articles.jsonl")]) if isinstance(article, Article)]
    if [article.text for article in texts] != [each["text"] for each in articles]:
        raise SystemExit("gate: the articles of ECB+ are not read as they stand, so offsets would not fit")
    stories = find_stories(texts)
    groups = [
        {"group": n, "articles": [articles[at]["id"] for at in story.articles]} for n, story in enumerate(stories)
    ]
    figures = {"articles by event, B3 F1": _scored(groups)["groups"]["b3"]["F1"]}
    if mentions:
        ids = [each["id"] for each in articles]
        story = {at: number for number, each in enumerate(stories) for at in each.articles}
        records = [annotate(article) for article in texts]
        figures |= {
            f"{sort}, CoNLL F1": value for sort, value in _mentions(ids, records, [story[at] for at in range(len(ids))])
        }
    return figures


def _mentions(ids: list[str], records: list[Record], stories: list[int]) -> Iterator[tuple[str, float]]:
    """CoNLL F1 with the mentions that dateline finds, and with those of the set."""
    marked = {
        each["id"]: [(m["start"], m["end"]) for m in each["mentions"] if m["kind"] == "event"]
        for each in _lines(SET / "gold.jsonl")
    }
    found = chain_events(records, stories)
    given = chain_mentions(records, [marked[each] for each in ids], stories)
    for sort, chains in (("own mentions", found), ("given mentions", given)):
        yield sort, _scored(list(_told(ids, chains)))["chains"]["conll_f1"]


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _told(ids: list[str], chains: list[list[tuple[int, int, int]]]) -> Iterator[dict[str, Any]]:
    """Chains of (place of the article, start, end) as the scorer reads them."""
    for number, chain in enumerate(chains):
        yield {
            "chain": f"c{number}",
            "mentions": [{"article": ids[at], "start": start, "end": end} for at, start, end in chain],
        }


def _scored(lines: list[dict[str, Any]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        told.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        command = [
            sys.executable,
            str(BENCH / "score_crossdoc.py"),
            "--gold",
            str(SET / "gold.jsonl"),
            "--records",
            str(told),
        ]
        done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    sys.exit(main())
