"""`guiagent calibrate`: whether a model points where it means to, and what is wrong where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from guiagent.cli import lazy
from guiagent.cli.headed import PICTURES

if TYPE_CHECKING:
    from guiagent.calibration.kept import Calibrations, Kept
    from guiagent.calibration.shots import Shot
    from guiagent.calibration.verdict import Verdict
    from guiagent.cli.asking import Asking


def calibrate(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model's name, a folder with weights, or auto.")],
    base_url: lazy.BaseUrl = "",
    provider: lazy.ProviderName = lazy.Provider.auto,
    dialect: lazy.Dialect = "",
    images: Annotated[
        int, typer.Option(metavar="N", min=2, max=50, help="Pictures of each size.", rich_help_panel=PICTURES)
    ] = 3,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Which pictures.", rich_help_panel=PICTURES)] = 0,
    max_cost: Annotated[
        float | None, typer.Option(metavar="USD", help="Ask no more after so much money.", rich_help_panel=PICTURES)
    ] = None,
    device: lazy.Device = "auto",
    dtype: lazy.DtypeName = lazy.Dtype.auto,
    bits: lazy.Bits = None,
    attention: lazy.Attention = "auto",
    trust_remote_code: lazy.RemoteCode = False,
    json_: lazy.Json = False,
) -> None:
    """Measure how well a model points.

    It is shown pictures with targets at known places, and asked for a click on each; nothing is clicked. The usual
    mistakes are recognised: another coordinate convention, swapped axes, a server that resizes images, a model that
    does not see them. Exit code 0: it passed; 1: it failed, and `guiagent run` refuses it from then on; 3: --max-cost
    was met, and nothing is kept.
    """
    import os

    from guiagent.calibration.kept import Calibrations
    from guiagent.calibration.pictures import VIEWS
    from guiagent.calibration.verdict import verdict_on
    from guiagent.cli.asking import Asking, tell_cost
    from guiagent.cli.options import RunOptions, loading_of
    from guiagent.usage import Usage

    options = RunOptions(
        instruction="",
        model=model,
        base_url=base_url,
        provider=provider.value,
        dialect=dialect,
        loading=loading_of(device, dtype.value, bits, attention, trust_remote_code),
    )
    asking = Asking.of(options, os.environ)
    asking.bounded(max_cost)
    if asking.choice.why:
        typer.echo(asking.choice.why, err=True)
    shots: list[Shot] = []
    try:
        _shoot(asking, shots, images, seed, max_cost)
    finally:
        tell_cost(sum((shot.usage for shot in shots), Usage()))
    if len(shots) < images * len(VIEWS):
        _cut_short(asking, shots, images * len(VIEWS), json_)
    kept = _kept(asking, verdict_on(asking.profile, shots), seed)
    _tell(kept, shots, json_, Calibrations.of(os.environ))
    raise typer.Exit(0 if kept.verdict.passed else 1)


def _shoot(asking: Asking, shots: list[Shot], images: int, seed: int, max_cost: float | None) -> None:
    """One click on each picture, with progress on a terminal, until the money is spent; `shots` grows by each."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from guiagent.calibration.pictures import VIEWS, pictures
    from guiagent.calibration.shots import shoot
    from guiagent.policies.grounding import PolicyGrounder
    from guiagent.usage import Usage

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

    async def ask(grounder: PolicyGrounder) -> None:
        task = progress.add_task(asking.choice.name, total=images * len(VIEWS))
        spent: float | None = 0.0
        for picture in pictures(seed, images):
            if max_cost is not None and spent is not None and spent >= max_cost:
                return
            progress.update(task, description=f"{picture.view}  {picture.target}")
            shots.append(await shoot(grounder, picture))
            progress.update(task, advance=1)
            spent = sum((shot.usage for shot in shots), Usage()).usd

    with progress:
        asking.run(ask)


def _cut_short(asking: Asking, shots: list[Shot], wanted: int, as_json: bool) -> NoReturn:
    """Of a part of the pictures no verdict is given."""
    import json

    from guiagent.calibration.shots import hit

    hits = sum(hit(shot.picture, shot.point) for shot in shots)
    words = (
        f"--max-cost is met after {len(shots)} of {wanted} pictures, {hits} of them hit: no verdict, nothing is kept"
    )
    typer.echo(f"guiagent: {words}", err=True)
    if as_json:
        typer.echo(json.dumps({"error": words, "exit": 3}))
    raise typer.Exit(3)


def _kept(asking: Asking, verdict: Verdict, seed: int) -> Kept:
    from datetime import UTC, datetime

    from guiagent.calibration.kept import Kept, shown

    return Kept(
        model=asking.choice.name,
        base_url=shown(asking.source.place),
        speech=asking.profile.speech,
        when=datetime.now(UTC),
        seed=seed,
        verdict=verdict,
    )


def _tell(kept: Kept, shots: list[Shot], as_json: bool, calibrations: Calibrations) -> None:
    """Print what was found, and write it down."""
    from guiagent.usage import Usage

    usage = sum((shot.usage for shot in shots), Usage())
    try:
        calibrations.keep(kept)
    finally:
        if as_json:
            import json

            result = kept.model_dump(mode="json") | {"passed": kept.verdict.passed, "usage": usage.model_dump()}
            typer.echo(json.dumps(result | {"kept_in": str(calibrations.path)}))
        else:
            _show(kept)
    if not as_json:
        typer.echo(f"kept in {calibrations.path}", err=True)


def _show(kept: Kept) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from guiagent.words import plain

    console, verdict = Console(highlight=False), kept.verdict
    console.print(Text(f"{plain(kept.model)} at {kept.base_url}, spoken to as {kept.speech}", "bold"), soft_wrap=True)
    table = Table(box=None, padding=(0, 3, 0, 0), header_style="dim")
    for heading in ("size", "in target", "median error", "worst", "to its edge"):
        table.add_column(heading, justify="left" if heading == "size" else "right", no_wrap=True)
    for row in verdict.rows:
        good = Text(f"{row.hits}/{row.shots}", style="green" if row.hits == row.shots else "red")
        table.add_row(row.view, good, _pixels(row.median), _pixels(row.worst), _share(row.share))
    console.print(table)
    mark, style = ("✓", "green") if verdict.passed else ("✗", "red")
    words = Table.grid(padding=(0, 1))
    words.add_row(Text(mark, style), Text(plain(verdict.words), style))
    if verdict.advice:
        words.add_row("", Text(plain(verdict.advice)))
    if console.is_terminal:
        console.print(words)
    else:  # a pipe has no edge to fold at
        typer.echo("\n  ".join(filter(None, (f"{mark} {plain(verdict.words)}", plain(verdict.advice)))))


def _pixels(amount: float | None) -> str:
    return "-" if amount is None else f"{amount:g} px"


def _share(share: float | None) -> str:
    """How far the median click is on the way from the target's middle to its edge."""
    return "-" if share is None else f"{share:.0%}" if share < 10 else ">999%"
