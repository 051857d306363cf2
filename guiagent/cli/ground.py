"""`guiagent ground`: where a model sees something on a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guiagent.cli import lazy
from guiagent.cli.headed import MODEL, OUTPUT

if TYPE_CHECKING:
    from guiagent.cli.finder import Finder
    from guiagent.records import Located
    from guiagent.screen import Screen


def ground(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG, JPEG or WebP file.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="What to find, in plain words.")],
    model: Annotated[
        str,
        typer.Option(
            "--model",
            "-m",
            metavar="NAME",
            help="A model's name, a folder with weights, ocr, or auto.",
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
    out: Annotated[
        Path | None,
        typer.Option(metavar="PNG", help="Where it is marked (default: IMAGE.ground.png).", rich_help_panel=OUTPUT),
    ] = None,
    json_: lazy.Json = False,
) -> None:
    """Ask a model where something is on a picture.

    Its pixel goes to stdout as `x y`, and a copy of the picture has it marked. Exit code 1: the model says that it is
    not there.
    """
    import asyncio
    import os

    from guiagent.cli.asking import asked, tell_cost
    from guiagent.cli.finder import Finder
    from guiagent.cli.options import RunOptions, loading_of
    from guiagent.cli.pictures import beside, marked, opened, write
    from guiagent.cli.served import heeded
    from guiagent.errors import UsageError

    if not target.strip():
        raise UsageError('say what to find, as in: guiagent ground page.png "the search field"')
    screen = opened(image)
    place = beside(image, out)
    options = RunOptions(
        instruction="",
        model=model,
        base_url=base_url,
        provider=provider.value,
        dialect=dialect,
        zoom=zoom,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
    )
    choice = asked(options, os.environ)
    if choice.why:
        typer.echo(choice.why, err=True)
    finder = Finder.of(choice.name, options, os.environ)
    heeded(options.loading, finder.model)
    found = asyncio.run(_found(finder, choice.name, screen, target.strip()))
    if found.point is not None:
        write(place, marked(screen, found.point))
    _tell(choice.name, screen, target, found, place, json_)
    tell_cost(found.usage)
    raise typer.Exit(0 if found.point is not None else 1)


async def _found(finder: Finder, name: str, screen: Screen, target: str) -> Located:
    """Where it is. Raises ModelError, also where the model's replies cannot be read."""
    from guiagent.cli.asking import tell_cost
    from guiagent.cli.served import opened
    from guiagent.errors import ModelError, UnreadableReply
    from guiagent.usage import Usage
    from guiagent.words import plain

    try:
        for remark in await opened(finder.model) if finder.model else ():
            typer.echo(remark, err=True)
        return await finder.grounder.locate(screen, target)
    except UnreadableReply as error:
        tell_cost(error.usage or Usage())
        way = "guiagent calibrate shows what is wrong"
        raise ModelError(f"{name!r} cannot be understood: {plain(str(error), 300)}; {way}") from error
    finally:
        if finder.model:
            await finder.model.aclose()


def _tell(model: str, screen: Screen, target: str, found: Located, place: Path, as_json: bool) -> None:
    import json

    from guiagent.words import plain, quoted

    point = found.point
    if as_json:
        result = {
            "target": target,
            "model": model,
            "point": point,
            "said": found.said,
            "width": screen.width,
            "height": screen.height,
            "marked": str(place) if point else None,
            "usage": found.usage.model_dump(),
        }
        typer.echo(json.dumps(result))
    elif point is not None:
        typer.echo(f"{point.x} {point.y}")
    if point is None:
        typer.echo(f"{quoted(target)} is not there, says {model}: {plain(found.said, 300)}", err=True)
    else:
        typer.echo(f"marked in {place}", err=True)
