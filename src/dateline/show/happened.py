"""What happened by many articles, a row an event: its day, words, parties and place, who tells it, and on what they differ.

A row never says that it is true: it counts who tells it, from the articles that carry it down to those who are no party to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dateline.relate.conflicts import Table
from dateline.relate.dossier import Dossier, Happening
from dateline.relate.incidents import names_nobody
from dateline.relate.independence import Sources
from dateline.show.events import VOUCHED
from dateline.show.inert import one_line
from dateline.text.happening import Role, RoleName
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.when import When

COLUMNS = (
    "event", "when", "first", "last", "words", "kind", "status", "actors", "recipients", "place", "dead", "injured",
    "articles", "copies", "outlets", "origins", "no_party", "conflicts",
)  # fmt: skip
SHORT = 60  # characters of a party that has no name
MOST_WORDS, MOST_PARTIES = 3, 3
TOLD = "told"  # the status of what somebody tells as happened; others are planned, hypothetical, did not happen
TOLLS = ("dead", "injured")


@dataclass(frozen=True, slots=True)
class Row:
    """One event. `words` are those used for it, by most origins first; `counts` its tolls by what they count; `conflicts` by aspect.

    `tables` are who gives which value, which the rest is drawn from.
    """

    id: str
    when: When | None
    words: tuple[str, ...]
    kind: str
    status: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    place: str
    sources: Sources
    copies: tuple[str, ...]
    counts: dict[str, tuple[str, ...]]
    conflicts: dict[str, tuple[str, ...]]
    tables: tuple[Table, ...]


def rows(dossier: Dossier, happenings: Iterable[Happening]) -> Iterable[Row]:
    """A row for each, in their order."""
    return (row(dossier, happening) for happening in happenings)


def row(dossier: Dossier, happening: Happening) -> Row:
    """All that one line tells of the event."""
    sources = dossier.sources(happening)
    found = dossier.tables(happening, sources)
    tables = {table.aspect: table for table in found}
    kinds = Counter(event.kind for each in happening.incidents for event in each.mentions if event.kind != "OTHER")
    return Row(
        id=str(happening.id),
        when=happening.when,
        words=_by_origins(tables["word"]) if "word" in tables else (),
        kind=kinds.most_common(1)[0][0].lower() if kinds else "",
        status=_status(happening),
        who=_parties(dossier, happening, "actor"),
        whom=_parties(dossier, happening, "recipient", "addressee", "beneficiary"),
        place=_by_origins(tables["place"])[0] if "place" in tables else "",
        sources=sources,
        copies=copies(sources),
        counts={counts: tuple(each.value for each in tables[counts].rows) for counts in TOLLS if counts in tables},
        conflicts={aspect: values for aspect, table in tables.items() if (values := differing(table))},
        tables=found,
    )


def _status(happening: Happening) -> str:
    """ "told" where anybody tells that it happened, else what most say of it instead."""
    if happening.real:
        return TOLD
    said = Counter(event.status for each in happening.incidents for event in each.mentions)
    return said.most_common(1)[0][0].replace("_", " ")


def copies(sources: Sources) -> tuple[str, ...]:
    """The articles that tell of the event in copied words alone."""
    own = {each.article for origin in sources.origins for each in origin.tellings if each.copied is None}
    return tuple(article for article in sources.articles if article not in own)


def differing(table: Table) -> tuple[str, ...]:
    """The values that cannot be held together with some other one, in the order of the table."""
    held = {value for each in table.conflicts for value in (each.left, each.right)}
    return tuple(each.value for each in table.rows if each.value in held)


def as_json(row: Row) -> dict[str, Any]:
    """The row as JSON and CSV have it."""
    return {
        "event": row.id,
        "when": str(row.when) if row.when else None,
        "first": str(row.when.first) if row.when and row.when.first else None,
        "last": str(row.when.last) if row.when and row.when.last else None,
        "words": list(row.words),
        "kind": row.kind or None,
        "status": row.status,
        "actors": list(row.who),
        "recipients": list(row.whom),
        "place": row.place or None,
        **{counts: list(row.counts.get(counts, ())) for counts in TOLLS},
        "articles": list(row.sources.articles),
        "copies": list(row.copies),
        "outlets": list(row.sources.outlets),
        "origins": [origin.name for origin in row.sources.origins],
        "no_party": [origin.name for origin in row.sources.no_party],
        "conflicts": list(row.conflicts),
    }


def _by_origins(table: Table) -> tuple[str, ...]:
    """The values, those of the most origins first."""
    return tuple(each.value for each in sorted(table.rows, key=lambda row: -len(row.origins)))


def _parties(dossier: Dossier, happening: Happening, *roles: RoleName) -> tuple[str, ...]:
    """Who takes part by most articles first; how a party is held responsible is said unless some article simply says that it acted.

    Pronouns name nobody, and those who are counted stand with the counts.
    """
    told: dict[str, set[str]] = {}
    shown: dict[str, str] = {}
    notes: dict[str, str] = {}
    for incident in happening.incidents:
        record, tolls = dossier.records[incident.pointer.article], [figure.span for figure in incident.figures]
        for part in (part for event in incident.mentions for role in roles for part in event.fillers(role)):
            name = _name(record, part, tolls)
            key = name.casefold()
            if name:
                told.setdefault(key, set()).add(incident.pointer.article)
                shown.setdefault(key, name)
                note = f" ({VOUCHED[part.vouched]})" if part.vouched else ""
                notes[key] = note and notes.get(key, note)
    return tuple(shown[key] + notes[key] for key in sorted(told, key=lambda key: -len(told[key])))


def _name(record: Record, part: Role, tolls: list[Span]) -> str:
    entity = record.entity(part.entity)
    if entity is not None:
        return one_line(entity.known_as or entity.name, SHORT)
    words = one_line(record.article.quote(part.span), SHORT)
    if names_nobody(record, part.span) or any(toll.overlaps(part.span) for toll in tolls):
        return ""
    return words
