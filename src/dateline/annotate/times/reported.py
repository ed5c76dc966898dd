"""The period that a report of business or statistics tells of: "the quarter", "the latest period", "a year earlier".

A comparison holds like against like: in an article on a third quarter, "up from $4 million a year earlier" is the third
quarter of the year before. Rules: `times/reports.toml`.
"""

from __future__ import annotations

from dateline.annotate.times.context import Context
from dateline.annotate.times.dates import fraction
from dateline.annotate.times.reading import PUBLICATION, Ask, Meaning, Reading, dated, duration_value
from dateline.annotate.times.relative import shift
from dateline.text.when import Grain, When

_NEARBY = 30  # words on either side in which a figure makes a text a report


def _reported(ask: Ask) -> Reading | None:
    """The quarter, half or year that the report tells of, `offset` years on; of the named {year} where one stands there."""
    period = ask.context.reported
    if "ordinal" in ask.slots:
        number = int(ask.slots["ordinal"])
        if period is None or period.first is None or not 1 <= number <= 4:
            return None
        period = When.season(period.first.year, 32 + number)
    if period is None:
        period = _last_quarter(ask)
    if period is None or period.first is None:
        return None
    years = int(ask.slots["year"]) - period.first.year if "year" in ask.slots else int(ask.options.get("offset", 0))
    when = period.shift(years, Grain.YEAR)
    return dated(when, PUBLICATION, note=f"{period}, which is reported" + (f", {years:+d} year" if years else ""))


def _compared(ask: Ask) -> Reading | None:
    """The reported period a year before, behind a figure; a year before the time told last where nothing is reported."""
    return _reported(ask) if ask.context.reported else shift(ask)


def _reported_year(ask: Ask) -> Reading | None:
    """The year of the issue, or the one a history has reached ("for the year", "of the year")."""
    context = ask.context
    base = context.reference if context.narrative and context.reference else context.now()
    return dated(base.widen(Grain.YEAR), PUBLICATION) if base and base.first else None


def _months(ask: Ask) -> Reading | None:
    """The months of a year that a report adds up ("the first nine months"): a length; what follows compares years."""
    value = duration_value(ask.slots["number"], "M")
    return Reading(None, value, "DURATION", narrates=False)


def _last_quarter(ask: Ask) -> When | None:
    """The quarter that was over on the day of issue, where figures stand nearby: "they left the quarter" is no report."""
    now = ask.context.now()
    return now.shift(-1, Grain.QUARTER, Grain.QUARTER) if now and _tells_figures(ask) else None


def _reported_fraction(ask: Ask) -> Reading | None:
    """A half or quarter where figures of a report stand nearby ("revenue fell in the first half"): a match has halves too."""
    return fraction(ask) if _tells_figures(ask) else None


def _tells_figures(ask: Ask) -> bool:
    """A figure of a report stands near the words."""
    words = ask.context.lexemes[max(0, ask.term.first - _NEARBY) : ask.term.stop + _NEARBY]
    return any("figure_sign" in lexeme.classes for lexeme in words)


def follow(context: Context, means: str, when: When | None) -> None:
    """Keep what the article reports: a quarter or half that is over, until another or a year is told."""
    if means == "reported-months" and context.published:
        context.reported = When.at(context.published, Grain.YEAR)
    if when is None:
        return
    over = context.published is None or when.last is None or when.last < context.published
    quarter = means in ("fraction", "reported-fraction", "fiscal-quarter") and when.grain in (Grain.QUARTER, Grain.HALF)
    if means == "reported-year" or (quarter and over):
        context.reported = when


MEANINGS: dict[str, Meaning] = {
    "reported": _reported,
    "reported-fraction": _reported_fraction,
    "compared": _compared,
    "reported-year": _reported_year,
    "reported-months": _months,
}
