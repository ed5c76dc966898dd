"""Meanings of times told from another (rules: `times/relative.toml`): from the day of issue, or from the story's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dateline.annotate.times.by_country import season, southern, weekend
from dateline.annotate.times.nearest import day_in, weekday
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
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When


def _deictic(ask: Ask) -> Reading | None:
    """The day of issue moved by `offset` days ("today", "yesterday")."""
    now = ask.context.now()
    if now is None or (ask.context.narrative and ask.options["offset"] == 0):
        return Reading(now, "PRESENT_REF" if ask.options["offset"] == 0 else "", anchor=PUBLICATION, narrates=False)
    offset = int(ask.options["offset"])
    return dated(now.shift(offset, Grain.DAY), PUBLICATION, note=f"{now} {offset:+d} days")


def _this(ask: Ask) -> Reading | None:
    """The unit, month or season of the issue, moved by `offset` ("last year", "this week", "next May")."""
    slots, offset = ask.slots, int(ask.options["offset"])
    now = _present(ask)
    if now is None:
        return Reading(None, "", anchor=PUBLICATION, note="no day of issue is known", narrates=False)
    if "month" in slots or "season" in slots:
        return _in_hemisphere(ask, _nth_named(ask, now, offset))
    unit = slots["unit"]
    if unit not in GRAINS or GRAINS[unit] is Grain.MINUTE:
        return Reading(now, "PRESENT_REF", anchor=PUBLICATION, narrates=False)
    grain = GRAINS[unit]
    when = now.shift(offset, grain, grain) if unit != "D" else now.shift(offset, Grain.DAY)
    return dated(when, PUBLICATION, note=f"{grain.value} of {now} {offset:+d}" if offset else f"{grain.value} of {now}")


def _present(ask: Ask) -> When | None:
    """What "this" points at: the day of issue, in a history the day that its story has reached."""
    told = ask.context.reference if ask.context.narrative else None
    return When.at(told.first, Grain.DAY) if told and told.first else ask.context.now()


def _nth_named(ask: Ask, now: When, offset: int) -> Reading | None:
    day = now.first
    assert day is not None, "the day of issue has a first day"

    def build(year: int) -> When:
        if "month" in ask.slots:
            return When.at(date(year, ask.slots["month"], 1), Grain.MONTH)
        return season(year, str(ask.slots["season"]), ask.context.locale)

    options = [build(year) for year in range(max(1, day.year - 2), min(9998, day.year + 2) + 1)]
    past = [when for when in options if when.last and when.last < day]
    coming = [when for when in options if when.first and when.first > day]
    if offset < 0:
        return _last_named(past, day)
    if offset > 0:
        return dated(coming[0], PUBLICATION)
    return dated(
        min(
            options,
            key=lambda when: (
                not when.holds(now),
                when.first is None or when.first.year != day.year,
                abs((when.first - day).days) if when.first else 0,
            ),
        ),
        PUBLICATION,
    )


def _last_named(past: list[When], day: date) -> Reading | None:
    """The month or season that was last over; the month that has just ended would be "last month", so it is the one before."""
    near = past[-1] if past else None
    if near and near.grain is Grain.MONTH and near.last and (day - near.last).days <= day.day and len(past) > 1:
        return dated(past[-2], PUBLICATION, alternatives=(near,), note="the month just over would be the last month")
    return dated(near, PUBLICATION)


def _in_hemisphere(ask: Ask, reading: Reading | None) -> Reading | None:
    return southern(reading, str(ask.slots["season"]), ask.context.locale) if "season" in ask.slots else reading


def _same(ask: Ask) -> Reading | None:
    """The unit the story has reached, moved by `offset` ("the same month", "the following day", "that night")."""
    base, anchor = _told(ask)
    if base is None or base.first is None:
        return None
    offset, mod, slots = int(ask.options["offset"]), ask.options.get("mod"), ask.slots
    if "part_of_day" in slots:
        day = When.at(base.first, Grain.DAY).shift(offset, Grain.DAY)
        return Reading(in_part(day), f"{day}T{slots['part_of_day']}", "TIME", anchor=anchor)
    if "weekday" in slots:
        days = (
            (slots["weekday"] - base.first.weekday()) % 7
            if offset
            else (slots["weekday"] - base.first.weekday() + 3) % 7 - 3
        )
        return dated(base.shift(days or 7 * offset, Grain.DAY, Grain.DAY), anchor)
    if "month" in slots or "season" in slots:
        return _in_hemisphere(ask, _nth_named(ask, When.at(base.first, Grain.DAY), offset))
    unit = slots.get("unit") or ask.options.get("unit")
    if unit not in GRAINS or GRAINS[unit] is Grain.MINUTE:
        return None
    grain = GRAINS[unit]
    if grain is Grain.QUARTER and base.grain is not Grain.QUARTER:
        if "unit" not in slots:
            return None  # "left the quarter": no quarter of a year has been told
        base = base.shift(-1, Grain.QUARTER, Grain.QUARTER)  # reports tell of the quarter that is over
    if list(Grain).index(grain) > list(Grain).index(base.grain) and grain in (Grain.DAY, Grain.WEEK):
        return (
            Reading(None, "PXD" if offset else "", note=f"{base} is no {grain.value}", narrates=False)
            if offset
            else None
        )
    when = base.shift(offset, grain, grain)
    return dated(when, anchor, mod=mod, note=f"{grain.value} of {base}" + (f" {offset:+d}" if offset else ""))


def _told(ask: Ask) -> tuple[When | None, Anchor]:
    """The time that "that year" or "the next day" points at: of "that year" the date named last, even in passing."""
    context = ask.context
    if context.named and not int(ask.options["offset"]) and ask.slots.keys() & {"unit", "month", "season"}:
        return context.named, Anchor("time", context.named_id)
    if context.reference is None:
        return context.now(), PUBLICATION
    return context.reference, Anchor("time", context.reference_id)


def _then(ask: Ask) -> Reading | None:
    """The time the story has reached, with no unit of its own ("then", "at that time")."""
    anchor = Anchor("time", ask.context.reference_id) if ask.context.reference else PUBLICATION
    return Reading(
        ask.context.reference, "PAST_REF", anchor=anchor, note="the time the story has reached", narrates=False
    )


def shift(ask: Ask) -> Reading | None:
    """So many units before or after the `anchor`, known as finely as the unit ("40 days ago", "a year earlier")."""
    options, slots = ask.options, ask.slots
    unit = options.get("unit") or slots.get("units") or slots.get("unit")
    count = float(slots.get("number", 1))
    from_issue = options["anchor"] == "publication"
    base = ask.context.now() if from_issue or ask.context.reference is None else ask.context.reference
    if base is None and from_issue:
        return Reading(None, "", anchor=PUBLICATION, note="no day of issue is known", narrates=False)
    if base is None or base.first is None or unit is None:
        return None
    anchor = (
        PUBLICATION if base is not ask.context.reference or from_issue else Anchor("time", ask.context.reference_id)
    )
    if unit.startswith("T"):
        return _hours(ask, base, anchor)
    steps, unit = (count * 2, "W") if unit == "2W" else (count, unit)
    whole = int(steps)
    sign = -1 if options.get("backward") else 1
    if steps != whole and unit == "Y":
        whole, unit = round(steps * 12), "M"
    grain = GRAINS[unit]
    rounded = grain in (
        Grain.DECADE,
        Grain.CENTURY,
    )  # "a decade ago" is about ten years back, no decade of the calendar
    known = Grain(options["grain"]) if "grain" in options else Grain.YEAR if rounded else grain
    known = known if from_issue else _fineness(grain, base)
    when = base.shift(sign * whole, grain, known)
    if "approximate" in slots or (rounded and from_issue):
        when = replace(when, approximate=True)
    wider = (when.widen(grain),) if known is not grain and grain in (Grain.YEAR, Grain.MONTH) else ()
    mod = "APPROX" if "approximate" in slots else slots.get("modifier")
    return dated(
        when,
        anchor,
        alternatives=wider,
        mod=mod,
        note=f"{base} {'minus' if sign < 0 else 'plus'} {whole} {grain.value}{'s' if whole != 1 else ''}",
    )


def _hours(ask: Ask, base: When, anchor: Anchor) -> Reading:
    """So many hours or minutes from a time of day ("an hour later"); the same day where none has been told."""
    minutes = {"TH": 60.0, "TM": 1.0, "TS": 1 / 60}[ask.slots.get("units") or ask.slots["unit"]]
    count = round(float(ask.slots.get("number", 1)) * minutes) * (-1 if ask.options.get("backward") else 1)
    if not base.clock or base.first is None or abs(count) > 1_000_000:
        return Reading(base, timex_value(base), anchor=anchor, mod="APPROX", note="the same day", narrates=False)
    told = datetime.combine(base.first, time.fromisoformat(base.clock)) + timedelta(minutes=count)
    when = When(told.date(), told.date(), Grain.MINUTE, clock=f"{told:%H:%M}")
    return Reading(when, str(when), "TIME", anchor=anchor, note=f"{base} {count:+d} minutes")


def _from_time(ask: Ask) -> Reading | None:
    """So many units from a date told beside it ("40 days after 3 January", "a week before Easter", "a week from Friday")."""
    inner, slots = ask.inner.get("time"), ask.slots
    unit = str(slots.get("units") or slots.get("unit") or ask.options.get("unit"))
    if inner is None or inner.when is None or inner.type != "DATE" or unit.startswith("T"):
        return None
    count, sign = round(float(slots.get("number", 1))), -1 if ask.options.get("backward") else 1
    steps, unit = (count * 2, "W") if unit == "2W" else (count, unit)
    grain, base = GRAINS[unit], inner.when
    edge = base.first if sign < 0 else base.last
    if edge is None or steps > 100_000:
        return None
    exact = base.grain in (Grain.DAY, Grain.MONTH, Grain.YEAR) and not base.approximate
    known = _fineness(grain, base) if exact else grain
    if base.single_day and grain in (Grain.MONTH, Grain.YEAR):
        known = Grain.DAY
    when = When.at(edge, base.grain).shift(sign * steps, grain, known)
    return dated(when, inner.anchor, note=f"{base} {'minus' if sign < 0 else 'plus'} {steps} {grain.value}")


def _fineness(grain: Grain, base: When) -> Grain:
    """How finely a step of `grain` from `base` is known: a week after a known day is a day, a year after a month a month."""
    if grain is Grain.WEEK and base.single_day:
        return Grain.DAY
    if grain in (Grain.DAY, Grain.WEEK):
        return grain
    finer = max(grain, base.grain, key=list(Grain).index)
    return grain if finer.finer_than_day or finer in (Grain.DAY, Grain.WEEK) else finer


def _weekday(ask: Ask) -> Reading | None:
    """The day of the week that the tense suggests, or the last or next by `offset` ("on Friday", "next Friday")."""
    number, context = ask.slots["weekday"], ask.context
    chosen = weekday(number, context, ask.options.get("offset"))
    if chosen is None:
        return Reading(None, f"XXXX-WXX-{number + 1}", narrates=False)
    when, anchor = chosen
    base = context.reference if anchor.to == "time" else context.now()
    days = (when.first - base.first).days if when.first and base and base.first else 0
    return dated(when, anchor, note=f"{base} {days:+d} days")


def _weekend(ask: Ask) -> Reading | None:
    """The last weekend of the outlet's country, or the coming one where the clause or `offset` looks ahead."""
    now = ask.context.now()
    if now is None or now.first is None:
        return None
    ahead = ask.context.tense == "future" and now.first.weekday() not in ask.context.locale.weekend
    return weekend(ask, int(ask.options.get("offset", ahead)))


def _month_in(ask: Ask) -> Reading | None:
    """A month or day of the year of the `anchor`, moved by `offset` years ("January this year", "June of that year")."""
    narrative = ask.options.get("anchor") == "narrative"
    base, anchor = _told(ask) if narrative else (ask.context.now(), PUBLICATION)
    if base is None or base.first is None:
        return None
    year = base.first.year + int(ask.options["offset"])
    if "season" in ask.slots:
        return _in_hemisphere(ask, dated(season(year, str(ask.slots["season"]), ask.context.locale), anchor))
    day = ask.slots.get("day")
    told = ask.context.reference or ask.context.now()  # "the same month this year": the month that the story is in
    month = ask.slots.get("month") or (told.first.month if told and told.first else None)
    if month is None:
        return None
    when = day_in(year, month, day) if day else When.at(date(year, month, 1), Grain.MONTH)
    return dated(when, anchor)


def _so_far(ask: Ask) -> Reading | None:
    """From the beginning of the unit to the day of issue ("earlier this year")."""
    whole, now = _whole(ask), _present(ask)
    if whole is None or now is None:
        return None
    when = When(whole.first, min(whole.last or date.max, now.last or date.max), now.grain)
    return Reading(
        when, timex_value(whole), mod="START", anchor=PUBLICATION, note=f"{whole} up to {now}", narrates=False
    )


def _to_come(ask: Ask) -> Reading | None:
    """From the day of issue to the end of the unit ("later this week")."""
    whole, now = _whole(ask), _present(ask)
    if whole is None or now is None:
        return None
    when = (
        When(max(whole.first or date.min, now.first or date.min), whole.last, now.grain)
        if whole.overlaps(now)
        else whole
    )
    return Reading(when, timex_value(whole), mod="END", anchor=PUBLICATION, note=f"{whole} from {now}", narrates=False)


def _whole(ask: Ask) -> When | None:
    now = _present(ask)
    if now is None:
        return None
    if "weekday" in ask.slots:
        chosen = weekday(ask.slots["weekday"], ask.context, None)
        return chosen[0] if chosen else None
    if "season" in ask.slots:
        reading = _nth_named(ask, now, 0)
        return reading.when if reading else None
    grain = GRAINS.get(ask.slots.get("unit", "D"), Grain.DAY)
    return now if grain.finer_than_day else now.widen(grain)


def _vague(ask: Ask) -> Reading | None:
    """Now, recently or soon, as `value` says: one end is the day of issue, the other open. No start is invented."""
    value, now = ask.options["value"], ask.context.now()
    if now is None:
        return Reading(None, value, narrates=False)
    when = {
        "PRESENT_REF": now,
        "PAST_REF": When(None, now.last, Grain.VAGUE),
        "FUTURE_REF": When(now.first, None, Grain.VAGUE),
    }[value]
    return Reading(when, value, anchor=PUBLICATION, narrates=False)


def _vague_ahead(ask: Ask) -> Reading | None:
    """The time after the issue, where the clause looks ahead: "was soon released" tells no time of its own."""
    ahead = ask.context.tense in ("future", "present", "surely present")
    return _vague(ask) if ahead and not ask.context.narrative else None


def _vague_past(ask: Ask) -> Reading | None:
    """An uncounted length up to the day of issue ("in recent weeks")."""
    now = ask.context.now()
    when = When(None, now.last, Grain.VAGUE) if now else None
    return Reading(when, duration_value("X", ask.slots["units"]), "DURATION", anchor=PUBLICATION, narrates=False)


def _vague_future(ask: Ask) -> Reading | None:
    """An uncounted length from the day of issue on ("in the coming months")."""
    now = ask.context.now()
    when = When(now.first, None, Grain.VAGUE) if now else None
    return Reading(when, duration_value("X", ask.slots["units"]), "DURATION", anchor=PUBLICATION, narrates=False)


MEANINGS: dict[str, Meaning] = {
    "deictic": _deictic,
    "this": _this,
    "same": _same,
    "then": _then,
    "shift": shift,
    "weekday": _weekday,
    "weekend": _weekend,
    "month-in": _month_in,
    "so-far": _so_far,
    "to-come": _to_come,
    "vague": _vague,
    "vague-past": _vague_past,
    "vague-future": _vague_future,
    "vague-ahead": _vague_ahead,
    "from-time": _from_time,
}
