"""`guiagent bench compare A B`: whether one run is better than another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guiagent.cli.lazy import Json


def compare(
    first: Annotated[Path, typer.Argument(metavar="A", help="A folder that bench run has written.")],
    second: Annotated[
        Path | None, typer.Argument(metavar="[B]", help="Another (default: A holds two models).", show_default=False)
    ] = None,
    models: Annotated[
        list[str] | None,
        typer.Option("--model", "-m", metavar="NAME", help="Which of several, once for A and once for B."),
    ] = None,
    json_: Json = False,
) -> None:
    """Compare two runs over the tasks and seeds that both attempted.

    The difference of their success with its interval, the chance of one as large if they were alike, and where they
    differ.
    """
    from guiagent.bench.batches import batch_of
    from guiagent.bench.compared import chosen
    from guiagent.bench.compared import compare as compared
    from guiagent.bench.results import read_results

    if models and len(models) > 2:
        from guiagent.errors import UsageError

        raise UsageError(f"two are compared, and --model names {len(models)}: {', '.join(models)}")
    batches = [batch_of(read_results(folder)) for folder in (first, second) if folder]
    told = compared(chosen(batches, models or ()))
    if json_:
        typer.echo(told.model_dump_json())
        return
    from guiagent.bench.tables import printer, show_comparison

    show_comparison(printer(), told)
