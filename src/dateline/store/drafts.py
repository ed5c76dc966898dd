"""A record made ready to be stored: what is compressed is compressed here, what SQL must find is picked out here.

Pure functions of one record, so that any number of processes can do this work for the one that writes.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
import zstandard

from dateline.relate.judgement import article_key
from dateline.store.packing import pack
from dateline.store.tellers import TELLERS, Kinds, tellers
from dateline.text.article import Article, Published, Source
from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.text.when import When
from dateline.wire.inward import check_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import ArticleShape, EntityShape, RecordShape

LEVEL = 3  # of zstd: at 6 a record is a tenth smaller, and takes four times as long
PARTY, PLACE = "p", "l"  # the letters of their words in the index of names and days, see keys.py
LONGEST_NAME = 200  # characters; a longer one is no name that somebody would look up

# An event: its place in the record, where it stands, its kind, its days, the name of its place, its status.
Event = tuple[int, int, int, str, int | None, int | None, str | None, str]
Under = frozenset[tuple[int, str]]
Told = tuple[str, str, Under]
_RECORDS = msgspec.json.Decoder(RecordShape)


class Packed(msgspec.Struct, frozen=True, gc=False):
    """Bytes on their way into the archive: their SHA-256, how many they were, the compressed ones, and by which dictionary."""

    sha256: bytes
    size: int
    body: bytes
    dictionary: int | None = None


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """What an archive compresses texts and records against now: the dictionaries' numbers in it and their bytes."""

    text: tuple[int | None, bytes] = (None, b"")
    record: tuple[int | None, bytes] = (None, b"")


PLAIN = Dictionaries()


class Draft(msgspec.Struct, frozen=True):
    """All rows of one article but for the numbers that only the archive can give.

    The first `called` of the `names` are those that its entities go by; all others are named by their place among them. `told` are the
    dated events: the event's place in the record and its first day, both as in keys.py, and the names that it stands under, each as
    PARTY or as PLACE; `undated` are the names of parties and places of the others. `tellers` are the kinds of source of the article,
    `told_by` those of each event, by their places in TELLERS. A struct is sent from one process to another in half the time of a dataclass.
    """

    identity: bytes
    key: str
    address: str | None
    title: str
    outlet: str | None
    first: str | None
    last: str | None
    language: str
    content: Packed
    original: Packed | None
    record: Packed
    read_only: bool
    statements: int
    names: tuple[str, ...]
    called: int
    events: tuple[Event, ...]
    told: tuple[Told, ...]
    undated: frozenset[int]
    tellers: tuple[int, ...]
    told_by: tuple[tuple[int, ...], ...]
    failures: tuple[tuple[str, str], ...]
    path: str | None
    given: str | None


def draft(
    record: Record, dictionaries: Dictionaries, original: bytes | None = None, *, read_only: bool = False
) -> Draft:
    """The record's rows. `original` are the bytes that the article was read from; `read_only`: nothing was looked for in it."""
    return draft_shape(to_shape(record), dictionaries, original, read_only=read_only)


def draft_line(line: bytes, dictionaries: Dictionaries) -> Draft:
    """The rows of a record on the wire; BadRecord says what is wrong with it."""
    try:
        shape = _RECORDS.decode(line)
        check_shape(shape)
    except (msgspec.DecodeError, ValueError) as error:
        raise BadRecord(f"not a dateline/1 record: {error}") from error
    return draft_shape(shape, dictionaries)


def draft_shape(
    shape: RecordShape, dictionaries: Dictionaries, original: bytes | None = None, *, read_only: bool = False
) -> Draft:
    """The rows of a record in its wire form."""
    article = shape.article
    try:
        text = article.text.encode()
        packed = pack(shape)
    except UnicodeEncodeError as error:
        raise BadRecord(
            f"character {error.start} of a text or name is a lone surrogate, which no file can hold; put U+FFFD in its place"
        ) from error
    content = _packed(text, dictionaries.text)
    title = article.text[article.title.start : article.title.end] if article.title else ""
    published = days(article.published.when)
    names = _names(shape)
    called = len(names)
    told, undated = _told(shape, names)
    heard = tellers(shape)
    return Draft(
        identity=identity(
            article.sha256, article.url, article.outlet, article.published.when, title, article.source.id
        ),
        key=article_key(_carried(article)),
        address=address_of(article.url, article.source.path, article.source.id),
        title=" ".join(title.split())[:500],
        outlet=article.outlet,
        first=published[0],
        last=published[1],
        language=article.language,
        content=content,
        original=_original(original, text, content.sha256),
        record=_packed(packed, dictionaries.record),
        read_only=read_only,
        statements=len(shape.statements),
        names=tuple(names),
        called=called,
        events=tuple(_events(shape)),
        told=told,
        undated=undated,
        tellers=_places(heard.kinds),
        told_by=tuple(map(_places, heard.events)),
        failures=tuple((failure.stage, failure.reason) for failure in shape.failures),
        path=article.source.path,
        given=article.source.id,
    )


def identity(*parts: str | None) -> bytes:
    """What tells one version of one article from all others: its text and what its carrier says of it, not where its file lay."""
    return hashlib.blake2b(
        "\x00".join(part or "" for part in parts).encode("utf-8", "replace"), digest_size=16
    ).digest()


def address_of(url: str | None, path: str | None, given: str | None) -> str | None:
    """Where new versions of an article are to be expected: its URL, else its file and its id in that file.

    >>> address_of("https://Bee.example/1#top", None, None)
    'https://bee.example/1'
    """
    if url:
        head, colon, rest = url.strip().partition("#")[0].partition("://")
        host, slash, tail = rest.partition("/")
        return f"{head.lower()}://{host.lower()}{slash}{tail}" if colon else head
    if path is None or path == "-":
        return None
    return f"{os.path.abspath(path)}#{given}" if given else os.path.abspath(path)


@lru_cache(maxsize=4096)
def days(edtf: str | None) -> tuple[str | None, str | None]:
    """First and last day of a date in EDTF."""
    when = When.parse(edtf) if edtf else None
    ends = (when.first, when.last) if when else (None, None)
    return (ends[0].isoformat() if ends[0] else None, ends[1].isoformat() if ends[1] else None)


@lru_cache(maxsize=4096)
def day(iso: str | None) -> int | None:
    """A day as the number that tables keep.

    >>> day("2020-02-12")
    20200212
    """
    return int(iso.replace("-", "")) if iso else None


def iso(number: int | None) -> str | None:
    """The day of that number.

    >>> iso(20200212), iso(9990101)
    ('2020-02-12', '0999-01-01')
    """
    return f"{number // 10_000:04d}-{number // 100 % 100:02d}-{number % 100:02d}" if number else None


def folded(name: str) -> str:
    """The name as it is looked up: without case, accents and double blanks.

    >>> folded("Nicolás  MADURO")
    'nicolas maduro'
    """
    plain = name.isascii()
    words = name if plain else "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(words.casefold().split())


@lru_cache(maxsize=4)
def compressor(dictionary: bytes) -> zstandard.ZstdCompressor:
    """For small bytes that are like the dictionary."""
    return zstandard.ZstdCompressor(
        level=LEVEL, dict_data=zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    )


def _packed(whole: bytes, dictionary: tuple[int | None, bytes]) -> Packed:
    number, content = dictionary
    return Packed(hashlib.sha256(whole).digest(), len(whole), compressor(content).compress(whole), number)


def _carried(shape: ArticleShape) -> Article:
    """As much of the article as makes its key."""
    when = shape.published.when
    published = Published(When.parse(when) if when else None)
    return Article(shape.text, Source(None, shape.source.id), outlet=shape.outlet, url=shape.url, published=published)


def _original(original: bytes | None, text: bytes, text_sha: bytes) -> Packed | None:
    """What was given, compressed against the text that was read from it: a page costs what it has beside its text."""
    if original is None:
        return None
    sha256 = hashlib.sha256(original).digest()
    if sha256 == text_sha:
        return Packed(sha256, len(original), b"")
    basis = zstandard.ZstdCompressionDict(text, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    against = zstandard.ZstdCompressor(level=LEVEL, dict_data=basis)
    return Packed(sha256, len(original), against.compress(original))


def _names(shape: RecordShape) -> dict[str, int]:
    """Each name that an entity is found under, and its place among them."""
    names: dict[str, int] = {}
    for entity in shape.entities:
        for name in (entity.name, entity.known_as, *entity.aliases):
            if name:
                names.setdefault(name[:LONGEST_NAME], len(names))
    return names


def _events(shape: RecordShape) -> Iterator[Event]:
    places = {entity.id: entity.name[:LONGEST_NAME] for entity in shape.entities}
    for nth, event in enumerate(shape.events):
        place = places.get(event.place) if event.place else None
        yield nth, event.start, event.end, event.kind, day(event.first), day(event.last), place or None, event.status


def _told(shape: RecordShape, names: dict[str, int]) -> tuple[tuple[Told, ...], frozenset[int]]:
    """Events by the names that they are looked up under; what holds a place is a name too, and is put to the others."""
    entities = {entity.id: entity for entity in shape.entities}
    under: dict[tuple[str | None, str], Under] = {}
    told: list[Told] = []
    undated = set[int]()
    for nth, event in enumerate(shape.events):
        keys: Under = frozenset()
        for each in (
            (event.place, PLACE if event.first else PARTY),
            *[(role.entity, PARTY) for role in event.roles],
        ):
            found = under.get(each)
            if found is None:
                found = under[each] = _under(entities.get(each[0] or ""), each[1], names)
            keys |= found
        if not event.first:
            undated.update([name for name, _ in keys])
        elif keys:
            told.append((f"{nth:04d}", event.first.replace("-", ""), keys))
    return tuple(told), frozenset(undated)


@lru_cache(maxsize=4096)
def _places(kinds: Kinds) -> tuple[int, ...]:
    """The kinds by their places in TELLERS."""
    return tuple(at for at, kind in enumerate(TELLERS) if kind in kinds)


def _under(entity: EntityShape | None, how: str, names: dict[str, int]) -> Under:
    """The names that an event of this entity stands under, each as what it does there."""
    if entity is None:
        return frozenset()
    held = entity.place.within if how == PLACE and entity.place else ()
    told = (entity.name, entity.known_as, *entity.aliases, *held)
    return frozenset([(names.setdefault(name[:LONGEST_NAME], len(names)), how) for name in told if name])


def storable(words: str | None) -> str | None:
    """The words without lone surrogates, such as a file's name may hold."""
    return words.encode("utf-8", "replace").decode() if words is not None else None


def storable_value(value: Any) -> Any:
    """The same of a value that may be words."""
    return storable(value) if isinstance(value, str) else value
