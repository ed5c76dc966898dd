"""Records and files for the tests of exports: one record with something in every layer, and what a format makes of it."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
from hypothesis import strategies as st

import store_made
from dateline.show.export.formats import format_named
from dateline.show.export.writing import whole
from dateline.text.article import Article
from dateline.text.happening import Event
from dateline.text.record import Check, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Quotation, Wording

ODD = "😀 =1+1 العربية e\u0301 \U00010348 a\r\nb\u2028 <x> & \x0b\t"
ALPHABET = st.sampled_from([*"ab .\r\n\t<&=\x0b\u2028", "😀", "ع", "e\u0301", "\U00010348", "\ufeff", "\ud800"])


def full() -> Record:
    """A record with something in every layer."""
    made = store_made.record_of(3)
    word = made.events[0].span
    return made.having(
        wording=(Wording(f"w@{word.start}", word, "blame", "plain", "n1", because=(Evidence("en/wording:made"),)),),
        quotations=(Quotation(f"q@{word.start}", word, "scare_quote", (word,)),),
        checks=(Check("figure-conflict", (f"f@{word.start}",), "made", None),),
    )


def without(record: Record, layer: str) -> Record:
    if layer != "because":
        return record.having(**{layer: ()})
    bare = {
        name: tuple(replace(each, because=()) for each in getattr(record, name))
        for name in ("times", "statements", "events", "wording", "mentions", "quotations")
    }
    return record.having(**bare)


def files(name: str, *records: Record) -> dict[str, bytes]:
    return whole(format_named(name).files(records))


def only(name: str, *records: Record) -> bytes:
    (told,) = files(name, *records).values()
    return told


def spans_record(text: str, spans: list[tuple[int, int]]) -> Record:
    """A record with an event on each of the spans."""
    made = (Event(f"e@{start}", Span(start, end), "ASSAULT", "do") for start, end in dict(spans).items())
    return Record(Article(text), events=tuple(made))


def told(name: str, record: Record) -> object:
    """What the files say: of a workbook its cells, for its bytes hold the moment when it was made."""
    made = files(name, record)
    if name != "xlsx":
        return made
    book = openpyxl.load_workbook(io.BytesIO(made["dateline.xlsx"]))
    return {sheet.title: list(sheet.values) for sheet in book}
