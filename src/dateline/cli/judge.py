"""Say whether two events, articles or names are the same: kept in the archive, above what the machine found, until it is undone.

LEFT and RIGHT are events (12/e@16) or articles (12), as the other commands show them, or names; of articles "same" means that they
carry one text, of names that LEFT goes by RIGHT in every article. A judgement is only ever added. It counts from the next command on,
for an article that is read again too.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from dateline.cli import OK
from dateline.relate.judgement import PERSON, Judgement
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.store.pairs import VERDICTS, pair
from dateline.text.span import Evidence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_pair(parser)
    parser.add_argument("verdict", choices=tuple(VERDICTS), help="what they are to each other")
    parser.add_argument("--note", default="", metavar="WORDS", help="why, in your words")


def add_pair(parser: argparse.ArgumentParser) -> None:
    """The archive, the two things, and who speaks."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("left", metavar="LEFT", help="an event (12/e@16), an article (12) or a name")
    parser.add_argument("right", metavar="RIGHT", help="another of the same sort")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so; it is kept in the archive")
    parser.add_argument("--json", action="store_true", help="print what was kept as JSON")


def run(options: argparse.Namespace) -> int:
    """Keep what was said; the exit code."""
    with Archive.open(options.file) as archive:
        left, right = pair(archive, options.left, options.right)
    note = (Evidence("person", options.note),) if options.note else ()
    judgement = Judgement(left, right, VERDICTS[options.verdict], because=note, by=speaker(options), at=now())
    keep(options, judgement)
    told = {"left": options.left, "right": options.right, "verdict": options.verdict}
    say(
        options,
        f"kept: {options.left} and {options.right} are {options.verdict}",
        did="kept",
        **told,
        by=judgement.by.removeprefix(PERSON),
        at=judgement.at,
    )
    return OK


def say(options: argparse.Namespace, sentence: str, **told: object) -> None:
    """What was done: a sentence, or with --json one object."""
    line = json.dumps(told, ensure_ascii=False) if options.json else sentence
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


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
