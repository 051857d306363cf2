"""The shop as a sandboxed world: opened from a seed, looked into by the judge."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

from guiagent.sandboxes.shop import store
from guiagent.sandboxes.shop.state import ShopState
from guiagent.sandboxes.shop.world import World, world


@dataclass(frozen=True)
class ShopSession:
    """An open shop. `inspect` and `reset` go to the database; no page of the shop leads there."""

    url: str
    world: World
    database: Path

    async def inspect(self) -> ShopState:
        """The state as it is now."""
        return await asyncio.to_thread(self._read)

    async def reset(self) -> None:
        """Begin anew: the state that the shop opened with; every browser is logged out."""
        await asyncio.to_thread(self._fill)

    def _read(self) -> ShopState:
        with closing(store.connect(self.database)) as database:
            return store.read(database)

    def _fill(self) -> None:
        with closing(store.connect(self.database)) as database:
            store.fill(database, self.world.seed, self.world.initial)


@dataclass(frozen=True)
class Shop:
    """A web shop. `database`: where its state is kept, so that a killed run finds it again; None: thrown away."""

    database: Path | None = None
    port: int = 0

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[ShopSession]:
        """The shop with this seed on loopback. Raises SandboxError for a taken port or another world's database."""
        from guiagent.sandboxes._server import serving
        from guiagent.sandboxes.shop.app import application

        here = world(seed)
        with self._folder() as folder:
            path = self.database or Path(folder) / "shop.sqlite"
            await asyncio.to_thread(store.prepare, path, seed, here.initial)
            with closing(store.connect(path)) as database:
                async with serving(application(here, database), self.port) as url:
                    yield ShopSession(url, here, path)

    def _folder(self) -> AbstractContextManager[str]:
        return nullcontext("") if self.database else tempfile.TemporaryDirectory(prefix="guiagent-shop-")
