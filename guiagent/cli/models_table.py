"""The table of `guiagent models`: by provider on a terminal, a line a family on a pipe."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from guiagent.catalogue import MARKS
from guiagent.cli.known import Known, context_words, price_words, screens_words
from guiagent.providers import PROVIDERS

WIDE, WIDEST = 110, 150
"""Columns of a terminal from which on families and places have columns of their own, and sizes of images."""
ENDLESS = 2000
ACT = "Open weights that act: --model"
MARKED = "Open weights that act on numbered marks: --model"
POINT = "Open weights that only point: --grounder"
COMPARE = "Open weights that compare pictures with words: --grounder, --embedder"
CODE = "--trust-remote-code"


def show(known: Sequence[Known]) -> None:
    """Print it on stdout."""
    console = Console(highlight=False)
    if not console.is_terminal:
        print(_lines(known))
        return
    for title, mine in _sections(known).items():
        _section(console, title, mine)
    for line in _remarks(known):
        console.print(Text(line, "dim"))


def _sections(known: Sequence[Known]) -> dict[str, list[Known]]:
    """The families under the headings that they stand under: by who serves them, or by what open weights are for."""
    served = [provider.title[:1].upper() + provider.title[1:] for provider in PROVIDERS.values()]
    sections: dict[str, list[Known]] = {title: [] for title in (*served, ACT, MARKED, POINT, COMPARE)}
    for each in known:
        title = PROVIDERS[each.provider].title if not each.weights else _open(each)
        sections.setdefault(title[:1].upper() + title[1:], []).append(each)
    return {title: mine for title, mine in sections.items() if mine}


def _open(each: Known) -> str:
    if "agent" in each.roles:
        return MARKED if each.dialect == MARKS else ACT
    return COMPARE if each.provider == "transformers" else POINT


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
        speech = (each.provider, each.dialect, each.places, each.image, screens_words(each))
        cost = f"{price_words(each.price)}{source}"
        weights = f"{each.weights} ({each.license})" if each.weights else "-"
        told = (each.family, *lists, *speech, context_words(each.context), cost, weights, each.missing or "nothing")
        table.add_row(*map(Text, told))
    out = io.StringIO()
    Console(file=out, width=ENDLESS, highlight=False).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _section(console: Console, title: str, known: Sequence[Known]) -> None:
    """A line a family; what it takes at least to use one of them stands at their head."""
    needs, head = min((each.missing for each in known), key=len), Text(title, "bold cyan")
    console.print(head.append(f"  needs {needs}" if needs else "  ready", "yellow" if needs else "green"))
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("name", ratio=3, no_wrap=True, overflow="ellipsis")
    if console.width >= WIDE:
        table.add_column("family", ratio=2, no_wrap=True, overflow="ellipsis", style="dim")
    table.add_column("dialect", width=15, no_wrap=True)
    if console.width >= WIDE:
        table.add_column("places", width=18, no_wrap=True)
    if console.width >= WIDEST:
        table.add_column("image", width=35, no_wrap=True, style="dim")
    table.add_column("context", justify="right", width=7, no_wrap=True)
    last = "license" if known[0].weights else "$ per M in/out"
    table.add_column(last, width=15, no_wrap=True, overflow="ellipsis", style="dim" if known[0].weights else "")
    for each in known:
        table.add_row(*map(Text, _cells(each, console.width)))
    console.print(table)
    console.print()


def _cells(each: Known, width: int) -> Iterator[str]:
    yield (each.weights or ", ".join(each.names)) + (" *" if _is_coded(each) else "")
    if width >= WIDE:
        yield each.family
    yield each.dialect
    if width >= WIDE:
        yield each.places
    if width >= WIDEST:
        yield each.image
    yield context_words(each.context)
    yield each.license if each.weights else price_words(each.price)


def _remarks(known: Sequence[Known]) -> tuple[str, ...]:
    sources = dict.fromkeys(f"{each.price.source}, read on {each.price.read}" for each in known if each.price)
    defaults = ", ".join(each.default for each in known if each.default)
    code = f"* brings Python code of its own: {CODE}, or a server. " if any(_is_coded(each) for each in known) else ""
    return (
        f"{code}Open weights run in this process by their name on the hub or their folder, or at an "
        "OpenAI-compatible server (--base-url). A name is its beginning: what follows it is of the same family.",
        f"Prices: {'; '.join(sources)}. An unknown price is counted as unknown, never as nothing.",
        "Each that acts can also judge steps (--reflector). With a vendor in front, as anthropic/claude-opus-5, a "
        "model is asked in words through an OpenAI-compatible server.",
        f"--model auto takes, where only a key is known: {defaults}; without one the reader, which is offline.",
        "guiagent models NAME tells all of one; guiagent calibrate NAME tests how well it points.",
    )


def _is_coded(each: Known) -> bool:
    return each.missing.endswith(CODE)
