"""Meanings of the parts and the clocks of a day (rules: `times/clocks.toml`): "last night", "5.30 p.m.", "noon on Friday".

Zones of clocks are read in `zones.py`. Midnight stays a part of its day: whether Friday begins or ends with it, the words do not say.
"""

from __future__ import annotations

from dateline.annotate.times.reading import PUBLICATION, Ask, Meaning, Reading, in_part
from dateline.annotate.times.zones import in_zone, minutes_of
from dateline.text.when import Grain, When

# From which hour on a part of the day turns a clock of twelve hours to its second half: "9 at night" is 21:00, "2 at night" is not.
_SECOND_HALF = {"AF": 1, "EV": 1, "NI": 6}


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
    """A time of day, of the day told beside it or of the context ("3 p.m.", "15:00", "five o'clock on Monday morning")."""
    inner = ask.inner.get("time")
    if "time" in ask.slots and (
        inner is None or inner.when is None or inner.when.single_day is None or inner.when.clock
    ):
        return None
    told = _hour_and_minute(ask, inner)
    if told is None:
        return None
    context = ask.context
    base = inner.when if inner else context.reference if context.narrative else context.long_ago or context.now()
    clock = f"{told[0] % 24:02d}:{told[1]:02d}"
    if base is None or base.single_day is None:
        return in_zone(Reading(None, f"XXXX-XX-XXT{clock}", "TIME", narrates=False), ask, told)
    when = When(base.first, base.last, Grain.MINUTE, clock=clock)
    reading = Reading(when, str(when), "TIME", anchor=inner.anchor if inner else PUBLICATION)
    return in_zone(reading, ask, told)


def _hour_and_minute(ask: Ask, inner: Reading | None) -> tuple[int, int] | None:
    """What the clock shows, of 24 hours; "p.m." or the part of the day beside it says which half."""
    slots = ask.slots
    if "clock" in slots:
        told: tuple[int, int] | None = (slots["clock"][0], slots["clock"][1])
    else:
        told = (int(slots["noon"]), 0) if "noon" in slots else minutes_of(slots["number"])
    if told is None:
        return None
    hour, minute = told
    if "meridiem" in slots:
        hour = hour % 12 + slots["meridiem"]
    elif _SECOND_HALF.get(_part_beside(ask, inner), 12) <= hour < 12:
        hour += 12
    return (hour, minute) if 0 <= hour <= 24 and minute < 60 else None


def _part_beside(ask: Ask, inner: Reading | None) -> str:
    if "part_of_day" in ask.slots:
        return str(ask.slots["part_of_day"])
    return inner.value[-2:] if inner and inner.when and inner.when.grain is Grain.PART_OF_DAY else ""


MEANINGS: dict[str, Meaning] = {"part-of-day": _part_of_day, "part-of-time": _part_of_time, "clock": _clock}
