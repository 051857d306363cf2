"""What a page has asked of the network and was not given yet, without what it asks for all the time."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter

from playwright.async_api import Page, Request

AWAITED = frozenset({"document", "stylesheet", "image", "font", "script", "xhr", "fetch"})
"""Kinds of request whose answer changes the page; not beacons, media, event streams, sockets or prefetches."""


class Traffic:
    """The requests of a page and its frames since the last action.

    A request is not waited for when one like it was pending before the action or comes on its own while nobody acts
    (a poll), when the very same one was made more than `repeats` times since the action, or when it has been pending
    for `patience` seconds.
    """

    def __init__(self, page: Page, patience: float, repeats: int = 3) -> None:
        self.changed = asyncio.Event()
        self._patience = patience
        self._repeats = repeats
        self._pending: dict[Request, float] = {}
        self._habits: Counter[str] = Counter()
        self._before: frozenset[str] = frozenset()
        self._made: Counter[str] = Counter()
        self._answered: float | None = None
        self._calm = False
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def mark(self) -> None:
        """An action begins: what is pending now is not its doing."""
        self._before = frozenset(_likeness(request) for request in self._pending)
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
        late = time.monotonic() - self._patience
        return any(begun > late for begun in self._pending.values())

    @property
    def answered(self) -> float | None:
        """Seconds since an awaited answer came in or was refused; None where none has since the action."""
        return None if self._answered is None else time.monotonic() - self._answered

    def forget(self) -> None:
        """The document was replaced: of what was pending only the new document itself still is."""
        self._pending = {request: begun for request, begun in self._pending.items() if request.is_navigation_request()}
        self.changed.set()

    def _begin(self, request: Request) -> None:
        if request.resource_type not in AWAITED:
            return
        likeness, same = _likeness(request), f"{request.method} {request.url}"
        self._made[same] += 1
        if self._calm:
            self._habits[likeness] += 1
        poll = likeness in self._before or self._habits[likeness] >= 2 or self._made[same] > self._repeats
        if not poll:
            self._pending[request] = time.monotonic()
            self.changed.set()

    def _end(self, request: Request) -> None:
        if self._pending.pop(request, None) is not None:
            self._answered = time.monotonic()
            self.changed.set()


def _likeness(request: Request) -> str:
    """What a poll's requests have in common: all but the numbers."""
    body = (request.post_data_buffer or b"")[:300].decode(errors="replace")
    return re.sub(r"\d+", "0", f"{request.method} {request.url} {body}")
