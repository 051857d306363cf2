"""Loaded weights and the one thread that they are used in, shared by all who name the same in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

from guiagent.models.local.loaded import Loaded
from guiagent.models.local.loading import Loading

Result = TypeVar("Result")


class Load(Protocol):
    """Loads a checkpoint; it blocks."""

    def __call__(self, place: str, loading: Loading) -> Loaded:
        """Raises ModelError, UsageError."""


class Resident:
    """A checkpoint, loaded at its first use. One at a time is served, in the order in which they asked."""

    def __init__(self, place: str, loading: Loading, load: Load) -> None:
        self._place, self._loading, self._load = place, loading, load
        self._loaded: Loaded | None = None
        # The thread ends when nobody has this object any more; the interpreter waits for it at its end.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="weights")

    async def serve(self, use: Callable[[Loaded], Result]) -> Result:
        """Use the weights in their thread. Whoever is cancelled while waiting for a turn has none."""
        future: Future[Result] = self._thread.submit(self._served, use)
        return await asyncio.wrap_future(future)

    def _served(self, use: Callable[[Loaded], Result]) -> Result:
        if self._loaded is None:
            self._loaded = self._load(self._place, self._loading)
        return use(self._loaded)


_RESIDENTS: WeakValueDictionary[tuple[str, Loading, Load], Resident] = WeakValueDictionary()


def resident(place: str, loading: Loading, load: Load) -> Resident:
    """The weights of that place, loaded in that way: those that somebody here has already, where there are any."""
    key = (place, loading, load)
    if (found := _RESIDENTS.get(key)) is None:
        found = _RESIDENTS[key] = Resident(place, loading, load)
    return found
