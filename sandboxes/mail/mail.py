"""The mail client as a sandboxed world."""

from __future__ import annotations

import sqlite3
from typing import Any, ClassVar

from guiagent.sandboxes._seeded import AppSession, SeededApp
from guiagent.sandboxes._tables import Tables
from guiagent.sandboxes.mail.state import MailState
from guiagent.sandboxes.mail.store import TABLES
from guiagent.sandboxes.mail.world import World, world

MailSession = AppSession[World, MailState]


class Mail(SeededApp[World, MailState]):
    """A mailbox whose user is logged in."""

    tables: ClassVar[Tables[Any]] = TABLES

    def world(self, seed: int) -> World:
        return world(seed)

    def application(self, world: World, database: sqlite3.Connection) -> Any:
        from guiagent.sandboxes.mail.app import application

        return application(world, database)
