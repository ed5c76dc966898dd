"""Who and where: names in the text, and the persons, groups and places they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.text.span import Evidence, Span

EntityKind = Literal[
    "person", "organization", "armed_group", "government", "outlet", "group",
    "country", "place", "facility", "document", "award", "other",
]  # fmt: skip
MentionForm = Literal["name", "nominal", "pronoun", "adjective"]
Standing = Literal["", "former", "then", "coming"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for an entity. `entity` is an entity id, or None where we do not know whose they are.

    `because` says why where more than the words themselves tells it.
    """

    id: str
    span: Span
    entity: str | None
    form: MentionForm
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Another place that the name may stand for."""

    name: str
    country: str | None = None
    within: tuple[str, ...] = ()
    precision: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on the map (latitude and longitude in degrees) or an area known by name alone (`point` None).

    `precision` says what the point stands for: city, region, country, ...; `source` where the fact is from. `others` are
    places that the name stands for no less often, so that only the rest of the article speaks against them.
    """

    point: tuple[float, float] | None = None
    country: str | None = None
    within: tuple[str, ...] = ()
    precision: str = ""
    source: str = ""
    others: tuple[OtherPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """An office or rank as the text gives it; `standing` tells one that was held before ("former"), at the time told ("then") or will be."""

    title: str
    span: Span
    standing: Standing = ""


@dataclass(frozen=True, slots=True)
class Office:
    """An office that the person held on the day of issue by our knowledge, not by the article.

    `first` and `last` are EDTF, None where no source tells them; `seen` is then the last day on which one names the holder.
    """

    office: str
    country: str | None
    first: str | None
    last: str | None
    seen: str | None
    because: tuple[Evidence, ...] = ()


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
    offices: tuple[Office, ...] = ()
    flags: tuple[str, ...] = ()
