"""Meanings of lengths, repeated times, parts of the day and times built from other times (rules: `times/lengths.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateline.annotate.times.dates import in_year
from dateline.annotate.times.nearest import of_year
from dateline.annotate.times.reading import (
    GRAINS,
    PUBLICATION,
    Ask,
    Meaning,
    Reading,
    dated,
    duration_value,
    in_part,
    timex_value,
)
from dateline.annotate.times.relative import shift
from dateline.languages.grammar import Term
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When


def _in_units(ask: Ask) -> Reading | None:
    """A time so many units ahead where the clause looks ahead, else a length ("in three days")."""
    if ask.context.tense != "future" or ask.context.published is None:
        return _duration(ask)
    return shift(ask)


def _duration(ask: Ask) -> Reading | None:
    """A length ("four years"); `value` is the count where the words have no number, X for an unknown one."""
    slots, options = ask.slots, ask.options
    unit = slots.get("units") or slots.get("unit")
    count = options.get("value") or slots.get("number", 1)
    if unit is None or (not isinstance(count, str) and count > 1_000_000):
        return None
    return Reading(None, duration_value(count, unit), "DURATION", options.get("mod"), narrates=False)


def _and_half(ask: Ask) -> Reading | None:
    """A length with a half more ("two and a half years", "a minute and a half")."""
    unit = ask.slots.get("units") or ask.slots["unit"]
    whole = ask.slots.get("whole", 1)
    return Reading(None, duration_value(float(whole) + 0.5, unit), "DURATION", narrates=False)


def _duration_back(ask: Ask) -> Reading | None:
    """A length that ends on the day of issue ("the last 24 hours")."""
    return _from_issue(ask, -1)


def _duration_ahead(ask: Ask) -> Reading | None:
    """A length that begins on the day of issue ("the next two weeks")."""
    return _from_issue(ask, 1)


def _from_issue(ask: Ask, sign: int) -> Reading | None:
    length, now = _duration(ask), ask.context.now()
    if length is None or now is None or ask.context.narrative:
        return length
    unit, count = ask.slots["units"], ask.slots["number"]
    per_day = {"TH": 24, "TM": 1440, "TS": 86400}.get(unit)
    if per_day:
        other = now.shift(sign * -(-int(count) // per_day), Grain.DAY)
    elif unit in GRAINS:
        other = now.shift(sign * int(count), GRAINS[unit], Grain.DAY)
    else:
        return length
    when = other.until(now) if sign < 0 else now.until(other)
    return replace(
        length, when=when, anchor=PUBLICATION, note=f"{length.value} {'up to' if sign < 0 else 'from'} {now}"
    )


def _set(ask: Ask) -> Reading | None:
    """A time that comes again ("every Friday", "daily")."""
    slots = ask.slots
    if "frequency" in slots:
        value = slots["frequency"]
    elif "weekday" in slots or "weekdays" in slots:
        value = f"XXXX-WXX-{slots.get('weekday', slots.get('weekdays')) + 1}"
    elif "month" in slots:
        value = f"XXXX-{slots['month']:02d}"
    elif "season" in slots:
        value = f"XXXX-{slots['season']}"
    elif "part_of_day" in slots:
        value = f"XXXX-XX-XXT{slots['part_of_day']}"
    else:
        value = duration_value(slots.get("number", 1), slots.get("units") or slots["unit"])
    return Reading(None, value, "SET", narrates=False)


def _part_of_day(ask: Ask) -> Reading | None:
    """A part of the day of issue moved by `offset` days ("this morning", "last night"), `value` where no slot names it."""
    now, part = ask.context.now(), ask.slots.get("part_of_day") or ask.options["value"]
    if now is None:
        return Reading(None, f"XXXX-XX-XXT{part}", "TIME", narrates=False)
    day = now.shift(int(ask.options["offset"]), Grain.DAY)
    return Reading(in_part(day), f"{day}T{part}", "TIME", ask.slots.get("modifier"), PUBLICATION)


def _part_of_time(ask: Ask) -> Reading | None:
    """A part of a day that is told beside it ("Tuesday evening")."""
    inner = ask.inner.get("time")
    if inner is None or inner.when is None or inner.when.grain is not Grain.DAY:
        return None
    value = f"{inner.when}T{ask.slots['part_of_day']}"
    return Reading(in_part(inner.when), value, "TIME", anchor=inner.anchor, note=inner.note)


def _clock(ask: Ask) -> Reading | None:
    """A time of day, of the day told beside it or of the context ("3 p.m.", "15:00")."""
    slots = ask.slots
    hour, minute = (*slots["clock"], 0)[:2] if "clock" in slots else (int(slots.get("number", 12)), 0)
    if "meridiem" in slots:
        hour = hour % 12 + slots["meridiem"]
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    inner = ask.inner.get("time") if "time" in slots else None
    if "time" in slots and (inner is None or inner.when is None or inner.when.single_day is None):
        return None
    base = inner.when if inner else (ask.context.reference if ask.context.narrative else ask.context.now())
    clock = f"{hour % 24:02d}:{minute:02d}"
    if base is None or base.single_day is None:
        return Reading(None, f"XXXX-XX-XXT{clock}", "TIME", narrates=False)
    when = When(base.first, base.last, Grain.MINUTE, clock=clock)
    return Reading(when, str(when), "TIME", anchor=inner.anchor if inner else PUBLICATION)


def _part(ask: Ask) -> Reading | None:
    """The early, middle or late third of another time ("late 1990")."""
    inner, which = ask.inner.get("time"), str(ask.slots["modifier"])
    if inner is None or inner.when is None or inner.type not in ("DATE", "TIME") or inner.value.endswith("_REF"):
        return None
    part = inner.when.part({"START": "early", "MID": "mid", "END": "late"}[which])
    when = inner.when if inner.when.single_day else part
    return Reading(when, inner.value, inner.type, which, inner.anchor, note=f"{which.lower()} of {inner.when}")


def _edge(ask: Ask) -> Reading | None:
    """The first or last third of another time or of the current unit ("the end of 1990", "the end of the month"); `which` where no slot says it."""
    which = ask.slots.get("edge") or ask.options.get("which", "END")
    if "time" in ask.slots:
        inner = ask.inner.get("time")
    else:
        base = ask.context.reference if ask.context.narrative and ask.context.reference else ask.context.now()
        grain = GRAINS.get(ask.slots.get("unit", "Y"), Grain.YEAR)
        if base is None or grain.finer_than_day:
            return None
        inner = dated(base.widen(grain), PUBLICATION)
    if inner is None or inner.when is None or inner.type != "DATE":
        return None
    part = (
        inner.when if inner.when.single_day else inner.when.part({"START": "early", "MID": "mid", "END": "late"}[which])
    )
    return Reading(part, inner.value, "DATE", which, inner.anchor, note=f"{which.lower()} of {inner.when}")


def _range(ask: Ask) -> Reading | None:
    """From one time to another ("from 3 to 9 May"); the year that only the end names holds for both."""
    first, last = _ends(ask)
    if not (first and last and first.first and last.last and first.first <= last.last):
        return None
    when = first.until(last)
    return Reading(when, timex_value(when), note=f"from {first} to {last}", narrates=False)


def _ends(ask: Ask) -> tuple[When | None, When | None]:
    slots = ask.slots
    left, right = slots["a"], slots["b"]
    if isinstance(left, Term):
        return _ends_told_apart(ask, left)
    if "month" in slots:  # from 3 to 9 May [2023]
        days = [{"month": slots["month"], "day": day} for day in (left, right)]
        if "year" in slots:
            return in_year(days[0], int(slots["year"])), in_year(days[1], int(slots["year"]))
        chosen = of_year(lambda year: in_year(days[1], year), ask.context)
        last = chosen[0] if chosen else None
        return (in_year(days[0], last.first.year), last) if last and last.first else (None, None)
    if "year" in slots:  # March to July 2016
        year = int(slots["year"])
        return in_year({"month": left}, year), in_year({"month": right}, year)
    years = (int(left), int(left) - int(left) % 100 + int(right))  # 1982-83
    return When.at(date(years[0], 1, 1), Grain.YEAR), When.at(date(years[1], 1, 1), Grain.YEAR)


def range_ends(term: Term, reading: Reading) -> Iterator[tuple[Term, Reading]]:
    """The two ends of a range whose slots are bare numbers ("March 5-9"), each as a time over its own words."""
    if reading.when is None or isinstance(term.slots.get("a"), Term):
        return
    grain = (
        Grain.DAY
        if "month" in term.slots
        else Grain.MONTH
        if "year" in term.slots and "two" not in term.slots
        else Grain.YEAR
    )
    left, right = term.spots["a"], term.spots["b"]
    month = term.spots.get("month", left)
    spans = ((min(left[0], month[0] if month[0] < left[0] else left[0]), left[1]), (right[0], max(right[1], term.end)))
    for (start, end), day in zip(spans, (reading.when.first, reading.when.last), strict=True):
        when = When.at(day, grain) if day else None
        whole = dated(when, reading.anchor, note=f"an end of {reading.when}")
        if whole:
            yield replace(term, start=start, end=end, rule=replace(term.rule, options={})), whole


def _ends_told_apart(ask: Ask, left: Term) -> tuple[When | None, When | None]:
    begin, end = ask.inner.get("a"), ask.inner.get("b")
    if end is None or end.type != "DATE" or end.when is None or end.when.last is None:
        return None, None
    first = begin.when if begin and begin.type == "DATE" else None
    if left.rule.means == "date" and "year" not in left.slots:
        for year in (end.when.last.year, end.when.last.year - 1):
            earlier = in_year(left.slots, year)
            if earlier and not end.when.ends_before(earlier):
                return earlier, end.when
    return first, end.when


def _since_event(ask: Ask) -> Reading | None:
    """Counted from an event ("the 40th day since"): left open here, solved by the layer `settle` when events have dates."""
    slots = ask.slots
    unit = slots.get("units") or slots.get("unit") or "D"
    if unit not in GRAINS or unit.startswith("T"):
        return None
    count = int(slots.get("ordinal", slots.get("number", 1)))
    sign = -1 if ask.options.get("backward") else 1
    kind = "counting the first" if ask.options.get("inclusive") else "plus" if sign > 0 else "minus"
    return Reading(
        None, duration_value(count, unit), "DURATION" if "number" in slots else "DATE", anchor=Anchor("event"),
        flags=("event-anchored",), note=f"event {kind} {count} {GRAINS[unit].value}", narrates=False,
    )  # fmt: skip


def _nothing(_ask: Ask) -> Reading | None:
    """No time at all: keeps other rules from these words ("a 52-year-old teacher")."""
    return None


MEANINGS: dict[str, Meaning] = {
    "in-units": _in_units,
    "duration": _duration,
    "and-half": _and_half,
    "duration-back": _duration_back,
    "duration-ahead": _duration_ahead,
    "set": _set,
    "part-of-day": _part_of_day,
    "part-of-time": _part_of_time,
    "clock": _clock,
    "part": _part,
    "edge": _edge,
    "range": _range,
    "since-event": _since_event,
    "nothing": _nothing,
}
