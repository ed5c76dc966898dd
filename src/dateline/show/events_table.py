"""What happened in one article, as a table in the terminal: when, what, who to whom, where, and by whose word."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from dateline.show.cells import NARROW, WIDE, cell, columns, head, left_out, stacked
from dateline.show.events import Row, rows
from dateline.show.sources import ARROW
from dateline.text.record import Record

MOST = 200  # rows; --json and --csv have all


def events_view(record: Record, *, width: int) -> RenderableType:
    """The head of the article and its events in text order."""
    found = rows(record)
    if not found:
        return Group(head(record), cell("  no events found", "dim"))
    if width >= WIDE:
        table = columns("when", "what", "who", "to whom", "where", "who says so", ratios=(4, 4, 6, 6, 4, 6), leading=1)
    elif width >= NARROW:
        table = columns("when, where", "what happened", ratios=(2, 5), leading=1)
    else:
        table = columns("what happened", ratios=(1,), leading=1)
    for row in found[:MOST]:
        table.add_row(*_cells(row, width))
    return Group(head(record), table, *left_out(len(found), MOST))


def _cells(row: Row, width: int) -> tuple[Text, ...]:
    when = cell(row.when or "no date", "" if row.when else "dim")
    where = [cell(row.where)] if row.where else []
    who, whom = (stacked([cell(name) for name in names]) for names in (row.who, row.whom))
    told = [cell(each, "dim") for each in row.told_by if ARROW.strip() in each]
    if width >= WIDE:
        return when, stacked(_what(row)), who, whom, stacked(where), stacked([*told, *_times(row)])
    parties = [cell(" → ".join(filter(None, (", ".join(row.who), ", ".join(row.whom)))))] if row.who or row.whom else []
    rest = [*_what(row), *parties, *told, *_times(row)]
    return (stacked([when, *where]), stacked(rest)) if width >= NARROW else (stacked([when, *where, *rest]),)


def _what(row: Row) -> list[Text]:
    kind = f"{row.kind}, {row.mode}" if row.mode else row.kind
    lines = [cell(f"“{row.words}”", "bold"), cell(kind, "dim")]
    lines += [cell(f"! {row.status}", "yellow")] if row.status else []
    return [*lines, *(cell(count) for count in row.counts)]


def _times(row: Row) -> list[Text]:
    return [cell(f"told {row.mentions} times", "dim")] if row.mentions > 1 else []
