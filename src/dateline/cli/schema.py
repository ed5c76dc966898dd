"""Print the JSON Schema of a record (format dateline/1)."""

from __future__ import annotations

import argparse
import sys

from dateline.cli import OK
from dateline.wire import schema


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes nothing."""


def run(_options: argparse.Namespace) -> int:
    """Print it; the exit code."""
    sys.stdout.write(schema().decode("utf-8") + "\n")
    return OK
