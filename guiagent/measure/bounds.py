"""What a machine can do at most: how fast it reads memory and multiplies matrices, and what a model asks of both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch

TRIES = 5


def settled(device: torch.device) -> None:
    """Wait for the work that a device was given."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def seconds(work: Callable[[], object], device: torch.device) -> float:
    """The median of some tries, after one that is not counted."""
    times = []
    for _ in range(TRIES + 1):
        settled(device)
        begun = time.perf_counter()
        work()
        settled(device)
        times.append(time.perf_counter() - begun)
    return median(times[1:])


@dataclass(frozen=True)
class Machine:
    """`bandwidth` in bytes a second, `rate` in floating-point operations a second, as measured here."""

    bandwidth: float
    rate: float

    @classmethod
    def measured(cls, device: torch.device, dtype: torch.dtype) -> Machine:
        """By copying a tensor far larger than any cache, and by multiplying square matrices."""
        count, side = (1 << 30, 8192) if device.type == "cuda" else (1 << 26, 1024)
        source = torch.ones(count, dtype=torch.uint8, device=device)
        target = torch.empty_like(source)
        copied = 2 * source.nbytes / seconds(lambda: target.copy_(source), device)
        matrix = torch.randn(side, side, device=device).to(dtype)
        multiplied = 2 * side**3 / seconds(lambda: matrix @ matrix, device)
        return cls(copied, multiplied)


@dataclass(frozen=True)
class Work:
    """What a Qwen2.5-VL asks: bytes read for each token written, operations for each token and patch read."""

    token_bytes: int
    token_operations: int
    patch_operations: int
    attention: int

    @classmethod
    def of(cls, model: Any) -> Work:
        """Counted from the weights: matrices twice per number, embeddings not at all, the last layer for one token."""
        inner = model.model
        text = sum(weights.numel() for layer in inner.language_model.layers for weights in layer.parameters())
        eye = sum(weights.numel() for layer in inner.visual.blocks for weights in layer.parameters())
        read = sum(weights.nbytes for layer in inner.language_model.layers for weights in layer.parameters())
        config = model.config.get_text_config()
        return cls(
            token_bytes=read + model.lm_head.weight.nbytes,
            token_operations=2 * text,
            patch_operations=2 * eye,
            attention=4 * config.num_hidden_layers * config.hidden_size,
        )

    def reading(self, new: int, kept: int, patches: int) -> float:
        """Operations until the first token: `new` tokens behind `kept` ones, and the patches of the new pictures."""
        seen = new * (kept + (new + 1) / 2)
        return new * self.token_operations + patches * self.patch_operations + seen * self.attention

    def writing(self, cache_bytes: int) -> float:
        """Bytes that each further token reads: the weights once, and the cache once."""
        return float(self.token_bytes + cache_bytes)
