"""Say whether two events, or two articles, are the same: kept in the archive, above what the machine found, until it is undone.

LEFT and RIGHT are events (12/e@16) or articles (12), as the other commands show them; of articles "same" means that they carry one
text. A judgement is only ever added. It counts from the next command on, for an article that is read again too.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from dateline.cli import OK
from dateline.cli.dossiers import stored, thing_pointer
from dateline.relate.incidents import incidents
from dateline.relate.judgement import PERSON, Judgement, Pointer, Verdict, article_key
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.text.errors import BadQuery
from dateline.text.record import Record
from dateline.text.span import Evidence

VERDICTS: dict[str, Verdict] = {"same": "yes", "different": "no", "unsure": "unsure"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_pair(parser)
    parser.add_argument("verdict", choices=tuple(VERDICTS), help="what they are to each other")
    parser.add_argument("--note", default="", metavar="WORDS", help="why, in your words")


def add_pair(parser: argparse.ArgumentParser) -> None:
    """The archive, the two things, and who speaks."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("left", metavar="LEFT", help="an event (12/e@16) or an article (12)")
    parser.add_argument("right", metavar="RIGHT", help="another of the same sort")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so; it is kept in the archive")


def run(options: argparse.Namespace) -> int:
    """Keep what was said; the exit code."""
    with Archive.open(options.file) as archive:
        left, right = pair(archive, options)
    note = (Evidence("person", options.note),) if options.note else ()
    keep(options, Judgement(left, right, VERDICTS[options.verdict], because=note, by=speaker(options), at=now()))
    print(f"kept: {options.left} and {options.right} are {options.verdict}")
    return OK


def pair(archive: Archive, options: argparse.Namespace) -> tuple[Pointer, Pointer]:
    """The two as judgements name them, which holds when the articles are read again; BadQuery where one is not there."""
    given = [thing_pointer(words) for words in (options.left, options.right)]
    if given[0].question != given[1].question or given[0] == given[1]:
        raise BadQuery(f"{options.left}, {options.right}: name two events (12/e@16) or two articles (12)")
    records = [stored(archive, int(pointer.article)) for pointer in given]
    for pointer, record in zip(given, records, strict=True):
        if pointer.finding and all(event.id != pointer.finding for event in record.events):
            raise BadQuery(
                f"{archive.path}: no event {pointer}; dateline who-says and dateline timeline show what there is"
            )
    left, right = (Pointer(article_key(r.article), p.finding) for p, r in zip(given, records, strict=True))
    if left.question == "event" and head(records[0], left) == head(records[1], right):
        raise BadQuery(
            f"{options.left} and {options.right} are told as one event in one article: no judgement can part or join them"
        )
    return left, right


def head(record: Record, pointer: Pointer) -> Pointer:
    """The first mention of the event that this is a mention of, in its article; what is no event is its own."""
    for incident in incidents(record, pointer.article):
        if any(event.id == pointer.finding for event in incident.mentions):
            return incident.pointer
    return pointer


def keep(options: argparse.Namespace, judgement: Judgement) -> None:
    """Write it into the archive. That there is one is known by now: to open for writing would make one."""
    with Archive.open(options.file, write=True) as archive:
        archive.judge([judgement])


def speaker(options: argparse.Namespace) -> str:
    """Who says so, as a judgement has it."""
    return PERSON + visible(one_line(options.by, 100))


def now() -> str:
    """The moment, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
