"""From links to days: the network as people mean it finds what cannot be, the network as it is counted finds the days.

Note: two networks. "Three weeks" told of 20 days is no contradiction, so links are first held against each other with the
room that people leave (`Count.told_days`). What stands that test is counted exactly; where the exact count and a told date are
a little apart, the date holds and the count is taken as a round one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.annotate.settle.counts import day_of
from dateline.annotate.settle.links import Link, on
from dateline.annotate.settle.network import ORIGIN, Bounds, Distance, Solution, solve

_ROUNDS = 3  # months and years are counted from days found: so many counts of that kind may hang on one another


@dataclass(frozen=True, slots=True)
class Solved:
    """What the links come to: the bounds of each point, the tellings that contradict each other, the dates given up for them,
    and the links that the bounds rest on.
    """

    bounds: dict[str, Bounds]
    links: tuple[Link, ...]
    conflicts: tuple[tuple[Distance, ...], ...]
    given_up: tuple[Link, ...]
    believed: tuple[Link, ...]

    def days(self, point: str) -> tuple[int, int] | None:
        """From which to which day of the calendar the point lies, where both are known."""
        bounds = self.bounds.get(point)
        if bounds is None or bounds.low is None or bounds.high is None:
            return None
        return (bounds.low, bounds.high) if day_of(bounds.low) and day_of(bounds.high) else None

    def link(self, point: str) -> Link | None:
        """The telling by which the bounds of the point were found; None for a date."""
        by = self.bounds[point].by if point in self.bounds else None
        return self.links[by.told] if by and by.told >= 0 else None


def solved(dates: Iterable[Distance], links: Sequence[Link]) -> Solved:
    """The days that dates and links come to together."""
    known = list(dates)
    conflicts: list[tuple[Distance, ...]] = []
    alive = set(range(len(links)))
    given_up: set[int] = set()
    for _ in range(3):  # once more after guesses, and after unsure dates, have been given up
        for cycle in solve([*known, *_meant(links, alive)]).contradictions:
            told = {each.told for each in cycle if each.told >= 0}
            guesses = {number for number in told if links[number].kind == "guess"}
            unsure = guesses or {number for number in told if links[number].kind == "date"}
            if not unsure:
                conflicts.append(cycle)
            given_up |= unsure
            alive -= unsure or _disputed(links, told)
    alive -= {number for number in alive if links[number].kind in ("length", "order")}
    solution = solve([*known, *_exact(links, alive)])
    for _ in range(_ROUNDS):
        rounded = {each.told for cycle in solution.contradictions for each in cycle if each.told >= 0}
        alive -= {number for number in rounded if links[number].kind == "count"}
        months = list(_by_calendar(links, alive, solution))
        if not rounded and not months:
            break
        solution = solve([*known, *_exact(links, alive), *months])
    doubted = tuple(links[number] for number in sorted(given_up))
    believed = tuple(links[number] for number in sorted(alive))
    return Solved(solution.bounds, tuple(links), tuple(dict.fromkeys(conflicts)), doubted, believed)


def _disputed(links: Sequence[Link], told: set[int]) -> set[int]:
    """What of a contradiction is believed no more: the count and what was counted, not the date that an event has itself."""
    counts = {number for number in told if links[number].kind != "same"}
    ends = {links[number].to for number in counts}
    return counts | {number for number in told if links[number].to in ends} if counts else told


def _meant(links: Sequence[Link], alive: Iterable[int]) -> Iterator[Distance]:
    """The links with the room that people leave."""
    for number in sorted(alive):
        link = links[number]
        if link.day is not None:
            yield from on(link.to, link.day, number)
        elif link.count is None:
            yield Distance(link.since, link.to, 0, None if link.kind == "order" else 0, number)
        else:
            yield Distance(link.since, link.to, *link.count.told_days, number)


def _exact(links: Sequence[Link], alive: Iterable[int]) -> Iterator[Distance]:
    """The links as they are counted: days, weeks, equal days; what is counted in months waits for a day to count from."""
    for number in sorted(alive):
        link = links[number]
        if link.day is not None:
            yield from on(link.to, link.day, number)
        elif link.count is None:
            yield Distance(link.since, link.to, 0, 0, number)
        elif link.count.in_days:
            yield Distance(link.since, link.to, *link.count.days, number)


def _by_calendar(links: Sequence[Link], alive: Iterable[int], solution: Solution) -> Iterator[Distance]:
    for number in sorted(alive):
        link = links[number]
        if link.count is None or link.count.in_days:
            continue
        for start, end, back in ((link.since, link.to, False), (link.to, link.since, True)):
            bounds, other = solution.bounds.get(start), solution.bounds.get(end)
            if bounds is None or bounds.low is None or bounds.high is None or (other and other.day):
                continue
            reached = link.count.from_period(bounds.low, bounds.high, back=back)
            if reached is not None:
                yield Distance(ORIGIN, end, *reached, number)
            break
