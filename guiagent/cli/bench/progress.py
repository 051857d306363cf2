"""What a person sees while a benchmark goes on: one bar, with what was reached so far, how fast, and what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from time import monotonic
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from guiagent.bench.rows import Row
from guiagent.words import plain, usd_words

EVERY = 10.0
"""Seconds between two lines where there is no terminal to draw a bar on."""


class Bar:
    """A `Progress` of the runner's, drawn on stderr; where that is no terminal, a line now and then."""

    def __init__(self, console: Console, title: str, total: int, done: Sequence[Row], quiet: bool = False) -> None:
        self._console, self._title, self._quiet = console, title, quiet
        self._total, self._made = total, 0
        self._counts = Counter(row.status for row in done if row.counts)
        self._usd = sum(row.usage.usd or 0.0 for row in done)
        self._said: set[str] = set()
        self._began = self._last = monotonic()
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn("{task.fields[reached]}", style="green"),
            TextColumn("{task.fields[rate]}", style="dim"),
            TimeRemainingColumn(compact=True),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        finished = sum(self._counts.values())
        self._task = self._bar.add_task(title, total=total, completed=finished, **self._fields())

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def hired(self, remarks: Sequence[str]) -> None:
        for remark in remarks:
            if remark not in self._said and not self._quiet:
                self._said.add(remark)
                self._console.print(plain(remark), style="dim", soft_wrap=True, highlight=False)

    def made(self, row: Row, counts: bool) -> None:
        self._made += 1
        self._usd += row.usage.usd or 0.0
        if counts:
            self._counts[row.status] += 1
        if row.status == "env_error" and not self._quiet:
            what = "" if counts else "; it will be repeated"
            words = f"{row.task} {row.seed}: the environment failed: {row.detail}{what}"
            self._console.print(plain(words), style="yellow", soft_wrap=True, highlight=False)
        self._bar.update(self._task, advance=int(counts), **self._fields())
        self._line()

    def _line(self) -> None:
        if self._bar.disable and not self._quiet and monotonic() - self._last >= EVERY:
            self._last = monotonic()
            fields = self._fields()
            words = f"{self._title}: {sum(self._counts.values())}/{self._total} {fields['reached']} {fields['rate']}"
            self._console.print(words, highlight=False, soft_wrap=True)

    def _fields(self) -> dict[str, Any]:
        done = sum(self._counts.values())
        judged = done - self._counts["env_error"]
        reached = f"{self._counts['success'] / judged:.0%} success" if judged else ""
        cost = f" {usd_words(self._usd)}" if self._usd else ""
        seconds = monotonic() - self._began
        return {"reached": reached, "rate": f"{self._made / seconds:.1f}/s{cost}" if self._made else ""}
