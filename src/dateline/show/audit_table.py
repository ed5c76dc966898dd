"""An audit in the terminal: who is quoted, by kind of source, by outlet, and what rests on one source or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.show.account import FATES
from dateline.show.audit import MOST, NOT, Audit, share
from dateline.show.cells import NARROW, cell, columns, left_out, stacked

TOP = 40  # sources in the table; --json has all


def audit_view(audit: Audit, *, width: int) -> RenderableType:
    """All counts, to read at that width."""
    head = cell(f"{audit.articles:,} article{'s' * (audit.articles != 1)}, {audit.words:,} words", "bold")
    parts = [*_kinds(audit), *_sources(audit, width), *_outlets(audit, width), *_thin(audit), *_quotations(audit)]
    return Group(head, *parts, Padding(cell(NOT, "dim"), (1, 0, 0, 0)))


def _kinds(audit: Audit) -> Iterator[RenderableType]:
    yield _heading("Whose words")
    table = columns("kind of source", "sources", "words", "share", ratios=(6, 2, 2, 2), right=_RIGHT)
    for kind, count, words in audit.kinds():
        table.add_row(cell(kind), cell(f"{count:,}" if count else ""), cell(f"{words:,}"), _share(words, audit.words))
    yield table


def _sources(audit: Audit, width: int) -> Iterator[RenderableType]:
    found = audit.most_quoted()
    yield _heading("Who is quoted")
    if not found:
        yield cell("  nobody", "dim")
        return
    if width >= NARROW:
        table = columns(
            "source", "kind", "articles", "times", "words", "in marks", ratios=(7, 4, 3, 2, 2, 2), right=_RIGHT
        )
    else:
        table = columns("source", "words", "in marks", ratios=(5, 2, 2), right=_RIGHT)
    for each in found[:TOP]:
        words, marked = cell(f"{each.words:,}"), cell(f"{each.marked:,}")
        if width >= NARROW:
            table.add_row(
                cell(each.name, "bold"), cell(each.kind), cell(str(each.articles)), cell(str(each.statements)), words, marked
            )  # fmt: skip
        else:
            table.add_row(stacked([cell(each.name, "bold"), cell(each.kind, "dim")]), words, marked)
    yield table
    yield from left_out(len(found), TOP)


def _outlets(audit: Audit, width: int) -> Iterator[RenderableType]:
    yield _heading("By outlet")
    heads = ("outlet", "articles", "own voice", "named", "unnamed", "one source", "none")
    wide = width >= NARROW
    table = columns(*(heads if wide else heads[:3]), ratios=(5, 2, 2, 2, 2, 2, 2) if wide else (4, 2, 2), right=_RIGHT)
    for _, each in sorted(audit.outlets.items()):
        row = [cell(each.name, "bold"), cell(str(each.articles)), _share(each.own, each.words)]
        if wide:
            row += [_share(each.kinds["named"], each.words), _share(each.kinds["unnamed"], each.words)]
            row += [cell(str(each.single)), cell(str(each.without))]
        table.add_row(*row)
    yield table


def _thin(audit: Audit) -> Iterator[RenderableType]:
    if audit.single:
        yield _heading(f"Articles with one source: {len(audit.single):,}")
        yield from _listed([f"{where}: {name}" for where, name in audit.single])
    if audit.without:
        yield _heading(f"Articles with no source: {len(audit.without):,}")
        yield from _listed(audit.without)


def _listed(lines: Sequence[str]) -> Iterator[RenderableType]:
    for line in lines[:MOST]:
        yield cell(f"  {line}")
    yield from left_out(len(lines), MOST)


def _quotations(audit: Audit) -> Iterator[RenderableType]:
    total = sum(audit.fates.values()) - audit.fates["stray"]
    yield _heading(f"Quotation marks: {total:,} pair{'s' * (total != 1)}")
    for fate, words in FATES.items():
        if audit.fates[fate]:
            yield cell(f"  {audit.fates[fate]:,}  {words}", "yellow" if fate == "unattributed" else "")


def _share(part: int, whole: int) -> Text:
    return cell(f"{share(part, whole):.0%}")


def _heading(words: str) -> RenderableType:
    return Padding(cell(words.upper(), "bold"), (1, 0, 0, 0))


_RIGHT = frozenset(
    {
        "sources",
        "words",
        "share",
        "articles",
        "times",
        "in marks",
        "own voice",
        "named",
        "unnamed",
        "one source",
        "none",
    }
)
