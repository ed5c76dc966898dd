"""A plain SQLite file for Datasette and for anybody who asks in SQL: a table for each kind of finding, and views that answer questions.

It is no archive: nothing is packed, and dateline does not open it again. Columns are those of `dateline.frames`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from dateline.show.framed import COLUMNS, Value, rows_of
from dateline.text.errors import CannotStore
from dateline.text.record import Record

_TYPES = {"text": "TEXT", "whole": "INTEGER", "number": "REAL", "day": "TEXT", "truth": "INTEGER"}
# One event once, however often the article tells it; the earliest day first, and what has no day behind.
VIEWS = {
    "timeline": """SELECT e."first", e."last", e."when", e.kind, e.words, e.actor, e.recipient, e.place, e.status, e.told_by, a.outlet, a.title
        FROM events AS e JOIN articles AS a ON a.id = e.article
        WHERE e.same_as IS NULL AND e."when" IS NOT NULL ORDER BY coalesce(e."first", e."last"), e."last" """,
    "who_says": """SELECT s.who, s.source_kind, s.words, s.act, s.manner, s.said, s.chain, a.outlet, a.title, a.published
        FROM statements AS s JOIN articles AS a ON a.id = s.article WHERE s.manner <> 'own_voice'""",
    "tolls": """SELECT f.counts, f.low, f.high, f.words, e.words AS event, e."when", e.told_by, a.outlet, a.title
        FROM figures AS f JOIN articles AS a ON a.id = f.article
        LEFT JOIN events AS e ON e.article = f.article AND e.id = f.event_id""",
    "loaded_words": """SELECT w.words, w.neutral, w.leaning, w.about, w.said_by, a.outlet, a.title
        FROM wording AS w JOIN articles AS a ON a.id = w.article""",
    "map": """SELECT p.name, p.latitude, p.longitude, p.country, a.outlet, a.title, a.published
        FROM places AS p JOIN articles AS a ON a.id = p.article WHERE p.latitude IS NOT NULL""",
}


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """The file as `dateline export` takes it: its name and its bytes."""
    with closing(sqlite3.connect(":memory:")) as database:
        _fill(database, records)
        yield "dateline.db", database.serialize()


def write(records: Iterable[Record], path: Path) -> int:
    """Write the records into a new file; how many articles it holds. CannotStore where there is one, or it cannot be written.

    A text that came twice is in it once. The file is there whole or not at all.
    """
    if path.exists():
        raise CannotStore(f"{path}: is there already; name a new file, or remove it first")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with closing(sqlite3.connect(unfinished)) as database:
            count = _fill(database, records)
        os.replace(unfinished, path)
    except (OSError, sqlite3.Error) as error:
        raise CannotStore(f"{path}: cannot be written ({error})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _fill(database: sqlite3.Connection, records: Iterable[Record]) -> int:
    for name, columns in COLUMNS.items():
        database.execute(f'CREATE TABLE "{name}" ({_columns(name, columns)})')
    seen: set[str] = set()
    for record in records:
        if record.article.sha256 in seen:
            continue
        seen.add(record.article.sha256)
        for name, row in rows_of(record):
            database.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', tuple(map(_plain, row)))
    for name in COLUMNS:
        if name != "articles":
            database.execute(f'CREATE INDEX "{name}_by_article" ON "{name}" (article)')
    for name, query in VIEWS.items():
        database.execute(f'CREATE VIEW "{name}" AS {query}')
    database.commit()
    return len(seen)


def _columns(name: str, columns: Iterable[tuple[str, str]]) -> str:
    """The columns as SQL; Datasette shows a row's article by its title, and follows it."""
    told = [f'"{column}" {_TYPES[kind]}' for column, kind in columns]
    if name == "articles":
        told[0] += " PRIMARY KEY"
    else:
        told.append("FOREIGN KEY (article) REFERENCES articles (id)")
    return ", ".join(told)


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value
