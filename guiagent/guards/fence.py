"""A computer behind the allow-list: what the fence refused is told to the model."""

from __future__ import annotations

from guiagent.actions import DeviceAction
from guiagent.guards.domains import DomainGuard
from guiagent.guards.proxy import AllowProxy
from guiagent.protocols import Computer
from guiagent.records import Observation

MOST = 3
"""Refusals that one notice names; a page may try hundreds."""


class Fenced:
    """A `Computer` whose requests go through an `AllowProxy`; its observations say what was refused since the last."""

    def __init__(self, computer: Computer, proxy: AllowProxy, guard: DomainGuard) -> None:
        self.computer, self.proxy, self.guard = computer, proxy, guard
        self._told = 0

    @property
    def kinds(self) -> frozenset[str]:
        return self.computer.kinds

    async def perform(self, action: DeviceAction) -> None:
        await self.computer.perform(action)

    async def observe(self) -> Observation:
        seen = await self.computer.observe()
        notices = (*seen.notices, *self._news())
        if stands := self.guard.check(seen):
            notices = (*notices, f"This page is not allowed: {stands.reason}. Go back.")
        return seen.model_copy(update={"notices": notices})

    def _news(self) -> tuple[str, ...]:
        """What was refused since the last look, each origin once in a run."""
        refused = self.proxy.refused
        news, self._told = refused[self._told :], len(refused)
        if not news:
            return ()
        more = f"; and {len(news) - MOST} more" if len(news) > MOST else ""
        return (f"Requests were refused: {'; '.join(news[:MOST])}{more}.",)
