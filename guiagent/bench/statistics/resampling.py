"""Attempts drawn anew as they came about: groups, then tasks in each, then seeds in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Nested = Mapping[str, Mapping[str, Sequence[float]]]
"""A figure an attempt, by group, then by task; none of the three is empty."""

DRAWS = 1_000_000
"""Attempts that are drawn at a time, at most; some 25 MB, much of which a processor keeps at hand."""


def resampled(values: Nested, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """The macro means and the micro means of `resamples` resamples, each of shape (resamples,)."""
    rng = np.random.default_rng(seed)
    groups = [_Group.of(tasks) for tasks in values.values()]
    at_once = max(1, DRAWS // max(sum(group.size for group in groups), 1))
    parts = [_draw(groups, min(at_once, resamples - begun), rng) for begun in range(0, resamples, at_once)]
    macro, micro = zip(*parts, strict=True)
    return np.concatenate(macro), np.concatenate(micro)


def _draw(groups: Sequence[_Group], resamples: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """How often each group is drawn is one throw of the dice a resample; each time, it is drawn anew within."""
    times = rng.multinomial(len(groups), np.full(len(groups), 1 / len(groups)), size=resamples)
    means, sums, counts = np.zeros(resamples), np.zeros(resamples), np.zeros(resamples)
    for group, drawn in zip(groups, times.T.copy(), strict=True):
        owner = np.repeat(np.arange(resamples), drawn)
        mean, total, size = group.redrawn(len(owner), rng)
        means += np.bincount(owner, mean, resamples)
        sums += np.bincount(owner, total, resamples)
        counts += np.bincount(owner, size, resamples)
    return means / len(groups), sums / counts


@dataclass(frozen=True)
class _Group:
    """The figures of a group's tasks, shape (tasks, most seeds), filled up with 0; `sizes` (tasks,) tells how many."""

    figures: Floats
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, tasks: Mapping[str, Sequence[float]]) -> _Group:
        sizes = np.array([len(seeds) for seeds in tasks.values()])
        figures = np.zeros((len(tasks), sizes.max()))
        for place, seeds in enumerate(tasks.values()):
            figures[place, : len(seeds)] = seeds
        return cls(figures, sizes)

    @property
    def size(self) -> int:
        """How many figures a resample of it draws, at most."""
        return int(self.figures.size)

    def redrawn(self, times: int, rng: np.random.Generator) -> tuple[Floats, Floats, NDArray[Any]]:
        """Its mean of task means, its sum and its number of figures, drawn `times` times: each of shape (times,)."""
        number, most = self.figures.shape
        tasks = rng.integers(number, size=(number, times), dtype=np.int32)
        sizes = self.sizes[tasks]
        seeds = rng.random((most, number, times), dtype=np.float32)  # the long axis last: sums are then fast
        seeds *= sizes
        drawn = self.figures.ravel().take(seeds.astype(np.int32) + tasks * most)
        if self.sizes.min() < most:
            drawn *= np.arange(most)[:, None, None] < sizes
        totals = drawn.sum(axis=0)
        return (totals / sizes).mean(axis=0), totals.sum(axis=0), sizes.sum(axis=0)
