"""Whether the encoder's reading of events should have a vote beside the rules: what it would add, and who is right where they differ.

    python gate/votes.py      on the sentences of PLV (kinds of events, written by people)

Each sentence has one kind. A trigger of the encoder that no rule has counts as right where it gives the sentence its kind and no rule
did; on a word that both have, whoever gives the sentence's kind is right.
"""

from __future__ import annotations

import json
from collections import Counter

from printing import BENCH

from dateline.annotate.encode import NoEncoder
from dateline.annotate.layers import annotate
from dateline.annotate.occurrences import Occurrence, occurrences
from dateline.read import Unread, read_all
from dateline.text.happening import Event

SET = BENCH / "events" / "plv-train"
SURE = (0.3, 0.5, 0.7, 0.8)


def main() -> int:
    """Count and print; the exit code."""
    with (SET / "gold.jsonl").open(encoding="utf-8") as lines:
        kinds = {row["id"]: row["root"] for row in map(json.loads, lines)}
    counts: dict[float, Counter[str]] = {sure: Counter() for sure in SURE}
    for article in read_all([SET / "articles.jsonl"]):
        if isinstance(article, Unread):
            continue
        found = occurrences(article.text, article.told())
        if isinstance(found, NoEncoder):
            print(found)
            return 1
        events = annotate(article).events
        for sure in SURE:
            counts[sure] += _count(
                kinds[str(article.source.id)], events, [each for each in found if each.score >= sure]
            )
    for sure, counted in counts.items():
        print(
            f"from {sure}: {counted['added']} added, {counted['added, right']} of them right;"
            f" {counted['differ']} differ, rules right {counted['rules']}, encoder right {counted['encoder']}"
        )
    return 0


def _count(kind: str, events: tuple[Event, ...], found: list[Occurrence]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for each in found:
        here = [event.kind for event in events if event.span.overlaps(each.span)]
        if not here:
            counted["added"] += 1
            counted["added, right"] += each.kind == kind and all(event.kind != kind for event in events)
        elif each.kind not in here:
            counted["differ"] += 1
            counted["rules"] += kind in here
            counted["encoder"] += each.kind == kind
    return counted


if __name__ == "__main__":
    raise SystemExit(main())
