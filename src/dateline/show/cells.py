"""The pieces that every table in the terminal is made of: text that is never obeyed, lines in a cell, the bare table."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.table import Table
from rich.text import Text

from dateline.show.dates import issue
from dateline.show.inert import one_line, visible
from dateline.show.times import source_of
from dateline.text.record import Record

WIDE = 110  # columns from which every fact has a column of its own
NARROW = 60  # columns below which columns move under one another


def cell(words: str, style: str = "") -> Text:
    """The words as rich shows them; markup and escapes in them are printed."""
    return Text(visible(words.replace("\t", " ")), style=style, overflow="fold")


def stacked(lines: Iterable[Text]) -> Text:
    """The lines of one cell, one under the other."""
    return Text("\n").join(lines)


def head(record: Record) -> Text:
    """The title, where the article came from and its day of issue."""
    article = record.article
    title = one_line(article.quote(article.title), 120) if article.title else ""
    published = f"published {issue(article.published)}" if article.published.when else issue(article.published)
    told = (source_of(record), published) if title else (published,)
    return stacked((cell(title or source_of(record), "bold"), cell(" · ".join(told), "dim")))


def left_out(found: int, most: int) -> Iterable[Text]:
    """What a table says below its last row, where it has not all rows."""
    if found > most:
        yield cell(f"  and {found - most:,} more: --json has all", "dim")


def columns(*heads: str, ratios: tuple[int, ...], leading: int = 0, right: frozenset[str] = frozenset()) -> Table:
    """A table with no frame but a line under its heads; columns in `right` hold numbers. `leading` blank lines between rows."""
    made = Table(
        box=box.SIMPLE_HEAD, show_edge=False, expand=True, padding=(0, 1, 0, 0), header_style="dim", leading=leading
    )
    for name, ratio in zip(heads, ratios, strict=True):
        made.add_column(name, ratio=ratio, overflow="fold", justify="right" if name in right else "left")
    return made
