"""The tables of an archive: one dataclass is one table, and the schema is made from them. Nothing here knows SQLite's library.

Slim by intent: a record is one compressed row (`RecordRow`), and beside it stands only what must be found by SQL: its events, and in
the index `named` (schema.py) who and where they are of. `article` is an article's number in this archive, `nth` a finding's place in
its layer of the record, so `record.events[nth]` is the whole of it. A day is a number (20200212) and a kind the number of a term;
the views show both as words, and unpack from the record what no table has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What holds for the archive: `indexed` is the number of the last article in the index of words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """What compressed texts or records (`use`) refer to. Each archive learns its own, so any later version can read it."""

    id: int | None
    use: str
    articles: int
    body: bytes


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece of compressed bytes, of a size of which four fill a page: whole bodies leave a quarter of their pages empty."""

    id: int | None
    body: bytes


@dataclass(frozen=True, slots=True)
class ContentRow:
    """Bytes by their SHA-256: a text, or what was given, in `pieces` pieces from `piece` on. `basis`: what they were compressed against."""

    id: int | None
    sha256: bytes
    size: int
    dictionary: int | None
    basis: int | None
    piece: int
    pieces: int


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name, once; `folded` is without case and accents, to be looked up by."""

    id: int | None
    name: str
    folded: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A word of a closed list (a kind, a role, a manner), once: what tables name by a number."""

    id: int | None
    word: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One version of one article. `identity` tells it from all others; `address` is its URL, or its file where it has none.

    `key` is the name that judgements know it by (`relate.judgement.article_key`), `later` the version that took its place.
    """

    id: int | None
    identity: bytes
    key: str
    address: str | None
    version: int
    title: str
    outlet: int | None
    first: str | None
    last: str | None
    language: str
    text: int
    original: int | None
    added: int
    later: int | None


@dataclass(frozen=True, slots=True)
class StageRow:
    """A step of the work in one version of the program; `job` says which articles it was done for."""

    id: int | None
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """The ledger: article x stage x version, and when it was done."""

    article: int
    stage: int
    done: int


@dataclass(frozen=True, slots=True)
class TakenRow:
    """An input that was dealt with, by the digest of its bytes and of what was told beside them; a re-run passes it over."""

    input: bytes


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The record, packed and compressed, in `pieces` pieces from `piece` on; how many statements it has as it was read."""

    article: int
    dictionary: int | None
    sha256: bytes
    piece: int
    pieces: int
    statements: int = 0


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something told to happen: where it stands in the text, its days, the name of its place."""

    article: int
    nth: int
    start: int
    stop: int
    kind: int
    first: int | None
    last: int | None
    place: int | None
    status: int


@dataclass(frozen=True, slots=True)
class FailureRow:
    """What could not be done, and why. A later run that can do it takes the row away."""

    id: int | None
    input: bytes
    path: str | None
    given: str | None
    article: int | None
    stage: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A `Judgement`, its pointers and reasons as text; only ever added to, and taken back by a later one that says so."""

    id: int | None
    left: str
    right: str
    verdict: str
    score: float
    because: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A `Correction`: a person's word on a finding (`target`, a pointer), its `field` is `value`. Only ever added to; `undoes` takes one back.

    `because` are the person's reasons; `quote` at `start`, between `before` and `after`, are the words by which the finding is known again,
    `seen` the last correction of it that was known to the person.
    """

    id: int | None
    target: str
    field: str
    value: str | None
    because: str
    by: str
    at: str
    undoes: int | None
    quote: str = ""
    start: int = -1
    before: str = ""
    after: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its type, its name, its key, and what else its schema needs."""

    row: type[Any]
    name: str
    key: tuple[str, ...] = ("id",)
    unique: tuple[str, ...] = ()
    refers: dict[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    append_only: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the type's fields."""
        return tuple(each.name for each in fields(self.row))


_OF = {"article": "article"}
TABLES = (
    Table(SettingRow, "setting", key=("name",)),
    Table(DictionaryRow, "dictionary"),
    Table(PieceRow, "piece"),
    Table(ContentRow, "content", unique=("sha256",), refers={"dictionary": "dictionary", "basis": "content", "piece": "piece"}),
    Table(NameRow, "name", indexes=("folded",)),
    Table(TermRow, "term", unique=("word",)),
    Table(
        ArticleRow,
        "article",
        unique=("identity",),
        refers={"outlet": "name", "text": "content", "original": "content", "later": "article"},
        indexes=("address, version", "first", "key", "later WHERE later IS NOT NULL"),
    ),
    Table(StageRow, "stage", unique=("name, version",)),
    Table(JobRow, "job", key=("article", "stage"), refers={**_OF, "stage": "stage"}),
    Table(TakenRow, "taken", key=("input",)),
    Table(RecordRow, "record", key=("article",), refers={**_OF, "dictionary": "dictionary", "piece": "piece"}),
    Table(EventRow, "event", key=("article", "nth"), refers=_OF, terms=("kind", "status")),
    Table(FailureRow, "failure", unique=("input, reason",), refers=_OF),
    Table(JudgementRow, "judgement", indexes=('"left"', '"right"'), append_only=True),
    Table(CorrectionRow, "correction", refers={"undoes": "correction"}, indexes=("target",), append_only=True),
)  # fmt: skip


def table(name: str) -> Table:
    """The table of that name."""
    return next(each for each in TABLES if each.name == name)
