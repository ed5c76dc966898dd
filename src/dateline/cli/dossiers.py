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
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from dateline.cli.nearby import MOST, TOGETHER, around
from dateline.read import Unread, read_all
from dateline.relate.copies import find_copies
from dateline.relate.dossier import Dossier, Happening, relate
from dateline.relate.judgement import Judgement, Pointer, article_key
from dateline.show.events import csv_line
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.text.errors import BadQuery
from dateline.text.record import Record

NEAREST = 6  # events or articles that are named where the one asked for is not there
_MAGIC = b"SQLite format 3\x00"
Select = Callable[[Archive], Iterable[int]]


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """The archive, and how what is found in it is printed."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive; or a folder or file of articles, read now")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print one row a line, as JSON")
    how.add_argument("--csv", action="store_true", help="print one CSV record a row, under a line of column names")


def add_event_option(parser: argparse.ArgumentParser) -> None:
    """Which event."""
    parser.add_argument(
        "event",
        nargs="?",
        metavar="EVENT",
        help="its id, such as 12/e@16; without it, the event that most outlets tell",
    )


def gather(path: Path, select: Select | None = None, also: Sequence[int] = (), *, events: bool = True) -> Dossier:
    """The articles of the file, side by side; of an archive too large for that those selected. `also` are looked at in any case.

    Without `events` only copies are looked for, which is all that names need.
    """
    if path.exists() and not _is_archive(path):
        return _laid(_read_now(path), (), events)
    with Archive.open(path) as archive:
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
        dossier = gather(options.file)
        told = {each.id: len(dossier.sources(each).outlets) for each in dossier.happenings if each.real}
        if not told:
            raise BadQuery(f"{options.file}: no article in it tells of an event")
        return dossier, max(dossier.happenings, key=lambda each: (told.get(each.id, 0), len(each.articles)))
    pointer = event_pointer(options.event)

    def near(archive: Archive) -> Iterable[int]:
        return around(lambda numbers: related(archive, numbers), archive, pointer)

    dossier = gather(options.file, near, also=(int(pointer.article),) if _is_archive(options.file) else ())
    try:
        return dossier, dossier.happening(pointer)
    except KeyError:
        raise BadQuery(_no_event(options.file, dossier.records, pointer)) from None


def event_pointer(words: str) -> Pointer:
    """The pointer to an event, as the commands write it."""
    pointer = thing_pointer(words)
    if not pointer.finding.startswith("e@"):
        raise BadQuery(f"{words}: name an event by its article's number and its id, such as 12/e@16")
    return pointer


def thing_pointer(words: str) -> Pointer:
    """The pointer to an article or to an event in it."""
    pointer = Pointer.parse(words.strip())
    if not (pointer.article.isascii() and pointer.article.isdigit() and len(pointer.article) < 16):
        raise BadQuery(
            f"{words}: write an article's number, 12, or an event in it, 12/e@16 (dateline timeline shows them)"
        )
    return replace(pointer, article=str(int(pointer.article)))


def related(archive: Archive, numbers: Iterable[int], *, events: bool = True) -> Dossier:
    """These articles of the archive, each by its number, with all that was judged of them."""
    records = {str(number): stored(archive, number) for number in numbers}
    return _laid(records, by_number(archive.judgements(), records), events)


def stored(archive: Archive, number: int) -> Record:
    """The record of that number; BadQuery where there is none."""
    try:
        return archive.record(number)
    except KeyError:
        held = archive.numbers()
        there = f"numbers go from {held[0]} to {held[-1]}" if held else "it is empty"
        raise BadQuery(f"{archive.path}: has no article {number}; {there}") from None


def by_number(judgements: Iterable[Judgement], records: Mapping[str, Record]) -> tuple[Judgement, ...]:
    """The judgements on these articles, with the keys that an archive keeps them under made the numbers they go by here."""
    names = {article_key(record.article): number for number, record in records.items()}
    return tuple(
        replace(each, left=Pointer(names[each.left.article], each.left.finding), right=Pointer(names[each.right.article], each.right.finding))
        for each in judgements
        if each.left.article in names and each.right.article in names
    )  # fmt: skip


def show(
    options: argparse.Namespace,
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    view: Callable[[int], RenderableType],
) -> None:
    """Print the rows as JSON or CSV where that was asked for, else the view for the terminal's width.

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
    else:
        console = Console(highlight=False)
        console.print(view(console.width))


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return "" if value is None else str(value)


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _laid(records: Mapping[str, Record], judgements: Sequence[Judgement], events: bool) -> Dossier:
    if events:
        return relate(list(records.values()), judgements, list(records))
    copies = find_copies([record.article for record in records.values()], list(records))
    return Dossier(records, copies=copies).judged(*(copy.judgement for copy in copies), *judgements)


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
