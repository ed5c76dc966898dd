"""Where a place is: of all places of that name the one that fits what else the article names, else nowhere.

A place that is only cued ("the town of ...") and in no table stays a place without a point.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.annotate.entities.page import Name, Page
from dateline.knowledge.folding import fold
from dateline.knowledge.places import Spot
from dateline.text.naming import Place

# Weights in powers of ten of inhabitants: a place in the country that most others of the article are in
# outweighs one three powers larger elsewhere; a container named right after it decides.
EVOKED, REGIONAL, CONTAINED, CALLED, REGION = 3.0, 2.5, 8.0, 1.5, 2.0
SMALL_TOWN = 5 + CALLED  # prior of a city of a hundred thousand by its own name
COUNTRY = 7.5  # a country stands as if it had thirty million inhabitants


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate: a place of the gazetteer or a country."""

    id: str
    name: str
    country: str
    admin: str
    point: tuple[float, float] | None
    prior: float
    precision: str


def resolve_places(
    page: Page, places: Mapping[int, Sequence[Name]], outlet_country: str = ""
) -> dict[int, Choice | None]:
    """For each numbered group of names one choice, or None: first those that are certain, then the rest in their light."""
    options = {number: _options(page, names) for number, names in places.items()}
    evoked: dict[str, float] = defaultdict(float, {outlet_country: 1.0} if outlet_country else {})
    for number, found in options.items():
        countries = {country for choice in found for country in choice.country.split(";")}
        for country in countries if len(countries) == 1 else ():
            evoked[country] += min(3, len(places[number]))
    total = sum(evoked.values()) or 1
    around = {number: _containers(page, names) for number, names in places.items()}
    regions = _regions(options, around)
    most = sum(regions.values()) or 1

    def fit(number: int, choice: Choice) -> float:
        own = sum(evoked[country] for country in choice.country.split(";"))
        light = EVOKED * own / total + REGIONAL * regions.get(_region(choice), 0) / most
        return choice.prior + light + CONTAINED * _is_held(choice, around[number])

    best = {
        number: max(found, key=lambda choice: fit(number, choice), default=None) for number, found in options.items()
    }
    elsewhere = {
        number: choice is not None and _is_elsewhere(choice, around[number], evoked) for number, choice in best.items()
    }
    return {number: None if elsewhere[number] else choice for number, choice in best.items()}


def _regions(options: Mapping[int, Sequence[Choice]], around: Mapping[int, set[str]]) -> dict[str, float]:
    """How often the article puts us in each region: by its name, by what it says after a place, by a place that is in one alone."""
    regions: dict[str, float] = defaultdict(float)
    for number, found in options.items():
        own = {_region(choice) for choice in found}
        held = {_region(choice) for choice in found if choice.admin and fold(choice.admin) in around[number]}
        for region in held or (own if len(own) == 1 else ()):
            regions[region] += 2 if held else 1
    regions.pop("", None)
    return regions


def _region(choice: Choice) -> str:
    """The key of the region that the place is or is in; "" for what is larger and for cities that stand by themselves."""
    name = choice.name if choice.precision == "province" else choice.admin
    return fold(name).removesuffix(" state")


def _is_held(choice: Choice, around: set[str]) -> bool:
    """What the text names around the place holds it."""
    return choice.precision != "country" and bool({choice.country, _region(choice)} & around)


def _is_elsewhere(choice: Choice, around: set[str], evoked: Mapping[str, float]) -> bool:
    """A small town in a country that nothing else in the article is in: most likely one of the same name that we do not know."""
    if choice.precision != "city" or choice.prior >= SMALL_TOWN or _is_held(choice, around):
        return False
    others = sum(weight for country, weight in evoked.items() if country != choice.country)
    return evoked.get(choice.country, 0) <= 1 and others >= 2


def place_of(page: Page, choice: Choice | None, names: Sequence[Name]) -> Place:
    """The place on the wire; for a place that we do not know, the country that the text puts it in, if it does."""
    if choice is None:
        code, within = _held_by(page, names)
        held = page.countries.by_code.get(code) if code else None
        return Place(None, held.iso2, (*within, held.name)) if held else Place()
    country = page.countries.by_code.get(choice.country)  # None for a region of several countries
    within = tuple(part for part in (choice.admin, country.name if country else "") if part and part != choice.name)
    return Place(choice.point, country.iso2 if country else None, within, choice.precision, choice.id)


def _options(page: Page, names: Sequence[Name]) -> list[Choice]:
    """What the names of one group can stand for; if they differ, the first that is known decides."""
    found: list[Choice] = []
    for name in dict.fromkeys(names):
        code = page.country(name.core, name.last) or page.adjective(name.core, name.last)
        if code is not None:
            country = page.countries.by_code[code]
            found.append(
                Choice(country.source.split(";")[0], country.name, code, "", country.point, COUNTRY, "country")
            )
        if code is None or page.places.knows(name.key):
            found += map(_choice, _spots(page, name))
        if found:
            return found
    return found


def _spots(page: Page, name: Name) -> tuple[Spot, ...]:
    """The places of that name; where a word such as "Province" ends it and is unknown, regions of the name without it."""
    spots = page.places.find(name.key)
    last = page.lower[name.last - 1]
    if spots or name.words < 2 or last not in page.words.place_after:
        return spots
    bare = page.places.find(page.key(name.core, name.last - 1))
    return tuple(spot for spot in bare if spot.kind != "city") or tuple(
        spot for spot in bare if last in ("city", "town")
    )


def _choice(spot: Spot) -> Choice:
    prior = math.log10(spot.population + 10) + CALLED * spot.called
    if spot.kind != "city":
        prior = REGION + math.log10(max(spot.population, 1_000_000)) - 2 + CALLED * spot.called
    return Choice(spot.id, spot.name, spot.country, spot.admin, spot.point, prior, spot.kind)


def _containers(page: Page, names: Sequence[Name]) -> set[str]:
    """Countries (codes) and regions (keys) that the text names right after or before it: "Sarmada, Syria", "Iraq's Mosul"."""
    found: set[str] = set()
    for name in names[:50]:
        after = name.last + 1
        if after < len(page.tokens) and page.tokens[name.last].text in (",", "("):
            for last in range(min(after + 3, len(page.tokens)), after, -1):
                if page.capital[after]:
                    found |= _container(page, after, last)
        before = name.first
        if before > 1 and page.tokens[before - 1].tag == "POS":
            for first in range(max(before - 4, 0), before - 1):
                found |= _container(page, first, before - 1)
    return found


def _container(page: Page, first: int, last: int) -> set[str]:
    """ "Georgia" after a comma is the country and the state: either may hold the place."""
    code, key = page.country(first, last), page.key(first, last)
    state = page.places.states.get(page.written(first, last)) if last == first + 1 else None
    found = {code} if code else set[str]()
    if state or page.places.knows(key):
        found.add(state or key)
    return found


def _held_by(page: Page, names: Sequence[Name]) -> tuple[str | None, tuple[str, ...]]:
    """The one country that the text puts the places in, by its own name or by that of one of its regions, and the region."""
    around = _containers(page, names)
    regions = [
        spot for key in sorted(around) for spot in page.places.find(key) if spot.kind == "province" and spot.called
    ]
    codes = {code for code in around if code in page.countries.by_code} | {spot.country for spot in regions}
    if len(codes) != 1:
        return None, ()
    return next(iter(codes)), tuple(spot.name for spot in regions) if len(regions) == 1 else ()
