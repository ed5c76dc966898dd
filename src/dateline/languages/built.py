"""A language's TOML files, parsed ahead: TOML takes 50 ms at every start, the same tables as JSON take 2.

`built/<code>.jsonl` has a line for each file: its path, its size and checksum, and its tables; `built/<code>.patterns.json` the
parsed patterns of its rules by their text. Neither is ever stale, since a file that has changed since is read itself and a
pattern that is not there is parsed, and neither is needed. `tools/build_languages.py` writes them.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

BUILT = Path(__file__).parent / "built"


def tables_of(path: str, source: bytes) -> dict[str, Any] | None:
    """The tables of a language's file ("en/times/dates.toml") that holds just these bytes; None where they were not built."""
    code, _, name = path.partition("/")
    mark, tables = _lines(code).get(name, ("", ""))
    if mark != _mark(source):
        return None
    try:
        told: dict[str, Any] = json.loads(tables)
    except ValueError:  # cut short or mended by hand: the TOML is as good
        return None
    return told


def line_of(name: str, source: bytes, tables: dict[str, Any]) -> str:
    """The line of one file; ValueError where its tables hold what JSON cannot say, such as a date."""
    told = json.dumps(tables, ensure_ascii=False, separators=(",", ":"), default=str)
    if json.loads(told) != tables:
        raise ValueError(f"{name}: holds a value that JSON has no form for; write it as a string or a number")
    return f"{name}\t{_mark(source)}\t{told}\n"


def patterns_of(code: str) -> dict[str, Any]:
    """The patterns of a language as `patterns.table` wrote them; nothing where they were not built."""
    try:
        told = json.loads((BUILT / f"{code}.patterns.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@lru_cache(maxsize=16)
def _lines(code: str) -> dict[str, tuple[str, str]]:
    """By the file's path: its mark and its tables, unread."""
    try:
        lines = (BUILT / f"{code}.jsonl").read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    parts = (line.partition("\t") for line in lines)
    return {name: (rest[: rest.find("\t")], rest[rest.find("\t") + 1 :]) for name, _, rest in parts if "\t" in rest}


def _mark(source: bytes) -> str:
    """Size and checksum: they guard against a change forgotten, not against an enemy, who could as well change the code."""
    return f"{len(source)}:{zlib.crc32(source):08x}"
