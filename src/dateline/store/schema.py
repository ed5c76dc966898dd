"""The schema, made from the tables' types; the views that show it in words; and the way from each version of it to the next."""

from __future__ import annotations

from types import UnionType
from typing import Any, get_args, get_type_hints

from dateline.store.tables import TABLES, Table

SCHEMA_VERSION = 4
APPLICATION_ID = 0x444C4E31  # "DLN1": by this a file is known as an archive of dateline

_SQL = {int: "INTEGER", str: "TEXT", bytes: "BLOB", float: "REAL"}

# Reading aids for `dateline sql`: the same with words in place of numbers. `plain` unpacks a text, `layer` a layer of a record as it
# is with people's corrections, `parties` those of one event; only dateline's connections know them.
_TERM = "(SELECT word FROM term WHERE id = {0}) AS {1}"
_DAY = "substr({0}, 1, length({0}) - 4) || '-' || substr({0}, -4, 2) || '-' || substr({0}, -2) AS {1}"


def _shown(pattern: str, *names: str) -> str:
    return ", ".join(pattern.format(name, name.partition(".")[2]) for name in names)


def _layer(name: str, *columns: str) -> str:
    """A view of what `layers.ROWS` tells of a layer."""
    told = ", ".join(f"j.value ->> {place} AS {column}" for place, column in enumerate(columns))
    return f"CREATE VIEW {name} AS SELECT a.id AS article, j.key AS nth, {told} FROM article AS a, json_each(layer(a.id, '{name}')) AS j"


VIEWS = (
    "CREATE VIEW text AS SELECT a.id, a.title, plain(c.piece, c.pieces, c.dictionary) AS text"
    " FROM article AS a JOIN content AS c ON c.id = a.text",
    "CREATE VIEW articles AS SELECT a.id, a.title, n.name AS outlet, a.first AS published, a.address, a.version,"
    " a.later IS NULL AS latest, datetime(a.added, 'unixepoch') AS added FROM article AS a LEFT JOIN name AS n ON n.id = a.outlet",
    f"CREATE VIEW events AS SELECT e.article, e.nth, {_shown(_TERM, 'e.kind')}, {_shown(_DAY, 'e.first', 'e.last')},"
    f" (SELECT name FROM name WHERE id = e.place) AS place, {_shown(_TERM, 'e.status')}, parties(e.article, e.nth) AS parties,"
    " e.start, e.stop FROM event AS e",
    _layer("entities", "name", "kind", "mentions"),
    _layer("statements", "speaker", "source_kind", "manner", "act", "first", "last"),
    _layer("figures", "event", "counts", "low", "high"),
)
# The index of words holds no text of its own: it reads the view above, so an exact comparison of both is one statement.
WORDS = (
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='text', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)

# The index of names and days, a word of which is one of these (see keys.py): it grows by whole blocks, where rows of a table would fall
# on as many pages as they are. `named_key` lists its words in their order.
NAMED = (
    "CREATE VIRTUAL TABLE named USING fts5(keys, content='', detail=none, columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE named_key USING fts5vocab(named, instance)",
)
_NAMED_BEFORE = (
    "SELECT DISTINCT article, 'n' || name AS key FROM called"
    " UNION SELECT article, printf('%s%dx%08d%010d%04d', substr('pl', how + 1, 1), name, first, article, nth) FROM dated"
    " UNION SELECT e.article, 'u' || c.name FROM event_2 AS e JOIN called AS c ON c.article = e.article AND (c.nth = e.place OR c.nth IN"
    " (SELECT entity FROM party AS p WHERE p.article = e.article AND p.event = e.nth)) WHERE e.first IS NULL"
    " UNION SELECT article, printf('d%08d%010d%04d', first, article, nth) FROM event_2 WHERE first IS NOT NULL"
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
    2: (
        *(f"DROP VIEW {name}" for name in ("text", "articles", "entities", "events", "statements", "figures")),
        "ALTER TABLE event RENAME TO event_2",
        'CREATE TABLE event ("article" INTEGER NOT NULL REFERENCES article, "nth" INTEGER NOT NULL, "start" INTEGER NOT NULL,'
        ' "stop" INTEGER NOT NULL, "kind" INTEGER NOT NULL, "first" INTEGER, "last" INTEGER, "place" INTEGER,'
        ' "status" INTEGER NOT NULL, PRIMARY KEY (article, nth)) STRICT, WITHOUT ROWID',
        "INSERT INTO event SELECT v.article, v.nth, v.start, v.stop, v.kind, v.first, v.last, e.name, v.status FROM event_2 AS v"
        " LEFT JOIN entity AS e ON e.article = v.article AND e.nth = v.place",
        "CREATE INDEX called_of ON called (article, nth)",
        *NAMED,
        f"INSERT INTO named (rowid, keys) SELECT article, group_concat(key, ' ') FROM ({_NAMED_BEFORE}) GROUP BY article",
        "ALTER TABLE record ADD COLUMN statements INTEGER NOT NULL DEFAULT 0",
        "UPDATE record SET statements = (SELECT count(*) FROM statement AS s WHERE s.article = record.article)",
        *(
            f"DROP TABLE {name}"
            for name in ("event_2", "entity", "called", "party", "dated", "statement", "time", "figure")
        ),
        *VIEWS,
    ),
    # The kinds of source stand in the records alone: forward.py looks them up, article by article.
    3: ("INSERT INTO setting SELECT 'untold', CAST(max(id) AS TEXT) FROM article HAVING max(id) IS NOT NULL",),
}


def schema() -> tuple[str, ...]:
    """The statements that make an empty archive of the present version."""
    made = [statement for table in TABLES for statement in _create(table)]
    return (*made, *VIEWS, WORDS, *NAMED)


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
