"""Parts of a period that are counted: "the second week of June 2014", "the last Friday of May", "the first half of July".

Rules: `times/nth.toml`. A week of a month is seven days from its first or to its last, approximately: no calendar says more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateline.annotate.times.reading import (
    CALENDAR,
    GRAINS,
    PUBLICATION,
    Ask,
    Meaning,
    Reading,
    dated,
    duration_value,
    timex_value,
)
from dateline.text.when import MONTHS, Grain, When

_LAST = -1


def _nth(ask: Ask) -> Reading | None:
    """The counted day, weekday, week, month, year or decade of another time; `ordinal` -1 is the last."""
    inner = ask.inner.get("time")
    if inner is None or inner.when is None or inner.type != "DATE" or not (inner.when.first and inner.when.last):
        return None
    count = int(ask.slots.get("ordinal", ask.options.get("ordinal", 1)))
    if "weekday" in ask.slots:
        when = _weekday(inner.when, int(ask.slots["weekday"]), count)
    else:
        when = _unit(inner.when, GRAINS.get(str(ask.slots["unit"]), Grain.MINUTE), count)
    if when is None or not inner.when.holds(when) or when == inner.when:
        return None
    mod = "END" if count == _LAST else "START" if count == 1 else None
    note = f"number {count} in {inner.when}" if count != _LAST else f"the last in {inner.when}"
    if when.grain is Grain.WEEK:
        return Reading(when, inner.value, mod=mod, anchor=inner.anchor, note=note)
    return dated(when, inner.anchor, note=note)


def _ends(period: When) -> tuple[date, date]:
    """First and last day; only bounded periods are counted in."""
    return period.first or date.min, period.last or date.max


def _weekday(period: When, weekday: int, count: int) -> When | None:
    first, last = _ends(period)
    if count == _LAST:
        return When.at(last - timedelta(days=(last.weekday() - weekday) % 7), Grain.DAY)
    return When.at(first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1)), Grain.DAY)


def _unit(period: When, grain: Grain, count: int) -> When | None:
    """The counted unit of the period, from its beginning or as its last."""
    first, last = _ends(period)
    if grain is Grain.WEEK:
        day = last - timedelta(days=6) if count == _LAST else first + timedelta(days=7 * (count - 1))
        return When(day, min(day + timedelta(days=6), last), Grain.WEEK, approximate=True)
    if grain is Grain.DAY:
        return When.at(last if count == _LAST else first + timedelta(days=count - 1), Grain.DAY)
    if grain not in MONTHS:
        return None
    return When.at(last, grain) if count == _LAST else When.at(first, grain).shift(count - 1, grain)


def _half(ask: Ask) -> Reading | None:
    """The first or second half of a month, year, decade or century."""
    inner = ask.inner.get("time")
    if inner is None or inner.when is None or not (inner.when.first and inner.when.last):
        return None
    first, last, half = inner.when.first, inner.when.last, int(ask.slots["half"])
    match inner.when.grain:
        case Grain.YEAR:
            when = When.season(first.year, 39 + half)
        case Grain.MONTH:
            when = (
                When(first, first.replace(day=15), Grain.DAY)
                if half == 1
                else When(first.replace(day=16), last, Grain.DAY)
            )
        case Grain.DECADE | Grain.CENTURY:
            middle = first.year + (last.year - first.year + 1) // 2
            when = (
                When(first, date(middle - 1, 12, 31), Grain.YEAR)
                if half == 1
                else When(date(middle, 1, 1), last, Grain.YEAR)
            )
        case _:
            return None
    value = timex_value(when) if inner.when.grain is Grain.YEAR else inner.value
    return Reading(
        when, value, mod="START" if half == 1 else "END", anchor=inner.anchor, note=f"half {half} of {inner.when}"
    )


def _counted_units(ask: Ask) -> Reading | None:
    """The first or last so many units of another time ("the last three months of 2012"): a length with its place."""
    inner, unit, count = ask.inner.get("time"), str(ask.slots["units"]), int(ask.slots["number"])
    if inner is None or inner.when is None or not (inner.when.first and inner.when.last) or unit not in GRAINS:
        return None
    grain = GRAINS[unit]
    if grain.finer_than_day or not 0 < count < 1000:
        return None
    end = ask.options["which"] == "END"
    edge = When.at(inner.when.last if end else inner.when.first, Grain.DAY if grain is Grain.WEEK else grain)
    other = edge.shift(-count + 1 if end else count - 1, grain)
    if grain is Grain.WEEK:  # n weeks are 7 n days
        other = edge.shift(-7 * count + 1 if end else 7 * count - 1, Grain.DAY)
    when = other.until(edge) if end else edge.until(other)
    if not inner.when.holds(when):
        return None
    value = duration_value(count, unit)
    return Reading(when, value, "DURATION", anchor=inner.anchor, note=f"{value} of {inner.when}", narrates=False)


def _week_of(ask: Ask) -> Reading | None:
    """The week that holds a day ("the week of 4 March"), or the ISO week of that number ("week 23 of 2017")."""
    if "year" in ask.slots:
        number, year = int(ask.slots["number"]), int(ask.slots["year"])
        if not (1 <= number <= 53 and 1 <= year < 9999):
            return None
        week = When.at(date(year, 1, 4) + timedelta(days=7 * (number - 1)), Grain.WEEK)
        exists = week.first is not None and week.first.isocalendar()[:2] == (year, number)
        return dated(week, CALENDAR, note="ISO 8601 week") if exists else None
    inner = ask.inner.get("time")
    if inner is None or inner.when is None or not inner.when.single_day:
        return None
    return dated(inner.when.widen(Grain.WEEK), inner.anchor, note=f"the week of {inner.when}")


def _turn(ask: Ask) -> Reading | None:
    """The turn of a century: about its first year; the nearest turn behind where none is named."""
    if "ordinal" in ask.slots:
        year = int(ask.slots["ordinal"]) * 100 - 100
    else:
        base = ask.context.reference if ask.context.narrative else ask.context.now()
        if base is None or base.first is None:
            return None
        year = base.first.year // 100 * 100
    when = When.at(date(year, 1, 1), Grain.YEAR)
    return dated(replace(when, approximate=True), CALENDAR if "ordinal" in ask.slots else PUBLICATION, mod="APPROX")


MEANINGS: dict[str, Meaning] = {
    "nth": _nth,
    "half-of": _half,
    "counted-units": _counted_units,
    "week-of": _week_of,
    "turn": _turn,
}
