"""brat standoff, as brat describes it: `NAME.txt`, the text as it is, and `NAME.ann`, its marks; offsets are code points. Our id stands in a note of each mark.

Marks that run over the end of a line are written in pieces, as brat has it. A person's changes come back as marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from dateline.show.export.bytes_of import named
from dateline.show.export.marks import Back, Mark, marks_of
from dateline.show.export.offsets import as_utf8
from dateline.text.article import Article
from dateline.text.errors import BadRecord
from dateline.text.record import Record

_BROUGHT = re.compile(r"(T\d{1,9})\t([A-Za-z0-9_-]{1,60}) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)(?:\t.*)?")
_NOTE = re.compile(
    r"#\d{1,9}\tAnnotatorNotes (T\d{1,9})\t([a-z]@[\w@.-]{1,40})(?: ([^+\s]\S{0,59}))?(?: \+(\d{1,9})\+(\d{1,9}))?"
)
_LAYERS = {
    "Time": "times",
    "Name": "mentions",
    "Statement": "statements",
    "Event": "events",
    "Figure": "figures",
    "Wording": "wording",
}
_NAMES = {layer: name for name, layer in _LAYERS.items()}
_LINE_END = re.compile("[\r\n]+")


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """The text and the marks of each article."""
    for name, record in named(records):
        yield f"{name}.txt", as_utf8(record.article.text).encode()
        yield f"{name}.ann", "".join(f"{line}\n" for line in _lines(record)).encode()


def back(text: str, marks: str, *, name: str = "brat") -> Back:
    """What came back of one article; BadRecord says which line is wrong."""
    brought: dict[str, tuple[str, int, int]] = {}
    notes: dict[str, re.Match[str]] = {}
    for number, line in enumerate(marks.split("\n"), 1):
        if line.startswith("T"):
            found = _BROUGHT.fullmatch(line.rstrip("\r"))
            places = [int(each) for each in re.findall(r"\d+", found[3])] if found else []
            if found is None or not 0 <= min(places) < max(places) <= len(text):
                raise BadRecord(
                    f"{name}, line {number}: is no mark on this text of {len(text):,} characters: {line[:80]!r}"
                )
            brought[found[1]] = (found[2], min(places), max(places))
        elif line.startswith("#") and (note := _NOTE.fullmatch(line.rstrip("\r"))):
            notes[note[1]] = note
    told = (_told(text, notes.get(id), *mark) for id, mark in brought.items() if mark[0] != "Role")
    return Back(Article(text).id, tuple(told))


def _told(text: str, note: re.Match[str] | None, label: str, start: int, end: int) -> Mark:
    """The mark with our id and date, and with the line ends at its edges, which brat cannot mark and the note counts."""
    layer, _, kind = label.partition("-")
    if note is None:
        return Mark("", _LAYERS.get(layer, ""), start, end, kind)
    first, last = start - int(note[4] or 0), end + int(note[5] or 0)
    if first >= 0 and last <= len(text) and not (text[first:start] + text[end:last]).strip("\r\n"):
        start, end = first, last
    return Mark(note[2], _LAYERS.get(layer, ""), start, end, kind, note[3] or "")


def _lines(record: Record) -> Iterator[str]:
    text, numbers, notes = as_utf8(record.article.text), count(1), count(1)
    ids: dict[str, str] = {}
    for mark in marks_of(record):
        if mark.start < mark.end:
            ids[mark.id] = f"T{next(numbers)}"
            label = "-".join(filter(None, (_NAMES[mark.layer], mark.label)))
            yield _mark(text, ids[mark.id], label, mark.start, mark.end)
            told = " ".join(filter(None, (mark.id, mark.when, _edges(text[mark.start : mark.end]))))
            yield f"#{next(notes)}\tAnnotatorNotes {ids[mark.id]}\t{told}"
    relations = count(1)
    for event in record.events:
        for role in event.roles:
            if event.id in ids and role.span.start < role.span.end:
                part = f"T{next(numbers)}"
                yield _mark(text, part, "Role", role.span.start, role.span.end)
                yield f"R{next(relations)}\t{role.role} Arg1:{ids[event.id]} Arg2:{part}"


def _edges(words: str) -> str:
    """How many line ends the words begin and end with, "" where they do not."""
    lead, trail = len(words) - len(words.lstrip("\r\n")), len(words) - len(words.rstrip("\r\n"))
    return f"+{lead}+{trail}" if (lead or trail) and lead < len(words) else ""


def _mark(text: str, id: str, label: str, start: int, end: int) -> str:
    pieces, at = [], start
    for gap in _LINE_END.finditer(text, start, end):
        pieces.append((at, gap.start()))
        at = gap.end()
    pieces = [(a, b) for a, b in (*pieces, (at, end)) if a < b] or [(start, end)]
    places = ";".join(f"{a} {b}" for a, b in pieces)
    words = " ".join(_LINE_END.sub(" ", text[a:b]) for a, b in pieces)
    return f"{id}\t{label} {places}\t{words}"
