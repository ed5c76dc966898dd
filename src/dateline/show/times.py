"""The times of one article, each as plain words, as a line of JSON and as a line with tabs. Nothing here needs rich or msgspec.

Only what the times layer alone can say stands here: times that are counted from the day of issue, from another time, or from
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.show.dates import in_words
from dateline.show.inert import one_line, visible
from dateline.text.happening import TimeExpression
from dateline.text.record import Record
from dateline.text.when import When

LONGEST = 200  # characters of the words of a time; news has none of more than sixty
KINDS = {"DURATION": "a length of time", "SET": "a repeated time"}


@dataclass(frozen=True, slots=True)
class Row:
    """One time for people; strings are "" where there is nothing to say.

    `when` is EDTF, `means` the same as people write it or why there is no date; `counted_from` is the anchor in words.
    """

    words: str
    when: str
    means: str
    timex: str
    counted_from: str
    others: tuple[str, ...]
    flags: tuple[str, ...]
    rules: tuple[str, ...]


def rows(record: Record) -> tuple[Row, ...]:
    """The times in text order."""
    by_id = {time.id: time for time in record.times}
    return tuple(
        Row(
            words=_words(record, time),
            when=str(time.when) if time.when else "",
            means=in_words(time.when) or _kind(time),
            timex=" ".join(filter(None, (time.timex.value, time.timex.mod))) if time.timex else "",
            counted_from=_counted_from(record, time, by_id),
            others=tuple(map(str, time.alternatives)),
            flags=time.flags,
            rules=tuple(evidence.by for evidence in time.because),
        )
        for time in record.times
    )


def needs_issue(record: Record) -> bool:
    """A date or clock time has come to nothing, and nothing tells the day of issue that it may be counted from."""
    return record.article.published.when is None and any(
        time.when is None and (time.timex is None or time.timex.type not in KINDS) for time in record.times
    )


def source_of(record: Record) -> str:
    """Where the article came from: the path and the id that a list of articles gave it."""
    source = record.article.source
    return ":".join(filter(None, (source.path, source.id))) or record.article.id


def json_lines(record: Record) -> Iterator[bytes]:
    """One line of UTF-8 JSON for each time. Its fields are those of a time in a record, with the article's ids beside them."""
    article = record.article
    by_id = {time.id: time for time in record.times}
    for time in record.times:
        anchor = by_id.get(time.anchor.id or "")
        counted = anchor.when if anchor else article.published.when if time.anchor.to == "publication" else None
        told: dict[str, Any] = {
            "article": article.id,
            "source": {"path": article.source.path, "id": article.source.id},
            "id": time.id,
            "start": time.span.start,
            "end": time.span.end,
            "words": article.quote(time.span),
            "when": _edtf(time.when),
            "timex": {"type": time.timex.type, "value": time.timex.value, "mod": time.timex.mod}
            if time.timex
            else None,
            "anchor": {"to": time.anchor.to, "id": time.anchor.id, "when": _edtf(counted)},
            "alternatives": [str(when) for when in time.alternatives],
            "flags": list(time.flags),
            "because": [{"by": evidence.by, "note": evidence.note} for evidence in time.because],
        }
        yield json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def tab_lines(record: Record) -> Iterator[str]:
    """One line for each time, for `cut` and `grep`: source, offset, words, EDTF, TIMEX3 value, anchor in words, rules."""
    source = source_of(record)
    for time, row in zip(record.times, rows(record), strict=True):
        cells = (source, str(time.span.start), row.words, row.when, row.timex, row.counted_from, " ".join(row.rules))
        yield "\t".join(visible(one_line(cell)) for cell in cells) + "\n"


def _words(record: Record, time: TimeExpression) -> str:
    return one_line(record.article.quote(time.span), LONGEST)


def _kind(time: TimeExpression) -> str:
    return KINDS.get(time.timex.type if time.timex else "", "not resolved")


def _counted_from(record: Record, time: TimeExpression, by_id: dict[str, TimeExpression]) -> str:
    match time.anchor.to:
        case "calendar":
            return ""
        case "publication":
            return f"day of issue, {_edtf(record.article.published.when) or 'unknown'}"
    anchor = by_id.get(time.anchor.id or "")
    if anchor is None:
        return f"an {time.anchor.to} in the text" if time.anchor.to == "event" else f"another {time.anchor.to}"
    return f"“{_words(record, anchor)}”, {_edtf(anchor.when) or 'not resolved'}"


def _edtf(when: When | None) -> str | None:
    return str(when) if when else None
