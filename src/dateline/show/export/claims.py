"""What sources say, as schema.org Claims (vocabulary 23.0), JSON-LD. A rating is never given: we have none, and say nothing of what is true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline.show.export.bytes_of import json_list, named, told
from dateline.show.index import Index
from dateline.text.record import Record
from dateline.text.telling import Statement

_AUTHORS = {"person": "Person", "organization": "Organization", "armed_group": "Organization", "government": "GovernmentOrganization",
            "outlet": "NewsMediaOrganization", "group": "Organization"}  # fmt: skip


def files(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """One graph of all claims."""
    graph = (claim for name, record in named(records) for claim in _claims(name, record))
    for piece in json_list({"@context": "https://schema.org"}, "@graph", graph):
        yield "claims.jsonld", piece


def _claims(name: str, record: Record) -> Iterator[dict[str, Any]]:
    index, article = Index(record), record.article
    published = article.published.when
    appearance = told(
        {
            "@type": "NewsArticle", "@id": f"urn:dateline:{name}", "url": article.url, "inLanguage": article.language,
            "headline": index.quote(article.title) if article.title else None,
            "datePublished": str(published.first) if published and published.first else None,
            "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet} if article.outlet else None,
        }
    )  # fmt: skip
    for each in record.statements:
        if each.content and each.manner != "own_voice":
            claim = {
                "@type": "Claim", "@id": f"urn:dateline:{name}#{each.id}", "appearance": appearance, "author": _author(index, each),
                "text": " … ".join(index.quote(part) for part in each.content),
            }  # fmt: skip
            yield told(claim)


def _author(index: Index, statement: Statement) -> dict[str, str] | None:
    """Whoever is named; nobody where nobody is."""
    entity = index.record.entity(statement.speaker)
    if entity is None:
        return None
    return {"@type": _AUTHORS.get(entity.kind, "Thing"), "name": entity.known_as or entity.name}
