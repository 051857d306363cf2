"""What a person sees while a run goes on: a line a step on stderr, and a live footer with the limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Literal

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from guiagent.actions import DeviceAction
from guiagent.cli.lines import step_lines
from guiagent.limits import Limits, Spent
from guiagent.records import Decision, Done, Observation, Step
from guiagent.words import action_words, plain, tokens_words, usage_words, usd_words

Verbosity = Literal["quiet", "normal", "verbose"]


class StepPrinter:
    """A `Watcher` that prints each step, and between them what is going on and what of the limits is left."""

    def __init__(self, console: Console, limits: Limits, verbosity: Verbosity = "normal") -> None:
        self.console, self.limits, self.verbosity = console, limits, verbosity
        self._live: Live | None = None
        self._doing = "starting"
        self._spent, self._since = Spent(), monotonic()

    @contextmanager
    def live(self) -> Iterator[None]:
        """Show the footer while the context lasts; on a terminal only."""
        if self.verbosity == "quiet" or not self.console.is_terminal:
            yield
            return
        self._live = Live(get_renderable=self._footer, console=self.console, transient=True, refresh_per_second=8)
        try:
            with self._live:
                yield
        finally:
            self._live = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the footer away while something is asked."""
        if self._live is None:
            yield
            return
        self._live.stop()
        try:
            yield
        finally:
            self._live.start(refresh=True)

    def say(self, text: str, style: str = "dim", always: bool = False) -> None:
        """A remark between the steps; `always`: also where a person wants to be told of nothing but the answer."""
        if always or self.verbosity != "quiet":
            indent = text[: len(text) - len(text.lstrip())]  # soft_wrap: a path or a command stays in one piece
            self.console.print(Text(f"{indent}{plain(text)}", style=style), soft_wrap=True)

    def deciding(self, now: Observation, spent: Spent) -> None:
        self._mark("thinking", spent)
        if self.verbosity == "verbose":
            for notice in now.notices:
                self.say(f"  · {notice}")

    def decided(self, index: int, decision: Decision) -> None:
        if self.verbosity == "verbose":
            for rejected in decision.rejected:
                self.say(f"  · sent back: {rejected.why}", style="yellow")

    def acting(self, action: DeviceAction) -> None:
        self._doing = action_words(action)

    def stepped(self, step: Step, spent: Spent) -> None:
        self._mark("looking", spent)
        if self.verbosity == "quiet":
            return
        disappointed = step.reflection.progress is False or not isinstance(step.outcomes[-1], Done)
        for line in step_lines(step, self.limits.steps, reflections=disappointed or self.verbosity == "verbose"):
            self.console.print(line, soft_wrap=True)
        if self.verbosity == "verbose" and (spent_on_it := usage_words(step.usage)):
            self.say(f"  · {spent_on_it}")

    def _mark(self, doing: str, spent: Spent) -> None:
        self._doing, self._spent, self._since = doing, spent, monotonic()

    def _footer(self) -> Table:
        spent, limits = self._spent, self.limits
        seconds = spent.seconds + monotonic() - self._since
        parts = (
            _of(f"{spent.steps}", limits.steps and f"{limits.steps}", "steps"),
            _of(f"{seconds:.0f}", limits.seconds and f"{limits.seconds:.0f}", "s"),
            _of(tokens_words(spent.tokens), limits.tokens and tokens_words(limits.tokens), "tokens"),
            _of(usd_words(spent.usd), limits.usd and usd_words(limits.usd), ""),
        )
        footer = Table.grid(padding=(0, 1))
        footer.add_row(
            Spinner("dots", style="cyan"),
            Text(self._doing, style="cyan", overflow="ellipsis", no_wrap=True),
            Text(" · ".join(parts), style="dim", no_wrap=True),
            Text("Ctrl-C pauses", style="dim", no_wrap=True),
        )
        return footer


def _of(spent: str, limit: str | float | None, unit: str) -> str:
    return f"{spent}/{limit} {unit}".rstrip() if limit else f"{spent} {unit}".rstrip()
