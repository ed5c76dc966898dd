"""The gate: accuracy on sets of real articles, held against floors that only rise.

    python gate/run.py                 all sets, figures against floors; exit code 1 if one falls below
    python gate/run.py --fast          a part of some sets, in about two minutes
    python gate/run.py --set TimeBank  one set
    python gate/run.py --pin           raise the floors to what was measured (--lower allows lowering; say why in CHANGELOG)
    python gate/run.py --write         write docs/accuracy.md, from all sets

The sets are looked for in DATELINE_BENCH, else in ../shared/bench beside the repository; without them there is nothing to do.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import copies
import ecb
import probe
from measure import Bench, benches, digest, measure
from printing import BENCH

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
ACCURACY = HERE.parent / "docs" / "accuracy.md"
# A floor stands this much under what was measured: another processor rounds the parser's weights a little differently.
SLACK = 0.5
Floors = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Own:
    """A measure with a script of its own in this folder, and what others reach."""

    name: str
    measure: Callable[[], dict[str, float]]
    fast: bool = False
    known: Mapping[str, str] = field(default_factory=dict)


OWN = (
    Own("own probe", lambda: {"right": probe.share()}, fast=True),
    Own("copies made of real articles", copies.shares),
    Own("ECB+ topics 1-35", ecb.measured, known={"articles by event, B3 F1": "87.3 TF-IDF, threshold in-sample"}),
)


def main() -> int:
    """Measure, compare, pin or write; the exit code."""
    options = _options()
    home = BENCH
    if not home.is_dir():
        print(f"gate: no benchmark sets at {home}: nothing measured (set DATELINE_BENCH to where they are)")
        return 0
    mode = "fast" if options.fast else "full"
    chosen = [bench for bench in benches() if (not options.fast or bench.fast) and options.set in (None, bench.name)]
    own = [each for each in OWN if (not options.fast or each.fast) and options.set in (None, each.name)]
    if not chosen and not own:
        names = ", ".join([each.name for each in OWN] + [bench.name for bench in benches()])
        print(f"gate: no set is called {options.set!r} (there are: {names})")
        return 2
    measures = {each.name: each.measure for each in own}
    measures |= {bench.name: partial(measure, bench, home, fast=options.fast) for bench in chosen}
    measured: dict[str, dict[str, float]] = {}
    for name, measuring in measures.items():
        started = time.perf_counter()
        measured[name] = measuring()
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    floors: Floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    stale = [b.name for b in chosen if floors.get("data", {}).get(b.name) != digest(b, home)]
    if options.write:
        _write(measured, chosen)
    if options.pin:
        return _pin(floors, mode, measured, {b.name: digest(b, home) for b in chosen}, lower=options.lower)
    fallen = _compare(floors.get(mode, {}), measured, stale)
    return 1 if fallen else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--set")
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write and (options.fast or options.set):
        parser.error("--write replaces the whole table: leave out --fast and --set")
    return options


def _compare(floors: dict[str, dict[str, float]], measured: dict[str, dict[str, float]], stale: list[str]) -> int:
    """Print every figure beside its floor; how many fell below."""
    fallen = 0
    for name, figures in measured.items():
        for figure, value in figures.items():
            floor = floors.get(name, {}).get(figure)
            below = floor is not None and value < floor and name not in stale
            fallen += below
            told = "no floor yet" if floor is None else f"floor {floor:.1f}" + ("  BELOW" if below else "")
            print(f"{name:29}{figure:42}{value:6.1f}   {told}")
        if name in stale and floors.get(name):
            print(f"{name:29}the answers are not those the floors were pinned on: not compared, pin again")
    return fallen


def _pin(floors: Floors, mode: str, measured: dict[str, dict[str, float]], data: dict[str, str], *, lower: bool) -> int:
    kept = floors.setdefault(mode, {})
    refused = 0
    for name, figures in measured.items():
        for figure, value in figures.items():
            new, old = math.floor((value - SLACK) * 10) / 10, kept.get(name, {}).get(figure)
            if old is not None and new < old and not lower:
                refused += value < old
                continue
            kept.setdefault(name, {})[figure] = max(new, 0.0)
        if name in data:
            floors.setdefault("data", {})[name] = data[name]
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    print(
        f"gate: floors pinned in {FLOORS.name}"
        + (f"; {refused} fell and were not lowered (--lower)" if refused else "")
    )
    return 1 if refused else 0


def _write(measured: dict[str, dict[str, float]], chosen: list[Bench]) -> None:
    """The table of docs/accuracy.md, between its marks."""
    rows = ["| set | figure | dateline | best known elsewhere |", "|---|---|---|---|"]
    known: dict[str, Mapping[str, str]] = {each.name: each.known for each in OWN}
    known |= {bench.name: bench.known for bench in chosen}
    for name, figures in measured.items():
        for figure, value in figures.items():
            rows.append(f"| {name} | {figure} | {value:.1f} | {known.get(name, {}).get(figure, '')} |")
    before, mark, rest = ACCURACY.read_text("utf-8").partition("<!-- figures -->\n")
    after = rest.partition("<!-- end of figures -->")[2]
    ACCURACY.write_text(before + mark + "\n".join(rows) + "\n<!-- end of figures -->" + after, "utf-8")
    print(f"gate: wrote {ACCURACY.name}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
