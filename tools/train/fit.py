"""Fit the network to lists of examples, an epoch each; the running mean of its weights is what is kept."""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from examples import Example
from losses import Sizes, loss
from network import Tagger
from torch import nn

from dateline.annotate.wordpieces import Vocabulary

PIECES = 800  # of one batch, padding included; 2500 made too few steps an epoch: half the score after three
SLOW, FAST, LINKING = 1.5e-4, 1.5e-3, 5e-3  # learning rates: of the pretrained encoder, of what is new, of the links
KEEP = 0.995  # of the running mean of the weights: it scores better than any one step


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fit: over how many epochs, with which chance, and the word the log lines begin with."""

    name: str
    epochs: int
    chance: random.Random
    vocabulary: Vocabulary
    sizes: Sizes


def fit(network: Tagger, epochs: Iterable[list[list[Example]]], plan: Plan) -> Tagger:
    """The mean network after the epochs. An epoch is a list of sets; a batch is drawn from one of them."""
    mean, steps, total = copy.deepcopy(network), 0, 0
    optimizer = _optimizer(network)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, max(total, 1)))
    network.train()
    for epoch, sets in enumerate(epochs, 1):
        batches = [batch for listed in sets for batch in _batches(listed, plan.chance)]
        plan.chance.shuffle(batches)
        total = total or len(batches) * plan.epochs
        started, sums = time.time(), 0.0
        for batch in batches:
            lost = loss(network, batch, plan.vocabulary, plan.sizes)
            optimizer.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            steps += 1
            sums += lost.item()
            _follow(mean, network, min(KEEP, steps / (steps + 10)))
        seconds = time.time() - started
        pieces = sum(len(example.pieces) for batch in batches for example in batch)
        print(
            f"{plan.name} epoch {epoch}: loss {sums / len(batches):.4f}, {len(batches)} batches, "
            f"{seconds:.0f} s, {pieces / seconds:.0f} pieces/s",
            flush=True,
        )
    mean.eval()
    return mean


def _optimizer(network: Tagger) -> torch.optim.Optimizer:
    old = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    new = [weight for name, weight in network.named_parameters() if not name.startswith(("encoder.", "pairs."))]
    paces = ((old, SLOW), (new, FAST), (list(network.pairs.parameters()), LINKING))
    return torch.optim.AdamW([{"params": weights, "lr": rate} for weights, rate in paces], weight_decay=0.01)


def _follow(mean: Tagger, network: Tagger, keep: float) -> None:
    with torch.no_grad():
        for kept, weight in zip(mean.parameters(), network.parameters(), strict=True):
            if weight.requires_grad:
                kept.lerp_(weight, 1 - keep)


def _pace(step: int, total: int) -> float:
    """Share of the full learning rate: up over a twentieth of the steps, then down along a cosine."""
    if step < total / 20:
        return (step + 1) / (total / 20 + 1)
    return 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, step / total)))


def _batches(listed: list[Example], chance: random.Random) -> list[list[Example]]:
    """Windows of like length together, as many as PIECES allow."""
    order = sorted(listed, key=lambda example: len(example.pieces) + chance.random() * 12)
    batches: list[list[Example]] = []
    for example in order:
        longest = len(example.pieces) + 2
        if batches and longest * (len(batches[-1]) + 1) <= PIECES and len(batches[-1]) < 32:
            batches[-1].append(example)
        else:
            batches.append([example])
    return batches
