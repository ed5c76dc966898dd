"""Print what makes a shell complete the commands of dateline, their flags and the values that these take.

bash: eval "$(dateline completion bash)" in ~/.bashrc. zsh: the same in ~/.zshrc, behind compinit. fish: dateline completion fish >
~/.config/fish/completions/dateline.fish. It is made from the commands themselves: print it again after an update.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from typing import NamedTuple

from dateline.cli import COMMANDS, OK


class Flag(NamedTuple):
    """A flag: its spellings, what it does, whether a value follows, and the values there are to choose from."""

    names: tuple[str, ...]
    does: str
    takes: bool
    choices: tuple[str, ...]


class Words(NamedTuple):
    """What may follow one command: flags, and words to choose from. Files may follow any."""

    command: str
    does: str
    flags: tuple[Flag, ...]
    choices: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("shell", choices=tuple(_SHELLS), help="the shell to complete in")


def run(options: argparse.Namespace) -> int:
    """Print the script; the exit code."""
    sys.stdout.writelines(f"{line}\n" for line in _SHELLS[options.shell](tuple(commands())))
    return OK


def commands() -> Iterator[Words]:
    """Every command with what it takes, as its own parser says."""
    for command in COMMANDS:
        parser = argparse.ArgumentParser(prog=f"dateline {command.name}")
        importlib.import_module(f"dateline.cli.{command.module}").add_arguments(parser)
        flags = tuple(_flag(action) for action in parser._actions if action.option_strings)
        choices = [word for action in parser._actions if not action.option_strings for word in action.choices or ()]
        yield Words(command.name, command.summary, flags, tuple(map(str, choices)))


def _flag(action: argparse.Action) -> Flag:
    does = action.help if action.help and action.help != argparse.SUPPRESS else ""
    return Flag(tuple(action.option_strings), does, action.nargs != 0, tuple(map(str, action.choices or ())))


def _bash(all_words: tuple[Words, ...]) -> Iterator[str]:
    """A function that looks at the command, and at the flag before the word where that takes a value."""
    yield "_dateline() {"
    yield '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""'
    yield "    COMPREPLY=()"
    yield "    if ((COMP_CWORD == 1)); then"
    names = " ".join(each.command for each in all_words)
    yield f"""        mapfile -t COMPREPLY < <(compgen -W '{names} --help --version' -- "$word")"""
    yield "        return"
    yield "    fi"
    yield '    case "${COMP_WORDS[1]} $before" in'
    for words in all_words:
        for flag in words.flags:
            if flag.takes:
                patterns = "|".join(f"'{words.command} {name}'" for name in flag.names)
                chosen = f"""mapfile -t COMPREPLY < <(compgen -W '{" ".join(flag.choices)}' -- "$word"); """
                yield f"        {patterns}) {chosen if flag.choices else ''}return;;"
    yield "    esac"
    yield '    case "${COMP_WORDS[1]}" in'
    for words in all_words:
        flags = " ".join(name for flag in words.flags for name in flag.names)
        chosen = f'; [[ $word == -* ]] || words="{" ".join(words.choices)}"' if words.choices else ""
        yield f"""        {words.command}) [[ $word == -* ]] && words="{flags}"{chosen};;"""
    yield "    esac"
    yield """    [[ -n $words ]] && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")"""
    yield "}"
    yield "complete -o default -F _dateline dateline"


def _zsh(all_words: tuple[Words, ...]) -> Iterator[str]:
    """One function with a case a command, in the words of zsh's own `_arguments`."""
    yield "#compdef dateline"
    yield "_dateline() {"
    yield "  local -a commands"
    yield "  commands=("
    yield from (f"    {_quoted(f'{words.command}:{words.does}')}" for words in all_words)
    yield "  )"
    yield "  if (( CURRENT == 2 )); then _describe command commands; return; fi"
    yield "  case $words[2] in"
    for words in all_words:
        told = [_quoted(spec) for flag in words.flags for spec in _zsh_specs(flag)]
        rest = f"*:word:({' '.join(words.choices)})" if words.choices else "*:file:_files"
        yield f"    {words.command}) shift words; (( CURRENT-- )); _arguments {' '.join(told)} {_quoted(rest)};;"
    yield "  esac"
    yield "}"
    yield "compdef _dateline dateline"


def _zsh_specs(flag: Flag) -> Iterator[str]:
    does = flag.does.translate(str.maketrans("[]:", "(),"))
    value = f":value:({' '.join(flag.choices)})" if flag.choices else ":value:_files" if flag.takes else ""
    return (f"{name}[{does}]{value}" for name in flag.names)


def _fish(all_words: tuple[Words, ...]) -> Iterator[str]:
    """One line a word."""
    for words in all_words:
        yield f"complete -c dateline -n __fish_use_subcommand -f -a {words.command} -d {_quoted(words.does)}"
    for words in all_words:
        start = f"complete -c dateline -n '__fish_seen_subcommand_from {words.command}'"
        if words.choices:
            yield f"{start} -a {_quoted(' '.join(words.choices))}"
        for flag in words.flags:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names)
            value = f" -x -a {_quoted(' '.join(flag.choices))}" if flag.choices else " -r" if flag.takes else ""
            yield f"{start} {names}{value} -d {_quoted(flag.does)}"


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "’") + "'"  # a curly mark needs no escape in any shell


_SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
