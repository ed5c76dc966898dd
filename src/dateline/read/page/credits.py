"""Who wrote or supplied a text, told apart: persons, agencies, and desks of the outlet itself.

Names come from the page's bylines, from the dateline ("LONDON (Agency) -") and from lines of credit at the story's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dateline.knowledge.names import OUTLET_COLUMNS
from dateline.knowledge.tables import cells, read_table
from dateline.languages import word_classes
from dateline.read.page import boilerplate, published
from dateline.text.article import Block, Credit, CreditKind
from dateline.text.span import Evidence

LAST = 4  # blocks at the story's end among which lines of credit stand
LONGEST = 300  # characters of such a line
MOST = 40
_OWNED = re.compile(r"\S.{0,60}?(?:s['’]|['’]s) ([^'’]{3,60})")
ORGANIZATION = "an organization by the page's data"


def find_credits(
    told: Iterable[tuple[str, Evidence]], text: str, blocks: Sequence[Block], *, code: str, outlet: str | None
) -> tuple[Credit, ...]:
    """Those named, each once, in the order: the carrier's bylines, bylines in the text, the dateline, lines at the end."""
    found: dict[str, Credit] = {}
    for name, because in (*told, *_in_text(text, blocks, code), *_at_end(text, blocks, code)):
        key = " ".join(name.casefold().split())
        if not key or key in found or len(found) == MOST:
            continue
        kind = credit_kind(name, code, outlet)
        if kind == "person" and because.by.endswith(":dateline"):
            kind = "agency"  # no person stands in brackets behind a place
        elif kind == "person" and because.note == ORGANIZATION:
            kind = "staff"
        found[key] = Credit(name, kind, because)
    return tuple(found.values())


def credit_kind(name: str, code: str, outlet: str | None = None) -> CreditKind:
    """What is so named: an agency that we know, a desk by its words or the outlet's own name, else a person.

    >>> credit_kind("Reuters", "en"), credit_kind("Post Staff", "en"), credit_kind("Jane Roe", "en")
    ('agency', 'staff', 'person')
    """
    folded = " ".join(name.casefold().split())
    if is_agency(name) or folded in _lines(code).sources:
        return "agency"
    if is_outlet(name, outlet):
        return "staff"
    offices = boilerplate.load_words(code if published.has_words(code) else "en").offices
    return "staff" if set(boilerplate.words_of(folded)) & offices else "person"


def is_agency(name: str) -> bool:
    """A news agency goes by this name."""
    folded = " ".join(name.casefold().split())
    return folded.removeprefix("the ") in _agencies() and (len(folded) > 4 or name.isupper() or name in _short())


def is_known_outlet(name: str) -> bool:
    """An outlet that we know goes by this name."""
    return name.casefold().removeprefix("the ") in _outlets()


def is_outlet(name: str, outlet: str | None) -> bool:
    """The name is the outlet's, begins with it, or is its first words; an article before either does not count.

    >>> is_outlet("Aster Post Staff", "The Aster Post"), is_outlet("Aster Post", "Aster Post Northland"), is_outlet("Post", "Aster Post")
    (True, True, False)
    """
    told, own = (each.casefold().removeprefix("the ").split() for each in (name, outlet or ""))
    if not told or not own:
        return False
    return "".join(told).startswith("".join(own)) or (len(told) > 1 and own[: len(told)] == told)


@lru_cache(maxsize=1)
def _outlets() -> frozenset[str]:
    return frozenset(name.casefold().removeprefix("the ") for _, names in _rows() for name in names)


@lru_cache(maxsize=1)
def _agencies() -> frozenset[str]:
    return frozenset(name.casefold().removeprefix("the ") for name in _names())


@lru_cache(maxsize=1)
def _short() -> frozenset[str]:
    """Short names as they are written: "dpa" is an agency, "Who" is none."""
    return frozenset(name for name in _names() if len(name) <= 4)


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """The names of agencies."""
    return tuple(name for kind, names in _rows() if kind == "agency" for name in names)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of each outlet that we know its kind and its names."""
    lines = read_table("outlets.tsv", OUTLET_COLUMNS).split("\n")
    rows = (dict(zip(OUTLET_COLUMNS, line.split("\t"), strict=False)) for line in lines)
    return tuple((row.get("kind", ""), (row["name"], *cells(row["aliases"]))) for row in rows)


def _in_text(text: str, blocks: Sequence[Block], code: str) -> Iterator[tuple[str, Evidence]]:
    words = boilerplate.load_words(code)
    for block in blocks:
        line = text[block.span.start : block.span.end]
        if block.kind == "byline" and not block.because:
            names = boilerplate.byline_names(line, words)
            because = Evidence("read/credits:byline", "", block.span)
            yield from ((name, because) for name in names or (boilerplate.after_opener(line, words),))
    for each in published.find_datelines(text, blocks, code):
        if each.agency:
            yield each.agency, Evidence("read/credits:dateline", "", each.span)


def _at_end(text: str, blocks: Sequence[Block], code: str) -> Iterator[tuple[str, Evidence]]:
    """The names in lines such as "(Reporting by A and B; editing by C)" and "With agencies"."""
    for block in [each for each in blocks if each.kind in ("paragraph", "byline", "list_item")][-LAST:]:
        if len(block.span) <= LONGEST:
            line = text[block.span.start : block.span.end]
            yield from ((name, Evidence("read/credits:line", "", block.span)) for name in credited(line, code))


def is_credit_line(line: str, code: str) -> bool:
    """The line says who wrote or supplied the text, and nothing else."""
    return len(line) <= LONGEST and next(credited(line, code), None) is not None


def credited(line: str, code: str) -> Iterator[str]:
    """The names in a line of credit; none in any other line.

    >>> list(credited("(Reporting by Jane Roe and John Doe; Editing by Ann Poe)", "en"))
    ['Jane Roe', 'John Doe', 'Ann Poe']
    """
    words = boilerplate.load_words(code)
    told = _lines(code)
    bare = " ".join(line.split()).strip(" ()[]—–-.*")
    if is_agency(bare):
        yield bare
        return
    helped = told.helpers.match(bare) if told.helpers else None
    if helped:
        yield from (name for name in _parts(helped["names"], words) if boilerplate.is_name(name, words))
        return
    for said in map(str.strip, bare.split(";")):
        opened = told.opener.match(said) if told.opener else None
        if opened is None:
            return  # not a line of credit: the rest of it is a sentence like any other
        names = _parts(said[opened.end() :].strip(" :"), words)
        if opened["source"]:
            whole = " ".join(said.split())
            yield from (
                [whole] if whole.casefold() in told.sources else (name for name in names if _is_supplier(name, told))
            )
        else:
            yield from (name for name in names if boilerplate.is_name(name, words))


def _is_supplier(name: str, told: _Lines) -> bool:
    return is_agency(name) or name.casefold() in told.sources


def _parts(names: str, words: boilerplate.Words) -> list[str]:
    """The names of a list, each without the place it is said to have written from, or the outlet whose they are: "the Post's Jane Roe"."""
    joiners = "|".join(map(re.escape, words.joiners)) or "(?!)"
    parts = re.split(rf"\s*,\s*(?:(?:{joiners})\s+)?|\s+(?:{joiners}|&)\s+", names[:LONGEST])
    places = "|".join(map(re.escape, words.places)) or "(?!)"
    bare = (re.split(rf"\s+(?:{places})\s+", part)[0].strip(" .()[]") for part in parts)
    return [
        owned[1] if (owned := _OWNED.fullmatch(part)) and boilerplate.is_name(owned[1], words) else part
        for part in bare
    ]


class _Lines(NamedTuple):
    """How lines of credit are written: their openers, what names no one agency, and helpers named before their part."""

    opener: re.Pattern[str] | None = None
    helpers: re.Pattern[str] | None = None
    sources: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def _lines(code: str) -> _Lines:
    told = word_classes(code, "boilerplate").get("credit") if published.has_words(code) else None
    if told is None:
        return _Lines()
    openers, sources, helpers = (
        "|".join(map(re.escape, sorted(told[key], key=len, reverse=True))) for key in ("openers", "sources", "helpers")
    )
    return _Lines(
        re.compile(rf"(?:(?P<person>{openers})|(?P<source>{sources}))\b", re.IGNORECASE),
        re.compile(rf"(?P<names>\S.{{3,200}}?)\s(?:{helpers})\b", re.IGNORECASE),
        frozenset(told["several"]),
    )
