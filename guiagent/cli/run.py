"""`guiagent run`: a task, typed in the terminal, gets done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.lazy import Confirm, Provider


def run(
    instruction: Annotated[str, typer.Argument(metavar="TASK", help="What to do, in plain words; - reads stdin.")] = "",
    url: Annotated[str, typer.Option(help="Where to begin: an address or an HTML file.")] = "",
    sandbox: Annotated[str, typer.Option(help="Work in a sandboxed world instead: shop.")] = "",
    task: Annotated[str, typer.Option(metavar="SUITE/NAME", help="A task of a suite, checked at the end.")] = "",
    seed: Annotated[int, typer.Option(min=0, help="The world of --sandbox or --task.")] = 0,
    model: lazy.ModelName = "auto",
    base_url: lazy.BaseUrl = "",
    provider: lazy.ProviderName = Provider.auto,
    dialect: lazy.Dialect = "",
    marks: Annotated[
        lazy.Marks, typer.Option(help="Number the places, for a model that points badly (auto: as it needs).")
    ] = lazy.Marks.auto,
    grounder: Annotated[
        str, typer.Option(metavar="MODEL", help="Who says where: the model then only says what. Or: ocr.")
    ] = "",
    grounder_url: Annotated[str, typer.Option(help="Where the grounder is asked, if not in this process.")] = "",
    zoom: lazy.Zoom = False,
    examples: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Show what earlier runs in DIR did on similar screens.")
    ] = None,
    embedder: Annotated[
        str, typer.Option(metavar="MODEL", help="Who says which screens are similar: CLIP or SigLIP weights.")
    ] = "",
    device: lazy.Device = "auto",
    dtype: lazy.DtypeName = lazy.Dtype.auto,
    bits: lazy.Bits = None,
    attention: lazy.Attention = "auto",
    trust_remote_code: lazy.RemoteCode = False,
    reflector: Annotated[str, typer.Option(help="Who judges each step: pixels, same, or a model.")] = "pixels",
    uncalibrated: Annotated[
        bool, typer.Option("--uncalibrated", help="Use a model even if its calibration failed.")
    ] = False,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
    cdp: Annotated[str, typer.Option(metavar="URL", help="Use a browser that runs, by its debugging address.")] = "",
    viewport: Annotated[str, typer.Option(metavar="WxH", help="The page's size in CSS pixels.")] = "1280x800",
    scale: Annotated[float, typer.Option(min=0.5, max=4, help="Device pixels of a CSS pixel.")] = 1.0,
    max_steps: Annotated[int, typer.Option(min=1, help="Stop after so many steps.")] = 50,
    max_seconds: Annotated[float, typer.Option(min=1, help="Stop after so many seconds.")] = 900,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Stop after so many tokens.")] = None,
    max_cost: Annotated[float | None, typer.Option(metavar="USD", help="Stop after so much money.")] = None,
    allow_domain: Annotated[
        list[str] | None, typer.Option(metavar="D", help="Reach nothing else (repeatable).")
    ] = None,
    confirm: Annotated[Confirm, typer.Option(help="Ask before which actions.")] = Confirm.never,
    secret: Annotated[list[str] | None, typer.Option(metavar="NAME=@ENV", help="Type it as <secret:NAME>.")] = None,
    upload: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="May be uploaded (repeatable).")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where this run is kept (default: under runs/).")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only the answer, or why there is none.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print reflections and notices, too.")] = False,
) -> None:
    """Do a task, said in plain words, on a screen.

    The answer goes to stdout, progress to stderr. Exit codes: 0 done (and verified where there is a check), 1 failed
    or gave up, 2 usage, 3 a limit, 4 denied or blocked, 5 model or environment error, 130 interrupted.
    """
    from guiagent.cli.options import RunOptions, limits_of, loading_of, uploads_of, url_of, viewport_of
    from guiagent.cli.working import Manner, start

    options = RunOptions(
        instruction=sys.stdin.read().strip() if instruction == "-" else instruction.strip(),
        url=url_of(url) if url else "",
        sandbox=sandbox,
        task=task,
        seed=seed,
        model=model,
        base_url=base_url,
        dialect=dialect,
        provider=provider.value,
        reflector=reflector,
        headed=headed,
        cdp=cdp,
        viewport=viewport_of(viewport),
        scale=scale,
        limits=limits_of(max_steps, max_seconds, max_tokens, max_cost),
        allow_domains=tuple(allow_domain or ()),
        confirm=confirm.value,
        secrets=tuple(secret or ()),
        uploads=uploads_of(upload or ()),
        uncalibrated=uncalibrated,
        marks=marks.value,
        grounder=grounder,
        grounder_url=grounder_url,
        zoom=zoom,
        examples=examples.resolve() if examples else None,
        embedder=embedder,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
    )
    raise typer.Exit(start(options, out, Manner.of(json_, quiet, verbose)))
