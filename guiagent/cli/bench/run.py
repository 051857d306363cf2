"""`guiagent bench run`: a model before the tasks of a suite, in the worlds of many seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.bench.grounding import grounding
from guiagent.cli.headed import LIMITS, OUTPUT, TASKS
from guiagent.errors import UsageError


def run(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="A suite, as guiagent bench list names them.")],
    model: lazy.ModelName = "reader",
    seeds: Annotated[
        str,
        typer.Option(
            metavar="N|A:B|LIST",
            help="Worlds a task: so many, a range, or a list with commas.",
            rich_help_panel=TASKS,
        ),
    ] = "5",
    base_seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="What --seeds N are drawn from.", rich_help_panel=TASKS)
    ] = 0,
    filter_: Annotated[
        list[str] | None,
        typer.Option(
            "--filter", metavar="NAME", help="Only this task, or click-* (repeatable).", rich_help_panel=TASKS
        ),
    ] = None,
    subset: Annotated[
        str, typer.Option(metavar="NAME", help="Only a published subset, as webgum-56.", rich_help_panel=TASKS)
    ] = "",
    level: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=3, help="Only tasks of this level.", rich_help_panel=TASKS)
    ] = None,
    tasks: lazy.Suites = None,
    base_url: lazy.BaseUrl = "",
    provider: lazy.ProviderName = lazy.Provider.auto,
    dialect: lazy.Dialect = "",
    marks: lazy.MarksFrom = lazy.Marks.auto,
    grounder: lazy.GrounderName = "",
    grounder_url: lazy.GrounderUrl = "",
    grounder_dialect: lazy.GrounderDialect = "",
    zoom: lazy.Zoom = False,
    reflector: lazy.ReflectorName = "pixels",
    device: lazy.Device = "auto",
    dtype: lazy.DtypeName = lazy.Dtype.auto,
    bits: lazy.Bits = None,
    attention: lazy.Attention = "auto",
    trust_remote_code: lazy.RemoteCode = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", metavar="N", min=1, help="Attempts side by side.", rich_help_panel=LIMITS),
    ] = None,
    max_steps: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Steps an attempt (the suite's).", rich_help_panel=LIMITS)
    ] = None,
    max_seconds: Annotated[
        float, typer.Option(metavar="N", min=1, help="Seconds an attempt.", rich_help_panel=LIMITS)
    ] = 300,
    max_tokens: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Tokens an attempt.", rich_help_panel=LIMITS)
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="Money for the whole benchmark.", rich_help_panel=LIMITS)
    ] = None,
    retries: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Repeats where the environment failed.", rich_help_panel=LIMITS),
    ] = 2,
    ray: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Workers on a Ray cluster: auto, local, HOST:PORT.", rich_help_panel=LIMITS
        ),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where results are kept (default: under runs/bench/).", rich_help_panel=OUTPUT
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on: what is missing, and what the environment ended.", rich_help_panel=OUTPUT
        ),
    ] = False,
    json_: lazy.Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, only the table.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Put a model before a suite's tasks, and say how often it succeeded; for the suite grounding, how often it points.

    --model also takes the baselines: scripted, idle, submit, random, replay:DIR. The table goes to stdout, progress to
    stderr. Exit codes: 0 every attempt has a result, 1 some have none, 2 usage, 3 a limit on costs, 5 the environment
    or the model is broken, 130 interrupted; all but the first can be gone on with by --resume.
    """
    if suite == "grounding":
        if filter_ or subset or level is not None or tasks or ray:
            raise UsageError(
                "grounding has neither tasks nor workers; guiagent bench grounding --help says what it has"
            )
        place = out or Path("runs/bench/grounding")
        asked_of = "ocr" if model == "reader" else model  # what the reader finds places by
        return grounding(
            model=asked_of,
            base_url=base_url,
            provider=provider,
            dialect=dialect,
            zoom=zoom,
            device=device,
            dtype=dtype,
            bits=bits,
            attention=attention,
            trust_remote_code=trust_remote_code,
            seed=base_seed,
            max_cost=max_cost,
            jobs=jobs or 1,
            out=place,
            resume=resume,
            json_=json_,
        )
    from guiagent.cli.bench.running import Asked, start
    from guiagent.cli.options import RunOptions, limits_of, loading_of

    options = RunOptions(
        instruction="",
        model=model,
        base_url=base_url,
        provider=provider.value,
        dialect=dialect,
        marks=marks.value,
        grounder=grounder,
        grounder_url=grounder_url,
        grounder_dialect=grounder_dialect,
        zoom=zoom,
        reflector=reflector,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
        limits=limits_of(max_steps, max_seconds, max_tokens, None),
    )
    asked = Asked(
        suite=suite,
        options=options,
        seeds=seeds,
        base_seed=base_seed,
        filters=tuple(filter_ or ()),
        subset=subset,
        level=level,
        suites=tasks.resolve() if tasks else None,
        jobs=jobs,
        steps=max_steps,
        usd=max_cost,
        retries=retries,
        ray=ray,
        out=out,
        resume=resume,
        quiet=quiet,
        json=json_,
    )
    raise typer.Exit(start(asked))
