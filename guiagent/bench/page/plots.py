"""Plots with a row a model: what they show, and where, in the units of their view box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guiagent.bench.costs import Spread
from guiagent.bench.figures import percent, percent_within, spread, times
from guiagent.bench.page.scales import Scale, Tick, decades, rates, upwards
from guiagent.bench.statistics import Estimate
from guiagent.bench.summary import Part, Summary
from guiagent.bench.tables import short
from guiagent.words import plain

WIDTH, LABELS, RIGHT = 460, 128, 448
"""A plot's width, and where its rows begin and end; left of that stand the models' names."""

TOP, ROW = 12, 26

KINDS = (
    "wrong result",
    "side effects",
    "wrong answer",
    "premature stop",
    "false infeasible",
    "not given up",
    "loop",
    "limit",
    "action format",
    "denied",
)
"""In the order of the colours; what else there is has the last one."""


@dataclass(frozen=True)
class Mark:
    """A bar (from `start` to `end`), or a dot at `at` on a line between them where `at` is not None."""

    start: float
    end: float
    title: str
    at: float | None = None
    tone: str = ""
    lift: float = 0
    label: str = ""


@dataclass(frozen=True)
class Line:
    """A model's row."""

    y: float
    label: str
    name: str
    marks: tuple[Mark, ...]
    remark: str = ""


@dataclass(frozen=True)
class Rows:
    """A plot with a row a model."""

    id: str
    title: str
    told: str
    axis: str
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    legend: tuple[tuple[str, str], ...] = ()
    columns: tuple[Tick, ...] = ()
    rule: float | None = None
    start: float = LABELS
    top: float = TOP
    row: float = ROW

    @property
    def floor(self) -> float:
        """Where the rows end and the axis stands."""
        return self.top + self.row * len(self.lines)

    @property
    def height(self) -> float:
        return self.floor + 40


def _lines(
    models: Sequence[Summary], marks: Callable[[Summary], tuple[Mark, ...]], remark: str = "", top: float = TOP
) -> tuple[Line, ...]:
    rows = ((model, marks(model), top + ROW * place + ROW / 2) for place, model in enumerate(models))
    return tuple(
        Line(y, plain(short(model.label), 19), model.label, found, "" if found else remark) for model, found, y in rows
    )


def levels(models: Sequence[Summary]) -> Rows | None:
    """Success by level, a column a level; None where there are no levels."""
    names = sorted({part.name for model in models for part in model.levels})
    if not any(names):
        return None
    wide = (RIGHT - LABELS) / len(names)
    scales = {name: rates(LABELS + wide * place, LABELS + wide * (place + 1) - 24) for place, name in enumerate(names)}

    def marks(model: Summary) -> tuple[Mark, ...]:
        return tuple(_rate(part, scales[part.name][0], model) for part in model.levels)

    return Rows(
        id="levels",
        title="Success by level",
        told="Strict success in per cent with its 95 % interval, a row a model and a column a level.",
        axis="success, %",
        ticks=tuple(tick for _, ticks in scales.values() for tick in ticks if tick.label in {"0", "50", "100"}),
        columns=tuple(
            Tick(scale.start, f"level {name}" if name else "no level") for name, (scale, _) in scales.items()
        ),
        lines=_lines(models, marks, top=TOP + 14),
        top=TOP + 14,
    )


def _rate(part: Part, scale: Scale, model: Summary) -> Mark:
    told = part.success or Estimate(mean=0, low=0, high=0)
    title = f"{model.label}, level {part.name or 'none'}: {percent_within(part.success)} % of {part.attempts} attempts"
    return Mark(scale.at(told.low), scale.at(told.high), title, scale.at(told.mean), "bar")


def ratios(models: Sequence[Summary]) -> Rows | None:
    """Steps of successes against the scripted solution's; None where that is not known."""
    found = [model.step_ratio for model in models if model.step_ratio]
    if not found:
        return None
    least, most = min(1.0, *(ratio.low for ratio in found)), max(1.5, *(ratio.high for ratio in found))
    scale, ticks = upwards(most, LABELS + 8, RIGHT - 34, low=0.0 if least < 0.95 else 1.0)

    def marks(model: Summary) -> tuple[Mark, ...]:
        if (ratio := model.step_ratio) is None:
            return ()
        within = f"{times(ratio.low)} to {times(ratio.high)}"
        title = f"{model.label}: {times(ratio.mean)} ({within}) over {model.ratios} successes"
        return (Mark(scale.at(ratio.low), scale.at(ratio.high), title, scale.at(ratio.mean), label=times(ratio.mean)),)

    return Rows(
        id="steps",
        title="Steps against the scripted solution",
        told="Mean ratio over successes with its 95 % interval; 1 is as many steps as the scripted solution takes.",
        axis="steps by the scripted solution's steps",
        ticks=ticks,
        lines=_lines(models, marks, "no success to measure"),
        rule=scale.at(1.0),
    )


def durations(models: Sequence[Summary]) -> Rows | None:
    """Seconds an attempt, split into the model's and the environment's; None where nothing was attempted."""
    split = [figures for model in models for figures in (model.times.task_model, model.times.task_env) if figures]
    if not split:
        return None
    figures = [figure for found in split for figure in (found.p50, found.p95)]
    scale, ticks = decades(figures, LABELS + 8, RIGHT - 14)

    def mark(model: Summary, found: Spread, tone: str, lift: float) -> Mark:
        whose = "model" if tone == "model" else "environment"
        title = f"{model.label}, {whose}: {spread(found)} s an attempt, median / 95th percentile"
        return Mark(scale.at(found.p50), scale.at(found.p95), title, scale.at(found.p50), tone, lift)

    def marks(model: Summary) -> tuple[Mark, ...]:
        both = (("model", model.times.task_model), ("env", model.times.task_env))
        told = [(tone, found) for tone, found in both if found and found.p95 > 0]
        lifts = (-4.5, 4.5) if len(told) == 2 else (0.0,) * len(told)
        return tuple(mark(model, found, tone, lift) for (tone, found), lift in zip(told, lifts, strict=True))

    return Rows(
        id="time",
        title="Time an attempt",
        told="Median (dot) to 95th percentile (end of the line) of the seconds an attempt spends in the model and "
        "in the environment, on a logarithmic axis.",
        axis="seconds, median to 95th percentile",
        ticks=ticks,
        lines=_lines(models, marks, "no time known"),
        legend=(("model", "model"), ("env", "environment")),
    )


def failures(models: Sequence[Summary]) -> Rows | None:
    """Kinds of failure in per cent of the attempts that count; None where nothing was attempted."""
    if not any(model.attempts for model in models):
        return None
    scale, ticks = rates(LABELS, RIGHT)
    kinds = [*KINDS, *sorted({kind for model in models for kind in model.failures} - set(KINDS))]

    def marks(model: Summary) -> tuple[Mark, ...]:
        done, found = 0.0, []
        for kind in kinds:
            if number := model.failures.get(kind, 0):
                share = number / model.attempts
                title = f"{model.label}: {kind}, {number} of {model.attempts} attempts ({percent(share)} %)"
                label = f"{number}" if share * (RIGHT - LABELS) > 7 * len(f"{number}") + 4 else ""
                found.append(Mark(scale.at(done), scale.at(done + share), title, tone=_tone(kind), label=label))
                done += share
        return tuple(found)

    there = [kind for kind in kinds if any(kind in model.failures for model in models)]
    return Rows(
        id="failures",
        title="Failures by kind",
        told="Attempts that failed, by the kind of failure, in per cent of all that count; the rest succeeded.",
        axis="attempts, %",
        ticks=ticks,
        lines=_lines(models, marks, "no failure"),
        legend=tuple((_tone(kind), kind) for kind in there),
    )


def _tone(kind: str) -> str:
    return f"k{KINDS.index(kind) if kind in KINDS else len(KINDS)}"
