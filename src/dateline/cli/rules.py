"""List the rules: the id that a record's `because` names, and what each looks for."""

from __future__ import annotations

import argparse
import sys

from dateline.cli import OK
from dateline.languages import Entry, entries

PARTS = ("times", "speech", "events", "wording")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("part", nargs="?", choices=PARTS, help="only the rules of this layer")


def run(options: argparse.Namespace) -> int:
    """Print one rule a line; the exit code."""
    for part in (options.part,) if options.part else PARTS:
        for entry in entries("en", part):
            sys.stdout.write(f"{entry.id}\t{_looks_for(entry)}\n")
    return OK


def _looks_for(entry: Entry) -> str:
    """The rule's patterns or words, in one line."""
    for key in ("pattern", "phrases", "phrase", "verbs", "nouns", "adverbs", "adjectives", "forms"):
        value = entry.values.get(key)
        if value:
            return value if isinstance(value, str) else " | ".join(map(str, value))
    return ""
