"""A record made ready to be stored: what is compressed is compressed here, what SQL must find is picked out here.

Pure functions of one record, so that any number of processes can do this work for the one that writes.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import msgspec
import zstandard

from dateline.relate.judgement import article_key
from dateline.store.packing import pack
from dateline.text.article import Article, Published, Source
from dateline.text.errors import BadRecord
from dateline.text.record import Record
from dateline.text.when import When
from dateline.wire.inward import check_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import ArticleShape, RecordShape

LEVEL = 6  # of zstd: an eighth smaller than at 3, for 0.3 ms an article; higher ones save no more
NAME, KNOWN_AS, ALIAS = range(3)
PARTY, PLACE = range(2)
LONGEST_NAME = 200  # characters; a longer one is no name that somebody would look up

Slim = tuple[int | str | None, ...]


@dataclass(frozen=True, slots=True)
class Packed:
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


@dataclass(frozen=True, slots=True)
class Draft:
    """All rows of one article but for the numbers that only the archive can give: names stand in place of theirs."""

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
    entities: tuple[Slim, ...]
    called: tuple[Slim, ...]
    events: tuple[Slim, ...]
    parties: tuple[Slim, ...]
    dated: tuple[Slim, ...]
    statements: tuple[Slim, ...]
    times: tuple[Slim, ...]
    figures: tuple[Slim, ...]
    failures: tuple[tuple[str, str], ...]
    path: str | None
    given: str | None

    def slim(self) -> tuple[tuple[str, tuple[Slim, ...]], ...]:
        """The rows of tables that need no number of a name."""
        return (
            ("event", self.events), ("party", self.parties), ("statement", self.statements), ("time", self.times),
            ("figure", self.figures),
        )  # fmt: skip


def draft(
    record: Record, dictionaries: Dictionaries, original: bytes | None = None, *, read_only: bool = False
) -> Draft:
    """The record's rows. `original` are the bytes that the article was read from; `read_only`: nothing was looked for in it."""
    return draft_shape(to_shape(record), dictionaries, original, read_only=read_only)


def draft_line(line: bytes, dictionaries: Dictionaries) -> Draft:
    """The rows of a record on the wire; BadRecord says what is wrong with it."""
    try:
        shape = msgspec.json.decode(line, type=RecordShape)
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
    nth = {each.id: number for number, each in enumerate(shape.entities)}
    nth |= {each.id: number for number, each in enumerate(shape.statements)}
    nth |= {each.id: number for number, each in enumerate(shape.events)}
    called = tuple(_called(shape))
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
        entities=tuple(_entities(shape)),
        called=called,
        events=tuple(_events(shape, nth)),
        parties=tuple(_parties(shape, nth)),
        dated=tuple(_dated(shape, called, nth)),
        statements=tuple(_statements(shape, nth)),
        times=tuple((i, t.start, day(t.first), day(t.last)) for i, t in enumerate(shape.times) if t.when),
        figures=tuple((i, nth.get(f.event or ""), f.counts, f.low, f.high) for i, f in enumerate(shape.figures)),
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


def _entities(shape: RecordShape) -> Iterator[Slim]:
    mentioned = Counter(mention.entity for mention in shape.mentions)
    for nth, entity in enumerate(shape.entities):
        yield nth, entity.name[:LONGEST_NAME], entity.kind, mentioned[entity.id]


def _called(shape: RecordShape) -> Iterator[Slim]:
    """Each name that an entity is found under, once, by the best reason for it."""
    for nth, entity in enumerate(shape.entities):
        names = [(entity.name, NAME)]
        if entity.known_as:
            names.append((entity.known_as, KNOWN_AS))
        names += [(alias, ALIAS) for alias in entity.aliases]
        seen = set()
        for name, how in names:
            if name and name not in seen:
                seen.add(name)
                yield name[:LONGEST_NAME], nth, how


def _events(shape: RecordShape, nth: dict[str, int]) -> Iterator[Slim]:
    at = nth.get
    for number, event in enumerate(shape.events):
        yield (
            number, event.start, event.end, event.kind, day(event.first), day(event.last), at(event.place or ""), event.status,
            at(event.told_in), at(event.same_as or ""),
        )  # fmt: skip


def _dated(shape: RecordShape, called: Iterable[Slim], nth: dict[str, int]) -> Iterator[Slim]:
    """Dated events by the names that they are looked up under."""
    names: dict[int | str | None, list[int | str | None]] = defaultdict(list)
    for name, entity, _ in called:
        names[entity].append(name)
    for number, event in enumerate(shape.events):
        first = day(event.first)
        if first is None:
            continue
        keys = {(name, PARTY) for role in event.roles for name in names[nth.get(role.entity or "")]}
        place = nth.get(event.place or "")
        if place is not None:
            keys |= {(name, PLACE) for name in names[place]}
            held = shape.entities[place].place
            keys |= {(holder[:LONGEST_NAME], PLACE) for holder in (held.within if held else ())}
        for name, how in keys:
            yield name, how, first, number


def _parties(shape: RecordShape, nth: dict[str, int]) -> Iterator[Slim]:
    for number, event in enumerate(shape.events):
        for part in {(nth.get(role.entity or ""), role.role) for role in event.roles}:
            if part[0] is not None:
                yield number, *part


def _statements(shape: RecordShape, nth: dict[str, int]) -> Iterator[Slim]:
    at = nth.get
    for number, told in enumerate(shape.statements):
        first, last = days(told.said)
        yield (
            number, told.manner, told.act, at(told.speaker or ""), told.source_kind,
            at(told.within or ""), day(first), day(last),
        )  # fmt: skip
