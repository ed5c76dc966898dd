"""The layers in the order they run. `annotate` is a pure function of one article, so any engine can map it.

Each layer is a function from a record to the same record with the fields it `gives` filled or mended.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.languages import spoken
from dateline.text.article import Article
from dateline.text.errors import MissingModel
from dateline.text.record import Failure, Record
from dateline.text.span import Span
from dateline.text.telling import ROOT, Statement

if TYPE_CHECKING:
    from dateline.knowledge.own import Own


@dataclass(frozen=True, slots=True)
class Layer:
    """One step: a function from a record to the same record with the fields in `gives` filled or mended."""

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    find: Callable[[Record], Record]


def _late(module: str, function: str) -> Callable[[Record], Record]:
    """The layer's function, imported when it is first called: a command that needs no parser or no layer starts at once."""

    def find(record: Record) -> Record:
        layer: Callable[[Record], Record] = getattr(importlib.import_module(f"dateline.annotate.{module}"), function)
        return layer(record)

    return find


def _using(own: Own | None) -> AbstractContextManager[None]:
    """A newsroom's own names in use; the module that knows them is imported only where there are any."""
    if own is None:
        return nullcontext()
    context: AbstractContextManager[None] = importlib.import_module("dateline.knowledge.own").using(own)
    return context


LAYERS = (
    Layer("tokens", needs=(), gives=("tokens",), find=_late("parse", "find_tokens")),
    Layer("times", needs=("tokens",), gives=("times",), find=_late("times", "find_times")),
    Layer("entities", needs=("tokens",), gives=("entities", "mentions"), find=_late("entities", "find_entities")),
    Layer(
        "statements",
        needs=("tokens", "times", "entities"),
        gives=("statements",),
        find=_late("statements", "find_statements"),
    ),
    Layer("quotations", needs=("statements",), gives=("quotations",), find=_late("fates", "find_fates")),
    Layer(
        "events",
        needs=("tokens", "times", "entities", "statements"),
        gives=("events", "figures"),
        find=_late("events", "find_events"),
    ),
    Layer(
        "wording", needs=("entities", "statements", "events"), gives=("wording",), find=_late("wording", "find_wording")
    ),
    Layer("settle", needs=("times", "events"), gives=("times", "events", "checks"), find=_late("settle", "settle")),
)


# Characters of one article that are read; no news is longer, and time and memory stay bounded (about ten seconds, 1 GB).
MOST = 100_000


def annotate(article: Article, layers: tuple[Layer, ...] = LAYERS, knowledge: Own | None = None) -> Record:
    """What the article says, layer by layer. A layer that fails leaves a row in `failures` and the rest goes on.

    `knowledge` are a newsroom's own names and places. Only MissingModel is raised: without its parser a record would be
    empty, and silence is no answer.
    """
    with _using(knowledge):
        return _annotated(article, layers)


def forget() -> None:
    """Read anew what stood in an article before: parser and encoder keep what they said of a paragraph, for the next that prints it."""
    for module in ("parse", "attributions"):
        importlib.import_module(f"dateline.annotate.{module}").forget()


def _annotated(article: Article, layers: tuple[Layer, ...]) -> Record:
    if article.language not in spoken():
        return _unspoken(article)
    parsed = any("tokens" in layer.gives for layer in layers)
    record = Record(_legible(_clipped(article)) if parsed else _clipped(article))
    for layer in layers:
        try:
            record = layer.find(record)
        except MissingModel:
            raise
        except Exception as error:  # one article, one layer: the rest of the record and the run must not suffer
            record = record.having(failures=(*record.failures, Failure(layer.name, f"{type(error).__name__}: {error}")))
    if record.article is article:
        return record
    if record.article.blocks != article.blocks:
        reason = f"the text has {len(article.text)} characters; only the first {MOST} were read"
        record = record.having(failures=(*record.failures, Failure("length", reason)))
    return record.having(article=article)  # the text as it stands, which spans were counted on all along


def _legible(article: Article) -> Article:
    """The article as the parser can read it: lines in capitals with small letters, in the same places."""
    recased: Article = importlib.import_module("dateline.annotate.casing").in_mixed_case(article)
    return recased


def _unspoken(article: Article) -> Record:
    """A record that says no more than who tells the text: its language is none of ours."""
    root = Statement(ROOT, Span(0, len(article.text)), "own_voice", within=None, source_kind="outlet")
    reason = f"no rules for language {article.language!r} (there are: {', '.join(spoken())}); give --language if it is one of these"
    return Record(article, statements=(root,), failures=(Failure("language", reason),))


def _clipped(article: Article) -> Article:
    """The article without what stands behind its first MOST characters."""
    if len(article.text) <= MOST:
        return article
    blocks = (
        replace(block, span=Span(block.span.start, min(block.span.end, MOST)))
        for block in article.blocks
        if block.span.start < MOST
    )
    return replace(article, blocks=tuple(blocks))
