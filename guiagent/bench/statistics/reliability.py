"""How often a model would succeed every time, or at least once, in k attempts at a task."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from statistics import fmean

Counts = Sequence[tuple[int, int]]
"""Of each task: successes c, attempts n."""


def pass_hat(counts: Counts, k: int) -> float:
    """pass^k: the chance that k attempts at a task all succeed, as the mean over tasks of C(c,k) / C(n,k).

    The attempts are at different seeds of one template, so it is reliability over worlds and not over repetitions in
    one. Each task weighs the same; k is at most the least n. Source: tau-bench (Yao et al., arXiv 2406.12045).
    """
    return fmean(comb(successes, k) / comb(attempts, k) for successes, attempts in counts)


def pass_at(counts: Counts, k: int) -> float:
    """pass@k: the chance that at least one of k attempts succeeds, as the mean over tasks of 1 - C(n-c,k) / C(n,k).

    The unbiased estimator of Chen et al., arXiv 2107.03374. To be read beside pass^k only: where nothing can be taken
    back, one success in k is no use.
    """
    return fmean(1 - comb(attempts - successes, k) / comb(attempts, k) for successes, attempts in counts)
