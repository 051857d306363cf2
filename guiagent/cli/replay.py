"""`guiagent replay`: a recording, re-enacted on a live browser without a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_ALONE = {"model": "replay", "grounder": "", "grounder_url": "", "grounder_dialect": "", "zoom": False} | {
    "marks": "auto", "examples": None, "embedder": "", "reflector": "pixels",
}  # fmt: skip
"""The options of a run that nobody is asked in, whoever was asked when it was recorded."""


def replay(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its folder, the beginning of its name, or last.")],
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the replay is kept (default: under runs/).")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the answer, or why there is none.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print reflections and notices, too.")] = False,
) -> None:
    """Do a recorded run again, without a model.

    It stops at the first screen that differs. The replay is a run of its own, with a report; a task of a suite is
    checked again.
    """
    from guiagent.cli.models import ReplayMind
    from guiagent.cli.options import options_of
    from guiagent.cli.working import Manner, start
    from guiagent.errors import UsageError
    from guiagent.runs import find_run, load

    path = find_run(run)
    info, recorded = load(path)
    if not recorded.steps:
        raise UsageError(f"{path} has no finished step to replay")
    options = options_of(info).model_copy(update={"headed": headed, **_ALONE})
    raise typer.Exit(start(options, out, Manner.of(json_, quiet, verbose), ReplayMind(recorded)))
