"""What a run may spend, and what it has spent: steps, seconds, tokens and USD, always checked together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from guiagent.actions import Value
from guiagent.records import Step

Limit = Literal["steps", "seconds", "tokens", "usd"]


class Spent(Value):
    """What a run has used up so far; `usd` is None where a price is unknown."""

    steps: int = 0
    seconds: float = 0.0
    tokens: int = 0
    usd: float | None = 0.0

    @classmethod
    def of(cls, steps: Sequence[Step], seconds: float) -> Spent:
        costs = [step.usage.usd for step in steps]
        usd = None if None in costs else sum(cost for cost in costs if cost is not None)
        return cls(steps=len(steps), seconds=seconds, tokens=sum(step.usage.tokens for step in steps), usd=usd)


class Limits(Value):
    """The most a run may spend; None is no limit. A cost that cannot be told counts as over a limit on it."""

    steps: int | None = Field(default=30, ge=1)
    seconds: float | None = Field(default=900.0, gt=0)
    tokens: int | None = Field(default=None, ge=1)
    usd: float | None = Field(default=None, gt=0)

    def reached(self, spent: Spent) -> Limit | None:
        """The first limit that is used up, or None."""
        if self.steps is not None and spent.steps >= self.steps:
            return "steps"
        if self.seconds is not None and spent.seconds >= self.seconds:
            return "seconds"
        if self.tokens is not None and spent.tokens >= self.tokens:
            return "tokens"
        if self.usd is not None and (spent.usd is None or spent.usd >= self.usd):
            return "usd"
        return None

    def words(self, limit: Limit) -> str:
        """What was reached, for a person: `the limit of 30 steps`."""
        unit = {"steps": "steps", "seconds": "seconds", "tokens": "tokens", "usd": "USD"}[limit]
        return f"the limit of {getattr(self, limit):g} {unit} was reached"
