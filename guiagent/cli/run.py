"""`guiagent run`: a task, typed in the terminal, gets done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.headed import BESIDE, FENCES, LIMITS, MODEL, OUTPUT, PLACE
from guiagent.cli.lazy import Confirm, Provider


def run(
    instruction: Annotated[str, typer.Argument(metavar="TASK", help="What to do, in plain words; - reads stdin.")] = "",
    url: Annotated[
        str, typer.Option(metavar="URL", help="An address or an HTML file to begin at.", rich_help_panel=PLACE)
    ] = "",
    sandbox: Annotated[
        str, typer.Option(metavar="NAME", help="A sandboxed world instead, as shop.", rich_help_panel=PLACE)
    ] = "",
    task: Annotated[
        str, typer.Option(metavar="SUITE/NAME", help="A task of a suite, checked at the end.", rich_help_panel=PLACE)
    ] = "",
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="The world of --sandbox or --task.", rich_help_panel=PLACE)
    ] = 0,
    tasks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Your own suites are here, too.", rich_help_panel=PLACE)
    ] = None,
    viewport: Annotated[
        str, typer.Option(metavar="WxH", help="The page's size in CSS pixels (1280x800).", rich_help_panel=PLACE)
    ] = "",
    scale: Annotated[
        float | None,
        typer.Option(metavar="X", min=0.5, max=4, help="Device pixels of a CSS pixel (1).", rich_help_panel=PLACE),
    ] = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.", rich_help_panel=PLACE)] = False,
    cdp: Annotated[
        str, typer.Option(metavar="URL", help="A browser that runs, by its debugging address.", rich_help_panel=PLACE)
    ] = "",
    model: lazy.ModelName = "auto",
    base_url: lazy.BaseUrl = "",
    provider: lazy.ProviderName = Provider.auto,
    dialect: lazy.Dialect = "",
    marks: lazy.MarksFrom = lazy.Marks.auto,
    uncalibrated: Annotated[
        bool, typer.Option("--uncalibrated", help="Use it even if its calibration failed.", rich_help_panel=MODEL)
    ] = False,
    grounder: lazy.GrounderName = "",
    grounder_url: lazy.GrounderUrl = "",
    grounder_dialect: lazy.GrounderDialect = "",
    zoom: lazy.Zoom = False,
    examples: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Tell it what runs in DIR did on similar screens.", rich_help_panel=BESIDE),
    ] = None,
    embedder: Annotated[
        str,
        typer.Option(metavar="NAME", help="CLIP or SigLIP weights that tell what is similar.", rich_help_panel=BESIDE),
    ] = "",
    reflector: lazy.ReflectorName = "pixels",
    device: lazy.Device = "auto",
    dtype: lazy.DtypeName = lazy.Dtype.auto,
    bits: lazy.Bits = None,
    attention: lazy.Attention = "auto",
    trust_remote_code: lazy.RemoteCode = False,
    max_steps: Annotated[
        int, typer.Option(metavar="N", min=1, help="Stop after so many steps.", rich_help_panel=LIMITS)
    ] = 50,
    max_seconds: Annotated[
        float, typer.Option(metavar="N", min=1, help="Stop after so many seconds.", rich_help_panel=LIMITS)
    ] = 900,
    max_tokens: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Stop after so many tokens.", rich_help_panel=LIMITS)
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="Stop after so much money.", rich_help_panel=LIMITS)
    ] = None,
    allow_domain: Annotated[
        list[str] | None, typer.Option(metavar="D", help="Reach nothing else (repeatable).", rich_help_panel=FENCES)
    ] = None,
    confirm: Annotated[
        Confirm,
        typer.Option(metavar="WHICH", help="Ask before actions: never, risky or always.", rich_help_panel=FENCES),
    ] = Confirm.never,
    secret: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=@ENV", help="Type it as <secret:NAME> (repeatable).", rich_help_panel=FENCES),
    ] = None,
    upload: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="May be uploaded (repeatable).", rich_help_panel=FENCES)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where this run is kept (default: under runs/).", rich_help_panel=OUTPUT),
    ] = None,
    json_: lazy.Json = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the answer, or why there is none.", rich_help_panel=OUTPUT)
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Print reflections and notices, too.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Do a task, said in plain words, on a screen.

    The answer goes to stdout, progress to stderr. Exit codes: 0 done (and verified where there is a check), 1 failed
    or gave up, 2 usage, 3 a limit, 4 denied or blocked, 5 model or environment error, 130 interrupted.
    """
    from guiagent.cli.options import RunOptions, limits_of, loading_of, screen_of, uploads_of, url_of
    from guiagent.cli.working import Manner, start
    from guiagent.cli.worlds import suite_of

    suites = tasks.resolve() if tasks else None
    suite = suite_of(task.partition("/")[0], suites) if task else None
    size, pixels = screen_of(viewport, scale, suite)
    options = RunOptions(
        instruction=sys.stdin.read().strip() if instruction == "-" else instruction.strip(),
        url=url_of(url) if url else "",
        sandbox=sandbox,
        task=task,
        suites=suites,
        seed=seed,
        model=model,
        base_url=base_url,
        dialect=dialect,
        provider=provider.value,
        reflector=reflector,
        headed=headed,
        cdp=cdp,
        viewport=size,
        scale=pixels,
        limits=limits_of(max_steps, max_seconds, max_tokens, max_cost),
        allow_domains=tuple(allow_domain or ()),
        confirm=confirm.value,
        secrets=tuple(secret or ()),
        uploads=uploads_of(upload or ()),
        uncalibrated=uncalibrated,
        marks=marks.value,
        grounder=grounder,
        grounder_url=grounder_url,
        grounder_dialect=grounder_dialect,
        zoom=zoom,
        examples=examples.resolve() if examples else None,
        embedder=embedder,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
    )
    raise typer.Exit(start(options, out, Manner.of(json_, quiet, verbose)))
