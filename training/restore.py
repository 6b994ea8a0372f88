"""`model.onnx` (8-bit) -> encoder.pt: the shipped weights as a start, so that new phrases cost a third of a whole tuning."""
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper


def restore(path: Path, names: list[str]) -> dict:
    """@param names of the state of `Encoder`; weights are put back from their 8 bits, so each is right to half a step of its scale."""
    graph = onnx.load(path).graph
    values = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    state = {}
    for name in names:
        if name in values:
            state[name] = torch.from_numpy(values[name].copy())
        elif f"{name}_quantized" in values:  # tables of embeddings
            state[name] = torch.from_numpy(dequantise(values, name))
        elif f"{name}_Transposed_quantized" in values:  # heads
            state[name] = torch.from_numpy(dequantise(values, f"{name}_Transposed").T.copy())
    for node in graph.node:
        if node.op_type != "Add":
            continue
        bias = next((name for name in node.input if name in state and name.endswith(".bias")), None)
        other = next((name for name in node.input if name != bias), None)
        product = integer_product(makers, other)
        weight = bias and bias.removesuffix("bias") + "weight"
        if product is not None and weight in names:
            state[weight] = torch.from_numpy(dequantise(values, product.input[1].removesuffix("_quantized")).T.copy())
    return state


def integer_product(makers: dict, name: str | None):
    """The integer product behind a value: quantisation puts it before a cast and a multiplication by the scales."""
    for _ in range(3):
        node = makers.get(name)
        if node is None or node.op_type == "MatMulInteger":
            return node
        if node.op_type not in ("Mul", "Cast"):
            return None
        name = node.input[0]
    return None


def dequantise(values: dict, name: str):
    whole = values[f"{name}_quantized"].astype("float32") - values[f"{name}_zero_point"].astype("float32")
    return whole * values[f"{name}_scale"]
