"""`guiagent bench report DIR…`: what results come to, as tables and as a page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guiagent.cli.headed import OUTPUT

if TYPE_CHECKING:
    from guiagent.bench.overview import Batch


class By(StrEnum):
    """`--by`."""

    task = "task"
    group = "group"
    level = "level"


def report(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR…", help="Folders that bench run has written.")],
    by: Annotated[By | None, typer.Option(metavar="WHAT", help="Also a row a task, a group or a level.")] = None,
    subset: Annotated[str, typer.Option(metavar="NAME", help="Only the tasks of this subset of the suite.")] = "",
    tasks: Annotated[
        Path | None, typer.Option("--tasks", metavar="DIR", help="A folder with suites of your own.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where the page goes (default: report.html in the first folder).",
            show_default=False,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    trajectories: Annotated[
        bool,
        typer.Option(
            "--trajectories",
            help="Write each attempt's own report where it has none; the page leads there instead of to its folder.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    open_: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.", rich_help_panel=OUTPUT)
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the tables as Markdown.", rich_help_panel=OUTPUT)
    ] = False,
    json_: Annotated[
        bool, typer.Option("--json", help="Print all figures as one JSON object.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Say what results come to: a table of the models, and a page with plots that leads to each attempt.

    Several folders stand side by side where they are of one suite and version. A run that is not complete is told to be
    so, everywhere.
    """
    from guiagent.bench.batches import batch_of
    from guiagent.bench.overview import overview_of
    from guiagent.bench.page import write_page
    from guiagent.bench.results import read_results

    batches = [batch_of(read_results(folder)) for folder in dict.fromkeys(folders)]
    if subset:
        batches = _within(batches, subset, tasks)
    if trajectories:
        _write_trajectories(batches)
    overview = overview_of(batches, subset)
    path = write_page(out or folders[0] / "report.html", overview, batches)
    if json_:
        typer.echo(overview.model_dump_json())
    elif markdown:
        from guiagent.bench.tables import markdown as in_markdown

        typer.echo(in_markdown(overview, by.value if by else None), nl=False)
    else:
        from guiagent.bench.tables import printer, show

        show(printer(), overview, by.value if by else None)
    typer.echo(f"{path}", err=True)
    if open_:
        typer.launch(path.resolve().as_uri())


def _within(batches: list[Batch], subset: str, tasks: Path | None) -> list[Batch]:
    """What they hold of a subset. Raises UsageError where the suite has none of that name."""
    from guiagent.bench.overview import suite_of
    from guiagent.cli.bench.chosen import tasks_of
    from guiagent.cli.worlds import suite_of as suite_named

    name, _ = suite_of(batches)
    wanted = frozenset(tasks_of(suite_named(name, tasks), (), subset, None))
    return [batch.only(wanted) for batch in batches]


def _write_trajectories(batches: list[Batch]) -> None:
    """A report takes some 50 ms, a whole benchmark's a minute; so they are written on demand."""
    from guiagent.report import write_report

    for batch in batches:
        for folder in (batch.path / row.run for row in batch.rows if row.run):
            if (folder / "run.json").exists() and not (folder / "report.html").exists():
                write_report(folder)
