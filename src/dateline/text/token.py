"""A word of the text as the parser sees it. What the parser is does not show here."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.text.span import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. Tags are Universal POS (`pos`) and Penn Treebank (`tag`); `dep` is the relation to `head` (ClearNLP labels).

    `head` and `sentence` are indexes: of a token in `record.tokens` and of a sentence counted from 0. A root's head is itself.
    `label` is the name kind that the parser's recogniser gave ("" for none), `starts_name` marks the first token of such a name.
    """

    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    label: str = ""
    starts_name: bool = False
