"""Who says what in one article, as a table in the terminal: the speaker first, then the words, then how we know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from dateline.show.account import FATES
from dateline.show.cells import NARROW, WIDE, cell, columns, head, left_out, stacked
from dateline.show.quotes import Row, rows
from dateline.show.sources import ARROW
from dateline.text.record import Record
from dateline.text.telling import Fate

MOST = 200  # rows; an article with more is a transcript, and --json has them all
APART: tuple[Fate, ...] = ("scare_quote", "title", "nickname")


def quotes_view(record: Record, *, width: int) -> RenderableType:
    """The head of the article, its statements, and below them what else stands between quotation marks."""
    found = rows(record)
    said = [row for row in found if row.fate not in APART]
    if not said:
        return Group(head(record), cell("  nobody is quoted", "dim"), *_apart(found))
    if width >= WIDE:
        table = columns("who", "says", "how", "to whom, where, when", ratios=(5, 9, 4, 5), leading=1)
    elif width >= NARROW:
        table = columns("who", "says", ratios=(2, 5), leading=1)
    else:
        table = columns("who says what", ratios=(1,), leading=1)
    for row in said[:MOST]:
        table.add_row(*_cells(row, width))
    return Group(head(record), table, *left_out(len(said), MOST), *_apart(found))


def _cells(row: Row, width: int) -> tuple[Text, ...]:
    who = [cell(row.who, "yellow" if row.fate == "unattributed" else "bold"), cell(row.kind, "dim")]
    words = cell(row.words)
    how = [cell(row.how, "dim")] if row.how else []
    doubts = [cell(f"! {doubt}", "yellow") for doubt in row.sure]
    where = [cell(row.where)] if row.where else []
    through = [cell(row.chain, "dim")] if row.chain.count(ARROW.strip()) > 1 else []
    if width >= WIDE:
        return stacked(who), words, stacked([*how, *doubts]), stacked([*where, *through])
    rest = [words, *how, *where, *through, *doubts]
    return (stacked(who), stacked(rest)) if width >= NARROW else (stacked([*who, *rest]),)


def _apart(found: Sequence[Row]) -> Iterable[Text]:
    """Words between marks that are nobody's statement, by what the marks are there for."""
    by_fate: dict[Fate, list[str]] = defaultdict(list)
    for row in found:
        if row.fate in APART:
            by_fate[row.fate].append(f"“{row.words}”")
    for fate in APART:
        if by_fate[fate]:
            words = list(dict.fromkeys(by_fate[fate]))
            more = f" and {len(words) - 12} more" if len(words) > 12 else ""
            yield cell(f"{FATES[fate]}: {', '.join(words[:12])}{more}", "dim")
