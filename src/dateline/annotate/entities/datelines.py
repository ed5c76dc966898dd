"""The place that an article is sent from, as its dateline says: "LIMA, 9 Jan", "BAGHDAD, Iraq (Agency) -".

A dateline is no sentence and has no tokens, so the place is read off its characters. It is weighed among the article's other
places, and it is the same place as theirs where it stands for the same one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.annotate.entities.candidates import Choice, containing, standing_for
from dateline.annotate.entities.page import Page
from dateline.annotate.entities.resolve import placed
from dateline.knowledge.folding import fold
from dateline.text.naming import Entity, EntityKind, Mention
from dateline.text.span import Evidence, Span

BY = "entities/datelines"
LONGEST = 60  # characters of a place in a dateline
# Up to a comma, a parenthesis, a digit or a dash with a blank before it: "SAO PAULO", "Port-au-Prince".
_PLACE = re.compile(r"[^\W\d_](?:[^,;:()\[\]\d\n–—-]|-(?=\w))*")


@dataclass(frozen=True, slots=True)
class Opening:
    """The dateline's place: its characters, what it may stand for, and what the dateline puts it in."""

    page: Page
    span: Span
    name: str
    choices: tuple[Choice, ...]
    around: frozenset[str]


def opening_of(page: Page) -> Opening | None:
    """The place of the article's first dateline, None where it names none that we know."""
    block = next((block for block in page.article.blocks if block.kind == "dateline"), None)
    if block is None:
        return None
    line = page.text[block.span.start : min(block.span.end, block.span.start + 3 * LONGEST)]
    parts = [_stripped(match) for match in _PLACE.finditer(line)]
    if not parts or parts[0][1] - parts[0][0] > LONGEST:
        return None
    first, last = parts[0]
    name = line[first:last]
    choices = standing_for(page, fold(name), name)
    if not choices:
        return None
    around = [containing(page, fold(line[start:end]), line[start:end]) for start, end in parts[1:2]]
    span = Span(block.span.start + first, block.span.start + last)
    return Opening(page, span, " ".join(name.split()), tuple(choices), frozenset().union(*around))


def _stripped(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), match.start() + len(match.group().rstrip())


def with_opening(
    opening: Opening, entities: Sequence[Entity], mentions: Sequence[Mention], own: str, choice: Choice
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The article's entities and mentions with the dateline's: a mention more of the entity `own`, or that entity as well."""
    if all(entity.id != own for entity in entities):
        at = next((number for number, each in enumerate(entities) if _number(each.id) > _number(own)), len(entities))
        kind: EntityKind = "country" if choice.is_country else "place"
        entity = Entity(own, opening.name, kind, known_as=choice.name, place=placed(opening.page, choice))
        entities = (*entities[:at], entity, *entities[at:])
    mention = Mention(f"m@{opening.span.start}", opening.span, own, "name", (Evidence(BY),))
    return tuple(entities), tuple(sorted((*mentions, mention), key=lambda each: each.span.start))


def _number(id: str) -> int:
    return int(id[1:])
