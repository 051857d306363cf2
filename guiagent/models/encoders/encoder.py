"""Weights that compare pictures with words, run in threads, a batch at a time."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable, Sequence
from functools import partial
from operator import mul
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from guiagent.errors import ModelError
from guiagent.models.local.checkpoint import required
from guiagent.models.local.loading import Loading
from guiagent.words import plain

if TYPE_CHECKING:
    from guiagent.models.encoders.weights import Weights

BATCH = 16
"""Pictures at a time: what bounds the memory, and how long a cancelled call goes on."""

T = TypeVar("T")
U = TypeVar("U")


class Encoder:
    """A `Scorer` and an `Embedder`. `place` is a folder or a name on the hub; it is loaded once, when first needed."""

    def __init__(self, place: str, loading: Loading | None = None) -> None:
        self.place, self.loading = place, loading or Loading()
        self._weights: Weights | None = None
        self._lock = threading.Lock()

    async def open(self) -> tuple[str, ...]:
        """Load the weights, and say what was chosen, a line each. Raises UsageError, ModelError."""
        return await self._run(lambda weights: weights.remarks)

    async def aclose(self) -> None:
        """Let go of the weights; what is asked afterwards loads them again."""
        self._weights = None

    async def name(self) -> str:
        """The last part of the place, and a digest of the weights."""
        digest = await self._run(lambda weights: weights.digest)
        return f"{PurePath(self.place).name}-{digest}"

    async def scores(self, pictures: Sequence[bytes], text: str) -> Sequence[float]:
        """BLIP: how likely each matches, 0 to 1. All others: the cosine of the picture's and the text's vectors."""
        if await self._run(lambda weights: weights.family.matches):
            return await self._batched(pictures, lambda some, weights: weights.matches(some, text))
        (asked,) = await self.texts([text])
        vectors = await self.pictures(pictures)
        return [math.fsum(map(mul, asked, vector)) for vector in vectors]

    async def pictures(self, pictures: Sequence[bytes]) -> Sequence[Sequence[float]]:
        """Vectors of length 1. Raises UsageError where the family has none."""
        return await self._batched(pictures, lambda some, weights: weights.picture_vectors(some))

    async def texts(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Vectors of length 1. Raises UsageError where the family has none."""
        return await self._batched(texts, lambda some, weights: weights.text_vectors(some))

    async def _batched(self, many: Sequence[T], work: Callable[[Sequence[T], Weights], list[U]]) -> list[U]:
        found: list[U] = []
        for start in range(0, len(many), BATCH):
            found += await self._run(partial(work, many[start : start + BATCH]))
        return found

    async def _run(self, work: Callable[[Weights], T]) -> T:
        return await asyncio.to_thread(self._locked, work)

    def _locked(self, work: Callable[[Weights], T]) -> T:
        """In a thread: one at a time, also after a caller that was cancelled."""
        with self._lock:
            weights = self._loaded()
            try:
                return work(weights)
            except RuntimeError as error:  # torch's own, a full memory among them
                raise ModelError(f"the encoder {self.place!r} failed: {plain(str(error), 300)}") from error

    def _loaded(self) -> Weights:
        if self._weights is None:
            required()
            from guiagent.models.encoders.load import load

            self._weights = load(self.place, self.loading)
        return self._weights
