"""Records of many outlets made by hand, so that a test of relating needs no parser and no model."""

from __future__ import annotations

from datetime import date

from dateline import Article, Entity, Event, Evidence, Figure, Grain, Mention, Place, Record, Span, Statement, When
from dateline.text.article import Block, Published
from dateline.text.happening import Counts, EventKind, Role
from dateline.text.telling import SourceKind

OWN = "s0"


class Page:
    """One article in the making: its text in paragraphs, and what a reader finds in it, named by the words it stands on."""

    def __init__(self, *paragraphs: str, outlet: str, day: int, bylines: tuple[str, ...] = ()) -> None:
        self.text, blocks = "", []
        for paragraph in paragraphs:
            start = len(self.text) + (1 if self.text else 0)
            self.text = f"{self.text}\n{paragraph}" if self.text else paragraph
            blocks.append(Block(Span(start, len(self.text)), "paragraph"))
        published = Published(When.at(date(2022, 7, day), Grain.DAY))
        self.article = Article(self.text, outlet=outlet, published=published, blocks=tuple(blocks), bylines=bylines)
        self.statements = [Statement(OWN, Span(0, len(self.text)), "own_voice", within=None, source_kind="outlet")]
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.events: list[Event] = []
        self.figures: list[Figure] = []

    def span(self, words: str) -> Span:
        at = self.text.index(words)
        return Span(at, at + len(words))

    def name(self, words: str, *, place: str = "", known_as: str | None = None) -> str:
        """The id of an entity that is mentioned by these words; `place` is what holds it, where it is a place."""
        known = next((entity for entity in self.entities if entity.name == words), None)
        if known is None:
            where = Place(within=(place,)) if place else None
            known = Entity(
                f"n{len(self.entities) + 1}", words, "place" if place else "organization", (), known_as, place=where
            )
            self.entities.append(known)
            span = self.span(words)
            self.mentions.append(Mention(f"m@{span.start}", span, known.id, "name"))
        return known.id

    def says(self, source: str, content: str, *, speaker: str | None = None, kind: SourceKind = "collective") -> str:
        span, held = self.span(source), self.span(content)
        whole = span.union(held)
        said = Statement(f"s@{span.start}", whole, "reported", OWN, (held,), (span,), speaker, kind)
        self.statements.append(said)
        return said.id

    def event(self, words: str, kind: EventKind, rule: str, *, day: int = 0, told_in: str = OWN, **parts: str) -> str:
        """`parts`: place, actor and recipient by their names, toll by its words."""
        span = self.span(words)
        roles = tuple(
            Role(role, self.span(parts[role]), self.name(parts[role]))
            for role in ("actor", "recipient")
            if role in parts
        )
        event = Event(
            f"e@{span.start}", span, kind, words, roles=roles, when=When.at(date(2022, 7, day), Grain.DAY) if day else None,
            place=self.name(parts["place"], place="Sarrland") if "place" in parts else None, told_in=told_in,
            figures=(self.figure(parts["toll"], "dead", f"e@{span.start}"),) if "toll" in parts else (),
            because=(Evidence(f"en/events/some:{rule}"),),
        )  # fmt: skip
        self.events.append(event)
        return event.id

    def figure(self, words: str, counts: Counts, event: str) -> str:
        span = self.span(words)
        number = int("".join(letter for letter in words if letter.isdigit()))
        at_least = "at least" in words
        self.figures.append(Figure(f"f@{span.start}", span, counts, number, None if at_least else number, event))
        return self.figures[-1].id

    def record(self) -> Record:
        return Record(
            self.article, entities=tuple(self.entities), mentions=tuple(self.mentions), statements=tuple(self.statements),
            events=tuple(sorted(self.events, key=lambda event: event.span)), figures=tuple(self.figures),
        )  # fmt: skip
