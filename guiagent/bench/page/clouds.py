"""Plots of two axes: success against what it cost, and reliability against the number of attempts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guiagent.bench.figures import money, percent, percent_within, seconds
from guiagent.bench.overview import SCRIPTED
from guiagent.bench.page.plots import WIDTH
from guiagent.bench.page.scales import Scale, Tick, decades, rates
from guiagent.bench.statistics import Estimate
from guiagent.bench.summary import Summary
from guiagent.bench.tables import short
from guiagent.words import plain

LEFT, RIGHT, TOP, FLOOR, HEIGHT = 44, 444, 16, 236, 280
LETTER, LEAD = 6.4, 13
"""About how wide a letter of a label is, and how far apart two labels stand."""

CURVES = 346
"""Where the curves end; right of that stand the models' names."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """A model's place, the ends of its interval, and where its name stands."""

    x: float
    y: float
    low: float
    high: float
    label: str
    title: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Scatter:
    """Success (up) against the cost of an attempt (to the right); `frontier` joins those that no other one beats."""

    id: str
    title: str
    told: str
    axis: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    frontier: str
    free: float | None
    """Left of here stands what costs nothing."""


@dataclass(frozen=True)
class Curve:
    """A model's path and its name at the end."""

    path: str
    dots: tuple[tuple[float, float, str], ...]
    label: str
    name: str
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Curves:
    """pass^k against k."""

    id: str
    title: str
    told: str
    axis: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]


def scatter(models: Sequence[Summary]) -> Scatter | None:
    """Against USD where each price is known and not all are 0, else against seconds; None where nothing is known."""
    known = [model for model in models if model.success and model.times.task]
    if not known:
        return None
    prices = [model.money.per_task for model in known]
    priced = None not in prices and any(prices)
    costs = [price or 0.0 for price in prices] if priced else [m.times.task.p50 if m.times.task else 0 for m in known]
    free = LEFT + 44 if 0 in costs else None
    scale, x_ticks = decades(list(costs), free + 14 if free else LEFT + 10, RIGHT - 14)
    up, y_ticks = rates(FLOOR, TOP)
    places = [
        (
            LEFT + 22.0 if cost == 0 else scale.at(cost),
            model.success,
            model,
            money(cost) if priced else f"{seconds(cost)} s",
        )
        for model, cost in zip(known, costs, strict=True)
        if model.success
    ]
    zero = (Tick(LEFT + 22.0, "0"),) if free else ()
    return Scatter(
        id="cost",
        title="Cost against success" if priced else "Time against success",
        told=f"Strict success with its 95 % interval against the {'mean USD' if priced else 'median seconds'} of an "
        "attempt, on a logarithmic axis; the line joins the models that no other one beats in both, the scripted "
        "solution aside.",
        axis="USD an attempt, mean" if priced else "seconds an attempt, median",
        x_ticks=(*zero, *x_ticks),
        y_ticks=y_ticks,
        dots=tuple(_dots(places, up)),
        frontier=_frontier([(x, up.at(rate.mean)) for x, rate, model, _ in places if model.model != SCRIPTED]),
        free=free,
    )


def _dots(places: Sequence[tuple[float, Estimate, Summary, str]], up: Scale) -> Iterator[Dot]:
    """Names stand at the first side of their dot where nothing else stands yet."""
    taken: list[Box] = [(x - 5, up.at(rate.high), x + 5, up.at(rate.low)) for x, rate, _, _ in places]
    for x, rate, model, cost in places:
        y, label = up.at(rate.mean), plain(short(model.label), 24)
        label_x, label_y, anchor = _beside(x, y, len(label) * LETTER, taken)
        title = f"{model.label}: {percent_within(rate)} %, {cost} an attempt"
        yield Dot(x, y, up.at(rate.low), up.at(rate.high), label, title, label_x, label_y, anchor)


def _beside(x: float, y: float, wide: float, taken: list[Box]) -> tuple[float, float, str]:
    right = [(x + 9, y + away, "start") for away in (4, 15, -8, 26, -20, 38, -32, 50, -44, 62, -56)]
    left = [(x - 9, y + away, "end") for away in (-7, 4, 15, -20, 26, -32, 38, -44, 50, -56, 62)]
    sides = [left[0], right[0], *right[1:], *left[1:]]  # the frontier never passes above to the left
    for label_x, label_y, anchor in sides:
        start = label_x if anchor == "start" else label_x - wide
        box = (start, label_y - 10, start + wide, label_y + 3)
        if (
            start >= LEFT + 2
            and start + wide <= WIDTH
            and box[1] > TOP - 12
            and box[3] < FLOOR
            and not any(_meet(box, other) for other in taken)
        ):
            taken.append(box)
            return label_x, label_y, anchor
    return sides[0]


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _frontier(places: Sequence[tuple[float, float]]) -> str:
    """The path through those that are cheaper than all that are better; y grows downwards."""
    best, path = float("inf"), ""
    for x, y in sorted(places):
        if y < best:
            path += f"M{x} {y}" if not path else f"H{x}V{y}"
            best = y
    return path


def curves(models: Sequence[Summary]) -> Curves | None:
    """None where no task was attempted twice."""
    told = [model for model in models if len(model.pass_hat) > 1]
    if not told:
        return None
    most = max(len(model.pass_hat) for model in told)
    across = Scale(1, most, LEFT + 14, CURVES - 10)
    up, y_ticks = rates(FLOOR, TOP)
    whole = [model for model in told if len(model.pass_hat) == most]
    ends = dict(zip((m.label for m in whole), _apart([up.at(m.pass_hat[-1]) + 4 for m in whole]), strict=True))
    every = max(1, most // 6)
    return Curves(
        id="passk",
        title="Reliability",
        told="pass^k: the chance that k attempts at a task, at different seeds, all succeed; the mean over tasks.",
        axis="k, attempts that must all succeed",
        x_ticks=tuple(Tick(across.at(k), f"{k}") for k in range(1, most + 1, every)),
        y_ticks=y_ticks,
        curves=tuple(_curve(model, across, up, ends.get(model.label)) for model in told),
    )


def _curve(model: Summary, across: Scale, up: Scale, end: float | None) -> Curve:
    """`end` is where its name stands to the right of the plot; without, it stands where the curve ends."""
    found = [(across.at(k), up.at(rate), _reliable(model, k)) for k, rate in enumerate(model.pass_hat, 1)]
    path = "M" + "L".join(f"{x} {y}" for x, y, _ in found)
    label_x, label_y = (found[-1][0] + 8, found[-1][1] + 4) if end is None else (CURVES + 4.0, end)
    return Curve(path, tuple(found), plain(short(model.label), 16), model.label, label_x, label_y)


def _reliable(model: Summary, k: int) -> str:
    always, once = percent(model.pass_hat[k - 1]), percent(model.pass_at[k - 1])
    return f"{model.label}: pass^{k} {always} %, pass@{k} {once} %"


def _apart(places: Sequence[float]) -> list[float]:
    """As near to these places as they can be without touching, in the same order of size."""
    order = sorted(range(len(places)), key=lambda place: places[place])
    found = [max(places[place], TOP + 4) for place in order]
    for one, two in pairwise(range(len(found))):
        found[two] = max(found[two], found[one] + LEAD)
    last = FLOOR + 8.0
    for place in reversed(range(len(found))):
        found[place] = last = min(found[place], last)
        last -= LEAD
    moved = dict(zip(order, found, strict=True))
    return [round(moved[place], 1) for place in range(len(places))]
