"""What a build and its relations would take at 10^6 and 10^8 articles with so many workers: a cost model from measured rates.

    python tools/simulate.py [--write]     reads gate/rates.json (of gate/scale.py), --write puts the table into docs/performance.md

What it assumes: annotating costs the same for each article, a copy what a copy costs; relating costs an article what it cost in the largest
run, times the size to the power that was measured; workers are as fast as here and take the next task when they are done with one;
the parent works alone for its share; all that is written between steps is written and read once over the disk or network of each
worker; a file costs a look-up besides. What it leaves out: machines that fail, and a store that is slower the more ask it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.scale.meeting import buckets
from dateline.scale.relating import INCIDENT_KEYS, TEXT_KEYS, part_size

HERE = Path(__file__).parent
GATE = HERE.parent / "gate"
RATES = GATE / "rates.json"
sys.path.append(str(GATE))
printing = importlib.import_module("printing")
BANDWIDTH = 100e6  # bytes a second that a worker reads and writes
LOOK_UP = 0.002  # seconds to open a file or write a new one
COPIES = 0.3  # of the articles: what agencies' texts come to in the press
PLANS = ((10**5, 2), (10**6, 2), (10**6, 64), (10**8, 256), (10**8, 2048))


@dataclass(frozen=True, slots=True)
class Rates:
    """Processor seconds an article, bytes an article between steps, and how the cost of relating grows."""

    article: float
    copy: float
    related: float
    measured_at: int
    power: float
    parent: float
    shuffled: float

    @classmethod
    def of(cls, told: dict[str, Any]) -> Rates:
        """From what gate/scale.py measured; the largest run counts."""
        runs = {int(size): cost for size, cost in told["relating"].items()}
        low, high = min(runs), max(runs)
        grown = math.log(runs[high]["seconds"] / runs[low]["seconds"]) / math.log(high / low) if high > low else 1.0
        last = runs[high]
        each = last["seconds"] / high, last["parent"] / high, last["shuffled"] / high
        annotating = told["annotating"]
        # What is loaded once makes the smallest run dear, so the power measured is rather below one: it is not taken lower than that.
        return cls(annotating["whole"], annotating["copy"], each[0], high, max(1.0, grown), each[1], each[2])

    def annotating(self, articles: int) -> float:
        """Processor seconds."""
        return articles * (self.article * (1 - COPIES) + self.copy * COPIES)

    def relating(self, articles: int) -> float:
        """Processor seconds."""
        return articles * self.related * math.pow(articles / self.measured_at, self.power - 1)


def files(articles: int) -> int:
    """Files that relating writes: each part to each bucket and back, and each part to each other, once to ask and once to lend."""
    parts = math.ceil(articles / part_size(articles))
    between = 2 * buckets(articles, TEXT_KEYS) + 4 * buckets(articles, INCIDENT_KEYS)
    return parts * between + 4 * parts * parts


def main() -> int:
    """Print the tables; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    told = json.loads(RATES.read_text("utf-8"))
    rates = Rates.of(told)
    rows = [
        "| articles | workers | annotating (hours) | relating (hours) | of that the parent alone | between steps, disk (GB) | files |",
        "|---|---|---|---|---|---|---|",
        *(_planned(rates, articles, workers) for articles, workers in PLANS),
        "", "| run | measured (s of processor time) | by the model (s) |", "|---|---|---|",
        *(
            f"| relating {int(size):,} | {cost['seconds']:,.0f} | {rates.relating(int(size)):,.0f} |"
            for size, cost in told["relating"].items()
        ),
    ]  # fmt: skip
    print(*rows, sep="\n")
    if options.write:
        printing.write_table("simulated", rows)
    return 0


def _planned(rates: Rates, articles: int, workers: int) -> str:
    bytes_between = articles * rates.shuffled
    handed = 2 * bytes_between / BANDWIDTH + 2 * files(articles) * LOOK_UP
    alone = articles * rates.parent
    related = alone + (rates.relating(articles) - alone + handed) / workers
    cells = (
        f"{articles:,}", f"{workers:,}", f"{rates.annotating(articles) / workers / 3600:,.1f}", f"{related / 3600:,.1f}",
        f"{alone / 3600:,.1f}", f"{bytes_between / 1e9:,.1f}", f"{files(articles):,}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
