"""Words to articles. What a user types is words, never a language: nothing in it can be wrong, and nothing in it steers the index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.store.sqlite import Database
from dateline.store.writing import indexed
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


def search(database: Database, query: str, *, most: int) -> tuple[Hit, ...]:
    """The best `most` hits, best first."""
    asked = words_of(query)
    found = _ranked(database, "main.words", asked, most)
    behind = _behind(database)
    if behind:
        found = sorted([*found, *_ranked(database, "temp.tail", asked, most)], key=lambda row: row[-1])[:most]
    return tuple(_hit(database, *row) for row in found)


def _ranked(database: Database, index: str, asked: str, most: int) -> list[tuple[int, str, str, float]]:
    name = index.partition(".")[2]
    oldest = database.one(
        f"SELECT rowid FROM {index} WHERE {name} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (asked, RANKED)
    )
    return [
        (article, title, snippet, rank)
        for article, title, snippet, rank in database.rows(
            f"SELECT rowid, title, snippet({name}, 1, ?, ?, '', ?), rank FROM {index}"
            f" WHERE {name} MATCH ? AND rowid > ? AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT ?",
            (OPEN, SHUT, AROUND, asked, oldest or 0, most),
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
