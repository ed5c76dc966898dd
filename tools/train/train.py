"""Train the encoder's heads: a warm-up on dependency trees, then attributions. Writes the best and the last weights.

python tools/train/train.py --training FOLDER --minilm FOLDER --scorer FILE --out FOLDER [--hold 0.25] [--epochs 9] [--seed 1]
FOLDER of --training holds attribution-open/ and gum-open/; of --minilm, model.safetensors. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from examples import LINKS, ROLES, Example, examples, read_texts, split, trees
from network import Tagger
from referee import line, load_scorer, score
from safetensors.torch import load_file
from torch import Tensor

from dateline.annotate.encode import HOME, Window, read_table, window_of
from dateline.annotate.wordpieces import Vocabulary, find_pieces, load_vocabulary, windows
from dateline.text.span import Span

PIECES = 800  # of one batch, padding included; 2500 made too few steps an epoch: half the score after three
SLOW, FAST, LINKING = 1.5e-4, 1.5e-3, 5e-3  # learning rates: of the pretrained encoder, of what is new, of the links
KEEP = 0.995  # of the running mean of the weights: it scores better than any one step
HIDDEN = 0.05  # share of pieces that are made unknown while training: words differ, the form of telling stays
LINKED = 1.0  # weight of the links' loss beside the tags'


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: over how many epochs, by which factor of the learning rates, with which chance."""

    epochs: int
    pace: float
    chance: random.Random
    vocabulary: Vocabulary


def main() -> None:
    """Train, score after each epoch on the texts held out, and keep the best."""
    options = _options()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    vocabulary, chance = load_vocabulary(HOME / "vocab.txt"), random.Random(options.seed)
    gum, marked = options.training / "gum-open", options.training / "attribution-open" / "attribution-open.jsonl"
    train, held = split(read_texts(marked), options.hold, options.split)
    sentences, names = trees(gum / "gum-open.conllu", gum / "gum-open.jsonl", vocabulary)
    network = Tagger(len(ROLES), len(LINKS), len(names))
    network.encoder.load_bert(load_file(options.minilm / "model.safetensors"))
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True)["weights"])
    if options.warm:
        _fit(network, [sentences] * options.warm, Plan(options.warm, 1.0, chance, vocabulary), None)
    held_ids = {text.id for text in held}
    rows = [json.loads(row) for row in marked.read_text(encoding="utf-8").splitlines()]
    keeper = Keeper(
        options.out, names, [row for row in rows if row["id"] in held_ids], load_scorer(options.scorer), vocabulary
    )
    epochs = (examples(train, vocabulary, chance) for _ in range(options.epochs))
    _fit(network, epochs, Plan(options.epochs, options.pace, chance, vocabulary), keeper)


@dataclass(slots=True)
class Keeper:
    """Writes the weights after each epoch, and those that score best on the texts held out."""

    folder: Path
    names: list[str]
    gold: list[dict[str, Any]]
    scorer: Any
    vocabulary: Vocabulary
    best: float = 0.0

    def keep(self, network: Tagger) -> None:
        """Write `last.pt`, and `best.pt` if contents and triples together score higher than ever."""
        kept = {"names": self.names, "weights": network.state_dict()}
        torch.save(kept, self.folder / "last.pt")
        if not self.gold:
            return
        table = score(self.gold, reader(network, self.vocabulary), self.scorer)
        print(line(table), flush=True)
        reached = table["triple"]["F1"] + table["content_ge50"]["F1"]
        if reached > self.best:
            self.best = reached
            torch.save(kept, self.folder / "best.pt")


def reader(network: Tagger, vocabulary: Vocabulary) -> Any:
    """The network as the product's encoder, in float: text and spans to windows."""
    heads, links = read_table(HOME / "heads.json")

    def read(text: str, spans: Iterable[Span]) -> Iterator[Window]:
        network.eval()
        for span in spans:
            for pieces in windows(text, find_pieces(text, span, vocabulary)):
                with torch.no_grad():
                    tags, pairs, _ = network(*_features([Example(pieces)], vocabulary)[:3])
                yield window_of(pieces, {"tags": tags.numpy(), "pairs": pairs.numpy()}, heads, links)

    return read


def _fit(network: Tagger, epochs: Iterable[list[Example]], plan: Plan, keeper: Keeper | None) -> None:
    """Train over the epochs; after each, the running mean of the weights goes to the keeper."""
    mean, steps, total = copy.deepcopy(network), 0, 0
    old = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    new = [weight for name, weight in network.named_parameters() if not name.startswith(("encoder.", "pairs."))]
    paces = ((old, SLOW), (new, FAST), (list(network.pairs.parameters()), LINKING))
    groups = [{"params": weights, "lr": rate * plan.pace} for weights, rate in paces]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, max(total, 1)))
    for epoch, listed in enumerate(epochs, 1):
        batches = _batches(listed, plan.chance)
        total = total or len(batches) * plan.epochs
        started, sums = time.time(), 0.0
        network.train()
        for batch in batches:
            loss = _loss(network, batch, plan.vocabulary)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            steps += 1
            sums += loss.item()
            with torch.no_grad():
                keep = min(KEEP, steps / (steps + 10))
                for kept, weight in zip(mean.parameters(), network.parameters(), strict=True):
                    if weight.requires_grad:
                        kept.lerp_(weight, 1 - keep)
        print(
            f"epoch {epoch}: loss {sums / len(batches):.4f}, {len(batches)} batches, {time.time() - started:.0f} s",
            flush=True,
        )
        if keeper and 2 * epoch > plan.epochs:
            keeper.keep(mean)


def _pace(step: int, total: int) -> float:
    """Share of the full learning rate: up over a twentieth of the steps, then down along a cosine."""
    if step < total / 20:
        return (step + 1) / (total / 20 + 1)
    return 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, step / total)))


def _batches(listed: list[Example], chance: random.Random) -> list[list[Example]]:
    """Windows of like length together, as many as PIECES allow, in chance order."""
    order = sorted(listed, key=lambda example: len(example.pieces) + chance.random() * 12)
    batches: list[list[Example]] = []
    for example in order:
        longest = len(example.pieces) + 2
        if batches and longest * (len(batches[-1]) + 1) <= PIECES and len(batches[-1]) < 32:
            batches[-1].append(example)
        else:
            batches.append([example])
    chance.shuffle(batches)
    return batches


def _features(batch: list[Example], vocabulary: Vocabulary) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    longest = max(len(example.pieces) for example in batch) + 2
    ids, form, quoted = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    for row, example in enumerate(batch):
        size = len(example.pieces)
        ids[row, 0], ids[row, size + 1] = vocabulary.first, vocabulary.last
        ids[row, 1 : size + 1] = torch.tensor([piece.id for piece in example.pieces])
        form[row, 1 : size + 1] = torch.tensor([piece.form for piece in example.pieces])
        quoted[row, 1 : size + 1] = torch.tensor([piece.quoted for piece in example.pieces])
    return ids, form, quoted, torch.tensor([len(example.pieces) + 2 for example in batch])


def _loss(network: Tagger, batch: list[Example], vocabulary: Vocabulary) -> Tensor:
    ids, *rest = _features(batch, vocabulary)
    hide = torch.rand(ids.shape) < HIDDEN
    tags, pairs, tree_tags = network(torch.where(hide, vocabulary.unknown, ids), *rest)
    if batch[0].heads:
        return _tree_loss(batch, pairs, tree_tags)
    cross = torch.nn.functional.cross_entropy
    parts, linked = [], []
    for example, scores, planes in zip(
        batch, tags.unbind(0), pairs.unbind(0), strict=True
    ):  # one gradient a row, not a batch
        size = len(example.pieces)
        wanted_tags = torch.tensor(example.tags).T.reshape(-1)
        parts.append(cross(scores[1 : size + 1].reshape(-1, 3), wanted_tags, reduction="sum"))
        if example.links:
            cues = torch.zeros(len(example.links), size)
            wanted = torch.zeros(len(LINKS), len(example.links), size)
            for row, link in enumerate(example.links):
                cues[row, list(link.cue)] = 1 / len(link.cue)
                for plane, pieces in enumerate(link.to):
                    wanted[plane, row, list(pieces)] = 1
            asked = cues @ planes[: len(LINKS), 1 : size + 1, 1 : size + 1]
            linked.append(torch.nn.functional.binary_cross_entropy_with_logits(asked, wanted, reduction="sum"))
    total = sum(len(example.pieces) for example in batch)
    told = torch.stack(linked).sum() / total if linked else torch.zeros(())
    return torch.stack(parts).sum() / total + LINKED * told


def _tree_loss(batch: list[Example], pairs: Tensor, tree_tags: Tensor) -> Tensor:
    cross = torch.nn.functional.cross_entropy
    parts = []
    for example, scores, planes in zip(batch, tree_tags.unbind(0), pairs.unbind(0), strict=True):
        size = len(example.pieces)
        parts.append(cross(scores[1 : size + 1], torch.tensor(example.relations), reduction="sum"))
        parts.append(cross(planes[-1, 1 : size + 1, 1 : size + 1], torch.tensor(example.heads), reduction="sum"))
    return torch.stack(parts).sum() / sum(len(example.pieces) for example in batch)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("training", "minilm", "scorer", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--pace", type=float, default=1.0, help="factor of the learning rates")
    parser.add_argument("--hold", type=float, default=0.25, help="share of the texts held out; 0 trains on all")
    for name, value in (("epochs", 9), ("warm", 1), ("seed", 1), ("split", 7), ("threads", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


if __name__ == "__main__":
    main()
