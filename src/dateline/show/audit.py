"""Who is quoted over many articles: counts and shares, and nothing that weighs them. One article is held at a time.

A word belongs to the innermost statement that tells it, else to the outlet. Sources are told apart by name and kind; two unnamed
ones of different articles are never one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dateline.show.index import Index
from dateline.show.inert import one_line, visible
from dateline.show.sources import KINDS, Source, is_pronoun, sources
from dateline.show.times import source_of
from dateline.text.record import Record

NOT = (
    "Counts of who is named as a source, and of the words that are told in their name. They do not say who is right, how well "
    "an article is sourced, or whether an outlet is fair: one source may be the right one, and an unnamed one may be well known "
    "to the newsroom. Who speaks is found by rules that make mistakes; `dateline quotes` shows each."
)
NAMELESS = frozenset({KINDS["unnamed"], KINDS["none"]})
MOST = 12  # articles listed by name in the table


@dataclass(slots=True)
class Quoted:
    """One source over all articles: `words` told in its name, `marked` those of them between quotation marks."""

    name: str
    kind: str
    statements: int = 0
    words: int = 0
    marked: int = 0
    articles: int = 0


@dataclass(slots=True)
class Outlet:
    """One outlet: its articles and their words, its `own` ones, and the words told by each kind of source."""

    name: str
    articles: int = 0
    words: int = 0
    own: int = 0
    single: int = 0
    without: int = 0
    unattributed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Audit:
    """What has been counted so far."""

    sources: dict[tuple[str, str], Quoted] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    single: list[tuple[str, str]] = field(default_factory=list)  # articles with one source, and that source
    without: list[str] = field(default_factory=list)  # articles with none
    fates: Counter[str] = field(default_factory=Counter)  # quotations in the outlet's text by fate

    def add(self, record: Record) -> None:
        """Count one article."""
        index = Index(record)
        told = sources(record, index)
        if not told:
            return
        outlet = self.outlets.setdefault(record.article.outlet or "", Outlet(record.article.outlet or "outlet unknown"))
        outlet.articles += 1
        outlet.own += told[0].words
        outlet.words += sum(source.words for source in told)
        marked = _marked_words(record)
        where = source_of(record)
        known = [source for source in told[1:] if source.kind != KINDS["none"]]
        for source in told[1:]:
            outlet.kinds[source.kind] += source.words
            self._count(source, marked, where, nameless=is_pronoun(record.article.language, source.name))
        if len(known) == 1:
            outlet.single += 1
            self.single.append((where, known[0].name))
        elif not known:
            outlet.without += 1
            self.without.append(where)
        fates = Counter(each.fate for each in record.quotations if each.depth == 0)
        outlet.unattributed += fates["unattributed"]
        self.fates.update(fates)

    def _count(self, source: Source, marked: Counter[str], where: str, *, nameless: bool) -> None:
        # Unnamed sources are not people that could be met again: "an official" here is not "an official" there.
        apart = nameless or source.kind in NAMELESS
        own = f"{source.name.casefold()} {where}" if apart else source.name.casefold()
        name = f"“{source.name}”, not known who" if nameless else source.name
        quoted = self.sources.setdefault((own, source.kind), Quoted(name, source.kind))
        quoted.statements += len(source.statements)
        quoted.words += source.words
        quoted.marked += sum(marked[id] for id in source.statements)
        quoted.articles += 1

    @property
    def articles(self) -> int:
        """How many articles were counted."""
        return sum(outlet.articles for outlet in self.outlets.values())

    @property
    def words(self) -> int:
        """How many words they have."""
        return sum(outlet.words for outlet in self.outlets.values())

    def most_quoted(self) -> list[Quoted]:
        """The sources, those with most words first."""
        return sorted(self.sources.values(), key=lambda each: (-each.words, -each.statements, each.name))

    def kinds(self) -> list[tuple[str, int, int]]:
        """(kind, sources, words): the outlets' own voice first, then the kinds in the order of `source_kind`."""
        words: Counter[str] = Counter({KINDS["outlet"]: sum(outlet.own for outlet in self.outlets.values())})
        for outlet in self.outlets.values():
            words.update(outlet.kinds)
        counts = Counter(each.kind for each in self.sources.values())
        return [(kind, counts[kind], words[kind]) for kind in KINDS.values() if words[kind] or counts[kind]]


def share(part: int, whole: int) -> float:
    """The part of the whole, from 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0


def as_json(audit: Audit) -> bytes:
    """All that was counted, as one object on one line."""
    told: dict[str, Any] = {
        "articles": audit.articles,
        "words": audit.words,
        "sources": [
            {"name": each.name, "kind": each.kind, "articles": each.articles, "statements": each.statements, "words": each.words,
             "words_in_marks": each.marked, "share": round(share(each.words, audit.words), 4)}
            for each in audit.most_quoted()
        ],
        "kinds": [
            {"kind": kind, "sources": count, "words": words, "share": round(share(words, audit.words), 4)}
            for kind, count, words in audit.kinds()
        ],
        "outlets": [
            {"outlet": key or None, "articles": each.articles, "words": each.words, "own_voice": each.own,
             "words_by_kind": dict(each.kinds), "single_source_articles": each.single, "articles_without_source": each.without,
             "unattributed_quotations": each.unattributed}
            for key, each in sorted(audit.outlets.items())
        ],
        "single_source_articles": [{"article": where, "source": name} for where, name in audit.single],
        "articles_without_source": audit.without,
        "quotations": dict(sorted(audit.fates.items())),
        "unattributed_quotations": audit.fates["unattributed"],
        "what_this_is_not": NOT,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def tab_lines(audit: Audit) -> Iterator[str]:
    """Lines for `grep` and `cut`; the first cell says what a line counts: source, kind, outlet, single, without or quotations."""
    lines: list[tuple[object, ...]] = [
        ("source", each.name, each.kind, each.articles, each.statements, each.words, each.marked)
        for each in audit.most_quoted()
    ]
    lines += [("kind", *each) for each in audit.kinds()]
    lines += [
        ("outlet", each.name, each.articles, each.words, each.own, each.single, each.without, each.unattributed)
        for _, each in sorted(audit.outlets.items())
    ]
    lines += [("single", *each) for each in audit.single]
    lines += [("without", each) for each in audit.without]
    lines += [("quotations", *each) for each in sorted(audit.fates.items())]
    for line in lines:
        yield "\t".join(visible(one_line(str(cell))) for cell in line) + "\n"


def _marked_words(record: Record) -> Counter[str]:
    """Words between marks by the statement that tells them."""
    counts: Counter[str] = Counter()
    for each in record.quotations:
        if each.depth == 0 and each.fate == "attributed":
            counts[each.statement] += sum(len(record.article.quote(part).split()) for part in each.parts)
    return counts
