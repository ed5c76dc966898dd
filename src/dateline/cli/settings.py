"""What a user sets once and for all: `dateline.toml` in the current folder, then environment variables, then flags; the later wins.

A setting is the default of the flag of its name, in every command that has that flag. The list is closed: a file that came with
somebody's articles cannot name what is written, fetched or run.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from dateline.text.errors import BadSettings

FILE = "dateline.toml"


class Setting(NamedTuple):
    """A setting: its name, the kind of value it takes, and what it does."""

    name: str
    kind: type[int] | type[str]
    does: str

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return f"DATELINE_{self.name.upper()}"


class Found(NamedTuple):
    """The value of a setting, and where it was found."""

    value: str
    origin: str


SETTINGS = (
    Setting("by", str, "who judges and corrects: judge, undo, correct"),
    Setting("columns", str, "which column of a table holds what, such as text=body,published=date"),
    Setting("knowledge", str, "a folder with your own names.toml and places.toml"),
    Setting("language", str, "language of the texts, such as en"),
    Setting("most", int, "how many rows, hits or pages at most: search, sql, fetch"),
    Setting("outlet", str, "the outlet that published the articles"),
    Setting("port", int, "the port of the reader: serve"),
    Setting("workers", int, "processes that read: add"),
)


def apply(parser: argparse.ArgumentParser) -> None:
    """Make what is set the default of the parser's flags."""
    names = {setting.name for setting in SETTINGS}
    open_to_it = [action for action in parser._actions if action.option_strings and action.dest in names]
    found = settings() if open_to_it else {}  # a mistake in the file must not stop what does not look at it
    for action in open_to_it:
        if action.dest in found:
            action.default, action.required = _checked(parser, action, found[action.dest]), False


def settings(environment: Mapping[str, str] | None = None) -> dict[str, Found]:
    """All that is set, by name; BadSettings says what is wrong in the file."""
    environment = os.environ if environment is None else environment
    found = _of_file(FILE) if os.path.exists(FILE) else {}
    for setting in SETTINGS:
        told = environment.get(setting.variable, "")
        if told:
            found[setting.name] = Found(told, setting.variable)
    return found


def _of_file(path: str) -> dict[str, Found]:
    tomllib = importlib.import_module("tomllib")  # 3 ms, which only a folder with settings pays
    try:
        with open(path, "rb") as file:
            told: dict[str, Any] = tomllib.load(file)
    except (OSError, ValueError) as error:  # a TOML error is a ValueError, and so is text that is not UTF-8
        raise BadSettings(f"{path}: cannot be read as TOML ({error})") from error
    kinds = {setting.name: setting.kind for setting in SETTINGS}
    for name, value in told.items():
        if name not in kinds:
            raise BadSettings(f"{path}: {name!r} is no setting; there are {', '.join(kinds)} (dateline config show)")
        if type(value) is not kinds[name]:
            wanted = "a whole number" if kinds[name] is int else "words in quotation marks"
            raise BadSettings(f"{path}: {name} = {value!r}: should be {wanted}")
    return {name: Found(str(value), path) for name, value in told.items()}


def _checked(parser: argparse.ArgumentParser, action: argparse.Action, found: Found) -> Any:
    """The value as the flag itself would take it, so that a mistake is told with the place where it was made."""
    try:
        return parser._get_value(action, found.value)
    except argparse.ArgumentError as error:
        raise BadSettings(f"{found.origin}: {action.dest}: {error.message}") from error
