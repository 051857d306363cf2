"""The tabs of a browser: the one in front, those that open and close by themselves, and those that break."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from playwright.async_api import BrowserContext, CDPSession, Error, Page

from guiagent.computers.news import News
from guiagent.errors import ActionFailed
from guiagent.records import Tab

MOST = 12
"""Tabs that may be open at the same time; those above are closed as they come."""

PATIENCE = 2.0
"""Seconds that a tab which has been announced, and has not come yet, is waited for."""


class Tabs:
    """The open tabs in the order in which they opened; `current` is the one in front.

    `welcome` is called with every new page before it is shown, `broke` when one crashes. Of a browser that is not ours
    (`all_ours` False) only the tabs count that our own ones opened.
    """

    def __init__(
        self,
        context: BrowserContext,
        root: CDPSession,
        welcome: Callable[[Page], Awaitable[str]],
        news: News,
        broke: Callable[[], None],
        *,
        all_ours: bool,
    ) -> None:
        self._context = context
        self._root = root
        self._welcome = welcome
        self._news = news
        self._broke = broke
        self._all_ours = all_ours
        self._pages: dict[Page, str] = {}
        self._announced: set[str] = set()
        self._overdue: set[str] = set()
        self._coming: set[asyncio.Task[None]] = set()
        self._opening = asyncio.Lock()
        self._opened_itself = 0
        self._turned_away = 0
        self._current: Page | None = None
        self._context_id: str | None = None
        self.crashed: set[Page] = set()

    async def begin(self) -> None:
        """Open the first tab, and follow those that will open."""
        self._root.on("Target.targetCreated", lambda event: self._announce(event["targetInfo"]))
        self._root.on("Target.targetDestroyed", self._revoke)
        await self._root.send("Target.setDiscoverTargets", {"discover": True})
        first = self._context.pages[0] if self._all_ours and self._context.pages else await self._context.new_page()
        await self._enter(first)
        own = await self._root.send("Target.getTargetInfo", {"targetId": self._pages[first]})
        self._context_id = own["targetInfo"].get("browserContextId")
        self._context.on("page", self._opened)

    @property
    def current(self) -> Page:
        """The tab in front."""
        assert self._current is not None
        return self._current

    @property
    def pages(self) -> tuple[Page, ...]:
        """The open tabs in order."""
        return tuple(self._pages)

    @property
    def coming(self) -> bool:
        """Whether tabs are on their way."""
        return bool(self._announced or self._coming)

    async def arrived(self) -> None:
        """Wait, bounded, for the tabs that are on their way; then there is one in front in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.coming:
                    await self._news.next()
        self._overdue |= self._announced
        self._announced.clear()
        if not self._pages:
            await self.open("about:blank")
            self._news.add("The last tab closed itself; an empty one was opened.")
        self._tell()

    async def titles(self) -> dict[Page, str]:
        """The titles as the browser knows them, without asking the pages; it also knows of tabs that are to come."""
        targets = (await self._root.send("Target.getTargets"))["targetInfos"]
        for target in targets:
            self._announce(target)
        titles = {target["targetId"]: target["title"] for target in targets}
        return {page: titles.get(target, "") for page, target in self._pages.items()}

    def seen(self, titles: dict[Page, str]) -> tuple[tuple[Tab, ...], int]:
        """The tabs as an observation lists them, and the place of the one in front."""
        tabs = tuple(Tab(title=_title(page, titles), url=page.url) for page in self._pages)
        return tabs, self.pages.index(self.current)

    async def select(self, index: int) -> None:
        """Bring a tab to the front. Raises ActionFailed where there is none at this place."""
        if index >= len(self._pages):
            raise ActionFailed(f"there is no tab {index}; the tabs are 0 to {len(self._pages) - 1}")
        await self._front(self.pages[index])

    async def open(self, url: str) -> Page:
        """Open an empty tab, bring it to the front, and begin to load `url` in it."""
        async with self._opening:
            page = await self._context.new_page()
            await self._enter(page)
        if url != "about:blank":
            await page.goto(url, wait_until="commit", timeout=5000)
        return page

    async def replace(self, page: Page, url: str) -> None:
        """Open `url` in a fresh tab instead of a page that broke; where it cannot be loaded, the tab stays empty."""
        fresh = await self.open("about:blank")
        self._leave(page)
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(page.close(), 2)  # ends its process, in which `url` might else be opened
        with suppress(Error):
            await fresh.goto(url, wait_until="commit", timeout=5000)

    def _announce(self, target: dict[str, str]) -> None:
        """The browser knows of a target: a page that we do not know yet is on its way."""
        known = self._overdue.union(self._pages.values())
        if target["type"] != "page" or target["targetId"] in known or self._opening.locked():
            return
        if self._context_id not in (None, target.get("browserContextId")):
            return  # it belongs to somebody else who shares the browser
        if self._all_ours or target.get("openerId") in known:
            self._announced.add(target["targetId"])

    def _revoke(self, event: dict[str, str]) -> None:
        self._announced.discard(event["targetId"])
        self._news.stir()

    def _opened(self, page: Page) -> None:
        task = asyncio.ensure_future(self._come(page))
        self._coming.add(task)
        task.add_done_callback(self._came)

    def _came(self, task: asyncio.Task[None]) -> None:
        self._coming.discard(task)
        if not task.cancelled() and task.exception() is not None and not isinstance(task.exception(), Error):
            self._news.add("A new tab could not be followed.")
        self._news.stir()

    async def _come(self, page: Page) -> None:
        """A page opened by itself: it comes to the front, if it is ours and there is room for it."""
        async with self._opening:
            if page in self._pages:
                return  # it did not open by itself
        if not self._all_ours and await page.opener() not in self._pages:
            return
        if len(self._pages) < MOST:
            self._opened_itself += 1
            await self._enter(page)
        else:
            self._turned_away += 1
            await page.close()

    async def _enter(self, page: Page) -> None:
        page.on("close", self._leave)
        page.on("crash", self._break)
        self._pages[page] = ""
        self._current = page
        self._pages[page] = await self._welcome(page)
        self._announced.discard(self._pages[page])

    def _tell(self) -> None:
        """What the tabs did by themselves, summed up."""
        if self._opened_itself:
            what = "A new tab" if self._opened_itself == 1 else f"{self._opened_itself} new tabs"
            self._news.add(f"{what} opened; in front now is {self.current.url}")
        if self._turned_away:
            self._news.add(f"{self._turned_away} more tabs were closed at once, because {MOST} are open already.")
        self._opened_itself = self._turned_away = 0

    def _break(self, page: Page) -> None:
        self.crashed.add(page)
        self._broke()

    def _leave(self, page: Page) -> None:
        """A page closed: what is in front then is the tab before it."""
        if page not in self._pages:
            return
        place = self.pages.index(page)
        self._announced.discard(self._pages.pop(page))
        self.crashed.discard(page)
        if page is self._current:
            self._current = self.pages[max(0, place - 1)] if self._pages else None
            if self._current is not None:
                self._news.add(f"The tab closed; in front now is {self._current.url}")
        self._news.stir()

    async def _front(self, page: Page) -> None:
        self._current = page
        await page.bring_to_front()


def _title(page: Page, titles: dict[Page, str]) -> str:
    """A page without a title has its address for one in the browser's books; that is no title."""
    title = titles.get(page, "")
    return "" if title and (title == page.url or page.url.endswith(f"//{title}")) else title
