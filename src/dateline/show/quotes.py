"""Who says what in one article: each statement, and each quotation that is nobody's statement, as a line of text or of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.show.account import FATES
from dateline.show.dates import in_words
from dateline.show.index import Index
from dateline.show.inert import one_line, visible
from dateline.show.sources import KINDS, chain_words, is_pronoun, source_words
from dateline.show.times import source_of
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, Certainty, Doubt, Fate, Manner, Quotation, Statement
from dateline.text.when import When

LONGEST = 240  # characters of what is said, in a table; --json has all
MANNERS: dict[Manner, str] = {
    "quoted": "in quotation marks",
    "mixed": "partly in marks",
    "reported": "in other words",
    "own_voice": "",
}
CERTAIN: dict[Certainty, str] = {"certain": "", "probable": "told as probable", "possible": "told as possible"}
DOUBTS: dict[Doubt, str] = {"neutral": "", "doubting": "told with doubt", "endorsing": "told as true"}
GUESSED = {
    "statements:continued": "speaker taken from the statement before",
    "statements:occasion": "occasion taken from the statement before",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One statement or lone quotation for people; strings are "" where there is nothing to say."""

    id: str
    span: Span
    who: str
    kind: str
    words: str
    how: str
    where: str
    sure: tuple[str, ...]
    chain: str
    fate: Fate


def rows(record: Record) -> tuple[Row, ...]:
    """All statements and the quotations that none of them tells, in text order; strays are left out."""
    index = Index(record)
    found = [_of_statement(index, each) for each in record.statements if each.manner != "own_voice"]
    found += [_of_quotation(index, each) for each in lone(record)]
    return tuple(sorted(found, key=lambda row: row.span))


def lone(record: Record) -> tuple[Quotation, ...]:
    """Quotations that are no statement and no part of one: scare quotes, titles, nicknames, words that nobody is named for."""
    told = {each.id for each in record.statements if each.manner != "own_voice"}
    return tuple(
        each
        for each in record.quotations
        if each.fate != "stray" and (each.fate in ("scare_quote", "title", "nickname") or each.statement not in told)
    )


def json_lines(record: Record) -> Iterator[bytes]:
    """One line of UTF-8 JSON for each statement and lone quotation, with the article's ids beside it."""
    article, index = record.article, Index(record)
    by_id: dict[str, Statement | Quotation] = {each.id: each for each in record.statements}
    by_id |= {each.id: each for each in record.quotations}
    for row in rows(record):
        found = by_id[row.id]
        told: dict[str, Any] = {
            "article": article.id,
            "source": {"path": article.source.path, "id": article.source.id},
            "id": row.id,
            "start": row.span.start,
            "end": row.span.end,
            "fate": row.fate,
        }
        told |= _of_json(index, found)
        told["because"] = [{"by": each.by, "note": each.note} for each in found.because]
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def tab_lines(record: Record) -> Iterator[str]:
    """One line each, for `cut` and `grep`: source, offset, fate, who, kind, words, how, to whom and where, doubts, chain."""
    source = source_of(record)
    for row in rows(record):
        cells = (
            source, str(row.span.start), row.fate, row.who, row.kind, row.words, row.how, row.where, "; ".join(row.sure),
            row.chain,
        )  # fmt: skip
        yield "\t".join(visible(one_line(cell)) for cell in cells) + "\n"


def _of_json(index: Index, found: Statement | Quotation) -> dict[str, Any]:
    quote = index.article.quote
    if isinstance(found, Quotation):
        inside = [] if found.statement == ROOT else [each.id for each in index.chain(found.statement)]
        return {"who": None, "words": [quote(part) for part in found.parts], "told_in": inside}
    return {
        "who": index.name(found.speaker),
        "as": [quote(span) for span in found.source],
        "source_kind": found.source_kind,
        "words": [quote(span) for span in found.content],
        "cue": [quote(span) for span in found.cue],
        "manner": found.manner,
        "act": found.act,
        "certainty": found.certainty,
        "doubt": found.doubt,
        "negated": found.negated,
        "medium": index.name(found.medium),
        "addressee": index.name(found.addressee),
        "said": str(found.said) if found.said else None,
        "told_in": [each.id for each in index.chain(found.id)[:-1]],
    }


def _of_statement(index: Index, statement: Statement) -> Row:
    nobody = statement.source_kind == "none" and not statement.source and statement.speaker is None
    words = " … ".join(index.quote(span, LONGEST) for span in statement.content[:4])
    return Row(
        id=statement.id,
        span=statement.span,
        who=source_words(index, statement),
        kind=KINDS[statement.source_kind],
        words=words or "(no words given)",
        how=", ".join(filter(None, (statement.act, MANNERS[statement.manner]))),
        where="; ".join(_circumstances(index, statement)),
        sure=tuple(_doubts(index, statement)),
        chain=chain_words(index, statement.id),
        fate="unattributed" if nobody else "attributed",
    )


def _of_quotation(index: Index, quotation: Quotation) -> Row:
    words = " … ".join(index.quote(part, LONGEST) for part in quotation.parts[:4])
    chain = chain_words(index, quotation.statement)
    who = "nobody named" if quotation.fate == "unattributed" else ""
    return Row(quotation.id, quotation.span, who, FATES[quotation.fate], words, "", "", (), chain, quotation.fate)


def _circumstances(index: Index, statement: Statement) -> Iterator[str]:
    if statement.addressee:
        yield f"to {index.name(statement.addressee)}"
    if statement.medium:
        yield f"in {index.name(statement.medium)}"
    if _is_told(statement.said):
        yield in_words(statement.said) or ""


def _is_told(said: When | None) -> bool:
    """A day is told; "by the day of issue" holds for all that is printed and says nothing."""
    return said is not None and said.first is not None


def _doubts(index: Index, statement: Statement) -> Iterator[str]:
    if statement.negated:
        yield "said not to have been said"
    if statement.speaker is None and _is_pronoun(index, statement):
        yield "not known who that is"
    for words in (CERTAIN[statement.certainty], DOUBTS[statement.doubt]):
        if words:
            yield words
    yield from _guessed(statement.because)


def _is_pronoun(index: Index, statement: Statement) -> bool:
    return len(statement.source) == 1 and is_pronoun(index.article.language, index.quote(statement.source[0]))


def _guessed(because: tuple[Evidence, ...]) -> Iterator[str]:
    yield from dict.fromkeys(GUESSED[each.by] for each in because if each.by in GUESSED)
