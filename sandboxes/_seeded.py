"""A web application as a sandboxed world: opened from a seed, worked by a browser, looked into by the judge."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from guiagent.actions import Value
from guiagent.sandboxes._tables import Tables, connect

State = TypeVar("State", bound=Value)


class Seeded(Protocol):
    """A world that a seed decides: what never changes in it, and the state that it opens with."""

    @property
    def seed(self) -> int: ...

    @property
    def initial(self) -> Any: ...


World = TypeVar("World", bound=Seeded)


@dataclass(frozen=True)
class AppSession(Generic[World, State]):
    """An open world. `inspect` and `reset` go to the database; no page of the application leads there."""

    url: str
    world: World
    database: Path
    tables: Tables[State]

    async def inspect(self) -> State:
        """The state as it is now."""
        return await asyncio.to_thread(self._read)

    async def reset(self) -> None:
        """Begin anew: the state that the world opened with; every browser is logged out."""
        await asyncio.to_thread(self._fill)

    def _read(self) -> State:
        with closing(connect(self.database)) as database:
            return self.tables.read(database)

    def _fill(self) -> None:
        with closing(connect(self.database)) as database:
            self.tables.fill(database, self.world.seed, self.world.initial)


@dataclass(frozen=True)
class SeededApp(Generic[World, State]):
    """A web application with its state in SQLite; a kind of it says `tables`, `world` and `application`.

    `database`: where its state is kept, so that a killed run finds it again; None: thrown away.
    """

    database: Path | None = None
    port: int = 0
    tables: ClassVar[Tables[Any]]

    def world(self, seed: int) -> World:
        """The world of this seed: always the same."""
        raise NotImplementedError

    def application(self, world: World, database: sqlite3.Connection) -> Any:
        """The ASGI application of this world, with its state in this database."""
        raise NotImplementedError

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[AppSession[World, State]]:
        """The world with this seed on loopback. Raises SandboxError for a taken port or another world's database."""
        from guiagent.sandboxes._server import serving

        world = self.world(seed)
        with self._folder() as folder:
            path = self.database or Path(folder) / "state.sqlite"
            await asyncio.to_thread(self.tables.prepare, path, seed, world.initial)
            with closing(connect(path)) as database:
                async with serving(self.application(world, database), self.port) as url:
                    yield AppSession(url, world, path, self.tables)

    def _folder(self) -> AbstractContextManager[str]:
        return nullcontext("") if self.database else tempfile.TemporaryDirectory(prefix="guiagent-world-")
