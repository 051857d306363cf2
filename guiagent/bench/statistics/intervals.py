"""Means over attempts with their 95 % intervals: Wilson's for one task, a hierarchical bootstrap for many.

Attempts are not independent: those at one task share the task, and tasks of one group share a template. So a mean over
many is resampled as it came about: groups first, then tasks in each, then seeds in each (D'Oro et al., arXiv
2605.08261; Miller, arXiv 2411.00640, on clustered errors).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from statistics import fmean

import numpy as np
from scipy.stats import binomtest  # type: ignore[import-untyped]

from guiagent.actions import Value
from guiagent.bench.rows import Row
from guiagent.bench.statistics.resampling import Floats, Nested, resampled

LEVEL = 0.95
RESAMPLES = 10_000
SEED = 20_260_508


class Estimate(Value):
    """A mean and the ends of its 95 % interval."""

    mean: float
    low: float
    high: float


def nested(figures: Iterable[tuple[Row, float]]) -> Nested:
    """Each row's figure by its group and task. A row without a group stands in one of its own task's name."""
    groups: dict[str, dict[str, list[float]]] = {}
    for row, figure in figures:
        groups.setdefault(row.group or row.task, {}).setdefault(row.task, []).append(float(figure))
    return groups


def macro_mean(values: Nested) -> float:
    """The mean over groups of the mean over their tasks of the mean over seeds: each template weighs the same."""
    return fmean(fmean(fmean(seeds) for seeds in tasks.values()) for tasks in values.values())


def micro_mean(values: Nested) -> float:
    """The mean over all attempts: each attempt weighs the same, and a template with many variants more."""
    return fmean(value for tasks in values.values() for seeds in tasks.values() for value in seeds)


@cache
def wilson(successes: int, attempts: int) -> Estimate:
    """The success rate of one task with Wilson's score interval (Wilson 1927), its attempts taken as independent.

    `attempts` is at least 1.
    """
    interval = binomtest(successes, attempts).proportion_ci(LEVEL, method="wilson")
    return Estimate(mean=successes / attempts, low=float(interval.low), high=float(interval.high))


def estimate(values: Nested, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[Estimate, Estimate]:
    """The macro mean and the micro mean of the same values, each with the percentile interval of a bootstrap.

    Values are rates' (0 to 1). Each of the `resamples` draws as many groups as there are with replacement, in each as
    many tasks, in each as many seeds. As every stage adds its own spread, the interval is rather too wide than too
    narrow where seeds are few. Where all attempts ended alike, resampling could only repeat them and would call the
    rate certain: then the interval is Wilson's over the units of the outermost stage of which there are several.
    """
    mean, plain = macro_mean(values), micro_mean(values)
    if unanimous(values) and mean in (0.0, 1.0):
        units = _units(values)
        alike = wilson(round(mean * units), units)
        return alike, alike
    macro, micro = resampled(values, resamples, seed)
    return _between(mean, macro), _between(plain, micro)


def unanimous(values: Nested) -> bool:
    """Whether all attempts came to the same figure."""
    return len({value for tasks in values.values() for seeds in tasks.values() for value in seeds}) == 1


def interval_of(values: Nested, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[Estimate, Estimate]:
    """As `estimate`, for figures that are no rates, as a ratio or a difference: bootstrap only."""
    macro, micro = resampled(values, resamples, seed)
    return _between(macro_mean(values), macro), _between(micro_mean(values), micro)


def _units(values: Nested) -> int:
    tasks = [seeds for tasks in values.values() for seeds in tasks.values()]
    return next((number for number in (len(values), len(tasks)) if number > 1), len(tasks[0]))


def _between(mean: float, drawn: Floats) -> Estimate:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(mean=mean, low=float(low), high=float(high))
