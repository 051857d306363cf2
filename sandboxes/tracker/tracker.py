"""The project tracker as a sandboxed world."""

from __future__ import annotations

import sqlite3
from typing import Any, ClassVar

from guiagent.sandboxes._seeded import AppSession, SeededApp
from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.tracker.state import TrackerState
from guiagent.sandboxes.tracker.store import TABLES
from guiagent.sandboxes.tracker.world import World, world

TrackerSession = AppSession[World, TrackerState]


class Tracker(SeededApp[World, TrackerState]):
    """A project tracker."""

    tables: ClassVar[Tables[Any]] = TABLES

    def world(self, seed: int) -> World:
        return world(seed)

    def application(self, world: World, database: sqlite3.Connection) -> Any:
        from guiagent.sandboxes.tracker.app import application

        return application(world, database)
