"""What may be said of success from a number of attempts: intervals, reliability, and the difference of two runs."""

from guiagent.bench.statistics.intervals import (
    Estimate,
    estimate,
    interval_of,
    macro_mean,
    micro_mean,
    nested,
    wilson,
)
from guiagent.bench.statistics.paired import Difference, difference
from guiagent.bench.statistics.reliability import pass_at, pass_hat
from guiagent.bench.statistics.resampling import Nested

__all__ = [
    "Difference",
    "Estimate",
    "Nested",
    "difference",
    "estimate",
    "interval_of",
    "macro_mean",
    "micro_mean",
    "nested",
    "pass_at",
    "pass_hat",
    "wilson",
]
