"""What a place name can stand for: places of the gazetteer and countries, each with how likely it is before the article is read.

Villages are candidates only in countries that the article is about: their names are too many to be looked for in all the world.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.annotate.entities.homes import Home
from dateline.annotate.entities.page import Name, Page
from dateline.knowledge.folding import fold
from dateline.knowledge.spots import CITY, Spot

# Likeliness in powers of ten of inhabitants. A district counts less than a town of its size: it is seldom meant by its bare name.
COUNTRY, REGION, CAPITAL, CALLED = 9.5, 6.0, 1.0, 1.5
UNITS = {"province": -0.5, "district": -0.9, "subdistrict": -1.2, "quarter": -1.0}
AREAS = frozenset({"province", "district", "subdistrict", "quarter", "region"})
LARGE = 5.0 + CALLED  # the likeliness of a town of a hundred thousand by its own name
SOUNDING = 5  # letters that a name must have for its sound to tell it from others
MOST = 40  # candidates of one name that are weighed; the least likely are left out


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate. `holders` are the countries (codes) and units (ids and keys) that it lies in, itself among them where it is one."""

    id: str
    name: str
    country: str
    point: tuple[float, float] | None
    prior: float
    precision: str
    within: tuple[str, ...] = ()
    holders: frozenset[str] = frozenset()
    called: bool = True
    rivals: tuple[Choice, ...] = ()
    heard: bool = False  # found by the sound of its name alone
    codes: tuple[str, ...] = ()  # the countries that it lies in, none for what lies in many
    province: str = ""  # the id of the largest unit that it is in or is; "" where there is none
    districts: tuple[str, ...] = ()  # the ids of smaller units that it is in or is
    is_country: bool = False


def options(page: Page, names: Iterable[Name]) -> list[Choice]:
    """What the names of one group can stand for; if they differ, the first that is known decides."""
    names = list(dict.fromkeys(names))
    for name in names:
        found: list[Choice] = []
        code = page.country(name.core, name.last) or page.adjective(name.core, name.last) or page.people(name)
        if code is not None:
            found.append(_country(page, code))
        if code is None or page.places.knows(name.key):
            # "Mexico" is the country, though its capital is called so too
            found += (_choice(page, spot) for spot in _spots(page, name) if spot.country != code)
        if found:
            return _likeliest(_as_called(page, names, found))
    return []


def _as_called(page: Page, names: Sequence[Name], found: list[Choice]) -> list[Choice]:
    """Of what is called a province, a province; where none is known, a town large enough that one may be called after it."""
    called = {
        page.lower[name.first - 2]
        for name in names
        if name.first > 1 and page.lower[name.first - 1] in page.words.joiners
    }
    if not called & page.words.units:
        return found
    keys = dict.fromkeys(f"{name.key} {word}" for name in names for word in page.words.units)
    whole = [_choice(page, spot) for key in keys for spot in page.places.find(key) if spot.is_unit]
    units = [*whole, *(each for each in found if each.precision in AREAS)]
    return units or [each for each in found if each.precision != "city" or each.prior >= LARGE]


def standing_for(page: Page, key: str, written: str) -> list[Choice]:
    """What words outside the parsed text can stand for, by their key: those of a dateline."""
    code = page.countries.names.get(key)
    if code is not None and (len(key) > 3 or written.isupper()):
        return [_country(page, code)]
    spots = [spot for spot in page.places.find(key) if spot.kind == "city" or spot.by_hand or spot.is_unit]
    return _likeliest([_choice(page, spot) for spot in spots])


def homes(page: Page, home: Home) -> list[Choice]:
    """The towns that the outlet's name may hold, in the countries where it may be at home."""
    for town in home.towns:
        spots = [spot for spot in page.places.find(town) if spot.kind == "city" and spot.country in home.countries]
        if spots:
            return _likeliest([_choice(page, spot) for spot in spots])
    return []


def villages(page: Page, names: Sequence[Name], countries: Sequence[str]) -> list[Choice]:
    """What else the names stand for in those countries, villages among it."""
    for name in dict.fromkeys(names):
        if found := page.places.near(name.key, countries):
            return _likeliest([_choice(page, spot) for spot in found])
    return []


def sounding(page: Page, name: Name, countries: Sequence[str]) -> list[Choice]:
    """The place in those countries whose name is likest among those that sound the same: "Deir Ezzor" for "Dayr az Zawr"."""
    if len(name.key) < SOUNDING:
        return []
    return [replace(_choice(page, spot), heard=True) for spot in page.places.similar(name.key, countries)[:1]]


def containers(page: Page, names: Sequence[Name]) -> set[str]:
    """Countries (codes) and units (ids and keys) that the text names right after or before the names: "Sarmada, Syria", "Iraq's Mosul"."""
    found: set[str] = set()
    for name in names[:50]:
        after = name.last + 1
        if after < len(page.tokens) and page.tokens[name.last].text in (",", "("):
            for last in range(min(after + 4, len(page.tokens)), after, -1):
                if page.capital[after]:
                    found |= _container(page, after, last)
        before = name.first
        if before > 1 and page.tokens[before - 1].tag == "POS":
            for first in range(max(before - 4, 0), before - 1):
                found |= _container(page, first, before - 1)
    return found


def containing(page: Page, key: str, written: str) -> set[str]:
    """The country (code) and units (ids and keys) of that name, which may hold the place named before it."""
    code = page.countries.names.get(key) if len(key) > 3 or written.isupper() else None
    return _holders(page, key, written, code)


def _likeliest(found: list[Choice]) -> list[Choice]:
    return sorted(found, key=lambda choice: (-choice.prior, choice.id))[:MOST]


def _container(page: Page, first: int, last: int) -> set[str]:
    written = page.written(first, last) if last <= first + 2 else ""
    return _holders(page, page.key(first, last), written, page.country(first, last))


def _holders(page: Page, key: str, written: str, code: str | None) -> set[str]:
    """ "Georgia" after a comma is the country and the state: either may hold the place."""
    state = page.places.states.get(written)
    found = {code} if code else set[str]()
    if state or page.places.knows(key):
        units = [spot for spot in page.places.find(state or key) if spot.kind in ("province", "district", "region")]
        if units:
            found |= {state or key, *(spot.id for spot in units if spot.called or not state)}
    return found


def _country(page: Page, code: str) -> Choice:
    country = page.countries.by_code[code]
    id = country.source.split(";")[0]
    return Choice(id, country.name, code, country.point, COUNTRY, "country", codes=(code,), is_country=True)


def _spots(page: Page, name: Name) -> tuple[Spot, ...]:
    """The places of that name; where a word such as "Province" ends it and is unknown, units of the name without it."""
    state = page.places.states.get(page.written(name.core, name.last))
    if state and name.first > 0 and page.tokens[name.first - 1].text == ",":
        return tuple(spot for spot in page.places.find(state) if spot.kind == "province" and spot.called)
    spots = page.places.find(name.key)
    if state and not spots:  # "W. Va. voters"
        return tuple(spot for spot in page.places.find(state) if spot.kind == "province" and spot.called)
    last = page.lower[name.last - 1]
    if spots or name.words < 2 or last not in page.words.place_after:
        return spots
    bare = page.places.find(page.key(name.core, name.last - 1))
    return tuple(spot for spot in bare if spot.kind != "city") or tuple(
        spot for spot in bare if last in ("city", "town")
    )


def _choice(page: Page, spot: Spot) -> Choice:
    prior = CALLED * spot.called
    if spot.kind == "city" or spot.is_unit or spot.kind == "quarter":
        prior += math.log10(spot.population + 10) + UNITS.get(spot.kind, 0.0)
    if spot.by_hand and spot.kind != "city":
        prior = max(prior, REGION + CALLED)  # an alias that somebody wrote down is in use
    if spot.kind == "city" and spot.population >= CITY and (spot.country, fold(spot.name)) in page.countries.capitals:
        prior += CAPITAL
    own = (spot.id, fold(spot.name)) if spot.is_unit or spot.kind == "region" else ()
    codes = tuple(code for code in spot.country.split(";") if code)
    holders = frozenset((*codes, *spot.held_by, *map(fold, spot.within), *own))
    return Choice(
        spot.id,
        spot.name,
        spot.country,
        spot.point,
        prior,
        spot.kind,
        spot.within,
        holders,
        spot.called,
        codes=codes,
        province=spot.held_by[-1] if spot.held_by else spot.id if spot.kind == "province" else "",
        districts=(*((spot.id,) if spot.held_by and spot.is_unit else ()), *spot.held_by[:-1]),
    )
