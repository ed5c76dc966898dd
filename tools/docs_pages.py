"""Pages of the documentation that are made from the program itself when the site is built: mkdocs calls this file as a hook.

`reference/python.md` comes from the public names, `reference/rules.md` from the rule files, `reference/events.md` from the kinds of events,
`reference/record.md` from the schema. Nothing of it is kept, so nothing of it can fall behind.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import json
import tomllib
import types
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

import dateline
from dateline.languages import entries
from dateline.wire import schema

DOCS = Path(__file__).resolve().parent.parent / "docs"
PARTS = ("times", "speech", "events", "wording")
_LOOKED_FOR = ("pattern", "phrases", "phrase", "verbs", "nouns", "adverbs", "adjectives", "forms")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The navigation with every decision in it, pages that it forgot at its end, and none that nobody has written yet."""
    decisions = [f"decisions/{path.name}" for path in sorted(DOCS.glob("decisions/*.md"))]
    told = [*_there(config.nav or [])]
    known = {*_targets(told), *decisions}
    rest = [name for path in sorted(DOCS.rglob("*.md")) if (name := path.relative_to(DOCS).as_posix()) not in known]
    config.nav = [*told, {"Decisions": decisions}, *([{"More": rest}] if rest else [])]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site with those that are made here."""
    for name, made in PAGES.items():
        text = "\n".join(made()) + "\n"
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def _there(nav: list[Any]) -> Iterator[Any]:
    for entry in nav:
        ((title, target),) = entry.items()
        if isinstance(target, list):
            yield {title: [*_there(target)]}
        elif target.startswith("reference/") or (DOCS / target).is_file():
            yield entry


def _targets(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        ((_, target),) = entry.items()
        yield from _targets(target) if isinstance(target, list) else (target,)


def python() -> Iterator[str]:
    """Every public name with its signature, its words and, of a type, its fields and methods."""
    yield "# Python reference\n\nEvery public name of `import dateline`, as the code itself says.\n"
    for name in dateline.__all__:
        value = getattr(dateline, name)
        yield f"## {name}\n"
        if inspect.isclass(value):
            yield from _of_type(value)
        elif isinstance(value, types.FunctionType):
            yield f"```python\n{name}{_signature(value)}\n```\n\n{inspect.getdoc(value)}\n"
        else:
            yield f"The layers in the order they run: {', '.join(f'`{layer.name}`' for layer in value)}.\n"


def _of_type(kind: type) -> Iterator[str]:
    yield f"{inspect.getdoc(kind)}\n"
    if issubclass(kind, enum.Enum):
        yield f"Values: {', '.join(f'`{each.name}`' for each in kind)}.\n"
    if dataclasses.is_dataclass(kind):
        yield "| field | type |\n|---|---|"
        for field in dataclasses.fields(kind):
            yield f"| `{field.name}` | `{_plain(field.type)}` |"
        yield ""
    for method in _methods(kind):
        value = inspect.getattr_static(kind, method)
        if isinstance(value, property):
            yield f"- **`{method}`**: {_line(value.fget)}"
            continue
        function = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        yield f"- **`{method}{_signature(function)}`**: {_line(function)}"
    yield ""


def _methods(kind: type) -> Iterator[str]:
    kinds = (types.FunctionType, property, classmethod, staticmethod)
    return (name for name, value in vars(kind).items() if not name.startswith("_") and isinstance(value, kinds))


def _signature(function: Callable[..., object]) -> str:
    words = str(inspect.signature(function)).replace("'", "")
    return words.replace("(self, ", "(").replace("(self)", "()").replace("(cls, ", "(")


def _plain(kind: object) -> str:
    return kind if isinstance(kind, str) else getattr(kind, "__name__", str(kind))


def _line(function: object) -> str:
    return " ".join((inspect.getdoc(function) or "").split())


def rules() -> Iterator[str]:
    """Every rule with what it looks for and an example of its own."""
    yield "# Rules\n\nEvery rule of English by the id that a record names in `because`, with an example that is also its test.\n"
    for part in PARTS:
        yield f"## {part}\n\n| rule | looks for | example |\n|---|---|---|"
        for entry in entries("en", part):
            found = (entry.values[key] for key in _LOOKED_FOR if entry.values.get(key))
            looked = next(found, "")
            words = looked if isinstance(looked, str) else " / ".join(map(str, looked))
            yield f"| `{entry.id}` | {_cell(words)} | {_cell(_example(entry.values))} |"
        yield ""


def _example(values: Any) -> str:
    told = next(iter(values.get("examples", ())), None)
    return str(told.get("text", "")) if isinstance(told, dict) else str(told or "")


def _cell(words: str) -> str:
    """Words as code in a cell, where a bar is a bar."""
    drawn = " ".join(words.split()).replace("`", "'")
    return f"`{drawn if len(drawn) <= 160 else drawn[:160] + '…'}`" if drawn else ""


def events() -> Iterator[str]:
    """The kinds of events."""
    yield "# Kinds of events\n\nThe types of PLOVER and their modes; `OTHER` is an event of none of them, known by its lemma.\n"
    told = tomllib.loads(resources.files("dateline.knowledge").joinpath("ontology.toml").read_text("utf-8"))
    for kind in told["kind"]:
        yield f"## {kind['name']}\n\n{kind['means']}\n"
        if kind.get("not"):
            yield f"Not: {kind['not']}\n"
        if kind.get("quad"):
            yield f"{kind['quad'].capitalize()}; CAMEO root {kind.get('cameo', 'none')}.\n"
        for mode in kind.get("modes", ()):
            yield f"- `{mode['name']}`: {mode['means']}"
        yield ""


def record() -> Iterator[str]:
    """The fields of a record on the wire."""
    yield "# Record, field by field\n\nFormat `dateline/1`, from its JSON Schema (`dateline schema`). Offsets are Unicode code points.\n"
    for name, shape in json.loads(schema())["$defs"].items():
        yield f"## {name.removesuffix('Shape')}\n"
        if "enum" in shape:
            yield f"One of {', '.join(f'`{each}`' for each in shape['enum'])}.\n"
            continue
        yield "| field | type | must be there |\n|---|---|---|"
        for field, told in shape.get("properties", {}).items():
            needed = "yes" if field in shape.get("required", ()) else ""
            yield f"| `{field}` | {_kind(told)} | {needed} |"
        yield ""


def _kind(told: dict[str, Any]) -> str:
    if "$ref" in told:
        return str(told["$ref"]).rpartition("/")[2].removesuffix("Shape")
    if "anyOf" in told:
        return " or ".join(map(_kind, told["anyOf"]))
    if "enum" in told:
        return ", ".join(f"`{each}`" for each in told["enum"])
    if told.get("type") == "array":
        return f"list of {_kind(told['items'])}" if isinstance(told.get("items"), dict) and told["items"] else "list"
    return str(told.get("type", "any"))


PAGES = {"python": python, "rules": rules, "events": events, "record": record}
