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
from importlib.metadata import version
from typing import Any

from dateline.relate.corrections import Correction
from dateline.relate.judgement import Judgement
from dateline.store.correcting import corrected_shape, correction_row, corrections, latest
from dateline.store.drafts import (
    LONGEST_NAME,
    PLAIN,
    Dictionaries,
    Draft,
    Packed,
    draft_shape,
    folded,
    storable,
    storable_value,
)
from dateline.store.forward import bring_forward
from dateline.store.judging import keep
from dateline.store.keys import keys_of
from dateline.store.learning import builtin_dictionary, learnt
from dateline.store.sqlite import Database, indexed
from dateline.store.stored import stored, stored_last
from dateline.store.waiting import Fresh, Waiting
from dateline.text.errors import CannotStore, Overtaken
from dateline.wire.inward import from_shape
from dateline.wire.shapes import RecordShape

INDEXED_TOGETHER = 500
# Articles after which the archive learns what its records are like: from 110 it saves a tenth of records and a quarter of texts.
LEARN_AT = (60, 500, 5000)
LEARN_FROM = 200  # articles; twice as many save nothing
LONGEST_SAMPLE = 20_000  # bytes
PIECE = 1000  # bytes; four of them and their heads are a page of 4,096
MOST_NAMES = 200_000  # held in memory; a name that is not is looked up again
READ, ANNOTATE, INDEX = "read", "annotate", "index"
_OTHER_VERSIONS = (
    "SELECT b.id FROM article AS a JOIN article AS b ON b.address = a.address AND b.id <> a.id WHERE a.id = ?"
)
_SPOKEN_OF = "SELECT 1 FROM correction WHERE target >= ? || '/' AND target < ? || '0' LIMIT 1"


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
        self._version = version("dateline")
        self._waiting = Waiting(database)
        self._fresh = Fresh()
        self._unindexed = 0
        self._together = False
        self._articles = database.one("SELECT count(*) FROM record") or 0
        self.dictionaries = self._dictionaries()
        self._learnt = database.one("SELECT max(articles) FROM dictionary") or 0
        bring_forward(database)
        self.index()

    def add(self, draft: Draft) -> Added:
        """Put the article in, unless it is there."""
        with self._whole():
            added = self._add(draft)
        if added.new:
            self._unindexed += 1
            self._articles += 1
        if not self._together:
            self._tend()
        return added

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several articles in one transaction. They are in the archive when this ends."""
        with self._whole():
            self._together = True
            try:
                yield
            finally:
                self._together = False
        self._tend()

    def took(self, input: bytes) -> None:
        """Remember an input that was dealt with to its end."""
        with self._whole():
            self._waiting.put("taken", (input,))

    def has(self, inputs: Sequence[bytes]) -> set[bytes]:
        """Those of the inputs that were dealt with before."""
        marks = ", ".join("?" * len(inputs))
        return {row[0] for row in self._database.rows(f"SELECT input FROM taken WHERE input IN ({marks})", inputs)}

    def fail(self, input: bytes, *, stage: str, reason: str, path: str | None = None, given: str | None = None) -> None:
        """Keep what could not be read, and why."""
        with self._whole():
            number = self._waiting.number("failure")
            row = (number, input, storable(path), storable(given), None, stage, storable(reason), self._moment())
            self._waiting.put("failure", row)

    def forgive(self, input: bytes) -> None:
        """Take away what earlier tries of this input failed with."""
        with self._whole():
            self._waiting.flush()
            self._database.run("DELETE FROM failure WHERE input = ?", (input,))

    def judge(self, judgements: Iterable[Judgement], seen: int | None = None) -> list[int]:
        """Keep judgements, and give their numbers; a person's word shall outlast a power cut, so it is on the disk when this returns."""
        numbers = keep(self._database, judgements, seen)
        self._database.sync()
        return numbers

    def correct(self, article: int, correction: Correction) -> Correction:
        """Keep a person's word on a finding of the article, and have it hold in all that SQL finds; with its number, on the disk when this returns.

        Overtaken where the finding was corrected since `seen`, which is looked up and written in one transaction.
        """
        with self._whole():
            said = corrections(self._database, article)
            shape = self._shape(article)
            last = latest(from_shape(shape), said, correction.target)
            if correction.seen < last:
                raise Overtaken(
                    f"{article}/{correction.target.finding}: was corrected meanwhile (correction {last}); look at it again",
                    last,
                )
            number = self._insert("correction", tuple(map(storable_value, correction_row(correction))))
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
        self._unindexed = 0

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
        if self._unindexed >= INDEXED_TOGETHER:
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
        records = stored_last(self._database, LEARN_FROM)
        samples = {
            "record": [each.packed() for each in records],
            "text": [each.text().encode()[:LONGEST_SAMPLE] for each in records],
        }
        with self._database.transaction():
            for use, what in samples.items():
                body = learnt(what)
                if body:
                    self._insert("dictionary", (None, use, self._articles, body))
        self.dictionaries = self._dictionaries()
        self._learnt = self._articles

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All or nothing, with the rows that wait put in at the end; part of `together` where that is open."""
        if self._together:
            yield
            return
        try:
            with self._database.transaction():
                yield
                self._waiting.flush()
        except BaseException:  # numbers that were rolled back are nobody's
            self._names.clear()
            self._terms.clear()
            self._stages.clear()
            raise
        finally:
            self._waiting.forget()
            self._fresh.clear()

    def _add(self, draft: Draft) -> Added:
        if self._fresh.knows(draft) or self._waiting.many:
            self._flush()
        there = self._database.rows("SELECT id, version FROM article WHERE identity = ?", (draft.identity,))
        if there and not self._only_read(there[0][0]):
            return Added(there[0][0], False, there[0][1])
        if there:  # read before, annotated now
            if not draft.read_only:
                self._put_record(there[0][0], draft, again=True)
            return Added(there[0][0], False, there[0][1])
        before = 0
        if draft.address is not None:
            before = self._database.one("SELECT max(version) FROM article WHERE address = ?", (draft.address,)) or 0
        text = self._content(draft.content)
        original = self._content(draft.original, basis=text) if draft.original else None
        outlet = self._name(draft.outlet[:LONGEST_NAME]) if draft.outlet else None
        moment, article = self._moment(), self._waiting.number("article")
        row = (
            article, draft.identity, draft.key, draft.address, before + 1, draft.title, outlet, draft.first, draft.last, draft.language,
            text, original, moment, None,
        )  # fmt: skip
        self._waiting.put("article", row)
        self._waiting.put("job", (article, self._stage(READ), moment))
        self._fresh.note(draft)
        if before:
            self._flush()
            sql = "UPDATE article SET later = ? WHERE address = ? AND later IS NULL AND id <> ?"
            self._database.run(sql, (article, draft.address, article))
        self._put_record(article, draft, again=before > 0)
        return Added(article, True, before + 1)

    def _put_record(self, article: int, draft: Draft, *, again: bool) -> None:
        """The record and its findings; `again`: the article, or another version of it, was there before."""
        packed, put, moment = draft.record, self._waiting.put, self._moment()
        put("record", (article, packed.dictionary, packed.sha256, *self._pieces(packed.body), draft.statements))
        self._put_findings(article, draft)
        if not draft.read_only:
            put("job", (article, self._stage(ANNOTATE), moment))
        for number, (stage, reason) in enumerate(draft.failures):
            key = hashlib.blake2b(draft.identity + bytes([number % 256]), digest_size=16).digest()
            told = (draft.path, draft.given, article, stage, storable(reason), moment)
            put("failure", (self._waiting.number("failure"), key, *told))
        if again or (self._corrected() and self._database.one(_SPOKEN_OF, (draft.key, draft.key))):
            self._flush()
            if said := corrections(self._database, article):
                shape = self._shape(article)
                self._exchange(article, shape, corrected_shape(shape, said))

    def _put_findings(self, article: int, draft: Draft) -> None:
        """As much of the findings as SQL must find."""
        names, terms = self._numbered(draft), self._terms
        self._waiting.put(
            "event",
            *(
                (article, nth, start, stop, terms.get(kind) or self._term(kind), first, last, self._name(place) if place else None,
                 terms.get(status) or self._term(status))
                for nth, start, stop, kind, first, last, place, status in draft.events
            ),
        )  # fmt: skip
        self._waiting.name(article, keys_of(draft, article, names))

    def _exchange(self, article: int, before: RecordShape, now: RecordShape) -> None:
        """Put the findings of a corrected record in place of those that are there."""
        if now == before:
            return
        self._flush()
        gone = draft_shape(before, PLAIN)
        if keys := keys_of(gone, article, self._numbered(gone)):
            self._database.run("INSERT INTO named (named, rowid, keys) VALUES ('delete', ?, ?)", (article, keys))
        self._database.run("DELETE FROM event WHERE article = ?", (article,))
        self._put_findings(article, draft_shape(now, PLAIN))

    def _numbered(self, draft: Draft) -> list[int]:
        """The numbers of its names."""
        return [self._names.get(name) or self._name(name) for name in draft.names]

    def _corrected(self) -> bool:
        """Anything in the archive was ever corrected."""
        if self._fresh.corrected is None:
            self._fresh.corrected = bool(self._database.one("SELECT EXISTS (SELECT 1 FROM correction)"))
        return self._fresh.corrected

    def _flush(self) -> None:
        self._waiting.flush()
        self._fresh.clear()

    def _shape(self, article: int) -> RecordShape:
        """The record as it was read."""
        return stored(self._database, article).shape()

    def _only_read(self, article: int) -> bool:
        sql = "SELECT 1 FROM job JOIN stage ON stage.id = job.stage WHERE job.article = ? AND stage.name = ?"
        return self._database.one(sql, (article, ANNOTATE)) is None

    def _content(self, packed: Packed, basis: int | None = None) -> int:
        sha256 = packed.sha256
        found = self._fresh.contents.get(sha256) or self._database.one(
            "SELECT id FROM content WHERE sha256 = ?", (sha256,)
        )
        if found is not None:
            return int(found)
        number = self._fresh.contents[sha256] = self._waiting.number("content")
        pieces = self._pieces(packed.body)
        self._waiting.put("content", (number, sha256, packed.size, packed.dictionary, basis, *pieces))
        return number

    def _pieces(self, body: bytes) -> tuple[int, int]:
        """The number of the first piece that the body is put in, and how many there are."""
        cut = [body[at : at + PIECE] for at in range(0, len(body), PIECE)] or [b""]
        first = self._waiting.number("piece", len(cut))
        self._waiting.put("piece", *enumerate(cut, first))
        return first, len(cut)

    def _name(self, name: str) -> int:
        number = self._names.get(name)
        if number is None:
            key = folded(name)
            number = self._database.one("SELECT id FROM name WHERE folded = ? AND name = ?", (key, name))
            if number is None:
                number = self._waiting.number("name")
                self._waiting.put("name", (number, name, key))
            if len(self._names) >= MOST_NAMES:
                self._flush()
                self._names.clear()
            self._names[name] = number
        return number

    def _term(self, word: str) -> int:
        number: int = self._database.one("SELECT id FROM term WHERE word = ?", (word,)) or self._insert(
            "term", (None, word)
        )
        self._terms[word] = number
        return number

    def _stage(self, name: str) -> int:
        key = (name, self._version)
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
