"""How an answer is cut short: between two tokens, and within the first one between two layers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import LogitsProcessor, StoppingCriteria
from transformers.modeling_layers import GradientCheckpointingLayer


class Stopped(Exception):
    """Whoever asked does not wait any longer."""


class TookTooLong(Exception):
    """The time for an answer is over."""


class NotANumber(Exception):
    """The weights computed nothing that a token could be chosen by."""


class Brake:
    """Pulled by the one who asked, from any thread; it pulls itself after `seconds` of work."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pulled = threading.Event()
        self._until = float("inf")

    def start(self) -> None:
        """The work begins now."""
        self._until = time.monotonic() + self._seconds

    def pull(self) -> None:
        """Have the work end."""
        self._pulled.set()

    def check(self) -> None:
        """Raises Stopped or TookTooLong where the work is to end."""
        if self._pulled.is_set():
            raise Stopped
        if time.monotonic() > self._until:
            raise TookTooLong

    @contextmanager
    def on(self, model: Any) -> Iterator[None]:
        """Checks before each layer of the model, since a long prompt is read for many seconds before a first token."""
        layers = [module for module in model.modules() if isinstance(module, GradientCheckpointingLayer)]
        hooks = [layer.register_forward_pre_hook(lambda *_: self.check()) for layer in layers]
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()


class Watch(StoppingCriteria):
    """Checks the brake after each token, and knows when the first one was there."""

    def __init__(self, brake: Brake) -> None:
        self._brake = brake
        self.first: float | None = None

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        """Nothing is ever done here for its own sake; the brake raises."""
        if self.first is None:
            input_ids[0, -1].item()  # a GPU is still at work on it otherwise
            self.first = time.perf_counter()
        self._brake.check()
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


class Numbers(LogitsProcessor):
    """Lets logits pass as they are, unless there is no number among them."""

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Raises NotANumber: half precision that overflows, or damaged weights, would else answer token 0 for ever."""
        if bool(scores.isnan().any()):
            raise NotANumber
        return scores
