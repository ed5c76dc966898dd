"""Bring back what `dateline export` wrote: a bundle of records, or marks that a person changed in another program.

WHAT is bundle, annotations (W3C), brat (a folder, or one .ann beside its .txt) or cas (a file or a folder). A bundle is checked whole
before anything is written; corrections and judgements in it are kept too, none twice. Of the others, what was changed in the articles of the archive is kept as corrections: a mark that is gone
is rejected; other characters, another label, another date are corrected. Marks that were added are told, with the reason why they are not kept.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dateline.cli import FAILURE, OK, SOME_FAILED
from dateline.cli.judge import now, speaker
from dateline.show.export import annotations as w3c
from dateline.show.export import brat, bundle_in, cas
from dateline.show.export.marks import Back, Mark, changes
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.text.errors import BadCorrection, BadRecord, CannotRead

LONGEST_WORDS = 60  # characters of a mark that was added
LONGEST_REASON = 300  # characters
LARGEST = 256 << 20  # bytes of a file of marks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("what", choices=("bundle", *_READERS), metavar="WHAT", help="bundle, annotations, brat or cas")
    parser.add_argument("file", type=Path, metavar="FILE", help="the file; for brat and cas also a folder")
    parser.add_argument("--into", required=True, type=Path, metavar="ARCHIVE", help="the archive")
    parser.add_argument("--by", default="", metavar="NAME", help="who corrected it; it is kept in the archive")


def run(options: argparse.Namespace) -> int:
    """Bring it in and say what was done; the exit code."""
    if not options.file.exists() or (options.what == "bundle" and options.file.is_dir()):
        is_what = "is a folder" if options.file.exists() else "there is no such file"
        raise CannotRead(f"{options.file}: {is_what}; give what `dateline export {options.what}` wrote")
    return _bundle(options) if options.what == "bundle" else _marks(options)


def _bundle(options: argparse.Namespace) -> int:
    count, added = bundle_in.check(options.file), 0
    said = bundle_in.said_of(options.file)
    with Archive.open(options.into, write=True) as archive:
        with archive.writer.together():
            for record in bundle_in.records_of(options.file):
                added += archive.add(record).new
        brought = bundle_in.bring(archive, said)
    for reason in brought.left_out:
        print(f"dateline: left out: {visible(one_line(reason, LONGEST_REASON))}", file=sys.stderr)
    told = f"; {brought.corrections:,} corrections and {brought.judgements:,} judgements kept"
    print(f"{added:,} added, {count - added:,} there before" + (told if said.corrections or said.judgements else ""))
    return SOME_FAILED if brought.left_out else OK


def _marks(options: argparse.Namespace) -> int:
    """Keep what was changed. Everything is read before anything is written."""
    if not options.into.is_file():
        raise CannotRead(f"{options.into}: is no archive; the articles must be in it before what is marked on them")
    came = list(_READERS[options.what](options.file))
    kept = added = refused = strange = 0
    with Archive.open(options.into, write=True) as archive:
        numbers: dict[str, list[int]] = defaultdict(list)
        for held in archive.numbers():
            numbers[archive.article(held).id.replace(":", "-")].append(held)
        for each in came:
            number = _number(numbers, each.article)
            if number is None:
                strange += 1
                print(f"dateline: {each.article}: no article of the archive has this text", file=sys.stderr)
                continue
            made, new = changes(archive.record(number), each)
            added += len(new)
            for mark in new:
                print(f"dateline: {number}: left out: {_why(archive.article(number).text, mark)}", file=sys.stderr)
            for change in made:
                try:
                    correction = archive.correction(number, change.finding, change.field, change.value)
                    archive.correct(
                        number, replace(correction, by=speaker(options), at=now(), note=f"from {options.what}")
                    )
                    kept += 1
                except BadCorrection as error:
                    refused += 1
                    print(f"dateline: {number}/{error}", file=sys.stderr)
    print(f"{kept:,} corrections kept" + (f", {added:,} new marks left out" if added else ""))
    return FAILURE if strange == len(came) else SOME_FAILED if strange or refused else OK


def _why(text: str, mark: Mark) -> str:
    """Which mark was added, and why it is not kept."""
    words = visible(one_line(text[mark.start : mark.end], LONGEST_WORDS))
    what = f"{mark.layer or 'a mark'} {mark.label}".strip()
    if mark.id:
        return f"{what} at {mark.start}-{mark.end} ({words}): the record has no finding {visible(mark.id)}"
    return f"{what} at {mark.start}-{mark.end} ({words}): was added, and there is no finding that it could correct"


def _number(numbers: dict[str, list[int]], name: str) -> int | None:
    """The article's number: its name is that of its text, and -2, -3 where a text is there again."""
    plain = name.replace(":", "-")
    head, _, nth = plain.rpartition("-")
    if plain in numbers:
        return numbers[plain][0]
    place = int(nth) - 1 if nth.isdecimal() and len(nth) < 6 else -1
    return numbers[head][place] if head in numbers and 0 < place < len(numbers[head]) else None


def _annotations(file: Path) -> Iterator[Back]:
    return w3c.back(_bytes(file))


def _brat(file: Path) -> Iterator[Back]:
    for marks in _files(file, ".ann"):
        text, told = (_decoded(each) for each in (marks.with_suffix(".txt"), marks))
        yield replace(brat.back(text, told, name=str(marks)), article=_named(marks, brat.back(text, told).article))


def _cas(file: Path) -> Iterator[Back]:
    for each in _files(file, ".json"):
        came = cas.back(_bytes(each), name=str(each))
        yield replace(came, article=_named(each, came.article))


def _named(file: Path, id: str) -> str:
    """The name of the file where it is that of its text, for it tells a text that is there twice apart."""
    plain = id.replace(":", "-")
    return file.stem if file.stem.startswith(f"{plain}-") else plain


def _files(file: Path, suffix: str) -> list[Path]:
    found = sorted(file.glob(f"*{suffix}")) if file.is_dir() else [file]
    if not found:
        raise CannotRead(f"{file}: holds no {suffix} file")
    return found


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise BadRecord(f"{file}: is larger than {LARGEST >> 20} MiB, and no file of marks")
        return file.read_bytes()
    except OSError as error:
        raise CannotRead(f"{file}: cannot be read ({error})") from error


def _decoded(file: Path) -> str:
    try:
        return _bytes(file).decode()
    except UnicodeDecodeError as error:
        raise BadRecord(f"{file}: is not UTF-8 ({error})") from error


_READERS: dict[str, Callable[[Path], Iterator[Back]]] = {"annotations": _annotations, "brat": _brat, "cas": _cas}
