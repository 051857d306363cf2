"""The table of tasks: a row a task, a column a model, and behind each cell its attempts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import fmean
from urllib.parse import quote

from guiagent.bench.figures import percent_within, seconds
from guiagent.bench.overview import Share
from guiagent.bench.page.scales import Scale
from guiagent.bench.rows import Key, Row
from guiagent.bench.summary import Part, Summary

CELL = Scale(0, 1, 3, 77)
"""The interval of a cell, in a view box 80 wide."""

LEVELS = {
    1: "Level 1: one screen",
    2: "Level 2: several screens",
    3: "Level 3: memory or comparison",
}


@dataclass(frozen=True)
class Attempt:
    """One attempt at a task: s success, f failure, e environment error, m not run yet; and where to look at it."""

    kind: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class Cell:
    """A model at a task."""

    model: str
    part: Part | None
    attempts: tuple[Attempt, ...]

    @property
    def title(self) -> str:
        """`reader: 4 of 5, 80.0 (37.6-96.4) %`."""
        if self.part is None or not self.part.attempts:
            return f"{self.model}: no attempt that counts"
        within = percent_within(self.part.success)
        return f"{self.model}: {self.part.successes} of {self.part.attempts}, {within} %"


@dataclass(frozen=True)
class TaskRow:
    """A task; `group` is empty where it is its own. `alike`: all models did equally well."""

    name: str
    group: str
    level: int
    mean: float
    alike: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Section:
    """The tasks of a level, those done best first."""

    title: str
    rows: tuple[TaskRow, ...]


def sections(models: Sequence[Summary], shares: Mapping[str, Share], page: Path) -> tuple[Section, ...]:
    """The table's sections. `page` is the file that links to the attempts."""
    parts = [{part.name: part for part in model.tasks} for model in models]
    attempts = [_attempts(shares[model.label], page) for model in models]
    names = dict.fromkeys(name for found in parts for name in found)
    rows = [
        _row(
            name,
            [
                Cell(model.label, found.get(name), tuple(made.get(name, ())))
                for model, found, made in zip(models, parts, attempts, strict=True)
            ],
        )
        for name in names
    ]
    rows.sort(key=lambda row: (row.level, -row.mean, row.name))
    return tuple(
        Section(LEVELS.get(level, "Tasks"), tuple(mine)) for level, mine in groupby(rows, lambda row: row.level)
    )


def _row(name: str, cells: Sequence[Cell]) -> TaskRow:
    parts = [cell.part for cell in cells if cell.part]
    rates = [part.success.mean for part in parts if part.success]
    group = next((part.group for part in parts if part.group), "")
    level = max((part.level for part in parts), default=0)
    return TaskRow(
        name, "" if group == name else group, level, fmean(rates) if rates else -1.0, len(set(rates)) < 2, tuple(cells)
    )


def _attempts(share: Share, page: Path) -> dict[str, list[Attempt]]:
    """By task, in the order of their seeds."""
    rows = {row.key: row for row in share.rows}
    every: set[Key] = {*rows, *share.planned}
    found: dict[str, list[Attempt]] = {}
    for key in sorted(every, key=lambda key: (key.task, key.seed)):
        row = rows.get(key)
        made = _attempt(row, share.batch.path, page) if row else Attempt("m", f"seed {key.seed}: not run")
        found.setdefault(key.task, []).append(made)
    return found


def _attempt(row: Row, folder: Path, page: Path) -> Attempt:
    kind = "s" if row.success else "f" if row.counts else "e"
    status = row.status.replace("_", " ")
    why = f", {row.failure}" if row.failure and row.failure != status else ""
    title = f"seed {row.seed}: {status}{why}, {row.steps} steps, {seconds(row.seconds)} s"
    return Attempt(kind, title, _href(folder / row.run, page) if row.run else "")


def _href(run: Path, page: Path) -> str:
    """To the trajectory's report, or to its folder where nobody has written one; nothing where that is gone too."""
    report = run / "report.html"
    target = report if report.exists() else run
    return quote(os.path.relpath(target, page.parent)) if target.exists() else ""
