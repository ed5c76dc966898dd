"""Judgements as rows: pointers and reasons are text there, so that a person can read them in SQL. And what of them is asked for, and kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from dateline.relate.judgement import PERSON, Judgement, Pointer, Verdict
from dateline.relate.same_name import key_of, name_in
from dateline.store import tables
from dateline.store.sqlite import Database
from dateline.store.tables import JudgementRow
from dateline.text.errors import BadArchive, DatelineError, Overtaken
from dateline.text.span import Evidence, Span

_SAID: dict[Verdict, str] = {
    "yes": "judged them the same", "copied": "judged the one a copy", "no": "judged them different", "unsure": "judged them unsure",
    "withdrawn": "took back what was judged of them",
}  # fmt: skip


def judgement_row(judgement: Judgement) -> tuple[Any, ...]:
    """The row of the judgement, its number left to the archive."""
    because = [
        [each.by, each.note, *((each.span.start, each.span.end) if each.span else ())] for each in judgement.because
    ]
    return (
        None, str(judgement.left), str(judgement.right), judgement.verdict, judgement.score,
        json.dumps(because, ensure_ascii=False), judgement.by, judgement.at,
    )  # fmt: skip


def judgement_of(row: JudgementRow) -> Judgement:
    """The judgement back; BadArchive where the row is none of ours."""
    try:
        because = tuple(
            Evidence(by, note, Span(*ends) if ends else None) for by, note, *ends in json.loads(row.because)
        )
        verdict: Any = row.verdict
        return Judgement(Pointer.parse(row.left), Pointer.parse(row.right), verdict, row.score, because, row.by, row.at)
    except (ValueError, TypeError, DatelineError) as error:
        raise BadArchive(f"judgement {row.id} cannot be read ({error}); run `dateline check`") from error


def judged(database: Database, where: str = "TRUE", values: Sequence[Any] = ()) -> tuple[tuple[int, Judgement], ...]:
    """The judgements of which that is true, by number, in the order in which they were said."""
    columns = ", ".join(f'"{name}"' for name in tables.table("judgement").columns)
    rows = database.each(f"SELECT {columns} FROM judgement WHERE {where} ORDER BY id", values)
    return tuple((row[0], judgement_of(JudgementRow(*row))) for row in rows)


def of_people(database: Database, after: int = 0) -> tuple[tuple[int, Judgement], ...]:
    """What people judged, behind that number."""
    return judged(database, "id > ? AND by >= ? AND by < ?", (after, PERSON, PERSON[:-1] + ";"))


def on_names(database: Database) -> tuple[Judgement, ...]:
    """What was judged of names: their pointers have no article."""
    return tuple(each for _, each in judged(database, "\"left\" >= '/' AND \"left\" < '0'"))


def keep(database: Database, judgements: Iterable[Judgement], seen: int | None) -> list[int]:
    """Put the judgements in; their numbers. Overtaken where a person judged the same two articles or names after that number."""
    marks = ", ".join("?" * len(tables.table("judgement").columns))
    with database.transaction():
        told = list(judgements)
        later = of_people(database, seen) if seen is not None else ()
        for each in told:
            ends = {_end(pointer) for pointer in each.pair}
            same = [(number, said) for number, said in later if {_end(pointer) for pointer in said.pair} == ends]
            if same:
                number, said = same[-1]
                raise Overtaken(f"{_meanwhile(each, said)}; look at them again", number)
        return [database.run(f"INSERT INTO judgement VALUES ({marks})", judgement_row(each)) for each in told]


def _end(pointer: Pointer) -> str:
    name = name_in(pointer)
    return pointer.article if name is None else key_of(name)


def _meanwhile(asked: Judgement, said: Judgement) -> str:
    """What somebody said while another asked about the same two, or about other events of the same articles."""
    by = said.by.removeprefix(PERSON) or "somebody unnamed"
    if said.pair != asked.pair and asked.question == "event":
        return f"{_told(asked.left)} and {_told(asked.right)}: {by} meanwhile judged other events of their articles"
    return f"{_told(asked.left)} and {_told(asked.right)}: {by} meanwhile {_SAID[said.verdict]}"


def _told(pointer: Pointer) -> str:
    name = name_in(pointer)
    return f"“{name}”" if name is not None else pointer.finding or "the articles"
