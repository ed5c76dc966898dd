"""The stages of a build: pure functions from rows to rows. What goes wrong in one article is a row that says so.

Copies come to one task before they are annotated (`fold`), one behind the other: what two have in the same words is parsed once.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from dateline.annotate.layers import annotate
from dateline.read import Input, Unread, read_input
from dateline.relate.candidates import signatures
from dateline.relate.judgement import article_key
from dateline.relate.passages import Fingerprint, fingerprints
from dateline.scale import columns
from dateline.store.outcomes import Reading, is_record
from dateline.text.article import Article
from dateline.text.errors import DatelineError, MissingModel
from dateline.text.record import Record
from dateline.wire import from_json, to_json

UNDATED = "undated"
BUCKETS = 64  # that copies are brought together in


def read(table: Any, reading: Reading) -> Any:
    """Inputs to articles, each as a record that says nothing yet, or the whole record that the input was."""
    return columns.table([row for given in table.to_pylist() for row in _read(given, reading)], columns.ARTICLE)


def scatter_copies(table: Any, _: object) -> dict[str, Any]:
    """Rows to buckets, so that copies meet: by the smallest hash of five words in a row."""
    return _by(table, [f"{(fold or 0) % BUCKETS:03d}" for fold in table.column("fold").to_pylist()])


def annotated(table: Any, reading: Reading) -> Any:
    """Articles to what they say. They come in the order of their smallest hash, copies one behind the other."""
    ordered = table.sort_by([("fold", "ascending"), ("key", "ascending"), ("path", "ascending"), ("line", "ascending")])
    return columns.table([_annotated(row, reading) for row in ordered.to_pylist()], columns.ARTICLE)


def scatter_days(table: Any, _: object) -> dict[str, Any]:
    """Rows to the day of issue; failures to a place of their own."""
    days, reasons = table.column("day").to_pylist(), table.column("reason").to_pylist()
    return _by(table, ["failures" if reason else day for day, reason in zip(days, reasons, strict=True)])


def gathered(table: Any, _: object) -> dict[str, Any]:
    """All rows of a day to its columns: each article once, in the order of their keys."""
    rows: dict[str, columns.Row] = {}
    for row in sorted(table.to_pylist(), key=lambda row: (row["key"], row["path"], row["line"] or 0)):
        rows.setdefault(row["key"], row)
    records = {key: from_json(row["record"]) for key, row in rows.items()}
    prints = dict(zip(records, fingerprints(record.article for record in records.values()), strict=True))
    return {
        "articles": columns.table([*rows.values()], columns.ARTICLE),
        "findings": columns.table(
            [f for key, record in records.items() for f in _findings(key, record)], columns.FINDING
        ),
        "signatures": columns.table([*_signed(prints)], columns.SIGNATURE),
    }


def failures(table: Any, _: object) -> Any:
    """The failures of all parts in a fixed order."""
    rows = sorted(
        table.to_pylist(), key=lambda row: (row["path"] or "", row["line"] or 0, row["given"] or "", row["reason"])
    )
    return columns.table(rows, columns.ARTICLE)


def lost(row: Any, reason: str) -> Any:
    """The row of an input or article that ends whoever works on it."""
    told = row.to_pylist()[0]
    return columns.table([{**_whence(told), "stage": "process", "reason": reason, "fold": 0}], columns.ARTICLE)


def _read(given: columns.Row, reading: Reading) -> Iterator[columns.Row]:
    source = Input(given["path"], given["data"] or b"", given["line"], given["refused"] or "")
    try:
        if is_record(source):
            yield _row(from_json(source.data.removeprefix(b"\xef\xbb\xbf")), given, stage="record")
            return
        for article in read_input(source, options=reading.options):
            if isinstance(article, Unread):
                yield {**_whence(given), "given": article.id, "stage": "read", "reason": article.reason, "fold": 0}
            else:
                yield _row(Record(article), given)
    except Exception as error:  # one input: the run must not suffer
        yield {**_whence(given), "stage": "read", "reason": f"{type(error).__name__}: {error}", "fold": 0}


def _annotated(row: columns.Row, reading: Reading) -> columns.Row:
    if row["reason"] or row["stage"] == "record" or reading.read_only:
        return {**row, "stage": row["stage"] if row["reason"] else None}
    try:
        record = annotate(from_json(row["record"]).article, knowledge=_own(reading))
        return {**row, "record": to_json(record)}
    except MissingModel:
        raise
    except DatelineError as error:
        return {**row, "record": None, "stage": "annotate", "reason": str(error)}


@lru_cache(maxsize=1)
def _own(reading: Reading) -> Any:
    folder = reading.knowledge
    return importlib.import_module("dateline.knowledge.own").load_own(folder) if folder else None


def _row(record: Record, given: columns.Row, stage: str | None = None) -> columns.Row:
    article = record.article
    when = article.published.when
    return {
        **_whence(given), "key": article_key(article), "day": when.first.isoformat() if when and when.first else UNDATED,
        "fold": _fold(article), "outlet": article.outlet, "url": article.url, "given": article.source.id, "stage": stage,
        "record": to_json(record),
    }  # fmt: skip


def _whence(given: columns.Row) -> columns.Row:
    return {"path": given["path"], "line": given["line"]}


def _fold(article: Article) -> int:
    (page,) = fingerprints([article])
    return int(page.shingles.min()) if len(page.shingles) else 0


def _signed(prints: dict[str, Fingerprint]) -> Iterator[columns.Row]:
    rows = iter(signatures([*prints.values()]))
    for key, page in prints.items():
        signature = next(rows).astype("<u8").tobytes() if len(page.shingles) else None
        yield {"article": key, "words": len(page), "signature": signature}


def _findings(key: str, record: Record) -> Iterator[columns.Row]:
    names = {entity.id: entity.name for entity in record.entities}
    for sort, found in (("event", record.events), ("statement", record.statements), ("time", record.times)):
        for each in found:
            kind = getattr(each, "kind", None) or getattr(each, "manner", None) or getattr(each, "grain", None)
            rule = each.because[0].by if each.because else None
            yield {
                "article": key, "id": each.id, "sort": sort, "start": each.span.start, "end": each.span.end,
                "kind": None if kind is None else str(kind), "name": None, "because": rule,
            }  # fmt: skip
    for mention in record.mentions:
        yield {
            "article": key, "id": mention.id, "sort": "mention", "start": mention.span.start, "end": mention.span.end,
            "kind": mention.form, "name": names.get(mention.entity or ""), "because": None,
        }  # fmt: skip


def _by(table: Any, names: list[str]) -> dict[str, Any]:
    places = np.asarray(names)
    return {str(name): table.take(np.flatnonzero(places == name)) for name in np.unique(places)}
