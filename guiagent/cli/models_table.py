"""The table of `guiagent models`: by provider on a terminal, a line a family on a pipe."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guiagent.cli.known import Known, context_words, price_words
from guiagent.providers import PROVIDERS

WIDE = 110
"""Columns of a terminal from which on roles and images have their own."""
ENDLESS = 2000


def show(known: Sequence[Known]) -> None:
    """Print it on stdout."""
    console = Console(highlight=False)
    if not console.is_terminal:
        print(_lines(known))
        return
    for provider in PROVIDERS.values():
        title = f"{provider.title[:1].upper()}{provider.title[1:]}"
        if mine := [each for each in known if each.provider == provider.name and not each.weights]:
            _section(console, title, mine)
    if mine := [each for each in known if each.weights]:
        _section(console, "Open weights, in this process or at an OpenAI-compatible server", mine)
    for line in _remarks(known):
        console.print(Text(line, "dim"))


def _lines(known: Sequence[Known]) -> str:
    """One line a family with everything; a pipe has no edge to fold at."""
    table = Table(box=None, padding=(0, 3, 0, 0))
    for heading in ("family", "names begin", "roles", "provider", "dialect", "places", "image", "screens", "context"):
        table.add_column(heading, no_wrap=True)
    table.add_column("USD per M tokens in / out", no_wrap=True)
    table.add_column("weights", no_wrap=True)
    table.add_column("missing here", no_wrap=True)
    for each in known:
        source = f" ({each.price.source}, {each.price.read})" if each.price else ""
        lists = (", ".join(each.names), ", ".join(each.roles))
        speech = (each.provider, each.dialect, each.places, each.image, _screens(each))
        cost = f"{price_words(each.price)}{source}"
        weights = f"{each.weights} ({each.license})" if each.weights else "-"
        told = (each.family, *lists, *speech, context_words(each.context), cost, weights, each.missing or "nothing")
        table.add_row(*map(Text, told))
    out = io.StringIO()
    Console(file=out, width=ENDLESS, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _section(console: Console, title: str, known: Sequence[Known]) -> None:
    """The families of one provider; what is missing to use them stands at their head."""
    needs, head = known[0].missing, Text(title, "bold cyan")
    console.print(head.append(f"  needs {needs}" if needs else "  ready", "yellow" if needs else "green"))
    wide = console.width >= WIDE
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("family\nnames begin", ratio=1)
    if wide:
        table.add_column("roles", width=9)
        table.add_column("image\nscreens", width=36)
    table.add_column("dialect\nplaces", width=17 if wide else 15)
    table.add_column("context", justify="right", width=7)
    table.add_column("license" if known[0].weights else "USD per M\nin / out", justify="right", width=13)
    for each in known:
        table.add_row(*(_wide(each) if wide else _narrow(each)))
    console.print(table)
    console.print()


def _wide(each: Known) -> tuple[Text, ...]:
    roles = Text("\n".join(role for role in each.roles if role != "judge"))
    return (_two(each.family, ", ".join(each.names), "bold"), roles, _two(each.image, _screens(each)), *_figures(each))


def _narrow(each: Known) -> tuple[Text, ...]:
    roles = ", ".join(role for role in each.roles if role != "judge")
    below = f"{', '.join(each.names)}\n{roles} · {each.image} · {_screens(each)}"
    return (_two(each.family, below, "bold"), *_figures(each))


def _figures(each: Known) -> tuple[Text, Text, Text]:
    if each.weights:
        return _two(each.dialect, each.places), Text(context_words(each.context)), Text(each.license, "dim")
    price = Text(price_words(each.price), "" if each.price else "dim")
    return _two(each.dialect, each.places), Text(context_words(each.context)), price


def _two(above: str, below: str, style: str = "") -> Text:
    return Text().append(above, style).append(f"\n{below}", "dim")


def _screens(each: Known) -> str:
    return f"{each.keep} to {each.keep + each.drop - 1} screens"


def _remarks(known: Sequence[Known]) -> tuple[str, ...]:
    sources = dict.fromkeys(f"{each.price.source}, read on {each.price.read}" for each in known if each.price)
    defaults = ", ".join(each.default for each in known if each.default)
    return (
        f"Prices: {'; '.join(sources)}. An unknown price is counted as unknown, never as nothing.",
        "Each can also judge steps (--reflector). With a vendor in front, as anthropic/claude-opus-5, a model is asked "
        "in words through an OpenAI-compatible server.",
        f"--model auto takes, where only a key is known: {defaults}; without one the reader, which is offline.",
        "guiagent models NAME tells more; guiagent calibrate NAME tests how well it points.",
    )
