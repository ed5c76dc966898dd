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
from dateline.show.export.formats import format_named
from dateline.store.archive import Archive
from dateline.text.errors import CannotRead, CannotStore
from dateline.text.record import Record

_SQLITE = b"SQLite format 3\0"


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
    try:
        for name, written in chosen.files(_records(options)):
            if options.out is None:
                sys.stdout.buffer.write(written)
            elif chosen.several:
                options.out.mkdir(parents=True, exist_ok=True)
                (options.out / name).write_bytes(written)
            else:
                options.out.write_bytes(written)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotStore(f"{options.out}: cannot be written ({error})") from error
    return OK


def _records(options: argparse.Namespace) -> Iterator[Record]:
    """The records of an archive in the order of its numbers, or of articles that are read now."""
    files = [Path(source) for source in options.sources]
    if len(files) == 1 and _is_archive(files[0]):
        with Archive.open(files[0]) as archive:
            for number in archive.numbers():
                yield archive.record(number)
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


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE
