"""`guiagent bench list`: the suites that are there, or the tasks of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guiagent.cli import lazy

if TYPE_CHECKING:
    from guiagent.suites import Suite


def list_(
    suite: Annotated[str, typer.Argument(metavar="[SUITE]", help="List its tasks.", show_default=False)] = "",
    tasks: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own suites are here, too.")] = None,
    json_: lazy.Json = False,
) -> None:
    """List the suites, or the tasks of one."""
    from guiagent.cli.worlds import suite_names, suite_of

    folder = tasks.resolve() if tasks else None
    if suite:
        _tell(_tasks(suite_of(suite, folder, "the suite")), json_)
    else:
        _tell([_facts(suite_of(name, folder)) for name in suite_names(folder)], json_)


def _facts(suite: Suite) -> dict[str, Any]:
    levels = [task.level for task in suite.tasks.values()]
    return {
        "suite": suite.name,
        "version": suite.version,
        "tasks": len(suite.tasks),
        "groups": len({task.group for task in suite.tasks.values()}),
        "levels": "/".join(str(levels.count(level)) for level in (1, 2, 3)) if any(levels) else "",
        "subsets": ", ".join(suite.subsets),
    }


def _tasks(suite: Suite) -> list[dict[str, Any]]:
    return [
        {"task": name, "level": task.level or "", "group": task.group, "asks": task.instruction(0)}
        for name, task in suite.tasks.items()
    ]


def _tell(facts: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        import json

        typer.echo(json.dumps(facts))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*facts[0], box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for each in facts:
        table.add_row(*(Text(str(value)) for value in each.values()))
    Console().print(table)
