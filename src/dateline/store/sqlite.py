"""The only file that knows SQLite: opening an archive, transactions, the index of words, and errors in our own words.

Write-ahead logging lets others read while one writes. `synchronous` is NORMAL: a killed program loses nothing that was committed;
a power cut may take the last moments, never the file. `Database.sync()` writes all of it to the disk.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

from dateline.store import schema, tables
from dateline.text.errors import BadArchive, BadQuery, CannotStore, DatelineError

PATIENCE = 10.0  # seconds that a writer waits for another
FAULTS = (sqlite3.Error, UnicodeDecodeError)  # the second where even the names of tables are damaged
_HEAD = b"SQLite format 3\x00"
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_REFUSED_FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit"})


class Database:
    """One connection to one archive. Rows come back as tuples."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._dictionaries: dict[int | None, zstandard.ZstdDecompressor] = {None: zstandard.ZstdDecompressor()}
        connection.create_function("plain", 3, self._plain, deterministic=True)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except FAULTS as error:
            raise _in_our_words(self.path, error) from error

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows one by one."""
        try:
            yield from self._connection.execute(sql, values)
        except FAULTS as error:
            raise _in_our_words(self.path, error) from error

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row, None if there is no row."""
        found = self.rows(sql, values)
        return found[0][0] if found else None

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement; the number of the row it put in."""
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except FAULTS as error:
            raise _in_our_words(self.path, error) from error

    def put(self, table: str, rows: Iterable[Sequence[Any]], *, replace: bool = False) -> None:
        """Put rows into a table, their values in the order of its type's fields."""
        self.run_many(_insertion(table, replace), rows)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the rows."""
        try:
            self._connection.executemany(sql, rows)
        except FAULTS as error:
            raise _in_our_words(self.path, error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, with the writer's place taken at once, so that no work is done in vain. One may stand in another."""
        inner = self._connection.in_transaction
        begin, end, undo = (
            ("SAVEPOINT inner", "RELEASE inner", "ROLLBACK TO inner")
            if inner
            else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        )
        with self._told():
            self._connection.execute(begin)
        try:
            yield
            with self._told():
                self._connection.execute(end)
        except BaseException:
            with suppress(*FAULTS):
                self._connection.execute(undo)
                if inner:
                    self._connection.execute(end)
            raise

    def sync(self) -> None:
        """All that was committed is on the disk, in the one file, if no reader holds it up."""
        with self._told():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give the file free. The last to leave folds the log into it."""
        self._connection.close()

    def unpacked(self, piece: int, pieces: int, dictionary: int | None) -> bytes:
        """The bytes that were compressed with that dictionary of the archive and put in those pieces."""
        try:
            return self._decompressor(dictionary).decompress(self._body(piece, pieces))
        except zstandard.ZstdError as error:
            raise BadArchive(f"{self.path}: compressed bytes are damaged ({error}); restore it from a copy") from error

    def content(self, piece: int, pieces: int, dictionary: int | None, basis: int | None) -> bytes:
        """The bytes of a content row."""
        if basis is None:
            return self.unpacked(piece, pieces, dictionary)
        text = self.rows("SELECT piece, pieces, dictionary FROM content WHERE id = ?", (basis,))
        if not text:
            raise BadArchive(f"{self.path}: content {basis} is missing; restore it from a copy")
        raw = zstandard.ZstdCompressionDict(self.unpacked(*text[0]), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        try:
            return zstandard.ZstdDecompressor(dict_data=raw).decompress(self._body(piece, pieces))
        except zstandard.ZstdError as error:
            raise BadArchive(f"{self.path}: compressed bytes are damaged ({error}); restore it from a copy") from error

    def _body(self, piece: int, pieces: int) -> bytes:
        return b"".join(
            row[0]
            for row in self.rows("SELECT body FROM piece WHERE id >= ? AND id < ? ORDER BY id", (piece, piece + pieces))
        )

    def _decompressor(self, dictionary: int | None) -> zstandard.ZstdDecompressor:
        if dictionary not in self._dictionaries:
            content = self.one("SELECT body FROM dictionary WHERE id = ?", (dictionary,))
            if content is None:
                raise BadArchive(f"{self.path}: dictionary {dictionary} is missing; restore the archive from a copy")
            self._dictionaries[dictionary] = zstandard.ZstdDecompressor(
                dict_data=zstandard.ZstdCompressionDict(content)
            )
        return self._dictionaries[dictionary]

    def teach(self, name: str, values: int, function: Callable[..., Any]) -> None:
        """Let queries over this connection call the function, with so many values."""
        self._connection.create_function(name, values, function, deterministic=True)

    def guarded(self, sql: str, *, seconds: float, most: int) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Heads and rows of a question asked by a stranger: it reads, from this file, for so long, so many rows at most.

        The connection is good for nothing else, and closed after the last row.
        """
        for name in ("words", "named", "named_key"):  # the first look at an index does what a stranger may not
            self.rows(f"SELECT * FROM {name} LIMIT 0")
        self._connection.set_authorizer(_only_reading)
        until = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        try:
            cursor = self._connection.execute(sql)
        except (*FAULTS, sqlite3.Warning, ValueError) as error:
            refused = _refused(error, seconds, self._asked())
            self.close()
            raise refused from error
        if cursor.description is None:
            self.close()
            raise BadQuery("asks nothing; write one SELECT")
        return tuple(column[0] for column in cursor.description), self._limited(cursor, seconds, most)

    def _asked(self) -> tuple[str, ...]:
        """The views and tables that a question may be about; those of SQLite's own are left out."""
        with suppress(*FAULTS):
            sql = "SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name"
            return tuple(
                row[0]
                for kind in ("view", "table")
                for row in self._connection.execute(sql, (kind,))
                if "_" not in row[0]
            )
        return ()

    def _limited(self, cursor: sqlite3.Cursor, seconds: float, most: int) -> Iterator[tuple[Any, ...]]:
        try:
            yield from islice(cursor, most)
        except FAULTS as error:
            raise _refused(error, seconds, ()) from error
        finally:
            self.close()

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file, its foreign keys and the index of words; empty if nothing."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        for table, row, parent, _ in self.rows("PRAGMA foreign_key_check")[:20]:
            found.append(f"table {table}, row {row}: points to no row of {parent}")
        return found

    def words_agree(self) -> bool:
        """The index of words holds exactly the words of the texts. Needs to write, though it changes nothing."""
        with self._told():
            try:
                self._connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                if "malformed" in str(error):
                    return False
                raise
        return True

    def _plain(self, piece: int, pieces: int, dictionary: int | None) -> str:
        return self.unpacked(piece, pieces, dictionary).decode("utf-8", "replace")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FAULTS as error:
            raise _in_our_words(self.path, error) from error


@lru_cache(maxsize=64)
def _insertion(table: str, replace: bool) -> str:
    marks = ", ".join("?" * len(tables.table(table).columns))
    return f"INSERT {'OR REPLACE ' if replace else ''}INTO {table} VALUES ({marks})"


def open_database(path: Path, *, write: bool) -> Database:
    """The archive of that path; made if it is to be written and is not there."""
    if path.is_dir():
        raise BadArchive(f"{path}: is a folder, not an archive; give the file that `dateline add` made")
    there = path.exists() and path.stat().st_size > 0
    if not there and not write:
        raise BadArchive(f"{path}: there is no archive; make one with `dateline add ARTICLES --into {path}`")
    if there:
        _look_at(path)
    try:
        connection = _connect(path, "rwc" if write else "ro")
        return _opened(Database(path, connection), write=write)
    except FAULTS as error:
        if not write and there and not _log(path):  # a folder that nothing may be written to, its log included
            with suppress(*FAULTS):
                return _opened(Database(path, _connect(path, "ro&immutable=1")), write=False)
        raise _in_our_words(path, error) from error


def is_archive(path: Path) -> bool:
    """The file is a database; whether it is an archive of ours, `open_database` says."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_HEAD)) == _HEAD


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False)
    for pragma in ("foreign_keys = ON", "cache_size = -64000", "mmap_size = 1073741824", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _opened(database: Database, *, write: bool) -> Database:
    """The database once its schema is known to be ours and of this version."""
    try:
        version = _version(database)
        if version == 0 and write:
            _create(database)
        elif version > schema.SCHEMA_VERSION:
            raise BadArchive(
                f"{database.path}: was written by a newer dateline (schema {version}, this one knows {schema.SCHEMA_VERSION}); update dateline"
            )
        elif version < schema.SCHEMA_VERSION:
            _migrate(database, version, write=write)
        if write:
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 4000"):
                database._connection.execute(f"PRAGMA {pragma}")
    except (*FAULTS, DatelineError):
        database.close()
        raise
    return database


def _version(database: Database) -> int:
    """The schema version, 0 for a file with nothing in it; BadArchive for another program's database."""
    connection = database._connection
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == schema.APPLICATION_ID and version:
        return version
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise BadArchive(f"{database.path}: is a database of another program; give an archive made by `dateline add`")
    return 0


def _create(database: Database) -> None:
    database._connection.execute("PRAGMA journal_mode = WAL")
    with database.transaction():
        if _version(database):  # another writer was quicker
            return
        for statement in schema.schema():
            database.run(statement)
        _stamp(database)


def _migrate(database: Database, version: int, *, write: bool) -> None:
    """Bring an older archive forward, all steps or none."""
    if not version:
        raise BadArchive(f"{database.path}: holds nothing; `dateline add` makes an archive of it")
    if not write:
        raise BadArchive(
            f"{database.path}: is of an older schema ({version}); `dateline add ARTICLE --into {database.path}` brings it"
            " forward, also where that article is in it already"
        )
    with database.transaction():
        for step in range(_version(database), schema.SCHEMA_VERSION):
            for statement in schema.MIGRATIONS[step]:
                database.run(statement)
        _stamp(database)


def _stamp(database: Database) -> None:
    database.run(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")


def _look_at(path: Path) -> None:
    """BadArchive for what is no SQLite file, or one that has lost its end."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise BadArchive(f"{path}: cannot be opened ({error.strerror}); check the path and its permissions") from error
    if not head.startswith(_HEAD):
        raise BadArchive(f"{path}: is no archive; give a file made by `dateline add`, or another name after --into")
    size = int.from_bytes(head[16:18], "big")
    told = int.from_bytes(head[28:32], "big") * (65_536 if size == 1 else size)
    if path.stat().st_size < told and not _log(path):
        raise BadArchive(
            f"{path}: has lost its end ({path.stat().st_size} of {told} bytes); restore it from a copy, or add the articles anew"
        )


def _log(path: Path) -> bool:
    """A write-ahead log with something in it lies beside the file."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _only_reading(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and second in _REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA:  # a search reads the version of the data by one
        return sqlite3.SQLITE_OK if first == "data_version" and second is None else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _refused(error: Exception, seconds: float, tables: Sequence[str]) -> BadQuery:
    said = str(error)
    if "no such table" in said and tables:
        return BadQuery(f"cannot be asked: {said}; there are {', '.join(tables)}")
    if "no such column" in said:
        return BadQuery(
            f'cannot be asked: {said}; "SELECT * FROM events LIMIT 1" shows the columns of events, and likewise of others'
        )
    if "interrupted" in said:
        return BadQuery(f"took longer than {seconds:g} seconds and was stopped; ask for less, or give --seconds")
    if "not authorized" in said or "prohibited" in said:
        return BadQuery(
            "may only read: SELECT on the tables and views of the archive (SELECT name FROM sqlite_schema lists them)"
        )
    if "one statement" in said:
        return BadQuery("is more than one statement; ask them one by one")
    return BadQuery(f"cannot be asked: {said}")


def _in_our_words(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> DatelineError:
    """What went wrong, where, and what to do."""
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    kept = "all that was acknowledged is kept"
    if code == sqlite3.SQLITE_FULL:
        return CannotStore(f"{path}: the disk is full; make room and run the same again, {kept}")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CannotStore(
            f"{path}: another program has been writing to it for {PATIENCE:g} seconds; try again later, {kept}"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return CannotStore(f"{path}: may not be written to; check the permissions of the file and of its folder")
    if code == sqlite3.SQLITE_CANTOPEN:
        return CannotStore(f"{path}: cannot be opened there; check that the folder exists and may be written to")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or isinstance(error, UnicodeDecodeError):
        return BadArchive(
            f"{path}: is damaged or no archive ({error}); restore it from a copy, or add the articles anew"
        )
    if code == sqlite3.SQLITE_IOERR:
        hint = "the disk cannot be read or written" if os.path.exists(path) else "the file is gone"
        return CannotStore(f"{path}: {hint} ({error}); {kept}")
    return BadArchive(f"{path}: {error}; run `dateline check`")


def indexed(database: Database) -> int:
    """The number of the last article in the index of words."""
    return int(database.one("SELECT value FROM setting WHERE name = 'indexed'") or 0)
