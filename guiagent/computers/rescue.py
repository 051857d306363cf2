"""A page that does not answer: how that is told, and how it is brought back to where it does."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from playwright.async_api import CDPSession, Page

from guiagent.computers.camera import Camera
from guiagent.computers.memory import keepable
from guiagent.computers.news import News
from guiagent.computers.tabs import Tabs

SECONDS = 1.5
"""How long an ended script may take to let go of the page."""


class Rescue:
    """Mends the tab in front: ends its script, or else opens its address in a fresh tab, or else an empty one."""

    def __init__(self, camera: Camera, tabs: Tabs, news: News) -> None:
        self._camera = camera
        self._tabs = tabs
        self._news = news
        self._ended: set[Page] = set()
        self._broke = ""

    async def mend(self) -> None:
        """Take the least measure that was not taken in vain before. Raises playwright's Error for no page."""
        if not self._tabs.pages:
            return
        page = self._tabs.current
        if page in self._tabs.crashed:
            await self._replace(page, "crashed")
        elif page not in self._ended and await _end_script(await self._camera.session(page)):
            self._ended.add(page)
            self._news.add("The page stopped responding; its script was ended, and the page may be incomplete.")
        else:
            await self._replace(page, "stopped responding")

    def recovered(self, page: Page) -> None:
        """The page was looked at: should it break again, the first measure is worth a try again."""
        self._ended.discard(page)

    async def _replace(self, page: Page, what: str) -> None:
        """Open the page's address in a fresh tab, unless it broke there the last time too."""
        url = keepable(page.url)
        again = url == self._broke
        self._broke = url
        await self._tabs.replace(page, "about:blank" if again else url)
        then = "it was left for an empty tab, because it did so before" if again else "it was opened again"
        self._news.add(f"The page {url} {what}; {then}.")


async def answers(session: CDPSession, seconds: float) -> bool:
    """Whether the page's script engine answers within so many seconds; raises playwright's Error for no page."""
    try:
        async with asyncio.timeout(seconds):
            await session.send("Runtime.evaluate", {"expression": "0"})
    except TimeoutError:
        return False
    return True


async def _end_script(session: CDPSession) -> bool:
    """End the script that runs; True where the page answers again."""
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            await session.send("Runtime.terminateExecution")
    return await answers(session, SECONDS)
