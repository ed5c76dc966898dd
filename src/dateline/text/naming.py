"""Who and where: names in the text, and the persons, groups and places they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.text.span import Span

EntityKind = Literal[
    "person", "organization", "armed_group", "government", "outlet", "group",
    "country", "place", "facility", "document", "award", "other",
]  # fmt: skip
MentionForm = Literal["name", "nominal", "pronoun", "adjective"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an entity. `entity` is an entity id, or None where we do not know whose they are."""

    id: str
    span: Span
    entity: str | None
    form: MentionForm


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map (latitude and longitude in degrees) or an area known by name alone (`point` None).

    `precision` says what the point stands for: city, region, country, ...; `source` where the fact is from.
    """

    point: tuple[float, float] | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    precision: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """An office or rank as the text gives it."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, group or place of one article. `known_as` is its name in our knowledge, where it is known there."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    known_as: str | None = None
    roles: tuple[Title, ...] = ()
    place: Place | None = None
