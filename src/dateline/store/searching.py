"""Words to articles. What a user types is words, never a language: nothing in it can be wrong, and nothing in it steers the index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.store.drafts import folded
from dateline.store.sqlite import Database, indexed
from dateline.text.errors import BadQuery

MOST_WORDS = 32
LONGEST = 2000  # characters of a query that are looked at
RANKED = 2000  # newest matches among which the best are chosen: to weigh all would take half a second for a common word
AROUND = 24  # words of a snippet
OPEN, SHUT = "\x02", "\x03"  # around a word that was found
_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found: `snippet` are its words at `start`, `marks` where in the snippet the words asked for stand."""

    article: int
    title: str
    outlet: str | None
    published: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    start: int | None


def words_of(query: str) -> str:
    r"""The query as the index takes it: every word or "phrase in quotation marks" must occur.

    >>> words_of('NEAR(drone* "Port Arlen" -')
    '"NEAR(drone*" "Port Arlen"'
    """
    pieces = [phrase or word for phrase, word in _PIECE.findall(query[:LONGEST].replace("\x00", " "))]
    told = [piece for piece in pieces if any(letter.isalnum() for letter in piece)][:MOST_WORDS]
    if not told:
        raise BadQuery('holds no word to look for; give a word or a "phrase"')
    return " ".join(f'"{piece}"' for piece in told).encode("utf-8", "replace").decode()


def search(
    database: Database, query: str, *, most: int, skipped: int = 0, outlet: str | None = None
) -> tuple[Hit, ...]:
    """The best `most` hits behind those `skipped`, best first; of that outlet alone, if one is given."""
    asked, indexes = words_of(query), _indexes(database)
    found = [row for index in indexes for row in _ranked(database, index, asked, skipped + most, outlet)]
    if len(indexes) > 1:
        found.sort(key=lambda row: row[-1])
    return tuple(_hit(database, *row) for row in found[skipped : skipped + most])


def holding(database: Database, query: str, *, most: int, outlet: str | None = None) -> tuple[int, ...]:
    """The articles that have all the words, by number, those added last first."""
    asked, own = words_of(query), _of_outlet(outlet)
    return tuple(
        row[0]
        for index in reversed(_indexes(database))
        for row in database.rows(
            f"SELECT rowid FROM {index} WHERE {index.partition('.')[2]} MATCH ?{own} ORDER BY rowid DESC LIMIT ?",
            (asked, *_folded(outlet), most),
        )
    )[:most]


def _indexes(database: Database) -> tuple[str, ...]:
    """The index of words, and that of what it has not yet."""
    return ("main.words", "temp.tail") if _behind(database) else ("main.words",)


def _of_outlet(outlet: str | None) -> str:
    own = " AND rowid IN (SELECT a.id FROM article AS a JOIN name AS n ON n.id = a.outlet WHERE n.folded = ?)"
    return own if outlet is not None else ""


def _folded(outlet: str | None) -> tuple[str, ...]:
    return () if outlet is None else (folded(outlet),)


def _ranked(
    database: Database, index: str, asked: str, most: int, outlet: str | None
) -> list[tuple[int, str, str, float]]:
    name, own = index.partition(".")[2], _of_outlet(outlet)
    oldest = database.one(
        f"SELECT rowid FROM {index} WHERE {name} MATCH ?{own} ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        (asked, *_folded(outlet), RANKED),
    )
    return [
        (article, title, snippet, rank)
        for article, title, snippet, rank in database.rows(
            f"SELECT rowid, title, snippet({name}, 1, ?, ?, '', ?), rank FROM {index}"
            f" WHERE {name} MATCH ? AND rowid > ?{own} AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT ?",
            (OPEN, SHUT, AROUND, asked, oldest or 0, *_folded(outlet), most),
        )
    ]


def _behind(database: Database) -> bool:
    """There are articles that the index has not yet; they are in an index of this connection's own, `tail`."""
    done, last = indexed(database), database.one("SELECT max(id) FROM article") or 0
    if done >= last:
        return False
    database.run("DROP TABLE IF EXISTS temp.tail")
    database.run("CREATE VIRTUAL TABLE temp.tail USING fts5(title, text, tokenize='unicode61 remove_diacritics 2')")
    database.run("INSERT INTO temp.tail (rowid, title, text) SELECT id, title, text FROM text WHERE id > ?", (done,))
    return True


def _hit(database: Database, article: int, title: str, snippet: str, _rank: float) -> Hit:
    plain, marks = _marked(snippet)
    ((outlet, published, text),) = database.rows(
        "SELECT n.name, a.first, t.text FROM article AS a JOIN text AS t ON t.id = a.id"
        " LEFT JOIN name AS n ON n.id = a.outlet WHERE a.id = ?",
        (article,),
    )
    start = text.find(plain)
    return Hit(article, title, outlet, published, plain, marks, start if start >= 0 else None)


def _marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet without its marks, and where they were."""
    plain, marks, begun = "", [], None
    for piece in re.split(f"([{OPEN}{SHUT}])", snippet):
        if piece == OPEN:
            begun = len(plain)
        elif piece == SHUT:
            if begun is not None:
                marks.append((begun, len(plain)))
            begun = None
        else:
            plain += piece
    return plain, tuple(marks)
