"""Where an outlet is at home, from its own name: "The Paris Beacon" and "parisbeacon.com" are of some Paris, "oxfordmail.co.uk" of Britain.

Which Paris it is, the article's other names must tell: the home is weighed among them as one more name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.annotate.entities.page import Page
from dateline.knowledge.folding import fold

# Endings of addresses that say nothing of a country, those that are sold to everybody among them.
_ANYWHERE = frozenset({"ai", "am", "cc", "co", "fm", "gg", "io", "la", "me", "sh", "st", "to", "tv", "ws"})
_SECOND = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})  # "oxfordmail.co.uk"
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,5}[A-Za-z]{2,12}")
SHORTEST = 4  # letters of a town that a domain is read for
LONGEST = 80  # characters of an outlet's name


@dataclass(frozen=True, slots=True)
class Home:
    """What we know of where the outlet is: its country (code) or "", and the keys of towns that its name may hold, the longest first.

    A town is looked for in the outlet's country, else in the countries whose papers are written in the article's language.
    """

    country: str = ""
    towns: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()


NOWHERE = Home()


def home_of(page: Page) -> Home:
    """The home of the article's outlet."""
    outlet = (page.article.outlet or "").strip()[:LONGEST]
    known = page.names.by_key.get(fold(outlet)) or page.names.by_key.get(fold(_domain(outlet)))
    domain = _domain(outlet) or _domain(urlsplit(page.article.url or "").netloc if _is_plain(page.article.url) else "")
    country = known.country if known else ""
    country = country or _country(page, domain)
    written = [] if _domain(outlet) else [fold(outlet).split()]
    parts = domain.split(".")[:-1]
    towns = [*(town for words in written for town in _in_words(page, words))]
    towns += [town for part in parts if part not in _SECOND for town in _in_label(page, part)]
    ordered = sorted(dict.fromkeys(towns), key=lambda town: -len(town))
    countries = frozenset({country}) if country else page.words.home_countries
    return Home(country, tuple(ordered[:3]), countries)


def _is_plain(url: str | None) -> bool:
    return url is not None and "[" not in url  # what urlsplit would refuse


def _domain(written: str) -> str:
    """The name of a site in lower case, without "www"; "" where the words are none."""
    return written.lower().removeprefix("www.") if _DOMAIN.fullmatch(written) else ""


def _country(page: Page, domain: str) -> str:
    ending = domain.rpartition(".")[2]
    code = "GB" if ending == "uk" else ending.upper()
    return code if code in page.countries.by_code and ending not in _ANYWHERE else ""


def _in_words(page: Page, words: Sequence[str]) -> Iterator[str]:
    """Towns before or after the words of a paper's name: "the | Paris | News", "News of | Port Elm"."""
    papers = page.words.papers
    first = next((at for at, word in enumerate(words) if word not in papers and word not in page.words.empty), None)
    if first is None or all(word not in papers for word in words):
        return
    last = next((at for at in range(first, len(words)) if words[at] in papers), len(words))
    yield from _town(page, " ".join(words[first:last]))


def _in_label(page: Page, label: str) -> Iterator[str]:
    """Towns in a part of a domain: "the|paris|news", "online|athens", "augusta"; the rest must be words of papers' names."""
    label = label.replace("-", "")[:LONGEST]
    fronts = _spelled(label, page.words.papers)
    backs = {
        len(label) - length for length in _spelled(label[::-1], frozenset(word[::-1] for word in page.words.papers))
    }
    for start in sorted(fronts):
        for end in sorted(backs):
            if end - start >= SHORTEST and end not in fronts:
                yield from _town(page, label[start:end])


def _spelled(label: str, words: frozenset[str]) -> set[int]:
    """How many letters at the beginning of the label words can spell, none among it."""
    reached = {0}
    for at in range(len(label)):
        if at in reached:
            reached |= {at + length for length in range(2, 14) if label[at : at + length] in words}
    return reached


def _town(page: Page, key: str) -> Iterator[str]:
    """The key, taken apart where that makes a town of two words; none where a province or country is called so."""
    cuts = () if " " in key else range(3, len(key) - 2)
    for each in (key, *(f"{key[:cut]} {key[cut:]}" for cut in cuts)):
        if not page.places.knows(each) or each in page.countries.names:
            continue
        spots = [spot for spot in page.places.find(each) if spot.called]
        if any(spot.kind == "city" for spot in spots) and all(spot.kind != "province" for spot in spots):
            yield each
