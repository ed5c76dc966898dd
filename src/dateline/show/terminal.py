"""A record in the terminal: head, timeline, sources, doubts, loaded words.

All article text goes through `cell`: markup and escapes in an article are printed, never obeyed. Colour is
never the only cue, so the view reads the same through a pipe.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.show.account import Account, about_words, account
from dateline.show.cells import cell, columns, stacked
from dateline.show.dates import doubts, issue, issue_of, other_issues
from dateline.show.index import Index
from dateline.show.inert import one_line
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
    "order-conflict": "Told before or after, and dated the other way round",
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
    lines = [cell(title, "bold")]
    lines.append(cell(" · ".join(dict.fromkeys((article.outlet or "outlet unknown", *article.bylines)))))
    published = f"published {issue(article.published)}" if article.published.when else issue_of(index.record)
    lines.append(cell(" · ".join((published, article.language, f"{index.word_count:,} words"))))
    conflicts = other_issues(article.published)
    if conflicts:
        lines.append(cell(f"but also dated: {'; '.join(conflicts)}", "yellow"))
    if article.url:
        lines.append(cell(article.url, "dim"))
    return Group(*lines)


def _timeline(index: Index, width: int, all: bool) -> Iterator[RenderableType]:
    shown = rows(index.record, all=all, index=index)
    left_out = len(index.event_chains) - len(shown)
    yield _heading("What happened", f"{left_out} minor left out, --all shows them" if left_out else "")
    if not shown:
        yield cell("  no event found")
        return
    if width >= WIDE:
        table = columns("when", "who", "what", "whom", "where", "who says so", ratios=(3, 4, 4, 4, 3, 4))
    elif width >= NARROW:
        table = columns("when", "what happened", "who says so", ratios=(3, 8, 4))
    else:
        table = columns("when", "what happened", ratios=(2, 5))
    table.leading = 0 if width >= WIDE else 1  # rows of several lines run together without a blank line
    for row in shown:
        table.add_row(*_cells(row, width))
    yield table


def _cells(row: Row, width: int) -> tuple[Text, ...]:
    """One event as a row of the table for that width."""
    date = cell(row.date or "undated", "cyan" if row.date else "dim")
    if width >= WIDE:
        return date, cell(row.who), _what(row), cell(row.whom), cell(row.where), stacked(map(cell, row.says))
    parties = (("who", row.who), ("whom", row.whom), ("where", row.where))
    named = [_labelled(label, value) for label, value in parties if value]
    if width >= NARROW:
        return date, stacked((_what(row), *named)), stacked(map(cell, row.says))
    return date, stacked((_what(row), *named, *(_labelled("says", says) for says in row.says)))


def _labelled(label: str, value: str) -> Text:
    return cell(f"{label}: ", "dim") + cell(value)


def _what(row: Row) -> Text:
    """The words of the event; then, marked in words, its status, figures, other words for it, and what is doubted."""
    lines = [cell(row.what, "bold")]
    if row.status:
        lines[0].append(f" [{row.status}]", style="magenta")
    if row.kind:
        lines[0].append_text(cell(f" · {row.kind}", "dim"))
    lines += [cell(count) for count in row.counts]
    if row.also:
        lines.append(cell(f"also: {', '.join(row.also)}", "dim"))
    lines += [cell(f"! {flag}", "yellow") for flag in row.flags]
    return stacked(lines)


def _sources(index: Index) -> Iterator[RenderableType]:
    found = sources(index.record, index)
    if not found:
        return
    own = found[0]
    yield _heading("Who says so", f"the outlet's own voice: {own.share:.0%} of {index.word_count:,} words")
    table = columns("source", "kind", "told", "words", ratios=(8, 4, 1, 3), right=frozenset({"told", "words"}))
    for source in found:
        name = [cell(source.name, "bold")]
        name += [cell(chain, "dim") for chain in source.chains if chain.count("←") > 1]
        told = f"{len(source.statements)}×" if source is not own else ""
        table.add_row(stacked(name), cell(source.kind), told, f"{source.words:,} ({source.share:.0%})")
    yield table


def _doubts(index: Index) -> Iterator[RenderableType]:
    checks = doubts(index.record)
    if not checks:
        return
    yield _heading("Does not fit together", "we take no side")
    for check in checks:
        yield cell(f"- {check_words(check)}: {check.note}")
        for item in check.items:
            if item in index.found:
                told = _told(account(index, index.found[item]))
                yield Padding(cell(told, "dim"), (0, 0, 0, 4))


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
    table = columns("word", "about", "plain word", "leaning", "whose word", ratios=(4, 4, 3, 2, 4))
    for word in words:
        quote, about, whose = index.quote(word.span), about_words(index, word), chain_words(index, word.said_in)
        plain = word.neutral or "(leave out)"
        if width >= NARROW:
            table.add_row(*map(cell, (quote, about or "–", plain, word.leaning, whose)))
        else:
            yield cell(
                f"“{quote}” ({word.leaning}): {plain}" + (f"; about {about}" if about else "") + f"; says {whose}"
            )
    if table.row_count:
        yield table


def _failures(record: Record) -> Iterator[RenderableType]:
    if not record.failures:
        return
    yield _heading("Could not be done", "")
    for failure in record.failures:
        yield cell(f"- {failure.stage}: {failure.reason}", "red")


def _heading(words: str, aside: str) -> RenderableType:
    line = cell(words.upper(), "bold")
    if aside:
        line.append(f"   {aside}", style="dim")
    return Padding(line, (1, 0, 0, 0))
