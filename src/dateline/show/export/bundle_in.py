"""A bundle from a stranger: checked whole before a line of it is used, its members, sizes and hashes, and every line by its form.

What it says beside the records is brought in by `bring`: a correction counts only where it fits its finding, and nothing is said twice.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import msgspec

from dateline.relate.corrections import Correction, Target, layer_of
from dateline.relate.judgement import Judgement
from dateline.show.export.bundle import CORRECTIONS, FORMAT, JUDGEMENTS, MANIFEST, RECORDS, Said
from dateline.store.archive import Archive
from dateline.store.judging import judgement_of
from dateline.store.tables import JudgementRow
from dateline.text.errors import BadArchive, BadCorrection, BadJudgement, BadRecord, Overtaken
from dateline.text.record import Record
from dateline.wire import from_json
from dateline.wire.inward import check_shape
from dateline.wire.shapes import RecordShape

MOST_BYTES = 4 << 30  # of all records, unpacked
LONGEST_LINE = 64 << 20
LONGEST_MANIFEST = 1 << 20
MOST_TIMES = 200  # how much larger than packed; our own records come to 12 times
SMALL = 1 << 20  # bytes that may be packed as tightly as they like
LONGEST_SAID = 100_000  # bytes of a correction or a judgement
MOST_SAID = 256 << 20  # bytes of all corrections, or of all judgements
# What Python raises where bytes of a zip are not what they should be; a stack too deep is a RuntimeError.
DAMAGE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_SIZES = {RECORDS: (MOST_BYTES, LONGEST_LINE), CORRECTIONS: (MOST_SAID, LONGEST_SAID), JUDGEMENTS: (MOST_SAID, LONGEST_SAID)}  # fmt: skip


class _CorrectionLine(msgspec.Struct, forbid_unknown_fields=True):
    article: str
    finding: str
    quote: str
    start: int
    before: str
    after: str
    field: str
    value: str
    note: str
    by: str
    at: str
    seen: int
    undoes: int | None
    number: int


class _JudgementLine(msgspec.Struct, forbid_unknown_fields=True):
    left: str
    right: str
    verdict: str
    score: float
    because: list[list[str | int]]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Brought:
    """How much of what was said was kept, and what was left out and why."""

    corrections: int
    judgements: int
    left_out: tuple[str, ...]


def check(path: Path) -> int:
    """How many records the bundle holds; BadRecord says what is wrong and on which line. Nothing of it is written anywhere."""
    with _opened(path) as bundle:
        manifest = _manifest(path, bundle)
        for name, held in manifest.items():
            digest, number = hashlib.sha256(), 0
            for number, line in enumerate(_lines(path, bundle, name), 1):
                digest.update(line)
                _CHECKS[name](f"{path}, {name} line {number}", line)
            if digest.hexdigest() != held.get("sha256") or number != held.get("lines"):
                raise BadRecord(f"{path}: {name} is not what its manifest says (hash or count of lines); get it anew")
        return int(manifest[RECORDS]["lines"])


def records_of(path: Path) -> Iterator[Record]:
    """The records of a bundle that was checked."""
    with _opened(path) as bundle:
        for line in _lines(path, bundle, RECORDS):
            yield from_json(line)


def said_of(path: Path) -> Said:
    """What was said, of a bundle that was checked."""
    with _opened(path) as bundle:
        names = set(bundle.namelist())
        told = {name: list(_lines(path, bundle, name)) if name in names else [] for name in (CORRECTIONS, JUDGEMENTS)}
    corrections = (_correction(f"{path}, {CORRECTIONS}", line) for line in told[CORRECTIONS])
    return Said(tuple(corrections), tuple(_judgement(f"{path}, {JUDGEMENTS}", line) for line in told[JUDGEMENTS]))


def bring(archive: Archive, said: Said) -> Brought:
    """Keep what was said of articles of the archive, and was not said there before."""
    left_out: list[str] = []
    kept = sum(_brought(archive, said.corrections, left_out))
    before = Counter(archive.judgements())
    new: list[Judgement] = []
    for each in said.judgements:
        if before[each] > 0:
            before[each] -= 1
        elif any(end.article and archive.numbered(end.article) is None for end in each.pair):
            left_out.append(f"{each.left} and {each.right}: are not both in the archive")
        else:
            new.append(each)
    if new:
        archive.judge(new)
    return Brought(kept, len(new), tuple(left_out))


def _brought(archive: Archive, corrections: tuple[Correction, ...], left_out: list[str]) -> Iterator[int]:
    """1 for each that was kept. Numbers are the archive's own: `seen` and `undoes` are told anew."""
    there = {_plain(each): each.number for each in archive.corrections() if each.undoes is None}
    undone = {each.undoes for each in archive.corrections()}
    here = {0: 0}
    for each in corrections:
        article = archive.numbered(each.target.article)
        if each.undoes is None and _plain(each) in there:
            here[each.number] = there[_plain(each)]
            continue
        undoes = None if each.undoes is None else here.get(each.undoes)
        if undoes is not None and undoes in undone:
            here[each.number] = max(here.values())
            continue
        where = f"{each.target.article}/{each.target.finding}"
        if article is None or (each.undoes is not None and undoes is None):
            left_out.append(f"{where}: the archive has no such {'article' if article is None else 'correction'}")
            continue
        try:
            _fits(archive, article, each)
            seen = max((mine for theirs, mine in here.items() if theirs <= each.seen), default=0)
            kept = archive.correct(article, replace(each, undoes=undoes, seen=seen, number=0))
        except (BadCorrection, Overtaken) as error:
            left_out.append(f"{where}: {error}")
            continue
        here[each.number] = kept.number
        yield 1


def _fits(archive: Archive, article: int, each: Correction) -> None:
    """BadCorrection where the finding is not there, the field is none of its own, or the value is no value."""
    if each.undoes is not None:
        return
    value = each.value
    if each.field == "span":  # kept as its start and its words
        start, _, words = value.partition(":")
        value = (
            f"{start}-{int(start) + len(words)}" if start.isascii() and start.isdigit() and len(start) < 12 else value
        )
    elif each.field == "same_as" and each.target.layer == "events" and ":" in value:
        value = f"e@{value.partition(':')[0]}"
    made = archive.correction(article, each.target.finding, each.field, value)
    if replace(made.target, article="") != replace(each.target, article=""):
        raise BadCorrection(f"{each.target.finding}: other words stand there than were corrected")
    if made.value != each.value:
        raise BadCorrection(f"{each.target.finding}: {each.value[:60]!r} is no value of {each.field} as it is kept")


def _plain(each: Correction) -> Correction:
    return replace(each, seen=0, undoes=None, number=0)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except DAMAGE as error:
        raise BadRecord(f"{path}: is no bundle ({error}); give what `dateline export bundle` wrote") from error


def _manifest(path: Path, bundle: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    """What the manifest says of each file; BadRecord where the zip holds other things than a bundle does."""
    members = bundle.infolist()
    names = sorted(member.filename for member in members)
    if not {MANIFEST, RECORDS} <= set(names) <= {MANIFEST, *_SIZES} or len(names) != len(set(names)):
        raise BadRecord(f"{path}: a bundle holds {MANIFEST}, {', '.join(_SIZES)}, each once, and nothing else")
    for member in members:
        allowed = LONGEST_MANIFEST if member.filename == MANIFEST else _SIZES[member.filename][0]
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadRecord(f"{path}: {member.filename} is encrypted, or packed in a way that bundles are not")
        if member.file_size > allowed or member.file_size > max(SMALL, MOST_TIMES * member.compress_size):
            raise BadRecord(f"{path}: {member.filename} would unpack to {member.file_size:,} bytes, more than is taken")
    try:
        with bundle.open(MANIFEST) as stream:
            manifest = json.loads(stream.read(LONGEST_MANIFEST))
        held = {each["name"]: dict(each) for each in manifest["files"]}
        known = manifest["format"] == FORMAT and sorted([*held, MANIFEST]) == names
    except (*DAMAGE, LookupError, TypeError, AttributeError) as error:
        raise BadRecord(f"{path}: {MANIFEST} cannot be read ({error})") from error
    if not known:
        raise BadRecord(f"{path}: {MANIFEST} is none of format {FORMAT}, or does not name what is there")
    return held


def _lines(path: Path, bundle: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The lines; a line longer than any can be, or a zip that is damaged, ends the reading."""
    most, longest = _SIZES[name]
    number, read = 0, 0
    try:
        stream: IO[bytes] = bundle.open(name)
    except (*DAMAGE, KeyError) as error:
        raise BadRecord(f"{path}: {name} cannot be read ({error})") from error
    with stream:
        while True:
            try:
                line = stream.readline(longest + 1)
            except DAMAGE as error:
                raise BadRecord(f"{path}, {name} line {number + 1}: is damaged ({error})") from error
            if not line:
                return
            number, read = number + 1, read + len(line)
            if len(line) > longest or read > most:
                raise BadRecord(f"{path}, {name} line {number}: is longer than any can be")
            yield line


def _check_record(where: str, line: bytes) -> None:
    try:
        check_shape(msgspec.json.decode(line, type=RecordShape))
        from_json(line)
    except (msgspec.DecodeError, ValueError, BadRecord, RecursionError) as error:
        raise BadRecord(f"{where}: {error}") from error


def _correction(where: str, line: bytes) -> Correction:
    try:
        told = msgspec.json.decode(line, type=_CorrectionLine)
        layer_of(told.finding)
    except (msgspec.DecodeError, BadCorrection, RecursionError) as error:
        raise BadRecord(f"{where}: {error}") from error
    target = Target(told.article, told.finding, told.quote, told.start, told.before, told.after)
    field: Any = told.field  # whether the finding has it is told where it is brought in
    return Correction(target, field, told.value, told.note, told.by, told.at, told.seen, told.undoes, told.number)


def _judgement(where: str, line: bytes) -> Judgement:
    try:
        told = msgspec.json.decode(line, type=_JudgementLine)
        if told.verdict not in ("yes", "copied", "no", "unsure", "withdrawn") or not 0 <= told.score <= 1:
            raise BadJudgement(f"{told.verdict!r} with {told.score} is no verdict")
        because = json.dumps(told.because)
        return judgement_of(JudgementRow(0, told.left, told.right, told.verdict, told.score, because, told.by, told.at))
    except (msgspec.DecodeError, BadArchive, BadJudgement, RecursionError) as error:
        raise BadRecord(f"{where}: {error}") from error


_CHECKS = {RECORDS: _check_record, CORRECTIONS: _correction, JUDGEMENTS: _judgement}
