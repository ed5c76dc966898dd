"""What commands that list findings share: articles in the order of the sources, each shown before the next is read, and exit codes."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from dateline.annotate.layers import LAYERS, Layer, annotate
from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.cli.options import own_knowledge, reading_options
from dateline.read import Unread, read_all
from dateline.text.article import Article, Source
from dateline.text.record import Failure, Record

Show = Callable[[Record], None]
Lines = Callable[[Record], Iterable[bytes]]
Tabs = Callable[[Record], Iterable[str]]


def layers_named(*names: str) -> tuple[Layer, ...]:
    """Those layers, in the order they run."""
    return tuple(layer for layer in LAYERS if layer.name in names)


def listing(options: argparse.Namespace, json_lines: Lines, tab_lines: Tabs, view: str) -> Show:
    """How a list is shown: JSON lines where asked for, a table on a terminal, else lines with tabs.

    `view` draws the table: a function of `dateline.show`, as "times_table.times_view".
    """
    if options.json:
        return lambda record: sys.stdout.buffer.writelines(json_lines(record))
    if sys.stdout.isatty():
        return _table(view)
    return lambda record: sys.stdout.writelines(tab_lines(record))


def _table(view: str) -> Show:
    """Tables on a terminal. Drawing costs 100 ms of imports, which a pipe does not pay."""
    console = importlib.import_module("rich.console").Console()
    module, _, function = view.partition(".")
    drawn = getattr(importlib.import_module(f"dateline.show.{module}"), function)
    shown = count()

    def show(record: Record) -> None:
        if next(shown):
            console.print()
        console.print(drawn(record, width=console.width))

    return show


def stream(options: argparse.Namespace, layers: tuple[Layer, ...], show: Show) -> int:
    """Read, annotate, show those of each article before the next is read; the exit code."""
    told = failed = lost = 0
    for record in records(options, layers):
        told += 1
        failed += bool(record.failures)
        for failure in record.failures:
            where = record.article.source.id or record.article.source.path or "article"
            print(f"dateline: {where}: {failure.stage}: {failure.reason}", file=sys.stderr)
        if not record.article.text:
            lost += 1
            continue
        show(record)
        sys.stdout.flush()  # whoever reads our pipe shall not wait for a full buffer
    if told == 0:
        print(
            f"dateline: {', '.join(options.sources)}: no articles found there; give a file, or a folder with texts, pages or .jsonl files that are not hidden",
            file=sys.stderr,
        )
        return FAILURE
    if lost == told:
        return FAILURE
    return SOME_FAILED if failed else OK


def records(options: argparse.Namespace, layers: tuple[Layer, ...]) -> Iterator[Record]:
    """Records in the order of the sources, one held at a time; an article that could not be read has only its failure."""
    knowledge = own_knowledge(options)
    for article in read_all(options.sources, options=reading_options(options)):
        if isinstance(article, Unread):
            empty = Article("", source=Source(article.path, article.id))
            yield Record(empty, failures=(Failure("read", article.reason),))
        else:
            yield annotate(article, layers, knowledge)
