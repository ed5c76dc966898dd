"""How likely each candidate is what a phrase points back to: a log-linear model over all candidates and "nobody".

The weights are in models/coreference.json (tools/train_coreference.py makes it, models/COREFERENCE.md is its card).
A score is the candidate's share of the probability; phrases of one chain add up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from dateline.annotate.entities.antecedents import Chains

MODEL = Path(__file__).parents[2] / "models" / "coreference.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest antecedent of a phrase, with its share of the probability."""

    antecedent: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """The model: a weight for each feature, the rest weigh nothing."""

    weights: Mapping[str, float]

    def best(self, chains: Chains, number: int, candidates: Sequence[int]) -> Choice | None:
        """The likeliest of the candidates, whatever its score; None where there is none."""
        if not candidates:
            return None
        weigh = self._weigh
        scores = [weigh(chains.features(number, each, rank)) for rank, each in enumerate(candidates)]
        nobody = weigh(chains.newness(number))
        top = max(nobody, *scores)
        parts = [math.exp(score - top) for score in scores]
        whole = sum(parts) + math.exp(nobody - top)
        shares: dict[int, float] = {}
        nearest: dict[int, int] = {}
        for each, part in zip(candidates, parts, strict=True):
            chain = chains.chain_of[each].members[0] if each < number else each
            shares[chain] = shares.get(chain, 0.0) + part / whole
            nearest.setdefault(chain, each)
        likeliest = max(shares, key=lambda chain: shares[chain])
        return Choice(nearest[likeliest], shares[likeliest])

    def _weigh(self, features: Sequence[str]) -> float:
        return sum(map(self.weights.get, features, repeat(0.0)))


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """The model that comes with dateline, read once a process."""
    return Ranker(json.loads(MODEL.read_text("utf-8"))["weights"])
