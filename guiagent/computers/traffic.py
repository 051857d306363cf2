"""What a page has asked of the network and was not given yet, without what it asks for all the time."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter

from playwright.async_api import Error, Frame, Page, Request

AWAITED = frozenset({"document", "stylesheet", "image", "font", "script", "xhr", "fetch"})
"""Kinds of request whose answer changes the page; not beacons, media, event streams, sockets or prefetches."""


class Traffic:
    """The requests of a page and its frames since the last action.

    A request is not waited for when one like it was pending before the action or comes on its own while nobody acts
    (a poll), when the very same one was made more than `repeats` times since the action, or when it has been pending
    for `patience` seconds; for a fifth of them where one like it never was answered so far.
    """

    def __init__(self, page: Page, patience: float, repeats: int = 3) -> None:
        self.changed = asyncio.Event()
        self._patience = patience
        self._repeats = repeats
        self._pending: dict[Request, float] = {}
        """What is awaited → when it is given up, on the clock of time.monotonic."""
        self._habits: Counter[str] = Counter()
        self._before: frozenset[str] = frozenset()
        self._unanswered: set[str] = set()
        self._made: Counter[str] = Counter()
        self._answered: float | None = None
        self._calm = False
        page.on("request", self._begin)
        page.on("requestfinished", self._finish)
        page.on("requestfailed", self._end)
        page.on("framedetached", self._lose)

    def mark(self) -> None:
        """An action begins: what is pending now is not its doing."""
        self._before = frozenset(_likeness(request) for request in self._pending)
        soon = time.monotonic() + self._patience / 2
        self._unanswered.update(_likeness(request) for request, until in self._pending.items() if until < soon)
        self._pending.clear()
        self._made.clear()
        self._answered = None
        self._calm = False

    def calm(self) -> None:
        """The action is over: what is asked for from now on is asked for without anybody's doing."""
        self._calm = True

    @property
    def pending(self) -> bool:
        """Whether an answer is still awaited."""
        return any(until > time.monotonic() for until in self._pending.values())

    @property
    def answered(self) -> float | None:
        """Seconds since an awaited answer came in or was refused; None where none has since the action."""
        return None if self._answered is None else time.monotonic() - self._answered

    def forget(self) -> None:
        """The document was replaced: of what was pending only the new document itself still is."""
        self._drop([request for request in self._pending if not request.is_navigation_request()])

    def _lose(self, frame: Frame) -> None:
        """A frame was removed: nobody tells what becomes of its requests where it had a process of its own."""
        self._drop([request for request in self._pending if _frame(request) is frame])

    def _drop(self, requests: list[Request]) -> None:
        for request in requests:
            del self._pending[request]
        self.changed.set()

    def _begin(self, request: Request) -> None:
        if request.resource_type not in AWAITED:
            return
        likeness, same = _likeness(request), f"{request.method} {request.url}"
        self._made[same] += 1
        if self._calm:
            self._habits[likeness] += 1
        if self._habits[likeness] >= 2:
            self._drop([other for other in self._pending if _likeness(other) == likeness])
        elif likeness not in self._before and self._made[same] <= self._repeats:
            patience = self._patience / 5 if likeness in self._unanswered else self._patience
            self._pending[request] = time.monotonic() + patience
            self.changed.set()

    def _finish(self, request: Request) -> None:
        if self._unanswered:
            self._unanswered.discard(_likeness(request))
        self._end(request)

    def _end(self, request: Request) -> None:
        if self._pending.pop(request, None) is not None:
            self._answered = time.monotonic()
            self.changed.set()


def _likeness(request: Request) -> str:
    """What a poll's requests have in common: all but the numbers, and the names drawn at random, which hold digits."""
    body = (request.post_data_buffer or b"")[:300].decode(errors="replace")
    return re.sub(r"[\w-]*\d[\w-]*", "0", f"{request.method} {request.url} {body}")


def _frame(request: Request) -> Frame | None:
    """The frame that asked; None for the first document of a window, which is asked for before the window is there."""
    try:
        return request.frame
    except Error:
        return None
