"""Periods as people write them: "3 Jan 2020", "Nov 2017", "by 12 Feb 2020", "1990s"; and how a date of issue is known."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dateline.text.article import Published
from dateline.text.record import Check, Record
from dateline.text.span import Evidence
from dateline.text.when import Grain, When

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_CARRIERS = {
    "option": "given with --published",
    "read/published:line": "from the list of articles",
    "read/published:json-ld": "from the page's data",
    "read/published:meta": "from the page's meta tags",
    "read/published:time": "from a time stamp on the page",
    "read/published:url": "from its address",
    "read/published:text": "from the text",
    "read/published:htmldate": "guessed from the page",
}


def in_words(when: When | None) -> str:
    """The period as people write it, "" for None.

    >>> [in_words(When.parse(edtf)) for edtf in ("2020-01-03", "2017-11", "2014~", "../2020-02-12", "199X", "2019-24")]
    ['3 Jan 2020', 'Nov 2017', 'about 2014', 'by 12 Feb 2020', '1990s', 'winter 2019–20']
    >>> [in_words(When.parse(edtf)) for edtf in ("2020-01-01/2020-02-12", "2014/2018", "2019-11/2020-02", "2020-01-03T15:00")]
    ['1 Jan – 12 Feb 2020', '2014 – 2018', 'Nov 2019 – Feb 2020', '3 Jan 2020, 15:00']
    """
    if when is None:
        return ""
    about = "about " if when.approximate else ""
    if when.first is None or when.last is None:
        told = f"by {about}{_day(when.last)}" if when.last else ""
        return told or (f"from {about}{_day(when.first)} on" if when.first else "")
    if when.first == when.last:
        return about + _day(when.first) + (f", {when.clock}" if when.clock else "")
    return about + (_named(when, when.first, when.last) or _range(when.first, when.last))


def how_known(because: Evidence) -> str:
    """What told the date of issue, in words; the id of the reader's rule where we have no words for it."""
    return _CARRIERS.get(because.by, because.by)


def issue(published: Published) -> str:
    """The date of issue and how it is known: "12 Feb 2020 (given with --published)"."""
    if published.when is None:
        return "date of issue unknown"
    known = ", ".join(dict.fromkeys(how_known(because) for because in published.because))
    return in_words(published.when) + (f" ({known})" if known else "")


def issue_of(record: Record) -> str:
    """The date of issue, or what the text supports where none is given, with the reasons."""
    worked_out = _worked_out(record)
    return worked_out.note if worked_out else issue(record.article.published)


def issue_in_short(record: Record) -> str:
    """The same without the reasons: "2020-02-12 (worked out from the text)"."""
    worked_out = _worked_out(record)
    return f"{worked_out.value} (worked out from the text)" if worked_out else issue(record.article.published)


def _worked_out(record: Record) -> Check | None:
    return next((check for check in record.checks if check.kind == "publication-inferred"), None)


def doubts(record: Record) -> tuple[Check, ...]:
    """The checks that are contradictions: all but the worked-out date of issue."""
    return tuple(check for check in record.checks if check.kind != "publication-inferred")


def other_issues(published: Published) -> tuple[str, ...]:
    """The dates of issue that contradict the one we go by, each with its carrier."""
    return tuple(f"{in_words(claim.when)} ({how_known(claim.because)})" for claim in published.conflicts)


def _named(when: When, first: date, last: date) -> str:
    """A period with a name of its own: a season, decade, month or year; "" for any other."""
    for code, name in _SEASONS.items():
        if when.grain is Grain.SEASON and (first, last) == _ends(When.season(first.year, code)):
            return f"{name} {first.year}" + (f"–{last.year % 100:02d}" if last.year != first.year else "")
    if (first, last) == _ends(when.widen(Grain.MONTH)):
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if (first, last) == _ends(when.widen(Grain.YEAR)):
        return str(first.year)
    if (first, last) == _ends(when.widen(Grain.DECADE)):
        return f"{first.year}s"
    return ""


def _range(first: date, last: date) -> str:
    """From first to last, without saying month or year twice; in whole years or months where it is made of them."""
    ends_month = last.day == monthrange(last.year, last.month)[1]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year} – {last.year}"
    if first.day == 1 and ends_month:
        head = _MONTHS[first.month - 1] + (f" {first.year}" if first.year != last.year else "")
        return f"{head} – {_MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    head = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{head} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _ends(when: When) -> tuple[date | None, date | None]:
    return when.first, when.last
