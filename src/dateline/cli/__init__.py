"""Floor 6: the commands, one file each. This file only finds the command and turns errors into exit codes.

Exit codes: 0 all went well, 1 failure, 2 wrong use, 3 some inputs failed. What was asked for goes to standard output,
everything else to standard error. A command's module is imported when it is called, so `dateline --help` is quick.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from dateline.cli.settings import apply
from dateline.text.collecting import seldom_collecting
from dateline.text.errors import DatelineError

OK, FAILURE, USAGE, SOME_FAILED = 0, 1, 2, 3


class Command(NamedTuple):
    """One command: its name, the module of `dateline.cli` that runs it, and its line in the help."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("read", "read", "read articles and show what they say: when, where, who, and who says so"),
    Command("times", "times", "list the times that articles tell, without a parser: quick, for archives"),
    Command("who", "who", "list persons, organisations and groups: kind, roles, how often and how they are named"),
    Command("where", "where", "list places: where they are, how precisely that is known, what else may be meant"),
    Command("events", "events", "list what happened: when, who did what to whom, where, how many, by whose word"),
    Command("quotes", "quotes", "list who says what, in which words, to whom, through whom, and how sure that is"),
    Command("audit", "audit", "count who is quoted: sources, kinds, outlets, single-source articles; no score"),
    Command("explain", "explain", "say why: the rule, the anchor and the arithmetic behind one place of a text"),
    Command("add", "add", "put articles or records into an archive: one file, that many can be asked of"),
    Command(
        "fetch",
        "fetch",
        "fetch pages, or those that a feed or a sitemap lists, into a WARC file; nothing else goes online",
    ),
    Command(
        "build", "build", "read and annotate many articles into Parquet files by day, on this machine or a cluster"
    ),
    Command("relate", "relate", "find copies and tellings of one event in what dateline build made"),
    Command("slice", "slice", "put the articles of a build that name somebody into an archive, to be read"),
    Command("status", "status", "say what is in an archive and how large it is"),
    Command("search", "search", "search an archive for words"),
    Command("timeline", "timeline", "show what happened by day, over many articles, and how many tell of it"),
    Command("compare", "compare", "show which source gives which toll, party, place and day of one event"),
    Command("who-says", "who_says", "show who says that an event happened, down to the characters"),
    Command("names", "names", "show what each outlet calls somebody, and whose word it is"),
    Command("serve", "serve", "open a reader in the browser: an archive, or articles; on this machine only"),
    Command("export", "export", "write what was found in a format that others read, or as a folder of pages"),
    Command("import", "import_", "bring in a bundle of records, or marks that were corrected in another program"),
    Command("judge", "judge", "say that two events, articles or names are the same, or different; kept in the archive"),
    Command("correct", "correct", "correct a finding; kept in the archive, and followed by all that is shown"),
    Command("undo", "undo", "take back what was last judged of two things, or corrected of a finding"),
    Command("sql", "sql", "ask an archive in SQL, reading only"),
    Command("failures", "failures", "list what could not be read or annotated, and why"),
    Command("check", "check", "check every hash and span of an archive"),
    Command("rules", "rules", "list the rules, each with the id that a record names"),
    Command("schema", "schema", "print the JSON Schema of a record"),
    Command("config", "config", "show what is set, and where: dateline.toml, the environment"),
    Command("completion", "completion", "print what makes bash, zsh or fish complete commands and flags"),
    Command("doctor", "doctor", "look whether all that dateline stands on is there and whole"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    with seldom_collecting():
        return _main(list(sys.argv[1:] if arguments is None else arguments))


def _main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a letter shows a question mark instead
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    named = {command.name: command for command in COMMANDS}
    if arguments and arguments[0] in named:
        return _run(named[arguments[0]], arguments[1:])
    parser = _parser()
    if not arguments:
        parser.print_help(sys.stderr)
        return USAGE
    parser.parse_args(arguments)  # --help, --version, or a wrong word: argparse says what is right and leaves
    return USAGE


def _parser() -> argparse.ArgumentParser:
    """What `dateline --help` shows. A command is run without it: building it costs as much as parsing."""
    parser = argparse.ArgumentParser(
        prog="dateline",
        description="News in, the attributed record out.",
        epilog="Start with: dateline read ARTICLE.txt --published 2020-02-12",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.summary, add_help=False)
    return parser


def _run(command: Command, arguments: Sequence[str]) -> int:
    module = importlib.import_module(f"dateline.cli.{command.module}")
    own = argparse.ArgumentParser(
        prog=f"dateline {command.name}", description=module.__doc__, formatter_class=_formatter(arguments)
    )
    module.add_arguments(own)
    try:
        apply(own)
        code: int = module.run(own.parse_args(arguments))
        sys.stdout.flush()
        return code
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        return FAILURE
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("dateline: stopped", file=sys.stderr)
        return 130


def _formatter(arguments: Sequence[str]) -> type[argparse.HelpFormatter]:
    """What lays out the help. It measures the terminal, for which Python imports 3 ms, even where nobody asks for help."""
    return argparse.HelpFormatter if {"-h", "--help"} & set(arguments) else _Unmeasured


class _Unmeasured(argparse.HelpFormatter):
    """Lays out what is said of a mistake, on any terminal alike."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Version(argparse.Action):
    """Prints the version when asked; looking it up costs 20 ms that no other command pays."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print and leave."""
        metadata = importlib.import_module("importlib.metadata")
        print(f"dateline {metadata.version('dateline')}")
        parser.exit(OK)
