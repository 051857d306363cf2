"""How long a page is waited for: until it answers, until a dialog keeps it from answering, or until a deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from guiagent.actions import Back, DeviceAction, Drag, Hold, Navigate, Type, Wait
from guiagent.computers import navigation

T = TypeVar("T")


class Unresponsive(Exception):
    """The page did not answer in time: its script spins, or it is gone."""


class DialogOpened(Exception):
    """A dialog holds the page; what was asked of the page goes on once the dialog is answered."""


class Opens(Protocol):
    """Something that may open and hold the page."""

    async def wait_open(self) -> object:
        """Returns once a dialog is open."""


class Patience:
    """Waits for the page without ever hanging with it."""

    def __init__(self, dialogs: Opens) -> None:
        self._dialogs = dialogs
        self._going_on: set[asyncio.Task[Any]] = set()
        self._waits: set[asyncio.Future[None]] = set()

    async def __call__(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """What `work` returns; raises what it raises, Unresponsive after `seconds`, or DialogOpened."""
        task = asyncio.ensure_future(work)
        opened = asyncio.ensure_future(self._dialogs.wait_open())
        broke = asyncio.get_running_loop().create_future()
        self._waits.add(broke)
        try:
            await asyncio.wait({task, opened, broke}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            if opened.done():
                self._let_go_on(task)
                raise DialogOpened
            raise Unresponsive
        finally:
            self._waits.discard(broke)
            opened.cancel()
            if task not in self._going_on:
                task.cancel()
                task.add_done_callback(_retrieve)

    def broke(self) -> None:
        """The page broke: nothing that is asked of it now will be answered."""
        for wait in self._waits:
            if not wait.done():
                wait.set_result(None)

    def _let_go_on(self, task: asyncio.Task[Any]) -> None:
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
        task.add_done_callback(_retrieve)

    async def aclose(self) -> None:
        """Drop what still waits for a page."""
        for task in tuple(self._going_on):
            task.cancel()
        await asyncio.gather(*self._going_on, return_exceptions=True)


def own_time(action: DeviceAction) -> float:
    """The seconds that an action itself takes, on a page that answers at once."""
    match action:
        case Wait(seconds=seconds) | Hold(seconds=seconds):
            return seconds
        case Type(text=text):
            return len(text) / 50
        case Drag(path=path):
            return len(path) / 10
        case Navigate() | Back():
            return navigation.SECONDS
        case _:
            return 0.0


def _retrieve(task: asyncio.Task[Any]) -> None:
    """Read the error of a task that nobody waits for any more, so that asyncio does not complain."""
    if not task.cancelled():
        task.exception()
