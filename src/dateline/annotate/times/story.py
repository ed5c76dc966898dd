"""Which year a history is in: the cheapest path of its story through all dates that it tells.

A history leaves out years ("On 3 May ...") and makes digressions ("the war of 1894 had left ..."). Read greedily, one
digression sends every later date into its year. So all dates are read together: each either moves the story or opens a
digression, which ends with its paragraph; moving costs more the farther it goes, most of all back; the cheapest path decides.

Note: the search is Viterbi's (1967) over a few best stories a step (a beam), so it is linear in the number of dates.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from itertools import repeat
from math import inf
from operator import attrgetter
from typing import NamedTuple

from dateline.annotate.times.context import Context
from dateline.annotate.times.locale import Locale
from dateline.annotate.times.reading import Reading
from dateline.languages.grammar import Term
from dateline.languages.lexemes import Lexeme

_BEAM = 12
_AHEAD = 4  # how many dates are looked ahead for a year that a sentence names only at its end
# Costs, in years of a move forward; found on WikiWars train (half or double of any costs at most 0.5 points, of the limit 1.3).
_BACKWARD = 3.0
_FARTHEST = 3.75  # a jump costs no more than this, however far
_SAME_SENTENCE = 2.5  # dates of one sentence belong together
_DIGRESSION = 6.0
_ASIDE = 0.25  # a digression that is told as one: in brackets, behind "until"
_YEAR = 0.75  # a bare year in mid-sentence
_STAYS = 0.5  # a sentence that stays with the digression, in the same paragraph
_COST = attrgetter("cost")


class Mention(NamedTuple):
    """A date in text order: the term, whether it leaves out its year, is told in passing, opens its sentence's dates, its paragraph's.

    `step`: no date, but so many months from where the story stands ("the following year").
    """

    term: Term
    partial: bool
    aside: bool
    opens: bool
    paragraph: bool
    step: int = 0


class _Place(NamedTuple):
    """From one day to another, as ordinals, since the search does nothing but subtract; and their years."""

    first: int
    last: int
    from_year: int
    to_year: int


class _Story(NamedTuple):
    """One reading of the text so far: where the story stands, where a digression does, what that cost, how it came there.

    Of all that a search makes there are thousands, so it is a bare tuple.
    """

    place: _Place
    aside: _Place | None
    cost: float
    before: _Story | None = None
    start: int = -1
    year: int = 0
    moved: bool = True


_Stories = dict[tuple[_Place, _Place | None], _Story]
_Came = tuple[_Story | None, int, int, bool]  # the last four of a story
Reader = Callable[[Term, Context], Reading | None]
DATED = frozenset({
    "date", "iso", "numeric", "year", "era", "season", "fraction", "holiday", "moving", "range", "both-months", "list",
    "other-calendar",
})  # fmt: skip
_YEARLESS = DATED - {"iso", "numeric", "year", "era"}


def mentions(terms: Iterable[Term], lexemes: Sequence[Lexeme], brackets: Container[int]) -> list[Mention]:
    """The dates of a text in order, those inside other times too ("the end of March")."""
    found: list[Mention] = []
    behind = 0
    for term in (leaf for whole in terms for leaf in _leaves(whole)):
        step = _step(term)
        if step is None and term.rule.means not in DATED:
            continue
        between = {lexeme.lower[0] for lexeme in lexemes[behind : term.first]}
        opens, paragraph = not found or not between.isdisjoint(".!?\n"), "\n" in between
        partial = term.rule.means in _YEARLESS and not {"year", "two"} & term.slots.keys() and not any(term.inner())
        aside = in_passing(term, lexemes) or term.start in brackets
        found.append(Mention(term, partial, aside, opens, paragraph, step or 0))
        behind = term.stop
    return found


def _leaves(term: Term) -> Iterable[Term]:
    """The simplest dates of a term; a range whose end names the year is one date."""
    inner = sorted(term.inner(), key=lambda each: each.start)
    if not inner or (term.rule.means == "range" and "year" in inner[-1].slots):
        yield term
    else:
        for each in inner:
            yield from _leaves(each)


def _step(term: Term) -> int | None:
    """The months that the term steps from where the story stands; None where it is no such step."""
    unit = term.slots.get("units") or term.slots.get("unit") or term.rule.options.get("unit")
    months = {"M": 1, "Y": 12, "DE": 120}.get(str(unit))
    if months is None:
        return None
    if term.rule.means == "same":
        return int(term.rule.options["offset"]) * months or None
    if term.rule.means != "shift" or term.rule.options.get("anchor") != "narrative":
        return None
    return round(float(term.slots.get("number", 1)) * months) * (-1 if term.rule.options.get("backward") else 1)


def in_passing(term: Term, lexemes: Sequence[Lexeme]) -> bool:
    """The date stands behind a word that looks back or ahead ("until May 1945"), or is a bare year inside a sentence."""
    before = lexemes[term.cue - 1] if term.cue else None
    if before is None or before.lower[0] in ".!?\n":
        return False
    return "aside" in before.classes or (term.rule.means == "year" and not before.capital)


class Path(NamedTuple):
    """By the offset of a date: its year, where it leaves that out; whether it moved the story."""

    years: dict[int, int]
    moved: dict[int, bool]

    def moves(self, term: Term) -> bool | None:
        """Whether the term moved the story; None for one that the path does not know."""
        known = [self.moved[leaf.start] for leaf in _leaves(term) if leaf.start in self.moved]
        return any(known) if known else None


def path(mentions: Sequence[Mention], read: Reader, locale: Locale) -> Path:
    """The cheapest story through the dates of a text; no years where the text names none."""
    fixed = [
        None if each.partial else _period(read(each.term, Context(None, narrative=True, locale=locale)))
        for each in mentions
    ]
    stories: list[_Story] = []
    for at, mention in enumerate(mentions):
        ahead = {period.from_year for period in fixed[at + 1 : at + 1 + _AHEAD] if period}
        reader = _in_year(mention.term, read, locale)
        cheapest = _steps(mention, fixed[at], stories, ahead, reader)
        if cheapest:
            stories = sorted(cheapest.values(), key=_COST)[:_BEAM]
    best = min(stories, key=_COST, default=None)
    found: dict[int, int] = {}
    moved: dict[int, bool] = {}
    while best is not None:
        if best.year:
            found[best.start] = best.year
        moved[best.start] = best.moved
        best = best.before
    return Path(found, moved)


def _steps(
    mention: Mention,
    fixed: _Place | None,
    stories: Sequence[_Story],
    ahead: Iterable[int],
    place_in: Callable[[int], _Place | None],
) -> _Stories:
    """Every way in which a story can go on with this mention: the cheapest to each place where it and its digression can stand."""
    start, found = mention.term.start, _Stories()
    if mention.step:
        passing = _ASIDE if mention.step < 0 else _DIGRESSION
        for story in stories:
            _offer(found, _stepped(story.place, mention.step), None, story.cost, (story, start, 0, True))
            _offer(found, story.place, story.aside, story.cost + passing, (story, start, 0, False))
    elif fixed:
        passing = _DIGRESSION if not mention.aside else _YEAR if mention.term.rule.means == "year" else _ASIDE
        if not stories:
            _offer(found, fixed, None, 0.0, (None, start, 0, True))
        for story in stories:
            cost = story.cost + _moves(story.place, (fixed,), mention.opens)[0]
            _offer(found, _finer(story.place, fixed), None, cost, (story, start, 0, True))
            _offer(found, story.place, fixed, story.cost + passing, (story, start, 0, False))
    elif mention.partial:
        _dated(found, mention, stories, ahead, place_in)
    return found


def _offer(found: _Stories, place: _Place, aside: _Place | None, cost: float, came: _Came) -> None:
    """Keep the story that comes there so if none does at less cost. It is made only then: most are not kept."""
    rival = found.get((place, aside))
    if rival is None or cost < rival.cost:
        found[place, aside] = _Story(place, aside, cost, *came)


def _dated(
    found: _Stories,
    mention: Mention,
    stories: Sequence[_Story],
    ahead: Iterable[int],
    place_in: Callable[[int], _Place | None],
) -> None:
    """A date without its year: in each year near the story, near its digression, or named shortly after."""
    start, opens = mention.term.start, mention.opens
    told = {year for each in stories for place in _places(each) for year in (place.from_year, place.to_year)}
    near = {year + by for year in told for by in (-1, 0, 1)}
    candidates = [(year, place) for year in sorted({*near, *ahead}) if (place := place_in(year)) is not None]
    if not stories:  # the year comes only later in the text
        for year, place in candidates:
            _offer(found, place, None, 0.0, (None, start, year, True))
    stays = _STAYS if opens else 0.0
    places = [place for _, place in candidates]
    for story in stories:
        limit = _limit(found)
        if story.cost > limit:
            break  # nor is any behind it cheaper
        aside = None if mention.paragraph else story.aside
        returns = _moves(aside, places, opens) if aside else repeat(inf)
        for (year, place), move, back in zip(candidates, _moves(story.place, places, opens), returns, strict=False):
            if story.cost + move <= limit:
                _offer(found, place, None, story.cost + move, (story, start, year, True))
            if mention.aside:
                _offer(found, story.place, aside, story.cost + _ASIDE + move / 2, (story, start, year, False))
            if (cost := story.cost + stays + back) <= limit and aside:
                _offer(found, story.place, place, cost, (story, start, year, False))


def _limit(found: _Stories) -> float:
    """The cost beyond which a story is not among the best, so that most need not be made."""
    return sorted(map(_COST, found.values()))[_BEAM - 1] if len(found) >= _BEAM else inf


def _places(story: _Story) -> Iterable[_Place]:
    return (story.place, story.aside) if story.aside else (story.place,)


def _stepped(place: _Place, months: int) -> _Place:
    """The year, or month, that many months on."""
    month = date.fromordinal(place.first).month
    whole, rest = divmod(place.from_year * 12 + month - 1 + months, 12)
    year = min(max(whole, 1), 9999)
    if months % 12:
        return _place(date(year, rest + 1, 1), date(year, rest + 1, 28))
    return _place(date(year, 1, 1), date(year, 12, 31))


def _in_year(term: Term, read: Reader, locale: Locale) -> Callable[[int], _Place | None]:
    """Where the term's date lies if its missing year is a given one."""

    context = Context(None, narrative=True, locale=locale)
    starts = [each.start for each in (term, *term.inner())]

    def place(year: int) -> _Place | None:
        context.years = dict.fromkeys(starts, year)
        return _period(read(term, context))

    return place


def _period(reading: Reading | None) -> _Place | None:
    when = reading.when if reading else None
    return _place(when.first, when.last) if when and when.first and when.last else None


def _place(first: date, last: date) -> _Place:
    return _Place(first.toordinal(), last.toordinal(), first.year, last.year)


def _finer(place: _Place, period: _Place) -> _Place:
    """A year named again does not make the story forget its month."""
    return place if period.first <= place.first and place.last <= period.last else period


def _moves(place: _Place, periods: Iterable[_Place], opens: bool) -> list[float]:
    """What it costs to move from a place to each of the periods; of one sentence's dates, more."""
    first, last, weight, found = place.first, place.last, 1.0 if opens else _SAME_SENTENCE, []
    for begin, end, _, _ in periods:
        cost = (begin - last) / 365 if begin > last else (first - end) / 365 * _BACKWARD if end < first else 0.0
        found.append((cost if cost < _FARTHEST else _FARTHEST) * weight)
    return found
