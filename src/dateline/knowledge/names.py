"""Persons, organisations and outlets that we know by name: what kind they are, and their other names.

A known name decides a kind and joins aliases ("Daesh", "ISIL"). It never puts into a record what the article does not say.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import cast, get_args

from dateline.knowledge.folding import fold
from dateline.knowledge.tables import cells, read_table
from dateline.text.errors import BadRules
from dateline.text.naming import EntityKind

OUTLET_COLUMNS = ("name", "aliases", "domain", "country", "kind", "owner", "source")
NAME_COLUMNS = ("name", "kind", "aliases", "country", "source")
KINDS = frozenset(get_args(EntityKind))


@dataclass(frozen=True, slots=True)
class Known:
    """Someone or something we know. `country` is an ISO code or ""."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """All known names by their key; `capitals` are the keys of names written in capitals, which must be met in capitals."""

    by_key: dict[str, Known]
    capitals: frozenset[str]

    def find(self, key: str, written: str) -> Known | None:
        """Whom the key stands for, as far as the name is written the way it must be: "CAR" is not "Car"."""
        known = self.by_key.get(key)
        return None if known is None or (key in self.capitals and not _is_acronym(written)) else known


def _is_acronym(written: str) -> bool:
    """A short form with a capital after its first letter: "CAR", "LeT"."""
    return len(written) <= 6 and any(letter.isupper() for letter in written[1:]) and " " not in written


# Names that a newsroom adds to ours for as long as an article is read; set by `own.using`, theirs go before ours.
OWN_NAMES: ContextVar[tuple[Known, ...]] = ContextVar("own names", default=())


def load_names() -> Names:
    """names.tsv and outlets.tsv, read once a process, behind a newsroom's own names. A name that stands in both keeps the kind of the first."""
    return _names(OWN_NAMES.get())


@lru_cache(maxsize=4)
def _names(own: tuple[Known, ...]) -> Names:
    by_key: dict[str, Known] = {}
    forms: dict[str, set[str]] = {}
    for known in (*own, *_entities(), *_outlets()):
        for form in (known.name, *known.aliases):
            by_key.setdefault(fold(form), known)
            forms.setdefault(fold(form), set()).add(form)
    capitals = {key for key, written in forms.items() if all(map(_is_acronym, written))}
    return Names(by_key, frozenset(capitals))


def _entities() -> list[Known]:
    """The entities of names.tsv; BadRules names the line with an unknown kind."""
    found = []
    for number, line in enumerate(read_table("names.tsv", NAME_COLUMNS).split("\n"), 2):
        name, kind, aliases, country, *_ = line.split("\t")
        if kind not in KINDS:
            raise BadRules(f"names.tsv, line {number}: {kind!r} is no kind of entity ({', '.join(sorted(KINDS))})")
        found.append(Known(name, cast(EntityKind, kind), cells(aliases), country))
    return found


@lru_cache(maxsize=1)
def agencies() -> frozenset[str]:
    """The keys of all names of news agencies."""
    found = set[str]()
    for line in read_table("outlets.tsv", OUTLET_COLUMNS).split("\n"):
        name, aliases, domain, _, kind, *_ = line.split("\t")
        if kind == "agency":
            found.update(map(fold, (name, *cells(aliases), *((domain,) if domain else ()))))
    return frozenset(found)


def _outlets() -> list[Known]:
    """The outlets; a domain ("reuters.com") is a name too."""
    found = []
    for line in read_table("outlets.tsv", OUTLET_COLUMNS).split("\n"):
        name, aliases, domain, country, *_ = line.split("\t")
        found.append(Known(name, "outlet", (*cells(aliases), *((domain,) if domain else ())), country))
    return found
