"""The times of one article as a table in the terminal: what the words mean first, how we know it beside or below."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dateline.show.account import FLAGS
from dateline.show.cells import NARROW, WIDE, cell, columns, head, stacked
from dateline.show.times import Row, needs_issue, rows
from dateline.text.record import Record

TOLD = "event-anchored"  # the flag that says no more than what the time is counted from


def times_view(record: Record, *, width: int) -> RenderableType:
    """The head of the article and its times, to read at that width."""
    found = rows(record)
    if not found:
        return Group(head(record), cell("  no time found", "dim"))
    shown = _columns(width, rules=f"{record.article.language}/times/")
    for row in found:
        shown.add_row(*_cells(row, width))
    if not needs_issue(record):
        return Group(head(record), shown)
    missing = "! Nothing tells the day of issue, from which some of these may be counted: give --published DATE."
    return Group(head(record), shown, cell(missing, "yellow"))


def _columns(width: int, rules: str) -> Table:
    """The empty table for that width. All ids of rules begin alike, so the head says it once where there is room for one."""
    if width >= WIDE:
        heads = ("words", "means", "EDTF", "TIMEX3", "counted from", f"rule {rules}")
        return columns(*heads, ratios=(5, 4, 3, 3, 5, 7))
    if width >= NARROW:
        return columns("words", "means", f"counted from, rule {rules}", ratios=(4, 4, 6), leading=1)
    return columns("words", "means", ratios=(1, 1), leading=1)


def _cells(row: Row, width: int) -> tuple[Text, ...]:
    """One time as a row of the table for that width. Doubts stand under its meaning."""
    words, means = cell(row.words, "bold"), [cell(row.means, "cyan" if row.when else "dim")]
    doubts = [*(cell(f"or {other}") for other in row.others), *_flags(row)]
    how = [cell(row.counted_from)] if row.counted_from else []
    rules = [cell(rule.rpartition("/")[2], "dim") for rule in row.rules]
    if width >= WIDE:
        return words, stacked([*means, *doubts]), cell(row.when), cell(row.timex), stacked(how), stacked(rules)
    if row.when and row.when != row.means:
        means.append(cell(row.when))
    if row.timex and row.timex != row.when:
        means.append(cell(row.timex, "dim"))
    if width >= NARROW:
        return words, stacked([*means, *doubts]), stacked([*how, *rules])
    return stacked([words, *how, *rules]), stacked([*means, *doubts])


def _flags(row: Row) -> Iterable[Text]:
    return (cell(f"! {FLAGS.get(flag, flag)}", "yellow") for flag in row.flags if flag != TOLD)
