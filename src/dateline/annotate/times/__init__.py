"""The times layer: every expression that tells a time, with its period, its anchor and the rule that read it.

Needs no parser: with tokens it reads the tense of the clause from the parse, without them from the words nearby.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateline.annotate.times import reported, story
from dateline.annotate.times.context import Context, Tenses, is_narrative
from dateline.annotate.times.dates import month_instead
from dateline.annotate.times.locale import locale_of
from dateline.annotate.times.meanings import resolve
from dateline.annotate.times.ranges import listed, on_day, range_ends
from dateline.annotate.times.reading import Reading, bc_words, before_christ
from dateline.languages.grammar import Term, choose, grammar
from dateline.languages.lexemes import Lexeme
from dateline.text.article import Article
from dateline.text.happening import TimeExpression, Timex
from dateline.text.record import Record
from dateline.text.span import Evidence, Span
from dateline.text.token import Token
from dateline.text.when import Grain, When

# Grains that may become the time the story has reached.
_NARRATING = frozenset(
    {Grain.DAY, Grain.PART_OF_DAY, Grain.MINUTE, Grain.WEEK, Grain.MONTH, Grain.SEASON, Grain.QUARTER, Grain.YEAR}
)

_DEICTIC = frozenset({"deictic", "weekday", "part-of-day", "this", "so-far", "to-come", "weekend", "vague-past"})
Standing = dict[int, list[Term]]
# 1398 may be 2019 there: such years do not tell a history.
_OTHER_YEARS = frozenset({"other-calendar", "calendar-year"})
_LONG = timedelta(days=60)
_BRACKETS = re.compile(r"\([^()]{0,299}\)")


def find_times(record: Record) -> Record:
    """The record with its time expressions, in text order; those in boilerplate are left out."""
    article = record.article
    rules = grammar(article.language, "times")
    end = max((block.span.end for block in article.told()), default=len(article.text) if not article.blocks else 0)
    lexemes, every = rules.read(article.text[:end])
    every = list(_told(every, article))
    terms, standing = choose(every), _standing(every)
    tenses = Tenses(record.tokens, lexemes, rules.words)
    published = article.published.when.single_day if article.published.when else None
    context = Context(published, is_narrative(list(_years(terms)), _deictics(terms), published))
    context.locale, context.lexemes, context.language = locale_of(article, lexemes), lexemes, article.language
    brackets = _bracketed(article.text[:end])
    path = story.path(story.mentions(terms, lexemes, brackets) if context.narrative else (), resolve, context.locale)
    context.years = path.years
    times: list[TimeExpression] = []
    block_of, paragraph = _blocks(article), -1
    for term in terms:
        if block_of(term.start) != paragraph:
            paragraph, context.long_ago = block_of(term.start), None
        context.tense = tenses.at(term)
        token = tenses.token(term)
        if token is not None and _is_other_word(token, alone=term.stop - term.first == 1):
            continue
        for each, reading in _readings(term, standing, context):
            time = _expression(each, reading)
            times.append(time)
            if each.rule.means in story.DATED and reading.when and reading.when.first and term.start not in brackets:
                context.named, context.named_id = reading.when, time.id
            reported.follow(context, each.rule.means, reading.when)
            moves = path.moves(each)
            if moves is None:
                # A mention in passing ("until Friday") moves the story only where nothing finer has been told.
                told = context.reference is not None and context.reference.grain is not Grain.YEAR
                moves = term.start not in brackets and not (told and _looks_away(term, lexemes))
            if moves and _narrates(reading, context):
                context.reference, context.reference_id = reading.when, time.id
                context.long_ago = _long_ago(reading, context)
    return record.having(times=tuple(_unique(times)))


def _long_ago(reading: Reading, context: Context) -> When | None:
    """The date, where news names it with its year and it lies two months back or more; what was so far stays otherwise."""
    if (
        reading.anchor.to != "calendar"
        or context.narrative
        or not (reading.when and reading.when.last and context.published)
    ):
        return context.long_ago
    return reading.when if context.published - reading.when.last > _LONG else None


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
            if "year" in each.slots and each.rule.means not in _OTHER_YEARS:
                yield int(each.slots["year"])
            elif each.rule.means == "era":
                yield 0


def _deictics(terms: Iterable[Term]) -> int:
    """How many times point at the day of issue."""
    each_of = (each for term in terms for each in (term, *term.inner()))
    return sum(
        each.rule.means in _DEICTIC or (each.rule.means == "shift" and each.rule.options["anchor"] == "publication")
        for each in each_of
    )


def _standing(every: Iterable[Term]) -> Standing:
    """The terms by the lexeme at which they begin: what stands inside a term is found without a look at all others."""
    standing: Standing = {}
    for term in every:
        standing.setdefault(term.first, []).append(term)
    return standing


def _readings(term: Term, standing: Standing, context: Context) -> Iterator[tuple[Term, Reading]]:
    """The term's reading; where it has none ("31 February 2019"), those of what else stands in its words.

    A range is one time to a reader and two to TIMEX3: its ends follow as times of their own.
    """
    reading = resolve(term, context)
    if reading is not None and term.rule.means == "list":
        yield from listed(term, context)
        return
    if reading is not None:
        yield term, reading
        if term.rule.options.get("outside_timex"):
            days = (reading.when.first, reading.when.last) if reading.when else (None, None)
            for end, day in zip(term.inner(), days, strict=False):
                if day:  # the year that only the other end names
                    context.years[end.start] = day.year
                yield from ((each, on_day(told, reading)) for each, told in _readings(end, {}, context))
            yield from range_ends(term, reading)
        return
    if term.rule.means in ("nothing", "shift"):
        return
    month = month_instead(term, context)
    if month is not None:
        yield month
        return
    begun = (each for first in reversed(range(term.first, term.stop)) for each in standing.get(first, ()))
    inside = (each for each in begun if each.stop <= term.stop and _after(each, term))
    for each in _instead(term, [each for each in inside if _is_read(each, context)]):
        yield from _readings(each, standing, context)


def _instead(term: Term, inside: list[Term]) -> list[Term]:
    """What is read in the words of a term that is no time: first what stands at their end, where the year is, then the longest."""
    last = choose(each for each in inside if each.stop == term.stop)
    before = last[0].first if last else term.stop
    return [*choose(each for each in inside if each.stop <= before), *last]


def _is_read(term: Term, context: Context) -> bool:
    """The term comes to a time, or keeps others from its words."""
    if term.rule.means == "nothing" or month_instead(term, context) is not None:
        return True
    return resolve(term, context) is not None


def _after(each: Term, term: Term) -> bool:
    """The other term is shorter, or equally long and of a later rule: so that trying again comes to an end."""
    return (each.start - each.end, each.cue - each.stop, each.rule.order) > (
        term.start - term.end, term.cue - term.stop, term.rule.order
    )  # fmt: skip


def _narrates(reading: Reading, context: Context) -> bool:
    """A time at which the story can stand. In a history the day of issue is another story."""
    when = reading.when
    if not (reading.narrates and when and when.first and when.last and when.grain in _NARRATING):
        return False
    return not context.narrative or reading.anchor.to != "publication"


def _is_other_word(token: Token, *, alone: bool) -> bool:
    """The parser takes the word for another: "may" and "march" as verbs, "General May" as a person."""
    return token.tag == "MD" or (alone and (token.pos == "VERB" or token.label == "PERSON"))


def _looks_away(term: Term, lexemes: Sequence[Lexeme]) -> bool:
    """The time stands behind a word that looks back or ahead ("until Friday")."""
    return term.cue > 0 and "aside" in lexemes[term.cue - 1].classes


def _bracketed(text: str) -> frozenset[int]:
    """Offsets inside round brackets: an aside does not move the story."""
    return frozenset(offset for match in _BRACKETS.finditer(text) for offset in range(*match.span()))


def _expression(term: Term, reading: Reading) -> TimeExpression:
    if before_christ(reading.when):
        reading = reading._replace(
            when=None,
            alternatives=(),
            value=bc_words(reading.value),
            note=bc_words(reading.note) or "before the year 1",
        )
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


def read_alone(words: str, day: date, code: str = "en", *, tense: str = "") -> TimeExpression | None:
    """The time that the words of a language tell when they are read on that day, alone, in a clause of that tense; None for none."""
    _, every = grammar(code, "times").read(words)
    context = Context(day, narrative=False)
    context.tense = tense
    standing = _standing(every)
    for term in choose(every):
        for each, reading in _readings(term, standing, context):
            return _expression(each, reading)
    return None
