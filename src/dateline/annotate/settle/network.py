"""The interval network of one article: how many days lie between points in time, each told from a lowest to a highest number.

A simple temporal network (Dechter, Meiri and Pearl, "Temporal constraint networks", 1991): the tightest bounds of a point are
the shortest paths from and to the origin, and tellings that cannot all be true are a cycle of negative length. Pure
arithmetic: what the points are and who tells of them, the callers know.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ORIGIN = ""  # day 0 of the calendar, `date.toordinal`: a date is a distance from it
# An article of news tells a dozen distances. One search for a contradiction takes at most twice MOST_POINTS times
# MOST_DISTANCES steps, 15 ms; a text with MOST_CONTRADICTIONS is no report any more, and nothing it counts is believed.
MOST_POINTS = 120
MOST_DISTANCES = 360
MOST_CONTRADICTIONS = 12
_DATE = -1


@dataclass(frozen=True, slots=True)
class Distance:
    """Point `to` lies `low` to `high` days behind point `since`; None is open.

    `told` is the number under which the caller keeps what tells it; below 0 it is a date, which no solution gives up.
    """

    since: str
    to: str
    low: int | None
    high: int | None
    told: int = _DATE


@dataclass(frozen=True, slots=True)
class Bounds:
    """A point lies on day `low` to day `high`; None is open. `by` is the last distance on the way to the tighter end."""

    low: int | None = None
    high: int | None = None
    by: Distance | None = None

    @property
    def day(self) -> int | None:
        """The day, where the bounds leave one."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Solution:
    """The bounds of each point that any date reaches, the distances they stand on, and the cycles that were left out."""

    bounds: dict[str, Bounds]
    kept: tuple[Distance, ...]
    contradictions: tuple[tuple[Distance, ...], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """From one point to another is no more than `days`."""

    start: str
    end: str
    days: int
    distance: Distance


def solve(distances: Iterable[Distance]) -> Solution:
    """The tightest bounds; of tellings that contradict each other none is used, and each such cycle is handed back.

    >>> told = Distance("killing", "mourning", 40, 40, told=0)
    >>> solve([Distance(ORIGIN, "killing", 100, 100), told]).bounds["mourning"].day
    140
    >>> late = Distance(ORIGIN, "mourning", 177, 177)
    >>> solve([Distance(ORIGIN, "killing", 100, 100), told, late]).contradictions[0].count(told)
    1
    """
    kept, contradictions = list(_within_caps(distances)), []
    while cycle := _contradiction(_steps(kept)):
        contradictions.append(cycle)
        told = {each for each in cycle if each.told >= 0} or set(cycle)
        believed = len(contradictions) < MOST_CONTRADICTIONS
        kept = [each for each in kept if each not in told and (believed or each.told < 0)]
    return Solution(_bounds(kept), tuple(kept), tuple(contradictions))


def _within_caps(distances: Iterable[Distance]) -> Iterable[Distance]:
    """The first of the distances, as far as the network may grow."""
    points: set[str] = set()
    for number, each in enumerate(distances):
        points.update((each.since, each.to))
        if number >= MOST_DISTANCES or len(points) > MOST_POINTS:
            return
        yield each


def _steps(distances: Iterable[Distance]) -> list[_Step]:
    steps = []
    for each in distances:
        if each.high is not None:
            steps.append(_Step(each.since, each.to, each.high, each))
        if each.low is not None:
            steps.append(_Step(each.to, each.since, -each.low, each))
    return steps


def _contradiction(steps: Sequence[_Step]) -> tuple[Distance, ...]:
    """The distances of one cycle that comes to less than no days, in the order of walking from the origin if it is on it."""
    length = dict.fromkeys([point for step in steps for point in (step.start, step.end)], 0)
    by: dict[str, _Step] = {}
    last = ""
    for _ in range(len(length)):
        shorter = False
        for step in steps:
            if length[step.start] + step.days < length[step.end]:
                length[step.end] = length[step.start] + step.days
                by[step.end] = step
                shorter, last = True, step.end
        if not shorter:
            return ()
    if last not in by:
        return ()
    for _ in length:  # from a point that still grows shorter, so many steps back lead into the cycle
        last = by[last].start
    return _walked(by, last)


def _walked(by: dict[str, _Step], start: str) -> tuple[Distance, ...]:
    cycle = [by[start]]
    while cycle[-1].start != start:
        cycle.append(by[cycle[-1].start])
    cycle.reverse()
    first = next((number for number, step in enumerate(cycle) if step.start == ORIGIN), 0)
    return tuple(dict.fromkeys(step.distance for step in (*cycle[first:], *cycle[:first])))


def _bounds(kept: Sequence[Distance]) -> dict[str, Bounds]:
    steps = _steps(kept)
    highs = _reach(steps)
    lows = _reach([_Step(step.end, step.start, step.days, step.distance) for step in steps])
    return {
        point: Bounds(
            -lows[point][0] if point in lows else None,
            highs[point][0] if point in highs else None,
            (highs if point in highs else lows)[point][1],
        )
        for point in {**highs, **lows}
        if point != ORIGIN
    }


def _reach(steps: Iterable[_Step]) -> dict[str, tuple[int, Distance | None]]:
    """The shortest way from the origin to each point, and the last distance on it. There is no negative cycle here."""
    onward: dict[str, list[_Step]] = {}
    for step in steps:
        onward.setdefault(step.start, []).append(step)
    reached: dict[str, tuple[int, Distance | None]] = {ORIGIN: (0, None)}
    waiting = deque([ORIGIN])
    queued = {ORIGIN}
    while waiting:
        point = waiting.popleft()
        queued.discard(point)
        for step in onward.get(point, ()):
            days = reached[point][0] + step.days
            if step.end not in reached or days < reached[step.end][0]:
                reached[step.end] = (days, step.distance)
                if step.end not in queued:
                    queued.add(step.end)
                    waiting.append(step.end)
    return reached
