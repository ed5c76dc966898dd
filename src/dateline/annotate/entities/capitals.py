"""Capitals that speak: in "Tehran said" the government acts, not the town. Such a mention is the country's, and says why.

Only where the capital is the subject of a verb of saying, and no preposition puts anybody there.
"""

from __future__ import annotations

from collections.abc import Mapping

from dateline.annotate.entities.candidates import Choice
from dateline.annotate.entities.group import Cluster
from dateline.annotate.entities.page import Name, Page
from dateline.knowledge.folding import fold
from dateline.languages.speech import speech_words
from dateline.text.span import Evidence

BY = "entities/capitals"


def speaking_capitals(
    page: Page, clusters: list[Cluster], chosen: Mapping[int, Choice | None]
) -> tuple[list[Cluster], dict[int, Evidence]]:
    """The clusters with the mentions moved to their countries, and why, by first token. A country that is new stands last."""
    of_country = {cluster.country: cluster for cluster in clusters if cluster.country}
    added: list[Cluster] = []
    why: dict[int, Evidence] = {}
    for number, choice in chosen.items():
        if choice is None or (choice.country, fold(choice.name)) not in page.countries.capitals:
            continue
        cluster = clusters[number]
        speaking = [name for name in cluster.names if _speaks(page, name)]
        if not speaking or cluster.country:
            continue
        country = of_country.get(choice.country)
        if country is None:
            country = of_country[choice.country] = Cluster([], None, choice.country, kind="country")
            added.append(country)
        taken = {name.first for name in speaking}
        cluster.names = [name for name in cluster.names if name.first not in taken]
        country.names = sorted([*country.names, *speaking], key=lambda name: name.first)
        note = f"the capital of {page.countries.by_code[choice.country].name} speaks: its government"
        why.update({name.first: Evidence(BY, note) for name in speaking})
    return [*clusters, *added], why


def _speaks(page: Page, name: Name) -> bool:
    head = page.tokens[name.last - 1]
    verb = page.tokens[head.head]
    return head.dep == "nsubj" and verb.pos == "VERB" and verb.lemma in speech_words(page.article.language).verbs
