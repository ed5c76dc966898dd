"""What a finding is and why we say so, as lines for people: its value, what it hangs on, and the rules that found it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dateline.annotate.times.terms import term_of
from dateline.show.dates import in_words, issue_in_short
from dateline.show.index import SHORT, Index
from dateline.show.sources import KINDS, chain_words, source_words
from dateline.show.timeline import STATUSES, best_when
from dateline.text.happening import Event, Figure, RoleName, TimeExpression
from dateline.text.naming import Entity, Mention
from dateline.text.record import Finding
from dateline.text.span import Evidence
from dateline.text.telling import Fate, Quotation, Statement, Wording
from dateline.text.when import When

ROLES: dict[RoleName, str] = {
    "actor": "who", "recipient": "whom", "instrument": "with", "place": "where", "addressee": "to", "beneficiary": "for",
    "topic": "about",
}  # fmt: skip
FLAGS = {
    "stale-deictic": "may be a leftover: what it dates does not fit the rest",
    "weekday-mismatch": "the weekday does not fall on that day",
    "no-such-day": "the month has no such day",
    "event-anchored": "counted from an event",
    "coarse-anchor": "known no finer than what it is counted from",
    "day-month-order": "day and month could be the other way round",
    "zone-unclear": "the zone's abbreviation stands for several zones",
    "a-day-either-way": "may be a day earlier or later: the month begins when the moon is seen",
}
FATES: dict[Fate, str] = {
    "attributed": "somebody's words", "unattributed": "words that nobody is named for", "scare_quote": "held at a distance",
    "title": "title or name", "nickname": "nickname", "stray": "a mark that encloses nothing",
}  # fmt: skip
_LONG = 240  # characters of a quotation in an account; the text itself stands elsewhere
_ID = re.compile(r"\b(?:[a-z]+@\d+|[ns]\d+)\b")
_USERS = 6


@dataclass(frozen=True, slots=True)
class Account:
    """One finding for people: its words, what it is ("time"), its value in one line, and labelled lines that say why."""

    id: str
    words: str
    what: str
    value: str
    lines: tuple[tuple[str, str], ...]


def account(index: Index, finding: Finding) -> Account:
    """The account of one finding."""
    match finding:
        case TimeExpression():
            what, value, lines = "time", _time_value(finding), _time_lines(index, finding)
        case Event():
            what, value, lines = "event", _event_value(finding), _event_lines(index, finding)
        case Statement():
            what, value, lines = "statement", chain_words(index, finding.id), _statement_lines(index, finding)
        case Wording():
            plain = f"plain word: {finding.neutral}" if finding.neutral else "plain text would leave it out"
            what, value, lines = "loaded word", plain, _wording_lines(index, finding)
        case Quotation():
            what, value, lines = "quotation", FATES[finding.fate], _quotation_lines(index, finding)
        case Figure():
            what, value, lines = "figure", f"{_bounds(finding)} ({finding.counts})", _figure_lines(index, finding)
        case Mention():
            what, value, lines = "name", index.name(finding.entity) or "not known whose", _mention_lines(index, finding)
        case Entity():
            what, value, lines = "entity", finding.kind.replace("_", " "), entity_lines(finding)
    rules = () if isinstance(finding, (Entity, Mention, Figure)) else _rules(index, finding.because)
    words = index.words_of(finding.id, _LONG)
    return Account(finding.id, words, what, value, tuple((label, text) for label, text in (*lines, *rules) if text))


def _time_value(time: TimeExpression) -> str:
    if time.when is not None:
        return _dated(time.when)
    kinds = {"DURATION": "a length of time", "SET": "a repeated time"}
    return kinds.get(time.timex.type if time.timex else "", "not resolved")


def _time_lines(index: Index, time: TimeExpression) -> Iterator[tuple[str, str]]:
    yield "term", term_of(index.record.article, time)
    yield "counted from", anchor_words(index, time)
    yield "could also be", ", ".join(_dated(when) for when in time.alternatives)
    yield "note", "; ".join(FLAGS.get(flag, flag) for flag in time.flags)
    yield "used by", _users(index, time.id)


def anchor_words(index: Index, time: TimeExpression) -> str:
    """What the time is counted from, with its words; "" where the words name the time themselves."""
    if time.anchor.to == "calendar":
        return ""
    if time.anchor.to == "publication":
        return f"the date of issue, {issue_in_short(index.record)}"
    anchor = index.found.get(time.anchor.id or "")
    words = f"{time.anchor.to} “{index.words_of(time.anchor.id or '')}”"
    match anchor:
        case TimeExpression():
            return f"{words} = {in_words(anchor.when) or 'no date'} ({anchor.id})"
        case Event():
            return f"{words} = {in_words(best_when(index.chain_of(anchor))) or 'no date'} ({anchor.id})"
        case Statement():
            return f"what {source_words(index, anchor)} says, said {in_words(anchor.said) or 'at no known time'} ({anchor.id})"
    return words


def _event_value(event: Event) -> str:
    kind = "event" if event.kind == "OTHER" else event.kind.lower()
    parts = (kind, event.mode, STATUSES[event.status] or "happened", in_words(event.when) or "undated")
    return ", ".join(part for part in parts if part)


def _event_lines(index: Index, event: Event) -> Iterator[tuple[str, str]]:
    for part in event.roles:
        words, name = index.quote(part.span, _LONG), index.name(part.entity)
        yield ROLES[part.role], f"“{words}”" + (f" = {name} ({part.entity})" if name and part.entity else "")
    told_by = f", from “{index.words_of(event.time)}” ({event.time})" if event.time else ""
    yield "when", _dated(event.when) + told_by if event.when else "undated"
    yield "where", index.name(event.place) or ""
    yield "who says so", chain_words(index, event.told_in)
    yield "same event as", _pointer(index, event.same_as)
    yield "part of", _pointer(index, event.part_of)
    yield "figures", ", ".join(_pointer(index, id) for id in event.figures)
    yield "used by", _users(index, event.id)


def _statement_lines(index: Index, statement: Statement) -> Iterator[tuple[str, str]]:
    yield "source", f"{source_words(index, statement)} ({KINDS[statement.source_kind]})"
    yield "in", index.name(statement.medium) or ""
    yield "to", index.name(statement.addressee) or ""
    yield "words of saying", " … ".join(f"“{index.quote(span, _LONG)}”" for span in statement.cue)
    yield "says", " … ".join(f"“{index.quote(span, _LONG)}”" for span in statement.content[:4])
    attitude = {"doubting": "told with doubt", "endorsing": "told as true", "neutral": ""}[statement.doubt]
    certain = "" if statement.certainty == "certain" else statement.certainty
    told = (
        statement.act,
        statement.manner.replace("_", " "),
        certain,
        "negated" if statement.negated else "",
        attitude,
    )
    yield "how", ", ".join(part for part in told if part)
    yield "said", _dated(statement.said) if statement.said else ""
    yield "used by", _users(index, statement.id)


def _wording_lines(index: Index, word: Wording) -> Iterator[tuple[str, str]]:
    yield "leaning", word.leaning
    yield "about", _pointer(index, word.target) or about_words(index, word)
    yield "whose word", chain_words(index, word.said_in)


def _quotation_lines(index: Index, quotation: Quotation) -> Iterator[tuple[str, str]]:
    yield "told by", chain_words(index, quotation.statement)
    yield (
        "within",
        f"{quotation.depth} other quotation" + ("s" if quotation.depth > 1 else "") if quotation.depth else "",
    )
    yield "note", "" if quotation.closed else "never closed: it ends with its paragraph"


def about_words(index: Index, word: Wording) -> str:
    """Whom a loaded word is about: the name of its target, else the words it hangs on, else ""."""
    if word.target:
        return index.words_of(word.target)
    on = next((evidence.span for evidence in word.because if evidence.span), None)
    return index.quote(on, SHORT) if on and on != word.span else ""


def _figure_lines(index: Index, figure: Figure) -> Iterator[tuple[str, str]]:
    yield "event", _pointer(index, figure.event)


def _mention_lines(index: Index, mention: Mention) -> Iterator[tuple[str, str]]:
    yield "form", mention.form
    entity = index.found.get(mention.entity or "")
    if isinstance(entity, Entity):
        yield "kind", entity.kind.replace("_", " ")
        yield from entity_lines(entity)


def entity_lines(entity: Entity) -> Iterator[tuple[str, str]]:
    """What the text calls an entity, its offices, and where a place lies."""
    yield "also called", ", ".join(dict.fromkeys(entity.aliases))
    yield "office or title", "; ".join(dict.fromkeys(role.title for role in entity.roles))
    yield "known as", entity.known_as if entity.known_as and entity.known_as != entity.name else ""
    if entity.place:
        yield "lies in", ", ".join(entity.place.within)
        yield "place", ", ".join(part for part in (entity.place.precision, entity.place.source) if part)


def _rules(index: Index, because: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
    for evidence in because:
        note = _ID.sub(lambda found: _pointer(index, found[0]) if found[0] in index.found else found[0], evidence.note)
        quote = index.quote(evidence.span, _LONG) if evidence.span else ""
        on = f"on “{quote}”" if quote and quote not in note else ""
        yield "rule", " · ".join(part for part in (evidence.by, note, on) if part)


def _pointer(index: Index, id: str | None) -> str:
    """The words of another finding and its id."""
    return f"“{index.words_of(id)}” ({id})" if id else ""


def _users(index: Index, id: str) -> str:
    users = index.used_by.get(id, ())
    told = ", ".join(_pointer(index, user) for user in islice(users, _USERS))
    return told + (f" and {len(users) - _USERS} more" if len(users) > _USERS else "")


def _dated(when: When) -> str:
    """In words and, where it looks different, as the record has it: "3 Jan 2020 (2020-01-03)"."""
    return in_words(when) if in_words(when) == str(when) else f"{in_words(when)} ({when})"


def _bounds(figure: Figure) -> str:
    if figure.low is not None and figure.low == figure.high:
        return str(figure.low)
    if figure.low is not None and figure.high is not None:
        return f"{figure.low} to {figure.high}"
    if figure.low is not None:
        return f"{figure.low} or more"
    return f"up to {figure.high}" if figure.high is not None else "no number"
