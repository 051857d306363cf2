"""What results say of each model: rates with their intervals, steps, time, tokens, money and kinds of failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from guiagent.actions import Value
from guiagent.bench.completeness import Completeness
from guiagent.bench.costs import Money, Times, Tokens
from guiagent.bench.rows import Key, Row
from guiagent.bench.statistics import Estimate, estimate, interval_of, nested, pass_at, pass_hat, wilson


class Part(Value):
    """The attempts at a task, at the tasks of a group, or at those of a level. `success` is None where none counts."""

    name: str
    group: str = ""
    level: int = 0
    tasks: int = 1
    attempts: int = 0
    successes: int = 0
    success: Estimate | None = None
    positive: float | None = None
    step_ratio: float | None = None


class Summary(Value):
    """One model over one suite. Environment errors count nowhere but in `completeness` and `statuses`.

    `success` is the headline: strict, the mean over groups of the mean over their tasks of the mean over seeds; `micro`
    the plain mean over attempts; `positive` as `success`, by the looser rule of any points at all. `pass_hat` and
    `pass_at` are for k = 1, 2, … up to the fewest attempts at a task. `steps` is the mean over attempts; `step_ratio`
    the mean over successes of their steps by those of the task's scripted solution, of `ratios` successes.
    """

    model: str
    label: str
    config: str
    completeness: Completeness
    attempts: int
    success: Estimate | None
    micro: Estimate | None
    positive: Estimate | None
    pass_hat: tuple[float, ...]
    pass_at: tuple[float, ...]
    steps: float | None
    step_ratio: Estimate | None
    ratios: int
    times: Times
    tokens: Tokens | None
    money: Money
    statuses: dict[str, int]
    failures: dict[str, int]
    levels: tuple[Part, ...]
    groups: tuple[Part, ...]
    tasks: tuple[Part, ...]

    @property
    def mark(self) -> str:
        """What stands behind the figures of an incomplete run."""
        return "" if self.completeness.complete else "†"

    @classmethod
    def of(cls, label: str, rows: Sequence[Row], planned: Sequence[Key]) -> Summary:
        """Of one model's rows, one a key, and the keys it was meant to have; without `planned`, those of the rows."""
        told = [row for row in rows if row.counts]
        first = rows[0] if rows else planned[0]
        success, micro = _estimate(told, _success)
        ratios = [row for row in told if row.success and row.reference_steps]
        counts = _counts(told)
        most = range(1, min((attempts for _, attempts in counts), default=0) + 1)
        return cls(
            model=first.model,
            label=label,
            config=first.config,
            completeness=Completeness.of(rows, planned),
            attempts=len(told),
            success=success,
            micro=micro,
            positive=_estimate(told, lambda row: row.positive)[0],
            pass_hat=tuple(pass_hat(counts, k) for k in most),
            pass_at=tuple(pass_at(counts, k) for k in most),
            steps=sum(row.steps for row in told) / len(told) if told else None,
            step_ratio=interval_of(nested((row, _ratio(row)) for row in ratios))[1] if ratios else None,
            ratios=len(ratios),
            times=Times.of(told),
            tokens=Tokens.of(told),
            money=Money.of(told),
            statuses=dict(Counter(row.status for row in rows)),
            failures=dict(Counter(row.failure or row.status for row in told if not row.success)),
            levels=_parts(told, lambda row: f"{row.level}" if row.level else ""),
            groups=_parts(told, lambda row: row.group or row.task),
            tasks=(*_parts(told, lambda row: row.task), *_untold(told, rows, planned)),
        )


def _success(row: Row) -> float:
    return row.success


def _ratio(row: Row) -> float:
    return row.steps / (row.reference_steps or 1)


def _estimate(rows: Sequence[Row], figure: Callable[[Row], float]) -> tuple[Estimate, Estimate] | tuple[None, None]:
    return estimate(nested((row, figure(row)) for row in rows)) if rows else (None, None)


def _counts(rows: Sequence[Row]) -> list[tuple[int, int]]:
    return [(sum(row.success for row in mine), len(mine)) for mine in _by(rows, lambda row: row.task).values()]


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.level, row.group, row.task, row.seed)):
        parts.setdefault(name(row), []).append(row)
    return parts


def _parts(rows: Sequence[Row], name: Callable[[Row], str]) -> tuple[Part, ...]:
    return tuple(_part(called, mine) for called, mine in _by(rows, name).items())


def _part(name: str, rows: Sequence[Row]) -> Part:
    """Wilson's interval where it is one task, else the bootstrap's."""
    tasks, successes = {row.task for row in rows}, sum(row.success for row in rows)
    one = len(tasks) == 1
    ratios = [_ratio(row) for row in rows if row.success and row.reference_steps]
    return Part(
        name=name,
        group=rows[0].group if one else "",
        level=rows[0].level,
        tasks=len(tasks),
        attempts=len(rows),
        successes=successes,
        success=wilson(successes, len(rows)) if one else _estimate(rows, _success)[0],
        positive=sum(row.positive for row in rows) / len(rows),
        step_ratio=sum(ratios) / len(ratios) if ratios else None,
    )


def _untold(told: Sequence[Row], rows: Sequence[Row], planned: Sequence[Key]) -> tuple[Part, ...]:
    """The tasks of which nothing is known yet, so that no table leaves them out."""
    known = {row.task: row for row in rows}
    names = sorted({key.task for key in (*rows, *planned)} - {row.task for row in told})
    return tuple(Part(name=name, **_place(known.get(name))) for name in names)


def _place(row: Row | None) -> dict[str, Any]:
    return {"group": row.group, "level": row.level} if row else {}
