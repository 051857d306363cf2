"""`guiagent bench grounding`: whether a model points at what it is told to, on a set of screens with known places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.headed import LIMITS, MODEL, OUTPUT, PICTURES

if TYPE_CHECKING:
    from guiagent.bench.grounding.items import GroundingSet
    from guiagent.cli.bench.grounding_run import Asked


def grounding(
    place: Annotated[
        Path | None,
        typer.Argument(
            metavar="[SET]",
            help="A folder with ScreenSpot, ScreenSpot-v2, ScreenSpot-Pro or OSWorld-G, or one of its files "
            "(default: a set is made, of --seed and --count).",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            help="A model's name, a folder with weights, an encoder, ocr, or auto.",
            rich_help_panel=MODEL,
        ),
    ] = "auto",
    base_url: lazy.BaseUrl = "",
    provider: lazy.ProviderName = lazy.Provider.auto,
    dialect: lazy.Dialect = "",
    zoom: lazy.Zoom = False,
    device: lazy.Device = "auto",
    dtype: lazy.DtypeName = lazy.Dtype.auto,
    bits: lazy.Bits = None,
    attention: lazy.Attention = "auto",
    trust_remote_code: lazy.RemoteCode = False,
    make: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Only make a set, and write it there.", rich_help_panel=PICTURES),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Which set is made.", rich_help_panel=PICTURES)] = 0,
    count: Annotated[
        int, typer.Option(metavar="N", min=1, max=5000, help="Items that it has.", rich_help_panel=PICTURES)
    ] = 200,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="screenspot, screenspot-v2, screenspot-v2-xyxy, screenspot-pro or osworld-g (default: by its fields).",
            rich_help_panel=PICTURES,
        ),
    ] = "",
    images: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the set's pictures are.", rich_help_panel=PICTURES),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Ask the first N items alone.", rich_help_panel=LIMITS)
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="Ask no more after so much money.", rich_help_panel=LIMITS)
    ] = None,
    jobs: Annotated[
        int, typer.Option(metavar="N", min=1, max=256, help="Ask a server so many at a time.", rich_help_panel=LIMITS)
    ] = 1,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the results are kept.", rich_help_panel=OUTPUT)
    ] = Path("runs/bench/grounding"),
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Ask only what has no answer there yet, or ended in an error.", rich_help_panel=OUTPUT
        ),
    ] = False,
    json_: lazy.Json = False,
) -> None:
    """Measure how well a model points, on a set of screens.

    Each item is asked once, and its answer written down as it comes. Exit code 0: every item has an answer; 3:
    --max-cost was met; 5: some ended in an error of the model's server; 130: interrupted. --resume goes on.
    """
    from guiagent.bench.grounding.reading import read_set
    from guiagent.cli.bench.grounding_run import Asked, answered
    from guiagent.cli.bench.grounding_set import generated, make_set
    from guiagent.cli.options import RunOptions, loading_of
    from guiagent.errors import UsageError

    if make is not None:
        if place is not None:
            raise UsageError("--make writes a new set, and SET is one that is there: leave one of them out")
        make_set(make, seed, count, json_)
        return
    options = RunOptions(
        instruction="",
        model=model,
        base_url=base_url,
        provider=provider.value,
        dialect=dialect,
        zoom=zoom,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
    )
    asked = Asked.of(options, jobs, max_cost)
    questions = read_set(place or generated(out, seed, count), form, images)
    _begin(asked, questions)
    raise typer.Exit(answered(asked, questions, limit, out, resume, json_))


def _begin(asked: Asked, questions: GroundingSet) -> None:
    """Say what a person should know before it is waited for."""
    for remark in filter(None, (asked.choice.why, *questions.remarks)):
        typer.echo(remark, err=True)
