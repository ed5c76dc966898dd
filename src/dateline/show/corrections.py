"""What people corrected, as a table: what it was and is, who says so, and what waits until its words are found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from dateline.relate.corrected import Corrected
from dateline.relate.corrections import Correction, found_again, standing, unseen
from dateline.relate.judgement import PERSON
from dateline.show.cells import NARROW, cell, columns, left_out, stacked
from dateline.show.inert import one_line
from dateline.text.record import Record

MOST = 200
SHORT = 60  # characters of a quotation or value


@dataclass(frozen=True, slots=True)
class Row:
    """One correction as it stands: `was` and `state` are "" where there is nothing to say; `finding` is the id that it has now."""

    number: int
    finding: str
    words: str
    field: str
    was: str
    value: str
    by: str
    at: str
    note: str
    state: str


def rows(as_read: Record, said: Sequence[Correction], done: Corrected, finding: str = "") -> tuple[Row, ...]:
    """All that was said, in order; of one finding, by its id in the record, if one is given."""
    stands = {each.number for each in standing(said)}
    made = {each.correction.number: each for each in done.made}
    waits = {each.correction.number: each.why for each in done.waiting}
    found = []
    for each in said:
        id = found_again(as_read, each.target)
        if each.undoes is not None or (finding and finding not in (id, each.target.finding)):
            continue
        if each.number not in stands:
            state = "taken back"
        elif each.number in waits:
            state = f"waiting: {waits[each.number]}"
        else:
            state = "" if each.number in made else "a later one holds"
        blind = unseen(standing(said), each)
        if blind:
            state = "; ".join(
                filter(None, (state, f"said without knowing {', '.join(str(one.number) for one in blind)}"))
            )
        was = made[each.number].was if each.number in made else ""
        found.append(
            Row(
                each.number, id or each.target.finding, one_line(each.target.quote, SHORT), each.field, one_line(was, SHORT),
                one_line(each.value, SHORT), each.by.removeprefix(PERSON), each.at, each.note, state,
            )
        )  # fmt: skip
    return tuple(found)


def corrections_view(told: Iterable[tuple[int, Sequence[Row]]], *, width: int) -> RenderableType:
    """The corrections of some articles, by their numbers."""
    shown = [(number, row) for number, found in told for row in found]
    if not shown:
        return cell("nothing was corrected", "dim")
    if width >= NARROW:
        table = columns("no.", "finding", "corrected", "by whom", ratios=(1, 5, 8, 6), leading=1)
    else:
        table = columns("corrected", ratios=(1,), leading=1)
    for number, row in shown[:MOST]:
        finding = stacked([cell(f"{number}/{row.finding}", "cyan"), cell(f"“{row.words}”")])
        change = [cell(f"{row.field}: ") + _change(row), *([cell(row.state, "yellow")] if row.state else [])]
        change += [cell(row.note, "dim")] if row.note else []
        by = stacked([cell(row.by or "somebody unnamed"), cell(row.at[:16].replace("T", " "), "dim")])
        if width >= NARROW:
            table.add_row(cell(str(row.number), "bold"), finding, stacked(change), by)
        else:
            table.add_row(stacked([cell(f"{row.number}  ", "bold") + finding, *change, by]))
    return Group(table, *left_out(len(shown), MOST))


def _change(row: Row) -> Text:
    value = cell(row.value or "unknown", "bold")
    return cell(f"{row.was} → ", "dim") + value if row.was else value
