"""A run of `guiagent bench grounding`: who is asked, the progress of it, and what is told at its end."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from guiagent.bench.grounding.items import GroundingSet, Item
from guiagent.bench.grounding.misses import write_misses
from guiagent.bench.grounding.results import Results
from guiagent.bench.grounding.rows import GroundingRow, Run
from guiagent.bench.grounding.runner import GroundingRunner, Halt
from guiagent.bench.grounding.summary import Summary
from guiagent.bench.grounding.tables import summary_table
from guiagent.catalogue import Profile
from guiagent.cli.asking import asked
from guiagent.cli.choice import Choice
from guiagent.cli.exits import BROKEN, INTERRUPTED, LIMIT, SUCCESS
from guiagent.cli.finder import OCR, Finder
from guiagent.cli.options import RunOptions
from guiagent.cli.served import heeded, opened
from guiagent.cli.source import Source
from guiagent.errors import UsageError
from guiagent.usage import Usage
from guiagent.words import plain, usd_words


@dataclass(frozen=True)
class Asked:
    """Who is asked, and how: `jobs` at a time, for at most `max_usd`."""

    choice: Choice
    finder: Finder
    options: RunOptions
    profile: Profile | None
    jobs: int
    max_usd: float | None

    @classmethod
    def of(cls, options: RunOptions, jobs: int, max_usd: float | None) -> Asked:
        """Raises UsageError for a model that cannot be asked, and for limits that cannot be held."""
        choice = asked(options, os.environ)
        source = None if choice.name == OCR else Source.of(choice.name, options, os.environ)
        _bounded(choice.name, source, max_usd)
        if jobs > 1 and (source is None or source.endpoint is None):
            raise UsageError(f"--jobs {jobs} is for a model on a server, and {choice.name} works in this process")
        finder = Finder.of(choice.name, options, os.environ)
        heeded(options.loading, finder.model)
        return cls(choice, finder, options, source.profile if source else None, jobs, max_usd)

    def run_on(self, questions: GroundingSet) -> Run:
        """What tells its rows from others: all that is set goes into the digest."""
        speech = self.profile.speech if self.profile else ""
        told = self.options.model_dump(mode="json", include={"base_url", "provider", "zoom", "loading"})
        digest = hashlib.sha256(json.dumps(told | {"speech": speech}, sort_keys=True).encode()).hexdigest()[:12]
        setting = ", ".join(filter(None, (self.options.dialect, "zoom" if self.options.zoom else "")))
        return Run(set=questions.digest, model=self.choice.name, config=digest, setting=setting)


def _bounded(name: str, source: Source | None, usd: float | None) -> None:
    if usd is not None and not 0 < usd < math.inf:
        raise UsageError(f"--max-cost {usd:g} must be more than 0")
    if usd is not None and source is not None and not source.priced:
        raise UsageError(f"--max-cost cannot be held: the price of {name!r} is unknown; use --limit")


def answered(asked: Asked, questions: GroundingSet, limit: int | None, out: Path, resume: bool, as_json: bool) -> int:
    """Ask what is missing, tell what came of it, and say how that ended: an exit code."""
    items, run = questions.items[:limit], asked.run_on(questions)
    halt: Halt | str | None
    with Results(out) as results:
        if (there := len(results.of(run))) and not resume:
            again = "--resume asks only what is missing; --out DIR begins anew in another folder"
            raise UsageError(f"{str(out)!r} holds {there} results of {run.title} on this set: {again}")
        try:
            halt = asyncio.run(_ask(asked, questions, items, results, run))
        except KeyboardInterrupt:
            halt = "interrupted"
        summary = Summary.of(run, items, results.of(run))
        others = [Summary.of(other, items, results.of(other)) for other in results.runs(run.set) if other != run]
        page = out / f"misses-{_name(run)}.html"
        missed = write_misses(page, summary, questions, results.of(run))
        last = next((row for row in reversed(results.rows(run)) if not row.counts), None)
    if as_json:
        told = {"set": questions.name, "format": questions.format, "complete": summary.complete}
        others_told = [other.model_dump(mode="json") for other in others]
        told |= {"results": str(results.path), "misses": str(page), **summary.model_dump(mode="json")}
        typer.echo(json.dumps(told | {"others": others_told}))
    else:
        Console(highlight=False, soft_wrap=True).print(summary_table(summary, others, questions))
    typer.echo(f"results in {results.path}; {missed} misses to look at in {page}", err=True)
    return _ended(halt, summary, last, asked.max_usd)


async def _ask(asked: Asked, questions: GroundingSet, items: Sequence[Item], results: Results, run: Run) -> Halt | None:
    """Ask what is missing; the model is let go of, also where it is interrupted."""
    left, model = results.missing(run, items), asked.finder.model
    runner = GroundingRunner(asked.finder.grounder, run, questions, results, asked.jobs, asked.max_usd)
    try:
        if left and model:
            for remark in await opened(model):
                typer.echo(remark, err=True)
        with Watching(run, items, results) as watching:
            return await runner.ask(left, watching.told)
    finally:
        if model:
            await model.aclose()


def _ended(halt: str | None, summary: Summary, last: GroundingRow | None, max_usd: float | None) -> int:
    """The exit code, with a line on stderr on what is left to be done."""
    if halt is None and summary.complete:
        return SUCCESS
    on = "the same command with --resume goes on"
    count = f"{summary.answered} of {summary.items} answered"
    error = f": {plain(last.said, 300)}" if last else ""
    match halt:
        case "interrupted":
            typer.echo(f"guiagent: interrupted, {count}; {on}", err=True)
            return INTERRUPTED
        case "cost":
            typer.echo(f"guiagent: --max-cost {max_usd:g} is met, {count}; {on}, with more of it", err=True)
            return LIMIT
        case "errors":
            typer.echo(f"guiagent: stopped after errors in a row, {count}{error}; {on}", err=True)
        case _:
            typer.echo(f"guiagent: {summary.errors} ended in an error of the environment{error}; {on}", err=True)
    return BROKEN


class Watching(Progress):
    """The progress of a run on stderr, where that is a terminal: hits so far, rate, time left, cost."""

    def __init__(self, run: Run, items: Sequence[Item], results: Results) -> None:
        console = Console(stderr=True)
        columns: tuple[ProgressColumn, ...] = (
            TextColumn("{task.description}"),
            BarColumn(24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[hits]} hit"),
            Rate(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[cost]}"),
        )
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        there = [row for row in results.of(run).values() if row.item in {item.id for item in items}]
        self._counted = [row for row in there if row.counts]
        self._spent = sum((row.usage for row in results.rows(run)), Usage())
        self._task = self.add_task(
            plain(run.title, 40), total=len(items), completed=len(self._counted), hits="-", cost="-"
        )
        self._show()

    def told(self, row: GroundingRow) -> None:
        """One more answer is there."""
        self._spent += row.usage
        if row.counts:
            self._counted.append(row)
        self._show()

    def _show(self) -> None:
        hits, count = sum(row.status == "hit" for row in self._counted), len(self._counted)
        share = f"{hits / count:.0%}" if count else "-"
        self.update(self._task, completed=count, hits=share, cost=usd_words(self._spent.usd))


class Rate(ProgressColumn):
    """Answers a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "-", "dim")


def _name(run: Run) -> str:
    """Tells the page of a run from others in the same folder."""
    name = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in run.title.rpartition("/")[2])
    return f"{name[:60]}-{run.config[:6]}"
