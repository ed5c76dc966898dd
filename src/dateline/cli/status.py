"""Say what is in an archive: articles, versions, outlets, days, findings, failures, and how large it is."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from dateline.cli import OK
from dateline.store.archive import Archive, Status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the archive")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(options: argparse.Namespace) -> int:
    """Print what is there; the exit code."""
    with Archive.open(options.file) as archive:
        status = archive.status()
    if options.json:
        sys.stdout.write(json.dumps(asdict(status), ensure_ascii=False) + "\n")
        return OK
    for name, told in _lines(status):
        sys.stdout.write(f"{name:<12} {told}\n")
    return OK


def _lines(status: Status) -> list[tuple[str, str]]:
    replaced = f", {status.superseded:,} of them replaced by a later version" if status.superseded else ""
    issued = f"{status.first} to {status.last}" if status.first else "unknown"
    larger = f", {status.file_bytes / status.text_bytes:.1f} times the text" if status.text_bytes else ""
    behind = f" ({status.unindexed:,} articles wait to be put into the index of words)" if status.unindexed else ""
    lines = [
        ("articles", f"{status.articles:,}{replaced}{behind}"),
        ("annotated", f"{status.annotated:,}"),
        ("outlets", f"{status.outlets:,}"),
        ("issued", issued),
        ("findings", f"{status.events:,} events, {status.statements:,} statements, {status.names:,} names"),
        ("failures", f"{status.failures:,}"),
        ("judgements", f"{status.judgements:,}, and {status.corrections:,} corrections"),
        ("size", f"{status.file_bytes:,} bytes{larger}"),
    ]
    return lines + [("stage", f"{name} {version}: {count:,} articles") for name, version, count in status.stages]
