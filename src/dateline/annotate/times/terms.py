"""The term behind a time expression: what its words mean before any date is known ("shift(number=40, units=D)")."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.languages import spoken
from dateline.languages.grammar import Term, grammar
from dateline.text.article import Article
from dateline.text.happening import TimeExpression

_REACH = 80  # characters on either side that a rule may want to see
_SAID = ("anchor", "backward", "offset", "ordinal", "unit", "value", "which", "grain")


def term_of(article: Article, time: TimeExpression) -> str:
    """The term as a formula, its parts in brackets; "" where the rule that read it is not known here.

    The record keeps the rule and the arithmetic, not the term: it is read again from the words.
    """
    if article.language not in spoken():
        return ""
    start = max(0, time.span.start - _REACH)
    _, every = grammar(article.language, "times").read(article.text[start : time.span.end + _REACH])
    here = (term for term in every if (term.start + start, term.end + start) == (time.span.start, time.span.end))
    term = next((term for term in here if any(each.by == term.rule.id for each in time.because)), None)
    return _formula(term) if term else ""


def _formula(term: Term) -> str:
    return f"{term.rule.means}({', '.join(_parts(term))})"


def _parts(term: Term) -> Iterator[str]:
    for name, value in term.slots.items():
        shown = _formula(value) if isinstance(value, Term) else f"{value:g}" if isinstance(value, float) else str(value)
        yield f"{name}={shown}"
    for name in _SAID:
        if name in term.rule.options:
            value = term.rule.options[name]
            yield name if value is True else f"{name}={value}"
