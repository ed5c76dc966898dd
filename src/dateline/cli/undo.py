"""Take back what was last judged of two events, articles or names, or last corrected of one finding.

With two things, LEFT and RIGHT, the judgement on them; with one finding (12/e@16), the correction of it that `dateline correct --list`
shows last. Anybody only takes back his own words. What was said before counts again, or what the machine found; what was said and that
it was taken back both stay in the archive.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from dateline.cli import OK
from dateline.cli.correct import finding_of
from dateline.cli.judge import keep, now, say, speaker
from dateline.relate.corrections import found_again, standing, undoing
from dateline.relate.judgement import PERSON, Judgement
from dateline.store.archive import Archive
from dateline.store.pairs import pair, words_on
from dateline.store.side_by_side import stored
from dateline.text.errors import BadQuery

WORDS = {"yes": "same", "no": "different", "unsure": "unsure", "copied": "a copy"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument(
        "left", metavar="LEFT", help="an event (12/e@16), an article (12) or a name; or any finding, by itself"
    )
    parser.add_argument("right", metavar="RIGHT", nargs="?", help="another of the same sort, which it was judged with")
    parser.add_argument("--by", default="", metavar="NAME", help="who takes it back; it is kept in the archive")
    parser.add_argument("--json", action="store_true", help="print what was taken back as JSON")


def run(options: argparse.Namespace) -> int:
    """Withdraw the last word of that person; the exit code."""
    return _uncorrect(options) if options.right is None else _unjudge(options)


def _uncorrect(options: argparse.Namespace) -> int:
    number, pointer = finding_of(options.left)
    with Archive.open(options.file) as archive:
        stored(archive, number)
        as_read, said = archive.record(number, as_read=True), archive.corrections(number)
    there = [
        each for each in standing(said) if pointer.finding in (each.target.finding, found_again(as_read, each.target))
    ]
    own = [each for each in there if each.by == speaker(options)]
    if not own:
        what = f"{options.left}: nothing stands that {options.by or 'somebody unnamed'} corrected of it"
        raise BadQuery(what + _others("corrected", (each.by for each in there)))
    last = own[-1]
    seen = max(each.number for each in said)
    with Archive.open(options.file, write=True) as archive:
        archive.correct(number, undone := undoing(last, seen=seen, by=last.by, at=now()))
    told = {"finding": options.left, "field": last.field, "value": last.value}
    sentence = f"taken back: {options.left} {last.field} = {last.value or 'unknown'}"
    say(options, sentence, did="taken back", **told, by=undone.by.removeprefix(PERSON), at=undone.at)
    return OK


def _unjudge(options: argparse.Namespace) -> int:
    with Archive.open(options.file) as archive:
        said = words_on(archive, *pair(archive, options.left, options.right))
    if speaker(options) not in said:
        what = f"{options.left}, {options.right}: nothing stands that {options.by or 'somebody unnamed'} judged of them"
        raise BadQuery(what + _others("judged", said))
    _, last = said[speaker(options)]
    undone = Judgement(last.left, last.right, "withdrawn", by=last.by, at=now())
    keep(options, undone)
    told = {"left": options.left, "right": options.right, "verdict": WORDS[last.verdict]}
    sentence = f"taken back: {options.left} and {options.right} are {WORDS[last.verdict]}"
    say(options, sentence, did="taken back", **told, by=undone.by.removeprefix(PERSON), at=undone.at)
    return OK


def _others(did: str, by: Iterable[str]) -> str:
    """Who else has said something, for whoever left `--by` out."""
    named = ", ".join(sorted({each.removeprefix(PERSON) or "somebody unnamed" for each in by}))
    return f"; {did} by {named}: say so with --by" if named else ""
