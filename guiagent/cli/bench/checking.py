"""What makes tasks trustworthy, tried out by attempts like any others."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from guiagent.actions import Value
from guiagent.bench.results import Ledger
from guiagent.bench.rows import Row
from guiagent.bench.runner import Runner
from guiagent.cli.bench.progress import Bar
from guiagent.cli.bench.running import Asked, hiring, jobs_for, settings_of
from guiagent.cli.options import RunOptions
from guiagent.cli.worlds import suite_of
from guiagent.limits import Limits
from guiagent.runs import read_info
from guiagent.suites import SolvedTask, Suite


class Fault(Value):
    """What is wrong with a task."""

    task: str
    what: str


class Checked(Value):
    """What was tried, and all that is wrong."""

    suite: str
    tasks: int
    seeds: int
    faults: tuple[Fault, ...]


def checked(
    name: str,
    seeds: str,
    filters: tuple[str, ...],
    suites: Path | None,
    jobs: int | None,
    out: Path | None,
    quiet: bool,
) -> Checked:
    """The scripted solution and an idle agent on every seed. Raises OperatorError; interrupts go through."""
    suite = suite_of(name, suites, "the suite")
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory(prefix="guiagent-check-") as folder:
        root = out or Path(folder)
        for model in ("scripted", "idle"):
            options = RunOptions(instruction="", model=model, limits=Limits(steps=None, seconds=300))
            asked = Asked(name, options, seeds, filters=filters, suites=suites, jobs=jobs, steps=100, quiet=quiet)
            settings = settings_of(asked, suite)
            with Ledger(root / model, settings, resume=True) as ledger:
                _attempt(asked, ledger)
                faults += _faults(model, ledger, suite)
        faults += _alike(root, ledger.settings.tasks, ledger.rows)
    return Checked(
        suite=suite.name, tasks=len(settings.tasks), seeds=len(settings.seeds), faults=tuple(faults)
    )  # fmt: skip


def _attempt(asked: Asked, ledger: Ledger) -> None:
    title = f"{asked.suite} · {asked.options.model}"
    with Bar(
        Console(stderr=True, highlight=False), title, len(ledger.settings.planned), ledger.rows, asked.quiet
    ) as bar:
        jobs = asked.jobs or jobs_for(asked.options.model)
        runner = Runner(ledger, hiring(asked, ledger), bar, jobs=jobs, seconds=asked.options.limits.seconds)
        asyncio.run(runner.run())


def _faults(model: str, ledger: Ledger, suite: Suite) -> Iterator[Fault]:
    """Where the solution fails, or doing nothing succeeds."""
    for row in ledger.rows:
        why = "; ".join(row.notes) or row.detail
        if row.status == "env_error":
            yield Fault(task=row.task, what=f"seed {row.seed}: its world fails: {row.detail}")
        elif model == "scripted" and not row.success:
            yield Fault(task=row.task, what=f"seed {row.seed}: its own solution ends as {row.status}: {why}")
        elif model == "idle" and row.success:
            yield Fault(task=row.task, what=f"seed {row.seed}: doing nothing is a success")
    if model == "scripted":
        unsolved = [name for name in ledger.settings.tasks if not isinstance(suite.tasks[name], SolvedTask)]
        yield from (Fault(task=name, what="it has no scripted solution") for name in unsolved)


def _alike(root: Path, tasks: tuple[str, ...], rows: list[Row]) -> Iterator[Fault]:
    """Tasks whose worlds of several seeds all ask for the same and look the same at first."""
    for task in tasks:
        mine = [row for row in rows if row.task == task and row.run]
        if len({row.seed for row in mine}) > 1 and len({_first(root / row.model / row.run) for row in mine}) == 1:
            yield Fault(task=task, what=f"{len(mine)} seeds all set the same task in the same world")


def _first(run: Path) -> tuple[str, tuple[str, ...]]:
    """What a recorded attempt was asked, and the first screen that it saw."""
    screens = sorted((run / "screens").glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
    return read_info(run).instruction, tuple(path.stem for path in screens[:1])
