"""The probe: sentences with one time each and the answer that a reader of news would give, by class of difficulty.

python gate/probe.py [--wrong]     share right by class; --wrong lists what is not
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dateline import Article, Record, When
from dateline.annotate.layers import LAYERS
from dateline.text.article import Block, Published
from dateline.text.happening import TimeExpression
from dateline.text.span import Span

PROBE = Path(__file__).parent / "probe" / "times.tsv"


class Item(NamedTuple):
    """One sentence: its class, day of issue, text, the asked words' span, and the answer."""

    kind: str
    published: When | None
    text: str
    span: Span
    answer: str


def main() -> int:
    """Print the shares; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    right: dict[str, list[bool]] = defaultdict(list)
    for item in items():
        given = answer(item)
        right[item.kind].append(given == item.answer)
        if options.wrong and given != item.answer:
            print(f"{item.kind}\t{item.text}\t{item.answer}\tgiven {given}")
    for kind, answers in right.items():
        print(f"{kind:14}{sum(answers):4} of {len(answers)}")
    everything = [each for answers in right.values() for each in answers]
    print(f"{'all':14}{sum(everything):4} of {len(everything)} = {100 * sum(everything) / len(everything):.1f} %")
    return 0


def share() -> float:
    """Per cent of the sentences that are read right."""
    answers = [answer(item) == item.answer for item in items()]
    return round(100 * sum(answers) / len(answers), 1)


def items() -> Iterator[Item]:
    """The sentences of the probe file."""
    for line in PROBE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        kind, published, marked, answer = line.split("\t")
        start = marked.index("[[")
        end = marked.index("]]") - 2
        text = marked.replace("[[", "").replace("]]", "")
        yield Item(kind, None if published == "-" else When.parse(published), text, Span(start, end), answer)


def answer(item: Item) -> str:
    """What dateline says of the asked words: EDTF or a TIMEX3 length; "?" for a time with no period, "-" for no time."""
    article = Article(
        item.text, published=Published(item.published), blocks=(Block(Span(0, len(item.text)), "paragraph"),)
    )
    record = Record(article)
    for layer in LAYERS:
        record = layer.find(record)
    found = [time for time in record.times if time.span.overlaps(item.span)]
    exact = [time for time in found if time.span == item.span or item.span.holds(time.span)]
    if item.answer == "-":  # nothing may stand on just these words
        return "-" if not exact else _said(exact[0])
    best = max(found, key=lambda time: (time.span == item.span, len(time.span)), default=None)
    return "-" if best is None else _said(best)


def _said(time: TimeExpression) -> str:
    if time.when is not None:
        return str(time.when)
    known = time.timex is not None and (time.timex.type in ("DURATION", "SET"))
    return time.timex.value if time.timex is not None and known else "?"


if __name__ == "__main__":
    sys.exit(main())
