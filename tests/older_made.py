"""An archive laid out as earlier versions of the schema had it, to try the way forward: their tables by their own statements."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from dateline.store import Archive, schema
from dateline.text.record import Record
from dateline.text.when import When

_KEYED = 'CREATE TABLE {} ("article" INTEGER NOT NULL REFERENCES article, {}) STRICT, WITHOUT ROWID'
_NTH = '"nth" INTEGER NOT NULL, {}, PRIMARY KEY (article, nth)'
SCHEMA_2 = (
    _KEYED.format("entity", _NTH.format('"name" INTEGER NOT NULL REFERENCES name, "kind" INTEGER NOT NULL, "mentions" INTEGER NOT NULL')),
    'CREATE TABLE called ("name" INTEGER NOT NULL REFERENCES name, "article" INTEGER NOT NULL REFERENCES article, "nth" INTEGER NOT NULL,'
    ' "how" INTEGER NOT NULL, PRIMARY KEY (name, article, nth, how)) STRICT, WITHOUT ROWID',
    _KEYED.format("event", _NTH.format(
        '"start" INTEGER NOT NULL, "stop" INTEGER NOT NULL, "kind" INTEGER NOT NULL, "first" INTEGER, "last" INTEGER, "place" INTEGER,'
        ' "status" INTEGER NOT NULL, "teller" INTEGER, "same_as" INTEGER')),
    "CREATE INDEX event_by_0 ON event (first, article) WHERE first IS NOT NULL",
    _KEYED.format("party", '"event" INTEGER NOT NULL, "entity" INTEGER NOT NULL, "role" INTEGER NOT NULL,'
                  " PRIMARY KEY (article, event, entity, role)"),
    'CREATE TABLE dated ("name" INTEGER NOT NULL REFERENCES name, "how" INTEGER NOT NULL, "first" INTEGER NOT NULL, "article" INTEGER NOT'
    ' NULL REFERENCES article, "nth" INTEGER NOT NULL, PRIMARY KEY (name, how, first, article, nth)) STRICT, WITHOUT ROWID',
    _KEYED.format("statement", _NTH.format(
        '"manner" INTEGER NOT NULL, "act" INTEGER NOT NULL, "speaker" INTEGER, "source_kind" INTEGER NOT NULL, "within" INTEGER,'
        ' "first" INTEGER, "last" INTEGER')),
    _KEYED.format("time", _NTH.format('"start" INTEGER NOT NULL, "first" INTEGER, "last" INTEGER')),
    _KEYED.format("figure", _NTH.format('"event" INTEGER, "counts" INTEGER NOT NULL, "low" INTEGER, "high" INTEGER')),
    *(f"CREATE VIEW {name} AS SELECT 1" for name in ("text", "articles", "entities", "events", "statements", "figures")),
)  # fmt: skip
CORRECTED = ("quote", "start", "before", "after", "seen")


def as_schema_2(path: Path) -> None:
    """Give the archive the tables that schema 2 had, filled from its records."""
    with Archive.open(path) as archive:
        records = {number: archive.record(number) for number in archive.numbers(latest=False)}
    old = sqlite3.connect(path, isolation_level=None)
    gone = (
        "VIEW text",
        "VIEW articles",
        "VIEW entities",
        "VIEW events",
        "VIEW statements",
        "VIEW figures",
        "TABLE event",
    )
    for name in (*gone, "TABLE named_key", "TABLE named"):
        old.execute(f"DROP {name}")
    old.execute("ALTER TABLE record DROP COLUMN statements")
    for statement in SCHEMA_2:
        old.execute(statement)
    for number, record in records.items():
        _fill(old, number, record)
    old.execute("PRAGMA user_version = 2")
    old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old.close()


def as_schema_1(path: Path) -> None:
    """The same as the first schema had it, in which corrections had no words of their own."""
    as_schema_2(path)
    old = sqlite3.connect(path, isolation_level=None)
    for column in CORRECTED:
        old.execute(f"ALTER TABLE correction DROP COLUMN {column}")
    old.execute("PRAGMA user_version = 1")
    old.close()


def made_anew() -> list[str]:
    """The names of all that a new archive has."""
    return [statement.split()[3 if " VIRTUAL " in statement else 2] for statement in schema.schema()]


def _fill(old: sqlite3.Connection, number: int, record: Record) -> None:
    def of(table: str, column: str) -> Callable[[str], int]:
        def find(word: str) -> int:
            (told,) = old.execute(f"SELECT id FROM {table} WHERE {column} = ?", (word,)).fetchone() or (None,)
            return told or old.execute(f"INSERT INTO {table} ({column}) VALUES (?)", (word,)).lastrowid or 0

        return find

    name, term = of("name", "name"), of("term", "word")
    nth = {
        each.id: at for layer in (record.entities, record.statements, record.events) for at, each in enumerate(layer)
    }
    mentioned = Counter(mention.entity for mention in record.mentions)
    called: dict[str, list[int]] = {}
    for at, entity in enumerate(record.entities):
        names = dict.fromkeys(filter(None, (entity.name, entity.known_as, *entity.aliases)))
        called[entity.id] = [name(each) for each in names]
        old.execute(
            "INSERT INTO entity VALUES (?, ?, ?, ?, ?)",
            (number, at, name(entity.name), term(entity.kind), mentioned[entity.id]),
        )
        old.executemany("INSERT INTO called VALUES (?, ?, ?, ?)", [(each, number, at, 0) for each in called[entity.id]])
    for at, told in enumerate(record.statements):
        row = (number, at, term(told.manner), term(told.act), None, term(told.source_kind), None, None, None)
        old.execute("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    for at, event in enumerate(record.events):
        first, last = _days(event.when)
        place = next((each for each in record.entities if each.id == event.place), None)
        where = (
            event.span.start,
            event.span.end,
            term(event.kind),
            first,
            last,
            nth.get(event.place or ""),
            term(event.status),
        )
        old.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", (number, at, *where))
        for role in event.roles:
            old.execute("INSERT INTO party VALUES (?, ?, ?, ?)", (number, at, nth[role.entity or ""], term(role.role)))
        if first is None:
            continue
        keys = {(each, 0) for role in event.roles for each in called[role.entity or ""]}
        if place is not None:
            within = place.place.within if place.place else ()
            keys |= {(each, 1) for each in (*called[place.id], *map(name, within))}
        old.executemany(
            "INSERT INTO dated VALUES (?, ?, ?, ?, ?)", [(each, how, first, number, at) for each, how in keys]
        )


def _days(when: When | None) -> tuple[int | None, int | None]:
    ends = (when.first, when.last) if when else (None, None)
    first, last = (int(f"{day:%Y%m%d}") if day else None for day in ends)
    return first, last
