"""The set of `guiagent bench grounding` that is made here: by itself, or because none was named."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from guiagent.bench.grounding.making import make


def make_set(folder: Path, seed: int, count: int, as_json: bool) -> None:
    """Write a set, and say where. Raises UsageError for a folder that holds something."""
    _made(folder, seed, count)
    if as_json:
        typer.echo(json.dumps({"set": str(folder), "items": count, "seed": seed}))
    else:
        typer.echo(f"{count} items of seed {seed} in {folder}")


def generated(out: Path, seed: int, count: int) -> Path:
    """The set of this seed and size beside the results; made where it is not there yet."""
    place = out / f"set-{seed}-{count}"
    if not place.is_dir():
        draft = out / f".{place.name}"
        shutil.rmtree(draft, ignore_errors=True)  # left by a process that was killed
        _made(draft, seed, count)
        draft.rename(place)
    return place


def _made(folder: Path, seed: int, count: int) -> None:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("making a set", total=count)
        made = asyncio.run(make(folder, seed, count, told=lambda done: progress.update(task, completed=done)))
    for remark in made.remarks:
        typer.echo(remark, err=True)
