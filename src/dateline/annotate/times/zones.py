"""Clock times with a zone: "15:00 GMT", "3 p.m. Moscow time", "18:30 (1430 GMT)", "2019-03-04T15:00+03:30".

The zone goes into the TIMEX3 value and the note. The day stays the one that is told: 23:00 GMT on Saturday is Saturday,
also where the outlet's clocks show Sunday by then.
"""

from __future__ import annotations

import importlib
from datetime import date, datetime, time, tzinfo

from dateline.annotate.times.locale import Locale
from dateline.annotate.times.nearest import day_in
from dateline.annotate.times.reading import CALENDAR, Ask, Meaning, Reading
from dateline.knowledge.locales import load_zones
from dateline.text.when import Grain, When

_EARLIEST, _LATEST = -12 * 60, 14 * 60  # minutes from Greenwich, as zones go
SEVERAL = "zone-unclear"


def minutes_of(number: float) -> tuple[int, int] | None:
    """Hour and minute of a number as clocks are written in news: 9 or 1430.

    >>> minutes_of(1430), minutes_of(9), minutes_of(1475)
    ((14, 30), (9, 0), None)
    """
    hour, minute = divmod(int(number), 100) if number >= 100 else (int(number), 0)
    return (hour, minute) if number == int(number) and 0 <= hour <= 24 and minute < 60 else None


def in_zone(reading: Reading, ask: Ask, clock: tuple[int, int]) -> Reading:
    """The time of day with the zone that its words tell."""
    slots = ask.slots
    day = reading.when.single_day if reading.when else None
    if "other_zone" in slots:
        other = _offset(str(slots["other_zone"]), ask.context.locale, day)
        elsewhere = _clock_elsewhere(ask)
        if other is None or elsewhere is None:
            return reading
        apart = (clock[0] - elsewhere[0]) * 60 + clock[1] - elsewhere[1] + other
        offset = next((each for each in (apart, apart - 1440, apart + 1440) if _EARLIEST <= each <= _LATEST), None)
        reading = reading._replace(
            note=_joined(reading.note, f"{elsewhere[0]:02d}:{elsewhere[1]:02d} {slots['other_zone']}")
        )
        return _told(reading, offset, "")
    if "zone_place" in slots:
        moved = _offset_at(str(slots["zone_place"]), day, clock)
        return _told(reading, moved, str(slots["zone_place"]))
    if "zone" not in slots:
        return reading
    name = str(slots["zone"])
    if "sign" in slots:
        shift = _shift(slots.get("by", slots.get("by_clock")))
        return reading if shift is None else _told(reading, slots["sign"] * shift, "")
    found = _offset(name, ask.context.locale, day, clock)
    if found is not None or day is None:
        return _told(reading, found, name)
    uses = ", ".join(f"{use.offset} ({', '.join(use.countries)})" for use in load_zones().get(name, ()))
    return reading._replace(flags=(*reading.flags, SEVERAL), note=_joined(reading.note, f"{name} is {uses}"))


def _iso_clock(ask: Ask) -> Reading | None:
    """A day and a clock in ISO form, with or without a zone ("2019-03-04T15:00+03:30")."""
    slots = ask.slots
    day, clock = day_in(*slots["iso"]), slots["clock"][:2]
    if day is None or day.first is None or not (clock[0] < 24 and clock[1] < 60):
        return None
    when = When(day.first, day.first, Grain.MINUTE, clock=f"{clock[0]:02d}:{clock[1]:02d}")
    reading = Reading(when, str(when), "TIME", anchor=CALENDAR)
    if "sign" in slots and "zone" not in slots:
        shift = _shift(slots.get("by", slots.get("by_clock")))
        return None if shift is None else _told(reading, slots["sign"] * shift, "")
    return in_zone(reading, ask, clock)


def _told(reading: Reading, offset: int | None, name: str) -> Reading:
    """The reading with its offset from Greenwich in minutes; with the zone's name alone where the offset is not known."""
    if offset is None or not _EARLIEST <= offset <= _LATEST:
        return reading._replace(note=_joined(reading.note, name))
    sign, (hours, minutes) = "-" if offset < 0 else "+", divmod(abs(offset), 60)
    text = f"{sign}{hours:02d}:{minutes:02d}" if offset else "Z"
    note = f"{name} is {text}" if name and name != text else ""
    return reading._replace(value=reading.value + text, note=_joined(reading.note, note))


def _offset(name: str, locale: Locale, day: date | None, clock: tuple[int, int] = (12, 0)) -> int | None:
    """Minutes from Greenwich of an abbreviation; of one with several meanings that of the outlet's country, else None."""
    uses = load_zones().get(name, ())
    if len(uses) > 1:
        uses = tuple(use for use in uses if locale.country in use.countries)
    if len(uses) != 1:
        return None
    offset = uses[0].offset
    if offset[0] not in "+-":
        return _offset_at(offset, day, clock)
    return int(offset[0] + "1") * (int(offset[1:3]) * 60 + int(offset[4:]))


def _offset_at(zone: str, day: date | None, clock: tuple[int, int]) -> int | None:
    """Minutes from Greenwich in a zone of the tz database on that day; None without a day, or before there were zones.

    A clock that summer time leaves out (02:30 on the morning it begins) counts as before the change.
    """
    if day is None:
        return None
    try:
        place: tzinfo = importlib.import_module("zoneinfo").ZoneInfo(zone)  # 4 ms, for the few texts that name a zone
        moved = datetime.combine(day, time(clock[0] % 24, clock[1]), place).utcoffset()
    except (KeyError, ValueError, OverflowError, OSError):  # no tz database here, or beyond its calendar
        return None
    seconds = moved.total_seconds() if moved is not None else 1
    return None if seconds % 60 else int(seconds // 60)


def _clock_elsewhere(ask: Ask) -> tuple[int, int] | None:
    """The second of two clocks: "18:30 (1430 GMT)"."""
    slots = ask.slots
    clock = slots["elsewhere"][:2] if "elsewhere" in slots else minutes_of(float(slots["elsewhere_number"]))
    if clock is None or clock[1] >= 60:
        return None
    return (clock[0] % 12 + slots["other_half"], clock[1]) if "other_half" in slots else (clock[0], clock[1])


def _shift(by: float | tuple[int, ...] | None) -> int | None:
    """Minutes that "3", "0330" or "03:30" mean behind "UTC+"."""
    found = by if by is None or isinstance(by, tuple) else minutes_of(by)
    return found[0] * 60 + found[1] if found and found[0] <= 14 and found[1] < 60 else None


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


MEANINGS: dict[str, Meaning] = {"iso-clock": _iso_clock}
