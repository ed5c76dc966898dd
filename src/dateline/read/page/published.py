"""The day of issue: what each carrier says, which claim we go by, and which differ from it.

The claim of the higher authority wins (the user's option, the list of articles, the page's data, its address, the
text); nothing that names another day is dropped, it stays as a conflict. There is no clock here: a reading is repeatable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from dateline.languages import HOME, word_classes
from dateline.text.article import Block, DateClaim, Published
from dateline.text.errors import BadDate
from dateline.text.span import Evidence, Span
from dateline.text.when import Grain, When

ClaimKind = Literal["line", "json-ld", "meta", "time", "shown", "url", "text", "htmldate"]
EARLIEST, LATEST = 1900, 2100
_FIRST_TICK = date(1970, 1, 1)  # what a page's data say where the outlet's system knows no date
RAW = 80  # characters of the carrier's own string that a note keeps
MOST_BESIDES = 9  # words beside the date in a line that shows it: labels, a clock, an author's name
HEAD = 6  # blocks among which a line with the date is looked for; measured on news texts, later ones date other things
_UTC = re.compile(r"[0-9]:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?(?:Z|\+00:?00)$")
_ISO = re.compile(r"\s{0,9}([0-9]{4})([-/.]?)(?:([0-9]{1,2})(?:\2([0-9]{1,2}))?)?(?=$|[^0-9]|[0-9]{6})")
_ADDRESS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-/_]?)([01][0-9]|[1-9](?=\2[0-9]))(?:\2([0-3]?[0-9]))?(?![0-9])")
_ADDRESS_NAMED = re.compile(r"/(?P<year>(?:19|20)[0-9]{2})/(?P<month>[a-z]{3,9})/(?P<day>[0-3]?[0-9])/")
# What every date line, and every dateline at a paragraph's head, has in it.
_YEAR = re.compile(r"[0-9]{4}")
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_HEADED = re.compile(r"[0-9(].*?[-–—―_]", re.DOTALL)


class Patterns(NamedTuple):
    """The ways in which one language writes dates, made from its month and label words: expressions, see `_compiled`."""

    months: dict[str, int]
    date: str
    line: str
    head: str


class Dateline(NamedTuple):
    """A line or the head of a paragraph that tells place, day and agency, as far as it does. `issue`: not an update."""

    span: Span
    when: When | None
    agency: str | None = None
    issue: bool = True
    alone: bool = False


def claim(kind: ClaimKind, raw: str, span: Span | None = None, *, when: When | None = None) -> DateClaim | None:
    """What a carrier says, as a claim; None where its words hold no date."""
    when = when or read_day(raw)
    return DateClaim(when, Evidence(f"read/published:{kind}", " ".join(raw.split())[:RAW], span)) if when else None


def choose(claims: Iterable[DateClaim | None], *, option: When | None = None) -> Published:
    """The first plausible claim of a day (else of a month or year), with all that contradict it as conflicts."""
    told = list(dict.fromkeys(each for each in claims if each is not None))
    if option is not None:
        told.insert(0, DateClaim(option, Evidence("option", "--published")))
    plausible = [each for each in told if each.because.by == "option" or _is_likely(each)]
    chosen = next((each for each in plausible if each.because.by == "option" or each.when.single_day), None)
    stamp = stamp_of(chosen.because.note) if chosen else None
    chosen = _in_own_zone(chosen, plausible) or next(iter(plausible), None)
    if chosen is None:
        return Published(conflicts=tuple(told))
    agreeing = [each for each in told if each in plausible and each.when.holds(chosen.when)]
    conflicts = [each for each in told if each not in agreeing and not chosen.when.holds(each.when)]
    because = [each.because for each in agreeing if each is not chosen]
    return Published(chosen.when, (chosen.because, *because), tuple(conflicts), stamp)


def against(told: Published, modified: Published) -> Published:
    """The day of issue; a last change before that day contradicts it and is kept as a conflict."""
    if told.when is None or modified.when is None or not told.when.first or not modified.when.last:
        return told
    if modified.when.last >= told.when.first:
        return told
    return replace(
        told, conflicts=(*told.conflicts, *(DateClaim(modified.when, each) for each in modified.because[:1]))
    )


def as_written(day: str, page: str) -> str:
    """The day ("2020-02-01"), or its month where it is the first and the page nowhere writes one: it was made up then.

    >>> as_written("2020-02-01", "on 1 February 2020"), as_written("2020-02-01", "in February 2020")
    ('2020-02-01', '2020-02')
    """
    year, month, number = day.split("-")
    if number != "01":
        return day
    mark, word = r"[\s./-]{1,3}", r"[^\W\d_]{3,12}\.?,?"
    forms = (
        rf"(?<![0-9])0?1(?:st|er|º|°|\.)?{mark}(?:0?{int(month)}|{word}){mark}{year}",
        rf"(?:0?{int(month)}|{word}){mark}0?1(?:st)?,?{mark}{year}",
        rf"{year}[-/.]?{month}[-/.]?01",
    )
    return day if re.search("|".join(forms), page) else f"{year}-{month}"


def stamp_of(raw: str) -> str | None:
    """The string where it is a day with its clock, as ISO 8601 writes them.

    >>> stamp_of("2020-02-12T23:30:00-05:00"), stamp_of("12 Feb 2020, 23:30")
    ('2020-02-12T23:30:00-05:00', None)
    """
    return raw if _STAMP.fullmatch(raw) else None


def _is_likely(told: DateClaim) -> bool:
    """News can have come out then, and the day is not the one on which computers' clocks begin."""
    written = told.because.by.removeprefix("read/published:") in ("text", "line", "shown")
    return is_plausible(told.when) and (written or told.when.single_day != _FIRST_TICK)


def _in_own_zone(chosen: DateClaim | None, plausible: Sequence[DateClaim]) -> DateClaim | None:
    """The claim; where its clock is in UTC, the day beside it that the address gives: an outlet files by its own day."""
    if chosen is None or chosen.because.by == "read/published:line" or not _UTC.search(chosen.because.note):
        return chosen
    for each in plausible:
        day, other = chosen.when.single_day, each.when.single_day
        if each.because.by == "read/published:url" and day and other and abs((day - other).days) == 1:
            return each
    return chosen


def is_plausible(when: When) -> bool:
    """News can have come out then."""
    ends = [day.year for day in (when.first, when.last) if day]
    return all(EARLIEST <= year <= LATEST for year in ends)


def read_day(raw: str, code: str = "en") -> When | None:
    """The day (or month) that a carrier's string names; its clock and zone are left out: the day is that of its own zone.

    >>> read_day("2020-02-12T23:30:00-05:00"), read_day("Wed, 12 Feb 2020 10:00 GMT"), read_day("02/03/2020")
    (When('2020-02-12'), When('2020-02-12'), None)
    """
    raw = raw[:200]
    found = _ISO.match(raw)
    if found and (found[2] or len(found[0].strip()) in (4, 8)):
        return _when(found[1], found[3], found[4])
    found = _compiled(patterns(code).date).search(raw)
    return _when_of(found, code) if found else None


def address_claim(url: str | None) -> DateClaim | None:
    """The day in the path of the address: /2020/02/12/, /2020/feb/12/, /2020-02-12-title, /20200212/."""
    if not url:
        return None
    path = re.sub(r"^[a-z]+:/*[^/]*", "", url[:2000], flags=re.IGNORECASE).partition("?")[0]
    for found in _ADDRESS.finditer(path):
        bare = not found[2]
        if bare and (found[4] is None or len(found[4]) < 2):
            continue  # eight digits are a date, six are more often a number
        when = _when(found[1], found[3], found[4])
        if when is not None:
            return claim("url", path, when=when)
    named = _ADDRESS_NAMED.search(path)
    when = _when_of(named, "en") if named and named["month"] in patterns("en").months else None
    return claim("url", path, when=when) if when else None


def find_datelines(text: str, blocks: Sequence[Block], code: str = "en") -> tuple[Dateline, ...]:
    """Date lines among the first blocks, and the dateline at the head of the first paragraph."""
    found: list[Dateline] = []
    told = [block for block in blocks if block.kind not in ("boilerplate", "byline")]
    for block in told[:HEAD]:
        here = read_dateline(text, block.span, code)
        if here is not None and (here.alone or not any(not each.alone for each in found)):
            found.append(here)
        if block.kind == "paragraph" and len(block.span) > 150:
            break  # the story has begun: a date further on is when something happened
    return tuple(found)


def read_dateline(text: str, span: Span, code: str = "en") -> Dateline | None:
    """The dateline that the block is, or begins with."""
    known = patterns(code)
    words = text[span.start : min(span.end, span.start + 250)]
    if len(span) <= 120 and _YEAR.search(words):
        found = _compiled(known.line).fullmatch(words.strip())
        if found:
            return Dateline(span, _when_of(found, code), issue=not found["later"], alone=True)
    found = _compiled(known.head).match(words) if _HEADED.search(words) else None
    if found is None:
        return None
    agency = found["agency"] or found["agency_"]
    return Dateline(Span(span.start, span.start + found.end()), _when_of(found, code), agency)


def dates_in(line: str, code: str = "en") -> list[tuple[When, bool]]:
    """The days that a short line beside a headline names, each with whether it is one of a later change.

    A line that says much besides is a sentence about that day, and names none.
    """
    known = _compiled(patterns(code if has_words(code) else "en").date)
    found = list(islice(known.finditer(line), 4))
    rest = known.sub(" ", line)
    if not found or len(rest.split()) > MOST_BESIDES:
        return []
    told: list[tuple[When, bool]] = []
    at = 0
    for each in found:
        before = line[at : each.start()].casefold()
        later = any(re.search(rf"\b{re.escape(label)}\b", before) for label in _later(code))
        when = _when_of(each, code if has_words(code) else "en")
        if when is not None and is_plausible(when):
            told.append((when, later))
        at = each.end()
    return told


def without_dates(line: str, code: str = "en") -> str:
    """The line without the days that it names."""
    return _compiled(patterns(code).date).sub(" ", line) if _YEAR.search(line) else line


@lru_cache(maxsize=8)
def date_labels(code: str) -> frozenset[str]:
    """The words that stand before a date: "Published", "Updated"."""
    lines = word_classes(code, "boilerplate").get("dateline", {}) if has_words(code) else {}
    return frozenset((*lines.get("labels", ()), *lines.get("later", ())))


@lru_cache(maxsize=8)
def _later(code: str) -> tuple[str, ...]:
    """The labels of a later change."""
    return tuple(word_classes(code, "boilerplate").get("dateline", {}).get("later", ())) if has_words(code) else ()


def text_claims(text: str, datelines: Iterable[Dateline]) -> list[DateClaim | None]:
    """The claims of the datelines that say when the text came out."""
    return [
        claim("text", text[each.span.start : each.span.end], each.span, when=each.when)
        for each in datelines
        if each.when is not None and each.issue
    ]


@lru_cache(maxsize=8)
def patterns(code: str) -> Patterns:
    """The date patterns of a language; where it has no words for them only digits are read."""
    classes = word_classes(code, "boilerplate") if has_words(code) else {}
    months = {word: int(number) for word, number in classes.get("months", {}).items()}
    lines: dict[str, list[str]] = classes.get("dateline", {})
    month, label, later, weekday, at, half, ordinal = map(
        _any, (months, *(lines.get(key, ()) for key in ("labels", "later", "weekdays", "at", "halves", "ordinals")))
    )
    day = rf"[0-9]{{1,2}}{ordinal}?"
    dated = (
        rf"(?<![0-9])(?:(?P<day>{day})\.?[\s-]{{0,2}}(?P<month>{month})\b\.?[,\s-]{{0,3}}(?P<year>[0-9]{{4}})"
        rf"|(?P<month_>{month})\b\.?\s{{0,2}}(?P<day_>{day})[,\s]{{1,3}}(?:[0-9:]{{4,8}}\s(?:[A-Z]{{3,4}}\s)?)?(?P<year_>[0-9]{{4}})"
        r"|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<digits>[0-9]{1,2}(?P<mark>[./])[0-9]{1,2}(?P=mark)[0-9]{4}))(?![0-9])"
    )
    clock = (
        rf"(?:T|[,\s|@·•–-]{{0,4}}(?:{at}\s)?)[0-9]{{1,2}}[:.][0-9]{{2}}(?:[:.][0-9]{{2}})?(?:\s?{half})?"
        r"(?:\s?\(?[A-Z]{1,5}\)?(?:[+-][0-9]{1,2})?)?"
    )
    line = (
        rf"[(\[]?(?:(?:(?P<later>{later})|{label})\s?(?:{at}\s)?:?\s{{0,3}})?(?:{clock}[,\s]{{1,3}})?"
        rf"(?:{weekday}\b\.?,?\s{{0,2}})?{dated}(?:{clock})?[)\]]?\.?"
    )
    capitals = r"(?-i:[A-Z][A-Z.'’\u00c0-\u00de-]{1,24}(?:\s[A-Z][A-Z.'’\u00c0-\u00de-]{0,24}){0,4})"
    place = rf"{capitals}(?:,\s[^\W\d_][\w.]{{1,20}}(?:\s[^\W\d_][\w.]{{1,20}}){{0,2}})?"
    short = rf"(?:{month}\b\.?\s{{0,2}}[0-9]{{1,2}}|[0-9]{{1,2}}\s{{0,2}}{month}\b\.?(?:\s[0-9]{{2}}\b)?)"
    name = r"(?-i:[A-Z])[\w.&’' /-]{1,40}"
    # A place alone is no dateline: capitals and a dash are as often a slug ("UPDATE -").
    head = (
        rf"\s{{0,4}}(?:{place},?\s)?(?:(?:{dated}|{short})\s{{0,2}}(?:\((?P<agency>{name})\))?|\((?P<agency_>{name})\))"
        r"\s{0,3}(?:--|[-–—―_])"
    )
    return Patterns(months, dated, line, head)


@lru_cache(maxsize=24)
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled when a text first asks for it: each takes 5 ms, and most texts ask for one or none."""
    return re.compile(expression, re.IGNORECASE)


@lru_cache(maxsize=64)
def has_words(code: str) -> bool:
    """There is a file of this language's words for the carrier: `code` may come from a stranger's page."""
    return re.fullmatch(r"[a-z]{2,3}", code) is not None and (HOME / code / "boilerplate.toml").is_file()


def _any(words: Iterable[str]) -> str:
    """One of the words, longest first; a pattern that matches nothing where there are none."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"


def _when_of(found: re.Match[str], code: str) -> When | None:
    parts = found.groupdict()
    if parts.get("iso"):
        return _when(*parts["iso"].split("-"))
    if parts.get("digits"):
        return _numeric(parts["digits"])
    year, month, day = (parts.get(name) or parts.get(f"{name}_") for name in ("year", "month", "day"))
    if not (year and month and day):
        return None
    return _when(year, str(patterns(code).months[month.casefold()]), re.sub(r"\D", "", day))


def _numeric(digits: str) -> When | None:
    """A date in digits: with full stops the day stands first, with slashes only where one number can be no month."""
    first, second, year = re.split(r"[./]", digits)
    if "." in digits or int(first) > 12:
        return _when(year, second, first)
    if int(second) > 12 or first == second:
        return _when(year, first, second)
    return None


def _when(year: str, month: str | None, day: str | None) -> When | None:
    try:
        if day:
            return When.at(date(int(year), int(month or 0), int(day)), Grain.DAY)
        if month:
            return When.at(date(int(year), int(month), 1), Grain.MONTH)
        return When.at(date(int(year), 1, 1), Grain.YEAR)
    except (ValueError, BadDate):
        return None
