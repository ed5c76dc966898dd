"""One place of the gazetteer, and the places that a newsroom adds; apart from the gazetteer itself, which costs more to load."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

CITY = 100_000  # inhabitants from which on a town is known beyond its country
TOWN = 15_000  # inhabitants of what is no hamlet


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the gazetteer.

    `held_by` are the ids of the units that it lies in and `within` their names, the smallest first. `called` is true where
    it was looked up by its first name, not by another. `extent` is how far the place reaches from its point, in kilometres.
    """

    id: str
    name: str
    country: str
    point: tuple[float, float] | None
    population: int
    kind: str
    called: bool = True
    held_by: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    extent: int | None = None
    by_hand: bool = False

    @property
    def is_unit(self) -> bool:
        """It is a province, district or the like."""
        return self.kind in ("province", "district", "subdistrict")

    @property
    def is_known(self) -> bool:
        """Readers elsewhere know it by this name: a large town, a province, a sea."""
        if self.kind == "city":
            return self.called and self.population >= CITY
        return self.by_hand or (self.kind == "province" and self.called)

    @property
    def is_town(self) -> bool:
        """Its own country's readers know it: no hamlet, and nobody's surname just because a hamlet has it too."""
        return self.by_hand or self.population >= (TOWN if self.called else CITY)


# Places that a newsroom adds to ours for as long as an article is read, each with its keys; set by `own.using`.
OWN_PLACES: ContextVar[tuple[tuple[Spot, tuple[str, ...]], ...]] = ContextVar("own places", default=())
