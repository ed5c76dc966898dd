"""Is all in the archive as it was put in? Every hash, every span, every row that was made from a record, the index of words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dateline.store import tables
from dateline.store.correcting import corrected_shape, corrections
from dateline.store.drafts import PLAIN, Draft, draft_shape
from dateline.store.packing import unpack
from dateline.store.sqlite import Database
from dateline.store.writing import indexed
from dateline.text.errors import BadArchive, DatelineError
from dateline.wire.inward import check_shape


def problems(database: Database, *, writing: bool) -> Iterator[str]:
    """One sentence for each; none if all is well."""
    found = database.damage()
    yield from found
    if found:
        return  # what lies on broken pages is not worth asking after
    yield from _contents(database)
    yield from _records(database)
    last = database.one("SELECT max(id) FROM article") or 0
    if indexed(database) < last:
        yield f"{last - indexed(database)} articles are not yet in the index of words; the next `dateline add` puts them in"
    elif writing and not database.words_agree():
        yield "the index of words is not that of the texts"


def _contents(database: Database) -> Iterator[str]:
    for id, sha256, size, *where in database.each(
        "SELECT id, sha256, size, piece, pieces, dictionary, basis FROM content"
    ):
        try:
            whole = database.content(*where)
        except BadArchive as error:
            yield f"content {id}: {error}"
            continue
        if len(whole) != size or hashlib.sha256(whole).digest() != sha256:
            yield f"content {id}: its bytes are not those that were stored"


def _records(database: Database) -> Iterator[str]:
    sql = (
        "SELECT a.id, r.sha256, r.piece, r.pieces, r.dictionary, c.piece, c.pieces, c.dictionary FROM article AS a"
        " LEFT JOIN record AS r ON r.article = a.id JOIN content AS c ON c.id = a.text ORDER BY a.id"
    )
    terms = dict(database.rows("SELECT id, word FROM term"))
    for article, sha256, *where in database.each(sql):
        if sha256 is None:
            yield f"article {article}: has no record"
            continue
        try:
            packed = database.unpacked(*where[:3])
            if hashlib.sha256(packed).digest() != sha256:
                yield f"article {article}: its record is not the one that was stored"
                continue
            shape = unpack(packed, database.unpacked(*where[3:]).decode())
            check_shape(shape)
            shape = corrected_shape(shape, corrections(database, article))
        except (DatelineError, ValueError) as error:
            yield f"article {article}: {error}"
            continue
        yield from _rows(database, article, draft_shape(shape, PLAIN), terms)


def _rows(database: Database, article: int, draft: Draft, terms: dict[int, str]) -> Iterator[str]:
    """Whether the tables of findings have what the corrected record makes today; `called` stands by names and goes with `entity`."""
    for table, rows in (*draft.slim(), ("entity", draft.entities)):
        shape = tables.table(table)
        stored = database.rows(f"SELECT * FROM {table} WHERE article = ?", (article,))
        words = [shape.columns.index(column) for column in shape.terms]
        names = [shape.columns.index("name")] if table == "entity" else []
        found = set()
        for row in stored:
            told = [*row]
            for place in words:
                told[place] = terms.get(told[place])
            for place in names:
                told[place] = database.one("SELECT name FROM name WHERE id = ?", (told[place],))
            found.add(tuple(told[1:]))
        if found != {*rows}:
            yield f"article {article}: table {table} has other rows than its record"
