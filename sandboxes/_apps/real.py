"""An application of other hands that a seed fills: what each of them says, and how it is opened."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from guiagent.actions import Value
from guiagent.errors import SandboxError
from guiagent.sandboxes._apps import process
from guiagent.sandboxes._seeded import AppSession, Seeded, SeededApp

World = TypeVar("World", bound=Seeded)
State = TypeVar("State", bound=Value)


@dataclass(frozen=True)
class RealSession(AppSession[World, State]):
    """An open application; `database` is the folder with all of its files."""

    def _read(self) -> State:
        raise NotImplementedError

    def _fill(self) -> None:
        raise SandboxError(f"{self.tables.world} cannot begin anew while it is open: close it, and open its seed again")


@dataclass(frozen=True)
class RealApp(SeededApp[World, State]):
    """An application in a process of its own; a kind of it says how it is prepared, started and looked into.

    `database`: a folder in which its files are kept, so that a killed run finds them again; None: thrown away.
    """

    modules: ClassVar[tuple[str, ...]]
    session: ClassVar[type[RealSession[Any, Any]]]

    def prepare(self, world: World, root: Path) -> None:
        """Write the world that it opens with into a new folder."""
        raise NotImplementedError

    def command(self, root: Path, port: int) -> Sequence[str]:
        """The command line that serves what is in the folder."""
        raise NotImplementedError

    @asynccontextmanager
    async def open(self, seed: int) -> AsyncIterator[AppSession[World, State]]:
        """The world with this seed on loopback. Raises SandboxError for a missing package or another world's folder."""
        process.require(self.tables.world, *self.modules)
        world = self.world(seed)
        root = self.database.resolve() if self.database else process.folder()
        try:
            await asyncio.to_thread(self._settle_in, world, root)
            commands = lambda port: self.command(root, port)  # noqa: E731
            async with process.running(commands, root, self.port, keep=self.database is not None) as url:
                yield self.session(url, world, root, self.tables)
        finally:
            if self.database is None:
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, root, ignore_errors=True))

    def _settle_in(self, world: World, root: Path) -> None:
        """Prepare a folder, or go on with the one there. Raises SandboxError for another world's."""
        mark, mine = root / "seed", f"{self.tables.world} {world.seed}"
        if mark.exists():
            if (there := mark.read_text(encoding="utf-8")) != mine:
                raise SandboxError(f"{root} holds the world {there!r}, not {mine!r}: choose another folder")
            return
        root.mkdir(parents=True, exist_ok=True)
        self.prepare(world, root)
        mark.write_text(mine, encoding="utf-8")
