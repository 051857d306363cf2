"""`guiagent ground`: where a model sees something on a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guiagent.cli.lazy import Provider

if TYPE_CHECKING:
    from guiagent.cli.asking import Asking
    from guiagent.policies.grounding import Pointed
    from guiagent.screen import Screen


def ground(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG, JPEG or WebP file.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="What to find, in plain words.")],
    model: Annotated[str, typer.Option("--model", "-m", help="A model's name, or auto.")] = "auto",
    base_url: Annotated[str, typer.Option(help="Where the model is asked, as http://localhost:8000/v1.")] = "",
    provider: Annotated[Provider, typer.Option(help="Whose API is spoken (auto: by the name).")] = Provider.auto,
    dialect: Annotated[str, typer.Option(help="How to speak with it, as json:1000.")] = "",
    out: Annotated[Path | None, typer.Option(metavar="PNG", help="Where it is marked (IMAGE.ground.png).")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """Ask a model where something is on a picture.

    Its pixel goes to stdout as `x y`, and a copy of the picture has it marked. Exit code 1: the model says that it is
    not there.
    """
    import os

    from guiagent.cli.asking import Asking, tell_cost
    from guiagent.cli.pictures import beside, marked, opened, write
    from guiagent.errors import UsageError

    if not target.strip():
        raise UsageError('say what to find, as in: guiagent ground page.png "the search field"')
    screen = opened(image)
    place = beside(image, out)
    asking = Asking.of(model, base_url, provider.value, dialect, os.environ)
    if asking.choice.why:
        typer.echo(asking.choice.why, err=True)
    pointed = _asked(asking, screen, target.strip())
    if pointed.point is not None:
        write(place, marked(screen, pointed.point))
    _tell(asking, screen, target, pointed, place, json_)
    tell_cost(pointed.usage)
    raise typer.Exit(0 if pointed.point is not None else 1)


def _asked(asking: Asking, screen: Screen, target: str) -> Pointed:
    """The model's answer. Raises ModelError, also where its replies cannot be read."""
    from guiagent.cli.asking import tell_cost
    from guiagent.errors import ModelError, UnreadableReply
    from guiagent.records import Usage

    try:
        return asking.run(lambda grounder: grounder.point_at(screen, target))
    except UnreadableReply as error:
        tell_cost(error.usage or Usage())
        way = "guiagent calibrate shows what is wrong"
        raise ModelError(f"{asking.choice.name!r} cannot be understood: {error}; {way}") from error


def _tell(asking: Asking, screen: Screen, target: str, pointed: Pointed, place: Path, as_json: bool) -> None:
    import json

    from guiagent.words import plain, quoted

    point = pointed.point
    if as_json:
        result = {
            "target": target,
            "model": asking.choice.name,
            "point": point,
            "said": pointed.said,
            "width": screen.width,
            "height": screen.height,
            "marked": str(place) if point else None,
            "usage": pointed.usage.model_dump(),
        }
        typer.echo(json.dumps(result))
    elif point is not None:
        typer.echo(f"{point.x} {point.y}")
    if point is None:
        typer.echo(f"{quoted(target)} is not there, says {asking.choice.name}: {plain(pointed.said, 300)}", err=True)
    else:
        typer.echo(f"marked in {place}", err=True)
