"""The difference of two runs over the same tasks and seeds."""

from __future__ import annotations

from statistics import fmean

import numpy as np
from scipy.stats import permutation_test  # type: ignore[import-untyped]

from guiagent.actions import Value
from guiagent.bench.statistics.intervals import RESAMPLES, SEED, interval_of
from guiagent.bench.statistics.resampling import Nested


class Difference(Value):
    """Second minus first: the mean over groups, its 95 % interval, and the p-value of there being no difference."""

    mean: float
    low: float
    high: float
    p: float


def difference(values: Nested, resamples: int = RESAMPLES, seed: int = SEED) -> Difference:
    """From the difference of each pair of attempts, by group and task.

    The interval is the hierarchical bootstrap's. The p-value, two-sided, is a permutation test's: if the runs were
    alike, each group's difference could as well have had the other sign, all of its tasks and seeds together. All signs
    are gone through where there are no more than `resamples` ways to set them, else as many are drawn.
    """
    macro, _ = interval_of(values, resamples, seed)
    return Difference(mean=macro.mean, low=macro.low, high=macro.high, p=_p_value(values, resamples, seed))


def _p_value(values: Nested, resamples: int, seed: int) -> float:
    groups = np.array([fmean(fmean(seeds) for seeds in tasks.values()) for tasks in values.values()])
    groups = groups[groups != 0]  # a sign makes no difference to them
    if len(groups) < 2:  # of one, both signs are as far from 0
        return 1.0
    test = permutation_test(
        (groups,), np.sum, permutation_type="samples", vectorized=True, n_resamples=resamples, rng=seed
    )
    return float(test.pvalue)
