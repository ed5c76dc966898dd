"""Write findings in a format of others. SOURCE is an archive, or what `dateline read` takes, which is read now; people's corrections are in.

A format of one file goes to standard output or to --out FILE; one of several files wants a folder, --out DIR. What each format
keeps and loses: docs/exports.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from dateline.annotate.layers import LAYERS
from dateline.cli import OK, USAGE
from dateline.cli.options import add_reading_options
from dateline.cli.streaming import records
from dateline.show.export import bundle
from dateline.show.export.formats import format_named
from dateline.show.export.writing import write_file, write_folder
from dateline.store.archive import Archive
from dateline.store.sqlite import is_archive
from dateline.text.errors import CannotRead
from dateline.text.record import Record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the format takes."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="an archive; or files and folders of articles")
    parser.add_argument(
        "--out", type=Path, metavar="PATH", help="the file, or the folder of a format with several files"
    )
    add_reading_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write the files; the exit code."""
    chosen = format_named(options.format)
    if chosen.several and options.out is None:
        print(f"dateline export {chosen.name}: writes several files; give a folder with --out DIR", file=sys.stderr)
        return USAGE
    if options.out is None and chosen.suffix in (".zip", ".xlsx", ".db") and sys.stdout.isatty():
        print(f"dateline export {chosen.name}: is not for a terminal; give a file with --out FILE", file=sys.stderr)
        return USAGE
    pieces = bundle.files(*_as_read(options)) if chosen.name == "bundle" else chosen.files(_records(options))
    if options.out is None:
        sys.stdout.buffer.writelines(written for _, written in pieces)
    elif chosen.several:
        write_folder(pieces, options.out)
    else:
        write_file(pieces, options.out)
    return OK


def _as_read(options: argparse.Namespace) -> tuple[Iterator[Record], bundle.Said]:
    """Every version of every article as it was read, and what was said of them; of articles that are read now nobody said a thing."""
    file = _archive(options)
    if file is None:
        return _records(options), bundle.Said()
    with Archive.open(file) as archive:
        return _stored(file, as_read=True), bundle.Said(archive.corrections(), archive.judgements())


def _records(options: argparse.Namespace) -> Iterator[Record]:
    """The records of an archive in the order of its numbers, or of articles that are read now."""
    file = _archive(options)
    if file is not None:
        yield from _stored(file)
        return
    told = 0
    for record in records(options, LAYERS):
        for failure in record.failures:
            where = record.article.source.id or record.article.source.path or "article"
            print(f"dateline: {where}: {failure.stage}: {failure.reason}", file=sys.stderr)
        told += bool(record.article.text)
        yield record
    if not told:
        raise CannotRead(f"{', '.join(options.sources)}: no articles found there")


def _stored(file: Path, *, as_read: bool = False) -> Iterator[Record]:
    """The records; as they were read, those of earlier versions too."""
    with Archive.open(file, as_read=as_read) as archive:
        for number in archive.numbers(latest=not as_read):
            yield archive.record(number)


def _archive(options: argparse.Namespace) -> Path | None:
    """The source, where it is one archive."""
    file = Path(options.sources[0])
    return file if len(options.sources) == 1 and is_archive(file) else None
