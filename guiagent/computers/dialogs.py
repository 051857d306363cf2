"""The page's own dialogs (alert, confirm, prompt, beforeunload): seen as text and as a picture, and answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, cast

from playwright.async_api import CDPSession, Dialog, Error, Page

from guiagent.actions import Click, DeviceAction, Point, Press, Type, Wait
from guiagent.computers.drawn import Drawn, draw
from guiagent.computers.keys import chord
from guiagent.errors import ActionFailed
from guiagent.screen import Screen

Kind = Literal["alert", "confirm", "prompt", "beforeunload"]

ROW = 1.0
"""Seconds within which a dialog that follows an answered one belongs to the same row."""

ENDLESS = 6.0
"""Seconds after which a page that still opens dialogs, though its script was told to end, is closed."""


@dataclass(eq=False)
class Open:
    """A dialog that waits for its answer. `typed` is the text in a prompt's field, `selected` whether all of it is."""

    kind: Kind
    message: str
    dialog: Dialog
    typed: str = ""
    selected: bool = True

    @property
    def told(self) -> str:
        """The sentence that a model is told of it."""
        if self.kind == "alert":
            return f'The page shows an alert: "{self.message}" Press Enter for OK.'
        if self.kind == "beforeunload":
            return "The page asks whether to leave it; changes may be lost. Press Enter to leave or Escape to stay."
        field = f' Its field holds "{self.typed}"; type to replace it.' if self.kind == "prompt" else ""
        return f'The page shows a {self.kind} dialog: "{self.message}"{field} Press Enter for OK or Escape for Cancel.'


class Dialogs:
    """The dialogs of all watched pages, one after the other.

    After `most` in a row the next ones are answered by themselves with Cancel; after three times as many the script
    that opens them is ended, and its page is closed should that not help. `hide` takes secrets out of what is drawn.
    """

    def __init__(self, most: int = 5, hide: Callable[[str], str] = str) -> None:
        self._most, self._hide = most, hide
        self._queue: list[Open] = []
        self._arrived = asyncio.Event()
        self._notices: list[str] = []
        self._row = 0
        self._row_began = 0.0
        self._answered_at = 0.0
        self._sessions: dict[Page, CDPSession] = {}
        self._ending: set[asyncio.Future[object]] = set()
        self._behind: Screen | None = None
        self._drawn: Drawn | None = None

    async def watch(self, page: Page) -> None:
        """Hear of the page's dialogs from now on; without this Playwright dismisses them unseen."""
        if page in self._sessions or page.is_closed():
            return
        page.on("dialog", self._opened)
        page.on("close", self._closed)
        try:
            self._sessions[page] = await page.context.new_cdp_session(page)
        except Error:
            return  # the page is gone already: it opens no dialogs

    @property
    def open(self) -> Open | None:
        """The dialog that waits for its answer, the oldest one first; None where there is none."""
        return self._queue[0] if self._queue else None

    @property
    def drawn(self) -> Drawn | None:
        """The last picture of the open dialog; None where there is none."""
        return self._drawn

    async def wait_open(self) -> Open:
        """Wait, for ever if need be, until a dialog is open; to be raced with what may open one."""
        while not self._queue:
            self._arrived.clear()
            await self._arrived.wait()
        return self._queue[0]

    def picture(self, behind: Screen) -> Screen:
        """The last screenshot, dimmed, with the open dialog drawn upon it; `behind` itself where none is open.

        `behind` may itself be such a picture: the dialog is never drawn upon a dialog.
        """
        if self.open is None:
            return behind
        if self._behind is None or self._drawn is None or behind != self._drawn.screen:
            self._behind = behind
        message, typed = self._hide(self.open.message), self._hide(self.open.typed)
        self._drawn = draw(self._behind, self.open.kind, message, typed, self.open.selected)
        return self._drawn.screen

    async def perform(self, action: DeviceAction) -> None:
        """Answer the open dialog. Raises ActionFailed for what cannot be done while it is open."""
        dialog = self.open
        match action:
            case Wait():
                return
            case _ if dialog is None:
                raise ActionFailed("no dialog is open any more")
            case Press(keys=keys):
                await self._press(dialog, keys)
            case Click(point=point, button="left"):
                await self._click(dialog, point)
            case Type(text=text) if dialog.kind == "prompt" or text.endswith("\n"):
                await self._type(dialog, text)
            case _:
                raise _refused(dialog, action.kind)

    def notices(self) -> tuple[str, ...]:
        """What the model is to be told since the last call: what was answered, and what is open now."""
        told = (*self._notices, *((self.open.told,) if self.open else ()))
        self._notices.clear()
        return told

    async def _press(self, dialog: Open, keys: tuple[str, ...]) -> None:
        match chord(keys):
            case ("Enter",):
                await self._answer(dialog, accept=True)
            case ("Escape",):
                await self._answer(dialog, accept=dialog.kind == "alert")
            case ("Control" | "Meta" | "ControlOrMeta", "a") if dialog.kind == "prompt":
                dialog.selected = True
            case ("Backspace" | "Delete",) if dialog.kind == "prompt":
                dialog.typed, dialog.selected = "" if dialog.selected else dialog.typed[:-1], False
            case _:
                raise _refused(dialog, "pressing " + "+".join(keys))

    async def _click(self, dialog: Open, point: Point) -> None:
        match self._drawn and self._drawn.at(point):
            case "ok":
                await self._answer(dialog, accept=True)
            case "cancel":
                await self._answer(dialog, accept=False)
            case "field":
                dialog.selected = False
            case _:
                raise _refused(dialog, f"a click at {point}")

    async def _type(self, dialog: Open, text: str) -> None:
        line, enter, rest = text.partition("\n")
        if dialog.kind == "prompt" and line:
            dialog.typed, dialog.selected = (line if dialog.selected else dialog.typed + line), False
        if enter:
            await self._answer(dialog, accept=True)
        if rest:
            raise ActionFailed(f"the first line went into the dialog and closed it; {rest!r} was not typed")

    async def _answer(self, dialog: Open, accept: bool) -> None:
        answer = _LABELS.get((dialog.kind, accept), "OK" if accept else "Cancel")
        text = f' and the text "{dialog.typed}"' if accept and dialog.kind == "prompt" else ""
        said = f' "{dialog.message}"' if dialog.message else ""
        self._notices.append(f"The {dialog.kind} dialog{said} was answered with {answer}{text}.")
        await self._close(dialog, accept)

    async def _close(self, dialog: Open, accept: bool) -> None:
        if dialog in self._queue:
            self._queue.remove(dialog)
        self._drawn = None
        self._answered_at = time.monotonic()
        try:
            if accept:
                await dialog.dialog.accept(dialog.typed if dialog.kind == "prompt" else None)
            else:
                await dialog.dialog.dismiss()
        except Error:
            return  # its page went away and took the dialog with it

    async def _opened(self, dialog: Dialog) -> None:
        opened = Open(cast("Kind", dialog.type), dialog.message, dialog, dialog.default_value)
        now = time.monotonic()
        if now - self._answered_at > ROW:
            self._row, self._row_began = 0, now
        self._row += 1
        if self._row <= self._most:
            self._queue.append(opened)
            self._arrived.set()
        else:
            await self._answer_itself(opened)

    async def _answer_itself(self, opened: Open) -> None:
        """One too many: the model is not asked any more."""
        if self._row == self._most + 1:
            self._row_began = time.monotonic()
            self._notices.append(
                f"The page opens one dialog after the other; the next ones are answered with Cancel by themselves,"
                f' beginning with "{opened.message}".'
            )
        page = opened.dialog.page
        if page is not None and self._row == 3 * self._most and page in self._sessions:
            self._notices.append("The script that opens them was ended.")
            # Takes effect only after some more dialogs, when V8 next looks for interrupts, so it is not awaited.
            self._end(self._sessions[page].send("Runtime.terminateExecution"))
        if page is not None and time.monotonic() - self._row_began > ENDLESS:
            self._notices.append("Its page went on opening dialogs and was closed.")
            self._end(page.close())
        await self._close(opened, accept=False)

    def _end(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.ensure_future(work)
        self._ending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Future[object]) -> None:
        self._ending.discard(task)
        if not task.cancelled():
            task.exception()  # a page that is gone opens no more dialogs, which is all that was wanted

    def _closed(self, page: Page) -> None:
        self._sessions.pop(page, None)
        self._queue = [opened for opened in self._queue if opened.dialog.page is not page]


_LABELS = {("beforeunload", True): "Leave", ("beforeunload", False): "Stay"}


def _refused(dialog: Open, what: str) -> ActionFailed:
    return ActionFailed(f"{what} is not possible while a dialog is open. {dialog.told}")
