"""Who says so: chains of sources in words, and how much of the text each source tells.

Every word belongs to the innermost statement that holds it; what no statement holds is the outlet's own voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.languages import spoken, word_list
from dateline.show.index import SHORT, Index
from dateline.text.record import Record
from dateline.text.telling import ROOT, SourceKind, Statement

ARROW = " ← "
KINDS: dict[SourceKind, str] = {
    "outlet": "the outlet itself", "named": "named", "office": "office or rank, no name", "collective": "collective",
    "document": "document", "unnamed": "unnamed", "none": "nobody told",
}  # fmt: skip
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the sources card. `share` is its part of the told words, from 0 to 1; `statements` are ids."""

    name: str
    kind: str
    chains: tuple[str, ...]
    statements: tuple[str, ...]
    words: int
    share: float


def is_pronoun(language: str, words: str) -> bool:
    """The words for a source are a pronoun alone: if no speaker is known either, they name nobody."""
    if language not in spoken():
        return False
    pronouns = (
        word_list(language, "speech/clauses", "pronouns", key) for key in ("plural", "personal", "own", "other")
    )
    return any(words.lower() in each for each in pronouns)


def outlet_words(index: Index) -> str:
    """The outlet's name, or "the outlet"."""
    return index.article.outlet or "the outlet"


def source_words(index: Index, statement: Statement) -> str:
    """Whoever says it: the speaker's name, else the words that the text gives, marked where they name nobody."""
    words = _words_for(index, statement)
    source = index.quote(statement.source[0]) if statement.source and not index.name(statement.speaker) else ""
    told = bool(source) and (statement.source_kind == "unnamed" or is_pronoun(index.article.language, source))
    return f"{words} (unnamed)" if told else words


def _words_for(index: Index, statement: Statement) -> str:
    if statement.manner == "own_voice":
        return outlet_words(index)
    words = index.name(statement.speaker) or (index.quote(statement.source[0], SHORT) if statement.source else "")
    if words:
        return words
    return "nobody named" if statement.source_kind in ("none", "named") else KINDS[statement.source_kind]


def chain_words(index: Index, statement: str) -> str:
    """The chain of sources, the outlet first: "The Courier ← Sky News ← Masoud Barzani"."""
    parts = [outlet_words(index)]
    for each in index.chain(statement):
        if each.manner == "own_voice":
            continue
        for part in (index.name(each.medium), source_words(index, each)):
            if part and part != parts[-1]:
                parts.append(part)
    return ARROW.join(parts)


def sources(record: Record, index: Index | None = None) -> tuple[Source, ...]:
    """The outlet first, then each distinct source by how many words it tells; empty where no layer told statements."""
    index = index or Index(record)
    if not record.statements:
        return ()
    words = _words_told(index)
    total = sum(words.values())
    grouped: dict[str, list[Statement]] = {}
    for statement in record.statements:
        if statement.manner != "own_voice":
            grouped.setdefault(_key(index, statement), []).append(statement)
    own = words[ROOT]
    found = [Source(outlet_words(index), KINDS["outlet"], (), (), own, own / total if total else 0.0)]
    rest = [_source(index, group, words, total) for group in grouped.values()]
    return (*found, *sorted(rest, key=lambda source: -source.words))


def _key(index: Index, statement: Statement) -> str:
    """Statements of one key come from one source; two unnamed sources are never taken for one unless their words agree."""
    return statement.speaker or f"{statement.source_kind} {source_words(index, statement).casefold()}"


def _source(index: Index, group: list[Statement], words: dict[str, int], total: int) -> Source:
    told = sum(words[statement.id] for statement in group)
    chains = tuple(dict.fromkeys(chain_words(index, statement.id) for statement in group))
    ids = tuple(statement.id for statement in group)
    first = group[0]
    return Source(_words_for(index, first), KINDS[first.source_kind], chains, ids, told, told / total if total else 0.0)


def _words_told(index: Index) -> dict[str, int]:
    """How many words each statement tells itself; the outlet's stand under the root's id."""
    counts = {ROOT: 0} | {statement.id: 0 for statement in index.record.statements}
    edges = sorted(_edges(index), key=lambda edge: edge[0])
    open_: dict[str, int] = {}  # id: depth
    at, teller = 0, ROOT
    for middle in _words(index):
        moved = False
        while at < len(edges) and edges[at][0] <= middle:
            _, opens, id = edges[at]
            if opens:
                open_[id] = len(index.chain(id))
            else:
                open_.pop(id, None)
            at, moved = at + 1, True
        if moved:
            teller = max(open_, key=lambda id: open_[id], default=ROOT)
        counts[teller] += 1
    return counts


def _edges(index: Index) -> Iterator[tuple[int, bool, str]]:
    for statement in index.record.statements:
        if statement.manner == "own_voice":
            continue
        for part in statement.content:
            if part.start < part.end:
                yield part.start, True, statement.id
                yield part.end, False, statement.id


def _words(index: Index) -> Iterator[int]:
    """The middle of each told word: a quotation mark glued to the first word said lies outside the statement."""
    for block in index.blocks:
        if block.kind != "boilerplate":
            for word in _WORD.finditer(index.article.text, block.span.start, block.span.end):
                yield (word.start() + word.end()) // 2
