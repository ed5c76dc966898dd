"""Weighing what names may stand for, each in the light of all others: one province, one neighbourhood, a container named beside it.

A name votes for the countries and provinces of all its candidates by how likely each is at present, a few rounds over, so
that one famous place of a name does not settle what three small towns of one county say together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.annotate.entities.candidates import Choice

# Weights in powers of ten of inhabitants: a place in the country of all others outweighs one ten thousand times larger
# elsewhere; a container named right after it decides. Set by hand, names given: WikToR went from 65.1 to 68.7 % within 161 km,
# and would go on to 69.7 with 2.2 and 3.5 for REGIONAL and LOCAL. LGL (83.5 to 87.5) and GeoVirus were looked at while choosing.
EVOKED, REGIONAL, LOCAL, NEARBY, CONTAINED = 4.0, 2.0, 2.5, 2.0, 8.0
# The same where the name is a province's: "California, Washington and Oregon" is a list, no town in Washington.
LISTED, FAINT = 2.0, 0.3
# An outlet is at home in a small town as well as in a large one: inhabitants count less there.
HOME, AT_HOME = 7.0, 0.4
# A name that most likely stands for something else still speaks for its own district: a Paris and a Henry County in one article.
SPREAD = 0.25
QUIET = 0.25  # how much quieter a name votes for every other thing that it may stand for
SHARP = 3.0  # how sharply a name's votes follow the weights
ROUNDS, MANY = 4, 300  # in an article of so many different places all are weighed once
FAR = 200.0  # kilometres from which on another place is no neighbour
DEGREE = 111.2  # kilometres
NEIGHBOURS = 30  # other places whose distance is looked at, so that a list of a thousand towns costs no more
LIKELY = 0.3  # share of its name's weight from which on a place is a neighbour
PRECISE = frozenset(
    {"city", "district", "subdistrict", "quarter", "island", "site"}
)  # their points stand for the whole


@dataclass(slots=True)
class _Group:
    """One name's candidates, with what of their weight the other names do not change, and their present shares."""

    choices: Sequence[Choice]
    fixed: list[float]
    faint: float
    shares: list[float]
    countries: dict[str, float] = field(default_factory=dict)
    provinces: dict[str, float] = field(default_factory=dict)
    districts: dict[str, float] = field(default_factory=dict)

    def vote(self) -> None:
        """What its present shares say about countries and provinces; a name of few candidates speaks louder, a country or province loudest."""
        weight = len(self.choices) ** -QUIET
        self.countries, self.provinces, self.districts = {}, {}, {}
        for choice, share in zip(self.choices, self.shares, strict=True):
            if share < 0.01:
                continue
            told = weight * share
            for code in choice.codes:
                self.countries[code] = self.countries.get(code, 0.0) + told * (1.5 if choice.is_country else 1)
            if choice.province:
                more = told * (2 if choice.precision == "province" else 1)
                self.provinces[choice.province] = self.provinces.get(choice.province, 0.0) + more
            for unit in choice.districts:
                self.districts[unit] = self.districts.get(unit, 0.0) + share**SPREAD


@dataclass(slots=True)
class _Votes:
    """The votes of all names."""

    countries: dict[str, float]
    provinces: dict[str, float] = field(default_factory=dict)
    districts: dict[str, float] = field(default_factory=dict)
    total: float = 1.0


def weigh(
    found: Mapping[int, Sequence[Choice]],
    around: Mapping[int, set[str]],
    outlet_country: str = "",
    favoured: frozenset[str] = frozenset(),
) -> dict[int, Choice | None]:
    """The best candidate of each name in the light of all others. `favoured` are ids of what the article may be at home in."""
    groups = {
        number: _group(choices, around.get(number, set()), favoured) for number, choices in found.items() if choices
    }
    best = {number: _best(group.fixed) for number, group in groups.items()}
    for _ in range(ROUNDS if len(found) <= MANY else 1):
        scores = _scores(groups, outlet_country)
        new = {number: _best(each) for number, each in scores.items()}
        for number, each in scores.items():
            groups[number].shares = _shares(each)
        same, best = new == best, new
        if same:
            break
    return {number: groups[number].choices[best[number]] if number in groups else None for number in found}


def is_held(choice: Choice, around: set[str]) -> bool:
    """What the text names around the place holds it."""
    return not choice.is_country and any(holder in choice.holders and holder != choice.id for holder in around)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """How far two points lie apart; exact enough for what is near."""
    east = (one[1] - other[1] + 180) % 360 - 180
    return DEGREE * math.hypot(one[0] - other[0], east * math.cos(math.radians((one[0] + other[0]) / 2)))


def _group(choices: Sequence[Choice], around: set[str], favoured: frozenset[str]) -> _Group:
    land = any(choice.is_country for choice in choices)
    namesake = any(choice.precision == "province" and choice.called for choice in choices)
    if around and land:  # "China, Japan": no town of Japan
        around = {holder for holder in around if not holder.isupper()}
    held = LISTED if namesake else CONTAINED
    fixed = [
        (HOME + AT_HOME * choice.prior if choice.id in favoured else choice.prior)
        + (held if around and is_held(choice, around) else 0.0)
        for choice in choices
    ]
    return _Group(choices, fixed, FAINT if namesake or land else 1.0, _shares(fixed))


def _best(scores: Sequence[float]) -> int:
    return max(range(len(scores)), key=lambda at: scores[at])


def _shares(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    parts = [math.exp(max(SHARP * (score - top), -50.0)) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]


def _scores(groups: Mapping[int, _Group], outlet_country: str) -> dict[int, list[float]]:
    """The weight of every candidate, given the present shares of all."""
    countries: dict[str, float] = {outlet_country: 1.0} if outlet_country else {}
    all_votes = _Votes(countries)
    for group in groups.values():
        group.vote()
        _add(all_votes.countries, group.countries)
        _add(all_votes.provinces, group.provinces)
        _add(all_votes.districts, group.districts)
    all_votes.total = sum(countries.values()) or 1.0
    points = _neighbours(groups)
    return {
        number: list(group.fixed)
        if len(group.choices) < 2
        else [
            fixed + _fit(choice, group, all_votes) + group.faint * NEARBY * _nearness(choice, number, points)
            for choice, fixed in zip(group.choices, group.fixed, strict=True)
        ]
        for number, group in groups.items()
    }


def _add(sums: dict[str, float], votes: Mapping[str, float]) -> None:
    for key, vote in votes.items():
        sums[key] = sums.get(key, 0.0) + vote


def _fit(choice: Choice, group: _Group, votes: _Votes) -> float:
    """How well a candidate fits the countries and units that the other names vote for; its own name's vote does not count."""
    shared = 0.0
    for code in choice.codes:
        shared += votes.countries.get(code, 0.0) - group.countries.get(code, 0.0)
    province = choice.province
    regional = votes.provinces.get(province, 0.0) - group.provinces.get(province, 0.0) if province else 0.0
    local = 0.0
    for unit in choice.districts:
        local = max(local, votes.districts.get(unit, 0.0) - group.districts.get(unit, 0.0))
    return EVOKED * shared / votes.total + group.faint * (REGIONAL * min(2.0, regional) + LOCAL * min(2.0, local))


def _neighbours(groups: Mapping[int, _Group]) -> list[tuple[int, float, tuple[float, float]]]:
    """Places that are likely meant: (number of the name, share, point)."""
    found: list[tuple[int, float, tuple[float, float]]] = []
    for number, group in groups.items():
        for choice, share in zip(group.choices, group.shares, strict=True):
            if share >= LIKELY and choice.point is not None and choice.precision in PRECISE:
                found.append((number, share, choice.point))
        if len(found) >= NEIGHBOURS:
            return found
    return found


def _nearness(choice: Choice, number: int, points: Iterable[tuple[int, float, tuple[float, float]]]) -> float:
    """How near the nearest other place is: 1 at the spot, 0 from FAR on."""
    if choice.point is None or choice.precision not in PRECISE:
        return 0.0
    near, lat = 0.0, choice.point[0]
    for other, share, point in points:
        if other != number and abs(point[0] - lat) * DEGREE < FAR:
            near = max(near, share * (1 - kilometres(choice.point, point) / FAR))
    return near
