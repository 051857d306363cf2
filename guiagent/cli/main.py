"""The `guiagent` command: its sub-commands are put together here."""

from __future__ import annotations

from typing import Annotated

import typer

from guiagent import __version__
from guiagent.cli.bench.app import bench
from guiagent.cli.calibrate import calibrate
from guiagent.cli.doctor import doctor
from guiagent.cli.exits import guarded
from guiagent.cli.ground import ground
from guiagent.cli.headed import Headed
from guiagent.cli.ls import ls
from guiagent.cli.models_command import models
from guiagent.cli.replay import replay
from guiagent.cli.report import report
from guiagent.cli.resume import resume
from guiagent.cli.run import run
from guiagent.cli.show import show

app = typer.Typer(
    name="guiagent",
    help="Do tasks, said in plain words, on a screen.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
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


for _command in (run, resume, replay, ls, show, report, models, calibrate, ground, doctor):
    app.command(cls=Headed)(guarded(_command))
app.add_typer(bench)


def main() -> None:
    """The entry point of the `guiagent` script and of `agent.py`."""
    app()


if __name__ == "__main__":
    main()
