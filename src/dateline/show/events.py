"""What happened in one article: each event once, with all its mentions, as a line of text, of JSON or of CSV.

An event that is told several times is one row; who tells it stands beside it, and a row never says that it is true.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dateline.knowledge.ontology import ontology
from dateline.show.dates import in_words
from dateline.show.index import SHORT, Index
from dateline.show.inert import one_line, visible
from dateline.show.sources import chain_words
from dateline.show.timeline import STATUSES, best_when
from dateline.show.times import source_of
from dateline.text.happening import Event, Figure, RoleName, Vouched
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.when import When

VOUCHED: dict[Vouched, str] = {
    "claimed": "claims it",
    "accused": "accused of it",
    "accused_by_authorities": "accused of it by authorities",
    "possible": "possibly",
    "denied": "denies it",
}
COLUMNS = (
    "source", "article", "id", "start", "kind", "mode", "lemma", "cameo", "quad", "status", "actor", "recipient",
    "when", "first", "last", "grain", "place", "country", "latitude", "longitude",
    "dead_low", "dead_high", "injured_low", "injured_high", "told_by", "mentions", "part_of", "words",
)  # fmt: skip
_NUMBER = re.compile(r"-\d{1,9}(?:\.\d{1,9})?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_WHOM: tuple[RoleName, ...] = ("recipient", "addressee", "beneficiary")


@dataclass(frozen=True, slots=True)
class Row:
    """One event for people; strings are "" where there is nothing to say. `words` are the trigger in its first mention."""

    id: str
    span: Span
    kind: str
    mode: str
    words: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    when: str
    where: str
    status: str
    told_by: tuple[str, ...]
    counts: tuple[str, ...]
    mentions: int


def rows(record: Record, *, every: bool = False) -> tuple[Row, ...]:
    """The events in text order; without `every` those that tell neither parties nor a time nor a place are left out."""
    index = Index(record)
    made = (_row(index, chain) for chain in index.event_chains)
    return tuple(row for row in made if every or row.who or row.whom or row.when or row.where)


def tab_lines(record: Record) -> Iterator[str]:
    """One line each, for `cut` and `grep`: source, offset, kind, mode, words, who, whom, when, where, status, figures, told by."""
    source = source_of(record)
    for row in rows(record, every=True):
        cells = (
            source, str(row.span.start), row.kind, row.mode, row.words, "; ".join(row.who), "; ".join(row.whom), row.when,
            row.where, row.status, "; ".join(row.counts), "; ".join(row.told_by),
        )  # fmt: skip
        yield "\t".join(visible(one_line(cell)) for cell in cells) + "\n"


def json_lines(record: Record) -> Iterator[bytes]:
    """One line of UTF-8 JSON for each event, its mentions inside it, with the article's ids beside it."""
    index, article = Index(record), record.article
    for chain in index.event_chains:
        told: dict[str, Any] = {
            "article": article.id,
            "source": {"path": article.source.path, "id": article.source.id},
            **_of_json(index, chain),
        }
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def csv_lines(record: Record) -> Iterator[str]:
    """One CSV record (RFC 4180) for each event, in the order of COLUMNS."""
    index = Index(record)
    for chain in index.event_chains:
        yield csv_line(_of_csv(index, chain))


def csv_line(cells: tuple[str, ...]) -> str:
    """The cells as one CSV record; what a spreadsheet would take for a formula is made plain text by an apostrophe.

    >>> print(csv_line(("a,b", "=1+1", "-0.5")).strip())
    "a,b",'=1+1,-0.5
    """
    out = io.StringIO()
    csv.writer(out).writerow(f"'{cell}" if _is_formula(cell) else cell for cell in cells)
    return out.getvalue()


def _is_formula(cell: str) -> bool:
    """A spreadsheet would run it; a negative number stays one."""
    return cell.startswith(_FORMULA) and _NUMBER.fullmatch(cell) is None


def _row(index: Index, chain: tuple[Event, ...]) -> Row:
    first = chain[0]
    tellers = dict.fromkeys(chain_words(index, event.told_in) for event in chain)
    return Row(
        id=first.id,
        span=first.span,
        kind=first.lemma if first.kind == "OTHER" else first.kind.lower(),
        mode=_whole(chain).mode or "",
        words=index.quote(first.span, SHORT),
        who=_parties(index, chain, "actor"),
        whom=_parties(index, chain, *_WHOM),
        when=in_words(best_when(chain)),
        where=next((index.name(event.place) or "" for event in chain if event.place), ""),
        status=STATUSES[first.status],
        told_by=tuple(tellers),
        counts=tuple(dict.fromkeys(_count_words(index, figure) for figure in _figures(index, chain))),
        mentions=len(chain),
    )


def _whole(chain: tuple[Event, ...]) -> Event:
    """The first mention with the mode that any mention tells."""
    return replace(chain[0], mode=next((event.mode for event in chain if event.mode), None))


def _parties(index: Index, chain: tuple[Event, ...], *roles: RoleName) -> tuple[str, ...]:
    """Who takes part by any mention: the name, else the words; whoever is named once is not repeated in other words."""
    named: dict[str, str] = {}
    for event in chain:
        for part in event.roles:
            if part.role not in roles:
                continue
            words = index.quote(part.span, SHORT)
            name = index.name(part.entity)
            shown = f"{words} ({name})" if name and name.lower() not in words.lower() else words
            note = f" ({VOUCHED[part.vouched]})" if part.vouched else ""
            named.setdefault(part.entity or words.lower(), shown + note)
    return tuple(named.values())


def _figures(index: Index, chain: tuple[Event, ...]) -> list[Figure]:
    found = (index.found.get(id) for event in chain for id in event.figures)
    return [figure for figure in found if isinstance(figure, Figure)]


def _count_words(index: Index, figure: Figure) -> str:
    return f"{index.quote(figure.span, SHORT)} [{figure.counts}]"


def _of_json(index: Index, chain: tuple[Event, ...]) -> dict[str, Any]:
    first, when, names = _whole(chain), best_when(chain), ontology()
    place = next((event.place for event in chain if event.place), None)
    return {
        "id": first.id,
        "kind": first.kind,
        "mode": first.mode,
        "lemma": first.lemma,
        "cameo": names.cameo(first) or None,
        "quad": names.quad(first) or None,
        "incident": names.incident(first),
        "status": first.status,
        "when": str(when) if when else None,
        "place": index.name(place),
        "part_of": first.part_of,
        "mentions": [_mention(index, event) for event in chain],
        "figures": [
            {"quote": index.quote(figure.span), "counts": figure.counts, "low": figure.low, "high": figure.high}
            for figure in _figures(index, chain)
        ],
    }


def _mention(index: Index, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "start": event.span.start,
        "end": event.span.end,
        "quote": index.article.quote(event.span),
        "roles": [
            {
                "role": part.role,
                "quote": index.article.quote(part.span),
                "name": index.name(part.entity),
                "vouched": part.vouched,
            }
            for part in event.roles
        ],
        "when": str(event.when) if event.when else None,
        "place": index.name(event.place),
        "status": event.status,
        "told_by": chain_words(index, event.told_in),
        "because": [{"by": each.by, "note": each.note} for each in event.because],
    }


def _of_csv(index: Index, chain: tuple[Event, ...]) -> tuple[str, ...]:
    article, first, when, names = index.article, _whole(chain), best_when(chain), ontology()
    row = _row(index, chain)
    figures = _figures(index, chain)
    return (
        article.source.path or "", article.source.id or article.id, first.id, str(first.span.start),
        first.kind, row.mode, first.lemma, names.cameo(first), names.quad(first), first.status,
        "; ".join(row.who), "; ".join(row.whom), *_when_cells(when), *_place_cells(index, chain),
        *_bounds(figures, "dead"), *_bounds(figures, "injured"),
        "; ".join(row.told_by), str(row.mentions), first.part_of or "", row.words,
    )  # fmt: skip


def _when_cells(when: When | None) -> tuple[str, ...]:
    if when is None:
        return ("", "", "", "")
    return (str(when), str(when.first or ""), str(when.last or ""), when.grain.value)


def _place_cells(index: Index, chain: tuple[Event, ...]) -> tuple[str, ...]:
    """Name, country and point of the place; no point for what is no spot."""
    id = next((event.place for event in chain if event.place), None)
    entity = next((each for each in index.record.entities if each.id == id), None)
    if entity is None:
        return ("", "", "", "")
    place = entity.place
    point = place.point if place is not None and place.precision in ("city", "quarter", "site") else None
    latitude, longitude = ("", "") if point is None else (f"{point[0]:.4f}", f"{point[1]:.4f}")
    return (one_line(entity.name, SHORT), (place.country if place else None) or "", latitude, longitude)


def _bounds(figures: list[Figure], counts: str) -> tuple[str, str]:
    """The lowest and the highest that is told; "" where nothing is, or where no bound is."""
    told = [figure for figure in figures if figure.counts == counts]
    lows = [figure.low for figure in told if figure.low is not None]
    highs = [figure.high for figure in told if figure.high is not None]
    return (str(min(lows)) if lows else "", str(max(highs)) if highs and len(highs) == len(told) else "")
