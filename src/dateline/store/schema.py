"""The schema, made from the tables' types; the views that show it in words; and the way from each version of it to the next."""

from __future__ import annotations

from types import UnionType
from typing import Any, get_args, get_type_hints

from dateline.store.tables import TABLES, Table

SCHEMA_VERSION = 2
APPLICATION_ID = 0x444C4E31  # "DLN1": by this a file is known as an archive of dateline

_SQL = {int: "INTEGER", str: "TEXT", bytes: "BLOB", float: "REAL"}

# Reading aids for `dateline sql`: the same with words in place of numbers. `plain` unpacks a text; only dateline's connections know it.
_TERM = "(SELECT word FROM term WHERE id = {0}) AS {1}"
_DAY = "substr({0}, 1, length({0}) - 4) || '-' || substr({0}, -4, 2) || '-' || substr({0}, -2) AS {1}"


def _shown(pattern: str, *names: str) -> str:
    return ", ".join(pattern.format(name, name.partition(".")[2]) for name in names)


VIEWS = (
    "CREATE VIEW text AS SELECT a.id, a.title, plain(c.piece, c.pieces, c.dictionary) AS text"
    " FROM article AS a JOIN content AS c ON c.id = a.text",
    "CREATE VIEW articles AS SELECT a.id, a.title, n.name AS outlet, a.first AS published, a.address, a.version,"
    " a.later IS NULL AS latest, datetime(a.added, 'unixepoch') AS added FROM article AS a LEFT JOIN name AS n ON n.id = a.outlet",
    f"CREATE VIEW entities AS SELECT e.article, e.nth, n.name, {_shown(_TERM, 'e.kind')}, e.mentions"
    " FROM entity AS e JOIN name AS n ON n.id = e.name",
    f"CREATE VIEW events AS SELECT e.article, e.nth, {_shown(_TERM, 'e.kind')}, {_shown(_DAY, 'e.first', 'e.last')},"
    f" p.name AS place, {_shown(_TERM, 'e.status')},"
    " (SELECT group_concat(t.word || ': ' || x.name, '; ') FROM party AS y JOIN term AS t ON t.id = y.role"
    " JOIN entities AS x ON x.article = y.article AND x.nth = y.entity"
    " WHERE y.article = e.article AND y.event = e.nth) AS parties,"
    " e.start, e.stop FROM event AS e LEFT JOIN entities AS p ON p.article = e.article AND p.nth = e.place",
    f"CREATE VIEW statements AS SELECT s.article, s.nth, x.name AS speaker, {_shown(_TERM, 's.source_kind', 's.manner', 's.act')},"
    f" {_shown(_DAY, 's.first', 's.last')}"
    " FROM statement AS s LEFT JOIN entities AS x ON x.article = s.article AND x.nth = s.speaker",
    f"CREATE VIEW figures AS SELECT f.article, f.nth, f.event, {_shown(_TERM, 'f.counts')}, f.low, f.high FROM figure AS f",
)
# The index of words holds no text of its own: it reads the view above, so an exact comparison of both is one statement.
WORDS = (
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='text', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)

# What leads from each schema version to the next, oldest first: statements that keep all that is stored.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE correction ADD COLUMN quote TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE correction ADD COLUMN start INTEGER NOT NULL DEFAULT -1",
        "ALTER TABLE correction ADD COLUMN before TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE correction ADD COLUMN after TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE correction ADD COLUMN seen INTEGER NOT NULL DEFAULT 0",
    ),
}


def schema() -> tuple[str, ...]:
    """The statements that make an empty archive of the present version."""
    made = [statement for table in TABLES for statement in _create(table)]
    return (*made, *VIEWS, WORDS)


def _create(table: Table) -> list[str]:
    hints = get_type_hints(table.row)
    numbered = table.key == ("id",)
    lines = [_column(table, name, hints[name]) for name in table.columns]
    if not numbered:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    lines += [f"UNIQUE ({each})" for each in table.unique]
    made = [f"CREATE TABLE {table.name} ({', '.join(lines)}) STRICT{'' if numbered else ', WITHOUT ROWID'}"]
    for number, each in enumerate(table.indexes):
        columns, where, condition = each.partition(" WHERE ")
        made.append(f"CREATE INDEX {table.name}_by_{number} ON {table.name} ({columns}){where}{condition}")
    if table.append_only:
        for verb in ("UPDATE", "DELETE"):
            made.append(
                f"CREATE TRIGGER {table.name}_{verb.lower()} BEFORE {verb} ON {table.name}"
                f" BEGIN SELECT raise(ABORT, '{table.name} is only ever added to'); END"
            )
    return made


def _column(table: Table, name: str, hint: Any) -> str:
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(_SQL[each] for each in options if each in _SQL)
    if name == "id" and table.key == ("id",):
        return "id INTEGER PRIMARY KEY"
    refers = f" REFERENCES {table.refers[name]}" if name in table.refers else ""
    return f'"{name}" {kind}{"" if type(None) in options else " NOT NULL"}{refers}'
