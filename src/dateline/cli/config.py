"""Show what is set, and where: `dateline.toml` in the current folder, then environment variables, then flags; the later wins.

A setting is the default of the flag of its name in every command that has it. In the file it is one line, such as outlet = "The
Courier"; in the environment DATELINE_OUTLET.
"""

from __future__ import annotations

import argparse
import json
import sys

from dateline.cli import OK
from dateline.cli.settings import SETTINGS, settings
from dateline.show.inert import one_line, visible


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("what", choices=("show",), help="print every setting, its value and what it does")
    parser.add_argument("--origin", action="store_true", help="print where each value is from instead of what it does")
    parser.add_argument("--json", action="store_true", help="print one setting a line, as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the settings, one a line; the exit code."""
    found = settings()
    for setting in SETTINGS:
        value, origin = found.get(setting.name, (None, None))
        if options.json:
            told = {
                "name": setting.name,
                "value": value,
                "origin": origin,
                "variable": setting.variable,
                "does": setting.does,
            }
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            continue
        rest = (origin or "not set") if options.origin else setting.does
        sys.stdout.write(f"{setting.name:<10} {visible(one_line(value or '-')):<24} {rest}\n")
    return OK
