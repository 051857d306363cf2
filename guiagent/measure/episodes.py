"""Measures episodes a second: `guiagent bench run` with full recording, beside the least that a browser can do.

Run it with `python -m guiagent.measure.episodes`. The floor is bare Playwright: a fresh context of the same browser,
the page of the same task, a picture, a click, a picture. Ours is the blind-submit baseline over all of MiniWoB++ with
one worker and with two. Start-up is left out of all three.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
from playwright.async_api import async_playwright
from rich.console import Console
from rich.table import Table

from guiagent.bench.jobs import Job, Order
from guiagent.bench.results import Ledger
from guiagent.bench.rows import Row
from guiagent.bench.runner import Runner, log_of
from guiagent.bench.settings import Settings
from guiagent.bench.workers import ProcessWorker, Worker
from guiagent.computers.find import find_light
from guiagent.sandboxes.miniwob import MiniWob
from guiagent.tasks.miniwob import SUITE

WORKER = (sys.executable, "-m", "guiagent.cli.bench.worker")

FLOOR = 25
"""Episodes of the floor; it hardly varies."""

EDGE = 10
"""Episodes at either end that are not counted: workers start and end at different times."""


class Weighed:
    """A worker, and the most that it and its browser were seen to take, in bytes, looked at after each attempt."""

    def __init__(self, worker: ProcessWorker, pid: int, most: list[int]) -> None:
        self._worker, self._process, self._most, self.remarks = worker, psutil.Process(pid), most, worker.remarks

    async def make(self, job: Job) -> Row:
        row = await self._worker.make(job)
        self._most.append(_bytes(self._process))
        return row

    async def leave(self) -> None:
        await self._worker.leave()

    async def kill(self) -> None:
        await self._worker.kill()


class Unheard:
    """A `Progress` that nobody watches."""

    def hired(self, remarks: Sequence[str]) -> None: ...

    def made(self, row: Row, counts: bool) -> None: ...


async def floor() -> float:
    """Episodes a second of bare Playwright."""
    width, height = SUITE.viewport
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": SUITE.scale}
    shot: dict[str, Any] = {"format": "png", "optimizeForSpeed": True, "clip": clip}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_light().path, chromium_sandbox=False)
        began = time.perf_counter()
        for page_name in list(SUITE.tasks)[:FLOOR]:
            async with MiniWob(page=page_name).open(1) as session:
                context = await browser.new_context(
                    viewport={"width": width, "height": height}, device_scale_factor=SUITE.scale
                )
                page = await context.new_page()
                await page.goto(session.url)
                devtools = await context.new_cdp_session(page)
                await devtools.send("Page.captureScreenshot", shot)
                await page.mouse.click(80, 150)
                await devtools.send("Page.captureScreenshot", shot)
                await context.close()
        rate = FLOOR / (time.perf_counter() - began)
        await browser.close()
    return rate


async def ours(jobs: int) -> tuple[float, float, float]:
    """Episodes a second, the median seconds of one, and the most memory of a worker with its browser, in MB."""
    settings = Settings(
        suite=SUITE.name,
        version=SUITE.version,
        model="submit",
        tasks=tuple(SUITE.tasks),
        seeds=(1,),
        viewport=SUITE.viewport,
        scale=SUITE.scale,
    )
    most: list[int] = []
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder), settings, resume=False) as ledger:
        order = Order(settings=settings, options={"instruction": "", "model": "submit"})

        async def hire(place: int) -> Worker:
            worker = await ProcessWorker.start(WORKER, order, log_of(ledger.folder, place))
            return Weighed(worker, worker.pid, most)

        await Runner(ledger, hire, Unheard(), jobs=jobs).run()
        ends = sorted(row.began + timedelta(seconds=row.seconds) for row in ledger.rows)
    span = (ends[-EDGE - 1] - ends[EDGE]).total_seconds()
    seconds = sorted(row.seconds for row in ledger.rows)
    return (len(ends) - 2 * EDGE - 1) / span, seconds[len(seconds) // 2], max(most) / 1e6


def _bytes(process: psutil.Process) -> int:
    """What a process and its descendants take; what they share is counted once for each (USS where it can be had)."""
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_full_info().uss
        except psutil.Error:
            continue  # it has just ended
    return total


async def main() -> None:
    """The three, one after another."""
    least = await floor()
    one, two = await ours(1), await ours(2)
    table = Table("MiniWoB++, blind submit", "episodes a second", "of the floor", "seconds each", "MB a worker")
    table.add_row("bare Playwright, one at a time", f"{least:.1f}", "1", f"{1 / least:.2f}", "")
    for name, (rate, seconds, megabytes) in (("one worker", one), ("two workers", two)):
        table.add_row(name, f"{rate:.1f}", f"{rate / least:.2f}", f"{seconds:.2f}", f"{megabytes:.0f}")
    Console().print(table)
    Console().print(f"two workers do {two[0] / one[0]:.2f} times as much as one")


if __name__ == "__main__":
    asyncio.run(main())
