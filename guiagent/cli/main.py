"""The `guiagent` command: its sub-commands are put together here."""

from __future__ import annotations

from typing import Annotated

import typer

from guiagent import __version__
from guiagent.cli import doctor, ls, replay, report, resume, run, show
from guiagent.cli.exits import guarded

app = typer.Typer(
    name="guiagent",
    help="Do tasks, said in plain words, on a screen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"guiagent {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")] = False,
) -> None:
    """Do tasks, said in plain words, on a screen."""


for _command in (run.run, resume.resume, replay.replay, ls.ls, show.show, report.report, doctor.doctor):
    app.command()(guarded(_command))


def main() -> None:
    """The entry point of the `guiagent` script and of `agent.py`."""
    app()
