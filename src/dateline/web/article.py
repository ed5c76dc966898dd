"""The article screen: the text with its findings marked layer by layer, and beside it the record: what, why, and who uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from dateline.relate.corrections import FIELDS, KINDS, Layer, block_id
from dateline.show.account import account
from dateline.show.dates import doubts, issue_of, other_issues
from dateline.show.index import Index
from dateline.show.inert import one_line
from dateline.show.sources import Source, sources
from dateline.show.terminal import check_words
from dateline.show.timeline import Row, rows
from dateline.text.article import BlockKind
from dateline.text.happening import Event, Status
from dateline.text.naming import Entity
from dateline.text.record import Failure, Finding, Record
from dateline.text.span import Span
from dateline.web.marks import MOST_BLOCKS, MOST_PIECES, MOST_TEXT, Passage, layer_of, passages, why_left_out
from dateline.web.people import Said

LAYERS = (
    ("time", "Times"), ("event", "Events"), ("said", "Who says so"), ("word", "Loaded words"), ("figure", "Counts"),
    ("name", "Names"), ("place", "Places"),
)  # fmt: skip
MOST_ROWS, MOST_SHOWN = 150, 500  # entries of a list, and findings of a layer, that a page has room for
MOST_PARTS, SHORT = 200, 80  # blocks in their list, and characters of each
QUIET = ("name", "place")  # layers that are not shown until asked for: they would leave no line of news unmarked
_CORRECTED: dict[str, Layer] = {
    "time": "times", "event": "events", "said": "statements", "word": "wording", "figure": "figures", "name": "entities",
    "place": "entities", "block": "blocks",
}  # fmt: skip
_PLAIN_SCHEMES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in the record panel; `name` is what a name goes by, for its own page, and `is_event` that it has one."""

    id: str
    layer: str
    start: int
    end: int
    words: str
    what: str
    value: str
    lines: tuple[tuple[str, str], ...]
    name: str
    is_event: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the text, as it can be left out or taken in: `why` it is left out, and the correction that `undo` takes back."""

    id: str
    start: int
    end: int
    words: str
    count: int
    kind: str
    why: str
    undo: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Findings that do not fit together."""

    what: str
    note: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the article's page shows. `title` is the first title of the text, the same words `heading` in one line."""

    number: int
    heading: str
    title: Passage | None
    outlet: str
    language: str
    issue: str
    dated: bool
    other_issues: tuple[str, ...]
    bylines: tuple[str, ...]
    address: str
    other_address: str
    words: int
    versions: tuple[int, ...]
    runs: tuple[tuple[BlockKind, tuple[Passage, ...]], ...]
    rows: tuple[Row, ...]
    minor: tuple[Row, ...]
    sources: tuple[Source, ...]
    doubts: tuple[Doubt, ...]
    failures: tuple[Failure, ...]
    layers: tuple[tuple[str, str, tuple[Shown, ...]], ...]
    cut: bool
    told: tuple[Said, ...]
    blocks: tuple[Part, ...]
    seen: int


def screen(
    number: int, record: Record, versions: Sequence[int] = (), *, told: tuple[Said, ...] = (), seen: int = 0
) -> Screen:
    """The article's page; `told` is what people corrected of it, `seen` the last correction so far."""
    index, article = Index(record), record.article
    told_by = sources(record, index)
    shown, title = passages(index, told_by)
    every = rows(record, all=True, index=index)
    main = set(rows(record, index=index))
    plain = article.url is not None and article.url.lower().startswith(_PLAIN_SCHEMES)
    return Screen(
        number=number,
        heading=heading_of(record),
        title=title,
        outlet=article.outlet or "",
        language=article.language,
        issue=issue_of(record),
        dated=article.published.when is not None,
        other_issues=other_issues(article.published),
        bylines=article.bylines,
        address=article.url or "" if plain else "",
        other_address="" if plain else article.url or "",
        words=index.word_count,
        versions=tuple(versions),
        runs=tuple((kind, tuple(run)) for kind, run in groupby(shown, key=lambda passage: passage.kind)),
        rows=tuple(row for row in every if row in main)[:MOST_ROWS],
        minor=tuple(row for row in every if row not in main)[:MOST_ROWS],
        sources=told_by[:MOST_ROWS],
        doubts=tuple(
            _doubt(index, each.kind, check_words(each), each.note, each.items) for each in doubts(record)[:MOST_ROWS]
        ),
        failures=record.failures,
        layers=tuple((layer, name, tuple(found)) for layer, name, found in _layers(index) if found),
        cut=sum(len(passage.pieces) for passage in shown) > MOST_PIECES
        or len(article.text) > MOST_TEXT
        or len(index.blocks) > MOST_BLOCKS,
        told=told,
        blocks=tuple(_parts(index, told)),
        seen=seen,
    )


def choices() -> dict[str, dict[str, list[str]]]:
    """What can be set of a finding of each layer, and the values of what has a closed list of them."""
    kinds = {f"{layer}.kind": list(KINDS[held]) for layer, held in _CORRECTED.items() if held in KINDS}
    return {
        "fields": {layer: list(FIELDS[held]) for layer, held in _CORRECTED.items()},
        "values": {**kinds, "status": list(get_args(Status))},
    }


def heading_of(record: Record) -> str:
    """The title in one line, or the first words of an article that has none."""
    article = record.article
    if article.title and article.quote(article.title).strip():
        return " ".join(article.quote(article.title).split())
    first = next((block.span for block in article.told()), Span(0, len(article.text)))
    words = article.quote(Span(first.start, min(first.end, first.start + 400))).split()
    return " ".join(words[:12]) + ("…" if len(words) > 12 else "") if words else "No text"


def _parts(index: Index, told: Sequence[Said]) -> Iterator[Part]:
    """The blocks that a page has room to list, each with what a person said of it."""
    undo = {each.finding: each.ids[0] for each in reversed(told)}  # the last word of each
    for block in index.blocks[:MOST_PARTS]:
        id = block_id(block)
        words = one_line(index.quote(block.span, SHORT), SHORT)
        why = why_left_out(block) if block.kind == "boilerplate" else ""
        count = len(index.article.quote(block.span).split())
        kind = block.kind.replace("_", " ")
        yield Part(id, block.span.start, block.span.end, words, count, kind, why, undo.get(id, ""))


def _layers(index: Index) -> Iterator[tuple[str, str, list[Shown]]]:
    """Every finding by its layer; names by how often they are mentioned."""
    record = index.record
    found: dict[str, list[Finding]] = defaultdict(list)
    told = [each for each in record.statements if each.manner != "own_voice"]
    named = sorted(record.entities, key=lambda entity: -index.mention_counts.get(entity.id, 0))
    every: tuple[Finding, ...] = (*record.times, *record.events, *told, *record.wording, *record.figures, *named)
    for finding in every:
        found[layer_of(index, finding)].append(finding)
    first = _first_mentions(record)
    for layer, name in LAYERS:
        yield layer, name, [_shown(index, each, layer, first) for each in found[layer][:MOST_SHOWN]]


def _first_mentions(record: Record) -> dict[str, Span]:
    first: dict[str, Span] = {}
    for mention in record.mentions:
        if mention.entity and (mention.form == "name" or mention.entity not in first):
            first.setdefault(mention.entity, mention.span)
    return first


def _shown(index: Index, finding: Finding, layer: str, first: dict[str, Span]) -> Shown:
    told = account(index, finding)
    is_name = isinstance(finding, Entity)
    span = first.get(finding.id, Span(0, 0)) if isinstance(finding, Entity) else finding.span
    count = index.mention_counts.get(finding.id, 0)
    value = f"{told.value}, named {count}×" if is_name and count else told.value
    return Shown(
        id=finding.id, layer=layer, start=span.start, end=span.end, words=told.words, what=told.what, value=value,
        lines=told.lines, name=(finding.known_as or finding.name) if isinstance(finding, Entity) else "",
        is_event=isinstance(finding, Event),
    )  # fmt: skip


def _doubt(index: Index, kind: str, what: str, note: str, items: Iterable[str]) -> Doubt:
    found = [(id, account(index, index.found[id])) for id in items if id in index.found]
    return Doubt(what or kind, note, tuple((id, f"{told.words}: {told.value}") for id, told in found))
