"""Take back what was last judged of two events, or of two articles: by the same person, for anybody only takes back his own words.

What was said before it counts again, or what the machine found. The judgement and its withdrawal both stay in the archive.
"""

from __future__ import annotations

import argparse

from dateline.cli import OK
from dateline.cli.dossiers import stored, thing_pointer
from dateline.cli.judge import add_pair, head, keep, now, pair, speaker
from dateline.relate.judgement import PERSON, Judgement, Pointer
from dateline.store.archive import Archive
from dateline.text.errors import BadQuery
from dateline.text.record import Record

WORDS = {"yes": "same", "no": "different", "unsure": "unsure", "copied": "a copy"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_pair(parser)


def run(options: argparse.Namespace) -> int:
    """Withdraw the last judgement of that person on the two; the exit code."""
    with Archive.open(options.file) as archive:
        left, right = pair(archive, options)
        records = {
            pointer.article: stored(archive, int(thing_pointer(words).article))
            for pointer, words in ((left, options.left), (right, options.right))
        }
        heads = {head(records[each.article], each) for each in (left, right)}
        said = [
            each
            for each in archive.judgements()
            if each.by_person
            and {each.left.article, each.right.article} == set(records)
            and {_head(records, each.left), _head(records, each.right)} == heads
        ]
    last = _last(said, speaker(options))
    if last is None:
        others = ", ".join(
            sorted(
                by.removeprefix(PERSON) or "somebody unnamed" for by in {each.by for each in said} if _last(said, by)
            )
        )
        raise BadQuery(
            f"{options.left}, {options.right}: nothing stands that {options.by or 'somebody unnamed'} judged of them"
            + (f"; judged by {others}: say so with --by" if others else "")
        )
    keep(options, Judgement(last.left, last.right, "withdrawn", by=last.by, at=now()))
    print(f"taken back: {options.left} and {options.right} are {WORDS[last.verdict]}")
    return OK


def _head(records: dict[str, Record], pointer: Pointer) -> Pointer:
    return head(records[pointer.article], pointer)


def _last(said: list[Judgement], by: str) -> Judgement | None:
    """The uppermost word of that person that was not taken back yet."""
    pile: list[Judgement] = []
    for each in said:
        if each.by == by and each.verdict != "withdrawn":
            pile.append(each)
        elif each.by == by and pile:
            pile.pop()
    return pile[-1] if pile else None
