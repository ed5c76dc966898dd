"""TimeML 1.2.1 in the layout of TempEval-3: the text with TIMEX3 and EVENT in it, and a link from an event to the time it hangs on.

There is a link where that time is a date with both ends: of no other is it told that the event lies in it. Marks may not overlap there: of two that do, the one that begins first is kept, the longer of two that begin together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from dateline.show.export.bytes_of import named
from dateline.show.export.offsets import as_xml
from dateline.text.happening import Event, TimeExpression
from dateline.text.record import Record

# TimeML's classes of events, by what a PLOVER kind is; all else is an occurrence.
_CLASSES = {
    "REQUEST": "I_ACTION",
    "ACCUSE": "REPORTING",
    "REJECT": "I_ACTION",
    "THREATEN": "I_ACTION",
    "AGREE": "I_ACTION",
}
_DENIED = ("denied", "did_not_happen")


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """A document for each article."""
    for name, record in named(records):
        yield f"{name}.tml", "".join(_document(name, record)).encode()


def _document(name: str, record: Record) -> Iterator[str]:
    text, published = record.article.text, record.article.published.when
    first, last = (published.first, published.last) if published else (None, None)
    day = str(first) if first and first == last else "XXXX-XX-XX"  # what TIMEX3 writes for a day that nobody tells
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n<DOCID>{name}</DOCID>\n'
    yield f'<DCT><TIMEX3 tid="t0" type="DATE" value={quoteattr(day)} functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>\n<TEXT>'
    at = 0
    times: dict[str, str] = {}
    linked = {time.id for time in record.times if _holds(time)}
    events: dict[str, tuple[Event, str]] = {}
    for found in _apart(record):
        yield _escaped(text[at : found.span.start])
        at = found.span.end
        words = _escaped(text[found.span.start : at])
        if isinstance(found, Event):
            events[found.id] = (found, f"e{len(events) + 1}")
            yield f'<EVENT eid="{events[found.id][1]}" class="{_CLASSES.get(found.kind, "OCCURRENCE")}">{words}</EVENT>'
        else:
            times[found.id] = f"t{len(times) + 1}"
            yield f"<TIMEX3{_timex(found, times[found.id])}>{words}</TIMEX3>"
    yield _escaped(text[at:]) + "</TEXT>\n"
    for event, id in events.values():
        polarity = "NEG" if event.status in _DENIED else "POS"
        yield f'<MAKEINSTANCE eiid="ei{id[1:]}" eventID="{id}" pos="OTHER" tense="NONE" aspect="NONE" polarity="{polarity}"/>\n'
        if event.time in times and event.time in linked:
            yield f'<TLINK lid="l{id[1:]}" relType="IS_INCLUDED" eventInstanceID="ei{id[1:]}" relatedToTime="{times[event.time]}"/>\n'
    yield "</TimeML>\n"


def _apart(record: Record) -> Iterator[Event | TimeExpression]:
    found: list[Event | TimeExpression] = [*(time for time in record.times if time.timex), *record.events]
    end = 0
    for each in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        if each.span.start >= end and len(each.span):
            end = each.span.end
            yield each


def _holds(time: TimeExpression) -> bool:
    """What hangs on this time happened in it."""
    when, kind = time.when, time.timex.type if time.timex else ""
    return kind in ("DATE", "TIME") and when is not None and None not in (when.first, when.last)


def _timex(time: TimeExpression, id: str) -> str:
    told = {"tid": id, "type": time.timex.type, "value": time.timex.value, "mod": time.timex.mod} if time.timex else {}
    return "".join(f" {name}={quoteattr(value)}" for name, value in told.items() if value)


def _escaped(words: str) -> str:
    return escape(as_xml(words), {"\r": "&#13;"})
