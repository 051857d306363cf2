"""`guiagent ls`: the runs that are there, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def ls(
    json_: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    root: Annotated[Path, typer.Option("--root", help="Where the runs are.")] = Path("runs"),
) -> None:
    """List the runs, newest first."""
    from guiagent.errors import RunFolderError
    from guiagent.runs import runs_in

    rows: list[dict[str, Any]] = []
    for path in runs_in(root):
        try:
            rows.append(_row(path))
        except RunFolderError as error:
            typer.echo(f"guiagent: {error}", err=True)
    if json_:
        import json

        typer.echo(json.dumps(rows))
    elif not rows:
        typer.echo(f"no runs in {root}", err=True)
    else:
        _print_table(rows)


def _row(path: Path) -> dict[str, Any]:
    from guiagent.runs import is_being_written, read, read_ended, read_info
    from guiagent.words import ending_words

    info, ended = read_info(path), read_ended(path)
    totals = ended.totals if ended else read(path).totals  # the steps are read only where nothing else tells
    ending = ended.ending if ended else None
    running = ending is None and is_being_written(path)
    return {
        "name": path.name,
        "path": str(path),
        "task": info.instruction,
        "model": info.model,
        "state": "running" if running else "interrupted" if ending is None else "ended",
        "ending": "running" if running else ending_words(ending),
        "reason": ending.reason if ending else None,
        "success": ending.verdict.success if ending and ending.verdict else None,
        "steps": totals.steps,
        "seconds": round(totals.seconds, 3),
        "tokens": totals.usage.tokens,
        "usd": totals.usage.usd,
        "started": info.started.isoformat(),
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from guiagent.words import plain, usd_words

    console = Console()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("name", no_wrap=True)
    table.add_column("task", no_wrap=True, overflow="ellipsis", ratio=1, max_width=60)
    for heading in ("model", "ending"):
        table.add_column(heading, no_wrap=True)
    for heading in ("steps", "cost", "when"):
        table.add_column(heading, no_wrap=True, justify="right")
    for row in rows:
        words = (plain(row["name"]), plain(row["task"], 120), plain(row["model"]))
        ending = Text(row["ending"], style=_style(row))
        table.add_row(*map(Text, words), ending, str(row["steps"]), usd_words(row["usd"]), _ago(row["started"]))
    if not console.is_terminal:
        console.width = 240  # a pipe has no edge to cut the names at
    console.print(table)


def _style(row: dict[str, Any]) -> str:
    if row["success"] is not None:
        return "green" if row["success"] else "red"
    return {"running": "cyan", "interrupted": "yellow"}.get(row["state"], "")


def _ago(started: str) -> str:
    from datetime import UTC, datetime

    seconds = (datetime.now(UTC) - datetime.fromisoformat(started)).total_seconds()
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size:
            return f"{seconds // size:.0f}{unit} ago"
    return "now"
