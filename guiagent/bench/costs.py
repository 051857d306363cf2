"""What attempts cost: seconds split into model and environment, tokens, money. Unknown stays unknown, never 0."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from statistics import fmean

import numpy as np

from guiagent.actions import Value
from guiagent.bench.rows import Row
from guiagent.usage import Usage


class Spread(Value):
    """The median and the 95th percentile, interpolated between neighbours."""

    p50: float
    p95: float

    @classmethod
    def of(cls, figures: Iterable[float]) -> Spread | None:
        """None where there is nothing to spread."""
        if not (found := list(figures)):
            return None
        p50, p95 = np.quantile(found, [0.5, 0.95])
        return cls(p50=float(p50), p95=float(p95))


class Times(Value):
    """Seconds a step and a task: in all, of which the model's, of which the environment's (reset and look included)."""

    step_model: Spread | None
    step_env: Spread | None
    task: Spread | None
    task_model: Spread | None
    task_env: Spread | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Times:
        """Of the attempts that count."""
        return cls(
            step_model=Spread.of(seconds for row in rows for seconds in row.step_model),
            step_env=Spread.of(seconds for row in rows for seconds in row.step_env),
            task=Spread.of(row.seconds for row in rows),
            task_model=Spread.of(row.model_seconds for row in rows),
            task_env=Spread.of(max(0.0, row.seconds - row.model_seconds) for row in rows),
        )


class Tokens(Value):
    """The mean number an attempt: `cached` is part of `input`; `image` of it too, None where nobody tells."""

    input: float
    cached: float
    output: float
    image: float | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Tokens | None:
        """None where nothing was attempted."""
        if not rows:
            return None
        images = [row.usage.image_tokens for row in rows]
        return cls(
            input=fmean(row.usage.input_tokens for row in rows),
            cached=fmean(row.usage.cached_tokens for row in rows),
            output=fmean(row.usage.output_tokens for row in rows),
            image=None if None in images else fmean(number or 0 for number in images),
        )


class Money(Value):
    """USD in all, an attempt, and a success: what all attempts cost by the number that succeeded.

    None where a price is unknown; `per_success` also where nothing succeeded.
    """

    total: float | None
    per_task: float | None
    per_success: float | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Money:
        """Of the attempts that count."""
        total = reduce(add, (row.usage for row in rows), Usage()).usd if rows else None
        if total is None:
            return cls(total=None, per_task=None, per_success=None)
        successes = sum(row.success for row in rows)
        return cls(total=total, per_task=total / len(rows), per_success=total / successes if successes else None)
