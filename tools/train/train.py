"""Train the encoder and write the product's model folder: warm-up, heads, thresholds, int8 network. One command, fixed seeds.

python tools/train/train.py --training FOLDER --minilm FOLDER --scorer FILE --run FOLDER [--to src/dateline/models]
FOLDER of --training holds attribution-open/, events-open/ and gum-open/; of --minilm, model.safetensors and vocab.txt.
See README.md beside this file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import passages
import tellings
import thresholds
import torch
from examples import HELD, HELD_SEED, LINKS, TAGS, split
from export import export
from fit import Plan, fit
from network import Tagger
from referee import load_scorer
from safetensors.torch import load_file
from trees import trees

from dateline.annotate.encode import HOME, NoEncoder, load_encoder
from dateline.annotate.wordpieces import load_vocabulary

WARMED = 2500  # trees of the warm-up, drawn by chance
EPOCHS = 8
SEED = 1
MEASURED = 300  # windows that the ranges of the int8 network are taken from


@dataclass(frozen=True, slots=True)
class Files:
    """Where things are and go."""

    training: Path
    minilm: Path
    scorer: Path
    run: Path
    to: Path

    @property
    def tellings(self) -> Path:
        """Marked attributions."""
        return self.training / "attribution-open" / "attribution-open.jsonl"

    @property
    def passages(self) -> Path:
        """Marked events."""
        return self.training / "events-open" / "events-open.jsonl"


def main() -> None:
    """The steps in order. One whose file is in the run's folder is not done again."""
    files = _files()
    files.run.mkdir(parents=True, exist_ok=True)
    if not (files.run / "warm.pt").exists():
        warm_up(files)
    wanted = [
        (name, share) for name, share in (("part", HELD), ("all", 0.0)) if not (files.run / f"{name}.pt").exists()
    ]
    with ProcessPoolExecutor(
        2, multiprocessing.get_context("spawn")
    ) as pool:  # one thread each: the same sums each time
        for done in [pool.submit(train, files, name, share) for name, share in wanted]:
            done.result()
    write(files, "part", files.run / "part")
    moves = set_thresholds(files)
    files.to.mkdir(parents=True, exist_ok=True)
    write(files, "all", files.to, moves)


def warm_up(files: Files) -> None:
    """The pretrained encoder, with links and BiLSTM taught on dependency trees for one short epoch: `warm.pt`."""
    chance = _begin()
    vocabulary = load_vocabulary(files.minilm / "vocab.txt")
    sentences, relations = trees(files.training / "gum-open", vocabulary)
    names = passages.label_names(passages.read_passages(files.passages))
    sizes = {name: len(among) for name, among in names.items()}
    network = Tagger(len(TAGS), len(LINKS), sum(sizes.values()), len(relations))
    network.encoder.load_bert(load_file(files.minilm / "model.safetensors"))
    drawn = chance.sample(sentences, min(WARMED, len(sentences)))
    mean = fit(network, [[drawn]], Plan("warm-up", 1, chance, vocabulary, sizes))
    _save(mean, relations, names, files.run / "warm.pt")


def train(files: Files, name: str, share: float) -> None:
    """From `warm.pt`, on both sets of texts less the share that is held out: `NAME.pt`."""
    chance = _begin()
    vocabulary = load_vocabulary(files.minilm / "vocab.txt")
    told, _ = split(tellings.read_reports(files.tellings), share, HELD_SEED)
    happened, _ = split(passages.read_passages(files.passages), share, HELD_SEED)
    network, relations, names = load(files.run / "warm.pt")
    epochs = (
        [tellings.examples(told, vocabulary, chance), passages.examples(happened, names, vocabulary, chance)]
        for _ in range(EPOCHS)
    )
    sizes = {label: len(among) for label, among in names.items()}
    _save(
        fit(network, epochs, Plan(name, EPOCHS, chance, vocabulary, sizes)), relations, names, files.run / f"{name}.pt"
    )


def write(files: Files, name: str, to: Path, moves: thresholds.Moves | None = None) -> None:
    """The model folder of `NAME.pt`: int8 network, table of heads, vocabulary."""
    to.mkdir(parents=True, exist_ok=True)
    network, _, names = load(files.run / f"{name}.pt")
    vocabulary, chance = load_vocabulary(files.minilm / "vocab.txt"), _begin()
    told = tellings.examples(tellings.read_reports(files.tellings), vocabulary, chance)
    happened = passages.examples(passages.read_passages(files.passages), names, vocabulary, chance)
    drawn = [example for listed in (told, happened) for example in chance.sample(listed, min(MEASURED, len(listed)))]
    print(export(network, drawn, vocabulary, to / "encoder.onnx"), flush=True)
    table = thresholds.start(names)
    thresholds.apply(table, moves or {})
    thresholds.write(table, to / "heads.json")
    shutil.copyfile(files.minilm / "vocab.txt", to / "vocab.txt")


def set_thresholds(files: Files) -> thresholds.Moves:
    """The thresholds that do best on the texts held out, for the weights that have not seen them; into `part/` too."""
    _, told = split(tellings.read_reports(files.tellings), HELD, HELD_SEED)
    _, happened = split(passages.read_passages(files.passages), HELD, HELD_SEED)
    encoder = load_encoder(files.run / "part")
    if isinstance(encoder, NoEncoder):
        raise SystemExit(encoder.reason)
    moves, lines = thresholds.choose(encoder, told, happened, load_scorer(files.scorer))
    print("held out:", *lines, sep="\n", flush=True)
    table = thresholds.start(passages.label_names(passages.read_passages(files.passages)))
    thresholds.apply(table, moves)
    thresholds.write(table, files.run / "part" / "heads.json")
    return moves


def load(path: Path) -> tuple[Tagger, list[str], passages.Names]:
    """The network of a checkpoint, the names of its trees' relations and of its labels."""
    kept = torch.load(path, weights_only=True)
    names: passages.Names = {name: tuple(among) for name, among in kept["labels"].items()}
    network = Tagger(len(TAGS), len(LINKS), sum(map(len, names.values())), len(kept["relations"]))
    network.load_state_dict(kept["weights"])
    return network.eval(), kept["relations"], names


def _save(network: Tagger, relations: list[str], names: passages.Names, path: Path) -> None:
    labels = {name: list(among) for name, among in names.items()}
    torch.save({"relations": relations, "labels": labels, "weights": network.state_dict()}, path)


def _begin() -> random.Random:
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    return random.Random(SEED)


def _files() -> Files:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("training", "minilm", "scorer", "run"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=HOME, help="the model folder to write")
    options = parser.parse_args()
    return Files(options.training, options.minilm, options.scorer, options.run, options.to)


if __name__ == "__main__":
    main()
