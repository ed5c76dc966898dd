"""A record in the terminal: head, timeline, sources, doubts, loaded words.

All article text goes through `Text` and `visible`: markup and escapes in an article are printed, never obeyed. Colour is
never the only cue, so the view reads the same through a pipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.show.account import Account, about_words, account
from dateline.show.dates import issue, other_issues
from dateline.show.index import Index
from dateline.show.inert import one_line, visible
from dateline.show.sources import chain_words, sources
from dateline.show.timeline import Row, rows
from dateline.text.record import Check, Record

WIDE = 110  # columns from which who, whom and where get columns of their own; below, their names break into syllables
NARROW = 60  # columns below which a third column breaks words: who says so moves under what happened
CHECKS = {
    "stale-deictic": "A date that may be left over from another text",
    "date-conflict": "One event, dates that differ",
    "figure-conflict": "One event, figures that differ",
    "weekday-mismatch": "A weekday that does not fall on its date",
    "duration-mismatch": "A length of time that does not fit its dates",
}


def record_view(record: Record, *, width: int, all: bool = False) -> RenderableType:
    """The whole record to read at that width; `all` shows minor events too."""
    index = Index(record)
    parts: list[RenderableType] = [_head(index)]
    parts += _timeline(index, width, all)
    parts += _sources(index)
    parts += _doubts(index)
    parts += _loaded(index, width)
    parts += _failures(record)
    return Group(*parts)


def _head(index: Index) -> RenderableType:
    article = index.article
    title = index.quote(article.title) if article.title else "(no title)"
    lines = [_text(title, "bold")]
    lines.append(_text(" · ".join((article.outlet or "outlet unknown", *article.bylines))))
    published = f"published {issue(article.published)}" if article.published.when else issue(article.published)
    lines.append(_text(" · ".join((published, article.language, f"{index.word_count:,} words"))))
    conflicts = other_issues(article.published)
    if conflicts:
        lines.append(_text(f"but also dated: {'; '.join(conflicts)}", "yellow"))
    if article.url:
        lines.append(_text(article.url, "dim"))
    return Group(*lines)


def _timeline(index: Index, width: int, all: bool) -> Iterator[RenderableType]:
    shown = rows(index.record, all=all, index=index)
    left_out = len(index.event_chains) - len(shown)
    yield _heading("What happened", f"{left_out} minor left out, --all shows them" if left_out else "")
    if not shown:
        yield _text("  no event found")
        return
    if width >= WIDE:
        table = _table("when", "who", "what", "whom", "where", "who says so", ratios=(3, 4, 4, 4, 3, 4))
    elif width >= NARROW:
        table = _table("when", "what happened", "who says so", ratios=(3, 8, 4))
    else:
        table = _table("when", "what happened", ratios=(2, 5))
    table.leading = 0 if width >= WIDE else 1  # rows of several lines run together without a blank line
    for row in shown:
        table.add_row(*_cells(row, width))
    yield table


def _cells(row: Row, width: int) -> tuple[Text, ...]:
    """One event as a row of the table for that width."""
    date = _text(row.date or "undated", "cyan" if row.date else "dim")
    if width >= WIDE:
        return date, _text(row.who), _what(row), _text(row.whom), _text(row.where), _lines(map(_text, row.says))
    parties = (("who", row.who), ("whom", row.whom), ("where", row.where))
    named = [_labelled(label, value) for label, value in parties if value]
    if width >= NARROW:
        return date, _lines((_what(row), *named)), _lines(map(_text, row.says))
    return date, _lines((_what(row), *named, *(_labelled("says", says) for says in row.says)))


def _labelled(label: str, value: str) -> Text:
    return _text(f"{label}: ", "dim") + _text(value)


def _what(row: Row) -> Text:
    """The words of the event; then, marked in words, its status, figures, other words for it, and what is doubted."""
    lines = [_text(row.what, "bold")]
    if row.status:
        lines[0].append(f" [{row.status}]", style="magenta")
    if row.kind:
        lines[0].append_text(_text(f" · {row.kind}", "dim"))
    lines += [_text(count) for count in row.counts]
    if row.also:
        lines.append(_text(f"also: {', '.join(row.also)}", "dim"))
    lines += [_text(f"! {flag}", "yellow") for flag in row.flags]
    return _lines(lines)


def _sources(index: Index) -> Iterator[RenderableType]:
    found = sources(index.record, index)
    if not found:
        return
    own = found[0]
    yield _heading("Who says so", f"the outlet's own voice: {own.share:.0%} of {index.word_count:,} words")
    table = _table("source", "kind", "told", "words", ratios=(8, 4, 1, 3))
    for source in found:
        name = [_text(source.name, "bold")]
        name += [_text(chain, "dim") for chain in source.chains if chain.count("←") > 1]
        told = f"{len(source.statements)}×" if source is not own else ""
        table.add_row(_lines(name), _text(source.kind), told, f"{source.words:,} ({source.share:.0%})")
    yield table


def _doubts(index: Index) -> Iterator[RenderableType]:
    checks = index.record.checks
    if not checks:
        return
    yield _heading("Does not fit together", "we take no side")
    for check in checks:
        yield _text(f"- {check_words(check)}: {check.note}")
        for item in check.items:
            if item in index.found:
                told = _told(account(index, index.found[item]))
                yield Padding(_text(told, "dim"), (0, 0, 0, 4))


def check_words(check: Check) -> str:
    """What kind of contradiction it is, in words."""
    return CHECKS.get(check.kind, check.kind)


def _told(told: Account) -> str:
    return f"“{one_line(told.words, 80)}”: {told.value} ({told.id})"


def _loaded(index: Index, width: int) -> Iterator[RenderableType]:
    words = index.record.wording
    if not words:
        return
    yield _heading("Loaded words", f"{len(words)}, and whose they are")
    table = _table("word", "about", "plain word", "leaning", "whose word", ratios=(4, 4, 3, 2, 4))
    for word in words:
        quote, about, whose = index.quote(word.span), about_words(index, word), chain_words(index, word.said_in)
        plain = word.neutral or "(leave out)"
        if width >= NARROW:
            table.add_row(*map(_text, (quote, about or "–", plain, word.leaning, whose)))
        else:
            yield _text(
                f"“{quote}” ({word.leaning}): {plain}" + (f"; about {about}" if about else "") + f"; says {whose}"
            )
    if table.row_count:
        yield table


def _failures(record: Record) -> Iterator[RenderableType]:
    if not record.failures:
        return
    yield _heading("Could not be done", "")
    for failure in record.failures:
        yield _text(f"- {failure.stage}: {failure.reason}", "red")


def _heading(words: str, aside: str) -> RenderableType:
    line = _text(words.upper(), "bold")
    if aside:
        line.append(f"   {aside}", style="dim")
    return Padding(line, (1, 0, 0, 0))


def _table(*columns: str, ratios: tuple[int, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, expand=True, padding=(0, 1, 0, 0), header_style="dim")
    for name, ratio in zip(columns, ratios, strict=True):
        table.add_column(name, ratio=ratio, overflow="fold", justify="right" if name in ("told", "words") else "left")
    return table


def _lines(lines: Iterable[Text]) -> Text:
    return Text("\n").join(lines)


def _text(words: str, style: str = "") -> Text:
    return Text(visible(words.replace("\t", " ")), style=style, overflow="fold")
