"""What the columns of a frame hold: for each kind of finding its columns in order, and the rows that one record gives.

Dates are told twice: as EDTF, and as first and last day, which a program can sort by. A place has a point only where it is a spot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from dateline.knowledge.ontology import ontology
from dateline.show.index import Index
from dateline.show.sources import chain_words, source_words
from dateline.show.where import KINDS as PLACES
from dateline.show.where import POINT, precision_of
from dateline.text.happening import Event, RoleName
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.when import When

Value = str | int | float | bool | date | None
Row = tuple[Value, ...]

_WHEN = (("when", "text"), ("first", "day"), ("last", "day"), ("grain", "text"))
_WORDS = (("article", "text"), ("id", "text"), ("start", "whole"), ("end", "whole"), ("words", "text"))
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "articles": (
        ("id", "text"), ("path", "text"), ("given_id", "text"), ("title", "text"), ("outlet", "text"), ("url", "text"),
        ("language", "text"), *(("published" if name == "when" else f"published_{name}", kind) for name, kind in _WHEN),
        ("sha256", "text"), ("text", "text"),
    ),
    "times": (*_WORDS, *_WHEN, ("timex_type", "text"), ("timex_value", "text"), ("anchor", "text"), ("rules", "text")),
    "names": (("article", "text"), ("id", "text"), ("name", "text"), ("kind", "text"), ("known_as", "text"), ("mentions", "whole")),
    "places": (
        ("article", "text"), ("id", "text"), ("name", "text"), ("precision", "text"), ("country", "text"), ("within", "text"),
        ("latitude", "number"), ("longitude", "number"), ("gazetteer", "text"),
    ),
    "mentions": (*_WORDS, ("name_id", "text"), ("form", "text")),
    "statements": (
        *_WORDS, ("who", "text"), ("source_kind", "text"), ("speaker_id", "text"), ("manner", "text"), ("act", "text"),
        ("certainty", "text"), ("doubt", "text"), ("negated", "truth"), ("said", "text"), ("within", "text"),
        ("chain", "text"), ("rules", "text"),
    ),
    "events": (
        *_WORDS, ("kind", "text"), ("mode", "text"), ("lemma", "text"), ("cameo", "text"), ("status", "text"),
        ("actor", "text"), ("recipient", "text"), *_WHEN, ("place", "text"), ("place_id", "text"), ("told_by", "text"),
        ("statement_id", "text"), ("same_as", "text"), ("part_of", "text"), ("main", "truth"), ("rules", "text"),
    ),
    "roles": (
        ("article", "text"), ("event_id", "text"), ("role", "text"), ("start", "whole"), ("end", "whole"), ("words", "text"),
        ("name", "text"), ("name_id", "text"), ("vouched", "text"),
    ),
    "figures": (*_WORDS, ("counts", "text"), ("low", "whole"), ("high", "whole"), ("event_id", "text")),
    "wording": (
        *_WORDS, ("leaning", "text"), ("neutral", "text"), ("about", "text"), ("about_id", "text"), ("said_by", "text"),
        ("statement_id", "text"), ("rules", "text"),
    ),
    "checks": (("article", "text"), ("kind", "text"), ("items", "text"), ("note", "text"), ("value", "text")),
    "failures": (("article", "text"), ("stage", "text"), ("reason", "text")),
}  # fmt: skip
_MOST = 2**63 - 1  # the largest whole number that a column can hold


def rows_of(record: Record) -> Iterator[tuple[str, Row]]:
    """Each row of the record and the name of its frame, the article first."""
    index = Index(record)
    for name, rows in _ROWS.items():
        yield from ((name, tuple(map(storable, row))) for row in rows(index))


def storable(value: Value) -> Value:
    """The value, a lone surrogate in it, which no column can hold, made a question mark: one character for one."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode("utf-8")


def _articles(index: Index) -> Iterator[Row]:
    article = index.article
    title = article.quote(article.title) if article.title else None
    yield (
        article.id, article.source.path, article.source.id, title, article.outlet, article.url, article.language,
        *_when(article.published.when), article.sha256, article.text,
    )  # fmt: skip


def _times(index: Index) -> Iterator[Row]:
    for time in index.record.times:
        timex = (time.timex.type, time.timex.value) if time.timex else (None, None)
        yield (*_place_of(index, time.id, time.span), *_when(time.when), *timex, time.anchor.to, _rules(time.because))


def _names(index: Index) -> Iterator[Row]:
    for entity in index.record.entities:
        count = index.mention_counts.get(entity.id, 0)
        yield (index.article.id, entity.id, entity.name, entity.kind, entity.known_as, count)


def _places(index: Index) -> Iterator[Row]:
    for entity in index.record.entities:
        if entity.kind not in PLACES:
            continue
        precision, place = precision_of(entity), entity.place
        latitude, longitude = (place.point if place and precision == POINT else None) or (None, None)
        told = (place.country, ", ".join(place.within) or None) if place else (None, None)
        source = (place.source or None) if place else None
        yield (index.article.id, entity.id, entity.name, precision, *told, latitude, longitude, source)


def _mentions(index: Index) -> Iterator[Row]:
    for mention in index.record.mentions:
        yield (*_place_of(index, mention.id, mention.span), mention.entity, mention.form)


def _statements(index: Index) -> Iterator[Row]:
    for each in index.record.statements:
        words = " … ".join(map(index.article.quote, each.content)) if each.manner != "own_voice" else None
        yield (
            index.article.id, each.id, each.span.start, each.span.end, words, source_words(index, each), each.source_kind,
            each.speaker, each.manner, each.act, each.certainty, each.doubt, each.negated, _edtf(each.said), each.within,
            chain_words(index, each.id), _rules(each.because),
        )  # fmt: skip


def _events(index: Index) -> Iterator[Row]:
    cameo = ontology().cameo
    for event in index.record.events:
        yield (
            *_place_of(index, event.id, event.span), event.kind, event.mode, event.lemma, cameo(event) or None, event.status,
            _parties(index, event, "actor"), _parties(index, event, "recipient"), *_when(event.when), index.name(event.place),
            event.place, chain_words(index, event.told_in), event.told_in, event.same_as, event.part_of, event.main,
            _rules(event.because),
        )  # fmt: skip


def _roles(index: Index) -> Iterator[Row]:
    for event in index.record.events:
        for part in event.roles:
            words = index.article.quote(part.span)
            yield (
                index.article.id, event.id, part.role, part.span.start, part.span.end, words, index.name(part.entity),
                part.entity, part.vouched,
            )  # fmt: skip


def _figures(index: Index) -> Iterator[Row]:
    """A bound that no column can hold is told as the widest that is true: "at least" the largest number, or open upward."""
    for figure in index.record.figures:
        low = None if figure.low is None else min(figure.low, _MOST)
        high = None if figure.high is None or figure.high > _MOST else figure.high
        yield (*_place_of(index, figure.id, figure.span), figure.counts, low, high, figure.event)


def _wording(index: Index) -> Iterator[Row]:
    for each in index.record.wording:
        about = index.words_of(each.target) if each.target else None
        yield (
            *_place_of(index, each.id, each.span), each.leaning, each.neutral, about, each.target,
            chain_words(index, each.said_in), each.said_in, _rules(each.because),
        )  # fmt: skip


def _checks(index: Index) -> Iterator[Row]:
    for check in index.record.checks:
        yield (index.article.id, check.kind, " ".join(check.items), check.note, check.value)


def _failures(index: Index) -> Iterator[Row]:
    for failure in index.record.failures:
        yield (index.article.id, failure.stage, failure.reason)


_ROWS: dict[str, Callable[[Index], Iterable[Row]]] = {
    "articles": _articles, "times": _times, "names": _names, "places": _places, "mentions": _mentions,
    "statements": _statements, "events": _events, "roles": _roles, "figures": _figures, "wording": _wording,
    "checks": _checks, "failures": _failures,
}  # fmt: skip


def _place_of(index: Index, id: str, span: Span) -> Row:
    return (index.article.id, id, span.start, span.end, index.article.quote(span))


def _when(when: When | None) -> Row:
    return (str(when), when.first, when.last, when.grain.value) if when else (None, None, None, None)


def _edtf(when: When | None) -> str | None:
    return str(when) if when else None


def _rules(because: tuple[Evidence, ...]) -> str:
    return " ".join(dict.fromkeys(each.by for each in because))


def _parties(index: Index, event: Event, role: RoleName) -> str | None:
    parties = (index.name(part.entity) or index.quote(part.span) for part in event.fillers(role))
    return "; ".join(dict.fromkeys(parties)) or None
