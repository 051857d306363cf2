"""A benchmark from its command line to its exit code: what is asked is checked, attempted, written down and told."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from guiagent.bench.jobs import Order
from guiagent.bench.results import Ledger, read_results
from guiagent.bench.runner import Runner, log_of
from guiagent.bench.settings import Settings, groups_of, machine
from guiagent.bench.workers import Hiring, ProcessWorker, Worker
from guiagent.cli.bench.chosen import seeds_said, tasks_of
from guiagent.cli.bench.minds import mind_for
from guiagent.cli.bench.progress import Bar
from guiagent.cli.choice import chosen
from guiagent.cli.exits import FAILED, INTERRUPTED, LIMIT, SUCCESS
from guiagent.cli.options import RunOptions
from guiagent.cli.worlds import suite_of
from guiagent.errors import OperatorError
from guiagent.runs import git_hash, versions
from guiagent.runs.find import slug
from guiagent.suites import Suite

HOME = Path("runs/bench")
WORKER = (sys.executable, "-m", "guiagent.cli.bench.worker")
FREE = {"instruction", "url", "sandbox", "task", "seed", "port", "model", "limits", "headed", "viewport", "scale"}
"""Options that say nothing of how a model behaves, or that stand among the settings themselves."""


@dataclass(frozen=True)
class Asked:
    """What `guiagent bench run` was asked for."""

    suite: str
    options: RunOptions
    seeds: str = "5"
    base_seed: int = 0
    filters: tuple[str, ...] = ()
    subset: str = ""
    level: int | None = None
    suites: Path | None = None
    jobs: int | None = None
    steps: int | None = None
    usd: float | None = None
    retries: int = 2
    ray: str = ""
    out: Path | None = None
    resume: bool = False
    quiet: bool = False
    json: bool = False


def start(asked: Asked) -> int:
    """Make the attempts that are missing, tell what came of all of them; the exit code."""
    console = Console(stderr=True, highlight=False)
    asked, why = _completed(asked)
    suite = suite_of(asked.suite, asked.suites, "the suite")
    settings = settings_of(asked, suite)
    folder = asked.out or HOME / f"{suite.name}-{slug(settings.model)}-{settings.config[:6]}"
    with Ledger(folder, settings, asked.resume) as ledger:
        _introduce(console, asked, ledger, why)
        code = _attempted(asked, ledger, console)
    _tell(folder, asked)
    if code != SUCCESS and not asked.quiet:
        console.print(f"go on with the same command and --resume (results: {folder})", style="yellow", soft_wrap=True)
    return code


def _completed(asked: Asked) -> tuple[Asked, str]:
    """With the model that `auto` stands for, and why; everything that a person can mend is found here."""
    choice = chosen(asked.options, os.environ)
    options = asked.options.model_copy(update={"model": choice.name})
    mind = mind_for(options, None)
    if asked.usd is not None and (source := getattr(mind, "source", None)) is not None:
        source.bounded(asked.usd)
    return Asked(**{**vars(asked), "options": options}), choice.why


def settings_of(asked: Asked, suite: Suite) -> Settings:
    """The settings that a command line comes to. Raises UsageError for tasks, subsets and seeds that there are none."""
    names = tasks_of(suite, asked.filters, asked.subset, asked.level)
    limits = asked.options.limits.model_copy(update={"steps": asked.steps or suite.steps})
    return Settings(
        suite=suite.name,
        version=suite.version,
        model=asked.options.model,
        tasks=names,
        seeds=seeds_said(asked.seeds, asked.base_seed),
        viewport=suite.viewport,
        scale=suite.scale,
        limits=limits,
        options=asked.options.model_dump(mode="json", exclude=FREE, exclude_defaults=True),
        groups=groups_of(suite, names),
        versions=versions(),
        git=git_hash(),
        machine=machine(),
    )


def _attempted(asked: Asked, ledger: Ledger, console: Console) -> int:
    total = len(ledger.settings.planned)
    title = f"{ledger.settings.suite} · {ledger.settings.model}"
    try:
        with Bar(console, title, total, ledger.rows, asked.quiet) as bar:
            runner = Runner(
                ledger=ledger,
                hire=hiring(asked, ledger),
                progress=bar,
                jobs=asked.jobs or jobs_for(asked.options.model),
                seconds=asked.options.limits.seconds,
                retries=asked.retries,
                usd=asked.usd,
            )
            asyncio.run(runner.run())
    except (KeyboardInterrupt, asyncio.CancelledError):
        console.print(f"interrupted; {total - len(ledger.missing)} of {total} attempts have results", style="yellow")
        return INTERRUPTED
    except OperatorError:
        console.print(f"{total - len(ledger.missing)} of {total} attempts have results; they are kept", style="yellow")
        raise
    if runner.stopped:
        console.print(runner.stopped, style="yellow")
        return LIMIT
    return FAILED if ledger.missing else SUCCESS


def jobs_for(model: str) -> int:
    """As many workers as there are cores; one where each would load weights of its own."""
    local = "/" in model and not model.startswith("replay:")
    return 1 if local else os.cpu_count() or 1


def hiring(asked: Asked, ledger: Ledger) -> Hiring:
    """Where the workers of this command line come from."""
    options = asked.options.model_dump(mode="json")
    order = Order(settings=ledger.settings, options=options, suites=asked.suites)
    if asked.ray:
        from guiagent.bench.rayed import on_ray

        return on_ray(asked.ray, WORKER[1:], order)

    async def hire(place: int) -> Worker:
        return await ProcessWorker.start(WORKER, order, log_of(ledger.folder, place))

    return hire


def _introduce(console: Console, asked: Asked, ledger: Ledger, why: str) -> None:
    if asked.quiet:
        return
    settings, missing = ledger.settings, len(ledger.missing)
    tasks, seeds, planned = len(settings.tasks), len(settings.seeds), len(settings.planned)
    console.print(
        f"{settings.suite} {settings.version} · {settings.model} · {tasks} tasks x {seeds} seeds · {ledger.folder}",
        style="bold",
        soft_wrap=True,
    )
    if missing < planned:
        console.print(f"{planned - missing} of {planned} attempts have results already", style="dim")
    if why:
        console.print(why, style="dim", soft_wrap=True)


def _tell(folder: Path, asked: Asked) -> None:
    """The table of what is there now, on stdout."""
    from guiagent.cli.bench.telling import tell

    tell([read_results(folder)], asked.json)
