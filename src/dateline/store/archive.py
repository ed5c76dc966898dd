"""The archive as the rest of the program knows it: articles and their records in one file, found by name, day, place and word.

An article's number in the archive is its name here (12); a finding's is that and its id in the record (12/e@16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from dateline.relate.corrected import corrected
from dateline.relate.corrections import Correction, correct
from dateline.relate.judgement import Judgement
from dateline.relate.same_name import Names, names_said
from dateline.store import finding, searching, tables
from dateline.store.checking import problems
from dateline.store.correcting import corrected_shape, corrections, latest
from dateline.store.drafts import draft
from dateline.store.finding import Asked, Days, Found, Near
from dateline.store.judging import judged, of_people, on_names
from dateline.store.layers import Layers
from dateline.store.searching import Only
from dateline.store.sqlite import Database, indexed, open_database
from dateline.store.stored import stored
from dateline.store.tellers import Teller
from dateline.store.writing import Added, Writer
from dateline.text.article import Article
from dateline.text.errors import CannotStore
from dateline.text.record import Record
from dateline.wire.inward import from_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import RecordShape


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list."""

    number: int
    title: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """What is in an archive."""

    articles: int
    addresses: int
    superseded: int
    outlets: int
    first: str | None
    last: str | None
    annotated: int
    unindexed: int
    events: int
    statements: int
    names: int
    failures: int
    judgements: int
    corrections: int
    text_bytes: int
    file_bytes: int
    stages: tuple[tuple[str, str, int], ...]


class Archive:
    """An open archive. `with Archive.open("news.db", write=True) as archive: archive.add(record)`"""

    def __init__(self, database: Database, writer: Writer | None, *, as_read: bool = False) -> None:
        self._database = database
        self._writer = writer
        self._as_read = as_read
        self._names = (0, Names())  # as of the judgement of that number

    @classmethod
    def open(cls, path: Path | str, *, write: bool = False, as_read: bool = False) -> Archive:
        """The archive of that file; with `write` it is made where there is none. One writes, any number read meanwhile.

        `as_read`: records come without people's corrections.
        """
        database = open_database(Path(path), write=write)
        if not write:
            return cls(database, None, as_read=as_read)
        try:
            return cls(database, Writer(database), as_read=as_read)
        except BaseException:
            database.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Its file."""
        return self._database.path

    @property
    def writer(self) -> Writer:
        """That which writes; CannotStore where the archive was opened to be read."""
        if self._writer is None:
            raise CannotStore(f"{self.path}: was opened to be read; open it with write=True")
        return self._writer

    def close(self) -> None:
        """Give the file free; what was added is on the disk then."""
        if self._writer is not None:
            self._writer.close()
        self._database.close()

    def add(self, what: Article | Record, original: bytes | None = None) -> Added:
        """Put an article or its record in; the same again is a no-op. `original` are the bytes it was read from."""
        read_only = isinstance(what, Article)
        record = Record(what) if isinstance(what, Article) else what
        return self.writer.add(draft(record, self.writer.dictionaries, original, read_only=read_only))

    def numbers(self, *, latest: bool = True) -> list[int]:
        """The numbers of all articles, those that a later version replaced left out."""
        which = " WHERE later IS NULL" if latest else ""
        return [row[0] for row in self._database.rows(f"SELECT a.id FROM article AS a{which} ORDER BY a.id")]

    def listed(self, most: int, skipped: int = 0) -> tuple[Listed, ...]:
        """So many articles in their latest versions, those issued last first, and those without a day behind them."""
        sql = (
            "SELECT a.id, coalesce(a.title, ''), n.name, a.first FROM article AS a LEFT JOIN name AS n ON n.id = a.outlet"
            " WHERE a.later IS NULL ORDER BY a.first DESC, a.id LIMIT ? OFFSET ?"
        )
        return tuple(Listed(*row) for row in self._database.rows(sql, (most, skipped)))

    def state(self) -> tuple[int, ...]:
        """The last article, judgement and correction by number: what was made from the archive holds as long as these do."""
        watched = ("article", "judgement", "correction")
        sql = f"SELECT {', '.join(f'(SELECT coalesce(max(id), 0) FROM {name})' for name in watched)}"
        return tuple(self._database.rows(sql)[0])

    def article(self, number: int) -> Article:
        """The article; KeyError where there is none of that number."""
        return from_shape(stored(self._database, number).shape(())).article

    def record(self, number: int, *, as_read: bool = False) -> Record:
        """The record with people's corrections in it, without tokens; KeyError where there is none of that number.

        `as_read`: as it was put in.
        """
        record = from_shape(self.shape(number, as_read=True))
        if as_read or self._as_read:
            return record
        return self.names().renamed(corrected(record, corrections(self._database, number)))

    def shape(self, number: int, *, as_read: bool = False) -> RecordShape:
        """The same in its wire form."""
        shape = stored(self._database, number).shape()
        if as_read or self._as_read:
            return shape
        told, names = corrected_shape(shape, corrections(self._database, number)), self.names()
        moved = any(names.moves(each.known_as or each.name) for each in told.entities)
        return to_shape(names.renamed(from_shape(told))) if moved else told

    def original(self, number: int) -> bytes | None:
        """The bytes that the article was read from, where they were given."""
        found = self._database.rows(
            "SELECT c.piece, c.pieces, c.dictionary, c.basis FROM article AS a JOIN content AS c ON c.id = a.original WHERE a.id = ?",
            (number,),
        )
        return self._database.content(*found[0]) if found else None

    def outlets(self) -> tuple[str, ...]:
        """The outlets of its articles, by name."""
        sql = "SELECT name FROM name WHERE id IN (SELECT outlet FROM article) ORDER BY name"
        return tuple(row[0] for row in self._database.rows(sql))

    def versions(self, number: int) -> list[int]:
        """The article's versions by number, oldest first, itself among them."""
        sql = "SELECT b.id FROM article AS a JOIN article AS b ON b.id = a.id OR b.address = a.address WHERE a.id = ? ORDER BY b.version"
        return [row[0] for row in self._database.rows(sql, (number,))]

    def find(
        self,
        *,
        about: str | None = None,
        place: str | None = None,
        kind: str | None = None,
        days: Days = (None, None),
        source: Teller | None = None,
        most: int = 1000,
    ) -> tuple[Found, ...]:
        """Dated events by day: with a party of that name, at that place or in it, of that kind, in those days (an end may be open),
        told by that kind of source."""
        return finding.find(self._database, Asked(self._spelled(about), self._spelled(place), kind, days, source), most)

    def telling(self, *, about: str | None = None, place: str | None = None, days: Days = (None, None)) -> list[int]:
        """The articles that tell what `find` finds, by number; all of them."""
        return finding.telling(self._database, Asked(self._spelled(about), self._spelled(place), days=days))

    def naming(self, name: str, issued: Days = (None, None), *, most: int = 1000) -> list[int]:
        """Articles that name somebody or some place so, issued in those days, those added last first."""
        return finding.naming(self._database, self.names().spellings(name), issued, most)

    def spelled(self, name: str) -> str | None:
        """The name as it is written here, or as some article spells it; None where no article has it."""
        return finding.spelled(self._database, name)

    def near(
        self, days: tuple[date, date], issued: tuple[date, date], names: Iterable[str], kinds: Iterable[str]
    ) -> tuple[Near, ...]:
        """Articles with an event in those days, or with an undated one and issued in those; the names and kinds are what they may share."""
        spelled = [each for name in names for each in self.names().spellings(name)]
        return finding.near(self._database, days, issued, spelled, kinds)

    def search(
        self, query: str, *, most: int = 20, skipped: int = 0, outlet: str | None = None, source: Teller | None = None
    ) -> tuple[searching.Hit, ...]:
        """Articles that have all the words (or "phrases"), the best first; of that outlet alone, and with something told by that kind of source."""
        return searching.search(self._database, query, most=most, skipped=skipped, only=Only(outlet, source))

    def holding(
        self, query: str, *, most: int = 1000, outlet: str | None = None, source: Teller | None = None
    ) -> tuple[int, ...]:
        """The same by number alone, those added last first."""
        return searching.holding(self._database, query, most=most, only=Only(outlet, source))

    def told_by(self, *, outlet: str | None = None, source: Teller | None = None, most: int = 1000) -> tuple[int, ...]:
        """Articles by who tells them alone: of that outlet, with something told by that kind of source, those added last first."""
        return searching.told_by(self._database, most=most, only=Only(outlet, source))

    def judge(self, judgements: Iterable[Judgement], seen: int | None = None) -> list[int]:
        """Keep what was judged, behind all that was said before; the numbers it has. On the disk when this returns.

        Overtaken where a person judged the same two articles, events of theirs or names after the judgement of the number `seen`.
        """
        return self.writer.judge(judgements, seen)

    def correction(self, article: int, finding: str, field: str, value: str) -> Correction:
        """The correction of a finding of the article, not yet kept, by one who has seen all earlier ones; BadCorrection says what is wrong."""
        as_read, said = self.record(article, as_read=True), self.corrections(article)
        made = correct(as_read, finding, field, value, now=corrected(as_read, said))
        return replace(made, seen=latest(as_read, said, made.target))

    def correct(self, article: int, correction: Correction) -> Correction:
        """Keep a person's word on a finding of the article; the same with its number. On the disk when this returns.

        Overtaken where somebody corrected the finding after the correction that this one has `seen`.
        """
        return self.writer.correct(article, correction)

    def corrections(self, article: int | None = None) -> tuple[Correction, ...]:
        """All corrections that were ever said, or those of an article in all its versions; `relate.corrections.standing` are those that hold."""
        return corrections(self._database, article)

    def judgement(self, number: int) -> Judgement | None:
        """The judgement of that number."""
        return next((each for _, each in judged(self._database, "id = ?", (number,))), None)

    def judgements(self) -> tuple[Judgement, ...]:
        """All that was ever judged, in the order in which it was said; what holds now is `relate.judgement.fold` of it."""
        return tuple(each for _, each in judged(self._database))

    def of_people(self) -> tuple[tuple[int, Judgement], ...]:
        """What people judged, each by its number, in the order in which it was said."""
        return of_people(self._database)

    def names(self) -> Names:
        """Which names people judged to be one, or two; as it stands now."""
        last = self._database.one("SELECT max(id) FROM judgement") or 0
        if last != self._names[0]:
            self._names = (last, names_said(on_names(self._database)))
        return self._names[1]

    def numbered(self, key: str) -> int | None:
        """The number of the article that judgements know by this key."""
        found = self._database.one("SELECT max(id) FROM article WHERE key = ?", (key,))
        return int(found) if found is not None else None

    def failures(self) -> Iterator[tables.FailureRow]:
        """What could not be done, oldest first."""
        columns = ", ".join(tables.table("failure").columns)
        for row in self._database.each(f"SELECT {columns} FROM failure ORDER BY id"):
            yield tables.FailureRow(*row)

    def sql(
        self, query: str, *, seconds: float = 10, most: int = 1000
    ) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Heads and rows of a query that may only read, for so many seconds and rows. It is asked over a connection of its own."""
        database = open_database(self.path, write=False)
        layers = Layers(database)
        database.teach("layer", 2, layers.layer)
        database.teach("parties", 2, layers.parties)
        return database.guarded(query, seconds=seconds, most=most)

    def check(self) -> Iterator[str]:
        """What is wrong with the archive: every hash, every span, every row that was made from a record, the index of words."""
        yield from problems(self._database, writing=self._writer is not None)

    def status(self) -> Status:
        """What is in it."""
        one = self._database.one
        articles = one("SELECT count(*) FROM article")
        stages = self._database.rows(
            "SELECT s.name, s.version, count(*) FROM job AS j JOIN stage AS s ON s.id = j.stage GROUP BY s.id ORDER BY s.id"
        )
        first, last = self._database.rows("SELECT min(first), max(first) FROM article")[0]
        return Status(
            articles=articles,
            addresses=one("SELECT count(DISTINCT address) FROM article"),
            superseded=articles - len(self.numbers()),
            outlets=one("SELECT count(DISTINCT outlet) FROM article"),
            first=first,
            last=last,
            annotated=sum(count for name, _, count in stages if name == "annotate"),
            unindexed=one("SELECT count(*) FROM article WHERE id > ?", (indexed(self._database),)),
            events=one("SELECT count(*) FROM event"),
            statements=one("SELECT sum(statements) FROM record") or 0,
            names=one("SELECT count(*) FROM name"),
            failures=one("SELECT count(*) FROM failure"),
            judgements=one("SELECT count(*) FROM judgement"),
            corrections=one("SELECT count(*) FROM correction"),
            text_bytes=one("SELECT sum(c.size) FROM article AS a JOIN content AS c ON c.id = a.text") or 0,
            file_bytes=one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
            stages=tuple(stages),
        )

    def _spelled(self, name: str | None) -> tuple[str, ...] | None:
        """The name and those that are one with it, by which events are looked up."""
        return None if name is None else self.names().spellings(name)
