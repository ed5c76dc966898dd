"""What the API answers: functions of the reader's shelf, the address and what was asked. Nothing here knows of HTTP.

What is written goes through the archive opened for that moment, so that nobody else who writes is kept out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from dateline.relate.corrected import apply
from dateline.relate.corrections import standing, undoing
from dateline.relate.dossier import Dossier, Happening
from dateline.relate.judgement import PERSON, Judgement, Pointer
from dateline.show import called, compared, happened, told
from dateline.show import corrections as shown
from dateline.show.inert import one_line, visible
from dateline.store.archive import Archive
from dateline.store.nearby import MOST, naming, timed
from dateline.store.pairs import VERDICTS, pair, words_on
from dateline.store.side_by_side import related
from dateline.store.tellers import Teller
from dateline.text.errors import BadQuery, DatelineError
from dateline.text.span import Evidence
from dateline.text.when import When
from dateline.web import api_shapes as s
from dateline.web.shelf import Shelf

MOST_ARTICLES = 500  # of one page
MOST_HITS = 100
LONGEST_NOTE, LONGEST_BY = 2000, 100


class Missing(DatelineError):
    """There is no article, event, name or correction of that number or id."""


class Settled(DatelineError):
    """It was taken back already, or something was said on top of it."""


class PageQuery(msgspec.Struct):
    """Which articles."""

    after: int = 0
    most: int = 100


class RecordQuery(msgspec.Struct):
    """Whether people's corrections are left out."""

    as_read: bool = False


class EventsQuery(msgspec.Struct, rename={"first": "from", "last": "to"}):
    """A party or place, a place, and days, months or years in EDTF."""

    about: str = ""
    place: str = ""
    first: str = ""
    last: str = ""


class SearchQuery(msgspec.Struct):
    """Words and "phrases"; of one outlet, or with something told by one kind of source."""

    q: str
    most: int = 20
    outlet: str | None = None
    source: Teller | None = None


class CorrectionsQuery(msgspec.Struct):
    """Of one article, or of one finding in it; else all."""

    article: int | None = None
    finding: str = ""


def articles(shelf: Shelf, _: dict[str, Any], asked: PageQuery) -> s.ArticlesAnswer:
    """A page of articles."""
    most = max(1, min(asked.most, MOST_ARTICLES))
    found = [number for number in shelf.numbers if number > asked.after]
    made = [_article(shelf.archive, number) for number in found[:most]]
    return s.ArticlesAnswer(made, found[most - 1] if len(found) > most else None)


def article(shelf: Shelf, at: dict[str, Any], _: None) -> s.ArticleAnswer:
    """One article."""
    return _article(shelf.archive, _number(shelf.archive, at["article"]))


def record(shelf: Shelf, at: dict[str, Any], asked: RecordQuery) -> Any:
    """One record."""
    return shelf.archive.shape(_number(shelf.archive, at["article"]), as_read=asked.as_read)


def events(shelf: Shelf, _: dict[str, Any], asked: EventsQuery) -> s.EventsAnswer:
    """The timeline of what was asked for."""
    days = _day(asked.first, first=True), _day(asked.last, first=False)
    if shelf.small:
        dossier = shelf.whole()
    else:
        chosen = timed(shelf.archive, about=asked.about, place=asked.place, days=days)
        if len(chosen) > MOST:
            raise BadQuery(
                f"{len(chosen):,} articles bear on this, and {MOST:,} can be laid side by side; ask for fewer days, a name or a place"
            )
        key = ("api", tuple(sorted(chosen)))
        dossier = shelf.kept(key, lambda: related(shelf.archive, sorted(chosen)))
    found = dossier.timeline(about=asked.about, place=asked.place, first=days[0], last=days[1])
    rows = [msgspec.convert(happened.as_json(row), s.EventAnswer) for row in happened.rows(dossier, found)]
    return s.EventsAnswer(rows, sum(each.when is None for each in dossier.happenings))


def event(shelf: Shelf, at: dict[str, Any], _: None) -> s.TellingAnswer:
    """One event."""
    pointer = Pointer(str(_number(shelf.archive, at["article"])), at["finding"])
    if not any(each.id == pointer.finding for each in shelf.archive.record(int(pointer.article)).events):
        raise Missing(f"article {pointer.article} tells no event {pointer.finding[:40]!r}")
    dossier = shelf.around(pointer)
    try:
        happening = dossier.happening(pointer)
    except KeyError:
        raise Missing(f"{pointer}: is not among the articles that are laid side by side") from None
    return _telling(dossier, happening)


def name(shelf: Shelf, at: dict[str, Any], _: None) -> s.NameAnswer:
    """What articles call somebody."""
    chosen = shelf.numbers if shelf.small else tuple(sorted(naming(shelf.archive, at["key"])))
    dossier = shelf.kept(("names", chosen), lambda: related(shelf.archive, chosen, events=False))
    found = called.rows(dossier, dossier.names(at["key"]), compared.Names(dossier))
    if not found:
        raise Missing(f"nobody and no place is named {at['key'][:60]!r}")
    return s.NameAnswer(at["key"], [msgspec.convert(called.as_json(row), s.CalledAnswer) for row in found])


def search(shelf: Shelf, _: dict[str, Any], asked: SearchQuery) -> s.HitsAnswer:
    """Articles by their words."""
    most = max(1, min(asked.most, MOST_HITS))
    hits = shelf.archive.search(asked.q, most=most, outlet=asked.outlet, source=asked.source)
    return s.HitsAnswer(
        [
            s.HitAnswer(
                each.article, each.title, each.outlet, each.published, each.snippet, list(each.marks), each.start
            )
            for each in hits
        ]
    )


def adding(shelf: Shelf, _: dict[str, Any], __: None) -> s.AddingAnswer:
    """The job of adding that runs, or ran last."""
    job = shelf.adding.job
    done = job.progress
    return s.AddingAnswer(job.state, job.files, done.added, done.there, done.failed, list(job.reasons))


def corrections(shelf: Shelf, _: dict[str, Any], asked: CorrectionsQuery) -> s.CorrectionsAnswer:
    """What was corrected."""
    archive = shelf.archive
    if asked.article is not None:
        numbers = [_number(archive, asked.article)]
    else:
        numbers = sorted({at for each in archive.corrections() if (at := archive.numbered(each.target.article))})
    found = [each for number in numbers for each in _corrections(archive, number, asked.finding)]
    said = (each for number in numbers for each in archive.corrections(number))
    return s.CorrectionsAnswer(found, max((each.number for each in said), default=0))


def correct(shelf: Shelf, _: dict[str, Any], asked: s.CorrectionAsked) -> s.CorrectionAnswer:
    """Keep a correction; refused where somebody was quicker."""
    number = _number(shelf.archive, asked.article)
    made = shelf.archive.correction(number, asked.finding, asked.field, asked.value)
    note, by = visible(asked.note)[:LONGEST_NOTE], PERSON + visible(one_line(asked.by, LONGEST_BY))
    with Archive.open(shelf.path, write=True) as archive:
        kept = archive.correct(number, replace(made, note=note, by=by, at=_now(), seen=asked.seen))
        return next(each for each in _corrections(archive, number) if each.number == kept.number)


def judge(shelf: Shelf, _: dict[str, Any], asked: s.JudgementAsked) -> s.JudgementAnswer:
    """Keep a judgement; refused where somebody was quicker."""
    return judge_all(shelf, [asked])[0]


def judge_all(shelf: Shelf, asked: Sequence[s.JudgementAsked]) -> list[s.JudgementAnswer]:
    """Keep what one person says at once: all of it, or nothing."""
    at, made = _now(), []
    for each in asked:
        left, right = pair(shelf.archive, each.left, each.right)
        note = (Evidence("person", visible(each.note)[:LONGEST_NOTE]),) if each.note else ()
        by = PERSON + visible(one_line(each.by, LONGEST_BY))
        made.append(Judgement(left, right, VERDICTS[each.verdict], because=note, by=by, at=at))
    seen = min((each.seen for each in asked if each.seen is not None), default=None)
    with Archive.open(shelf.path, write=True) as archive:
        numbers = archive.judge(made, seen)
    return [
        s.JudgementAnswer(f"j{number}", each.left, each.right, each.verdict, said.by.removeprefix(PERSON))
        for number, each, said in zip(numbers, asked, made, strict=True)
    ]


def undo(shelf: Shelf, _: dict[str, Any], asked: s.UndoAsked) -> s.UndoneAnswer:
    """Take back what has this id. Here anybody may: the reader is one person's."""
    return s.UndoneAnswer(asked.id, undo_all(shelf, [asked.id]))


def undo_all(shelf: Shelf, ids: Sequence[str]) -> int:
    """Take back what was said at once, a correction or some judgements; the number of the last entry."""
    for id in ids:
        if id[:1] not in ("c", "j") or not (id[1:].isascii() and id[1:].isdigit() and len(id) < 16):
            raise BadQuery(f"{id[:40]!r}: give the id of a correction (c3) or of a judgement (j5)")
    judged = [int(id[1:]) for id in ids if id[0] == "j"]
    if judged:
        _unjudge(shelf, judged)
    return max((_uncorrect(shelf, int(id[1:])) for id in ids if id[0] == "c"), default=0)


def _uncorrect(shelf: Shelf, number: int) -> int:
    """Take a correction back; the number of that entry."""
    said = shelf.archive.corrections()
    found = next((each for each in said if each.number == number and each.undoes is None), None)
    if found is None:
        raise Missing(f"c{number}: there is no such correction")
    if found not in standing(said):
        raise Settled(f"c{number}: was taken back already")
    article = shelf.archive.numbered(found.target.article)
    if article is None:
        raise Missing(f"c{number}: its article is not in this archive")
    with Archive.open(shelf.path, write=True) as archive:
        return archive.correct(article, undoing(found, seen=said[-1].number, by=found.by, at=_now())).number


def _unjudge(shelf: Shelf, numbers: Sequence[int]) -> None:
    """Take judgements back; corrections have nothing to do with it."""
    undone, seen = [], shelf.archive.state()[1]
    for number in numbers:
        found = shelf.archive.judgement(number)
        if found is None or not found.by_person or found.verdict == "withdrawn":
            raise Missing(f"j{number}: there is no such judgement of a person")
        last, _ = words_on(shelf.archive, found.left, found.right).get(found.by, (0, found))
        if last != number:
            raise Settled(f"j{number}: was taken back already, or something was said after it")
        undone.append(Judgement(found.left, found.right, "withdrawn", by=found.by, at=_now()))
    with Archive.open(shelf.path, write=True) as archive:
        archive.judge(undone, seen)


def _article(archive: Archive, number: int) -> s.ArticleAnswer:
    found, versions = archive.article(number), archive.versions(number)
    title = one_line(found.quote(found.title), 500) if found.title else ""
    when = found.published.when
    return s.ArticleAnswer(
        number, title, found.outlet, str(when) if when else None, found.url, versions.index(number) + 1, versions[-1] == number
    )  # fmt: skip


def _number(archive: Archive, words: str | int) -> int:
    """The number, if the archive has such an article."""
    told = str(words)[:20]
    number = int(told) if told.isascii() and told.isdigit() else 0
    if not 0 < number < 2**63 or not archive.versions(number):
        raise Missing(f"there is no article {told!r}; articles go by their numbers")
    return number


def _telling(dossier: Dossier, happening: Happening) -> s.TellingAnswer:
    names, id = compared.Names(dossier, dossier.sources(happening)), str(happening.id)
    values = compared.as_json(id, dossier, names, dossier.tables(happening))
    mentions = (told.as_json(dossier, id, each) for each in told.said(dossier, happening))
    return s.TellingAnswer(
        msgspec.convert(happened.as_json(happened.row(dossier, happening)), s.EventAnswer),
        [msgspec.convert(each, s.ValueAnswer) for each in values],
        [msgspec.convert(each, s.MentionAnswer) for each in mentions],
    )


def _corrections(archive: Archive, number: int, finding: str = "") -> list[s.CorrectionAnswer]:
    as_read, said = archive.record(number, as_read=True), archive.corrections(number)
    rows = shown.rows(as_read, said, apply(as_read, said), finding)
    return [
        s.CorrectionAnswer(
            f"c{row.number}", row.number, number, row.finding, row.words, row.field, row.value, row.was, row.note, row.by, row.at, row.state
        )
        for row in rows
    ]  # fmt: skip


def _day(edtf: str, *, first: bool) -> date | None:
    if not edtf:
        return None
    when = When.parse(edtf)
    return when.first if first else when.last


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
