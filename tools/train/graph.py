"""The network as an ONNX graph, written node by node in the runtime's own operators: a third of the nodes that tracing gives.

Products of the encoder are in int8, a scale a column for the weights and one fixed scale for what comes in (found by
`export.py`). A scale found at each run would let the windows of a batch change one another, and costs a pass over the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy
from network import ATTENTIONS, BUCKETS, LAYERS, ORDER
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from dateline.annotate.wordpieces import WINDOW

Array = NDArray[Any]
Ranges = dict[str, tuple[float, float]]  # by product of the encoder the least and the greatest number that comes in
INPUTS = ("ids", "form", "quoted")
OURS = "com.microsoft"  # the domain of the runtime's own operators
OPSET, VERSION = 18, 9
LONGEST = WINDOW + 2
EPSILON = 1e-12


@dataclass(slots=True)
class Graph:
    """Nodes and weights so far. Without ranges the graph is in float, and `tapped` says what comes into each product."""

    state: dict[str, Array]
    links: int
    ranges: Ranges | None = None
    nodes: list[Any] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)
    tapped: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, array: Array) -> str:
        """A weight as it is."""
        self.weights.append(numpy_helper.from_array(numpy.ascontiguousarray(array), name))
        return name

    def numbers(self, name: str, *values: int) -> str:
        """Whole numbers as a weight."""
        return self.keep(name, numpy.array(values, numpy.int64))

    def half(self, name: str, array: Array) -> str:
        """A weight that is stored in half the bytes; the runtime widens it once, when it loads."""
        return str(self.add("Cast", self.keep(f"{name}/half", array.astype(numpy.float16)), to=TensorProto.FLOAT))

    def add(self, kind: str, *given: str, outputs: int = 1, name: str = "", domain: str = "", **more: Any) -> Any:
        """A node; the name of its output, or of its outputs."""
        first = name or f"{kind}_{len(self.nodes)}"
        found = [first, *(f"{first}.{at}" for at in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, list(given), found, name=first, domain=domain, **more))
        return found[0] if outputs == 1 else found

    def product(self, x: str, name: str) -> str:
        """A product of the encoder with its bias."""
        weight, bias = self.state[f"{name}.weight"].T, self.keep(f"{name}.bias", self.state[f"{name}.bias"])
        self.tapped[name] = x
        if self.ranges is None:
            return str(self.add("Add", self.add("MatMul", x, self.keep(f"{name}.weight", weight)), bias))
        scale = (numpy.maximum(numpy.abs(weight).max(0), 1e-9) / 127).astype(numpy.float32)
        whole = self.keep(f"{name}.weight", numpy.round(weight / scale).astype(numpy.int8))
        least, most = min(self.ranges[name][0], 0.0), max(self.ranges[name][1], 0.0)
        step = numpy.array((most - least) / 255, numpy.float32)
        steps = (
            self.keep(f"{name}.step", step),
            self.keep(f"{name}.zero", numpy.array(round(-least / float(step)), numpy.uint8)),
        )
        rounded = self.add("QuantizeLinear", x, *steps)
        columns = self.keep(f"{name}.scale", scale)
        return str(self.add("MatMulIntegerToFloat", rounded, whole, steps[0], columns, steps[1], "", bias, domain=OURS))

    def dense(self, x: str, name: str, weight: Array, bias: Array, called: str = "") -> str:
        """A product in float with its bias."""
        wide = self.add("MatMul", x, self.half(f"{name}.weight", weight.T))
        return str(self.add("Add", wide, self.keep(f"{name}.bias", bias), name=called))

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation. The operator that adds the skipped input as well is three times slower."""
        scale, bias = (self.keep(f"{name}.{part}", self.state[f"{name}.{part}"]) for part in ("weight", "bias"))
        return str(self.add("LayerNormalization", x, scale, bias, epsilon=EPSILON))


def build(state: dict[str, Array], links: int, ranges: Ranges | None = None) -> tuple[Any, dict[str, str]]:
    """The model, and by product of the encoder the name of what comes into it."""
    graph = Graph(state, links, ranges)
    graph.numbers("nought", 0), graph.numbers("one", 1), graph.numbers("two", 2)
    size = graph.add("Shape", "ids", start=1, end=2)
    x = _ordered(graph, _encoded(graph, size))
    given = (("tags", "output.tags"), ("labels", "output.labels"))
    for name, called in given:
        graph.dense(x, called, state[f"{name}.weight"], state[f"{name}.bias"], called=name)
    _pairs(graph, x, size)
    whole = helper.make_tensor_value_info
    fed = [whole(name, TensorProto.INT64, ["batch", "pieces"]) for name in INPUTS]
    fed.append(whole("lengths", TensorProto.INT32, ["batch"]))
    out = [whole(name, TensorProto.FLOAT, ["batch", "pieces", None]) for name, _ in given]
    out.append(whole("pairs", TensorProto.FLOAT, ["batch", links, "pieces", "pieces"]))
    made = helper.make_graph(graph.nodes, "encoder", fed, out, graph.weights)
    sets = [helper.make_opsetid("", OPSET), helper.make_opsetid(OURS, 1)]
    return helper.make_model(made, opset_imports=sets, ir_version=VERSION), graph.tapped


def _encoded(graph: Graph, size: str) -> str:
    """The pretrained encoder. Word vectors are kept in eight bits a number with a scale a word."""
    words = graph.state["encoder.word.weight"]
    scale = numpy.maximum(numpy.abs(words).max(1, keepdims=True), 1e-9) / 127
    graph.keep("word", numpy.round(words / scale).astype(numpy.int8))
    graph.keep("word.scale", scale.astype(numpy.float32))
    rows = graph.add("Cast", graph.add("Gather", "word", "ids"), to=TensorProto.FLOAT)
    x = graph.add("Mul", rows, graph.add("Gather", "word.scale", "ids"))
    places = graph.half("place", graph.state["encoder.position.weight"][:LONGEST] + graph.state["encoder.kind"])
    x = graph.norm(graph.add("Add", x, graph.add("Slice", places, "nought", size, "nought")), "encoder.norm")
    for layer in range(LAYERS):
        name = f"encoder.layers.{layer}"
        parts = graph.add("Split", graph.product(x, f"{name}.asked"), axis=2, num_outputs=3, outputs=3)
        mixed = graph.add("MultiHeadAttention", *parts, "", "lengths", domain=OURS, num_heads=ATTENTIONS)
        x = graph.norm(graph.add("Add", x, graph.product(mixed, f"{name}.out")), f"{name}.norm")
        wide = graph.add("Gelu", graph.product(x, f"{name}.wide"), domain=OURS)
        x = graph.norm(graph.add("Add", x, graph.product(wide, f"{name}.narrow")), f"{name}.last")
    return x


def _ordered(graph: Graph, x: str) -> str:
    """The BiLSTM over it, in float: it is small, and in int8 its scale would hang on the batch."""
    beside = [
        graph.add("Gather", graph.keep(f"{name}.weight", graph.state[f"{name}.weight"]), name)
        for name in ("form", "quoted")
    ]
    x = graph.add("Transpose", graph.add("Concat", x, *beside, axis=2), perm=[1, 0, 2])
    weights = [graph.half(f"order.{kind}", _directions(graph.state, f"weight_{kind}")) for kind in ("ih", "hh")]
    biases = [_directions(graph.state, f"bias_{kind}") for kind in ("ih", "hh")]
    bias = graph.keep("order.bias", numpy.concatenate(biases, axis=1))
    y = graph.add("LSTM", x, *weights, bias, "lengths", hidden_size=ORDER, direction="bidirectional")
    y = graph.add("Transpose", y, perm=[2, 0, 1, 3])
    return str(graph.add("Reshape", y, graph.numbers("joined", 0, 0, 2 * ORDER)))


def _directions(state: dict[str, Array], name: str) -> Array:
    """Both directions of a weight, its gates in ONNX's order: input, output, forget, cell."""
    return numpy.stack([_gates(state[f"order.{name}_l0{way}"]) for way in ("", "_reverse")])


def _gates(weight: Array) -> Array:
    into, forget, cell, out = numpy.split(weight, 4)
    return numpy.concatenate([into, out, forget, cell])


def _pairs(graph: Graph, x: str, size: str) -> None:
    """The links: each piece with each, and the distance between them. The last one, of the trees, stays behind."""
    state, links = graph.state, graph.links
    width = len(state["pairs.mixed"][0])
    graph.numbers("by link", 0, 0, links, width)
    sides = []
    for name, order in (("left", [0, 2, 1, 3]), ("right", [0, 2, 3, 1])):
        weight, bias = (state[f"pairs.{name}.0.{part}"][: links * width] for part in ("weight", "bias"))
        bent = graph.add("Gelu", graph.dense(x, f"pairs.{name}", weight, bias), domain=OURS)
        sides.append(graph.add("Transpose", graph.add("Reshape", bent, "by link"), perm=order))
    left = graph.add("MatMul", sides[0], graph.keep("mixed", state["pairs.mixed"][:links]))
    own = graph.dense(x, "pairs.own", state["pairs.own.weight"][:links], state["pairs.own.bias"][:links])
    own = graph.add("Unsqueeze", graph.add("Transpose", own, perm=[0, 2, 1]), "two")
    both = graph.add("Add", graph.add("MatMul", left, sides[1]), _near(graph, size))
    graph.add("Add", both, own, name="pairs")


def _near(graph: Graph, size: str) -> str:
    """What the distance of two pieces says for each link."""
    apart = numpy.arange(1 - LONGEST, LONGEST)
    bucket = (numpy.abs(apart)[:, None] >= numpy.array(BUCKETS)).sum(-1) * numpy.sign(apart) + len(BUCKETS)
    graph.keep("far", graph.state["pairs.far.weight"][bucket][:, : graph.links].T)
    steps = graph.add("Slice", graph.numbers("steps", *range(LONGEST)), "nought", size, "nought")
    shifted = graph.add("Add", graph.add("Unsqueeze", steps, "nought"), graph.numbers("middle", LONGEST - 1))
    return str(graph.add("Gather", "far", graph.add("Sub", shifted, graph.add("Unsqueeze", steps, "one")), axis=1))
