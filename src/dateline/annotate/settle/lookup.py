"""Where things stand in one record: the event behind words, the event that a time dates, the times beside a time.

Everything is found by offset or along the parse, in a bounded number of steps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from dateline.languages import word_list
from dateline.languages.grammar import grammar
from dateline.text.happening import Event, TimeExpression
from dateline.text.record import Record
from dateline.text.span import Span
from dateline.text.token import Token
from dateline.text.when import When

REACH = 120  # characters behind the words in which the event must begin: one clause
_BESIDE = 16  # characters between two times that tell the same day
_CLIMB = 10
_CHAIN = 50  # mentions of one event that are looked at
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n")
_MARKED = re.compile(r"\s*[,(–—]\s*((?:\w+\s+){0,2})")
_BORROWED = frozenset({"events/when:paragraph", "events/when:sentence"})
_SURE = frozenset({"deictic", "iso", "numeric", "part-of-day"})
_OWN = frozenset({"compound", "nmod", "nummod", "amod", "pobj", "prep", "npadvmod"})
_PHRASE = frozenset({"NOUN", "PROPN", "ADP", "SCONJ", "ADV", "NUM", "ADJ", "DET", "PRON", "PART"})


class Lookup:
    """The events, times and tokens of one record by place."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.times = record.times
        self.events = {event.id: event for event in record.events}
        self._in_order = sorted(record.events, key=lambda event: event.span.start)
        self._event_starts = [event.span.start for event in self._in_order]
        self._time_starts = [time.span.start for time in record.times]
        self._chains: dict[str, list[Event]] = defaultdict(list)
        for event in record.events:
            self._chains[self.root(event)].append(event)

    def words(self, table: str, key: str = "words") -> frozenset[str]:
        """The words of one list of the language."""
        return word_list(self.record.article.language, "settle", table, key)

    def root(self, event: Event) -> str:
        """The id of the first mention of the same event."""
        return event.same_as or event.id

    def chain(self, root: str) -> list[Event]:
        """The mentions of one event."""
        return self._chains.get(root, [])[:_CHAIN]

    @property
    def issue(self) -> When | None:
        """The day of issue, as it is given or as the text supports it."""
        given = self.record.article.published.when
        inferred = next((check.value for check in self.record.checks if check.kind == "publication-inferred"), None)
        return given or (When.parse(inferred) if inferred and not inferred.startswith("XXXX") else None)

    def is_firm(self, event: Event) -> bool:
        """The event's own clause dates it; a date from its paragraph or sentence is a guess that better knowledge replaces."""
        return event.time is not None and not any(each.by in _BORROWED for each in event.because)

    def told_date(self, event: Event) -> tuple[Event, When] | None:
        """The finest date that another mention of the event has, and that mention.

        The mention's own clause must tell it, or a clause near it that tells of an event of its kind. The date of the clause
        that counts from the event is none of the event's: "seized on Sunday, on the eve of the talks".
        """
        dated = [
            (each, each.when)
            for each in self.chain(self.root(event))
            if each.when is not None
            and each.when.first is not None
            and ((self.is_firm(each) and each is not event) or self._is_of_kind(each))
        ]
        return min(dated, key=lambda pair: _length(pair[1]), default=None)

    def _is_of_kind(self, event: Event) -> bool:
        """The date is that of an event of the same kind told shortly before ("killed ... the attack")."""
        lender = next((each.note for each in event.because if each.by == "events/when:paragraph"), "")
        return event.time is not None and lender in self.events and self.events[lender].kind == event.kind

    def is_sure(self, time: TimeExpression) -> bool:
        """The words name the day and year themselves, or count them from the issue; a weekday or "the next day" is read by the context."""
        if time.when is None:
            return False
        means = self.means(time)
        from_issue = means in ("shift", "date") and time.anchor.to == "publication"
        return from_issue or means in _SURE or self.names_year(time)

    def names_year(self, time: TimeExpression) -> bool:
        """The year stands in the words; else the layer of times has chosen one."""
        first = time.when.first if time.when else None
        named = first is not None and f"{first.year:04d}" in self.record.article.quote(time.span)
        return named or (first is not None and self.means(time) in ("iso", "numeric"))

    def means(self, time: TimeExpression) -> str:
        """What the rule that read the time takes its words to mean."""
        code = self.record.article.language
        return _meanings(code).get(time.because[0].by, "") if time.because else ""

    def event_behind(self, time: TimeExpression) -> Event | None:
        """The first event of the clause that a joining word leads to from the words."""
        joint = self.joint(time)
        if joint is None:
            return None
        at = bisect_left(self._event_starts, joint)
        end = self._clause_end(time)
        for event in self._in_order[at : at + 3]:
            if event.span.end <= end and self._is_joined(joint, event):
                return event
        return None

    def date_behind(self, time: TimeExpression) -> TimeExpression | None:
        """The date in the noun phrase behind the words, where the noun is no event of ours: "two days before the vote of 9 May"."""
        joint, text = self.joint(time), self.record.article.text
        if joint is None:
            return None
        at = bisect_left(self._time_starts, joint)
        for date in self.times[at : at + 1]:
            phrase = text[joint : date.span.start].split()
            first, last = self.token(joint), self.token(date.span.start - 2)
            if (
                date.when is None
                or not 3 <= len(phrase) <= 7
                or phrase[-1].lower() not in self.words("beside", "dates")
            ):
                continue
            if first is not None and last is not None and date.span.end <= self._clause_end(time):
                between = self.record.tokens[first + 1 : last]
                return date if all(token.pos in ("DET", "ADJ", "NOUN", "PROPN", "PRON") for token in between) else None
        return None

    def is_counted(self, time: TimeExpression) -> bool:
        """The words end in a joining word that has its thing behind it by the parse: "the year before independence"."""
        last = self.token(time.span.end - 1)
        if last is None or self.means(time) != "shift" or self.joint(time) != self.record.tokens[last].span.start:
            return False
        tokens = self.record.tokens
        behind = tokens[last + 1 : last + 2]
        named = any(token.pos in ("NOUN", "PROPN", "PRON", "DET") for token in behind)
        has_object = any(token.head == last and token.dep == "pobj" for token in tokens[last + 1 : last + 8])
        return named and (has_object or tokens[last].dep == "mark")

    def joint(self, time: TimeExpression) -> int | None:
        """The offset of the joining word right behind the words, or of their own last word where it is one."""
        own = re.search(
            r"\w+$", self.record.article.text[max(time.span.start, time.span.end - _BESIDE) : time.span.end]
        )
        if own is not None and own[0].lower() in self.words("joins"):
            return time.span.end - len(own[0])
        text = self.record.article.text[time.span.end : time.span.end + REACH]
        following = re.match(r"\s+(\w+)", text)
        if following is None or following[1].lower() not in self.words("joins"):
            return None
        return time.span.end + following.start(1)

    def _clause_end(self, time: TimeExpression) -> int:
        text = self.record.article.text[time.span.end : time.span.end + REACH]
        end = _SENTENCE_END.search(text)
        return time.span.end + (end.start() if end else len(text))

    def _is_joined(self, joint: int, event: Event) -> bool:
        """The parse leads from the event to the joining word; without a parse, no comma stands between."""
        tokens, joining, at = self.record.tokens, self.token(joint), self.token(event.span.start)
        if joining is None or at is None:
            return "," not in self.record.article.text[joint : event.span.start]
        for _ in range(_CLIMB):
            if at == joining or (tokens[joining].head == at and tokens[joining].dep in ("mark", "prep")):
                return at == joining or tokens[joining].dep == "mark"
            if tokens[at].head == at:
                return False
            at = tokens[at].head
        return False

    def own_date(self, event: Event) -> TimeExpression | None:
        """The time in the event's own phrase or clause: "the vote of 9 May", "the 9 May vote", "attacked the town on 9 May"."""
        at = bisect_left(self._time_starts, event.span.end)
        text = self.record.article.text
        for time in self.times[at : at + 3]:
            between = text[event.span.end : time.span.start]
            if time.when is None or len(between) > REACH:
                continue
            if between.strip().lower() in self.words("beside", "dates") or self._leads_to(time, event):
                return time
        for time in reversed(self.times[max(0, at - 3) : at]):
            if time.when is not None and event.span.start - time.span.end == 1 and self._leads_to(time, event):
                return time
        return None

    def _leads_to(self, time: TimeExpression, event: Event) -> bool:
        """The time hangs on the event's word by the parse, through no word that leads past it ("until", "after")."""
        tokens, at = self.record.tokens, self.token(time.span.end - 1)
        for _ in range(5):
            if at is None:
                return False
            token = tokens[at]
            if event.span.start <= token.span.start < event.span.end:
                return True
            if token.dep == "prep" and token.text.lower() not in self.words("beside", "dates"):
                return False
            if token.dep not in _OWN:
                return False
            at = token.head
        return False

    def beside_before(self, span: Span) -> TimeExpression | None:
        """The day told right before, with a mark between: "on 7 May, two days before"."""
        at = bisect_left(self._time_starts, span.start)
        for time in reversed(self.times[max(0, at - 4) : at]):
            if self._marked(time.span.end, span.start):
                return time
        return None

    def beside_after(self, end: int) -> TimeExpression | None:
        """The day told right behind, with a mark between: "yesterday (3 January)"."""
        at = bisect_left(self._time_starts, end)
        return next((time for time in self.times[at : at + 1] if self._marked(end, time.span.start)), None)

    def _marked(self, start: int, end: int) -> bool:
        if not 0 < end - start <= _BESIDE:
            return False
        found = _MARKED.fullmatch(self.record.article.text[start:end])
        return found is not None and set(found[1].lower().split()) <= self.words("beside")

    def token(self, offset: int) -> int | None:
        """The number of the token that holds the character."""
        at = bisect_left(self.record.tokens, offset + 1, key=_start) - 1
        if at < 0 or offset >= self.record.tokens[at].span.end:
            return None
        return at

    def times_at(self, offset: int) -> list[TimeExpression]:
        """The last times that begin at or before the offset."""
        at = bisect_left(self._time_starts, offset + 1)
        return list(self.times[max(0, at - 3) : at])

    def dated_by(self, time: TimeExpression, counted_from: str) -> Event | None:
        """The event that the words date, which is not the one they count from."""
        return self.event_of(time.span, counted_from)

    def event_of(self, span: Span, but: str = "") -> Event | None:
        """The event that the words of a time hang on: the first one up the parse, but for one."""
        if (number := self.token(span.end - 1)) is None:
            return None
        at, tokens = number, self.record.tokens
        for _ in range(_CLIMB):
            token = tokens[at]
            if token.text.lower() in self.words("unlike"):
                return None
            event = self.event_at(at)
            if event is not None and self.root(event) != but:
                return event
            if token.head == at or (event is None and token.pos not in _PHRASE):
                return None
            at = token.head
        return None

    def tense_of(self, time: TimeExpression) -> str:
        """ "past" or "future" of the verb that the time itself hangs on; "" where the verb may tell of a plan, or none is near."""
        tokens, at = self.record.tokens, self.token(time.span.end - 1)
        for _ in range(_CLIMB):
            if at is None or tokens[at].pos in ("VERB", "AUX"):
                break
            within = time.span.holds(tokens[at].span) or tokens[at].text.lower() in self.words("beside", "dates")
            if not within or tokens[at].head == at:
                return ""
            at = tokens[at].head
        if at is None or tokens[at].pos not in ("VERB", "AUX"):
            return ""
        verb, auxiliaries = tokens[at], list(self.auxiliaries(at))
        if any(token.text.lower() in self.words("ahead", "auxiliaries") for token in auxiliaries):
            return "future"
        tags = {token.tag for token in auxiliaries}
        if verb.lemma in self.words("ahead", "lemmas") or "MD" in tags or "TO" in tags:
            return ""
        perfect = verb.tag == "VBN" and any(token.lemma == "have" for token in auxiliaries)
        return "past" if verb.tag == "VBD" or "VBD" in tags or perfect else ""

    def event_at(self, number: int) -> Event | None:
        """The event that the token is a word of."""
        token = self.record.tokens[number]
        at = bisect_left(self._event_starts, token.span.end) - 1
        return next(
            (event for event in self._in_order[max(0, at - 1) : at + 1] if event.span.holds(token.span)),
            None,
        )

    def auxiliaries(self, verb: int) -> Iterator[Token]:
        """The auxiliaries of a verb: before it, in its own sentence."""
        tokens = self.record.tokens
        for at in range(verb - 1, max(-1, verb - 8), -1):
            if tokens[at].head == verb and tokens[at].dep in ("aux", "auxpass"):
                yield tokens[at]

    def in_one_sentence(self, left: Span, right: Span) -> bool:
        """The parse has both in one sentence; without a parse, no sentence ends between them."""
        first, second = self.token(left.start), self.token(right.start)
        if first is not None and second is not None:
            return self.record.tokens[first].sentence == self.record.tokens[second].sentence
        return not _SENTENCE_END.search(
            self.record.article.text[min(left.end, right.end) : max(left.start, right.start)]
        )

    def tells_of_today(self, time: TimeExpression) -> bool:
        """The sentence that the words open is in the present tense, or says of today that it is that time."""
        tokens = self.record.tokens
        at = self.token(time.span.start)
        if at is None:
            return False
        opens = at == 0 or tokens[at - 1].sentence != tokens[at].sentence
        if not opens and not self._is_told_of_today(time):
            return False
        for _ in range(30):
            if tokens[at].head == at:
                break
            at = tokens[at].head
        tags = {tokens[at].tag, *(token.tag for token in self.auxiliaries(at))}
        return bool(tags & {"VBZ", "VBP"}) and not tags & {"VBD", "MD"}

    def _is_told_of_today(self, time: TimeExpression) -> bool:
        """ "Today is the eighth day of the siege", "it is the second day of the strike"."""
        tokens, at = self.record.tokens, self.token(time.span.end - 1)
        if at is None or tokens[at].dep not in ("attr", "dobj"):
            return False
        verb = tokens[at].head
        subject = next(
            (
                token
                for token in tokens[max(0, verb - 4) : verb]
                if token.head == verb and token.dep in ("nsubj", "npadvmod")
            ),
            None,
        )
        if subject is None or subject.text.lower() not in self.words("present"):
            return False
        return tokens[at].dep == "attr" or subject.text.lower() != "it"


def _start(token: Token) -> int:
    return token.span.start


@lru_cache(maxsize=8)
def _meanings(code: str) -> dict[str, str]:
    return {rule.id: rule.means for rule in grammar(code, "times").rules}


def _length(when: When) -> int:
    return (when.last - when.first).days if when.first and when.last else 10**6
