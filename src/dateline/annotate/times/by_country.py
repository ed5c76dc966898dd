"""Times whose days hang on a country: the weekend, seasons south of the equator, fiscal years and their quarters."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.annotate.times.locale import Locale, country_beside, locale_in, season_code
from dateline.annotate.times.reading import CALENDAR, PUBLICATION, SEASON_CODES, Ask, Meaning, Reading
from dateline.text.when import Grain, When


def season(year: int, letters: str, locale: Locale) -> When:
    """The season that begins in that year, where the outlet is: a southern summer is December to February."""
    return When.season(year, season_code(SEASON_CODES[letters], locale))


def southern(reading: Reading | None, letters: str, locale: Locale) -> Reading | None:
    """The reading of a southern season, its value named and the northern season kept; any other as it is."""
    if reading is None or not locale.southern or reading.when is None or reading.when.first is None:
        return reading
    year = reading.when.first.year
    others = [When.season(year, SEASON_CODES[letters])]
    if reading.when.last and reading.when.last.year != year and reading.anchor is CALENDAR and year > 1:
        others.insert(0, season(year - 1, letters, locale))  # "the summer of 2019": it began or it ended in 2019
    note = "; ".join(part for part in (reading.note, f"season in {locale.country}") if part)
    return reading._replace(value=f"{year:04d}-{letters}", alternatives=tuple(others), note=note)


def weekend(ask: Ask, weeks: int = 0) -> Reading | None:
    """The weekend of the outlet's country that is or was last on the day of issue, moved by `weeks`."""
    context, days = ask.context, ask.context.locale.weekend
    day = context.published
    if day is None:
        return None
    begin = day - timedelta(days=(day.weekday() - days[0]) % 7) + timedelta(days=7 * weeks)
    iso = begin.isocalendar()
    when = When(begin, begin + timedelta(days=len(days) - 1), Grain.DAY)
    note = f"weekend in {context.locale.country}" if context.locale.country else ""
    return Reading(when, f"{iso.year:04d}-W{iso.week:02d}-WE", anchor=PUBLICATION, note=note)


def _fiscal_year(ask: Ask) -> Reading | None:
    """A fiscal year ("the fiscal year 2019"): the government's of the country beside it, else of the outlet's.

    Companies have years of their own, so its bounds are approximate. Without a country it is read as the year.
    """
    slots, locale = ask.slots, _fiscal_locale(ask)
    if "to" in slots:  # FY2018-19 says itself in which year it begins
        number = int(slots["year"])
        if slots["to"] != (number + 1) % 100:
            return None
        when = _from_month(number, locale.fiscal_start or 1, 12, Grain.YEAR)
        value = f"{number:04d}"
        if locale.fiscal_start is None:
            return Reading(When(date(number, 1, 1), date(number + 1, 12, 31), Grain.YEAR, approximate=True), value)
        return Reading(when, value, note=_because(locale))
    if "offset" in ask.options:
        now = _fiscal_number(ask.context.published, locale)
        number = now + int(ask.options["offset"]) if now else 0
    else:
        number = int(slots["year"]) if "year" in slots else 2000 + int(slots["two"])
    if not 1000 <= number <= 2199:
        return None
    plain = When.at(date(number, 1, 1), Grain.YEAR)
    if locale.fiscal_start is None or locale.fiscal_start == 1:
        return Reading(plain, f"{number:04d}")
    when = _from_month(_begins(number, locale), locale.fiscal_start, 12, Grain.YEAR)
    return Reading(when, f"{number:04d}", alternatives=(plain,), note=_because(locale))


def _fiscal_quarter(ask: Ask) -> Reading | None:
    """A quarter of a fiscal year ("the second quarter of fiscal year 2019"); of no known country it has no period."""
    slots, locale = ask.slots, _fiscal_locale(ask)
    quarter, number = int(slots["ordinal"]), int(slots["year"])
    if not (1 <= quarter <= 4 and 1000 <= number <= 2199):
        return None
    value = f"{number:04d}-Q{quarter}"
    if locale.fiscal_start is None:
        return Reading(None, value, note="a fiscal year of no known country", narrates=False)
    month = locale.fiscal_start + 3 * (quarter - 1)
    when = _from_month(_begins(number, locale) + (month > 12), (month - 1) % 12 + 1, 3, Grain.QUARTER)
    return Reading(when, value, note=_because(locale))


def _fiscal_locale(ask: Ask) -> Locale:
    """The locale of the country that is named beside the words, else the outlet's."""
    context = ask.context
    beside = country_beside(context.lexemes, ask.term.first, ask.term.stop, context.language)
    return locale_in(beside, context.published) if beside else context.locale


def _begins(number: int, locale: Locale) -> int:
    """The year in which the fiscal year of that number begins."""
    return number if locale.fiscal_by_start or locale.fiscal_start == 1 else number - 1


def _fiscal_number(day: date | None, locale: Locale) -> int | None:
    """The number of the fiscal year that a day lies in; that of the year where no country is known."""
    if day is None:
        return None
    if locale.fiscal_start is None:
        return day.year
    return day.year + (locale.fiscal_start <= day.month) - (_begins(day.year, locale) == day.year)


def _from_month(year: int, month: int, size: int, grain: Grain) -> When:
    first = When.at(date(year, month, 1), Grain.MONTH)
    last = first.shift(size - 1, Grain.MONTH)
    return When(first.first, last.last, grain, approximate=True)


def _because(locale: Locale) -> str:
    return f"the state's fiscal year in {locale.country} begins in month {locale.fiscal_start}; companies differ"


MEANINGS: dict[str, Meaning] = {"fiscal-year": _fiscal_year, "fiscal-quarter": _fiscal_quarter}
