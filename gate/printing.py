"""Where the benchmark sets are, and the tables that measuring programs print into docs/performance.md."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
BENCH = Path(os.environ.get("DATELINE_BENCH", HERE.parent.parent / "shared" / "bench"))
PERFORMANCE = HERE.parent / "docs" / "performance.md"


def write_table(name: str, rows: Sequence[str]) -> None:
    """Put the rows between the marks of that name."""
    above, mark, rest = PERFORMANCE.read_text("utf-8").partition(f"<!-- {name} -->\n")
    end = f"<!-- end of {name} -->"
    PERFORMANCE.write_text(above + mark + "\n".join(rows) + "\n" + end + rest.partition(end)[2], "utf-8")


def load() -> str:
    """How many processes wanted the machine in the last minute, on average: what a figure taken meanwhile is worth."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
