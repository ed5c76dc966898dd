"""Correct a finding: kept in the archive beside what was read, and followed by all that is shown and counted, until it is undone.

FINDING is an article's number and an id of its record: 12/e@16 (an event), 12/t@40 (a time), 12/s@7 (a statement), 12/n2 (a name),
12/m@3 (words that stand for one), 12/f@9 (a count), 12/b@120 (a block of the text). FIELD is one of: "verdict" (accepted, rejected);
"when" (a date in EDTF, 2020-01-03 or 2014/2018) of a time, an event or a statement; "place", "actor", "recipient" of an event and
"speaker" of a statement (names, with ; between several); "kind" of an event (ASSAULT), a name (person), a count (dead) or a block
(boilerplate); "status" of an event (planned, denied); "span" (120-131, or the words); "entity", whom words stand for (a name, or new);
"name" and "known_as", what a name is here and in all articles; "same_as", another id of the record that is the same (none: an event
that stands apart). An empty VALUE, "", is unknown. A correction is found again by its words when the article comes in a new version.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from rich.console import Console

from dateline.cli import OK, USAGE
from dateline.cli.judge import now, say, speaker
from dateline.relate.corrected import apply
from dateline.relate.judgement import PERSON, Pointer
from dateline.show.corrections import corrections_view, rows
from dateline.show.inert import visible
from dateline.store.archive import Archive
from dateline.store.side_by_side import stored, thing_pointer
from dateline.text.errors import BadQuery

LONGEST_NOTE = 2000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("finding", nargs="?", metavar="FINDING", help="such as 12/e@16; of --list also 12, an article")
    parser.add_argument("field", nargs="?", metavar="FIELD", help="what of it")
    parser.add_argument("value", nargs="?", metavar="VALUE", help="what it should be")
    parser.add_argument("--note", default="", metavar="WORDS", help="why, in your words")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so; it is kept in the archive")
    parser.add_argument("--list", action="store_true", help="show what was corrected, and what waits for its words")
    parser.add_argument(
        "--json", action="store_true", help="print what was kept, or with --list one correction a line, as JSON"
    )


def run(options: argparse.Namespace) -> int:
    """Keep what was said, or list it; the exit code."""
    if options.list:
        return _list(options)
    if options.value is None:
        print("dateline correct: give FINDING, FIELD and VALUE, or --list; --help says which", file=sys.stderr)
        return USAGE
    number, pointer = finding_of(options.finding)
    with Archive.open(options.file) as archive:
        stored(archive, number)  # says which articles there are, where there is none
        made = archive.correction(number, pointer.finding, options.field, options.value)
    kept = replace(made, note=visible(options.note)[:LONGEST_NOTE], by=speaker(options), at=now())
    with Archive.open(options.file, write=True) as archive:
        kept = archive.correct(number, kept)
    told = {"number": kept.number, "finding": options.finding, "field": kept.field, "value": kept.value}
    sentence = f"kept as {kept.number}: {options.finding} {kept.field} = {kept.value or 'unknown'}"
    say(options, sentence, did="kept", **told, by=kept.by.removeprefix(PERSON), at=kept.at)
    return OK


def finding_of(words: str) -> tuple[int, Pointer]:
    """The article's number and the pointer to a finding in it."""
    pointer = thing_pointer(words)
    if not pointer.finding:
        raise BadQuery(f"{words}: name a finding in an article, such as 12/e@16")
    return int(pointer.article), pointer


def _list(options: argparse.Namespace) -> int:
    """All that was corrected, or what was in one article or of one finding."""
    finding = thing_pointer(options.finding).finding if options.finding else ""
    with Archive.open(options.file) as archive:
        if options.finding is None:
            numbers = sorted(
                {number for each in archive.corrections() if (number := archive.numbered(each.target.article))}
            )
        else:
            pointer = thing_pointer(options.finding)
            numbers = [int(pointer.article)]
            stored(archive, numbers[0])
        told = []
        for number in numbers:
            as_read, said = archive.record(number, as_read=True), archive.corrections(number)
            told.append((number, rows(as_read, said, apply(as_read, said), finding)))
    if options.json:
        for number, found in told:
            for row in found:
                line = json.dumps({"article": number, **asdict(row)}, ensure_ascii=False)
                sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
        return OK
    console = Console(highlight=False)
    console.print(corrections_view(told, width=console.width))
    return OK
