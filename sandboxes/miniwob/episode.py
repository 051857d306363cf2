"""An episode of MiniWoB++ as a sandboxed world: the page tells the task, and when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from guiagent.actions import Value
from guiagent.errors import SandboxError

if TYPE_CHECKING:
    from guiagent.sandboxes.miniwob.station import Episode, Station

TELLING = 10.0
"""Seconds that a page may take to begin its episode, once it is open."""

_stations: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, Station]] = WeakKeyDictionary()
"""The servers of this process, which end with the event loop that began them, by the port that was asked for; 0 is any
free one, shared by all who ask for it."""


class MiniWobState(Value):
    """What became of an episode. `raw` are the page's points before any discount for time, None where it goes on."""

    page: str
    utterance: str = ""
    raw: float | None = None
    why: str = ""


class MiniWobSession:
    """An open episode."""

    def __init__(self, url: str, episode: Episode) -> None:
        self.url, self._episode = url, episode

    async def instruction(self) -> str:
        """The page's own words. Raises SandboxError where no browser has opened it."""
        for _ in range(int(TELLING / 0.02)):
            if self._episode.utterance is not None:
                return self._episode.utterance
            await asyncio.sleep(0.02)
        raise SandboxError(f"the page {self._episode.page!r} of MiniWoB++ did not begin its episode in {TELLING:g} s")

    async def over(self) -> bool:
        """Whether the page has given its points."""
        return self._episode.raw is not None

    async def inspect(self) -> MiniWobState:
        """What the page has told."""
        told = self._episode
        return MiniWobState(page=told.page, utterance=told.utterance or "", raw=told.raw, why=told.why)


@dataclass(frozen=True)
class MiniWob:
    """MiniWoB++'s page of this name. It has no `database`: an episode lives in its page, and begins anew with it."""

    database: Path | None = None
    port: int = 0
    page: str = ""

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[MiniWobSession]:
        """The episode with this seed. Raises SandboxError for a page that there is none of, or a taken port."""
        from guiagent.sandboxes.miniwob.station import Station

        stations = _stations.setdefault(asyncio.get_running_loop(), {})
        if self.port not in stations:
            stations[self.port] = await Station.start(self.port)
        station = stations[self.port]
        episode = station.begin(self.page, seed)
        try:
            yield MiniWobSession(station.address(episode), episode)
        finally:
            station.end(episode)
            if self.port:
                await stations.pop(self.port).stop()
