"""Meanings of lengths, repeated times and times built from other times (rules: `times/lengths.toml`)."""

from __future__ import annotations

from dateline.annotate.times.reading import (
    GRAINS,
    PUBLICATION,
    Ask,
    Meaning,
    Reading,
    dated,
    duration_value,
)
from dateline.annotate.times.relative import shift
from dateline.text.happening import Anchor
from dateline.text.when import Grain

_COARSE_TO_FINE = " Y M W D TH TM TS "


def _in_units(ask: Ask) -> Reading | None:
    """A time so many units ahead where the clause looks ahead, else a length ("in three days")."""
    if ask.context.tense != "future" or ask.context.published is None:
        return _duration(ask)
    return shift(ask)


def _duration(ask: Ask) -> Reading | None:
    """A length ("four years"); `value` is the count where the words have no number, X for an unknown one."""
    slots, options = ask.slots, ask.options
    unit = slots.get("units") or slots.get("unit") or options.get("unit")
    count = options.get("value") or slots.get("number", 1)
    if unit is None or (not isinstance(count, str) and count > 1_000_000):
        return None
    return Reading(None, duration_value(count, unit), "DURATION", options.get("mod"), narrates=False)


def _and_half(ask: Ask) -> Reading | None:
    """A length with a half more ("two and a half years", "a minute and a half")."""
    unit = ask.slots.get("units") or ask.slots["unit"]
    whole = ask.slots.get("whole", 1)
    return Reading(None, duration_value(float(whole) + 0.5, unit), "DURATION", narrates=False)


def _compound(ask: Ask) -> Reading | None:
    """A length in several units, from coarse to fine ("two hours and ten minutes", "three years, two months and a day")."""
    slots = ask.slots
    parts = [
        (slots.get(each, 1), str(slots[f"{each}_unit"]))
        for each in ("first", "second", "third")
        if f"{each}_unit" in slots
    ]
    places = [_COARSE_TO_FINE.find(f" {unit} ") for _, unit in parts]
    if (
        any(count != int(count) or count > 1_000_000 for count, _ in parts)
        or -1 in places
        or places != sorted(set(places))
    ):
        return None
    values = [duration_value(int(count), unit) for count, unit in parts]
    days = "".join(value[1:] for value in values if "T" not in value)
    hours = "".join(value[2:] for value in values if "T" in value)
    return Reading(None, f"P{days}{'T' if hours else ''}{hours}", "DURATION", narrates=False)


def _compound_shift(ask: Ask) -> Reading | None:
    """A length in two units before or after the `anchor` ("two years and three months ago"), where one unit counts the other."""
    slots = ask.slots
    units = (str(slots["first_unit"]), str(slots["second_unit"]))
    per = {("Y", "M"): 12, ("W", "D"): 7, ("TH", "TM"): 60}.get(units)
    if per is None:
        return None
    count = slots.get("first", 1) * per + slots.get("second", 1)
    return shift(ask._replace(term=ask.term._replace(slots={**slots, "number": count, "units": units[1]})))


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
    return length._replace(
        when=when, anchor=PUBLICATION, note=f"{length.value} {'up to' if sign < 0 else 'from'} {now}"
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


def _since_event(ask: Ask) -> Reading | None:
    """Counted from an event ("the 40th day since"): left open here, solved by the layer `settle` when events have dates."""
    slots = ask.slots
    unit = str(slots.get("units") or slots.get("unit") or ask.options.get("unit") or "D")
    count = int(slots.get("ordinal", slots.get("number", 1)))
    days = unit == "TH" and "number" in slots and count % 24 == 0  # "48 hours after" is two days after
    if unit not in GRAINS or (unit.startswith("T") and not days) or unit == "Q":
        return None
    sign = -1 if ask.options.get("backward") else 1
    kind = "counting the first" if ask.options.get("inclusive") else "plus" if sign > 0 else "minus"
    return Reading(
        None, duration_value(count, unit) if "number" in slots or slots.keys() & {"unit", "units"} else "",
        "DURATION" if "number" in slots else "DATE", anchor=Anchor("event"),
        flags=("event-anchored",), note=f"event {kind} {count} {'hour' if days else GRAINS[unit].value}", narrates=False,
    )  # fmt: skip


def _nothing(_ask: Ask) -> Reading | None:
    """No time at all: keeps other rules from these words ("a 52-year-old teacher")."""
    return None


MEANINGS: dict[str, Meaning] = {
    "in-units": _in_units,
    "duration": _duration,
    "and-half": _and_half,
    "compound": _compound,
    "compound-shift": _compound_shift,
    "duration-back": _duration_back,
    "duration-ahead": _duration_ahead,
    "set": _set,
    "part": _part,
    "edge": _edge,
    "since-event": _since_event,
    "nothing": _nothing,
}
