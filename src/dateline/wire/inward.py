"""A record from its wire form. What others changed is checked: spans must lie in the text and quotations must be its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from dateline.text.article import Article, Block, Credit, DateClaim, Entry, Published, Source
from dateline.text.errors import BadRecord
from dateline.text.happening import Anchor, Event, Figure, Role, TimeExpression, Timex
from dateline.text.naming import Entity, Mention, Office, OtherPlace, Place, Title
from dateline.text.record import Check, Failure, Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Quotation, Statement, Wording
from dateline.text.when import Grain, When
from dateline.wire import shapes as s


def from_shape(shape: s.RecordShape) -> Record:
    """The record, without tokens. BadRecord where a span or quotation does not fit the text."""
    article = _article(shape.article)
    _check_spans(article.text, shape)
    return Record(
        article=article,
        times=tuple(_time(time) for time in shape.times),
        entities=tuple(_entity(entity) for entity in shape.entities),
        mentions=tuple(
            Mention(m.id, Span(m.start, m.end), m.entity, m.form, _because(m.because)) for m in shape.mentions
        ),
        statements=tuple(_statement(statement) for statement in shape.statements),
        events=tuple(_event(event) for event in shape.events),
        figures=tuple(Figure(f.id, Span(f.start, f.end), f.counts, f.low, f.high, f.event) for f in shape.figures),
        wording=tuple(
            Wording(w.id, Span(w.start, w.end), w.leaning, w.neutral, w.target, w.said_in, _because(w.because))
            for w in shape.wording
        ),
        checks=tuple(Check(check.kind, tuple(check.items), check.note, check.value) for check in shape.checks),
        failures=tuple(Failure(failure.stage, failure.reason) for failure in shape.failures),
        quotations=tuple(_quotation(quotation) for quotation in shape.quotations),
    )


def check_shape(shape: s.RecordShape) -> None:
    """BadRecord where `from_shape` would fail, at a tenth of its cost; also where ids stand twice or the digest is of another text."""
    _check_spans(shape.article.text, shape)
    for told in (shape.article.published, shape.article.modified):
        for claim in told.conflicts if told else ():
            _claim(claim)
        _check_days(told.when if told else None, None, None)
    _credits(shape.article)
    _entries(shape.article)
    dated: list[s.TimeShape | s.EventShape] = [*shape.times, *shape.events]
    for found in dated:
        _check_days(found.when, found.first, found.last)
    for edtf in (statement.said for statement in shape.statements):
        _check_days(edtf, None, None)
    for time in shape.times:
        for other in time.alternatives:
            _check_days(other.when, None, None)
    layers = (shape.times, shape.entities, shape.mentions, shape.statements, shape.events, shape.figures, shape.wording)
    ids = [each.id for layer in layers for each in layer]
    if len(set(ids)) != len(ids):
        raise BadRecord(f"the id {next(id for id in ids if ids.count(id) > 1)!r} stands twice")
    if shape.article.sha256 != Article(shape.article.text).sha256:
        raise BadRecord("article.sha256 is not that of article.text")


@lru_cache(maxsize=4096)
def _check_days(edtf: str | None, first: str | None, last: str | None) -> None:
    _when(edtf)
    ends = [date.fromisoformat(day) if day else None for day in (first, last)]
    if ends[0] and ends[1] and ends[0] > ends[1]:
        raise BadRecord(f"a period cannot end ({last}) before it begins ({first})")


def _article(shape: s.ArticleShape) -> Article:
    return Article(
        text=shape.text,
        source=Source(shape.source.path, shape.source.id),
        title=Span(shape.title.start, shape.title.end) if shape.title else None,
        outlet=shape.outlet,
        url=shape.url,
        bylines=tuple(shape.bylines),
        language=shape.language,
        published=_published(shape.published),
        blocks=tuple(Block(Span(b.start, b.end), b.kind, _because(b.because)) for b in shape.blocks),
        modified=_published(shape.modified) if shape.modified else Published(),
        section=shape.section,
        credits=_credits(shape),
        entries=_entries(shape),
    )


def _credits(shape: s.ArticleShape) -> tuple[Credit, ...]:
    return tuple(Credit(each.name, each.kind, _reason(each.because, f"credit {each.name}")) for each in shape.credits)


def _entries(shape: s.ArticleShape) -> tuple[Entry, ...]:
    return tuple(
        Entry(Span(each.start, each.end), _when(each.when), each.stamp, _reason(each.because, f"entry at {each.start}"))
        for each in shape.entries
    )


def _published(shape: s.PublishedShape) -> Published:
    conflicts = tuple(_claim(claim) for claim in shape.conflicts)
    return Published(_when(shape.when), _because(shape.because), conflicts, shape.stamp)


def _claim(shape: s.DateClaimShape) -> DateClaim:
    return DateClaim(_parsed(shape.when), _reason(shape.because, f"published.conflicts: the date {shape.when}"))


def _reason(shapes: Sequence[s.BecauseShape], whose: str) -> Evidence:
    if not shapes:
        raise BadRecord(f"{whose} has no 'because'")
    return _because(shapes)[0]


def _time(shape: s.TimeShape) -> TimeExpression:
    return TimeExpression(
        id=shape.id,
        span=Span(shape.start, shape.end),
        when=_period(shape),
        timex=Timex(shape.timex.type, shape.timex.value, shape.timex.mod) if shape.timex else None,
        anchor=Anchor(shape.anchor.to, shape.anchor.id),
        alternatives=tuple(_parsed(each.when) for each in shape.alternatives),
        flags=tuple(shape.flags),
        because=_because(shape.because),
    )


def _entity(shape: s.EntityShape) -> Entity:
    return Entity(
        id=shape.id,
        name=shape.name,
        kind=shape.kind,
        aliases=tuple(shape.aliases),
        known_as=shape.known_as,
        roles=tuple(Title(role.title, Span(role.start, role.end), role.standing) for role in shape.roles),
        place=_place(shape.place) if shape.place else None,
        offices=tuple(
            Office(each.office, each.country, each.first, each.last, each.seen, _because(each.because))
            for each in shape.offices
        ),
        flags=tuple(shape.flags),
    )


def _place(shape: s.PlaceShape) -> Place:
    others = (
        OtherPlace(each.name, each.country, tuple(each.within), each.precision, each.source) for each in shape.others
    )
    return Place(shape.point, shape.country, tuple(shape.within), shape.precision, shape.source, tuple(others))


def _statement(shape: s.StatementShape) -> Statement:
    return Statement(
        id=shape.id,
        span=Span(shape.start, shape.end),
        manner=shape.manner,
        within=shape.within,
        content=_spans(shape.content),
        source=_spans(shape.source),
        speaker=shape.speaker,
        source_kind=shape.source_kind,
        medium=shape.medium,
        cue=_spans(shape.cue),
        act=shape.act,
        certainty=shape.certainty,
        negated=shape.negated,
        doubt=shape.doubt,
        said=_when(shape.said),
        addressee=shape.addressee,
        because=_because(shape.because),
    )


def _quotation(shape: s.QuotationShape) -> Quotation:
    return Quotation(
        id=shape.id,
        span=Span(shape.start, shape.end),
        fate=shape.fate,
        parts=_spans(shape.parts),
        depth=shape.depth,
        closed=shape.closed,
        statement=shape.statement,
        because=_because(shape.because),
    )


def _event(shape: s.EventShape) -> Event:
    return Event(
        id=shape.id,
        span=Span(shape.start, shape.end),
        kind=shape.kind,
        lemma=shape.lemma,
        mode=shape.mode,
        roles=tuple(Role(role.role, Span(role.start, role.end), role.entity, role.vouched) for role in shape.roles),
        when=_period(shape),
        time=shape.time,
        place=shape.place,
        status=shape.status,
        told_in=shape.told_in,
        same_as=shape.same_as,
        part_of=shape.part_of,
        main=shape.main,
        figures=tuple(shape.figures),
        because=_because(shape.because),
    )


def _when(edtf: str | None) -> When | None:
    return _parsed(edtf) if edtf else None


@lru_cache(maxsize=20_000)
def _parsed(edtf: str) -> When:
    """The period; news is full of the same few thousand days."""
    return When.parse(edtf)


def _period(shape: s.TimeShape | s.EventShape) -> When | None:
    """The period from its days and grain; EDTF alone has no sign for weeks and parts of a day."""
    known = shape.when is not None and shape.grain is not None
    return _between(shape.when, shape.grain, shape.first, shape.last) if known else None


@lru_cache(maxsize=20_000)
def _between(edtf: str, grain: str, first: str | None, last: str | None) -> When:
    told = _parsed(edtf)
    ends = [date.fromisoformat(day) if day else None for day in (first, last)]
    return When(ends[0], ends[1], Grain(grain), told.approximate, told.clock)


def _spans(pairs: Iterable[s.Pair]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _because(shapes: Iterable[s.BecauseShape]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            each.by, each.note, Span(each.start, each.end) if each.start is not None and each.end is not None else None
        )
        for each in shapes
    )


def _check_spans(text: str, shape: s.RecordShape) -> None:
    quoted: list[s.TimeShape | s.MentionShape | s.EventShape | s.FigureShape | s.WordingShape | s.QuotationShape] = [
        *shape.times,
        *shape.mentions,
        *shape.events,
        *shape.figures,
        *shape.wording,
        *shape.quotations,
    ]
    size = len(text)
    for found in quoted:
        start, end = found.start, found.end
        if not 0 <= start <= end <= size or text[start:end] != found.quote:
            raise BadRecord(f"{found.id}: characters {start} to {end} of the text are not {found.quote!r}")
    told: list[tuple[str, Iterable[s.Pair]]] = [
        ("a block", [(block.start, block.end) for block in shape.article.blocks]),
        ("an entry", [(entry.start, entry.end) for entry in shape.article.entries]),
        ("the title", [(title.start, title.end) for title in (shape.article.title,) if title]),
        *[(each.id, ((each.start, each.end), *each.content, *each.source, *each.cue)) for each in shape.statements],
        *[(quotation.id, quotation.parts) for quotation in shape.quotations],
        *[(event.id, [(role.start, role.end) for role in event.roles]) for event in shape.events],
        *[(entity.id, [(role.start, role.end) for role in entity.roles]) for entity in shape.entities],
    ]
    for whose, pairs in told:
        for start, end in pairs:
            if not 0 <= start <= end <= size:
                raise BadRecord(f"{whose}: span {start} to {end} lies outside the text of {size} characters")
