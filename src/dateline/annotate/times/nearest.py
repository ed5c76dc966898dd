"""Which January, which Tuesday: a date that leaves out its year or week, chosen against the context."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from dateline.annotate.times.context import Context
from dateline.text.errors import BadDate
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When

# In a story time runs forward: a step back of n days must be as near as a step forward of BACKWARD * n.
# Tried 1 to 4 on WikiWars train: 1.5 and 2 give the same, 1 and 4 less.
BACKWARD = 2.0
# Days before and after the issue weigh so much by the tense of the clause: a tense leans, it does not decide, since much is
# past that only tells of a plan ("said it would close on Dec. 7"). "Surely": the date hangs on the verb itself ("took effect
# on March 1" in a February is the March before; "begins on Saturday" is the Saturday to come).
WEIGHTS = {
    "surely past": (1.0, 60.0),
    "past": (1.0, 6.0),
    "perfect": (1.0, 6.0),
    "": (1.0, 1.3),
    "present": (1.0, 1.3),
    "surely present": (1.5, 1.0),
    "future": (8.0, 1.0),
}


def of_year(build: Callable[[int], When | None], context: Context, start: int) -> tuple[When, Anchor] | None:
    """The period that `build` makes of a year, in the year that the context suggests; None without any context.

    `start`: the offset of the date, by which the path of the story knows its year.
    """
    told = Anchor("time", context.reference_id)
    if start in context.years:
        when = _built(build, context.years[start])
        return (when, told if context.reference else Anchor("calendar")) if when else None
    if context.narrative and context.reference:
        reached = context.reference.first or context.reference.last
        options = _around(build, reached)
        return (min(options, key=lambda when: _distance(when, context.reference)), told) if options else None
    day, weights = context.published, WEIGHTS[context.tense]
    if day is None or not (options := _around(build, day)):
        return None
    return min(options, key=lambda when: _weighted(when, day, weights)), Anchor("publication")


def turned(build: Callable[[int], When | None], day: date, turn: int) -> When | None:
    """ "last Thanksgiving" is the one before the day (`turn` below 0), "next Thanksgiving" the one behind it."""
    years = _around(build, day)
    if turn < 0:
        return next((when for when in reversed(years) if when.last and when.last < day), None)
    return next((when for when in years if when.first and when.first > day), None)


def _around(build: Callable[[int], When | None], day: date | None) -> list[When]:
    """The period in the year of the day, the one before and the one after."""
    years = (day.year - 1, day.year, day.year + 1) if day else ()
    return [when for year in years if (when := _built(build, year))]


def _weighted(when: When, day: date, weights: tuple[float, float]) -> float:
    if when.last and when.last < day:
        return (day - when.last).days * weights[0]
    if when.first and when.first > day:
        return (when.first - day).days * weights[1]
    return 0.0


def weekday(number: int, context: Context, offset: int | None) -> tuple[When, Anchor] | None:
    """The day of that weekday (0 = Monday): last, coming, or the nearest that the tense allows."""
    if (
        context.narrative
        and context.reference
        and context.reference.grain in (Grain.DAY, Grain.PART_OF_DAY, Grain.MINUTE)
    ):
        start = context.reference.first
        anchor = Anchor("time", context.reference_id)
    else:
        start, anchor = context.published, Anchor("publication")
    if start is None:
        return None
    ahead = (number - start.weekday()) % 7
    past = context.tense.endswith("past")
    forward = (
        offset in (1, 2)
        or (offset == 0 and not past)
        or (offset is None and context.tense in ("future", "surely present"))
    )
    if offset == -1:
        days = ahead - 7
    elif forward:
        days = (ahead or (7 if offset else 0)) + (7 if offset == 2 else 0)
    elif anchor.to == "time":
        days = ahead
    else:
        days = ahead - 7 if ahead else 0
    return When.at(start + timedelta(days=days), Grain.DAY), anchor


def day_in(year: int, month: int, day: int) -> When | None:
    """That day, None where the month is shorter."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return When.at(date(year, month, day), Grain.DAY)


def _built(build: Callable[[int], When | None], year: int) -> When | None:
    try:
        return build(year) if 1 <= year <= 9999 else None
    except BadDate:
        return None


def _distance(when: When, reference: When | None) -> float:
    assert reference is not None, "only called with a reference"
    if reference.holds(when) or reference.overlaps(when):
        return 0.0
    days = (_middle(when) - _middle(reference)).days
    return days if days >= 0 else -days * BACKWARD


def _middle(when: When) -> date:
    first, last = when.first or when.last, when.last or when.first
    if first is None or last is None:
        return date.min  # never built: a period has at least one end
    return first + (last - first) // 2
