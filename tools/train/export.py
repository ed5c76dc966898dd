"""Write trained weights as the network that the product runs: ONNX in int8, and check it against the float network.

python tools/train/export.py --weights FILE [--to src/dateline/models/encoder.onnx] [--gold FILE --scorer FILE]
Word vectors are kept in eight bits a number with a scale a word; products with fixed weights are quantised dynamically, a
scale a column; the heads and the links stay in float.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import onnx
import torch
from examples import LINKS, ROLES
from network import Tagger
from onnxruntime.quantization import QuantType, quantize_dynamic
from referee import line, load_scorer, score
from torch import Tensor, nn
from train import reader

from dateline.annotate.encode import HOME
from dateline.annotate.wordpieces import WINDOW, load_vocabulary

OPSET = 17
INPUTS = ("ids", "form", "quoted")


class ByteRows(nn.Module):
    """An embedding in eight bits a number, each row with a scale of its own."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-9) / 127
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """The vectors of those rows."""
        return self.rows[ids].float() * self.scale[ids]


class Shipped(nn.Module):
    """The tagger without what only the warm-up needs."""

    def __init__(self, network: Tagger) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, form: Tensor, quoted: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of the tags and of the pairs."""
        tags, pairs, _ = self.network(ids, form, quoted)
        return tags, pairs[:, : len(LINKS)]


def main() -> None:
    """Export and print size and digest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--to", type=Path, default=HOME / "encoder.onnx")
    parser.add_argument("--gold", type=Path, help="marked texts to score the float network on; score.py does int8")
    parser.add_argument("--scorer", type=Path)
    options = parser.parse_args()
    if options.gold:
        gold = [json.loads(row) for row in options.gold.read_text(encoding="utf-8").splitlines()]
        float_reader = reader(load(options.weights), load_vocabulary(HOME / "vocab.txt"))
        print("float", line(score(gold, float_reader, load_scorer(options.scorer))))
    export(load(options.weights), options.to)
    written = options.to.read_bytes()
    print(f"{options.to.name}: {len(written):,} bytes, sha256 {hashlib.sha256(written).hexdigest()}")


def load(path: Path) -> Tagger:
    """The network with the weights of a checkpoint."""
    kept = torch.load(path, weights_only=True)
    network = Tagger(len(ROLES), len(LINKS), len(kept["names"]))
    network.load_state_dict(kept["weights"])
    network.eval()
    return network


def export(network: Tagger, path: Path) -> None:
    """Write the network as int8 ONNX."""
    network.encoder.word = ByteRows(network.encoder.word.weight.detach())
    network.encoder.position.weight.data = network.encoder.position.weight.data[: WINDOW + 2]
    shipped = Shipped(network).eval()
    sample = tuple(torch.randint(0, high, (1, 20)) for high in (1000, 6, 2))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        torch.onnx.export(
            shipped,
            sample,
            str(plain),
            input_names=list(INPUTS),
            output_names=["tags", "pairs"],
            dynamic_axes={
                **{name: {1: "pieces"} for name in INPUTS},
                "tags": {1: "pieces"},
                "pairs": {2: "pieces", 3: "pieces"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
        nodes = onnx.load(str(plain)).graph.node
        kept = [node.name for node in nodes if node.op_type in ("MatMul", "Gemm") and "/encoder/" not in node.name]
        quantize_dynamic(
            str(plain),
            str(path),
            op_types_to_quantize=["MatMul", "Gemm", "LSTM"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=kept,
        )


if __name__ == "__main__":
    main()
