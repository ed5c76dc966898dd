"""Corrections as rows, and which of them an article has: all that were said of it in any version of its address."""

from __future__ import annotations

import json
from typing import Any

from dateline.relate.corrected import corrected
from dateline.relate.corrections import Correction, Target, found_again
from dateline.relate.judgement import Pointer
from dateline.store import tables
from dateline.store.sqlite import Database
from dateline.store.tables import CorrectionRow
from dateline.text.errors import BadArchive
from dateline.text.record import Record
from dateline.wire.inward import from_shape
from dateline.wire.outward import to_shape
from dateline.wire.shapes import RecordShape

# Keys hold no slash, and "0" is the character after it: so all pointers into one article lie in one stretch of the index.
_OF = (
    "article AS a CROSS JOIN article AS b ON b.id = a.id OR b.address = a.address"
    " CROSS JOIN correction AS c ON c.target >= b.key || '/' AND c.target < b.key || '0' WHERE a.id = ?"
)


def correction_row(correction: Correction) -> tuple[Any, ...]:
    """The row of the correction, its number left to the archive."""
    target = correction.target
    because = json.dumps([correction.note] if correction.note else [], ensure_ascii=False)
    return (
        None, str(Pointer(target.article, target.finding)), correction.field, correction.value, because, correction.by, correction.at,
        correction.undoes, target.quote, target.start, target.before, target.after, correction.seen,
    )  # fmt: skip


def correction_of(row: CorrectionRow) -> Correction:
    """The correction back; BadArchive where the row is none of ours."""
    pointer = Pointer.parse(row.target)
    try:
        note = " ".join(map(str, json.loads(row.because)))
    except (ValueError, TypeError) as error:
        raise BadArchive(f"correction {row.id} cannot be read ({error}); run `dateline check`") from error
    target = Target(pointer.article, pointer.finding, row.quote, row.start, row.before, row.after)
    field: Any = row.field
    return Correction(target, field, row.value or "", note, row.by, row.at, row.seen, row.undoes, row.id or 0)


def corrections(database: Database, article: int | None = None) -> tuple[Correction, ...]:
    """All that was ever said, or what was said of one article, in the order in which it was said."""
    if article is not None and not database.one("SELECT EXISTS (SELECT 1 FROM correction)"):
        return ()
    columns = ", ".join(f'c."{name}"' for name in tables.table("correction").columns)
    where, values = ("correction AS c", ()) if article is None else (_OF, (article,))
    rows = database.each(f"SELECT DISTINCT {columns} FROM {where} ORDER BY c.id", values)
    return tuple(correction_of(CorrectionRow(*row)) for row in rows)


def corrected_shape(shape: RecordShape, said: tuple[Correction, ...]) -> RecordShape:
    """The wire form with the corrections in it; the same one where there are none."""
    if not said:
        return shape
    record: Record = from_shape(shape)
    changed = corrected(record, said)
    return shape if changed is record else to_shape(changed)


def latest(as_read: Record, said: tuple[Correction, ...], target: Target) -> int:
    """The number of the last word on the finding, in whichever version of the article it was said; 0 where there is none."""
    if not said:
        return 0
    finding = found_again(as_read, target)
    return max(
        (
            each.number
            for each in said
            if each.target == target or (finding is not None and found_again(as_read, each.target) == finding)
        ),
        default=0,
    )
