"""List the rules: the id that a record's `because` names, and what each looks for."""

from __future__ import annotations

import argparse
import json
import sys

from dateline.cli import OK
from dateline.languages import Entry, entries

PARTS = ("times", "speech", "events", "wording")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("part", nargs="?", choices=PARTS, help="only the rules of this layer")
    parser.add_argument("--json", action="store_true", help="print one rule a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print one rule a line; the exit code."""
    for part in (options.part,) if options.part else PARTS:
        for entry in entries("en", part):
            told = {"id": entry.id, "looks_for": _looks_for(entry)}
            sys.stdout.write(
                (json.dumps(told, ensure_ascii=False) if options.json else "\t".join(told.values())) + "\n"
            )
    return OK


def _looks_for(entry: Entry) -> str:
    """The rule's patterns or words, in one line."""
    for key in ("pattern", "phrases", "phrase", "verbs", "nouns", "adverbs", "adjectives", "forms"):
        value = entry.values.get(key)
        if value:
            return value if isinstance(value, str) else " | ".join(map(str, value))
    return ""
