"""Judgements as rows: pointers and reasons are text there, so that a person can read them in SQL."""

from __future__ import annotations

import json
from typing import Any

from dateline.relate.judgement import Judgement, Pointer
from dateline.store.tables import JudgementRow
from dateline.text.errors import BadArchive, DatelineError
from dateline.text.span import Evidence, Span


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
