"""Nobody at the terminal, and nobody watching."""

from __future__ import annotations

import asyncio

from guiagent.actions import DeviceAction
from guiagent.limits import Spent
from guiagent.records import Decision, Observation, Step


class Nobody:
    """A `Person` who never puts in a word."""

    async def calls(self) -> None:
        await asyncio.Event().wait()

    async def turn(self) -> str:
        return ""


class Unwatched:
    """A `Watcher` that looks away."""

    def deciding(self, now: Observation, spent: Spent) -> None:
        pass

    def decided(self, index: int, decision: Decision) -> None:
        pass

    def acting(self, action: DeviceAction) -> None:
        pass

    def stepped(self, step: Step, spent: Spent) -> None:
        pass
