"""Records for programs built on spaCy: a record as a `Doc`, and a pipeline component `dateline` that annotates as it goes.

Findings stand in `doc.spans`, one group a layer. spaCy's spans are made of whole tokens, ours of characters: a span whose edge
lies within a token is widened to it, and `span.id_` names the finding, whose own characters are exact.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

from dateline.annotate.layers import annotate
from dateline.show.framed import storable
from dateline.text.article import Article, Block, Published
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.when import When
from dateline.wire import from_json, to_json

KEPT = "dateline"  # in `doc.user_data`: the record in its wire form, so that a Doc can be stored and sent
_PIECE = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]| |[^\S ]+")
_PARAGRAPH = re.compile(r"\S[^\n]*")


def to_spacy(record: Record, doc: Any = None) -> Any:
    """A spaCy `Doc` of the article's text with the findings in `doc.spans`; with `doc`, that one is filled and given back."""
    text = str(storable(record.article.text))
    if doc is None:
        doc = _cut(text, record.article.language)
    elif doc.text != text:
        raise ValueError("the Doc holds another text than the record; spans would point at other words")
    groups: dict[str, list[Any]] = {
        layer: [] for layer in ("times", "mentions", "statements", "events", "figures", "wording")
    }
    for layer, id, label, span in _labelled(record):
        found = doc.char_span(span.start, span.end, label=label, span_id=id, alignment_mode="expand")
        if found is not None:
            groups[layer].append(found)
    for layer, found in groups.items():
        doc.spans[f"dateline.{layer}"] = found
    doc.user_data[KEPT] = to_json(record)
    return doc


def of_spacy(doc: Any) -> Record:
    """The record that a Doc was given; KeyError where it was given none."""
    return from_json(doc.user_data[KEPT])


def annotated(doc: Any) -> Any:
    """The Doc with the findings of its text. Its day of issue is what `doc.user_data["published"]` tells, in EDTF; else unknown."""
    text, told = doc.text, doc.user_data.get("published")
    published = Published(When.parse(told), (Evidence("option", "published"),)) if told else Published()
    blocks = (Block(Span(found.start(), found.end()), "paragraph") for found in _PARAGRAPH.finditer(text))
    return to_spacy(annotate(Article(text, language=doc.lang_, published=published, blocks=tuple(blocks))), doc)


def _labelled(record: Record) -> Iterator[tuple[str, str, str, Span]]:
    """Layer, id, label and characters of all that has a place in the text."""
    kinds = {entity.id: entity.kind for entity in record.entities}
    for time in record.times:
        yield "times", time.id, str(time.when) if time.when else "", time.span
    for mention in record.mentions:
        yield "mentions", mention.id, kinds.get(mention.entity or "", ""), mention.span
    for statement in record.statements:
        for part in statement.content:
            yield "statements", statement.id, statement.act, part
    for event in record.events:
        yield "events", event.id, event.kind, event.span
    for figure in record.figures:
        yield "figures", figure.id, figure.counts, figure.span
    for wording in record.wording:
        yield "wording", wording.id, wording.leaning, wording.span


def _cut(text: str, language: str) -> Any:
    """A Doc of words, marks and blanks. spaCy's own cutting of words takes time with the square of a row of marks; this one does not."""
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _PIECE.findall(text):
        if piece == " " and words and not spaces[-1]:
            spaces[-1] = True
        else:
            words.append(piece)
            spaces.append(False)
    spacy = importlib.import_module("spacy")  # a second, which only who asks for a Doc pays
    return spacy.tokens.Doc(spacy.blank(language).vocab, words, spaces)
