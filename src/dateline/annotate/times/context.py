"""What a time is read against: the day of issue, the time the story has reached, the tense of its clause.

Note: news and narrative. News counts partial dates from the day of issue ("on Friday"). A history counts them from the
date it told last, whenever it was published. A text is narrative when most of its explicit years lie well before its
issue, or when it has no date of issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dateline.annotate.times.locale import NOWHERE, Locale
from dateline.languages.grammar import Term
from dateline.languages.lexemes import Lexeme, Lexemes, Lexicon
from dateline.text.token import Token
from dateline.text.when import Grain, When


@dataclass(slots=True)
class Context:
    """The state of reading one article.

    `reference` is the narrative time, with the id of the expression that set it; `years` the years of a history's dates
    that leave theirs out, by offset (see story.py). `locale` is where the outlet is at home, `lexemes` the words of the text;
    `long_ago` is a day of the past that this paragraph of a news story has named, whose clock times follow; `named` the date named last, even in passing; `reported` the quarter or year that a report tells of (see reported.py).
    """

    published: date | None
    narrative: bool
    reference: When | None = None
    reference_id: str | None = None
    tense: str = ""
    years: dict[int, int] = field(default_factory=dict)
    locale: Locale = NOWHERE
    lexemes: Sequence[Lexeme] = ()
    language: str = ""
    reported: When | None = None
    long_ago: When | None = None
    named: When | None = None
    named_id: str | None = None

    def now(self) -> When | None:
        """The day of issue."""
        return When.at(self.published, Grain.DAY) if self.published else None


def is_narrative(years: Sequence[int], deictics: int, published: date | None) -> bool:
    """Most explicit years of the text lie two years or more before its issue, and it hardly says "yesterday" or "on Friday".

    It tells all 16 histories of WikiWars train from the 256 news texts of TimeBank and AQUAINT but three. Without the second
    condition AQUAINT loses 0.5 points of value-F1.
    """
    if published is None:
        return True
    old = sum(year < published.year - 1 for year in years)
    return len(years) >= 5 and old / len(years) > 0.55 and deictics <= len(years) / 3


# The date hangs on the verb itself, with nothing between but prepositions and words of its own phrase.
_HANGING = frozenset({"pobj", "prep", "npadvmod", "compound", "nummod", "advmod", "nmod", "amod"})


class Tenses:
    """The tense of the clause around a character: from the parse where there is one, else from the words nearby."""

    def __init__(self, tokens: Sequence[Token], lexemes: Lexemes, words: Lexicon) -> None:
        self.tokens, self.lexemes = tokens, lexemes
        self._future, self._cues = words.of("tense"), words.of("future_cue")
        self._infinitives = self._cues | words.of("infinitive_cue")
        self._starts = {token.span.start: position for position, token in enumerate(tokens)}
        self._auxiliaries: dict[int, list[Token]] = {}
        for token in tokens:
            if token.dep in ("aux", "auxpass"):
                self._auxiliaries.setdefault(token.head, []).append(token)

    def at(self, term: Term) -> str:
        """The tense: "future", "past", "present", or "" where nothing tells; "surely" where the date hangs on the verb itself."""
        tense = "" if self.tokens else self._nearby(term)
        for start in self.lexemes.starts[term.first : term.stop]:
            position = self._starts.get(start)
            if position is not None:
                tense = self._of_clause(position)
                break
        return self._led_by(term.first - 1, tense)

    def of_token(self, position: int) -> str:
        """The tense of the clause that the token stands in, by the parse."""
        return self._of_clause(position)

    def _led_by(self, position: int, tense: str) -> str:
        """The tense, under the word before the date: "until Friday" looks ahead, "extended until Friday" does not look back."""
        classes = self.lexemes[position].classes if position >= 0 else {}
        if "behind" in classes:
            return "surely past"
        if "ahead" not in classes:
            return tense
        if tense == "surely past":
            return ""
        return "future" if classes["ahead"] else tense

    def token(self, term: Term) -> Token | None:
        """The parse's token where the term begins."""
        position = self._starts.get(term.start)
        return None if position is None else self.tokens[position]

    def _of_clause(self, position: int, depth: int = 0) -> str:
        direct, nouns, joined = True, -1, False
        for _ in range(12):
            token = self.tokens[position]
            if token.pos in ("VERB", "AUX"):
                tense = self._of_verb(position, token, depth)
                if token.lemma in self._cues and (nouns > 0 or (joined and not tense)):
                    return "future"  # "called for a strike on Tuesday", "planned for Monday"
                if tense in ("past", "present") and direct and nouns <= 0 and not depth:
                    return "surely " + tense
                return tense
            direct = direct and token.dep in _HANGING
            nouns, joined = nouns + (token.pos in ("NOUN", "PROPN")), joined or token.dep == "prep"
            if token.head == position:
                return ""
            position = token.head
        return ""

    def _of_verb(self, position: int, verb: Token, depth: int) -> str:
        auxiliaries = self._auxiliaries.get(position, [])
        if any(token.text.lower() in self._future for token in auxiliaries):
            return "future"
        if any(token.tag == "TO" for token in auxiliaries):
            # "asked to leave on Friday": from a past verb on, only that verb's own day is known to be past.
            governor = self.tokens[verb.head]
            if governor.lemma in self._infinitives or verb.head == position or depth > 4:
                return "future" if governor.lemma in self._infinitives else ""
            tense = self._of_clause(verb.head, depth + 1)
            return "" if tense.endswith("past") else tense
        if verb.tag == "VBD" or any(token.tag == "VBD" for token in auxiliaries):
            return "past"
        if verb.tag == "VBN" and any(token.lemma == "have" for token in auxiliaries):
            return "perfect"
        if verb.tag in ("VBP", "VBZ") or any(token.tag in ("VBP", "VBZ") for token in auxiliaries):
            return "present"
        return ""

    def _nearby(self, term: Term) -> str:
        """A future word within eight words before, in the same sentence."""
        for lexeme in reversed(self.lexemes[max(0, term.first - 8) : term.first]):
            if lexeme.lower in ".!?;" or lexeme.lower.startswith("\n"):
                break
            if lexeme.lower in self._future:
                return "future"
        return ""
