"""Floor 1: what a language knows, as data. A language is a folder of TOML files; this file reads and checks them.

A rule's id is `<code>/<folder>/<file>:<name>`, or `<code>/<file>:<name>` for a file that stands alone, such as
`en/times/relative:units-ago`.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterator, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dateline.languages.built import tables_of
from dateline.text.errors import BadRules

HOME = Path(__file__).parent


class Entry(NamedTuple):
    """One table of a rule file: its id, its kind (the TOML table name), its values and the file it stands in."""

    id: str
    kind: str
    values: dict[str, Any]
    path: Path

    def refuse(self, problem: str) -> BadRules:
        """The error that says what is wrong with this entry."""
        return BadRules(f'{self.path.name}, {self.kind} "{self.values.get("name", "?")}": {problem}')

    def require(self, allowed: Set[str], needed: Set[str]) -> None:
        """BadRules unless the entry has all needed keys and no key that is not allowed."""
        for key in sorted(needed - set(self.values)):
            raise self.refuse(f"key {key!r} is missing")
        for key in self.values:
            if key not in allowed:
                near = nearest(key, allowed)
                raise self.refuse(f"unknown key {key!r}" + (f" (did you mean {near!r}?)" if near else ""))


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that a misspelt one is most like; what finds it is imported only for a mistake."""
    found: list[str] = importlib.import_module("difflib").get_close_matches(word, known, 1)
    return found[0] if found else None


@lru_cache(maxsize=1)
def spoken() -> tuple[str, ...]:
    """The codes of the languages that there are rules for."""
    return tuple(sorted(folder.name for folder in HOME.iterdir() if (folder / "lexicon.toml").is_file()))


@lru_cache(maxsize=64)
def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables, read once and not to be changed; BadRules with line and column where it is not TOML."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise BadRules(f"{path}: {error.strerror or error}") from error
    built = tables_of(path.relative_to(HOME).as_posix(), source) if HOME in path.parents else None
    return built if built is not None else _parsed(path.name, source)


def _parsed(name: str, source: bytes) -> dict[str, Any]:
    """The tables of a TOML file that was not built; its parser is imported only for such."""
    tomllib = importlib.import_module("tomllib")
    try:
        tables: dict[str, Any] = tomllib.loads(source.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRules(f"{name}: {error}") from error
    return tables


def entries(code: str, part: str, *more: Path) -> Iterator[Entry]:
    """The named entries of one part of a language: of `<code>/<part>/*.toml`, or of `<code>/<part>.toml`.

    Folders in `more` (users' rules) are read after ours. Names are unique within a part; BadRules otherwise.
    """
    seen: dict[str, Path] = {}
    for home in (HOME / code, *more):
        folder = home / part
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else [home / f"{part}.toml"]
        for path in files:
            if not path.exists():
                continue
            place = f"{code}/{part}/{path.stem}" if folder.is_dir() else f"{code}/{part}"
            for kind, tables in read_toml(path).items():
                if not isinstance(tables, list):
                    continue
                for values in tables:
                    name = str(values.get("name", ""))
                    entry = Entry(f"{place}:{name}", kind, values, path)
                    if not name:
                        raise entry.refuse("key 'name' is missing")
                    if f"{kind} {name}" in seen:
                        raise entry.refuse(f"the name stands already in {seen[f'{kind} {name}'].name}")
                    seen[f"{kind} {name}"] = path
                    yield entry


def word_classes(code: str, file: str) -> dict[str, Any]:
    """The plain tables of `<code>/<file>.toml`: word classes, not entries."""
    return {key: value for key, value in read_toml(HOME / code / f"{file}.toml").items() if isinstance(value, dict)}


@lru_cache(maxsize=64)
def word_list(code: str, file: str, table: str, key: str) -> frozenset[str]:
    """The words of one list of `<code>/<file>.toml`, read once; BadRules where it is missing."""
    words = word_classes(code, file).get(table, {}).get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BadRules(f"{code}/{file}.toml, [{table}]: {key!r} must be a list of words")
    return frozenset(words)


def by_word(table: Mapping[str, list[str]]) -> dict[str, Any]:
    """{class: [words]} as {word: class}."""
    return {word: name for name, words in table.items() for word in words}
