"""`guiagent models`: which models are known, and what is missing to use each here."""

from __future__ import annotations

from typing import Annotated

import typer

from guiagent.cli.lazy import Provider


def models(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Everything on one model.")] = "",
    base_url: Annotated[str, typer.Option(help="As it would be asked there.")] = "",
    provider: Annotated[Provider, typer.Option(help="As it would be asked there (auto: by the name).")] = Provider.auto,
    dialect: Annotated[str, typer.Option(help="As it would be spoken to, as json:1000.")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the models that are known.

    How they speak, what they take and cost, and what is missing to use each here. Nobody is asked.
    """
    import json
    import os

    from guiagent.catalogue import profiles
    from guiagent.cli.known import Known
    from guiagent.cli.models_table import show
    from guiagent.cli.options import RunOptions
    from guiagent.cli.source import profile_of

    if name in _OWN:
        typer.echo(_OWN[name])
        return
    if name:
        from guiagent.cli.model_page import Page

        asked = RunOptions(instruction="", model=name, base_url=base_url, provider=provider.value, dialect=dialect)
        profile = profile_of(name, asked, os.environ)
        page = Page.of(name, profile, base_url, os.environ)
        if json_:
            typer.echo(json.dumps(page.model_dump(mode="json")))
        else:
            page.show()
        return
    known = [Known.of(profile, os.environ, base_url) for profile in profiles()]
    if json_:
        typer.echo(json.dumps([each.model_dump(mode="json") for each in known]))
    else:
        show(known)


_OWN = {
    "reader": "reader: offline, by OCR and image processing; follows tasks that say what to do; nothing is missing",
    "scripted": "scripted: a sandboxed task's own solution, for --task SUITE/NAME",
    "ocr": "ocr: finds what is written, offline; for --grounder and guiagent ground; nothing is missing",
    "auto": "auto: the one model that a server has, a provider's default where its key is set, or the reader",
}
