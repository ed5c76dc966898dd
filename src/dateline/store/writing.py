"""Drafts into the archive: one transaction an article, names as numbers, versions of one address, the ledger, the index of words.

Note: the index lags. To index each article by itself costs three times as much as to index 500 together, so the index is its own
stage, done every 500 articles and at the end; `setting.indexed` says how far it is, and whoever opens the archive to write catches up.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from dateline.relate.corrections import Correction
from dateline.relate.judgement import Judgement
from dateline.store import tables
from dateline.store.correcting import corrected_shape, correction_row, corrections, latest
from dateline.store.drafts import LONGEST_NAME, PLAIN, Dictionaries, Draft, Packed, Slim, draft_shape, folded
from dateline.store.judging import judgement_row
from dateline.store.learning import builtin_dictionary, learnt
from dateline.store.packing import unpack
from dateline.store.sqlite import Database
from dateline.text.errors import CannotStore, Overtaken
from dateline.wire.inward import from_shape
from dateline.wire.shapes import RecordShape

INDEXED_TOGETHER = 500
# Articles after which the archive learns what its records are like: from 110 it saves a tenth of records and a quarter of texts.
LEARN_AT = (60, 500, 5000)
LEARN_FROM = 400  # articles
LONGEST_SAMPLE = 20_000  # bytes
PIECE = 1000  # bytes; four of them and their heads are a page of 4,096
MOST_NAMES = 200_000  # held in memory; a name that is not is looked up again
READ, ANNOTATE, INDEX = "read", "annotate", "index"
_OTHER_VERSIONS = (
    "SELECT b.id FROM article AS a JOIN article AS b ON b.address = a.address AND b.id <> a.id WHERE a.id = ?"
)
_STORED = (
    "SELECT r.piece, r.pieces, r.dictionary, c.piece, c.pieces, c.dictionary FROM article AS a JOIN record AS r ON r.article = a.id"
    " JOIN content AS c ON c.id = a.text WHERE a.id = ?"
)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a draft: the article's number, whether it is new, and which version of its address it is."""

    article: int
    new: bool
    version: int


class Writer:
    """The one that writes. What a call returned from is in the archive for good."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._names: dict[str, int] = {}
        self._terms: dict[str, int] = {}
        self._stages: dict[tuple[str, str], int] = {}
        self._waiting = 0
        self._together = False
        self._articles = database.one("SELECT count(*) FROM record") or 0
        self.dictionaries = self._dictionaries()
        self._learnt = database.one("SELECT max(articles) FROM dictionary") or 0
        self.index()

    def add(self, draft: Draft) -> Added:
        """Put the article in, unless it is there."""
        try:
            with self._database.transaction():
                added = self._add(draft)
        except BaseException:  # numbers of names that were rolled back are nobody's
            self._forget()
            raise
        if added.new:
            self._waiting += 1
            self._articles += 1
        if not self._together:
            self._tend()
        return added

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several articles in one transaction, each still all or nothing by itself. They are in the archive when this ends."""
        self._together = True
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self._forget()
            raise
        finally:
            self._together = False
        self._tend()

    def took(self, input: bytes) -> None:
        """Remember an input that was dealt with to its end."""
        with self._database.transaction():
            self._database.run("DELETE FROM failure WHERE input = ?", (input,))
            self._database.put("taken", [(input,)], replace=True)

    def has(self, inputs: Sequence[bytes]) -> set[bytes]:
        """Those of the inputs that were dealt with before."""
        marks = ", ".join("?" * len(inputs))
        return {row[0] for row in self._database.rows(f"SELECT input FROM taken WHERE input IN ({marks})", inputs)}

    def fail(self, input: bytes, *, stage: str, reason: str, path: str | None = None, given: str | None = None) -> None:
        """Keep what could not be read, and why."""
        row = (None, input, _storable(path), _storable(given), None, stage, _storable(reason), self._moment())
        with self._database.transaction():
            self._database.put("failure", [row], replace=True)

    def forgive(self, input: bytes) -> None:
        """Take away what earlier tries of this input failed with."""
        with self._database.transaction():
            self._database.run("DELETE FROM failure WHERE input = ?", (input,))

    def judge(self, judgements: Iterable[Judgement]) -> list[int]:
        """Keep judgements, and give their numbers; a person's word shall outlast a power cut, so it is on the disk when this returns."""
        with self._database.transaction():
            numbers = [self._insert("judgement", judgement_row(each)) for each in judgements]
        self._database.sync()
        return numbers

    def correct(self, article: int, correction: Correction) -> Correction:
        """Keep a person's word on a finding of the article, and have it hold in all that SQL finds; with its number, on the disk when this returns.

        Overtaken where the finding was corrected since `seen`, which is looked up and written in one transaction.
        """
        with self._database.transaction():
            said = corrections(self._database, article)
            shape = self._shape(article)
            last = latest(from_shape(shape), said, correction.target)
            if correction.seen < last:
                raise Overtaken(
                    f"{article}/{correction.target.finding}: was corrected meanwhile (correction {last}); look at it again",
                    last,
                )
            number = self._insert("correction", tuple(map(_storable_value, correction_row(correction))))
            kept = replace(correction, number=number)
            before, now = corrected_shape(shape, said), corrected_shape(shape, (*said, kept))
            self._exchange(article, before, now)
            for (version,) in self._database.rows(_OTHER_VERSIONS, (article,)):
                other = self._shape(version)
                self._exchange(version, corrected_shape(other, said), corrected_shape(other, (*said, kept)))
        self._database.sync()
        return kept

    def index(self) -> None:
        """Bring the index of words up to the last article."""
        done, last = indexed(self._database), self._database.one("SELECT max(id) FROM article") or 0
        while done < last:
            until = min(done + INDEXED_TOGETHER, last)
            with self._database.transaction():
                done = max(done, indexed(self._database))  # another writer may have been here
                span = (done, until)
                self._database.run(
                    "INSERT INTO words (rowid, title, text) SELECT id, title, text FROM text WHERE id > ? AND id <= ?",
                    span,
                )
                stage, moment = self._stage(INDEX), self._moment()
                self._database.run(
                    f"INSERT INTO job SELECT id, {stage}, {moment} FROM article WHERE id > ? AND id <= ?", span
                )
                self._database.put("setting", [("indexed", str(max(done, until)))], replace=True)
            done = until
        self._waiting = 0

    def close(self) -> None:
        """Index what is not yet, write all to the disk, give the file free."""
        try:
            self.index()
            with suppress(CannotStore):  # another one who writes just now: then that one does it
                self._database.run("PRAGMA optimize")
            self._database.sync()
        finally:
            self._database.close()

    def _tend(self) -> None:
        """What is done once in many articles."""
        if self._waiting >= INDEXED_TOGETHER:
            self.index()
        if any(self._learnt < enough <= self._articles for enough in LEARN_AT):
            self._learn()

    def _dictionaries(self) -> Dictionaries:
        """Those in force: the last one learnt for each use, and for records, before any was, the one that we bring."""
        rows = self._database.rows("SELECT id, use, body FROM dictionary ORDER BY id")
        if not rows:
            with self._database.transaction():
                body = builtin_dictionary()
                rows = [(self._insert("dictionary", (None, "record", 0, body)), "record", body)]
        last = {use: (number, body) for number, use, body in rows}
        return Dictionaries(last.get("text", (None, b"")), last.get("record", (None, b"")))

    def _learn(self) -> None:
        """Learn from the last records and texts what the archive's next ones are like. Those that are in stay as they are."""
        rows = self._database.rows(
            "SELECT r.piece, r.pieces, r.dictionary, c.piece, c.pieces, c.dictionary FROM record AS r JOIN article AS a ON a.id = r.article"
            " JOIN content AS c ON c.id = a.text ORDER BY r.article DESC LIMIT ?",
            (LEARN_FROM,),
        )
        unpacked = self._database.unpacked
        samples = {
            "record": [unpacked(*row[:3]) for row in rows],
            "text": [unpacked(*row[3:])[:LONGEST_SAMPLE] for row in rows],
        }
        with self._database.transaction():
            for use, what in samples.items():
                body = learnt(what)
                if body:
                    self._insert("dictionary", (None, use, self._articles, body))
        self.dictionaries = self._dictionaries()
        self._learnt = self._articles

    def _forget(self) -> None:
        self._names.clear()
        self._terms.clear()
        self._stages.clear()

    def _add(self, draft: Draft) -> Added:
        there = self._database.rows("SELECT id, version FROM article WHERE identity = ?", (draft.identity,))
        if there and not self._only_read(there[0][0]):
            return Added(there[0][0], False, there[0][1])
        if there:  # read before, annotated now
            if not draft.read_only:
                self._put_record(there[0][0], draft)
            return Added(there[0][0], False, there[0][1])
        number = 1
        if draft.address is not None:
            sql = "SELECT max(version) FROM article WHERE address = ?"
            number += self._database.one(sql, (draft.address,)) or 0
        text = self._content(draft.content)
        original = self._content(draft.original, basis=text) if draft.original else None
        outlet = self._name(draft.outlet[:LONGEST_NAME]) if draft.outlet else None
        moment = self._moment()
        row = (
            None, draft.identity, draft.key, draft.address, number, draft.title, outlet, draft.first, draft.last, draft.language, text,
            original, moment, None,
        )  # fmt: skip
        article = self._insert("article", row)
        if number > 1:
            before = "UPDATE article SET later = ? WHERE address = ? AND later IS NULL AND id <> ?"
            self._database.run(before, (article, draft.address, article))
        self._database.put("job", [(article, self._stage(READ), moment)])
        self._put_record(article, draft)
        return Added(article, True, number)

    def _put_record(self, article: int, draft: Draft) -> None:
        packed = draft.record
        self._database.put(
            "record", [(article, packed.dictionary, packed.sha256, *self._pieces(packed.body))], replace=True
        )
        self._put_findings(article, draft)
        put = self._database.put
        if said := corrections(self._database, article):  # of another version of it
            shape = self._shape(article)
            self._exchange(article, shape, corrected_shape(shape, said))
        moment = self._moment()
        if not draft.read_only:
            put("job", [(article, self._stage(ANNOTATE), moment)], replace=True)
        for number, (stage, reason) in enumerate(draft.failures):
            key = hashlib.blake2b(draft.identity + bytes([number % 256]), digest_size=16).digest()
            failed = (None, key, draft.path, draft.given, article, stage, _storable(reason), moment)
            put("failure", [failed], replace=True)

    def _put_findings(self, article: int, draft: Draft) -> None:
        """As much of the findings as SQL must find."""
        name, put = self._name, self._database.put
        entities = self._coded("entity", draft.entities)
        put("entity", [(article, nth, name(str(called)), *rest) for nth, called, *rest in entities])
        put("called", [(name(str(called)), article, *rest) for called, *rest in draft.called])
        put("dated", [(name(str(called)), how, first, article, nth) for called, how, first, nth in draft.dated])
        for table, rows in draft.slim():
            put(table, [(article, *row) for row in self._coded(table, rows)])

    def _exchange(self, article: int, before: RecordShape, now: RecordShape) -> None:
        """Put the rows of a corrected record in place of those that are there."""
        if now == before:
            return
        gone = draft_shape(before, PLAIN)
        run, name = self._database.run, self._name
        for called, *_ in gone.called:
            run("DELETE FROM called WHERE name = ? AND article = ?", (name(str(called)), article))
        for called, how, first, nth in gone.dated:
            key = (name(str(called)), how, first, article, nth)
            run("DELETE FROM dated WHERE name = ? AND how = ? AND first = ? AND article = ? AND nth = ?", key)
        for table in ("entity", *(table for table, _ in gone.slim())):
            run(f"DELETE FROM {table} WHERE article = ?", (article,))
        self._put_findings(article, draft_shape(now, PLAIN))

    def _shape(self, article: int) -> RecordShape:
        """The record as it was read."""
        found = self._database.rows(_STORED, (article,))
        unpacked = self._database.unpacked
        return unpack(unpacked(*found[0][:3]), unpacked(*found[0][3:]).decode())

    def _only_read(self, article: int) -> bool:
        sql = "SELECT 1 FROM job JOIN stage ON stage.id = job.stage WHERE job.article = ? AND stage.name = ?"
        return self._database.one(sql, (article, ANNOTATE)) is None

    def _content(self, packed: Packed, basis: int | None = None) -> int:
        found = self._database.one("SELECT id FROM content WHERE sha256 = ?", (packed.sha256,))
        if found is not None:
            return int(found)
        row = (None, packed.sha256, packed.size, packed.dictionary, basis, *self._pieces(packed.body))
        return self._insert("content", row)

    def _pieces(self, body: bytes) -> tuple[int, int]:
        """The number of the first piece that the body is put in, and how many there are."""
        cut = [body[at : at + PIECE] for at in range(0, len(body), PIECE)]
        first = self._insert("piece", (None, cut[0]))
        self._database.put("piece", [(first + more, piece) for more, piece in enumerate(cut[1:], 1)])
        return first, len(cut)

    def _name(self, name: str) -> int:
        number = self._names.get(name)
        if number is None:
            key = folded(name)
            number = self._database.one("SELECT id FROM name WHERE folded = ? AND name = ?", (key, name))
            if number is None:
                number = self._insert("name", (None, name, key))
            if len(self._names) >= MOST_NAMES:
                self._names.clear()
            self._names[name] = number
        return number

    def _coded(self, table: str, rows: Iterable[Slim]) -> Iterator[list[int | str | None]]:
        """The rows with the numbers of their terms."""
        places = _term_places(table)
        for row in rows:
            coded = [*row]
            for place in places:
                word = str(coded[place])
                coded[place] = self._terms.get(word) or self._term(word)
            yield coded

    def _term(self, word: str) -> int:
        number: int = self._database.one("SELECT id FROM term WHERE word = ?", (word,)) or self._insert(
            "term", (None, word)
        )
        self._terms[word] = number
        return number

    def _stage(self, name: str) -> int:
        key = (name, _version())
        if key not in self._stages:
            found = self._database.one("SELECT id FROM stage WHERE name = ? AND version = ?", key)
            self._stages[key] = found or self._insert("stage", (None, *key))
        return self._stages[key]

    def _insert(self, table: str, row: Sequence[Any]) -> int:
        """The number of the row put in."""
        marks = ", ".join("?" * len(row))
        return self._database.run(f"INSERT INTO {table} VALUES ({marks})", row)

    def _moment(self) -> int:
        return int(self._now())


@lru_cache(maxsize=16)
def _term_places(table: str) -> tuple[int, ...]:
    """Where a draft's rows, which have no article yet, hold a term."""
    shape = tables.table(table)
    return tuple(shape.columns.index(column) - 1 for column in shape.terms)


def indexed(database: Database) -> int:
    """The number of the last article in the index of words."""
    return int(database.one("SELECT value FROM setting WHERE name = 'indexed'") or 0)


@lru_cache(maxsize=1)
def _version() -> str:
    return version("dateline")


def _storable(words: str | None) -> str | None:
    """The words without lone surrogates, such as a file's name may hold."""
    return words.encode("utf-8", "replace").decode() if words is not None else None


def _storable_value(value: Any) -> Any:
    return _storable(value) if isinstance(value, str) else value


def inputs_digest(parts: Iterable[bytes]) -> bytes:
    """The digest by which an input is known again."""
    made = hashlib.blake2b(digest_size=16)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.digest()
