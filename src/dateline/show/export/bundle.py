"""The bundle: a zip with a manifest, records as they were read, and what people and the machine said of them; one a line.

It is the one file of findings that dateline takes from strangers. It is checked whole before a line of it is used (`bundle_in.py`).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dateline.relate.corrections import Correction
from dateline.relate.judgement import Judgement
from dateline.show.export.bytes_of import json_bytes
from dateline.store.judging import judgement_row
from dateline.text.record import Record
from dateline.wire import to_json

FORMAT, MANIFEST, RECORDS = "dateline-bundle/1", "manifest.json", "records.jsonl"
CORRECTIONS, JUDGEMENTS = "corrections.jsonl", "judgements.jsonl"
DAY_ZERO = (1980, 1, 1, 0, 0, 0)  # the same records give the same bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of the records of a bundle, in the order in which it was said."""

    corrections: tuple[Correction, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class _Pieces(io.RawIOBase):
    """What a zip is written to: it holds no more than was not yet taken."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, written: Any) -> int:
        self._held += written
        return len(written)

    def taken(self) -> bytes:
        """What was written since it was last asked for."""
        held = bytes(self._held)
        self._held.clear()
        return held


def files(records: Iterable[Record], said: Said | None = None) -> Iterator[tuple[str, bytes]]:
    """The bundle, in pieces. Where something was said, the records are those that it was said of: as they were read."""
    beside = said or Said()
    members = {
        RECORDS: (to_json(record) for record in records),
        CORRECTIONS: map(_correction, beside.corrections),
        JUDGEMENTS: map(_judgement, beside.judgements),
    }
    out, held = _Pieces(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, lines in members.items():
            digest, count, size = hashlib.sha256(), 0, 0
            with bundle.open(_member(name), "w", force_zip64=True) as stream:
                for line in lines:
                    digest.update(line + b"\n")
                    stream.write(line + b"\n")
                    count, size = count + 1, size + len(line) + 1
                    yield "bundle.zip", out.taken()
            held.append({"name": name, "sha256": digest.hexdigest(), "bytes": size, "lines": count})
        bundle.writestr(_member(MANIFEST), json_bytes({"format": FORMAT, "files": held}, indent=1))
    yield "bundle.zip", out.taken()


def _correction(each: Correction) -> bytes:
    target = each.target
    return json_bytes(
        {
            "article": target.article, "finding": target.finding, "quote": target.quote, "start": target.start,
            "before": target.before, "after": target.after, "field": each.field, "value": each.value, "note": each.note,
            "by": each.by, "at": each.at, "seen": each.seen, "undoes": each.undoes, "number": each.number,
        }
    )  # fmt: skip


def _judgement(each: Judgement) -> bytes:
    _, left, right, verdict, score, because, by, at = judgement_row(each)
    told = {"left": left, "right": right, "verdict": verdict, "score": score, "because": json.loads(because)}
    return json_bytes(told | {"by": by, "at": at})


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, DAY_ZERO)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
