"""Public holidays that a country keeps: "India's Republic Day", "Thanksgiving". The only file that knows the holidays library.

A holiday is read by the country that is named beside it, else by the outlet's, else by the only one that its sentence names.
Where none is known, or none has such a day, it is found without a period. The library is imported when the first holiday is asked for: that takes 0.1 s.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateline.annotate.times import calendars
from dateline.annotate.times.locale import country_beside, country_in_sentence
from dateline.annotate.times.nearest import day_in, of_year, turned
from dateline.annotate.times.reading import CALENDAR, PUBLICATION, Ask, Meaning, Reading, dated
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When

_YEARS = range(1900, 2101)  # beyond, the library has no rules, or not those of then
_LANGUAGES = ("en_US", "en_GB")
_MARK = re.compile(r" \(estimated\)$")
# What the library calls days that are only off because the feast itself falls on another, and the half day before.
_INSTEAD = re.compile(r"\((?:observed|substituted|in lieu|from )")
_UNKNOWN = "XXXX-XX-XX"
Build = Callable[[int], When | None]


@lru_cache(maxsize=512)
def feasts_of(country: str, year: int) -> dict[str, tuple[date, bool]]:
    """The holidays of a country in a year by their plain names: the first day, and whether it is reckoned rather than fixed.

    >>> feasts_of("IN", 2019)["republic day"]
    (datetime.date(2019, 1, 26), False)
    """
    library = _library()
    if year not in _YEARS or not country:
        return {}
    try:
        languages = library.list_localized_countries().get(country, ())
        language = next((each for each in _LANGUAGES if each in languages), None)
        every = library.country_holidays(country).supported_categories
        found = library.country_holidays(country, years=year, language=language, categories=every)
    except NotImplementedError:  # a country that the library does not know
        return {}
    days: dict[str, tuple[date, bool]] = {}
    for day, names in sorted(found.items()):
        for name in names.split("; "):
            if not _INSTEAD.search(name):
                days.setdefault(plain(name), (date(day.year, day.month, day.day), "estimated" in name))
    return days


def plain(name: str) -> str:
    """The name as it is compared.

    >>> plain("Eid al-Fitr Holiday (estimated)"), plain("Workers’ Day"), plain("Labour Day")
    ('eid al-fitr', 'workers day', 'labor day')
    """
    name = _MARK.sub("", name).lower().removesuffix(" holiday")
    return name.replace("'", "").replace("’", "").replace("labour", "labor")


def _public_holiday(ask: Ask) -> Reading | None:
    """A public holiday by its names in `value`, of the `country` of the rule, the one named beside it, or the outlet's.

    Where no country is known, `otherwise` may say the day that all keep, `mostly` the country that is meant as a rule.
    """
    options, context, term = ask.options, ask.context, ask.term
    beside = options.get("country") or country_beside(context.lexemes, term.first, term.stop, context.language)
    sole = "" if beside else country_in_sentence(context.lexemes, term.first, term.stop)
    candidates = (beside,) if beside else tuple(dict.fromkeys(each for each in (context.locale.country, sole) if each))
    usual = str(options.get("mostly", "")) if not candidates else ""
    candidates = (usual,) if usual else candidates
    names = tuple(plain(name) for name in options.get("value") or (str(term.slots["holiday_word"]),))
    by_moon = str(options.get("otherwise", "")).startswith(
        calendars.HIJRI
    )  # lists name the first day off, maybe the eve
    reckoned: set[int] = set()
    kept: dict[int, str] = {}  # by which country's list

    def build(year: int) -> When | None:
        for country in candidates:
            days = feasts_of(country, year)
            day, roughly = next((days[name] for name in names if name in days), (None, False))
            if day is not None:
                if roughly or by_moon:
                    reckoned.add(year)
                kept.setdefault(day.year, country)
                return When.at(day, Grain.DAY)
        return _common(str(options.get("otherwise", "")), year, reckoned)

    when, anchor = _in_year(ask, build)
    reading = dated(when, anchor)
    if reading is None or when is None or when.first is None:
        note = f"none in {', '.join(candidates)}" if candidates else "of no known country"
        return Reading(None, _UNKNOWN, note=note, narrates=False)
    note = f"in {kept[when.first.year]}" if when.first.year in kept else ""
    note += ", where it is mostly kept; no country is named" if usual and note else ""
    if when.first.year in reckoned:
        return reading._replace(flags=("a-day-either-way",), note=f"{note}, by reckoning" if note else "by reckoning")
    return reading._replace(note=note)


def _in_year(ask: Ask, build: Build) -> tuple[When | None, Anchor]:
    slots, context = ask.slots, ask.context
    if "year" in slots:
        return build(int(slots["year"])), CALENDAR
    if context.published is not None:
        if "whole" in slots:
            return build(context.published.year + int(slots["whole"])), PUBLICATION
        if slots.get("turn"):
            return turned(build, context.published, int(slots["turn"])), PUBLICATION
    return of_year(build, context, ask.term.start) or (None, CALENDAR)


def _common(otherwise: str, year: int, reckoned: set[int]) -> When | None:
    """The day of those who keep it by the same calendar everywhere: "12-26", "easter -2", "hijri 10 1"."""
    kind, *parts = otherwise.split()[0:3] or [""]
    if not kind:
        return None
    if kind in ("easter", "orthodox"):
        sunday = calendars.easter(year) if kind == "easter" else calendars.orthodox_easter(year)
        return When.at(sunday + timedelta(days=int(parts[0])), Grain.DAY)
    if kind in (calendars.HIJRI, calendars.HEBREW, calendars.PERSIAN):
        if kind == calendars.HIJRI:
            reckoned.add(year)
        return calendars.in_our_year(kind, int(parts[0]), year, int(parts[1]))
    month, _, day = kind.partition("-")
    return day_in(year, int(month), int(day))


@lru_cache(maxsize=1)
def _library() -> Any:
    return importlib.import_module("holidays")


MEANINGS: dict[str, Meaning] = {"public-holiday": _public_holiday}
