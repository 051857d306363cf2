"""The shop as a sandboxed world."""

from __future__ import annotations

import sqlite3
from typing import Any, ClassVar

from guiagent.sandboxes._seeded import AppSession, SeededApp
from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.shop.state import ShopState
from guiagent.sandboxes.shop.store import TABLES
from guiagent.sandboxes.shop.world import World, world

ShopSession = AppSession[World, ShopState]


class Shop(SeededApp[World, ShopState]):
    """A web shop."""

    tables: ClassVar[Tables[Any]] = TABLES

    def world(self, seed: int) -> World:
        return world(seed)

    def application(self, world: World, database: sqlite3.Connection) -> Any:
        from guiagent.sandboxes.shop.app import application

        return application(world, database)
