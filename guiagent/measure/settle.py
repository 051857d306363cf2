"""Measures settling: how late, how early and how dear, beside the usual ways to wait.

Run it with `python -m guiagent.measure.settle`; docs/settling.md says what the figures were.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from playwright.async_api import Browser, Error, Request
from playwright.async_api import Page as Tab
from rich.console import Console
from rich.table import Table

from guiagent.computers.settle import Settle
from guiagent.measure.bare import bare_chromium
from guiagent.measure.settling_pages import PAGES, Page
from guiagent.measure.slow import slow_server


class Way(Protocol):
    """A way to wait; `Settle` is one."""

    async def attach(self, page: Tab) -> None:
        """Before the page is opened."""

    async def mark(self, page: Tab) -> None:
        """Right before the click."""

    async def wait(self, page: Tab) -> bool:
        """After the click, until the screen may be looked at."""


@dataclass(frozen=True)
class Measured:
    """One click on one page: seconds waited, seconds from ready to the end of the wait (negative: too early).

    `settled` is what the way to wait said: False where only its bound ended the wait.
    """

    page: Page
    cost: float
    late: float
    settled: bool

    @property
    def early(self) -> bool:
        return self.late < 0


class NetworkIdle:
    """Waits until no request has been pending for half a second, 5 s at most."""

    def __init__(self) -> None:
        self._pending: set[Request] = set()
        self._news = asyncio.Event()

    async def attach(self, page: Tab) -> None:
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    async def mark(self, page: Tab) -> None:
        """Nothing to do."""

    async def wait(self, page: Tab) -> bool:
        deadline = time.monotonic() + 5
        while (left := deadline - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left if self._pending else min(left, 0.5))
            except TimeoutError:
                return not self._pending
        return False

    def _begin(self, request: Request) -> None:
        self._pending.add(request)
        self._news.set()

    def _end(self, request: Request) -> None:
        self._pending.discard(request)
        self._news.set()


class Sleep:
    """Waits a fixed time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def attach(self, page: Tab) -> None:
        """Nothing to do."""

    async def mark(self, page: Tab) -> None:
        """Nothing to do."""

    async def wait(self, page: Tab) -> bool:
        await asyncio.sleep(self._seconds)
        return True


WAYS: dict[str, Callable[[], Way]] = {
    "settle": Settle,
    "network idle": NetworkIdle,
    "0.5 s": lambda: Sleep(0.5),
    "2 s": lambda: Sleep(2.0),
}


async def measure(browser: Browser, origin: str, page: Page, way: Way, thinking: float = 0.5) -> Measured:
    """Open the page, think for some seconds, click, wait the given way, and ask the page when it was ready."""
    context = await browser.new_context(viewport={"width": 640, "height": 480})
    try:
        tab = await context.new_page()
        await way.attach(tab)
        await way.mark(tab)
        await tab.goto(origin + page.path, wait_until="commit")
        await way.wait(tab)
        await asyncio.sleep(thinking)
        await way.mark(tab)
        await tab.mouse.click(60, 30)
        clicked = time.time()
        settled = await way.wait(tab)
        waited = time.time()
        return Measured(page, waited - clicked, waited - await _ready(tab, clicked, page), settled)
    finally:
        await context.close()


async def _ready(tab: Tab, clicked: float, page: Page) -> float:
    """When the page was ready, in seconds since 1970."""
    if page.name == "static":
        return clicked
    for _ in range(100):
        try:
            handle = await tab.wait_for_function("window.readyAt", polling=5, timeout=6000)
            return max(clicked, float(await handle.json_value()) / 1000)
        except Error:  # the document was replaced while it was asked
            continue
    raise TimeoutError(f"{page.name} never was ready")


async def measure_all(console: Console) -> dict[str, list[Measured]]:
    """Every page by every way, one after the other, in one browser."""
    found: dict[str, list[Measured]] = {name: [] for name in WAYS}
    async with slow_server({page.path: page.html for page in PAGES}) as origin, bare_chromium() as browser:
        for page in PAGES:
            console.print(f"[dim]{page.name}")
            for name, way in WAYS.items():
                found[name].append(await measure(browser, origin, page, way()))
    return found


def table(found: dict[str, list[Measured]]) -> Table:
    """Milliseconds late by page and way; an early shot in red; below them what each way costs and gets wrong."""
    shown = Table("page", *found, title="Milliseconds from ready to settled")
    for row in zip(*found.values(), strict=True):
        shown.add_row(
            row[0].page.name, *(_cell(measured) for measured in row), style=None if row[0].page.announced else "dim"
        )
    shown.add_section()
    columns = list(found.values())
    shown.add_row("early shots", *(str(sum(one.early for one in column)) for column in columns))
    shown.add_row(
        "mean lateness", *(f"{_mean([one.late for one in column if not one.early]):.0f}" for column in columns)
    )
    shown.add_row("mean wait", *(f"{_mean([one.cost for one in column]):.0f}" for column in columns))
    return shown


def _cell(measured: Measured) -> str:
    return f"[red]{measured.late * 1000:.0f} early[/]" if measured.early else f"{measured.late * 1000:.0f}"


def _mean(seconds: list[float]) -> float:
    return 1000 * sum(seconds) / len(seconds) if seconds else 0.0


async def main() -> None:
    """Measure and print the table."""
    Console().print(table(await measure_all(Console(stderr=True))))


if __name__ == "__main__":
    asyncio.run(main())
