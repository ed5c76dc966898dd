"""Where a place is: of all places of that name the one that fits what else the article names, else nowhere.

Every name is weighed in the light of the others' present choices, a few times over: the countries and provinces that the
article is in, other places nearby, and above all what the text names as its container. A place that is only cued ("the
town of ...") and in no table stays a place without a point.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.annotate.entities.candidates import CALLED, REGION, UNITS, Choice, containers, options, sounding, villages
from dateline.annotate.entities.page import Name, Page
from dateline.text.naming import OtherPlace, Place

# Weights in powers of ten of inhabitants: a place in the country of all others outweighs one a thousand times larger
# elsewhere; a container named right after it decides.
EVOKED, REGIONAL, NEARBY, CONTAINED = 3.0, 1.1, 1.35, 8.0
# The same where the name is a province's: "California, Washington and Oregon" is a list, no town in Washington.
LISTED, FAINT = 2.0, 0.3
ROUNDS, MANY = 3, 300  # in an article of so many different places all are weighed once
FAR = 200.0  # kilometres from which on another place is no neighbour
NEIGHBOURS = 30  # other places whose distance is looked at, so that a list of a thousand towns costs no more
PRECISE = frozenset(
    {"city", "district", "subdistrict", "quarter", "island", "site"}
)  # their points stand for the whole
SMALL_TOWN = 5 + CALLED  # prior of a city of a hundred thousand by its own name
SMALL_UNIT = REGION + CALLED  # prior of a province that is known by hand, or has three million inhabitants
MOST_SOUNDED = 20  # names of an article that are looked up by their sound, which takes a hundredth of a second
RIVAL, MOST_RIVALS = 1.0, 3  # a rival has at least a tenth of the inhabitants
TWICE = 40.0  # kilometres within which two places of one name are a town and its district
SCENE = 0.1
ABOUT = 0.2  # share of the article's places that makes it one about that country


@dataclass(slots=True)
class _Light:
    """What the present choices of all names say about where the article is."""

    countries: Counter[str] = field(default_factory=Counter)
    provinces: Counter[str] = field(default_factory=Counter)
    points: dict[int, tuple[float, float]] = field(default_factory=dict)


def resolve_places(
    page: Page, places: Mapping[int, Sequence[Name]], outlet_country: str = ""
) -> dict[int, Choice | None]:
    """For each numbered group of names one choice, or None."""
    found = {number: options(page, names) for number, names in places.items()}
    around = {number: containers(page, names) for number, names in places.items()}
    best = _weighed(found, around, outlet_country)
    about = _about(best, outlet_country)
    sounded = 0
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
        found[number] = more or found[number]
    best = _weighed(found, around, outlet_country)
    # Half of what makes an article one about a country, so that a second scene is not lost: "in Syria, ... the city of Bukamal".
    scenes = _about(best, outlet_country, SCENE)
    return {
        number: None
        if choice is None or _is_elsewhere(choice, around[number], scenes)
        else _beside_rivals(choice, found[number], around[number])
        for number, choice in best.items()
    }


def place_of(page: Page, choice: Choice | None, names: Sequence[Name]) -> Place:
    """The place on the wire; for a place that we do not know, the country that the text puts it in, if it does."""
    if choice is None:
        code, within = _held_by(page, names)
        held = page.countries.by_code.get(code) if code else None
        return Place(None, held.iso2, (*within, held.name)) if held else Place()
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
    if _is_held(choice, around) or choice.precision == "country":
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
    return one.point is not None and other.point is not None and _kilometres(one.point, other.point) < TWICE


def _weighed(
    found: Mapping[int, Sequence[Choice]], around: Mapping[int, set[str]], outlet_country: str
) -> dict[int, Choice | None]:
    """The best candidate of each group in the light of all others, until nothing changes."""
    held = {
        number: {choice.id: _contained(choice, choices, around[number]) for choice in choices}
        for number, choices in found.items()
    }
    best = {
        number: max(choices, key=lambda choice: choice.prior + held[number][choice.id], default=None)
        for number, choices in found.items()
    }
    for _ in range(ROUNDS if len(found) <= MANY else 1):
        light = _light(best, found, outlet_country)
        new: dict[int, Choice | None] = {}
        for number, choices in found.items():
            if len(choices) < 2:
                new[number] = best[number]
                continue
            own = _vote(best[number], len(choices))
            faint = FAINT if any(map(_is_namesake, choices)) else 1.0
            new[number] = max(
                choices, key=lambda choice: _fit(choice, number, light, own, faint) + held[number][choice.id]
            )
        if new == best:
            break
        best = new
    return best


def _is_held(choice: Choice, around: set[str]) -> bool:
    """What the text names around the place holds it."""
    return choice.precision != "country" and not choice.holders.isdisjoint(around - {choice.id})


def _contained(choice: Choice, choices: Sequence[Choice], around: set[str]) -> float:
    """The weight of what the text names around the place; little where the name may stand in a list of states or countries."""
    if any(other.precision == "country" for other in choices):  # "China, Japan": no town of Japan
        around = {holder for holder in around if not holder.isupper()}
    if not _is_held(choice, around):
        return 0.0
    return LISTED if any(map(_is_namesake, choices)) else CONTAINED


def _is_namesake(choice: Choice) -> bool:
    """The name is that of a province itself: towns called so are seldom meant without a word more."""
    return choice.precision == "province" and choice.called


def _light(best: Mapping[int, Choice | None], found: Mapping[int, Sequence[Choice]], outlet_country: str) -> _Light:
    """The votes of all names: a name of few candidates speaks louder, a country or province by name loudest."""
    light = _Light()
    if outlet_country:
        light.countries[outlet_country] += 1
    for number, choice in best.items():
        countries, provinces = _vote(choice, len(found[number]))
        light.countries.update(countries)
        light.provinces.update(provinces)
        if (
            choice is not None
            and choice.point is not None
            and choice.precision in PRECISE
            and len(light.points) < NEIGHBOURS
        ):
            light.points[number] = choice.point
    return light


def _vote(choice: Choice | None, candidates: int) -> tuple[dict[str, float], dict[str, float]]:
    """What one choice says about countries and provinces."""
    if choice is None:
        return {}, {}
    weight = 1 / math.sqrt(candidates)
    countries = dict.fromkeys(choice.countries, weight * (1.5 if choice.precision == "country" else 1))
    province = {choice.province: weight * (2 if choice.precision == "province" else 1)} if choice.province else {}
    return countries, province


def _fit(
    choice: Choice, number: int, light: _Light, own: tuple[dict[str, float], dict[str, float]], faint: float
) -> float:
    """How well a candidate fits what the other names say; the vote of the name's own present choice does not count."""
    countries, provinces = own
    total = sum(light.countries.values()) or 1
    shared = sum(light.countries[code] - countries.get(code, 0) for code in choice.countries)
    regional = light.provinces[choice.province] - provinces.get(choice.province, 0) if choice.province else 0.0
    near = 0.0
    if choice.point is not None and choice.precision in PRECISE:
        others = (point for other, point in light.points.items() if other != number)
        near = max((1 - _kilometres(choice.point, point) / FAR for point in others), default=0.0)
    return choice.prior + EVOKED * shared / total + faint * (REGIONAL * min(2, regional) + NEARBY * max(near, 0.0))


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two points lie apart; exact enough for what is near."""
    east = (one[1] - other[1] + 180) % 360 - 180
    return 111.2 * math.hypot(one[0] - other[0], east * math.cos(math.radians((one[0] + other[0]) / 2)))


def _about(best: Mapping[int, Choice | None], outlet_country: str, share: float = ABOUT) -> dict[str, float]:
    """The countries that the article is about with their weight, the first first."""
    weights: Counter[str] = Counter({outlet_country: 1.0} if outlet_country else {})
    for choice in best.values():
        if choice is not None and (choice.precision == "country" or choice.prior >= SMALL_TOWN):
            weights.update(dict.fromkeys(choice.countries, 1.0))
    total = sum(weights.values())
    return {code: weight for code, weight in weights.most_common() if weight >= share * total}


def _is_elsewhere(choice: Choice, around: set[str], about: Mapping[str, float]) -> bool:
    """A small town or unit in a country that nothing else in the article is in: most likely one of the same name that we do not know."""
    known = choice.precision == "country" or choice.prior >= (SMALL_UNIT if choice.precision in UNITS else SMALL_TOWN)
    if known or not about or not choice.countries or _is_held(choice, around):
        return False
    return not any(code in about for code in choice.countries)


def _held_by(page: Page, names: Sequence[Name]) -> tuple[str | None, tuple[str, ...]]:
    """The one country that the text puts the places in, by its own name or by that of one of its provinces, and the province."""
    around = containers(page, names)
    keys = sorted(key for key in around if key not in page.countries.by_code and ":" not in key)
    units = [spot for key in keys for spot in page.places.find(key) if spot.kind == "province" and spot.called]
    codes = {code for code in around if code in page.countries.by_code} | {unit.country for unit in units}
    if len(codes) != 1:
        return None, ()
    return next(iter(codes)), tuple(unit.name for unit in units) if len(units) == 1 else ()
