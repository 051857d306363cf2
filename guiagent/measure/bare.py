"""A Chromium without guiagent: the floor that we are measured against, and the page that parts are tested on alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Error, async_playwright

from guiagent.computers.find import find_browser


@asynccontextmanager
async def bare_chromium(*args: str) -> AsyncIterator[Browser]:
    """The browser that is there, started headless by Playwright alone with further switches, and closed at the end."""
    path = find_browser().path
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=path, args=list(args), chromium_sandbox=True)
        except Error:  # as root, and in most containers, Chromium's own sandbox cannot run
            browser = await playwright.chromium.launch(executable_path=path, args=list(args), chromium_sandbox=False)
        try:
            yield browser
        finally:
            await browser.close()
