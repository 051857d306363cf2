"""Waits until a page has settled after an action: nothing navigates, nothing announced is awaited, it stands still."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.async_api import CDPSession, Error, Page

from guiagent.computers.traffic import Traffic

WORLD = "guiagent"
"""The name of the isolated world that the observers live in."""

BRIEF = 0.01
"""Seconds that a page must stand still when only the action's own handlers changed it."""

SLICE = 0.25
"""Seconds after which a look at a moving document comes back, so that the network is asked again."""


class Settle:
    """Tells when pages have settled; docs/settling.md says by what signs, and what is traded for what.

    `quiet` are the seconds that a page must stand still once something asynchronous was at work on it; `bound` those
    after which it counts as unsettled and is looked at all the same.
    """

    def __init__(self, quiet: float = 0.08, bound: float = 5.0) -> None:
        self._quiet = quiet
        self._bound = bound
        self._watches: WeakKeyDictionary[Page, _Watch] = WeakKeyDictionary()

    async def attach(self, page: Page) -> None:
        """Begin to watch a page; best before its first navigation. Raises playwright's Error when it is gone."""
        if page not in self._watches:
            watch = _Watch(page, await page.context.new_cdp_session(page), self._bound)
            await watch.begin()
            self._watches[page] = watch

    async def mark(self, page: Page) -> None:
        """An action is about to be dispatched. Costs no round trip: in the page the first input event is the mark."""
        if watch := self._watches.get(page):
            watch.traffic.mark()

    async def wait(self, page: Page) -> bool:
        """True once the page has settled; False when the bound was reached first, or the page crashed or closed.

        Never raises, never hangs; may be cancelled. While a JavaScript dialog is open it lasts until the bound.
        """
        await self._attach(page)
        watch = self._watches.get(page)
        if watch is None:
            return False
        try:
            async with asyncio.timeout(self._bound):
                return await watch.settled(self._quiet)
        except TimeoutError:
            return False
        finally:
            watch.traffic.calm()

    async def _attach(self, page: Page) -> None:
        """Attach where that was forgotten and is still possible."""
        try:
            async with asyncio.timeout(self._bound):
                await self.attach(page)
        except (Error, TimeoutError):
            return  # the page is closing, crashed or spinning: `wait` answers for it


class _Watch:
    """The observers of one page: a DevTools session of its own, and the page's traffic."""

    def __init__(self, page: Page, session: CDPSession, patience: float) -> None:
        self._page = page
        self._session = session
        self._patience = patience
        self._world: int | None = None
        self._gone = False
        self._navigating: dict[str, float] = {}
        """Frames on their way to another document → when that is given up, on the clock of time.monotonic."""
        self.traffic = Traffic(page, patience)

    async def begin(self) -> None:
        """Plant the observers in this document and in every one to come."""
        channel = f"settle-{secrets.token_hex(8)}"
        self._session.on("Page.frameRequestedNavigation", self._requested)
        self._session.on("Page.frameStartedNavigating", self._started)
        self._session.on("Page.frameNavigated", self._navigated)
        self._session.on("Page.frameStoppedLoading", self._stopped)
        self._session.on("Page.frameDetached", self._stopped)  # it is gone, or goes on in the process of another site
        self._page.on("crash", self._went)
        self._page.on("close", self._went)
        await self._session.send("Page.enable")
        for name, world in (("settle.js", WORLD), ("deferred.js", "")):
            script = _script(name).replace("__CHANNEL__", channel)
            params: dict[str, Any] = {"source": script, "runImmediately": True} | (
                {"worldName": world} if world else {}
            )
            await self._session.send("Page.addScriptToEvaluateOnNewDocument", params)

    async def settled(self, quiet: float) -> bool:
        """True once nothing holds any more; False when the page went away. Lasts as long as it takes."""
        while not self._gone:
            self.traffic.changed.clear()
            if self._awaiting:
                await self._news(SLICE)
            elif await self._still(quiet) and not self._awaiting:
                return True
        return False

    @property
    def _awaiting(self) -> bool:
        """Whether another document or an answer is on its way."""
        return self.traffic.pending or any(until > time.monotonic() for until in self._navigating.values())

    async def _still(self, quiet: float) -> bool:
        """Whether the document stands still; looks for a quarter of a second at most."""
        answered = self.traffic.answered
        asked = {
            "quiet": quiet * 1000,
            "brief": BRIEF * 1000,
            "slice": SLICE * 1000,
            "answered": None if answered is None else answered * 1000,
        }
        try:
            if self._world is None:
                self._world = await self._find_world()
            reply = await self._session.send(
                "Runtime.evaluate",
                {
                    "expression": f"settle.look({json.dumps(asked)})",
                    "contextId": self._world,
                    "awaitPromise": True,
                    "returnByValue": True,
                },
            )
        except Error:  # the document went away while it was looked at
            self._world = None
            await self._news(0.05)
            return False
        return reply["result"].get("value") is True

    async def _find_world(self) -> int:
        """The execution context of the observers in the page's document; the world is there already."""
        tree = await self._session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
        return int(world["executionContextId"])

    async def _news(self, seconds: float) -> None:
        """Wait until the network or the navigation has something new, `seconds` at most."""
        try:
            async with asyncio.timeout(seconds):
                await self.traffic.changed.wait()
        except TimeoutError:
            return  # a request may have grown too old to be waited for

    def _requested(self, event: dict[str, Any]) -> None:
        if event["disposition"] == "currentTab":
            # It begins at once, where it can be seen from here: not in another process, not in a lazy frame far below.
            self._navigate(event["frameId"], SLICE)

    def _started(self, event: dict[str, Any]) -> None:
        if event["navigationType"] not in ("sameDocument", "historySameDocument"):
            self._navigate(event["frameId"], self._patience)

    def _navigate(self, frame: str, seconds: float) -> None:
        self._navigating[frame] = max(self._navigating.get(frame, 0), time.monotonic() + seconds)
        self.traffic.changed.set()

    def _navigated(self, event: dict[str, Any]) -> None:
        self._navigating.pop(event["frame"]["id"], None)
        if "parentId" not in event["frame"]:
            self._navigating.clear()
            self._world = None
            self.traffic.forget()
        self.traffic.changed.set()

    def _stopped(self, event: dict[str, Any]) -> None:
        self._navigating.pop(event["frameId"], None)
        self.traffic.changed.set()

    def _went(self, _: Page) -> None:
        self._gone = True
        self.traffic.changed.set()


@cache
def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
