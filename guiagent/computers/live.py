"""A browser while it lives: its tabs, and all that watches, reads and works them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self

from playwright.async_api import CDPSession, Download, Error, FileChooser, Page

from guiagent.actions import Back, DeviceAction, Navigate, SelectTab
from guiagent.computers import forms, navigation
from guiagent.computers.camera import Camera
from guiagent.computers.chromium import Chromium
from guiagent.computers.dialogs import Dialogs
from guiagent.computers.downloads import Downloads
from guiagent.computers.elements import elements, in_dialog
from guiagent.computers.forms import Form
from guiagent.computers.input import Input
from guiagent.computers.memory import Recall, keepable
from guiagent.computers.news import News
from guiagent.computers.options import BrowserOptions
from guiagent.computers.patience import DialogOpened, Patience, Unresponsive, own_time
from guiagent.computers.popups import install
from guiagent.computers.rescue import Rescue, answers
from guiagent.computers.scratch import Scratch
from guiagent.computers.settle import Settle
from guiagent.computers.tabs import Tabs
from guiagent.computers.uploads import Uploads
from guiagent.errors import ActionFailed
from guiagent.protocols import Secrets
from guiagent.records import Mark, Observation
from guiagent.screen import Screen

ANSWER = 4.0
"""Seconds after which a page that does not take an input event, or does not let itself be seen, is given up."""

LOOKS = 3
"""Looks in a row during each of which something happened, or is about to: a tab opens, a file is given."""

MASKED = 20.0
"""The same where secrets have to be found and painted over, which has bounds of its own."""

SUSPECT = 1.0
"""The same, for a page that has just let an input event wait."""


class Live:
    """One browser from its start to its end; raises playwright's Error where it, or the page, is gone."""

    def __init__(self, options: BrowserOptions, chromium: Chromium, scratch: Scratch, secrets: Secrets | None) -> None:
        self._options = options
        self._secrets = secrets
        self.chromium = chromium
        self.news = News()
        self.dialogs = Dialogs(hide=secrets.hide if secrets else str)
        self.patience = Patience(self.dialogs)
        self._settle = Settle()
        self._camera = Camera(options.viewport, options.scale)
        self._input = Input(options.viewport, options.scale, secrets)
        self._uploads = Uploads(options.uploads, self.news)
        self._downloads = Downloads(options.downloads, scratch.folder("artifacts"), self.news)
        self.tabs = Tabs(
            chromium.context, chromium.root, self._welcome, self.news, self.patience.broke, all_ours=chromium.ours
        )
        self._titles: dict[Page, str] = {}
        self._suspect = False
        self._rescue = Rescue(self._camera, self.tabs, self.news)

    @classmethod
    async def begin(
        cls, options: BrowserOptions, chromium: Chromium, scratch: Scratch, secrets: Secrets | None, recall: Recall
    ) -> Self:
        """Give a browser back what it is remembered to have had, and open its tabs."""
        live = cls(options, chromium, scratch, secrets)
        try:
            context = live.chromium.context
            context.on("close", lambda _: live.news.stir())
            await live._camera.steady(context)
            await install(context)
            await recall.restore(context)
            await live.tabs.begin()
            await live._open(recall.last.tabs or (options.url,), recall.last.tab)
            await live._refill(recall.last.form)
        except BaseException:
            await live.end()
            raise
        return live

    async def end(self) -> None:
        """Close what is ours."""
        await self.patience.aclose()
        await self._downloads.aclose()
        if not self.chromium.ours:
            for page in self.tabs.pages:
                with suppress(Error, TimeoutError):
                    await asyncio.wait_for(page.close(), 1)
        await self.chromium.stop()

    async def perform(self, action: DeviceAction) -> None:
        """Do it in the tab in front, or answer what holds it. Raises ActionFailed."""
        if self.dialogs.open is not None:
            await self.dialogs.perform(action)
            return
        if await self._uploads.answer(action):
            return
        await self.tabs.arrived()
        page = self.tabs.current
        try:
            await self.patience(self._act(page, action), ANSWER + own_time(action))
        except DialogOpened:
            return  # the next look shows it
        except Unresponsive:
            self._suspect = not self.tabs.coming  # the event is on its way; the next look finds out what it did
        except Error:
            await self.stirred()
            if self.chromium.alive and not page.is_closed() and page not in self.tabs.crashed:
                raise

    async def look(self, recall: Recall, behind: Screen | None) -> Observation:
        """What is to be seen, once it stands still. Raises Unresponsive, DialogOpened, or playwright's Error."""
        if self.dialogs.open is not None:
            return self._observation(self.dialogs.picture(behind or self._camera.blank()), settled=True)
        for _ in range(LOOKS):
            await self.tabs.arrived()
            await self._uploads.given()
            await self._downloads.finished()
            page, said = self.tabs.current, self.news.said
            settled = await self._settled(page)
            png, self._titles = await self.patience(self._shoot(page, recall), MASKED if self._masks else ANSWER)
            if page is self.tabs.current and said == self.news.said and not self.tabs.coming and not self._uploads.busy:
                break
        self._rescue.recovered(page)
        return self._observation(Screen.of(png), settled)

    async def elements(self) -> tuple[Mark, ...]:
        """What can be acted on in the tab in front, or in the dialog before it. Raises as `look` does."""
        if self.dialogs.open is not None:
            return in_dialog(self.dialogs.drawn) if self.dialogs.drawn else ()
        session = await self.patience(self._camera.session(self.tabs.current), ANSWER)
        return await self.patience(elements(self.tabs.current, session, self._options.scale), ANSWER)

    async def mend(self) -> None:
        """Bring the tab in front back to where it answers. Raises playwright's Error where that cannot be done."""
        self._suspect = True
        await self._rescue.mend()

    async def stirred(self) -> None:
        """Wait, bounded, until something happens to the browser."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await self.news.next()

    async def _open(self, tabs: tuple[str, ...], front: int) -> None:
        """Load addresses that a person gave or the browser had; a failure is something to see, not the end."""
        for place, url in enumerate(tabs):
            if place:
                await self.tabs.open("about:blank")
            if url == "about:blank":
                continue
            page = self.tabs.current
            try:
                session = await self._camera.session(page)
                await self.patience(navigation.navigate(url, session), navigation.SECONDS + 1)
            except ActionFailed as failed:
                self.news.add(f"{str(failed).capitalize()}.")
            except (DialogOpened, Unresponsive, Error):
                continue  # the first look shows it
        if front < len(self.tabs.pages) - 1:
            await self.tabs.select(front)

    async def _refill(self, form: Form) -> None:
        """Put back what had been filled into the tab in front; one that cannot take it shows so at the first look."""
        if not form.fields:
            return
        with suppress(Error, DialogOpened, Unresponsive):
            if found := await self.patience(forms.write(self.tabs.current, form), ANSWER):
                self.news.add(f"What had been filled into {found} fields of this page was put back.")

    async def _welcome(self, page: Page) -> str:
        """Watch a new page; returns the browser's name for it."""
        page.on("download", self._download)
        page.on("filechooser", self._file_chooser)
        await self.dialogs.watch(page)
        await self._settle.attach(page)
        session = await self._camera.session(page)
        width, height = self._options.viewport
        if page.viewport_size != {"width": width, "height": height}:
            await page.set_viewport_size({"width": width, "height": height})
        return str((await session.send("Target.getTargetInfo"))["targetInfo"]["targetId"])

    def _download(self, download: Download) -> None:
        self._downloads.begin(download)

    def _file_chooser(self, chooser: FileChooser) -> None:
        self._uploads.begin(chooser)

    async def _act(self, page: Page, action: DeviceAction) -> None:
        """Dispatch an action; what the page makes of it is for `look` to wait for."""
        await self._settle.mark(page)
        match action:
            case Navigate(url=url):
                navigation.check(url)
                await navigation.navigate(url.strip(), await self._camera.session(page))
            case Back():
                await navigation.back(page, await self._camera.session(page))
            case SelectTab(index=index):
                await self.tabs.select(index)
            case _:
                self._input.check(action)
                await self._input.perform(page, action)

    async def _settled(self, page: Page) -> bool:
        """Whether the page settled within Settle's bound; raises Unresponsive where it does not answer at all."""
        if page in self.tabs.crashed:
            raise Unresponsive
        session = await self.patience(self._camera.session(page), ANSWER)
        await self._hear(session, SUSPECT if self._suspect else ANSWER)
        try:
            settled = await self.patience(self._settle.wait(page), 2 if self._suspect else 60)
        except Unresponsive:
            settled = False
        self._suspect = False
        if not settled:
            await self._hear(session, SUSPECT)
        return settled

    async def _hear(self, session: CDPSession, seconds: float) -> None:
        if not await self.patience(answers(session, seconds), seconds + 1):
            raise Unresponsive

    async def _shoot(self, page: Page, recall: Recall) -> tuple[bytes, dict[Page, str]]:
        """The picture and the titles; cookies, addresses and what is filled in are taken down with them."""
        png, title, titles, form = await asyncio.gather(
            self._picture(page), page.title(), self.tabs.titles(), forms.read(page, self._secrets)
        )
        urls = tuple(keepable(tab.url) for tab in self.tabs.pages)
        await recall.remember(self.chromium.context, urls, self.tabs.pages.index(page), form)
        return png, titles | {page: title}

    @property
    def _masks(self) -> tuple[str, ...]:
        return () if self._secrets is None else self._secrets.revealed

    async def _picture(self, page: Page) -> bytes:
        """The screenshot, with every secret that was typed so far painted over."""
        if not (values := self._masks):
            return await self._camera.take(page)
        from guiagent.computers.masks import masked_shot  # weighs OpenCV, and most runs have no secrets

        return await masked_shot(page, lambda: self._camera.take(page), values)

    def _observation(self, screen: Screen, settled: bool) -> Observation:
        tabs, place = self.tabs.seen(self._titles)
        return Observation(
            screen=screen,
            url=tabs[place].url,
            title=tabs[place].title,
            tabs=tabs,
            tab=place,
            notices=(*self.news.drain(), *self.dialogs.notices()),
            settled=settled,
        )
