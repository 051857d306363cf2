"""The `guiagent bench` command: its sub-commands are put together here."""

from __future__ import annotations

import typer

from guiagent.cli.bench.check import check
from guiagent.cli.bench.compare import compare
from guiagent.cli.bench.grounding import grounding
from guiagent.cli.bench.listing import list_
from guiagent.cli.bench.report import report
from guiagent.cli.bench.run import run
from guiagent.cli.exits import guarded
from guiagent.cli.headed import Headed

bench = typer.Typer(
    name="bench",
    help="Put a model before sandboxed tasks, many times, and say what that is worth.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

for _name, _command in (
    ("list", list_),
    ("run", run),
    ("report", report),
    ("compare", compare),
    ("check", check),
    ("grounding", grounding),
):
    bench.command(_name, cls=Headed)(guarded(_command))
