"""Who says so, and in which words: statements, what stands between quotation marks, and loaded words.

Every event is told by someone. The outlet's own voice is the root statement over the whole text; a quotation is a
statement within it. The chain of sources is the walk from a statement to the root.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.text.span import Evidence, Span
from dateline.text.when import When

Manner = Literal["own_voice", "quoted", "reported", "mixed"]
SourceKind = Literal["outlet", "named", "office", "collective", "document", "unnamed", "none"]
Act = Literal[
    "statement", "claim", "accusation", "denial", "admission", "order", "request", "promise", "threat", "opinion",
    "report", "declaration",
]  # fmt: skip
Certainty = Literal["certain", "probable", "possible"]
Doubt = Literal["neutral", "doubting", "endorsing"]
Leaning = Literal["praise", "blame", "fear", "euphemism"]
Fate = Literal["attributed", "unattributed", "scare_quote", "title", "nickname", "stray"]

ROOT = "s0"


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says. `content` are the spans of what is said, `source` and `cue` the words that say who says it.

    The first span of `source` is the noun phrase; a relative pronoun that stands for it may follow ("the clerk", "who").
    `speaker`, `medium` and `addressee` are entity ids; `within` is the statement that tells this one.
    """

    id: str
    span: Span
    manner: Manner
    within: str | None = ROOT
    content: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: str | None = None
    source_kind: SourceKind = "none"
    medium: str | None = None
    cue: tuple[Span, ...] = ()
    act: Act = "statement"
    certainty: Certainty = "certain"
    negated: bool = False
    doubt: Doubt = "neutral"
    said: When | None = None
    addressee: str | None = None
    because: tuple[Evidence, ...] = ()

    def holds(self, span: Span) -> bool:
        """The span lies in what this source says."""
        return self.manner == "own_voice" or any(part.holds(span) for part in self.content)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between marks and what the marks are there for; `span` holds the marks, `parts` do not, `depth` 0 is the outlet's text.

    `statement` tells them: of an attributed quotation the one that names its source, else the one that they stand in. A fate
    of "stray" is a mark that encloses nothing: an inch, a mark without a partner.
    """

    id: str
    span: Span
    fate: Fate
    parts: tuple[Span, ...] = ()
    depth: int = 0
    closed: bool = True
    statement: str = ROOT
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A loaded word: whom it is about (`target`, an entity or event id), a plain word for it, and in whose statement it stands."""

    id: str
    span: Span
    leaning: Leaning
    neutral: str
    target: str | None = None
    said_in: str = ROOT
    because: tuple[Evidence, ...] = ()
