"""Meanings of ranges and lists (rules: `times/ranges.toml`): "from 3 to 9 May", "12 and 14 March 2004", "May and June 2016".

What their members share is said once: a month or year that stands only with one of them holds for all. A range is one time
to a reader and its two ends to TIMEX3; a list is only its members, each over its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from dateline.annotate.times.context import Context
from dateline.annotate.times.dates import full_year, in_year
from dateline.annotate.times.nearest import of_year
from dateline.annotate.times.reading import CALENDAR, Ask, Meaning, Reading, dated, in_part, timex_value
from dateline.languages.grammar import Term
from dateline.languages.lexemes import Value
from dateline.text.happening import Anchor
from dateline.text.when import Grain, When

_MEMBERS = ("a", "b", "c")  # the slots of a list, in text order


def _range(ask: Ask) -> Reading | None:
    """From one time to another ("from 3 to 9 May"); the year that only the end names holds for both."""
    if isinstance(ask.slots["a"], Term) and (clocks := _between_clocks(ask)):
        return clocks
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
        chosen = of_year(lambda year: in_year(days[1], year), ask.context, ask.term.start)
        last = chosen[0] if chosen else None
        return (in_year(days[0], last.first.year), last) if last and last.first else (None, None)
    if "year" in slots:  # March to July 2016
        year = int(slots["year"])
        return in_year({"month": left}, year), in_year({"month": right}, year)
    years = (int(left), int(left) - int(left) % 100 + int(right))  # 1982-83
    return When.at(date(years[0], 1, 1), Grain.YEAR), When.at(date(years[1], 1, 1), Grain.YEAR)


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


def _between_clocks(ask: Ask) -> Reading | None:
    """A part of a day from one clock time to a later one ("between 2 p.m. and 4 p.m. on Saturday")."""
    begin, end = ask.inner.get("a"), ask.inner.get("b")
    if not (begin and begin.when and end and end.when and begin.when.clock and end.when.single_day):
        return None
    if "time" in ask.slots["a"].slots or begin.when.clock >= end.when.clock:
        return None
    note = f"from {begin.when.clock} to {end.when.clock}"
    return Reading(in_part(end.when), end.value, "TIME", anchor=end.anchor, note=note, narrates=False)


def on_day(told: Reading, whole: Reading) -> Reading:
    """The end of a range of clock times on the day that the other end names; any other end as it is."""
    day = whole.when
    if day is None or day.grain is not Grain.PART_OF_DAY or told.when is None or not told.when.clock:
        return told
    when = replace(told.when, first=day.first, last=day.last)
    return told._replace(when=when, value=told.value.replace(str(told.when), str(when)), anchor=whole.anchor)


def _both_months(ask: Ask) -> Reading | None:
    """Two months named side by side, where one follows the other ("May and June 2016"): one period."""
    return _range(ask) if ask.slots["b"] - ask.slots["a"] == 1 else None


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
    for name, day in (("a", reading.when.first), ("b", reading.when.last)):
        when = When.at(day, grain) if day else None
        whole = dated(when, reading.anchor, note=f"an end of {reading.when}")
        if whole:
            yield _alone(term, name, ("a", "b")), whole


def listed(term: Term, context: Context) -> Iterator[tuple[Term, Reading]]:
    """The members of a list ("12 and 14 March 2004"), each as a time over its own words; none where one does not exist."""
    names = [name for name in _MEMBERS if name in term.slots]
    spelled = [_spelled(term.slots, name) for name in names]
    if "year" in term.slots or "two" in term.slots:
        year, anchor = int(term.slots.get("year") or full_year(term.slots["two"], context)), CALENDAR
    else:
        chosen = of_year(lambda year: in_year(spelled[-1], year), context, term.start)
        if chosen is None or chosen[0].first is None:
            return
        year, anchor = chosen[0].first.year, chosen[1]
    yield from _members(term, names, [in_year(each, year) for each in spelled], anchor)


def _spelled(slots: Mapping[str, Value], name: str) -> dict[str, Value]:
    """The slots of one member: "a" is its day, "month_a" a month of its own; or "a" is itself the month."""
    if "month" in slots or f"month_{name}" in slots:
        return {"month": slots.get(f"month_{name}", slots.get("month")), "day": slots[name]}
    return {"month": slots[name]}


def _members(term: Term, names: list[str], whens: list[When | None], anchor: Anchor) -> Iterator[tuple[Term, Reading]]:
    if None in whens:
        return
    for name, when in zip(names, whens, strict=True):
        reading = dated(when, anchor, note="month and year by the list")
        if reading:
            yield _alone(term, name, names), reading


def _alone(term: Term, name: str, names: list[str] | tuple[str, ...]) -> Term:
    """The term over the words of one member, its own "the" or apostrophe with it (`lead_a`): what stands before the first or behind the last is theirs, as far as it is a date."""
    start, end = term.spots.get(f"lead_{name}", term.spots[name])[0], term.spots[name][1]
    shared = [spot for key in ("month", "year", "apostrophe", "two", f"month_{name}") if (spot := term.spots.get(key))]
    if name == names[0]:
        start = min([start, *(spot[0] for spot in shared if spot[0] < start)])
    if name == names[-1]:
        end = max([end, *(spot[1] for spot in shared)])
    own = term.spots.get(f"month_{name}")
    if own:
        start, end = min(start, own[0]), max(end, own[1])
    return term._replace(start=start, end=end, rule=term.rule._replace(options={}))


def _list(ask: Ask) -> Reading | None:
    """Times that share their month or year ("12 and 14 March 2004"): no time as a whole, each member is one (`listed`)."""
    whens = [reading.when for _, reading in listed(ask.term, ask.context) if reading.when]
    return Reading(whens[0].until(whens[-1]), "") if whens and not whens[-1].ends_before(whens[0]) else None


MEANINGS: dict[str, Meaning] = {"range": _range, "both-months": _both_months, "list": _list}
