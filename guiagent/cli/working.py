"""A run from its plan to its exit code: work, record, judge, report."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import typer
from rich.console import Console

from guiagent.cli.console import StepPrinter, Verbosity
from guiagent.cli.exits import INTERRUPTED, LIMIT, RESUMABLE, code_of
from guiagent.cli.models import Mind
from guiagent.cli.options import RunOptions, out_of
from guiagent.cli.plan import Plan, planned
from guiagent.cli.terminal import TerminalPerson
from guiagent.cli.wiring import wired
from guiagent.errors import Interrupted, OperatorError
from guiagent.records import Ending, Step
from guiagent.report import write_report
from guiagent.runs import RunFolder, RunInfo, git_hash, versions
from guiagent.words import ending_words, plain

RUNS = Path("runs")


@dataclass(frozen=True)
class Manner:
    """How a command speaks: one JSON object or lines, and how many."""

    json: bool = False
    verbosity: Verbosity = "normal"

    @classmethod
    def of(cls, json: bool, quiet: bool, verbose: bool) -> Manner:
        return cls(json, "quiet" if quiet else "verbose" if verbose else "normal")


def start(options: RunOptions, out: Path | None, manner: Manner, mind: Mind | None = None) -> int:
    """A new run; its exit code."""
    out = out_of(out) if out else None
    plan = planned(options, mind)
    info = _info(plan)
    with RunFolder.create_in(out, info) if out else RunFolder.create(RUNS, info) as folder:
        return _work(plan, folder, manner)


def go_on(folder: RunFolder, options: RunOptions, manner: Manner) -> int:
    """An earlier run, gone on with; its exit code."""
    plan = planned(options)
    folder.resumed()
    return _work(plan, folder, manner)


def _work(plan: Plan, folder: RunFolder, manner: Manner) -> int:
    printer = StepPrinter(Console(stderr=True, highlight=False), plan.options.limits, manner.verbosity)
    began = monotonic()
    try:
        ending = asyncio.run(_done(plan, folder, printer))
    except (asyncio.CancelledError, KeyboardInterrupt, Interrupted):
        _tell_of_resuming(folder, printer, "interrupted")
        return _result(folder, manner, {"ending": "interrupted"}, INTERRUPTED)
    except OperatorError:
        _tell_of_resuming(folder, printer, "stopped by an error")
        raise
    if not manner.json and ending.answer:
        typer.echo("\n".join(plain(line) for line in ending.answer.splitlines()))
    _summarise(folder, ending, printer, monotonic() - began)
    return _result(folder, manner, {"ending": ending.reason}, code_of(ending))


async def _done(plan: Plan, folder: RunFolder, printer: StepPrinter) -> Ending:
    """Work until there is an ending, and write it down."""
    person = TerminalPerson(printer, plan.vault.hide)
    _introduce(plan, folder, printer)
    with person.listening(), printer.live():
        async with wired(plan, folder.path, printer, person) as parts:
            instruction = await parts.told(plan.options.instruction)
            if instruction != folder.info.instruction:
                folder.instructed(instruction)
                printer.say(instruction, style="bold")
            trajectory = await parts.agent.run(instruction, folder)
            ending = await parts.judged(trajectory.ending or Ending(reason="interrupted"))
    folder.end(ending)
    if ending.reason not in RESUMABLE:
        (folder.path / "session.json").unlink(missing_ok=True)
    _report(folder, printer)
    return ending


def _report(folder: RunFolder, printer: StepPrinter) -> None:
    """Write the report; where that fails, say so and no more: what happened is on disk, and the ending stands."""
    try:
        write_report(folder.path)
    except OperatorError as error:
        printer.say(f"no report: {error}", style="yellow")


def _report_of(folder: RunFolder) -> str | None:
    report = folder.path / "report.html"
    return str(report) if report.exists() else None


def _count(steps: Sequence[Step]) -> str:
    return f"{len(steps)} step{'' if len(steps) == 1 else 's'}"


def _introduce(plan: Plan, folder: RunFolder, printer: StepPrinter) -> None:
    options = plan.options
    printer.say(options.instruction, style="bold")
    beside = (f"places by {options.grounder}" if options.grounder else "", options.url, str(folder.path))
    printer.say(" · ".join(part for part in (options.model, *beside) if part))
    for remark in plan.remarks:
        printer.say(remark)


def _summarise(folder: RunFolder, ending: Ending, printer: StepPrinter, seconds: float) -> None:
    code = code_of(ending)
    notes = ending.verdict.notes if ending.verdict else ()
    mark, style = ("✓", "green") if code == 0 else ("✗", "red")
    detail = f": {ending.detail}" if ending.detail else ""
    printer.say(
        f"{mark} {ending_words(ending)} in {_count(folder.steps)}, {seconds:.1f}s{detail}", style, always=code != 0
    )
    for note in notes:
        printer.say(f"  {note}", style=style)
    if ending.reason in RESUMABLE:
        printer.say(f"go on with: guiagent resume {folder.path}{_more(ending)}", style="yellow")
    if report := _report_of(folder):
        printer.say(f"report: {report}", style="")


def _more(ending: Ending) -> str:
    """The option that raises the limit which a run has met."""
    return (
        {"usd": " --max-cost USD"}.get(ending.reason, f" --max-{ending.reason} N") if code_of(ending) == LIMIT else ""
    )


def _tell_of_resuming(folder: RunFolder, printer: StepPrinter, how: str) -> None:
    """What is recorded stays; the report shows it, and the way on is named."""
    _report(folder, printer)
    printer.say(f"{how} after {_count(folder.steps)}; go on with: guiagent resume {folder.path}", style="yellow")


def _result(folder: RunFolder, manner: Manner, more: dict[str, Any], code: int) -> int:
    if manner.json:
        trajectory = folder.trajectory
        usage, ending = trajectory.usage, trajectory.ending
        result = {
            "run": str(folder.path),
            **more,
            "answer": ending.answer if ending else "",
            "detail": ending.detail if ending else "",
            "verdict": ending.verdict.model_dump() if ending and ending.verdict else None,
            "steps": len(trajectory.steps),
            "seconds": round(sum(step.timings.total for step in trajectory.steps), 3),
            "tokens": usage.tokens,
            "usd": usage.usd,
            "report": _report_of(folder),
            "exit": code,
        }
        sys.stdout.write(json.dumps(result) + "\n")  # ASCII, as a pipe's encoding may know no more
    return code


def _info(plan: Plan) -> RunInfo:
    options = plan.options
    return RunInfo(
        instruction=options.instruction,
        model=options.model,
        dialect=plan.mind.dialect,
        computer="browser",
        viewport=options.viewport,
        scale=options.scale,
        url=options.url,
        limits=options.limits,
        options=options.model_dump(mode="json"),
        versions=versions(),
        git=git_hash(),
    )
