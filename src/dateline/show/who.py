"""Persons, organisations, groups and offices of one article, each as plain words, as a line of JSON and as a line with tabs.

Countries are listed where they speak. Sources that have an office and no name are listed by their words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.knowledge.countries import load_countries
from dateline.knowledge.folding import fold
from dateline.show.dates import in_words
from dateline.show.index import SHORT
from dateline.show.inert import one_line, visible
from dateline.show.times import source_of
from dateline.text.naming import Entity, EntityKind, Mention, Office, Standing, Title
from dateline.text.record import Record
from dateline.text.telling import Statement
from dateline.text.when import When

KINDS: dict[EntityKind, str] = {
    "person": "person", "organization": "organisation", "armed_group": "armed group", "government": "government body",
    "outlet": "outlet", "group": "people or group", "country": "country, speaking",
}  # fmt: skip
OFFICE = "office, no name"
STANDINGS: dict[Standing, str] = {"": "", "former": "no longer", "then": "at the time told of", "coming": "not yet"}
FLAGS = {
    "mixed-scripts": "letters of two scripts in one word: not the name that it looks like",
    "hidden-characters": "characters that cannot be seen",
    "by-sound": "found by the sound of its name alone: may be another place",
}
MOST_WORDS = 4  # different wordings of one that a table shows
_ORDER = (*KINDS.values(), OFFICE)


@dataclass(frozen=True, slots=True)
class Row:
    """One name for people. `words` are the wordings, the most frequent first, each with how often it stands there."""

    name: str
    kind: str
    roles: tuple[str, ...]
    held: tuple[str, ...]
    known_as: str
    words: tuple[tuple[str, int], ...]
    mentions: int
    statements: int
    flags: tuple[str, ...]


def rows(record: Record) -> tuple[Row, ...]:
    """Persons first, then bodies, groups, countries that speak, and offices without a name; in each the most named first."""
    made = [_row(record, *each) for each in _named(record)]
    made += [
        Row(words, OFFICE, (), (), "", ((words, len(said)),), len(said), len(said), ())
        for words, said in _offices(record).items()
    ]
    return tuple(sorted(made, key=lambda row: (_ORDER.index(row.kind), -row.mentions)))


def json_lines(record: Record) -> Iterator[bytes]:
    """One line of UTF-8 JSON for each name, in the order of first mention. Ids are those of the record."""
    article = record.article
    source = {"path": article.source.path, "id": article.source.id}
    for entity, mentions, said in _named(record):
        told: dict[str, Any] = {
            "article": article.id,
            "source": source,
            "id": entity.id,
            "name": entity.name,
            "kind": entity.kind,
            "known_as": entity.known_as,
            "aliases": list(entity.aliases),
            "roles": [_role(role) for role in entity.roles],
            "offices": [_office(office) for office in entity.offices],
            "flags": list(entity.flags),
            "mentions": mention_objects(record, mentions),
            "statements": [statement.id for statement in said],
        }
        yield as_line(told)
    for words, statements in _offices(record).items():
        first = statements[0]
        told = {
            "article": article.id, "source": source, "id": None, "name": words, "kind": "office", "known_as": None,
            "aliases": [], "roles": [], "offices": [], "flags": [],
            "mentions": [
                {"start": span.start, "end": span.end, "words": article.quote(span), "form": "nominal", "because": []}
                for span in first.source
            ],
            "statements": [statement.id for statement in statements],
        }  # fmt: skip
        yield as_line(told)


def tab_lines(record: Record) -> Iterator[str]:
    """One line for each name: source, kind, name, roles, other words, times named, statements made, flags."""
    source = source_of(record)
    for row in rows(record):
        others = (words for words, _ in row.words if words != row.name)
        cells = (
            source, row.kind, row.name, "; ".join((*row.roles, *row.held)), "; ".join(others), str(row.mentions),
            str(row.statements), "; ".join(row.flags),
        )  # fmt: skip
        yield "\t".join(visible(one_line(cell)) for cell in cells) + "\n"


def as_line(told: dict[str, Any]) -> bytes:
    """One object as a line; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def mentions_by_entity(record: Record) -> dict[str, list[Mention]]:
    """The mentions of each entity, in text order."""
    found: dict[str, list[Mention]] = {}
    for mention in record.mentions:
        if mention.entity is not None:
            found.setdefault(mention.entity, []).append(mention)
    return found


def mention_objects(record: Record, mentions: list[Mention]) -> list[dict[str, Any]]:
    """Mentions as they stand in JSON."""
    return [
        {
            "start": mention.span.start,
            "end": mention.span.end,
            "words": record.article.quote(mention.span),
            "form": mention.form,
            "because": [{"by": evidence.by, "note": evidence.note} for evidence in mention.because],
        }
        for mention in mentions
    ]


def wordings(record: Record, mentions: list[Mention]) -> tuple[tuple[str, int], ...]:
    """In which words somebody is named and how often, the most frequent first; pronouns as one."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        words = one_line(record.article.quote(mention.span), SHORT)
        counts["(pronouns)" if mention.form == "pronoun" else words] += 1
    return tuple(counts.most_common())


def other_name(entity: Entity) -> str:
    """The name in our tables where it is more than another spelling or a plural, else ""."""
    known, told = fold(entity.known_as or ""), {fold(name) for name in (entity.name, *entity.aliases)}
    return entity.known_as or "" if known and not told & {known, known.removesuffix("s"), f"{known}s"} else ""


def _named(record: Record) -> Iterator[tuple[Entity, list[Mention], list[Statement]]]:
    said: dict[str, list[Statement]] = {}
    for statement in record.statements:
        if statement.speaker is not None:
            said.setdefault(statement.speaker, []).append(statement)
    mentions = mentions_by_entity(record)
    for entity in record.entities:
        if entity.kind in KINDS and (entity.kind != "country" or entity.id in said):
            yield entity, mentions.get(entity.id, []), said.get(entity.id, [])


def _row(record: Record, entity: Entity, mentions: list[Mention], said: list[Statement]) -> Row:
    return Row(
        name=one_line(entity.name, SHORT),
        kind=KINDS[entity.kind],
        roles=tuple(_role_words(role) for role in entity.roles),
        held=tuple(dict.fromkeys(map(_office_words, entity.offices))),
        known_as=other_name(entity),
        words=wordings(record, mentions),
        mentions=len(mentions),
        statements=len(said),
        flags=tuple(FLAGS.get(flag, flag) for flag in entity.flags),
    )


def _offices(record: Record) -> dict[str, list[Statement]]:
    """Statements of those who are named by office alone, by their words."""
    found: dict[str, list[Statement]] = {}
    for statement in record.statements:
        if statement.source_kind == "office" and statement.speaker is None and statement.source:
            words = one_line(record.article.quote(statement.source[0]), SHORT)
            same = next((each for each in (words, words[:1].lower() + words[1:]) if each in found), words)
            found.setdefault(same, []).append(statement)
    return found


def _role(role: Title) -> dict[str, Any]:
    return {"title": role.title, "standing": role.standing or None, "start": role.span.start, "end": role.span.end}


def _office(office: Office) -> dict[str, Any]:
    return {
        "office": office.office,
        "country": office.country,
        "first": office.first,
        "last": office.last,
        "seen": office.seen,
        "because": [{"by": evidence.by, "note": evidence.note} for evidence in office.because],
    }


def _role_words(role: Title) -> str:
    standing = STANDINGS[role.standing]
    return one_line(role.title, SHORT) + (f" ({standing})" if standing else "")


def _office_words(office: Office) -> str:
    """ "President of Iran, 3 Aug 2013 – 3 Aug 2021": what our tables say of the day of issue."""
    country = load_countries().by_code.get(office.country or "")
    first, last = (in_words(When.parse(edge)) if edge else "" for edge in (office.first, office.last))
    term = f"{first} – {last}" if first and last else f"from {first}" if first else f"until {last}" if last else ""
    return ", ".join(filter(None, (f"{office.office} of {country.name}" if country else office.office, term)))
