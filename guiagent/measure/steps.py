"""Measures a step: from the action to the settled, recorded observation, beside bare Playwright on the same page.

Run it with `python -m guiagent.measure.steps`. Both work in one process, on one page, in turn, so that their ratio
holds on a busy machine too. The agent's own overhead is a step of the whole loop, its model answering at once, less
the browser's part in it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.async_api import Browser as Chromium
from rich.console import Console
from rich.table import Table

from guiagent.actions import Click, DeviceAction, Point
from guiagent.catalogue import resolve
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.errors import ComputerError
from guiagent.guards import AllOf, DomainGuard
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.measure.bare import bare_chromium
from guiagent.messages import Message, Reply
from guiagent.policies.vlm import VlmPolicy
from guiagent.records import Decision, Done, Observation, Step
from guiagent.reflection import ScreenChanged
from guiagent.runs import RunFolder, RunInfo

SIZES = ((332, 214), (1280, 800))
ROUNDS = 30
PAGE = """<!doctype html><meta charset="utf-8"><title>480 controls</title>
<style>body{font:14px sans-serif;margin:8px} button,input{margin:2px;width:72px;height:22px}</style>
<p id="count">0</p>""" + "".join(
    f'<button onclick="count.textContent=++n">b{number}</button><input value="{number}">' for number in range(240)
)
PAGE += "<script>let n=0</script>"
AIM = Point(44, 50)


@dataclass(frozen=True)
class Figures:
    """Medians in milliseconds at one viewport."""

    size: tuple[int, int]
    bare: float
    step: float
    loop: float
    hands: float

    @property
    def ratio(self) -> float:
        return self.step / self.bare

    @property
    def overhead(self) -> float:
        return self.loop - self.hands


class AtOnce:
    """A `Model` that answers at once, each time with another click."""

    def __init__(self) -> None:
        self.asked = 0

    async def reply(self, messages: Sequence[Message]) -> Reply:
        self.asked += 1
        if self.asked > ROUNDS:
            return Reply(text='{"thought": "enough", "actions": [{"action": "finish", "answer": ""}]}')
        point = [40 + self.asked % 3, 250 if self.asked % 2 else 240]
        return Reply(text=json.dumps({"thought": "on", "actions": [{"action": "click", "point": point}]}))


class Timed:
    """A computer that adds up the seconds of its looks and its deeds."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.kinds = browser, browser.kinds
        self.seconds = 0.0

    async def observe(self) -> Observation:
        began = time.perf_counter()
        seen = await self.browser.observe()
        self.seconds += time.perf_counter() - began
        return seen

    async def perform(self, action: DeviceAction) -> None:
        began = time.perf_counter()
        await self.browser.perform(action)
        self.seconds += time.perf_counter() - began


async def measured(size: tuple[int, int], url: str, folder: Path) -> Figures:
    """One viewport: bare clicks and our steps in turn, then a run of the whole loop."""
    async with Browser(BrowserOptions(url=url, viewport=size)) as browser, bare_chromium() as bare:
        with RunFolder.create_in(folder / f"{size[0]}-steps", RunInfo(instruction="steps")) as record:
            bares, steps = await _in_turn(bare, browser, record, size, url)
        loop, hands = await _loop(browser, folder / f"{size[0]}-loop")
    return Figures(size, median(bares) * 1e3, median(steps) * 1e3, loop * 1e3, hands * 1e3)


async def _in_turn(
    bare: Chromium, browser: Browser, record: RunFolder, size: tuple[int, int], url: str
) -> tuple[list[float], list[float]]:
    page = await bare.new_page(viewport={"width": size[0], "height": size[1]})
    await page.goto(url)
    before, bares, steps = await browser.observe(), [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await page.mouse.click(*AIM)
        await page.screenshot()
        bares.append(time.perf_counter() - began)
        began = time.perf_counter()
        before = await _recorded(browser, record, before)
        steps.append(time.perf_counter() - began)
    return bares, steps


async def _recorded(browser: Browser, record: RunFolder, before: Observation) -> Observation:
    click = Click(point=AIM)
    decision = Decision(actions=(click,))
    record.decided(before, decision)
    record.acting(0)
    await browser.perform(click)
    record.acted(Done())
    after = await browser.observe()
    if after.screen == before.screen:
        raise ComputerError("the screen does not show what the click did: a step that misses it does not count")
    record.finished(Step(index=len(record.steps), before=before, decision=decision, outcomes=(Done(),), after=after))
    return after


async def _loop(browser: Browser, folder: Path) -> tuple[float, float]:
    """Seconds a step of the whole loop, and of the browser in it."""
    timed, dialect = Timed(browser), resolve("qwen3-vl").speaker(browser.kinds)
    agent = Agent(
        VlmPolicy(AtOnce(), dialect), timed, AllOf((DomainGuard(None),)), ScreenChanged(), Limits(steps=ROUNDS + 5)
    )
    with RunFolder.create_in(folder, RunInfo(instruction="loop")) as record:
        began = time.perf_counter()
        run = await agent.run("click on", record)
        return (time.perf_counter() - began) / len(run.steps), timed.seconds / len(run.steps)


async def help_seconds(rounds: int = 7) -> float:
    """The median of the seconds that `guiagent --help` takes, as a process."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "guiagent.cli.main", "--help", stdout=asyncio.subprocess.DEVNULL
        )
        await process.wait()
        taken.append(time.perf_counter() - began)
    return median(taken)


async def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="guiagent-bench-") as name:
        folder = Path(name)
        (folder / "page.html").write_text(PAGE, encoding="utf-8")
        url = (folder / "page.html").as_uri()
        figures = [await measured(size, url, folder) for size in SIZES]
    table = Table("viewport", "bare click + screenshot", "our step, settled and recorded", "ratio", "agent's overhead")
    for each in figures:
        table.add_row(
            f"{each.size[0]}x{each.size[1]}",
            f"{each.bare:.0f} ms",
            f"{each.step:.0f} ms",
            f"{each.ratio:.2f}",
            f"{each.overhead:.0f} ms a step",
        )
    Console().print(table)
    Console().print(f"guiagent --help: {await help_seconds() * 1e3:.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
