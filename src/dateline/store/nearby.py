"""Which articles of a large archive may bear on one event, one name or one stretch of days, found by the archive's indexes.

Days, parties, places and kinds are looked up; no record is read but those of the articles found. What is told without a day is found
by a name and by when it was issued; what shares nothing of that is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from dateline.relate.dossier import Dossier
from dateline.relate.incidents import Incident
from dateline.relate.judgement import Pointer
from dateline.store.archive import Archive
from dateline.store.finding import MONTH, Days

TOGETHER = 200  # articles that are related as a whole, in seconds
MOST = 1000  # articles laid side by side at most: above that a terminal waits for minutes
SIDES = 400  # articles laid side by side for one event at most
FEW = 24  # of them for sharing a day, or that and a kind of act, alone; of more, those that share a party or a place
ROUNDS = 3  # what an article adds to the event (a party, a place) is looked up in turn, so often at most
NIGHT = timedelta(days=1)  # how far apart two articles date one event
NEWS = timedelta(days=3)  # and are issued, if they do not date it
Ends = tuple[date, date]


def timed(archive: Archive, *, about: str, place: str, days: Days) -> set[int]:
    """Articles with a dated event in those days, of that party or place, at that place; all that have events if nothing is asked for."""
    found = set(archive.telling(about=about or None, place=place or None, days=days))
    return found.union(archive.telling(place=about, days=days)) if about and not place else found


def naming(archive: Archive, name: str, days: Days = (None, None)) -> set[int]:
    """Articles, in their latest versions, that name somebody or some place so, or by what our knowledge calls them; issued in those days.

    Of too many the ones that were added last.
    """
    return {*archive.naming(name, days, most=MOST)}


def around(related: Callable[[Iterable[int]], Dossier], archive: Archive, event: Pointer) -> set[int]:
    """Articles that may tell of the event: with a party or place of it near its day, and what a person judged to belong to those.

    Of too many, those that share the most with it.
    """
    chosen = {int(event.article)}
    for _ in range(ROUNDS):
        try:
            happening = related(sorted(chosen)).happening(event)
        except KeyError:
            return chosen
        near = _near(archive, happening.incidents)
        judged = _judged_with(archive, chosen.union(near))
        fresh = [number for number in dict.fromkeys((*judged, *near)) if number not in chosen]
        if not fresh or len(chosen) >= SIDES:
            return chosen
        chosen.update(fresh[: SIDES - len(chosen)])
    return chosen


def _near(archive: Archive, told: Sequence[Incident]) -> list[int]:
    """Articles that may tell of what the incidents tell, those that share the most with it first."""
    names = {name for each in told for name in (*each.parties, each.place) if name}
    kinds = {kind for each in told for kind in each.kinds} - {"OTHER"}
    kinds |= {"ASSAULT"} if any(each.violent for each in told) else set()
    shared: dict[int, tuple[bool, bool]] = {}
    for days, issued, dated in _windows(told):
        for each in archive.near(days, issued, names, kinds):
            if each.named or (dated and each.dated):
                shared[each.article] = max(shared.get(each.article, (False, False)), (each.named, each.kind))
    order = sorted(shared, key=lambda article: (shared[article], -article), reverse=True)
    by_name = sum(named for named, _ in shared.values())
    return order[: max(FEW, by_name)]


def _windows(told: Iterable[Incident]) -> Iterator[tuple[Ends, Ends, bool]]:
    """Days of the events to look for, days of issue of the articles that do not date it, and whether the incidents are dated.

    What many articles tell is told of few days, so windows that meet are one.
    """
    for is_dated in (True, False):
        wanted = sorted(window for each in told if (window := _window(each)) and _dated(each) == is_dated)
        joined: list[tuple[Ends, Ends]] = []
        for days, issued in wanted:
            if joined and days[0] <= joined[-1][0][1]:
                before = joined.pop()
                days = (before[0][0], max(before[0][1], days[1]))
                issued = (min(before[1][0], issued[0]), max(before[1][1], issued[1]))
            joined.append((days, issued))
        yield from ((days, issued, is_dated) for days, issued in joined)


def _window(incident: Incident) -> tuple[Ends, Ends] | None:
    when, until = incident.when, incident.until
    if _dated(incident) and when and when.first and when.last:
        issued = (until, until) if until else (when.first, when.last)
        return _around(when.first, when.last, NIGHT), _around(*issued, NEWS)
    return (_around(until, until, NEWS), _around(until, until, NEWS)) if until else None


def _dated(incident: Incident) -> bool:
    when = incident.when
    return bool(when and when.first and when.last and when.last - when.first <= MONTH)


def _around(first: date, last: date, room: timedelta) -> Ends:
    """The days with some to either side; the ends of the calendar stay ends."""
    return first - room if first - date.min > room else first, last + room if date.max - last > room else last


def _judged_with(archive: Archive, chosen: set[int]) -> Iterator[int]:
    """Articles that a person's judgement ties to the chosen ones."""
    for judgement in archive.judgements():
        ends = [archive.numbered(pointer.article) for pointer in judgement.pair] if judgement.by_person else []
        if any(end in chosen for end in ends):
            yield from (end for end in ends if end is not None)
