"""`guiagent bench check`: whether the tasks of a suite can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.headed import LIMITS, OUTPUT, TASKS

if TYPE_CHECKING:
    from guiagent.cli.bench.checking import Checked


def check(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="A suite, as guiagent bench list names them.")],
    seeds: Annotated[str, typer.Option(metavar="N|A:B|LIST", help="Worlds a task.", rich_help_panel=TASKS)] = "10",
    filter_: Annotated[
        list[str] | None,
        typer.Option(
            "--filter", metavar="NAME", help="Only this task, or click-* (repeatable).", rich_help_panel=TASKS
        ),
    ] = None,
    tasks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Your own suites are here, too.", rich_help_panel=TASKS)
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, help="Attempts side by side.", rich_help_panel=LIMITS),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the attempts here (default: nowhere).", rich_help_panel=OUTPUT),
    ] = None,
    json_: lazy.Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, only what is wrong.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Prove that each task's scripted solution does it on every seed, that idling never does, and that seeds differ.

    Exit codes: 0 nothing is wrong, 1 something is, 2 usage, 5 the environment is broken, 130 interrupted.
    """
    from guiagent.cli.bench.checking import checked

    found = checked(suite, seeds, tuple(filter_ or ()), tasks.resolve() if tasks else None, jobs, out, quiet)
    if json_:
        typer.echo(found.model_dump_json())
    else:
        _print(found)
    raise typer.Exit(1 if found.faults else 0)


def _print(found: Checked) -> None:
    for fault in found.faults:
        typer.echo(f"{fault.task}: {fault.what}")
    worlds = f"{found.tasks} tasks x {found.seeds} seeds"
    if found.faults:
        typer.echo(f"{found.suite}: {len(found.faults)} faults in {worlds}")
    else:
        typer.echo(f"{found.suite}: {worlds}, every solution succeeds, idling never does, every seed is another world")
