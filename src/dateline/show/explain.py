"""What stands on one character of the text and why: for `dateline explain`. Narrowest finding first."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.show.account import Account, account
from dateline.show.index import Index
from dateline.show.inert import visible
from dateline.text.naming import Entity
from dateline.text.record import Finding, Record
from dateline.text.span import Span
from dateline.text.telling import ROOT


def explanation(record: Record, offset: int) -> RenderableType:
    """Each finding on the character at `offset`: its words, value, rules and anchor; else the sentence and the nearest one."""
    index = Index(record)
    text = record.article.text
    if not 0 <= offset < len(text):
        return _line(f"There is no character {offset}: the text has {len(text)}, counted from 0.")
    findings = [finding for finding, _ in record.explain(offset)]
    if findings:
        shown = [_shown(account(index, finding)) for finding in findings]
        return Group(_in_sentence(index, _span_of(findings[0])), *shown)
    return Group(*_nothing(index, offset))


def account_view(record: Record, id: str) -> RenderableType | None:
    """One finding in its sentence, with its value, rules and anchor; None where the record has none of that id."""
    index = Index(record)
    found = index.found.get(id)
    if found is None:
        return None
    shown = _shown(account(index, found))
    return shown if isinstance(found, Entity) else Group(_in_sentence(index, _span_of(found)), shown)


def _nothing(index: Index, offset: int) -> list[RenderableType]:
    """What to show where no finding stands: the sentence, and the nearest finding."""
    block = index.block_at(offset)
    if block is None:
        lines: list[RenderableType] = [_line(f"Character {offset} stands between the blocks of the text.")]
    elif block.kind == "boilerplate":
        rules = ", ".join(evidence.by for evidence in block.because) or "no reason given"
        lines = [_line(f"Character {offset} is in a block left out as not part of the story ({rules}).")]
    else:
        lines = [_line(f"Nothing was found on character {offset}.")]
    lines.append(_in_sentence(index, Span(offset, offset + 1)))
    near = [finding for finding in index.found.values() if not isinstance(finding, Entity) and finding.id != ROOT]
    if near:
        nearest = min(near, key=lambda finding: _distance(_span_of(finding), offset))
        span = _span_of(nearest)
        lines.append(_line(f"The nearest finding stands on characters {span.start} to {span.end}:"))
        lines.append(_shown(account(index, nearest)))
    return lines


def _distance(span: Span, offset: int) -> tuple[int, int]:
    return max(span.start - offset, offset - span.end + 1, 0), len(span)


def _span_of(finding: Finding) -> Span:
    return Span(0, 0) if isinstance(finding, Entity) else finding.span


def _in_sentence(index: Index, span: Span) -> RenderableType:
    """The sentence with the span between marks, so that it shows without colour."""
    around = index.sentence(span)
    end = min(span.end, around.end)
    text = index.article.text
    line = Text()
    for piece, style in (
        (text[around.start : span.start], ""),
        ("▸", "dim"),
        (text[span.start : end], "bold"),
        ("◂", "dim"),
        (text[end : around.end], ""),
    ):
        line.append(visible(piece.replace("\n", " ")), style=style)
    return Padding(line, (0, 0, 1, 0))


def _shown(told: Account) -> RenderableType:
    """One account: a head line and its labelled lines."""
    head = Text()
    head.append(f"“{visible(told.words)}”", style="bold")
    head.append(" = " if told.what != "statement" else "  said by: ")
    head.append(visible(told.value))
    head.append(f"   {told.what} {visible(told.id)}", style="dim")
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in told.lines:
        table.add_row(Text(label, style="dim"), Text(visible(value), overflow="fold"))
    return Group(head, Padding(table, (0, 0, 1, 2)))


def _line(words: str) -> Text:
    return Text(visible(words))
