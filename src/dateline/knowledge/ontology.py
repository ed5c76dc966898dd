"""The kinds of events: what each means, its modes and contexts, and what CAMEO, MUC-4 and UCDP call it.

Read from `ontology.toml`. It finds nothing: the words that tell an event stand in a language's own rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from dateline.text.errors import BadRules
from dateline.text.happening import Event, EventKind
from dateline.text.when import Grain

FILE = Path(__file__).parent / "ontology.toml"
KINDS = frozenset(get_args(EventKind))
QUADS = frozenset({"verbal cooperation", "material cooperation", "verbal conflict", "material conflict", ""})


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of its kind is done, and CAMEO's code for it."""

    name: str
    means: str
    cameo: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: what it means, what it is not, and where it stands among the four classes."""

    name: EventKind
    means: str
    border: str
    quad: str
    cameo: str
    recipient: bool
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Incident:
    """A MUC-4 type and the events that are one. Empty `modes` and `lemmas` fit all events of the kinds."""

    name: str
    kinds: frozenset[str]
    modes: frozenset[str]
    lemmas: frozenset[str]

    def fits(self, event: Event) -> bool:
        """The event is such an incident."""
        if event.kind not in self.kinds:
            return False
        return not (self.modes or self.lemmas) or event.mode in self.modes or event.lemma in self.lemmas


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of it, by name."""

    kinds: Mapping[str, Kind]
    contexts: Mapping[str, str]
    incidents: tuple[Incident, ...]
    ucdp: Mapping[str, str]
    date_precision: Mapping[str, int]

    def cameo(self, event: Event) -> str:
        """CAMEO's code, as fine as the mode gives it; "" for OTHER."""
        kind = self.kinds[event.kind]
        mode = kind.modes.get(event.mode or "")
        return kind.cameo if mode is None else mode.cameo

    def quad(self, event: Event) -> str:
        """Verbal or material, cooperation or conflict; "" for OTHER."""
        return self.kinds[event.kind].quad

    def incident(self, event: Event) -> str | None:
        """MUC-4's type, None for what is none of its incidents."""
        return next((incident.name for incident in self.incidents if incident.fits(event)), None)


@lru_cache(maxsize=1)
def ontology() -> Ontology:
    """The file, read and checked once; BadRules says what is wrong."""
    return read_ontology(FILE)


def read_ontology(path: Path) -> Ontology:
    """An ontology file, checked: every kind there is, each once, with known classes and named modes."""
    tables = tomllib.loads(path.read_text("utf-8"))
    kinds: dict[str, Kind] = {kind.name: kind for kind in map(_kind, tables.get("kind", []))}
    if missing := sorted(KINDS - set(kinds)):
        raise BadRules(f"{path.name}: no [[kind]] is named {', '.join(missing)}")
    if unknown := sorted(set(tables["date_precision"]) - {grain.value for grain in Grain}):
        raise BadRules(f"{path.name}, [date_precision]: no grain is called {', '.join(unknown)}")
    incidents = tuple(_incident(table, kinds) for table in tables["incident"])
    return Ontology(kinds, tables["context"], incidents, tables["ucdp"], tables["date_precision"])


def _kind(table: Mapping[str, Any]) -> Kind:
    name = table.get("name")
    if name not in KINDS or table.get("quad") not in QUADS:
        raise BadRules(f"ontology.toml, kind {name!r}: name or quad is none that we know")
    modes = {mode["name"]: Mode(**mode) for mode in table.get("modes", [])}
    return Kind(
        name=cast(EventKind, name),
        means=table["means"],
        border=table["not"],
        quad=table["quad"],
        cameo=table["cameo"],
        recipient=table.get("recipient", False),
        modes=modes,
    )


def _incident(table: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Incident:
    modes = frozenset(table.get("modes", []))
    known = {mode for kind in table["kinds"] for mode in kinds[kind].modes}
    if modes - known:
        raise BadRules(
            f"ontology.toml, incident {table['name']!r}: no mode of {table['kinds']}: {sorted(modes - known)}"
        )
    return Incident(table["name"], frozenset(table["kinds"]), modes, frozenset(table.get("lemmas", [])))
