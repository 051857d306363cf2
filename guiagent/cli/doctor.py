"""`guiagent doctor`: what is there, what is missing, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from guiagent.cli.checkup import Finding


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Install a browser if none is there.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    only: Annotated[list[str] | None, typer.Option("--only", help="Look at this only (repeatable).")] = None,
) -> None:
    """Say what is there and what is missing here, and how to mend it."""
    import asyncio
    import json

    from guiagent.cli.checkup import CHECKS, examine, install_browser, install_shell
    from guiagent.errors import UsageError

    if unknown := [name for name in only or () if name not in CHECKS]:
        raise UsageError(f"--only {unknown[0]!r} is no check; there are {', '.join(CHECKS)}")
    names = tuple(only or CHECKS)
    findings = asyncio.run(examine(names))
    if fix and any(finding.name == "browser" and finding.state == "missing" for finding in findings):
        typer.echo("no browser found; installing one, which may take some minutes ...", err=True)
        typer.echo(install_browser(), err=True)
        findings = asyncio.run(examine(names))
    if fix and "shell" in (only or ()) and any(each.name == "shell" and each.state != "ok" for each in findings):
        typer.echo(install_shell(), err=True)
        findings = asyncio.run(examine(names))
    if json_:
        typer.echo(json.dumps([finding.model_dump() for finding in findings], indent=2))
    else:
        _show(findings)
    raise typer.Exit(5 if any(finding.state == "missing" for finding in findings) else 0)


def _show(findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for finding in findings:
        mark, style = {"ok": ("✓", "green"), "optional": ("·", "yellow"), "missing": ("✗", "red")}[finding.state]
        table.add_row(Text(mark, style=style), Text(finding.name), Text(finding.found))
        if finding.mend:
            table.add_row("", "", Text(finding.mend, style="dim"))
    Console().print(table)
