"""Read articles and show what they say: when, where, who did what to whom, who says so, and in which words.

SOURCE is a file, a folder, a pattern such as 'news/*.html', or - for standard input. Read are text, pages (also as browsers and
SingleFile save them), feeds, WARC and WACZ, PDF, Word documents, mails, and tables or JSON with an article a row (--columns).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console

from dateline.annotate.layers import annotate
from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.cli.options import add_reading_options, own_knowledge, reading_options
from dateline.read import Unread, read_all
from dateline.show.page import page
from dateline.show.terminal import record_view
from dateline.text.article import Article, Source
from dateline.text.errors import CannotRead
from dateline.text.record import Failure, Record
from dateline.wire import to_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="a file, a folder, or - for standard input")
    add_reading_options(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one dateline/1 record a line")
    how.add_argument("--html", metavar="OUT", type=Path, help="write a page; a folder of pages for several articles")
    parser.add_argument("--all", action="store_true", help="show every event, also those with no date and no parties")


def run(options: argparse.Namespace) -> int:
    """Read, annotate, show; the exit code."""
    failed = told = lost = 0
    pages: list[Record] = []
    console = Console()
    log = Console(stderr=True)
    for record in _records(options, log):
        told += 1
        unread = not record.article.text and bool(record.failures)
        failed += bool(record.failures)
        lost += unread
        for failure in record.failures:
            where = record.article.source.id or record.article.source.path or "article"
            print(f"dateline: {where}: {failure.stage}: {failure.reason}", file=sys.stderr)
        if options.json:
            sys.stdout.buffer.write(to_json(record) + b"\n")
        elif unread:
            continue
        elif options.html:
            pages.append(record)
        else:
            if told > 1:
                console.print()
            console.print(record_view(record, width=console.width, all=options.all))
    if pages:
        _write_pages(pages, options.html)
    if told == 0:
        print(
            f"dateline: {', '.join(options.sources)}: no articles found there; give a file, or a folder with texts, pages or .jsonl files that are not hidden",
            file=sys.stderr,
        )
        return FAILURE
    if lost == told:
        return FAILURE
    return SOME_FAILED if failed else OK


def _records(options: argparse.Namespace, log: Console) -> Iterator[Record]:
    """Records in the order of the sources; one that could not be read has only its failure."""
    knowledge = own_knowledge(options)
    found = read_all(options.sources, options=reading_options(options))
    for done, article in enumerate(_counted(found, log), 1):
        if isinstance(article, Unread):
            empty = Article("", source=Source(article.path, article.id))
            yield Record(empty, failures=(Failure("read", article.reason),))
        else:
            yield annotate(article, knowledge=knowledge)
        if done % 50 == 0 and log.is_terminal:
            log.print(f"{done} articles", end="\r")


def _counted(found: Iterable[Article | Unread], log: Console) -> Iterator[Article | Unread]:
    with log.status("reading") if log.is_terminal and not sys.stdout.isatty() else nullcontext():
        yield from found


def _write_pages(records: list[Record], out: Path) -> None:
    try:
        if len(records) == 1 and not out.is_dir():
            out.write_text(page(records[0]), encoding="utf-8")
            print(f"wrote {out}", file=sys.stderr)
            return
        out.mkdir(parents=True, exist_ok=True)
        for name, record in zip(_names(records), records, strict=True):
            (out / f"{name}.html").write_text(page(record), encoding="utf-8")
        print(f"wrote {len(records)} pages into {out}", file=sys.stderr)
    except OSError as error:
        raise CannotRead(f"{out}: cannot write there ({error.strerror}); give another --html") from error


def _names(records: list[Record]) -> list[str]:
    """A file name for each record: that of its source or the id in its list, made safe; with the article's id where two are alike."""
    plain = [
        re.sub(r"[^\w.-]+", "-", record.article.source.id or Path(record.article.source.path or "").stem).strip(".-")[
            :80
        ]
        for record in records
    ]
    return [
        name if name and plain.count(name) == 1 else f"{name}-{record.article.id[2:]}-{number}".lstrip("-")
        for number, (name, record) in enumerate(zip(plain, records, strict=True))
    ]
