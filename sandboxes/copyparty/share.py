"""copyparty as a sandboxed world: a folder with its files, served by a process of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from guiagent.sandboxes._apps.real import RealApp, RealSession
from guiagent.sandboxes._server import HOST
from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.copyparty.state import TABLES, FilesState, read
from guiagent.sandboxes.copyparty.world import Share, world


@dataclass(frozen=True)
class FilesSession(RealSession[Share, FilesState]):
    """An open folder; what is in it is read from the disk."""

    def _read(self) -> FilesState:
        return read(self.database / "served", self.database / "log.txt")


@dataclass(frozen=True)
class Copyparty(RealApp[Share, FilesState]):
    """The file server copyparty (MIT licence), which lets anybody read, write, move and delete."""

    tables: ClassVar[Tables[Any]] = TABLES
    modules: ClassVar[tuple[str, ...]] = ("copyparty",)
    session: ClassVar[Any] = FilesSession

    def world(self, seed: int) -> Share:
        return world(seed)

    def prepare(self, world: Share, root: Path) -> None:
        served = root / "served"
        for folder in world.initial.folders:
            (served / folder.path).mkdir(parents=True, exist_ok=True)
        for file in world.initial.files:
            (served / file.path).write_text(file.text, encoding="utf-8", newline="")
        for path, date in world.dates.items():
            os.utime(served / path, (date.timestamp(),) * 2)

    def command(self, root: Path, port: int) -> Sequence[str]:
        volume, log = f"{root / 'served'}::rwmd", str(root / "log.txt")
        quiet = ("-q", "-lo", log, "--no-crt", "--no-thumb", "--no-robots", "--no-dirsz", "-nih", "--du-who", "no")
        return sys.executable, "-m", "copyparty", "-i", HOST, "-p", str(port), "-v", volume, "-j", "1", *quiet
