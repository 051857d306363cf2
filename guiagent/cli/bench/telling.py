"""What results say, on stdout."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from guiagent.bench.batches import batch_of
from guiagent.bench.overview import overview_of
from guiagent.bench.results import Results
from guiagent.bench.tables import printer, show


def tell(results: Sequence[Results], as_json: bool) -> None:
    """The table of each model's figures, or all of them as one JSON object."""
    overview = overview_of([batch_of(each) for each in results])
    if as_json:
        typer.echo(overview.model_dump_json())
    else:
        show(printer(), overview)
