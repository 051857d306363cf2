"""What results say, on stdout."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console

from guiagent.bench.overview import Batch, overview_of
from guiagent.bench.results import Results
from guiagent.bench.tables import show


def tell(results: Sequence[Results], as_json: bool) -> None:
    """The table of each model's figures, or all of them as one JSON object."""
    overview = overview_of([batch_of(each) for each in results])
    if as_json:
        typer.echo(overview.model_dump_json())
    else:
        show(Console(), overview)


def batch_of(results: Results) -> Batch:
    """A results folder as it is summed up."""
    settings = results.settings
    facts = {
        "seeds": str(len(settings.seeds)),
        "steps": str(settings.limits.steps),
        "viewport": f"{settings.viewport[0]}x{settings.viewport[1]} at {settings.scale:g}",
        "guiagent": " ".join(part for part in (settings.versions.get("guiagent", ""), settings.git[:8]) if part),
        "machine": ", ".join(f"{name} {value}" for name, value in settings.machine.items()),
        "started": f"{settings.started:%Y-%m-%d %H:%M} UTC",
    }
    return Batch(results.folder, results.rows, results.planned, facts)
