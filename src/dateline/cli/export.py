"""Write what was found in a format that others read. FORMAT is one of those below; each says for itself what it takes:
dateline export FORMAT --help.
"""

from __future__ import annotations

import argparse
import importlib
from typing import NamedTuple

from dateline.show.export.formats import FORMATS as RECORDS


class Format(NamedTuple):
    """A format: its name, the module of `dateline.cli` that takes its options and runs it, as a command's does, and its line of help."""

    name: str
    module: str
    summary: str


FORMATS = (
    Format("site", "export_site", "the pages of the reader as a folder of files that open from a disk"),
    *(Format(each.name, "export_records", each.summary) for each in RECORDS),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    told = "; ".join(f"{each.name}: {each.summary}" for each in FORMATS)
    parser.add_argument("format", choices=[each.name for each in FORMATS], metavar="FORMAT", help=told)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="what the format takes")


def run(options: argparse.Namespace) -> int:
    """Run the format; the exit code."""
    chosen = next(each for each in FORMATS if each.name == options.format)
    module = importlib.import_module(f"dateline.cli.{chosen.module}")
    own = argparse.ArgumentParser(prog=f"dateline export {chosen.name}", description=module.__doc__)
    module.add_arguments(own)
    code: int = module.run(own.parse_args(options.rest, argparse.Namespace(format=chosen.name)))
    return code
