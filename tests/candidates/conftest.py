"""Browsers that show what a test writes, one for each scale factor."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, closing

import pytest_asyncio

from guiagent.actions import Navigate
from guiagent.computers.browser import Browser, BrowserOptions
from tests.computers.conftest import Site

Show = Callable[..., Awaitable[Browser]]


class Hides:
    """Secrets that know one value, and never reveal it."""

    revealed: tuple[str, ...] = ()

    def reveal(self, text: str, origin: str) -> str:
        return text

    def hide(self, text: str) -> str:
        return text.replace("tops3cret", "<secret:pin>")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def show() -> AsyncIterator[Show]:
    """Shows a page: `browser = await show("<h1>Hi</h1>", scale=2)`."""
    browsers: dict[float, Browser] = {}
    async with AsyncExitStack() as stack:
        site = stack.enter_context(closing(Site()))

        async def show_(html: str, scale: float = 1) -> Browser:
            if scale not in browsers:
                browser = Browser(BrowserOptions(viewport=(800, 600), scale=scale), Hides())
                browsers[scale] = await stack.enter_async_context(browser)
            page = site.page(f'<!doctype html><meta charset="utf-8">{html}')
            await browsers[scale].perform(Navigate(url=page))
            await browsers[scale].observe()
            return browsers[scale]

        yield show_
