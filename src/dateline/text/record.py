"""The record: one article and everything found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from dateline.text.article import Article
from dateline.text.glance import glance
from dateline.text.happening import Event, Figure, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.span import Evidence, Span
from dateline.text.telling import ROOT, Quotation, Statement, Wording
from dateline.text.token import Token

CheckKind = Literal[
    "stale-deictic", "date-conflict", "figure-conflict", "weekday-mismatch", "duration-mismatch", "order-conflict",
    "publication-inferred",
]  # fmt: skip
Finding = TimeExpression | Entity | Mention | Statement | Event | Figure | Wording | Quotation


@dataclass(frozen=True, slots=True)
class Check:
    """Findings (`items`, by id) that do not fit together, and why.

    The kind publication-inferred is no contradiction: `value` is the day of issue that the text supports where none is given,
    in EDTF ("2020-02-12", "2020-01-08/..", and with an unknown year, which no When can hold, "XXXX-02-12").
    """

    kind: CheckKind
    items: tuple[str, ...]
    note: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done (`stage`), and why. One failure never takes the rest of the record with it."""

    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Record:
    """What one article says. Layers are tuples in text order; ids are `kind@offset` and unique in the record."""

    article: Article
    tokens: tuple[Token, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    wording: tuple[Wording, ...] = ()
    checks: tuple[Check, ...] = ()
    failures: tuple[Failure, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def having(self, **layers: Any) -> Record:
        """The same record with these layers put in place."""
        return replace(self, **layers)

    def findings(self) -> Iterator[Finding]:
        """Everything that has an id."""
        for layer in (
            self.times, self.entities, self.mentions, self.statements, self.events, self.figures, self.wording,
            self.quotations,
        ):  # fmt: skip
            yield from layer

    def find(self, id: str) -> Finding:
        """The finding of that id; KeyError if there is none."""
        for finding in self.findings():
            if finding.id == id:
                return finding
        raise KeyError(f"no finding {id!r} in record of {self.article.id}")

    def entity(self, id: str | None) -> Entity | None:
        """The entity of that id, None for None."""
        return next((entity for entity in self.entities if entity.id == id), None)

    def chain(self, statement: Statement | str) -> tuple[Statement, ...]:
        """The statements from the root to this one; a broken or circular link ends the walk."""
        by_id = {each.id: each for each in self.statements}
        walk: list[Statement] = []
        at = by_id.get(statement) if isinstance(statement, str) else statement
        while at is not None and at not in walk:
            walk.append(at)
            at = by_id.get(at.within) if at.within else None
        return tuple(reversed(walk))

    def teller(self, span: Span) -> Statement | None:
        """The innermost statement that tells these characters."""
        holding = [statement for statement in self.statements if statement.holds(span)]
        return max(holding, key=lambda statement: len(self.chain(statement)), default=None)

    def _repr_html_(self) -> str:
        """The record at a glance, for a notebook: its events and who tells them."""
        rows = (
            (str(event.when or ""), event.kind, self.article.quote(event.span), self._tellers(event.told_in))
            for event in self.events
        )
        quote = self.article.quote
        heading = quote(self.article.title) if self.article.title else self.article.id
        return glance(
            heading, (self.article.outlet, self.article.published.when), ("when", "kind", "words", "told by"), rows
        )

    def _tellers(self, statement: str) -> str:
        """The outlet, then whom each statement on the way names: a name, else the words for the source."""
        told = [self.article.outlet or "the outlet"]
        for each in self.chain(statement)[1:]:
            speaker = self.entity(each.speaker)
            told += [speaker.name] if speaker else [self.article.quote(words) for words in each.source[:1]]
        return " ← ".join(told)

    def explain(self, offset: int) -> tuple[tuple[Finding, tuple[Evidence, ...]], ...]:
        """Findings that stand on the character at `offset`, narrowest first, each with its evidence."""
        here = [
            finding
            for finding in self.findings()
            if not isinstance(finding, Entity)
            and finding.span.start <= offset < finding.span.end
            and finding.id != ROOT
        ]
        here.sort(key=lambda finding: len(finding.span) if not isinstance(finding, Entity) else 0)
        return tuple((finding, getattr(finding, "because", ())) for finding in here)
