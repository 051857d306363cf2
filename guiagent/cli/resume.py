"""`guiagent resume`: a run that was interrupted goes on."""

from __future__ import annotations

from typing import Annotated

import typer


def resume(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its folder, the beginning of its name, or last.")],
    max_steps: Annotated[int | None, typer.Option(min=1, help="A new limit on all steps together.")] = None,
    max_seconds: Annotated[float | None, typer.Option(min=1, help="A new limit on all seconds together.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="A new limit on all tokens together.")] = None,
    max_cost: Annotated[float | None, typer.Option(metavar="USD", help="A new limit on all money together.")] = None,
    uncalibrated: Annotated[
        bool, typer.Option("--uncalibrated", help="Use the model even if its calibration failed.")
    ] = False,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the answer, or why there is none.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print reflections and notices, too.")] = False,
) -> None:
    """Go on with a run that was cut off.

    It may have been interrupted, failed by an error, or met a limit. A step that was finished is not done again; an
    action that nobody knows the outcome of is told to the model, never blindly repeated.
    """
    from guiagent.cli.exits import RESUMABLE
    from guiagent.cli.options import limits_of, options_of
    from guiagent.cli.working import Manner, go_on
    from guiagent.errors import UsageError
    from guiagent.runs import RunFolder, find_run

    with RunFolder.open(find_run(run)) as folder:
        if folder.ended and folder.ended.reason not in RESUMABLE:
            raise UsageError(
                f"{folder.path} has ended ({folder.ended.reason}); see it with: guiagent show {folder.path}"
            )
        options = options_of(folder.info)
        limits = limits_of(max_steps, max_seconds, max_tokens, max_cost, options.limits)
        insisted = {"headed": headed or options.headed, "uncalibrated": uncalibrated or options.uncalibrated}
        options = options.model_copy(update={"limits": limits, **insisted})
        raise typer.Exit(go_on(folder, options, Manner.of(json_, quiet, verbose)))
