"""The trained network as ONNX, its large tables as whole numbers of eight bits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from nlp.encoder.windows import LENGTH
from nlp.tuning.network import HEAD, Weights

_OPERATORS = 20
"""Version of ONNX's operators: the first with GELU."""
_HEADS = ("words", "tags", "message")
_LAST = "last"
"""Name of the table that holds the axis of the values."""


class _Graph:
    """Nodes and tables as they are put together."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.tables: list[onnx.TensorProto] = [numpy_helper.from_array(np.array([-1]), _LAST)]

    def table(self, name: str, values: object) -> str:
        self.tables.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, to: str, **attributes: Any) -> str:  # noqa: ANN401
        self.nodes.append(helper.make_node(operator, inputs, [to], name=to, **attributes))
        return to

    def dense(self, x: str, weights: Weights, to: str) -> str:
        factor = self.table(f"{to}.w", np.asarray(weights["w"], np.float32))
        product = self.node("MatMul", x, factor, to=f"{to}.product")
        bias = self.table(f"{to}.b", np.asarray(weights["b"], np.float32))
        return self.node("Add", product, bias, to=to)

    def normal(self, x: str, weights: Weights, to: str) -> str:
        """BERT's normalisation in small steps, each of which goes over many numbers at once.

        ONNX Runtime's own takes one after another, and with that a third of the whole time. BERT's
        smallest addend (1e-12) is left out: no row is the same number all along.
        """
        apart = self.node("Sub", x, self._mean(x, f"{to}.mean"), to=f"{to}.apart")
        spread = self._mean(self.node("Mul", apart, apart, to=f"{to}.squares"), f"{to}.spread")
        even = self.node("Div", apart, self.node("Sqrt", spread, to=f"{to}.root"), to=f"{to}.even")
        scale = self.table(f"{to}.w", np.asarray(weights["w"], np.float32))
        bias = self.table(f"{to}.b", np.asarray(weights["b"], np.float32))
        return self.node("Add", self.node("Mul", even, scale, to=f"{to}.scaled"), bias, to=to)

    def _mean(self, x: str, to: str) -> str:
        return self.node("ReduceMean", x, _LAST, to=to, keepdims=1)


def write(frozen: Weights, weights: Weights, tags: Sequence[str], path: Path) -> None:
    """Write the network.

    Args:
        frozen: the table of pieces.
        weights: all others.
        tags: the names of the tags.
        path: where to.
    """
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        model = _model(frozen, weights)
        helper.set_model_props(model, {"tags": " ".join(tags)})
        onnx.save(model, whole)
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True,
            nodes_to_exclude=[f"{head}.product" for head in _HEADS],
        )  # fmt: skip


def _model(frozen: Weights, weights: Weights) -> onnx.ModelProto:
    graph = _Graph()
    x = _embedded(graph, frozen, weights)
    for number, layer in enumerate(weights["layers"]):
        x = _layer(graph, x, layer, f"layer{number}")
    graph.dense(x, weights["words"], "words")
    graph.dense(x, weights["tags"], "tags")
    mean = graph.node("ReduceMean", x, graph.table("rows", np.array([0])), to="mean", keepdims=0)
    most = graph.node("ReduceMax", x, "rows", to="most", keepdims=0)
    both = graph.node("Concat", mean, most, to="both", axis=0)
    graph.dense(both, weights["message"], "message")
    told = [helper.make_tensor_value_info(head, TensorProto.FLOAT, None) for head in _HEADS]
    taken = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["count"])
        for name in ("pieces", "shapes")
    ]
    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", taken, told, graph.tables),
        opset_imports=[helper.make_opsetid("", _OPERATORS)],
        ir_version=10,
    )


def _embedded(graph: _Graph, frozen: Weights, weights: Weights) -> str:
    table = graph.table("pieces.table", np.asarray(frozen["pieces"], np.float32))
    words = graph.node("Gather", table, "pieces", to="pieces.rows")
    shaped = graph.table("shapes.table", np.asarray(weights["shapes"], np.float32))
    typed = graph.node(
        "Add", words, graph.node("Gather", shaped, "shapes", to="shapes.rows"), to="typed"
    )
    places = np.asarray(weights["places"][: LENGTH + 2] + weights["kind"], np.float32)
    count = graph.node("Shape", "pieces", to="length")
    first = graph.table("first", np.array([0]))
    placed = graph.node(
        "Slice", graph.table("places.table", places), first, count, first, to="places"
    )
    return graph.normal(graph.node("Add", typed, placed, to="sum"), weights["normal"], "embedded")


def _layer(graph: _Graph, x: str, layer: Weights, name: str) -> str:
    mixed = graph.dense(_attention(graph, x, layer, name), layer["out"], f"{name}.out")
    x = graph.normal(
        graph.node("Add", x, mixed, to=f"{name}.sum1"), layer["normal1"], f"{name}.normal1"
    )
    up = graph.dense(x, layer["up"], f"{name}.up")
    bent = graph.node("Gelu", up, to=f"{name}.bent")
    down = graph.dense(bent, layer["down"], f"{name}.down")
    return graph.normal(
        graph.node("Add", x, down, to=f"{name}.sum2"), layer["normal2"], f"{name}.normal2"
    )


def _attention(graph: _Graph, x: str, layer: Weights, name: str) -> str:
    """Attention, its three dense steps done as one: that quantises their input once, not thrice."""
    width = layer["out"]["w"].shape[0]
    # Scores are divided by the root of a head's size; dividing the queries beforehand is the same.
    scales = {"query": HEAD**-0.5, "key": 1.0, "value": 1.0}
    three = {
        kind: np.concatenate(
            [np.asarray(layer[part][kind]) * by for part, by in scales.items()], -1
        )
        for kind in ("w", "b")
    }
    dense = graph.dense(x, three, f"{name}.three")
    shape = graph.table(f"{name}.split", np.array([-1, 3, width // HEAD, HEAD]))
    apart = graph.node("Reshape", dense, shape, to=f"{name}.apart")
    heads = graph.node("Transpose", apart, to=f"{name}.heads", perm=[1, 2, 0, 3])

    def part(number: int) -> str:
        at = graph.table(f"{name}.at{number}", np.array(number))
        return graph.node("Gather", heads, at, to=f"{name}.part{number}", axis=0)

    key = graph.node("Transpose", part(1), to=f"{name}.key", perm=[0, 2, 1])
    scores = graph.node("MatMul", part(0), key, to=f"{name}.scores")
    shares = graph.node("Softmax", scores, to=f"{name}.shares", axis=-1)
    mixed = graph.node("MatMul", shares, part(2), to=f"{name}.mixed")
    joined = graph.node("Transpose", mixed, to=f"{name}.joined", perm=[1, 0, 2])
    flat = graph.table(f"{name}.flat", np.array([-1, width]))
    return graph.node("Reshape", joined, flat, to=f"{name}.whole")
