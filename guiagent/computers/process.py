"""A browser process that computers share one after another, each in a fresh context of it."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from playwright.async_api import Browser as Process
from playwright.async_api import Error, Playwright, async_playwright

from guiagent.computers.chromium import STOP, Chromium, context_settings, first_line, launched
from guiagent.computers.options import BrowserOptions
from guiagent.computers.scratch import Scratch, sweep
from guiagent.errors import ComputerError


class BrowserProcess:
    """One Chromium. Nothing passes from one context to the next: cookies, storage, cache, tabs.

    Use as `async with BrowserProcess(options) as process`, then `Browser(options, process=process)` as often as
    needed. A process that was killed is not started again here: `alive` tells, and its owner takes a new one.
    """

    def __init__(self, options: BrowserOptions) -> None:
        self._options = options
        self.remarks: tuple[str, ...] = ()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(sweep)
        self.scratch = await asyncio.to_thread(Scratch.make)
        try:
            self._playwright: Playwright = await async_playwright().start()
            self._process: Process = await self._launch()
        except BaseException:
            await self.scratch.remove()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for end in (self._process.close, self._playwright.stop):
                try:
                    await asyncio.wait_for(end(), STOP)
                except (Error, TimeoutError):
                    continue  # what does not close in time is the watchdog's
        finally:
            await self.scratch.remove()

    @property
    def alive(self) -> bool:
        """Whether the browser still answers to its driver."""
        return self._process.is_connected()

    async def context(self, options: BrowserOptions) -> Chromium:
        """A fresh context of it. Raises ComputerError where the process is gone."""
        try:
            context = await self._process.new_context(**context_settings(options))
            root = await self._process.new_browser_cdp_session()
        except Error as error:
            raise ComputerError(f"the browser is gone: {first_line(error)}") from error
        return Chromium(None, context, root, ours=True, remarks=self.remarks)

    async def _launch(self) -> Process:
        try:
            process, self.remarks = await launched(self._playwright, self._options, self.scratch)
        except BaseException:
            await self._playwright.stop()
            raise
        return process
