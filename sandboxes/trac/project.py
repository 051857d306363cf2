"""Trac as a sandboxed world: a project with its tickets and wiki, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from guiagent.sandboxes._apps.real import RealApp, RealSession
from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.trac.state import TABLES, TracState, read
from guiagent.sandboxes.trac.world import Project, world


@dataclass(frozen=True)
class TracSession(RealSession[Project, TracState]):
    """An open project; what is in it is read from Trac's own database."""

    def _read(self) -> TracState:
        return read(self.database / "project" / "db" / "trac.db", self.database / "visits.txt")


@dataclass(frozen=True)
class Trac(RealApp[Project, TracState]):
    """Edgewall's issue tracker and wiki (BSD licence), with somebody logged in."""

    tables: ClassVar[Tables[Any]] = TABLES
    modules: ClassVar[tuple[str, ...]] = ("trac", "pkg_resources")
    session: ClassVar[Any] = TracSession

    def world(self, seed: int) -> Project:
        return world(seed)

    def prepare(self, world: Project, root: Path) -> None:
        (root / "world.json").write_text(world.model_dump_json(), encoding="utf-8")

    def command(self, root: Path, port: int) -> Sequence[str]:
        return sys.executable, "-P", str(Path(__file__).with_name("serve.py")), str(root), str(port)
