"""What the commands over many articles share: which articles of FILE are laid side by side, what they are named, how it is shown.

An article goes by its number, 12, an event by that and its id in the record, 12/e@16. A small archive is related as a whole. Of a
large one only what can bear on the question is: the articles that tell of the days, parties and places asked for.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from dateline.read import Unread, read_all
from dateline.relate.dossier import Dossier, Happening
from dateline.relate.judgement import Pointer
from dateline.show.events import csv_line
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.store.nearby import MOST, TOGETHER, around
from dateline.store.side_by_side import event_pointer, laid, related
from dateline.store.sqlite import is_archive
from dateline.text.errors import BadQuery
from dateline.text.record import Record

NEAREST = 6  # events or articles that are named where the one asked for is not there
Select = Callable[[Archive], Iterable[int]]


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """The archive, and how what is found in it is printed."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive; or a folder or file of articles, read now")
    parser.add_argument("--as-read", action="store_true", help="leave out what people corrected (dateline correct)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one row a line, as JSON")
    how.add_argument("--csv", action="store_true", help="print one CSV record a row, under a line of column names")
    how.add_argument("--html", action="store_true", help="print one HTML page, which needs no other file")


def add_event_option(parser: argparse.ArgumentParser) -> None:
    """Which event."""
    parser.add_argument(
        "event",
        nargs="?",
        metavar="EVENT",
        help="its id, such as 12/e@16; without it, the event that most outlets tell",
    )


def gather(
    path: Path,
    select: Select | None = None,
    also: Sequence[int] = (),
    *,
    events: bool = True,
    as_read: bool = False,
) -> Dossier:
    """The articles of the file, side by side; of an archive too large for that those selected. `also` are looked at in any case.

    Without `events` only copies are looked for, which is all that names need; `as_read` leaves people's corrections out.
    """
    if path.exists() and not is_archive(path):
        return laid(_read_now(path), events=events)
    with Archive.open(path, as_read=as_read) as archive:
        numbers = archive.numbers()
        if len(numbers) <= TOGETHER:
            return related(archive, sorted({*numbers, *also}), events=events)
        chosen = sorted({*(select(archive) if select else numbers), *also})
        if len(chosen) > MOST:
            raise BadQuery(
                f"{path}: {len(chosen):,} articles bear on this, and {MOST:,} can be laid side by side; ask for fewer days,"
                " for a name or a place (dateline timeline), or for one event"
            )
        print(f"dateline: {len(chosen):,} of {len(numbers):,} articles bear on this", file=sys.stderr)
        return related(archive, chosen, events=events)


def event_of(options: argparse.Namespace) -> tuple[Dossier, Happening]:
    """The event that was asked for, among the articles that may tell of it."""
    if options.event is None:
        dossier = gather(options.file, as_read=options.as_read)
        told = {each.id: len(dossier.sources(each).outlets) for each in dossier.happenings if each.real}
        if not told:
            raise BadQuery(f"{options.file}: no article in it tells of an event")
        return dossier, max(dossier.happenings, key=lambda each: (told.get(each.id, 0), len(each.articles)))
    pointer = event_pointer(options.event)

    def near(archive: Archive) -> Iterable[int]:
        return around(lambda numbers: related(archive, numbers), archive, pointer)

    also = (int(pointer.article),) if is_archive(options.file) else ()
    dossier = gather(options.file, near, also, as_read=options.as_read)
    try:
        return dossier, dossier.happening(pointer)
    except KeyError:
        raise BadQuery(_no_event(options.file, dossier.records, pointer)) from None


def show(
    options: argparse.Namespace,
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    view: Callable[[int], RenderableType],
    *,
    page: Callable[[], str],
) -> None:
    """Print the rows as JSON or CSV or the page where that was asked for, else the view for the terminal's width.

    A cell of CSV is a value as JSON has it; a list is its values with semicolons between.
    """
    if options.json:
        for row in rows:
            sys.stdout.buffer.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    elif options.csv:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(newline="")  # a CSV record ends in CR LF
        sys.stdout.write(csv_line(tuple(columns)))
        for row in rows:
            sys.stdout.write(csv_line(tuple(_cell(row.get(name)) for name in columns)))
    elif options.html:
        sys.stdout.buffer.write(page().encode("utf-8", "replace"))
    else:
        console = Console(highlight=False)
        console.print(view(console.width))


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return "" if value is None else str(value)


def _read_now(path: Path) -> dict[str, Record]:
    """Articles that are in no archive, numbered as they come."""
    annotate = importlib.import_module("dateline.annotate.layers").annotate  # the parser, which an archive needs not
    records: list[Record] = []
    for article in read_all([path]):
        if isinstance(article, Unread):
            print(f"dateline: {article.path}: {article.reason}", file=sys.stderr)
        elif len(records) == TOGETHER:
            raise BadQuery(
                f"{path}: more than {TOGETHER:,} articles; put them into an archive (dateline add) and ask that"
            )
        else:
            records.append(annotate(article))
    if not records:
        raise BadQuery(f"{path}: no archive, and no articles found there (looked for text, HTML and .jsonl files)")
    return {str(number): record for number, record in enumerate(records, 1)}


def _no_event(path: Path, records: Mapping[str, Record], pointer: Pointer) -> str:
    record = records.get(pointer.article)
    if record is None:
        return f"{path}: has no article {pointer.article}; there are {', '.join(list(records)[:NEAREST])}…"
    if not record.events:
        return f"{path}: article {pointer.article} tells of no event"
    place = pointer.finding.removeprefix("e@")
    at = int(place) if place.isascii() and place.isdigit() else 0
    near = sorted(record.events, key=lambda event: abs(event.span.start - at))[:NEAREST]
    told = ", ".join(
        f"{pointer.article}/{event.id} “{visible(one_line(record.article.quote(event.span), 40))}”"
        for event in sorted(near, key=lambda event: event.span)
    )
    return f"{path}: no event {pointer}; nearest are {told}"
