"""The closed list of what a time rule can mean. Arithmetic only: the words stand in the rules.

A meaning takes a term and a context and gives a reading, or None where the words turn out to be no time.
`Resolver.resolve` picks the meaning by the rule's `means`; meanings of inner terms come first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateline.annotate.times.context import Context
from dateline.annotate.times.nearest import day_in, of_year, weekday
from dateline.annotate.times.reading import GRAINS, SEASON_CODES, Reading, duration_value, timex_value
from dateline.languages.grammar import Term
from dateline.text.errors import BadDate
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When

Meaning = Callable[[Term, Context], Reading | None]
PUBLICATION = Anchor("publication")


def resolve(term: Term, context: Context) -> Reading | None:
    """The reading of the term. A date outside the calendar (31 February, year 10000) is no reading, never an error."""
    try:
        return MEANINGS[term.rule.means](term, context)
    except (BadDate, OverflowError):
        return None


def _dated(when: When | None, anchor: Anchor, **more: object) -> Reading | None:
    return Reading(when, timex_value(when), anchor=anchor, **more) if when else None  # type: ignore[arg-type]


def _date(term: Term, context: Context) -> Reading | None:
    """Day, month or year of the calendar; a year left out is the context's."""
    slots = term.slots
    year, month, day = slots.get("year"), slots.get("month"), slots.get("day", slots.get("ordinal"))
    if year is None and "two" in slots:
        year = _full_year(slots["two"], context)
    if month is None:
        return _dated(When.at(date(int(year), 1, 1), Grain.YEAR), Anchor("calendar")) if year else None

    def build(of: int) -> When | None:
        return day_in(of, month, int(day)) if day else When.at(date(of, month, 1), Grain.MONTH)

    named = slots.get("weekday")
    if year is not None:
        when = build(int(year)) if 1 <= year <= 9999 else None
        reading = _dated(when, Anchor("calendar"))
    else:
        chosen = of_year(build, context)
        if chosen is None:
            text = f"XXXX-{month:02d}" + (f"-{int(day):02d}" if day and day <= 31 else "")
            return Reading(None, text, note="no year is known", narrates=False) if build(2000) else None
        when = chosen[0]
        reading = _dated(when, chosen[1], note=f"year {when.first.year if when.first else '?'} by the context")
    if reading and named is not None and when and when.first and when.first.weekday() != named:
        return Reading(when, reading.value, anchor=reading.anchor, flags=("weekday-mismatch",), note=reading.note)
    return reading


def _year(term: Term, _context: Context) -> Reading | None:
    year = int(term.slots["year"])
    if not 1000 <= year <= 2199:
        return None
    return _dated(When.at(date(year, 1, 1), Grain.YEAR), Anchor("calendar"))


def _era(term: Term, _context: Context) -> Reading | None:
    year = int(term.slots["number"])
    if term.slots["era"] == "BC":
        return (
            Reading(None, f"BC{year:04d}", note="before the calendar's year 1", narrates=False)
            if year < 10000
            else None
        )
    return _dated(When.at(date(year, 1, 1), Grain.YEAR), Anchor("calendar")) if 0 < year < 10000 else None


def _iso(term: Term, _context: Context) -> Reading | None:
    return _dated(day_in(*term.slots["iso"]), Anchor("calendar"))


def _numeric(term: Term, context: Context) -> Reading | None:
    """03/04/2019: month first where both orders are dates, the other kept as an alternative."""
    left, right, year = term.slots["numeric"]
    year = year if year > 99 else _full_year(year, context)
    month_first, day_first = day_in(year, left, right), day_in(year, right, left)
    chosen = month_first or day_first
    if chosen is None:
        return None
    other = (day_first,) if month_first and day_first and month_first != day_first else ()
    return Reading(chosen, timex_value(chosen), alternatives=other, flags=("day-month-order",) if other else ())


def _decade(term: Term, context: Context) -> Reading | None:
    number = int(term.slots.get("decade", term.slots.get("decade_word", 0)))
    year = number if number > 99 else _full_year(number, context)
    return _dated(When.at(date(year, 1, 1), Grain.DECADE), Anchor("calendar")) if 1000 <= year <= 2199 else None


def _century(term: Term, _context: Context) -> Reading | None:
    number = int(term.slots["ordinal"])
    return (
        _dated(When.at(date(max(number * 100 - 99, 1), 1, 1), Grain.CENTURY), Anchor("calendar"))
        if 1 <= number <= 22
        else None
    )


def _season(term: Term, context: Context) -> Reading | None:
    code = SEASON_CODES[term.slots["season"]]
    if "year" in term.slots:
        return _dated(When.season(int(term.slots["year"]), code), Anchor("calendar"))
    chosen = of_year(lambda year: When.season(year, code), context)
    return _dated(chosen[0], chosen[1]) if chosen else Reading(None, f"XXXX-{term.slots['season']}", narrates=False)


def _fraction(term: Term, context: Context) -> Reading | None:
    """A quarter or half of a year."""
    number = int(term.slots.get("half", term.slots.get("ordinal", 0)))
    if not 1 <= number <= (2 if "half" in term.slots else 4):
        return None
    code = 39 + number if "half" in term.slots else 32 + number
    if "year" in term.slots:
        return _dated(When.season(int(term.slots["year"]), code), Anchor("calendar"))
    chosen = of_year(lambda year: When.season(year, code), context)
    return _dated(chosen[0], chosen[1]) if chosen else None


def _holiday(term: Term, context: Context) -> Reading | None:
    month, day = (int(part) for part in str(term.slots["holiday"]).split("-"))
    if "year" in term.slots:
        return _dated(day_in(int(term.slots["year"]), month, day), Anchor("calendar"))
    chosen = of_year(lambda year: day_in(year, month, day), context)
    return _dated(chosen[0], chosen[1]) if chosen else None


def _day_of_month(term: Term, context: Context) -> Reading | None:
    """ "the 3rd of this month", "on the 20th": in the month that the story or the issue is in."""
    base = context.reference if context.narrative and context.reference else context.now()
    if base is None or base.first is None or base.grain in (Grain.YEAR, Grain.DECADE, Grain.CENTURY):
        return None
    day = int(term.slots.get("ordinal", term.slots.get("day", 0)))
    anchor = Anchor("time", context.reference_id) if base is context.reference else PUBLICATION
    return _dated(day_in(base.first.year, base.first.month, day), anchor)


def _deictic(term: Term, context: Context) -> Reading | None:
    now = context.now()
    if now is None or context.narrative and term.rule.options["offset"] == 0:
        return Reading(
            now, "PRESENT_REF" if term.rule.options["offset"] == 0 else "", anchor=PUBLICATION, narrates=False
        )
    offset = term.rule.options["offset"] - (term.stop - term.first == 4)  # "the day before yesterday" has four words
    return _dated(now.shift(offset, Grain.DAY), PUBLICATION, note=f"{now} {offset:+d} days")


def _this(term: Term, context: Context) -> Reading | None:
    """ "last year", "this week", "next May": the calendar unit before, of or after the day of issue."""
    now, offset = context.now(), int(term.rule.options["offset"])
    if now is None:
        return None
    slots = term.slots
    if "month" in slots or "season" in slots:
        return _nth_named(term, now, offset)
    unit = slots["unit"]
    if unit not in GRAINS or GRAINS[unit] is Grain.MINUTE:
        return Reading(now, "PRESENT_REF", anchor=PUBLICATION, narrates=False)
    grain = GRAINS[unit]
    when = now.shift(offset, grain, grain) if unit != "D" else now.shift(offset, Grain.DAY)
    return _dated(
        when, PUBLICATION, note=f"{grain.value} of {now} {offset:+d}" if offset else f"{grain.value} of {now}"
    )


def _nth_named(term: Term, now: When, offset: int) -> Reading | None:
    day = now.first
    assert day is not None, "the day of issue has a first day"

    def build(year: int) -> When:
        if "month" in term.slots:
            return When.at(date(year, term.slots["month"], 1), Grain.MONTH)
        return When.season(year, SEASON_CODES[term.slots["season"]])

    options = [build(year) for year in range(max(1, day.year - 2), min(9998, day.year + 2) + 1)]
    past = [when for when in options if when.last and when.last < day]
    coming = [when for when in options if when.first and when.first > day]
    if offset < 0:
        return _dated(past[-1], PUBLICATION)
    if offset > 0:
        return _dated(coming[0], PUBLICATION)
    return _dated(
        min(
            options,
            key=lambda when: (
                when.first is None or when.first.year != day.year,
                abs((when.first - day).days) if when.first else 0,
            ),
        ),
        PUBLICATION,
    )


def _same(term: Term, context: Context) -> Reading | None:
    """ "the same month", "the following day", "that night": from the time the story has reached."""
    base = context.reference or context.now()
    if base is None or base.first is None:
        return None
    anchor = Anchor("time", context.reference_id) if context.reference else PUBLICATION
    offset, mod, slots = int(term.rule.options["offset"]), term.rule.options.get("mod"), term.slots
    if "part_of_day" in slots:
        day = When.at(base.first, Grain.DAY).shift(offset, Grain.DAY)
        return Reading(_in_part(day), f"{day}T{slots['part_of_day']}", "TIME", anchor=anchor)
    if "weekday" in slots:
        days = (
            (slots["weekday"] - base.first.weekday()) % 7
            if offset
            else (slots["weekday"] - base.first.weekday() + 3) % 7 - 3
        )
        return _dated(base.shift(days or 7 * offset, Grain.DAY, Grain.DAY), anchor)
    if "month" in slots or "season" in slots:
        return _nth_named(term, When.at(base.first, Grain.DAY), offset)
    unit = slots["unit"]
    if unit not in GRAINS or GRAINS[unit] is Grain.MINUTE:
        return None
    grain = GRAINS[unit]
    if list(Grain).index(grain) > list(Grain).index(base.grain) and grain in (Grain.DAY, Grain.WEEK):
        return (
            Reading(None, "PXD" if offset else "", note=f"{base} is no {grain.value}", narrates=False)
            if offset
            else None
        )
    when = base.shift(offset, grain, grain)
    return _dated(when, anchor, mod=mod, note=f"{grain.value} of {base}" + (f" {offset:+d}" if offset else ""))


def _then(_term: Term, context: Context) -> Reading | None:
    anchor = Anchor("time", context.reference_id) if context.reference else PUBLICATION
    return Reading(context.reference, "PAST_REF", anchor=anchor, note="the time the story has reached", narrates=False)


def _shift(term: Term, context: Context) -> Reading | None:
    """So many units before or after the day of issue or the story's time, known as finely as the unit."""
    options, slots = term.rule.options, term.slots
    unit = options.get("unit") or slots.get("units") or slots.get("unit")
    count = float(slots.get("number", 1))
    from_issue = options["anchor"] == "publication"
    base = context.now() if from_issue or context.reference is None else context.reference
    if base is None or base.first is None or unit is None:
        return None
    anchor = PUBLICATION if base is not context.reference or from_issue else Anchor("time", context.reference_id)
    if unit.startswith("T"):
        return Reading(base, timex_value(base), anchor=anchor, mod="APPROX", note="the same day", narrates=False)
    steps, unit = (count * 2, "W") if unit == "2W" else (count, unit)
    whole = int(steps)
    sign = -1 if options.get("backward") else 1
    if steps != whole and unit == "Y":
        whole, unit = round(steps * 12), "M"
    grain = GRAINS[unit]
    fineness = list(Grain)
    known = grain if from_issue or grain in (Grain.DAY, Grain.WEEK) else max(grain, base.grain, key=fineness.index)
    if known.finer_than_day or known in (Grain.DAY, Grain.WEEK) and grain not in (Grain.DAY, Grain.WEEK):
        known = grain
    when = base.shift(sign * whole, grain, known)
    wider = (when.widen(grain),) if known is not grain and grain in (Grain.YEAR, Grain.MONTH) else ()
    mod = "APPROX" if "approximate" in slots else slots.get("modifier")
    return _dated(
        when,
        anchor,
        alternatives=wider,
        mod=mod,
        note=f"{base} {'minus' if sign < 0 else 'plus'} {whole} {grain.value}{'s' if whole != 1 else ''}",
    )


def _in_units(term: Term, context: Context) -> Reading | None:
    """ "in three days" is a date when the clause looks ahead, else a length."""
    if context.tense != "future" or context.published is None:
        return _duration(term, context)
    return _shift(term, context)


def _weekday(term: Term, context: Context) -> Reading | None:
    chosen = weekday(term.slots["weekday"], context, term.rule.options.get("offset"))
    return (
        _dated(chosen[0], chosen[1])
        if chosen
        else Reading(None, f"XXXX-WXX-{term.slots['weekday'] + 1}", narrates=False)
    )


def _weekend(_term: Term, context: Context) -> Reading | None:
    now = context.now()
    if now is None or now.first is None:
        return None
    saturday = now.first - timedelta(days=(now.first.weekday() - 5) % 7)
    if context.tense == "future" and now.first.weekday() < 5:
        saturday += timedelta(days=7)
    iso = saturday.isocalendar()
    when = When(saturday, saturday + timedelta(days=1), Grain.DAY)
    return Reading(when, f"{iso.year:04d}-W{iso.week:02d}-WE", anchor=PUBLICATION)


def _month_in(term: Term, context: Context) -> Reading | None:
    """ "January this year", "June of that year"."""
    narrative = term.rule.options.get("anchor") == "narrative"
    base = context.reference if narrative else context.now()
    if base is None or base.first is None:
        return None
    year = base.first.year + int(term.rule.options["offset"])
    anchor = Anchor("time", context.reference_id) if narrative else PUBLICATION
    day = term.slots.get("day")
    when = day_in(year, term.slots["month"], day) if day else When.at(date(year, term.slots["month"], 1), Grain.MONTH)
    return _dated(when, anchor)


def _so_far(term: Term, context: Context) -> Reading | None:
    """ "earlier this year": from the unit's beginning to the day of issue."""
    whole, now = _whole(term, context), context.now()
    if whole is None or now is None:
        return None
    when = When(whole.first, min(whole.last or date.max, now.last or date.max), now.grain)
    return Reading(
        when, timex_value(whole), mod="START", anchor=PUBLICATION, note=f"{whole} up to {now}", narrates=False
    )


def _to_come(term: Term, context: Context) -> Reading | None:
    whole, now = _whole(term, context), context.now()
    if whole is None or now is None:
        return None
    when = (
        When(max(whole.first or date.min, now.first or date.min), whole.last, now.grain)
        if whole.overlaps(now)
        else whole
    )
    return Reading(when, timex_value(whole), mod="END", anchor=PUBLICATION, note=f"{whole} from {now}", narrates=False)


def _whole(term: Term, context: Context) -> When | None:
    now = context.now()
    if now is None:
        return None
    if "weekday" in term.slots:
        chosen = weekday(term.slots["weekday"], context, None)
        return chosen[0] if chosen else None
    if "season" in term.slots:
        reading = _nth_named(term, now, 0)
        return reading.when if reading else None
    grain = GRAINS.get(term.slots.get("unit", "D"), Grain.DAY)
    return now if grain.finer_than_day else now.widen(grain)


def _vague(term: Term, context: Context) -> Reading | None:
    """Now, recently, soon: one end is the day of issue, the other is open. No start is invented."""
    value, now = term.rule.options["value"], context.now()
    if now is None:
        return Reading(None, value, narrates=False)
    when = {
        "PRESENT_REF": now,
        "PAST_REF": When(None, now.last, Grain.VAGUE),
        "FUTURE_REF": When(now.first, None, Grain.VAGUE),
    }[value]
    return Reading(when, value, anchor=PUBLICATION, narrates=False)


def _vague_past(term: Term, context: Context) -> Reading | None:
    now = context.now()
    when = When(None, now.last, Grain.VAGUE) if now else None
    return Reading(when, duration_value("X", term.slots["units"]), "DURATION", anchor=PUBLICATION, narrates=False)


def _vague_future(term: Term, context: Context) -> Reading | None:
    now = context.now()
    when = When(now.first, None, Grain.VAGUE) if now else None
    return Reading(when, duration_value("X", term.slots["units"]), "DURATION", anchor=PUBLICATION, narrates=False)


def _duration(term: Term, _context: Context) -> Reading | None:
    slots, options = term.slots, term.rule.options
    unit = slots.get("units") or slots.get("unit")
    count = options.get("value") or slots.get("number", 1)
    if unit is None or not isinstance(count, str) and count > 1_000_000:
        return None
    return Reading(None, duration_value(count, unit), "DURATION", options.get("mod"), narrates=False)


def _set(term: Term, _context: Context) -> Reading | None:
    slots = term.slots
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


def _in_part(day: When) -> When:
    return When(day.first, day.last, Grain.PART_OF_DAY)


def _part_of_day(term: Term, context: Context) -> Reading | None:
    now, part = context.now(), term.slots.get("part_of_day") or term.rule.options["value"]
    if now is None:
        return Reading(None, f"XXXX-XX-XXT{part}", "TIME", narrates=False)
    day = now.shift(int(term.rule.options["offset"]), Grain.DAY)
    return Reading(_in_part(day), f"{day}T{part}", "TIME", term.slots.get("modifier"), PUBLICATION)


def _part_of_time(term: Term, context: Context) -> Reading | None:
    inner = _inner(term, context)
    if inner is None or inner.when is None or inner.when.grain is not Grain.DAY:
        return None
    return Reading(_in_part(inner.when), f"{inner.when}T{term.slots['part_of_day']}", "TIME", anchor=inner.anchor)


def _clock(term: Term, context: Context) -> Reading | None:
    slots = term.slots
    hour, minute = (*slots["clock"], 0)[:2] if "clock" in slots else (int(slots.get("number", 12)), 0)
    if "meridiem" in slots:
        hour = hour % 12 + slots["meridiem"]
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    inner = _inner(term, context) if "time" in slots else None
    if "time" in slots and (inner is None or inner.when is None or inner.when.single_day is None):
        return None
    base = inner.when if inner else (context.reference if context.narrative else context.now())
    clock = f"{hour % 24:02d}:{minute:02d}"
    if base is None or base.single_day is None:
        return Reading(None, f"XXXX-XX-XXT{clock}", "TIME", narrates=False)
    when = When(base.first, base.last, Grain.MINUTE, clock=clock)
    return Reading(when, str(when), "TIME", anchor=inner.anchor if inner else PUBLICATION)


def _part(term: Term, context: Context) -> Reading | None:
    inner, which = _inner(term, context), str(term.slots["modifier"])
    if inner is None or inner.when is None or inner.type not in ("DATE", "TIME") or inner.value.endswith("_REF"):
        return None
    part = inner.when.part({"START": "early", "MID": "mid", "END": "late"}[which])
    when = inner.when if inner.when.single_day else part
    return Reading(when, inner.value, inner.type, which, inner.anchor, note=f"{which.lower()} of {inner.when}")


def _edge(term: Term, context: Context) -> Reading | None:
    """ "the end of 1990", "the end of the month"."""
    which = term.slots.get("edge", "END")
    if "time" in term.slots:
        inner = _inner(term, context)
    else:
        base = context.reference if context.narrative and context.reference else context.now()
        grain = GRAINS.get(term.slots.get("unit", "Y"), Grain.YEAR)
        if base is None or grain.finer_than_day:
            return None
        inner = _dated(base.widen(grain), PUBLICATION)
    if inner is None or inner.when is None or inner.type != "DATE":
        return None
    part = (
        inner.when if inner.when.single_day else inner.when.part({"START": "early", "MID": "mid", "END": "late"}[which])
    )
    return Reading(part, inner.value, "DATE", which, inner.anchor, note=f"{which.lower()} of {inner.when}")


def _range(term: Term, context: Context) -> Reading | None:
    """From a to b. The year that only b names holds for a."""
    slots = term.slots
    left, right = slots["a"], slots["b"]
    if isinstance(left, Term):
        end = resolve(right, context)
        if end is None or end.when is None or end.when.last is None or end.type != "DATE":
            return None
        last: When | None = end.when
        begin = resolve(left, context)
        first = begin.when if begin and begin.type == "DATE" else None
        if left.rule.means == "date" and "year" not in left.slots:
            years = (end.when.last.year, end.when.last.year - 1)
            first = next(
                (when for year in years if (when := _in_year(left, year)) and not end.when.ends_before(when)), first
            )
    elif "month" in slots:
        year = slots.get("year")
        build = lambda day: lambda of: day_in(of, slots["month"], day)
        chosen = [
            (build(day)(int(year)), Anchor("calendar")) if year else of_year(build(day), context)
            for day in (left, right)
        ]
        if any(each is None or each[0] is None for each in chosen):
            return None
        first, last = (each[0] for each in chosen if each)
    elif "year" in slots:
        first, last = (When.at(date(int(slots["year"]), month, 1), Grain.MONTH) for month in (left, right))
    else:
        century = int(left) - int(left) % 100
        first, last = (When.at(date(year, 1, 1), Grain.YEAR) for year in (int(left), century + int(right)))
    if not (first and last and first.first and last.last and first.first <= last.last):
        return None
    when = first.until(last)
    return Reading(when, timex_value(when), note=f"from {first} to {last}", narrates=False)


def _in_year(term: Term, year: int) -> When | None:
    reading = resolve(
        Term(term.rule, {**term.slots, "year": year}, term.start, term.end, term.cue, term.first, term.stop),
        Context(None, True),
    )
    return reading.when if reading else None


def _since_event(term: Term, _context: Context) -> Reading | None:
    """Counted from an event: solved by `settle` when events have dates."""
    slots = term.slots
    unit = slots.get("units") or slots.get("unit") or "D"
    if unit not in GRAINS or unit.startswith("T"):
        return None
    count = int(slots.get("ordinal", slots.get("number", 1)))
    sign = -1 if term.rule.options.get("backward") else 1
    kind = "counting the first" if term.rule.options.get("inclusive") else "plus" if sign > 0 else "minus"
    return Reading(
        None, duration_value(count, unit), "DURATION" if "number" in slots else "DATE", anchor=Anchor("event"),
        flags=("event-anchored",), note=f"event {kind} {count} {GRAINS[unit].value}", narrates=False,
    )  # fmt: skip


def _nothing(_term: Term, _context: Context) -> Reading | None:
    return None


def _inner(term: Term, context: Context) -> Reading | None:
    return next((resolve(inner, context) for inner in term.inner()), None)


def _full_year(two: int, context: Context) -> int:
    """A year of two digits: in the hundred years up to ten after the issue, or in the story's century."""
    if context.narrative and context.reference and context.reference.first:
        return context.reference.first.year // 100 * 100 + two
    latest = (context.published.year if context.published else 2030) + 10
    return latest - (latest - two) % 100


MEANINGS: dict[str, Meaning] = {
    "date": _date, "year": _year, "era": _era, "iso": _iso, "numeric": _numeric, "decade": _decade, "century": _century,
    "season": _season, "fraction": _fraction, "holiday": _holiday, "day-of-month": _day_of_month, "deictic": _deictic,
    "this": _this, "same": _same, "then": _then, "shift": _shift, "in-units": _in_units, "weekday": _weekday,
    "weekend": _weekend, "month-in": _month_in, "so-far": _so_far, "to-come": _to_come, "vague": _vague,
    "vague-past": _vague_past, "vague-future": _vague_future, "duration": _duration, "set": _set,
    "part-of-day": _part_of_day, "part-of-time": _part_of_time, "clock": _clock, "part": _part, "edge": _edge,
    "range": _range, "since-event": _since_event, "nothing": _nothing,
}  # fmt: skip
