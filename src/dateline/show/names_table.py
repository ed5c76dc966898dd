"""Names and places of one article as tables in the terminal: what a reader asks first stands first, doubts stand in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dateline.show import where, who
from dateline.show.cells import NARROW, WIDE, cell, columns, head, left_out, stacked
from dateline.text.record import Record

MOST = 60  # rows of a table; an article that names more is a list, and --json has them all
_CYAN = {where.POINT: "cyan"}


def who_view(record: Record, *, width: int) -> RenderableType:
    """The head of the article and whom it names, to read at that width."""
    found = who.rows(record)
    if not found:
        return Group(head(record), cell("  nobody named", "dim"))
    if width >= WIDE:
        table = columns("name", "kind", "role", "named", "says", ratios=(6, 4, 7, 6, 2), right=frozenset({"says"}))
    elif width >= NARROW:
        table = columns("name", "role", "named", ratios=(5, 5, 5), leading=1)
    else:
        table = columns("name", "role and words", ratios=(1, 1), leading=1)
    for row in found[:MOST]:
        table.add_row(*_who_cells(row, width))
    return Group(head(record), table, *left_out(len(found), MOST))


def where_view(record: Record, *, width: int) -> RenderableType:
    """The head of the article and the places it names, to read at that width."""
    found = where.rows(record)
    if not found:
        return Group(head(record), cell("  no place named", "dim"))
    if width >= WIDE:
        table = columns("place", "what", "within", "known as", "point", "named", ratios=(5, 2, 6, 3, 4, 5))
    elif width >= NARROW:
        table = columns("place", "where", "named", ratios=(5, 6, 4), leading=1)
    else:
        table = columns("place", "where", ratios=(1, 1), leading=1)
    for row in found[:MOST]:
        table.add_row(*_where_cells(row, width))
    return Group(head(record), table, *left_out(len(found), MOST))


def _who_cells(row: who.Row, width: int) -> tuple[Text, ...]:
    name = [cell(row.name, "bold"), *([cell(f"= {row.known_as}", "dim")] if row.known_as else []), *_flags(row.flags)]
    roles = [cell(role) for role in row.roles]
    roles += [cell(f"{held} (our tables)", "dim") for held in row.held]
    named = _named(row.words, row.mentions)
    said = f"{row.statements}×" if row.statements else ""
    if width >= WIDE:
        return stacked(name), cell(row.kind), stacked(roles), stacked(named), cell(said)
    name.insert(1, cell(row.kind, "dim"))
    if said:
        name.append(cell(f"makes {row.statements} statement{'s' * (row.statements > 1)}"))
    if width >= NARROW:
        return stacked(name), stacked(roles), stacked(named)
    return stacked(name), stacked([*roles, *named])


def _where_cells(row: where.Row, width: int) -> tuple[Text, ...]:
    name = [cell(row.name, "bold"), *([cell(f"= {row.known_as}", "dim")] if row.known_as else []), *_flags(row.flags)]
    within = ", ".join(filter(None, (row.within, row.country if row.precision != where.COUNTRY else "")))
    doubts = [cell("or:", "yellow"), *(cell(f"  {other}", "yellow") for other in row.others)] if row.others else []
    known = cell(row.precision, _CYAN.get(row.precision, "dim"))
    named = _named(row.words, row.mentions)
    if width >= WIDE:
        what = "" if row.what == row.precision else row.what
        return stacked(name), cell(what), stacked([cell(within), *doubts]), known, cell(row.point), stacked(named)
    told = [cell(within)] if within else []
    if row.what not in ("", row.precision):
        name.append(cell(row.what, "dim"))
    told.append(known + cell(f" {row.point}" if row.point else ""))
    told += doubts
    if width >= NARROW:
        return stacked(name), stacked(told), stacked(named)
    return stacked([*name, *named]), stacked(told)


def _named(words: Sequence[tuple[str, int]], mentions: int) -> list[Text]:
    """How often, and in which words; the commonest stand alone, the rest are counted."""
    lines = [cell(f"{count}× {wording}") for wording, count in words[: who.MOST_WORDS]]
    rest = mentions - sum(count for _, count in words[: who.MOST_WORDS])
    return [*lines, cell(f"{rest}× in other words", "dim")] if rest else lines


def _flags(flags: Iterable[str]) -> list[Text]:
    return [cell(f"! {flag}", "yellow") for flag in flags]
