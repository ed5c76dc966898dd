"""Reading our own knowledge files: tab-separated tables with a line of column names."""

from __future__ import annotations

from pathlib import Path

from dateline.text.errors import BadRules

HOME = Path(__file__).parent


def read_table(name: str, columns: tuple[str, ...]) -> str:
    """The rows of one of our tab-separated files, without the line of column names; BadRules if it does not begin with these columns."""
    try:
        text = (HOME / name).read_text(encoding="utf-8")
    except OSError as error:
        raise BadRules(f"{name}: {error.strerror or error}") from error
    head, _, rows = text.partition("\n")
    if tuple(head.split("\t"))[: len(columns)] != columns:
        raise BadRules(f"{name}: the columns are {head.split(chr(9))}, they must begin with {list(columns)}")
    return rows.rstrip("\n")


def cells(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds a list."""
    return tuple(part for part in cell.split(";") if part)
