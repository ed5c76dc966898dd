"""Where a place is: of all places of that name the one that fits what else the article names, else nowhere.

Every name is weighed in the light of the others' present choices, a few times over: the countries and provinces that the
article is in, other places nearby, and above all what the text names as its container. A place that is only cued ("the
town of ...") and in no table stays a place without a point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.annotate.entities.candidates import (
    CALLED,
    REGION,
    UNITS,
    Choice,
    containers,
    homes,
    options,
    sounding,
    villages,
)
from dateline.annotate.entities.homes import NOWHERE, Home
from dateline.annotate.entities.page import Name, Page
from dateline.annotate.entities.weighing import is_held, kilometres, weigh
from dateline.text.naming import OtherPlace, Place

SMALL_TOWN = 5 + CALLED  # prior of a city of a hundred thousand by its own name
SMALL_UNIT = REGION + CALLED  # prior of a province that is known by hand, or has three million inhabitants
MOST_SOUNDED = 20  # names of an article that are looked up by their sound, which takes a hundredth of a second
RIVAL, MOST_RIVALS = 1.0, 3  # a rival has at least a tenth of the inhabitants
TWICE = 40.0  # kilometres within which two places of one name are a town and its district
SCENE = 0.1
ABOUT = 0.2  # share of the article's places that makes it one about that country
FEWEST_UNKNOWN = 2  # places in no gazetteer from which on an article may be of a country that we do not know
HOMES = -1  # the number of the outlet's own home among the names
OPENING = -2  # the number of the dateline's place


def resolve_places(
    page: Page,
    places: Mapping[int, Sequence[Name]],
    home: Home = NOWHERE,
    opening: tuple[Sequence[Choice], frozenset[str]] | None = None,
) -> dict[int, Choice | None]:
    """For each numbered group of names one choice, or None; that of the dateline's place stands under `OPENING`."""
    found = {number: options(page, names) for number, names in places.items()}
    around = {number: containers(page, names) for number, names in places.items()}
    towns = homes(page, home)
    if towns:
        found[HOMES] = towns
    if opening is not None:
        found[OPENING], around[OPENING] = list(opening[0]), set(opening[1])
    favoured = frozenset(choice.id for choice in towns)
    best = weigh(found, around, home.country, favoured)
    about = _about(best, home.country)
    sounded, changed = 0, False
    for number, names in places.items():
        choice = best[number]
        if choice is not None and not _is_elsewhere(choice, around[number], about):
            continue
        held = [code for code in sorted(around[number]) if code in page.countries.by_code]
        countries = held or list(about)[:2]
        more = villages(page, names, countries)
        if not more and choice is None and sounded < MOST_SOUNDED:
            sounded += 1
            more = sounding(page, names[0], countries)
        if not more:
            continue
        found[number] = more
        changed = True
    if changed:
        best = weigh(found, around, home.country, favoured)
    # Half of what makes an article one about a country, so that a second scene is not lost: "in Syria, ... the city of Bukamal".
    scenes = _about(best, home.country, SCENE)
    lost = not scenes and _is_nowhere_known(page, places, best)
    return {
        number: None
        if choice is None
        or (number != OPENING and _is_elsewhere(choice, around[number], scenes))
        or (lost and choice.prior < SMALL_TOWN and not is_held(choice, around[number]))
        else _beside_rivals(choice, found[number], around[number])
        for number, choice in best.items()
        if number != HOMES
    }


def place_of(page: Page, choice: Choice | None, names: Sequence[Name]) -> Place:
    """The place on the wire; for a place that we do not know, the country that the text puts it in, if it does."""
    if choice is None:
        code, within = _held_by(page, names)
        held = page.countries.by_code.get(code) if code else None
        return Place(None, held.iso2, (*within, held.name)) if held else Place()
    return placed(page, choice)


def placed(page: Page, choice: Choice) -> Place:
    """The chosen place on the wire."""
    country = page.countries.by_code.get(choice.country)  # None for a region of several countries
    parts = (*choice.within, country.name if country else "")
    within = tuple(part for part in dict.fromkeys(parts) if part and part != choice.name)
    others = tuple(_other(page, rival) for rival in choice.rivals)
    return Place(choice.point, country.iso2 if country else None, within, choice.precision, choice.id, others)


def _other(page: Page, rival: Choice) -> OtherPlace:
    country = page.countries.by_code.get(rival.country)
    parts = (*rival.within, country.name if country else "")
    within = tuple(part for part in dict.fromkeys(parts) if part and part != rival.name)
    return OtherPlace(rival.name, country.iso2 if country else None, within, rival.precision, rival.id)


def _beside_rivals(choice: Choice, found: Sequence[Choice], around: set[str]) -> Choice:
    """The choice with what else the name stands for hardly less often, where nothing named right beside it decides."""
    if is_held(choice, around) or choice.is_country:
        return choice
    near = (
        other
        for other in found
        if other.id != choice.id and other.prior > choice.prior - RIVAL and not _is_same_spot(choice, other)
    )
    rivals = sorted(near, key=lambda other: (-other.prior, other.id))[:MOST_RIVALS]
    return replace(choice, rivals=tuple(rivals)) if rivals else choice


def _is_same_spot(one: Choice, other: Choice) -> bool:
    """The two are a town and the unit around it, or the same town twice."""
    if one.id in other.holders or other.id in one.holders:
        return True
    return one.point is not None and other.point is not None and kilometres(one.point, other.point) < TWICE


def _about(best: Mapping[int, Choice | None], outlet_country: str, share: float = ABOUT) -> dict[str, float]:
    """The countries that the article is about with their weight, the first first: by countries and large towns, and by small ones of one province."""
    weights: Counter[str] = Counter({outlet_country: 1.0} if outlet_country else {})
    together = Counter(choice.province for choice in best.values() if choice is not None and choice.province)
    for choice in best.values():
        if choice is not None and (choice.is_country or choice.prior >= SMALL_TOWN or together[choice.province] > 1):
            weights.update(dict.fromkeys(choice.codes, 1.0))
    total = sum(weights.values())
    return {code: weight for code, weight in weights.most_common() if weight >= share * total}


def _is_elsewhere(choice: Choice, around: set[str], about: Mapping[str, float]) -> bool:
    """A small town or unit in a country that nothing else in the article is in: most likely one of the same name that we do not know."""
    known = choice.is_country or choice.prior >= (SMALL_UNIT if choice.precision in UNITS else SMALL_TOWN)
    if known or not about or not choice.codes or is_held(choice, around):
        return False
    return not any(code in about for code in choice.codes)


def _is_nowhere_known(page: Page, places: Mapping[int, Sequence[Name]], best: Mapping[int, Choice | None]) -> bool:
    """Most places of the article are in no gazetteer, and none is more than a small town: it is of a country that we do not know."""
    towns = [number for number, names in places.items() if not _is_street(page, names[0])]
    unknown = sum(best[number] is None for number in towns)
    return unknown >= FEWEST_UNKNOWN and 2 * unknown > len(towns)


def _is_street(page: Page, name: Name) -> bool:
    """The name says what it is of, a street or hospital, and such are in no gazetteer."""
    last = page.lower[name.last - 1]
    return last in page.words.place_after or last in page.words.kind_words or name.form != "name"


def _held_by(page: Page, names: Sequence[Name]) -> tuple[str | None, tuple[str, ...]]:
    """The one country that the text puts the places in, by its own name or by that of one of its provinces, and the province."""
    around = containers(page, names)
    keys = sorted(key for key in around if key not in page.countries.by_code and ":" not in key)
    units = [spot for key in keys for spot in page.places.find(key) if spot.kind == "province" and spot.called]
    codes = {code for code in around if code in page.countries.by_code} | {unit.country for unit in units}
    if len(codes) != 1:
        return None, ()
    return next(iter(codes)), tuple(unit.name for unit in units) if len(units) == 1 else ()
