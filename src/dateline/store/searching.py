"""Words to articles. What a user types is words, never a language: nothing in it can be wrong, and nothing in it steers the index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.store.drafts import folded
from dateline.store.keys import TELLER
from dateline.store.sqlite import Database, indexed
from dateline.store.tellers import TELLERS, Teller
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


@dataclass(frozen=True, slots=True)
class Only:
    """Which articles alone are looked at: those of that outlet, those in which that kind of source tells something."""

    outlet: str | None = None
    source: Teller | None = None

    @property
    def sql(self) -> str:
        """What is asked of a row beside its words."""
        # The "+" keeps SQLite from looking the words up anew for each row of these lists: 26 ms in place of 7,000 at 10,000 articles.
        own = " AND +rowid IN (SELECT a.id FROM article AS a JOIN name AS n ON n.id = a.outlet WHERE n.folded = ?)"
        told = " AND +rowid IN (SELECT rowid FROM named WHERE named MATCH ?)"
        return (own if self.outlet is not None else "") + (told if self.source is not None else "")

    @property
    def values(self) -> tuple[str, ...]:
        """What stands there for the question marks."""
        own = () if self.outlet is None else (folded(self.outlet),)
        return own if self.source is None else (*own, f"{TELLER}{TELLERS.index(self.source)}")


ANY = Only()


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


def search(database: Database, query: str, *, most: int, skipped: int = 0, only: Only = ANY) -> tuple[Hit, ...]:
    """The best `most` hits behind those `skipped`, best first."""
    asked, indexes = words_of(query), _indexes(database)
    found = [row for index in indexes for row in _ranked(database, index, asked, skipped + most, only)]
    if len(indexes) > 1:
        found.sort(key=lambda row: row[-1])
    return tuple(_hit(database, *row) for row in found[skipped : skipped + most])


def holding(database: Database, query: str, *, most: int, only: Only = ANY) -> tuple[int, ...]:
    """The articles that have all the words, by number, those added last first."""
    asked = words_of(query)
    return tuple(
        row[0]
        for index in reversed(_indexes(database))
        for row in database.rows(
            f"SELECT rowid FROM {index} WHERE {index.partition('.')[2]} MATCH ?{only.sql} ORDER BY rowid DESC LIMIT ?",
            (asked, *only.values, most),
        )
    )[:most]


def told_by(database: Database, *, most: int, only: Only) -> tuple[int, ...]:
    """The articles by who tells them alone, in their latest versions, by number, those added last first."""
    sql = f"SELECT id FROM article WHERE later IS NULL{only.sql} ORDER BY id DESC LIMIT ?"
    return tuple(row[0] for row in database.rows(sql, (*only.values, most)))


def _indexes(database: Database) -> tuple[str, ...]:
    """The index of words, and that of what it has not yet."""
    return ("main.words", "temp.tail") if _behind(database) else ("main.words",)


def _ranked(database: Database, index: str, asked: str, most: int, only: Only) -> list[tuple[int, str, str, float]]:
    name = index.partition(".")[2]
    oldest = database.one(
        f"SELECT rowid FROM {index} WHERE {name} MATCH ?{only.sql} ORDER BY rowid DESC LIMIT 1 OFFSET ?",
        (asked, *only.values, RANKED),
    )
    return [
        (article, title, snippet, rank)
        for article, title, snippet, rank in database.rows(
            f"SELECT rowid, title, snippet({name}, 1, ?, ?, '', ?), rank FROM {index}"
            f" WHERE {name} MATCH ? AND rowid > ?{only.sql} AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank LIMIT ?",
            (OPEN, SHUT, AROUND, asked, oldest or 0, *only.values, most),
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
