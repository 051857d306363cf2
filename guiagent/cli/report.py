"""`guiagent report RUN`: the page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its folder, the beginning of its name, or last.")] = "last",
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    root: Annotated[Path, typer.Option("--root", help="Where the runs are.")] = Path("runs"),
) -> None:
    """Write a run's report anew and print its path."""
    from guiagent.report import write_report
    from guiagent.runs import find_run

    path = write_report(find_run(run, root))
    typer.echo(str(path))
    if open_:
        typer.launch(path.resolve().as_uri())
