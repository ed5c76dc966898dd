"""A record into its wire form. Quotations are cut from the text here, so they cannot differ from it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.text.article import Article, Published
from dateline.text.happening import Event, Figure, TimeExpression
from dateline.text.naming import Entity, Mention, Place
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.telling import Quotation, Statement, Wording
from dateline.text.when import When
from dateline.wire import shapes as s


def to_shape(record: Record) -> s.RecordShape:
    """The wire form of the whole record."""
    article = record.article
    return s.RecordShape(
        format="dateline/1",
        article=_article(article),
        times=[_time(article, time) for time in record.times],
        entities=[_entity(entity) for entity in record.entities],
        mentions=[_mention(article, mention) for mention in record.mentions],
        statements=[_statement(statement) for statement in record.statements],
        events=[_event(article, event) for event in record.events],
        figures=[_figure(article, figure) for figure in record.figures],
        wording=[_wording(article, word) for word in record.wording],
        checks=[s.CheckShape(check.kind, list(check.items), check.note, check.value) for check in record.checks],
        failures=[s.FailureShape(failure.stage, failure.reason) for failure in record.failures],
        quotations=[_quotation(article, quotation) for quotation in record.quotations],
    )


def _article(article: Article) -> s.ArticleShape:
    return s.ArticleShape(
        id=article.id,
        source=s.SourceShape(article.source.path, article.source.id),
        sha256=article.sha256,
        text=article.text,
        title=s.SpanShape(article.title.start, article.title.end) if article.title else None,
        outlet=article.outlet,
        url=article.url,
        bylines=list(article.bylines),
        language=article.language,
        published=_published(article.published),
        blocks=[s.BlockShape(b.span.start, b.span.end, b.kind, _because(b.because)) for b in article.blocks],
        modified=_published(article.modified) if article.modified != Published() else None,
        section=article.section,
        credits=[s.CreditShape(each.name, each.kind, _because((each.because,))) for each in article.credits],
        entries=[
            s.EntryShape(each.span.start, each.span.end, _edtf(each.when), each.stamp, _because((each.because,)))
            for each in article.entries
        ],
    )


def _published(published: Published) -> s.PublishedShape:
    return s.PublishedShape(
        _edtf(published.when),
        _because(published.because),
        [s.DateClaimShape(str(claim.when), _because((claim.because,))) for claim in published.conflicts],
        published.stamp,
    )


def _time(article: Article, time: TimeExpression) -> s.TimeShape:
    first, last, grain = _days(time.when)
    return s.TimeShape(
        id=time.id,
        start=time.span.start,
        end=time.span.end,
        quote=article.quote(time.span),
        when=_edtf(time.when),
        first=first,
        last=last,
        grain=grain,
        timex=s.TimexShape(time.timex.type, time.timex.value, time.timex.mod) if time.timex else None,
        anchor=s.AnchorShape(time.anchor.to, time.anchor.id),
        alternatives=[s.AlternativeShape(str(when)) for when in time.alternatives],
        flags=list(time.flags),
        because=_because(time.because),
    )


def _entity(entity: Entity) -> s.EntityShape:
    return s.EntityShape(
        id=entity.id,
        name=entity.name,
        kind=entity.kind,
        aliases=list(entity.aliases),
        known_as=entity.known_as,
        roles=[s.TitleShape(role.title, role.span.start, role.span.end, role.standing) for role in entity.roles],
        place=_place(entity.place) if entity.place else None,
        offices=[
            s.OfficeShape(each.office, each.country, each.first, each.last, each.seen, _because(each.because))
            for each in entity.offices
        ],
        flags=list(entity.flags),
    )


def _place(place: Place) -> s.PlaceShape:
    others = [
        s.OtherPlaceShape(each.name, each.country, list(each.within), each.precision, each.source)
        for each in place.others
    ]
    return s.PlaceShape(place.point, place.country, list(place.within), place.precision, place.source, others)


def _mention(article: Article, mention: Mention) -> s.MentionShape:
    span = mention.span
    because = _because(mention.because)
    return s.MentionShape(mention.id, span.start, span.end, article.quote(span), mention.entity, mention.form, because)


def _statement(statement: Statement) -> s.StatementShape:
    return s.StatementShape(
        id=statement.id,
        start=statement.span.start,
        end=statement.span.end,
        content=_pairs(statement.content),
        manner=statement.manner,
        within=statement.within,
        source=_pairs(statement.source),
        speaker=statement.speaker,
        source_kind=statement.source_kind,
        medium=statement.medium,
        cue=_pairs(statement.cue),
        act=statement.act,
        certainty=statement.certainty,
        negated=statement.negated,
        doubt=statement.doubt,
        said=_edtf(statement.said),
        addressee=statement.addressee,
        because=_because(statement.because),
    )


def _event(article: Article, event: Event) -> s.EventShape:
    first, last, grain = _days(event.when)
    return s.EventShape(
        id=event.id,
        start=event.span.start,
        end=event.span.end,
        quote=article.quote(event.span),
        kind=event.kind,
        mode=event.mode,
        lemma=event.lemma,
        roles=[
            s.RoleShape(role.role, role.span.start, role.span.end, role.entity, role.vouched) for role in event.roles
        ],
        when=_edtf(event.when),
        first=first,
        last=last,
        grain=grain,
        time=event.time,
        place=event.place,
        status=event.status,
        told_in=event.told_in,
        same_as=event.same_as,
        part_of=event.part_of,
        main=event.main,
        figures=list(event.figures),
        because=_because(event.because),
    )


def _figure(article: Article, figure: Figure) -> s.FigureShape:
    span = figure.span
    return s.FigureShape(
        figure.id, span.start, span.end, article.quote(span), figure.counts, figure.low, figure.high, figure.event
    )


def _wording(article: Article, word: Wording) -> s.WordingShape:
    span = word.span
    return s.WordingShape(
        word.id, span.start, span.end, article.quote(span), word.target, word.leaning, word.neutral, word.said_in,
        _because(word.because),
    )  # fmt: skip


def _quotation(article: Article, found: Quotation) -> s.QuotationShape:
    span = found.span
    return s.QuotationShape(
        found.id, span.start, span.end, article.quote(span), found.fate, _pairs(found.parts), found.depth, found.closed,
        found.statement, _because(found.because),
    )  # fmt: skip


def _edtf(when: When | None) -> str | None:
    return str(when) if when else None


def _days(when: When | None) -> tuple[str | None, str | None, s.GrainName | None]:
    if when is None:
        return None, None, None
    return (
        when.first.isoformat() if when.first else None,
        when.last.isoformat() if when.last else None,
        when.grain.value,
    )


def _pairs(spans: Iterable[Span]) -> list[s.Pair]:
    return [(span.start, span.end) for span in spans]


def _because(evidence: Iterable[Evidence]) -> list[s.BecauseShape]:
    return [
        s.BecauseShape(each.by, each.note, each.span.start if each.span else None, each.span.end if each.span else None)
        for each in evidence
    ]
