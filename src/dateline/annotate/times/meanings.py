"""The closed list of what a time rule can mean, and how a term is resolved. Arithmetic only: the words stand in the rules."""

from __future__ import annotations

from dateline.annotate.times import (
    by_country,
    clocks,
    dates,
    feasts,
    lengths,
    nth,
    ranges,
    reckonings,
    relative,
    reported,
    zones,
)
from dateline.annotate.times.context import Context
from dateline.annotate.times.reading import Ask, Meaning, Reading
from dateline.languages.grammar import Term
from dateline.text.errors import BadDate

MEANINGS: dict[str, Meaning] = {
    **dates.MEANINGS,
    **reckonings.MEANINGS,
    **relative.MEANINGS,
    **lengths.MEANINGS,
    **clocks.MEANINGS,
    **ranges.MEANINGS,
    **by_country.MEANINGS,
    **feasts.MEANINGS,
    **zones.MEANINGS,
    **reported.MEANINGS,
    **nth.MEANINGS,
}


def resolve(term: Term, context: Context) -> Reading | None:
    """The reading of the term; inner terms are read first.

    A date outside the calendar (31 February, year 10000) is no reading, never an error.
    """
    inner = {name: resolve(value, context) for name, value in term.slots.items() if isinstance(value, Term)}
    try:
        return MEANINGS[term.rule.means](Ask(term, context, inner))
    except (BadDate, OverflowError):
        return None
