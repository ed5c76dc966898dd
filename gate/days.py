"""The day of issue: ours beside htmldate's on the same pages, fast and extensive. What docs/accuracy.md says of htmldate is printed here.

    python gate/days.py [--show]      --show names each page where ours and htmldate's differ, with what ours stands on

The set "htmldate" has answers; the article-extraction-benchmark has none, so there it is told how often the two agree. The sets are
looked for in DATELINE_BENCH, else in ../shared/bench beside the repository.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from htmldate import find_date
from printing import BENCH

from dateline.read import read_all
from dateline.text.article import Article

HOME = BENCH / "reading"
LATEST = "2100-12-31"  # no clock: what htmldate says of a page must not change with the day on which it is asked


def main() -> int:
    """Print both beside the answers, and beside each other; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    if not HOME.is_dir():
        print(f"gate: no pages at {HOME}: nothing measured (set DATELINE_BENCH to where the sets are)")
        return 0
    print(f"htmldate {version('htmldate')}")
    for name in ("htmldate", "aeb"):
        folder = HOME / name
        pages = {str(told["id"]): told["html"] for told in _lines(folder / "articles.jsonl")}
        ours = {
            each.source.id or "": each for each in read_all([folder / "articles.jsonl"]) if isinstance(each, Article)
        }
        days = {id: str(each.published.when.single_day) for id, each in ours.items() if each.published.when}
        theirs = {
            mode: {id: _day(page, extensive=mode == "extensive") for id, page in pages.items()}
            for mode in ("fast", "extensive")
        }
        gold: dict[str, str | None] = {str(told["id"]): told.get("published") for told in _lines(folder / "gold.jsonl")}
        if any(gold.values()):
            named: dict[str, dict[str, str | None]] = {"dateline": {**days}}
            named |= {f"htmldate {mode}": each for mode, each in theirs.items()}
            for who, told in named.items():
                right = sum(told.get(id) == str(answer)[:10] for id, answer in gold.items() if answer)
                print(f"{name}: {who}: day right on {right} of {sum(map(bool, gold.values()))} pages")
        _beside(name, ours, days, theirs["extensive"], show=show)
    return 0


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def _day(page: str, *, extensive: bool) -> str | None:
    try:
        told: str | None = find_date(page, original_date=True, extensive_search=extensive, max_date=LATEST)
    except Exception:  # a page that it stumbles over has no day by it
        return None
    return told


def _beside(
    name: str, ours: dict[str, Article], days: dict[str, str], theirs: dict[str, str | None], *, show: bool
) -> None:
    """How often the two name the same day, and what they say where they do not."""
    kinds: Counter[str] = Counter()
    for id, other in theirs.items():
        day = days.get(id)
        kind = (
            "the same" if day == other else "only htmldate" if not day else "only dateline" if not other else "another"
        )
        kinds[kind] += 1
        if show and kind != "the same":
            because = ours[id].published.because[:1] if id in ours else ()
            print(
                f"  {id[:60]}: dateline {day} ({', '.join(f'{each.by} {each.note}' for each in because)}), htmldate {other}"
            )
    print(
        f"{name}: day by dateline and by htmldate extensive: {', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}"
    )


if __name__ == "__main__":
    sys.exit(main())
