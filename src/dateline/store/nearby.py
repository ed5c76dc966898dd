"""Which articles of a large archive may bear on one event, one name or one stretch of days, found by the archive's indexes.

Days, parties, places and kinds are looked up; no record is read but those of the articles found. What is told without a day is found
by a name and by when it was issued; what shares nothing of that is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from dateline.relate.dossier import Dossier
from dateline.relate.incidents import Incident
from dateline.relate.judgement import Pointer
from dateline.store.archive import Archive
from dateline.store.drafts import folded

TOGETHER = 200  # articles that are related as a whole, in seconds
MOST = 1000  # articles laid side by side at most: above that a terminal waits for minutes
FOUND = 20_000  # events that one look-up may give
FEW = 300  # articles that are laid side by side for sharing a day alone; of more, those that share a party, a place or a kind too
ROUNDS = 3  # what an article adds to the event (a party, a place) is looked up in turn, so often at most
NIGHT = timedelta(days=1)  # how far apart two articles date one event
NEWS = timedelta(days=3)  # and are issued, if they do not date it
WIDE = timedelta(days=31)  # a period longer than this finds everything: then the days of issue are taken
Days = tuple[date | None, date | None]


def timed(archive: Archive, *, about: str, place: str, days: Days) -> set[int]:
    """Articles with a dated event in those days, of that party or place, at that place; all that have events if nothing is asked for."""
    found = archive.find(about=about or None, place=place or None, days=days, most=FOUND)
    if about and not place:
        found += archive.find(place=about, days=days, most=FOUND)
    return {each.article for each in found}


def naming(archive: Archive, name: str, days: Days = (None, None)) -> set[int]:
    """Articles, in their latest versions, that name somebody or some place so, or by what our knowledge calls them; issued in those days.

    Of too many the ones that were added last.
    """
    # A query takes no values, so the name goes in as bytes, which cannot end its literal.
    where = [f"n.folded = CAST(x'{folded(name).encode('utf-8', 'replace').hex()}' AS TEXT)", "a.later IS NULL"]
    where += [f"a.last >= '{days[0].isoformat()}'"] if days[0] else []
    where += [f"a.first <= '{days[1].isoformat()}'"] if days[1] else []
    _, rows = archive.sql(
        "SELECT DISTINCT c.article FROM name AS n JOIN called AS c ON c.name = n.id JOIN article AS a ON a.id = c.article"
        f" WHERE {' AND '.join(where)} ORDER BY c.article DESC",
        most=MOST,
    )
    return {int(row[0]) for row in rows}


def around(related: Callable[[Iterable[int]], Dossier], archive: Archive, event: Pointer) -> set[int]:
    """Articles that may tell of the event: with a party or place of it near its day, and what a person judged to belong to those."""
    chosen = {int(event.article)}
    for _ in range(ROUNDS):
        try:
            happening = related(sorted(chosen)).happening(event)
        except KeyError:
            return chosen
        fresh = set[int]()
        for incident in happening.incidents:
            fresh |= _near(archive, incident)
        fresh |= set(_judged_with(archive, chosen | fresh))
        if fresh <= chosen or len(chosen | fresh) > MOST:
            return chosen | fresh if len(chosen | fresh) <= MOST else chosen
        chosen |= fresh
    return chosen


def _near(archive: Archive, incident: Incident) -> set[int]:
    when = incident.when
    if when is None or when.first is None or when.last is None or when.last - when.first > WIDE:
        issued = _around(incident.until, incident.until, NEWS)
        names = incident.parties | ({incident.place} - {""})
        return set[int]().union(*(naming(archive, name, issued) for name in names)) if incident.until else set()
    days = _around(when.first, when.last, NIGHT)
    every = {each.article for each in archive.find(days=days, most=FOUND)}
    if len(every) <= FEW:
        return every
    found = [each for name in incident.parties for each in archive.find(about=name, days=days, most=FOUND)]
    found += archive.find(place=incident.place, days=days, most=FOUND) if incident.place else ()
    found += [each for kind in incident.kinds - {"OTHER"} for each in archive.find(kind=kind, days=days, most=FOUND)]
    return {each.article for each in found}


def _around(first: date | None, last: date | None, room: timedelta) -> Days:
    """The days with some to either side; the ends of the calendar stay ends."""
    return (
        first - room if first and first - date.min > room else first,
        last + room if last and date.max - last > room else last,
    )


def _judged_with(archive: Archive, chosen: set[int]) -> Iterator[int]:
    """Articles that a person's judgement ties to the chosen ones."""
    for judgement in archive.judgements():
        ends = [archive.numbered(pointer.article) for pointer in judgement.pair] if judgement.by_person else []
        if any(end in chosen for end in ends):
            yield from (end for end in ends if end is not None)
