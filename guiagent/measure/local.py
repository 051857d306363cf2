"""Measures what keeping the prefix's KV cache spares: each step of a run answered from it, and read from its start.

Run it with `python -m guiagent.measure.local`. A real browser shows the page, `VlmPolicy` asks in the model's dialect,
and a small Qwen2.5-VL with random weights answers in this process; what it says is nonsense, so that a click is put in
its place, as it comes back in the next request. The same weights answer each request a second time, with nothing kept.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from guiagent.catalogue import resolve
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.dialects.images import SmartResize
from guiagent.errors import ModelError
from guiagent.guards import AllOf, DomainGuard
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.measure import random_weights
from guiagent.measure.random_weights import Size, write
from guiagent.measure.steps import PAGE
from guiagent.messages import Reply, Talk
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.models.local.model import LocalModel
from guiagent.policies.vlm import VlmPolicy
from guiagent.reflection import ScreenChanged
from guiagent.usage import Usage

STEPS = 15
SIZE = (640, 400)
SMALL = Size.small(layers=4, hidden=256)
TOKENS = 24
"""Tokens that are generated a step; a click takes about as many."""
LATE = 5
"""Steps at the end of the run."""
MOST = 1 / 3
"""Of the time to the first token of a request read from its start, what a late step may take, in the middle of them."""


@dataclass(frozen=True)
class Row:
    """A step's request, answered with the kept cache and without; `held` bytes are kept for the next."""

    warm: Usage
    cold: Usage
    held: int

    @property
    def share(self) -> float:
        """The time to the first token, of what it takes with nothing kept."""
        return (self.warm.first_token_seconds or 0.0) / (self.cold.first_token_seconds or 1.0)


@dataclass
class Twice:
    """A `Model` that answers each request with what was kept and without, and says a click."""

    kept: LocalModel
    bare: LocalModel
    rows: list[Row] = field(default_factory=list)

    async def reply(self, request: Talk) -> Reply:
        warm = await self.kept.reply(request)
        cold = await self.bare.reply(request)
        if warm.text != cold.text:
            raise ModelError(f"what was kept changed an answer: {warm.text!r} was {cold.text!r}")
        self.rows.append(Row(warm.usage, cold.usage, self.kept.cache_bytes))
        x, y = 40 + 80 * (len(self.rows) % 5), 60 + 26 * (len(self.rows) % 7)
        call = f'{{"name": "computer_use", "arguments": {{"action": "left_click", "coordinate": [{x}, {y}]}}}}'
        return warm.model_copy(update={"text": f"I press the next button.\n<tool_call>\n{call}\n</tool_call>"})


async def measured() -> list[Row]:
    """A run of 15 steps, a row each."""
    with tempfile.TemporaryDirectory(prefix="guiagent-bench-") as name:
        place, page = Path(name), Path(name) / "page.html"
        page.write_text(PAGE, encoding="utf-8")
        write(place, SMALL)
        model = Twice(_model(place, None), _model(place, 0))
        profile = resolve("qwen2.5-vl-7b").model_copy(update={"image": SEEN})
        async with Browser(BrowserOptions(url=page.as_uri(), viewport=SIZE)) as browser:
            policy = VlmPolicy(model, profile.speaker(browser.kinds))
            guard, limits = AllOf((DomainGuard(None),)), Limits(steps=STEPS)
            agent = Agent(policy, browser, guard, ScreenChanged(), limits)
            run = await agent.run("Press the buttons one after the other.")
    if len(run.steps) != STEPS:
        raise ModelError(f"the run ended after {len(run.steps)} steps: {run.ending}")
    return model.rows


SEEN = SmartResize(factor=28, least=3136, most=12845056)
"""The family's own bounds: a screenshot goes as it is, since no server that would enlarge it is asked."""


def _model(place: Path, cache_bytes: int | None) -> LocalModel:
    loading = Loading(device="cpu", dtype="fp32")
    return LocalModel(str(place), loading, max_tokens=TOKENS, temperature=0, cache_bytes=cache_bytes, load=_on_a_core)


def _on_a_core(place: str, loading: Loading) -> Loaded:
    """One core computes, so that what else runs here disturbs both times alike."""
    import torch

    torch.set_num_threads(1)
    return random_weights.load(place, loading)


async def main() -> None:
    """Print the table."""
    rows = await measured()
    table = Table("step", "tokens", "kept", "read", "held", "first token", "from start", "share", title="KV cache")
    for step, row in enumerate(rows, 1):
        fresh = row.warm.input_tokens - row.warm.cached_tokens
        table.add_row(
            str(step),
            f"{row.warm.input_tokens:,}",
            f"{row.warm.cached_tokens:,}",
            f"{fresh:,}",
            f"{row.held / 1e6:.1f} MB",
            f"{row.warm.first_token_seconds or 0:.2f} s",
            f"{row.cold.first_token_seconds or 0:.2f} s",
            f"{row.share:.2f}",
        )
    Console().print(table)
    Console().print(
        f"[dim]Qwen2.5-VL with {SMALL.layers} layers of {SMALL.hidden}, random weights, one core, fp32; screens of "
        f"{SIZE[0]}x{SIZE[1]}.\nEach answer was the same both times. Where fewer tokens are kept than the step before "
        f"had, older screens were dropped.\nThe last {LATE} steps take "
        f"{median(row.share for row in rows[-LATE:]):.2f} in the median, and may take {MOST:.2f}."
    )


if __name__ == "__main__":
    asyncio.run(main())
