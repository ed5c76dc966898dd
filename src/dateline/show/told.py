"""Who says so, mention by mention: the outlet, whom it cites, whom that one cites, down to the characters.

Words that an article copied are followed into the article they come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.relate.dossier import Dossier, Happening, Link
from dateline.relate.incidents import sentence
from dateline.show.index import Index
from dateline.show.sources import outlet_words, source_words
from dateline.text.happening import Status
from dateline.text.span import Span

COLUMNS = ("event", "article", "outlet", "published", "mention", "start", "end", "words", "chain", "copied_from", "status", "sentence")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One mention: its article and id, its characters and the sentence around them, and who says it, the outlet first.

    `copied` is the article that the words come from, where they are copied.
    """

    article: str
    id: str
    outlet: str
    published: str
    span: Span
    around: Span
    chain: tuple[str, ...]
    copied: str
    status: Status


def said(dossier: Dossier, happening: Happening) -> Iterator[Said]:
    """Every mention of the event, in the order of its incidents."""
    articles = [incident.pointer.article for incident in happening.incidents for _ in incident.mentions]
    indexes: dict[str, Index] = {}
    for article, (event, links) in zip(articles, dossier.who_says(happening), strict=True):
        record = dossier.records[article]
        root = next((link.article for link in links if link.article != article), "")
        yield Said(
            article=article,
            id=f"{article}/{event.id}",
            outlet=record.article.outlet or "",
            published=str(record.article.published.when or ""),
            span=event.span,
            around=sentence(record, event.span),
            chain=_chain(dossier, links, indexes) or (outlet_words(Index(record)),),
            copied=root,
            status=event.status,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that tells the event: its mentions, all by one chain, and the mentions in articles that copied it."""

    mentions: tuple[Said, ...]
    carried: tuple[Said, ...]


def sentences(dossier: Dossier, found: Sequence[Said]) -> tuple[Sentence, ...]:
    """The mentions by the sentence they stand in; copied ones go to the sentence they are copied from, where it is here."""
    own: dict[tuple[str, Span, tuple[str, ...]], list[Said]] = defaultdict(list)
    for each in found:
        own[each.article, each.around, each.chain].append(each)
    made: dict[tuple[str, str, str], Sentence] = {}
    for (article, around, chain), mentions in own.items():
        words = dossier.records[article].article.quote(around)
        root = made.get((mentions[0].copied, words, chain[-1])) if mentions[0].copied else None
        if root is None:
            made[article, words, chain[-1]] = Sentence(tuple(mentions), ())
        else:
            key = (mentions[0].copied, words, chain[-1])
            made[key] = Sentence(root.mentions, (*root.carried, mentions[0]))
    return tuple(made.values())


def as_json(dossier: Dossier, event: str, each: Said) -> dict[str, Any]:
    """The mention as JSON and CSV have it."""
    article = dossier.records[each.article].article
    return {
        "event": event,
        "article": each.article,
        "outlet": each.outlet or None,
        "published": each.published or None,
        "mention": each.id,
        "start": each.span.start,
        "end": each.span.end,
        "words": article.quote(each.span),
        "chain": list(each.chain),
        "copied_from": each.copied or None,
        "status": each.status,
        "sentence": article.quote(each.around),
    }


def _chain(dossier: Dossier, links: Sequence[Link], indexes: dict[str, Index]) -> tuple[str, ...]:
    parts: list[str] = []
    for link in links:
        if link.article not in indexes:
            indexes[link.article] = Index(dossier.records[link.article])
        index, statement = indexes[link.article], link.statement
        medium = index.name(statement.medium) if statement.manner != "own_voice" else None
        for part in (medium, source_words(index, statement)):
            if part and part not in parts[-1:]:
                parts.append(part)
    return tuple(parts)
