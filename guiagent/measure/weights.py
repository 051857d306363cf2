"""Measures a Qwen2.5-VL in this process beside what the machine allows: first token, tokens a second, memory.

`python -m guiagent.measure.weights` takes the sizes of Qwen2.5-VL-7B where there is a CUDA device, with random weights
that are drawn on it: nothing is downloaded, and speed needs no training. `--layers` and `--hidden` make a small one for
any machine. `--static` adds transformers' faster decoding, a static cache and a compiled forward.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image as Picture
from rich.console import Console
from rich.table import Table
from transformers import StoppingCriteriaList

from guiagent.measure.bounds import Machine, Work, settled
from guiagent.measure.random_weights import Size, load, write
from guiagent.messages import Image, Message, Talk, Text
from guiagent.models.local.generating import Choosing, Generator
from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading
from guiagent.models.local.stopping import Brake, Watch

STEPS = 5
SCREEN = (1288, 728)
"""A screen of 1280x720 as the family sees it: 1196 tokens, 4784 patches."""
WORDS = "The counter shows the last click, and the next button in the row is free. " * 8


@dataclass(frozen=True)
class Figure:
    """A quantity as measured, and the bound that the machine sets it."""

    name: str
    measured: float
    bound: float
    unit: str
    more: bool = False

    @property
    def share(self) -> float:
        """Of the bound: 1 is as good as it can be."""
        return self.measured / self.bound if self.more else self.bound / self.measured


def figures(loaded: Loaded, machine: Machine, tokens: int) -> list[Figure]:
    """A conversation of some screens: its last step answered from the start, and from what was kept."""
    model, work = loaded.model, Work.of(loaded.model)
    warm, cold = (Generator(model, Choosing(tokens, 0.0), room) for room in (1 << 40, 0))
    _timed(cold, loaded, talk(0))  # what is made once: kernels, buffers
    for step in range(STEPS):
        _timed(warm, loaded, talk(step))
    first, _, _, total = _timed(cold, loaded, talk(STEPS))
    again, rate, kept, _ = _timed(warm, loaded, talk(STEPS))
    patches = SCREEN[0] * SCREEN[1] // 14**2
    reading = work.reading(total, 0, patches * (STEPS + 1)) / machine.rate
    continuing = work.reading(total - kept, kept, patches) / machine.rate
    writing = machine.bandwidth / work.writing(_cache(model, total))
    return [
        Figure(f"first token, {total:,} tokens from the start", first, reading, "s"),
        Figure(f"first token, {total - kept:,} tokens behind {kept:,} kept", again, continuing, "s"),
        Figure("decoding", rate, writing, "tokens/s", more=True),
        Figure("memory kept, features of screens included", warm.bytes / 1e6, _cache(model, total) / 1e6, "MB"),
    ]


def static(loaded: Loaded, machine: Machine, tokens: int) -> Figure:
    """Decoding with a static cache, for which transformers compiles the forward on a CUDA device; nothing is kept."""
    prompt, device = loaded.prompt(talk(STEPS)), loaded.model.device
    cost = Work.of(loaded.model).writing(_cache(loaded.model, len(prompt.tokens)))

    def rate() -> float:
        watch = Watch(Brake(3600))
        options: dict[str, Any] = {"do_sample": False, "max_new_tokens": tokens, "min_new_tokens": tokens}
        stopping = StoppingCriteriaList([watch])
        loaded.model.generate(**prompt.inputs, **options, cache_implementation="static", stopping_criteria=stopping)
        settled(device)
        return (tokens - 1) / (time.perf_counter() - (watch.first or 0.0))

    rate()  # compiles
    return Figure("decoding, static cache", rate(), machine.bandwidth / cost, "tokens/s", more=True)


def talk(steps: int) -> Talk:
    """So many steps and one more screen."""
    turns: list[Message] = [Message(role="system", parts=(Text(text=WORDS * 8),))]
    for step in range(steps + 1):
        turns.append(Message(role="user", parts=(Text(text=f"Step {step}. Screenshot:"), Image(png=screen(step)))))
        if step < steps:
            turns.append(Message(role="assistant", parts=(Text(text=WORDS),)))
    return tuple(turns)


def screen(step: int) -> bytes:
    """A PNG that is like no other step's."""
    written = io.BytesIO()
    Picture.new("RGB", SCREEN, (20 * step, 80, 120)).save(written, "PNG")
    return written.getvalue()


def _timed(generator: Generator, loaded: Loaded, request: Talk) -> tuple[float, float, int, int]:
    """Seconds to the first token, tokens a second after it, tokens kept, tokens in all; tensors made beforehand."""
    prompt = loaded.prompt(request)
    settled(loaded.model.device)
    begun = time.perf_counter()
    brake = Brake(3600)
    brake.start()
    found = generator.answer(prompt, brake)
    settled(loaded.model.device)
    rate = (len(found.tokens) - 1) / (time.perf_counter() - found.first)
    return found.first - begun, rate, found.cached, len(prompt.tokens)


def _cache(model: Any, tokens: int) -> int:
    from guiagent.models.local.memory import cache_bytes

    return cache_bytes(model.config, model.dtype, tokens)


def main() -> None:
    """Print the table."""
    asked = _asked()
    loading = Loading(device=asked.device)
    full = asked.layers is None and asked.hidden is None and torch.cuda.is_available()
    size = Size() if full else Size.small(asked.layers or 4, asked.hidden or 256)
    with tempfile.TemporaryDirectory(prefix="guiagent-bench-") as name:
        loaded = load(str(write(Path(name), size)), loading)
    model = loaded.model
    model.generation_config.eos_token_id = None  # each answer has as many tokens
    machine = Machine.measured(model.device, model.dtype)
    found = figures(loaded, machine, asked.tokens)
    if asked.static:
        found.append(static(loaded, machine, asked.tokens))
    _print(loaded, machine, found)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--layers", type=int, help="of the language model")
    parser.add_argument("--hidden", type=int, help="width of the language model, a multiple of 64")
    parser.add_argument("--tokens", type=int, default=64, help="that are written in each answer")
    parser.add_argument("--static", action="store_true", help="also decode with a static cache")
    return parser.parse_args()


def _print(loaded: Loaded, machine: Machine, found: list[Figure]) -> None:
    table = Table("", "measured", "bound", "of the bound", title=loaded.remarks[0])
    for figure in found:
        values = [f"{value:,.3g} {figure.unit}" for value in (figure.measured, figure.bound)]
        table.add_row(figure.name, *values, f"{figure.share:.0%}")
    Console().print(table)
    device = loaded.model.device
    peak = f"; at most {torch.cuda.max_memory_allocated(device) / 1e9:.1f} GB in use" if device.type == "cuda" else ""
    Console().print(
        f"[dim]This machine copies {machine.bandwidth / 1e9:,.0f} GB/s and multiplies {machine.rate / 1e12:,.2f} "
        f"TFLOP/s, as measured here{peak}."
    )


if __name__ == "__main__":
    main()
