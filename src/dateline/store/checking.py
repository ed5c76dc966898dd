"""Is all in the archive as it was put in? Every hash, every span, every row that was made from a record, the index of words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dateline.store.correcting import corrected_shape, corrections
from dateline.store.drafts import PLAIN, Draft, draft_shape, folded
from dateline.store.forward import untold
from dateline.store.keys import keys_of
from dateline.store.packing import unpack
from dateline.store.sqlite import Database, indexed
from dateline.store.writing import MOST_NAMES
from dateline.text.errors import BadArchive, DatelineError
from dateline.wire.inward import check_shape

_EVENTS = (
    "SELECT e.nth, e.start, e.stop, e.kind, e.first, e.last, n.name, e.status FROM event AS e LEFT JOIN name AS n ON n.id = e.place"
    " WHERE e.article = ?"
)


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
    """Every record, its events as rows, and what of it must stand in the index of names and days."""
    sql = (
        "SELECT a.id, r.sha256, r.piece, r.pieces, r.dictionary, c.piece, c.pieces, c.dictionary FROM article AS a"
        " LEFT JOIN record AS r ON r.article = a.id JOIN content AS c ON c.id = a.text ORDER BY a.id"
    )
    rows, sound, named = _Rows(database), True, 0
    for article, sha256, *where in database.each(sql):
        try:
            if sha256 is None:
                raise BadArchive("has no record")
            packed = database.unpacked(*where[:3])
            if hashlib.sha256(packed).digest() != sha256:
                raise BadArchive("its record is not the one that was stored")
            shape = unpack(packed, database.unpacked(*where[3:]).decode())
            check_shape(shape)
            draft = draft_shape(corrected_shape(shape, corrections(database, article)), PLAIN)
        except (DatelineError, ValueError) as error:
            yield f"article {article}: {error}"
            sound = False
            continue
        if not rows.agree(article, draft):
            yield f"article {article}: table event has other rows than its record"
        named += sum(hash((key, article)) for key in rows.keys(article, draft))
    if missing := untold(database):
        yield f"of up to {missing} articles the kinds of source are not yet in the index of names and days; the next `dateline add` puts them in"
        return
    # A sum of hashes does not ask for an order: the index has its words by name, the records theirs by article.
    if sound and named != sum(map(hash, database.each("SELECT term, doc FROM named_key"))):
        yield "the index of names and days is not that of the records"


class _Rows:
    """What the archive should have beside a record, by the names and terms that it knows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._terms = dict(database.rows("SELECT id, word FROM term"))
        self._numbers: dict[str, int] = {}

    def agree(self, article: int, draft: Draft) -> bool:
        """The table of events has what the corrected record makes today."""
        found = {
            (nth, start, stop, self._terms.get(kind), first, last, place, self._terms.get(status))
            for nth, start, stop, kind, first, last, place, status in self._database.rows(_EVENTS, (article,))
        }
        return found == {*draft.events}

    def keys(self, article: int, draft: Draft) -> list[str]:
        """What of it must stand in the index of names and days."""
        return keys_of(draft, article, [*map(self._number, draft.names)]).split()

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            sql = "SELECT id FROM name WHERE folded = ? AND name = ?"
            if len(self._numbers) >= MOST_NAMES:
                self._numbers.clear()
            self._numbers[name] = self._database.one(sql, (folded(name), name)) or 0
        return self._numbers[name]
