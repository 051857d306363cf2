"""A Chromium page, driven by Playwright: the computer whose screen is a browser's viewport."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self, get_args

from playwright.async_api import Error

from guiagent.actions import DeviceAction, Point
from guiagent.computers import inspector
from guiagent.computers.chromium import first_line, start
from guiagent.computers.live import ANSWER, Live
from guiagent.computers.memory import Recall
from guiagent.computers.options import BrowserOptions
from guiagent.computers.patience import DialogOpened, Unresponsive
from guiagent.computers.process import BrowserProcess
from guiagent.computers.scratch import Scratch, sweep
from guiagent.errors import ActionFailed, ComputerError
from guiagent.protocols import Secrets, Target
from guiagent.records import Mark, Observation, Tab
from guiagent.screen import Screen

__all__ = ["Browser", "BrowserOptions"]

ATTEMPTS = 4
"""Looks at a screen whose page breaks under each of them."""

RESTARTS = 3
"""Times in a row that a killed browser is started again."""

MENDING = 10.0
"""Seconds in which a broken page is mended; where that does not do, the browser is started again."""


class Browser:
    """A Computer and an Inspector: one browser, its tabs, and what it takes to keep it going.

    Use as `async with Browser(options) as browser`. A page that hangs, crashes or closes, and a browser that is killed,
    come back as a notice of the next observation; ComputerError is for a browser that cannot be started (again).
    """

    def __init__(
        self, options: BrowserOptions, secrets: Secrets | None = None, process: BrowserProcess | None = None
    ) -> None:
        """`process` is a browser that is shared: then ComputerError is for its end, too, and nothing is started."""
        self._options = options
        self._secrets = secrets
        self._process = process
        self._recall = Recall(options.session, secrets)
        self._screen: Screen | None = None
        self._restarts = 0

    @property
    def kinds(self) -> frozenset[str]:
        """Everything that a device can be asked to do."""
        return frozenset(str(kind.model_fields["kind"].default) for kind in get_args(DeviceAction))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about how this browser runs."""
        return self._live.chromium.remarks

    async def __aenter__(self) -> Self:
        if self._process is None:
            await asyncio.to_thread(sweep)
            self._scratch = await asyncio.to_thread(Scratch.make)
        else:
            self._scratch = self._process.scratch
        try:
            self._live = await self._begin()
        except BaseException:
            await self._clear()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._live.end()
        finally:
            await self._clear()

    async def observe(self) -> Observation:
        """Wait until the page has settled, and look; what does not answer is mended first, within bounds."""
        revived = False
        for _ in range(ATTEMPTS):
            if not self._live.chromium.alive:
                await self._revive()
                revived = True
            try:
                seen = await self._live.look(self._recall, self._screen)
            except DialogOpened:
                continue
            except Unresponsive:
                await self._mend()
            except Error:
                await self._live.stirred()  # a page that closed or crashed, or the whole browser: told in a moment
            else:
                self._restarts = self._restarts if revived else 0
                self._screen = seen.screen
                return self._hidden(seen)
        raise ComputerError("the page breaks as often as it is looked at")

    async def perform(self, action: DeviceAction) -> None:
        """Do it in the tab in front. Raises ActionFailed where it cannot be done, and says why."""
        try:
            if self._live.chromium.alive:
                await self._live.perform(action)
        except ActionFailed as failed:
            raise ActionFailed(self._hide(str(failed))) from None  # it may quote the page
        except Error as error:
            raise ActionFailed(self._hide(f"the browser could not do it: {first_line(error)}")) from None
        if not self._live.chromium.alive:
            await self._revive()
            raise ActionFailed("the browser was gone and has been started again; look at the screen anew")

    async def describe(self, action: DeviceAction) -> Target:
        """What the action would touch, as the page tells it; an empty Target where the page tells nothing."""
        live = self._live
        if live.dialogs.open is not None:
            return Target(role="dialog", name=self._hide(live.dialogs.open.message))
        try:
            found = await live.patience(inspector.describe(live.tabs.current, action, self._options.scale), ANSWER)
        except (Error, Unresponsive, DialogOpened):
            return Target()
        return found.model_copy(update={"name": self._hide(found.name)})

    async def find(self, role: str, name: str, nth: int = 0) -> Point:
        """The middle of an element, in screenshot pixels. Raises ActionFailed where there is none."""
        live = self._live
        try:
            return await live.patience(inspector.find(live.tabs.current, role, name, nth, self._options.scale), ANSWER)
        except (Error, Unresponsive, DialogOpened) as error:
            raise ActionFailed(f"the page does not tell where the {role} {name!r} is") from error

    async def elements(self) -> tuple[Mark, ...]:
        """What can be acted on and is seen now, as the page tells it; none where the page tells nothing."""
        live = self._live
        try:
            found = await live.elements()
        except (Error, Unresponsive, DialogOpened):
            return ()
        return tuple(mark.model_copy(update={"label": self._hide(mark.label)}) for mark in found)

    async def probe(self, script: str) -> Any:
        """What a task's own function returns in the page in front. Raises ActionFailed where it throws or hangs."""
        live = self._live
        try:
            return await live.patience(live.tabs.current.evaluate(script), ANSWER)
        except (Error, Unresponsive, DialogOpened) as error:
            raise ActionFailed(f"the page does not tell: {first_line(error)}") from error

    async def _begin(self) -> Live:
        options = self._options
        begun = self._process.context(options) if self._process else start(options, self._scratch)
        return await Live.begin(options, await begun, self._scratch, self._secrets, self._recall)

    async def _clear(self) -> None:
        if self._process is None:
            await self._scratch.remove()

    async def _mend(self) -> None:
        try:
            async with asyncio.timeout(MENDING):
                await self._live.mend()
        except (Error, TimeoutError):
            await self._revive()

    async def _revive(self) -> None:
        """Start the browser again, with its cookies and where it was. Raises ComputerError when that is no use."""
        self._restarts += 1
        if self._restarts > RESTARTS:
            raise ComputerError(f"the browser went away {self._restarts} times in a row")
        await self._live.end()
        self._live = await self._begin()
        self._live.news.add("The browser was gone; it was started again, with its cookies, at the address it was at.")

    def _hidden(self, seen: Observation) -> Observation:
        """The observation without the value of any secret in its words."""
        if self._secrets is None:
            return seen
        tabs = tuple(Tab(title=self._hide(tab.title), url=self._hide(tab.url)) for tab in seen.tabs)
        notices = tuple(self._hide(notice) for notice in seen.notices)
        words = {"url": self._hide(seen.url), "title": self._hide(seen.title), "tabs": tabs, "notices": notices}
        return seen.model_copy(update=words)

    def _hide(self, text: str) -> str:
        return text if self._secrets is None else self._secrets.hide(text)
