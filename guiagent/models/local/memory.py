"""Whether weights fit: the bytes that they need on a device, against those that are free there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import torch

from guiagent.errors import ModelError
from guiagent.models.local.checkpoint import Checkpoint
from guiagent.models.local.hardware import Hardware
from guiagent.models.local.weights import weightless

TOKENS = 16384
"""A conversation with a few screenshots, for which the cache of keys and values must have room too."""
WORKING = 0.05
"""What computing needs beside the weights, as a share of them."""
QUANTISED = {8: 1.0, 4: 0.5625}
"""Bytes a number of a quantised matrix; at 4 bits with a 32-bit scale for each 64 of them."""
FLOATS = {"F64", "F32", "F16", "BF16"}
SIZES = {"I64": 8, "U64": 8, "F64": 8, "I32": 4, "U32": 4, "F32": 4, "I16": 2, "U16": 2, "F16": 2, "BF16": 2}
CGROUP = Path("/sys/fs/cgroup")
Free = Callable[[torch.device], int]


def fits(checkpoint: Checkpoint, hardware: Hardware, free: Free) -> int:
    """The bytes of the weights. Raises ModelError where they, and what working with them takes, are more than free."""
    weights = sum(_bytes(numbers, width, matrix, hardware) for numbers, width, matrix in _tensors(checkpoint))
    cache = cache_bytes(checkpoint.config, hardware.dtype, TOKENS)
    needed, there = int(weights * (1 + WORKING)) + cache, free(hardware.device)
    if needed > there:
        raise ModelError(
            f"{checkpoint.place!r} needs {gigabytes(needed)} on {hardware.named} ({gigabytes(weights)} of weights, "
            f"{gigabytes(cache)} for {TOKENS} tokens of cache, and room to compute) and {gigabytes(there)} are free: "
            f"{_help(hardware)}"
        )
    return weights


def free_bytes(device: torch.device) -> int:
    """What a device has left; on a CPU no more than this process's container allows."""
    match device.type:
        case "cuda":
            return int(torch.cuda.mem_get_info(device)[0])
        case "mps":
            return int(torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory())
        case _:
            return min([int(psutil.virtual_memory().available), *_contained()])


def cache_bytes(config: Any, dtype: torch.dtype, tokens: int) -> int:
    """The keys and values of so many tokens, were every layer to keep them all."""
    text = config.get_text_config()
    layers = getattr(text, "per_layer_config", None) or [text] * getattr(text, "num_hidden_layers", 0)
    return int(sum(2 * _kept(layer) for layer in layers) * dtype.itemsize * tokens)


def _kept(layer: Any) -> int:
    """Numbers a token that a layer keeps of its keys."""
    heads = getattr(layer, "num_attention_heads", None) or 1
    kept = getattr(layer, "num_key_value_heads", None) or heads
    return int(kept * (getattr(layer, "head_dim", None) or getattr(layer, "hidden_size", 0) // heads))


def gigabytes(count: float) -> str:
    """Bytes for a person: `16.6 GB`."""
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"


def _bytes(numbers: int, width: int, matrix: bool, hardware: Hardware) -> int:
    """Of a tensor on the device; `width` 0 where it takes the type that the model is loaded in."""
    if hardware.bits and matrix:
        return int(numbers * QUANTISED[hardware.bits])
    return numbers * (width or hardware.dtype.itemsize)


def _tensors(checkpoint: Checkpoint) -> Iterator[tuple[int, int, bool]]:
    """Each tensor's count of numbers, bytes a number (0: as loaded), and whether quantising would shrink it."""
    files = [path for path in checkpoint.files if path.suffix == ".safetensors"]
    if files:
        for path in files:
            yield from _headed(path)
    elif not checkpoint.remote:
        yield from _imagined(checkpoint)
    else:
        yield sum(path.stat().st_size for path in checkpoint.files) // 2, 0, True


def _headed(path: Path) -> Iterator[tuple[int, int, bool]]:
    """By the header of a safetensors file. Raises ModelError for a file that has none."""
    for name, tensor in _header(path).items():
        if name != "__metadata__":
            numbers = 1
            for side in tensor["shape"]:
                numbers *= side
            floating = tensor["dtype"] in FLOATS
            yield numbers, 0 if floating else SIZES.get(tensor["dtype"], 1), floating and _matrix(name, tensor["shape"])


def _header(path: Path) -> dict[str, Any]:
    """Eight bytes of length, then JSON; neither is there where a download was cut short, or left a pointer."""
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 0 < length <= path.stat().st_size:
                raise ValueError(f"its header would have {length} bytes")
            header: dict[str, Any] = json.loads(file.read(length))
    except (OSError, ValueError) as error:
        raise ModelError(f"{str(path)!r} is damaged, or no file of weights at all: have it whole") from error
    return header


def _imagined(checkpoint: Checkpoint) -> Iterator[tuple[int, int, bool]]:
    """By the class itself, made without any memory: the weights are not here yet, or have no header."""
    for name, parameter in weightless(checkpoint).named_parameters():
        yield parameter.numel(), 0, _matrix(name, parameter.shape)


def _matrix(name: str, shape: Any) -> bool:
    """bitsandbytes shrinks the matrices of linear layers, not embeddings, nor what makes words of the last layer."""
    return len(shape) == 2 and "embed" not in name and not name.startswith("lm_head")


def _contained() -> Iterator[int]:
    """What the container that this process is in has left, where it is in one (cgroup v2)."""
    try:
        most = (CGROUP / "memory.max").read_text().strip()
        used = (CGROUP / "memory.current").read_text().strip()
    except OSError:
        return
    if most.isdigit():
        yield int(most) - int(used)


def _help(hardware: Hardware) -> str:
    ways = ["--bits 4"] if hardware.bits is None and hardware.device.type == "cuda" else []
    ways += ["--dtype bf16"] if hardware.dtype == torch.float32 else []
    return ", ".join([*ways, "a smaller model, or a server (--base-url)"])
