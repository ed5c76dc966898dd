"""Write trained weights as the network that the product runs: find the ranges of the numbers, then ONNX in int8.

Called by train.py as its last step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy
from examples import LINKS, Example
from graph import INPUTS, Ranges, build
from losses import features
from network import Tagger
from onnx import TensorProto, helper
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

from dateline.annotate.wordpieces import Vocabulary


def export(network: Tagger, measured: Iterable[Example], vocabulary: Vocabulary, path: Path) -> str:
    """Write the network as int8 ONNX, its ranges taken from these windows; size and digest of the file."""
    state = {name: weight.numpy() for name, weight in network.state_dict().items()}
    model, _ = build(state, len(LINKS), ranges(state, measured, vocabulary))
    written = model.SerializeToString()
    path.write_bytes(written)
    return f"{path.name}: {len(written):,} bytes, sha256 {hashlib.sha256(written).hexdigest()}"


def ranges(state: dict[str, Any], measured: Iterable[Example], vocabulary: Vocabulary) -> Ranges:
    """The least and greatest number that comes into each product of the encoder."""
    model, tapped = build(state, len(LINKS))
    taps = list(dict.fromkeys(tapped.values()))
    model.graph.output.extend([helper.make_tensor_value_info(tap, TensorProto.FLOAT, None) for tap in taps])
    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    seen: dict[str, tuple[float, float]] = dict.fromkeys(taps, (0.0, 0.0))
    for example in measured:
        *fed, lengths = (one.numpy() for one in features([example], vocabulary))
        given = {**dict(zip(INPUTS, fed, strict=True)), "lengths": lengths.astype(numpy.int32)}
        for tap, numbers in zip(taps, session.run(taps, given), strict=True):
            least, most = seen[tap]
            seen[tap] = min(least, float(numbers.min())), max(most, float(numbers.max()))
    return {name: seen[tap] for name, tap in tapped.items()}
