"""From figures to places on a plot, in the units of its view box."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Scale:
    """Maps `low` to `start` and `high` to `end`. A logarithmic one, which has no place for 0, puts it at `start`."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def at(self, figure: float) -> float:
        """Where a figure stands, to a tenth; one beyond the ends at that end."""
        if self.log:
            share = _share(math.log10(max(figure, self.low)), math.log10(self.low), math.log10(self.high))
        else:
            share = _share(figure, self.low, self.high)
        return round(self.start + min(max(share, 0.0), 1.0) * (self.end - self.start), 1)


def _share(figure: float, low: float, high: float) -> float:
    return (figure - low) / (high - low)


def rates(start: float, end: float) -> tuple[Scale, tuple[Tick, ...]]:
    """0 to 100 per cent."""
    scale = Scale(0, 1, start, end)
    return scale, tuple(Tick(scale.at(rate / 100), f"{rate}") for rate in (0, 25, 50, 75, 100))


def decades(figures: list[float], start: float, end: float) -> tuple[Scale, tuple[Tick, ...]]:
    """A logarithmic scale of whole decades around those of the figures that are more than 0."""
    found = [figure for figure in figures if figure > 0] or [1.0]
    low = math.floor(math.log10(min(found)))
    high = max(math.ceil(math.log10(max(found))), low + 1)
    scale = Scale(10.0**low, 10.0**high, start, end, log=True)
    every = max(1, round((high - low) / 5))
    return scale, tuple(Tick(scale.at(10.0**power), f"{10.0**power:g}") for power in range(low, high + 1, every))


def upwards(most: float, start: float, end: float, low: float = 0.0) -> tuple[Scale, tuple[Tick, ...]]:
    """A linear scale from `low` to a round number at or over `most`, with some five ticks."""
    step = _round_step((most - low) / 4)
    count = max(1, math.ceil((most - low) / step - 1e-9))
    scale = Scale(low, low + count * step, start, end)
    return scale, tuple(Tick(scale.at(low + place * step), f"{low + place * step:g}") for place in range(count + 1))


def _round_step(step: float) -> float:
    size = 10.0 ** math.floor(math.log10(step)) if step > 0 else 1.0
    return next((size * nice for nice in (1, 2, 2.5, 5) if size * nice >= step), size * 10)
