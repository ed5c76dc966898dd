"""The times layer: every expression that tells a time, with its period, its anchor and the rule that read it.

Needs no parser: with tokens it reads the tense of the clause from the parse, without them from the words nearby.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from dateline.annotate.times.context import Context, Tenses, is_narrative
from dateline.annotate.times.lengths import range_ends
from dateline.annotate.times.meanings import resolve
from dateline.annotate.times.reading import Reading
from dateline.languages.grammar import Term, choose, grammar
from dateline.languages.lexemes import Lexeme
from dateline.text.article import Article
from dateline.text.happening import TimeExpression, Timex
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.token import Token
from dateline.text.when import Grain

# Grains that may become the time the story has reached.
_NARRATING = frozenset(
    {Grain.DAY, Grain.PART_OF_DAY, Grain.MINUTE, Grain.WEEK, Grain.MONTH, Grain.SEASON, Grain.QUARTER, Grain.YEAR}
)


def find_times(record: Record) -> Record:
    """The record with its time expressions, in text order; those in boilerplate are left out."""
    article = record.article
    rules = grammar(article.language, "times")
    end = max((block.span.end for block in article.told()), default=len(article.text) if not article.blocks else 0)
    lexemes, every = rules.read(article.text[:end])
    every = list(_told(every, article))
    terms = choose(every)
    tenses = Tenses(record.tokens, lexemes, rules.words)
    published = article.published.when.single_day if article.published.when else None
    context = Context(published, is_narrative(list(_years(terms)), _deictics(terms), published))
    brackets = _bracketed(article.text[:end])
    times: list[TimeExpression] = []
    block_of, moved_in = _blocks(article), -1
    for term in terms:
        context.tense = tenses.at(term)
        token = tenses.token(term)
        if token is not None and _is_other_word(token, alone=term.stop - term.first == 1):
            continue
        for each, reading in _readings(term, every, context):
            time = _expression(each, reading)
            times.append(time)
            weak = _weak(term, lexemes, context.narrative and block_of(term.start) == moved_in)
            if term.start not in brackets and _sets_anchor(reading, context, weak):
                context.reference, context.reference_id = reading.when, time.id
                moved_in = block_of(term.start)
    return record.having(times=tuple(_unique(times)))


def _blocks(article: Article) -> Callable[[int], int]:
    """Which block an offset stands in, by number."""
    starts = [block.span.start for block in article.blocks]
    return lambda offset: bisect_right(starts, offset) - 1


def _told(terms: Iterable[Term], article: Article) -> Iterable[Term]:
    block_of = _blocks(article)
    for term in terms:
        number = block_of(term.start)
        if number < 0 or article.blocks[number].kind != "boilerplate":
            yield term


def _years(terms: Iterable[Term]) -> Iterable[int]:
    for term in terms:
        for each in (term, *term.inner()):
            if "year" in each.slots:
                yield int(each.slots["year"])


def _deictics(terms: Iterable[Term]) -> int:
    return sum(
        each.rule.means in ("deictic", "weekday", "part-of-day") for term in terms for each in (term, *term.inner())
    )


def _readings(term: Term, every: list[Term], context: Context) -> Iterator[tuple[Term, Reading]]:
    """The term's reading; where it has none ("31 February 2019"), those of what else stands in its words.

    A range is one time to a reader and two to TIMEX3: its ends follow as times of their own.
    """
    reading = resolve(term, context)
    if reading is not None:
        yield term, reading
        if term.rule.options.get("outside_timex"):
            for end in term.inner():
                yield from _readings(end, [], context)
            yield from range_ends(term, reading)
        return
    if term.rule.means == "nothing":
        return
    inside = [each for each in every if term.first <= each.first and each.stop <= term.stop and _after(each, term)]
    for each in choose(inside):
        yield from _readings(each, inside, context)


def _after(each: Term, term: Term) -> bool:
    """The other term is shorter, or equally long and of a later rule: so that trying again comes to an end."""
    return (each.start - each.end, each.cue - each.stop, each.rule.order) > (
        term.start - term.end, term.cue - term.stop, term.rule.order
    )  # fmt: skip


def _sets_anchor(reading: Reading, context: Context, weak: bool) -> bool:
    """The story moves to this time. In a history the day of issue is another story.

    A weak mention ("until May 1945", "the losses of 1916") moves it only where nothing finer has been told.
    """
    when = reading.when
    if not (reading.narrates and when and when.first and when.last and when.grain in _NARRATING):
        return False
    if context.narrative and reading.anchor.to == "publication":
        return False
    return not weak or context.reference is None or context.reference.grain is Grain.YEAR


def _is_other_word(token: Token, *, alone: bool) -> bool:
    """The parser takes the word for another: "may" and "march" as verbs, "General May" as a person."""
    return token.tag == "MD" or (alone and (token.pos == "VERB" or token.label == "PERSON"))


def _weak(term: Term, lexemes: list[Lexeme], moving: bool) -> bool:
    """The date is told in passing: behind a word that looks back or ahead, or as a bare year inside a sentence of a history.

    `moving`: a history, and this paragraph has already moved its time.
    """
    before = lexemes[term.cue - 1] if term.cue else None
    if before is None or before.lower[0] in ".!?\n":
        return False
    if "aside" in before.classes:
        return True
    return term.rule.means == "year" and moving and not before.capital


def _bracketed(text: str) -> frozenset[int]:
    """Offsets inside round brackets: an aside does not move the story."""
    inside: set[int] = set()
    opened = -1
    for offset, letter in enumerate(text):
        if letter == "(":
            opened = offset
        elif letter == ")" and opened >= 0:
            if offset - opened <= 300:
                inside.update(range(opened, offset))
            opened = -1
    return frozenset(inside)


def _expression(term: Term, reading: Reading) -> TimeExpression:
    timex = None if term.rule.options.get("outside_timex") else Timex(reading.type, reading.value, reading.mod)
    return TimeExpression(
        id=f"t@{term.start}",
        span=Span(term.start, term.end),
        when=reading.when,
        timex=timex if reading.value else None,
        anchor=reading.anchor,
        alternatives=reading.alternatives,
        flags=reading.flags,
        because=(Evidence(term.rule.id, reading.note),),
    )


def _unique(times: list[TimeExpression]) -> Iterable[TimeExpression]:
    """In text order; of a range and its first end, which begin together ("2-4 July"), the end's id has a suffix."""
    seen: set[str] = set()
    for time in sorted(times, key=lambda time: (time.span.start, -time.span.end)):
        if time.id in seen:
            time = replace(time, id=f"{time.id}.{time.span.end}")
        if time.id not in seen:
            seen.add(time.id)
            yield time


def read_alone(words: str, day: date, code: str = "en") -> TimeExpression | None:
    """The time that the words of a language tell when they are read on that day, alone; None where they tell none."""
    _, every = grammar(code, "times").read(words)
    context = Context(day, narrative=False)
    for term in choose(every):
        for each, reading in _readings(term, every, context):
            return _expression(each, reading)
    return None
