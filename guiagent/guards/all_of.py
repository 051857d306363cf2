"""Several guards as one: the first that blocks has the last word, and a guard that fails blocks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from guiagent.actions import DeviceAction
from guiagent.protocols import Guard
from guiagent.records import Blocked, Concern, Observation


class AllOf:
    """Asks its guards in order; none at all lets everything through."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        self._guards = tuple(guards)

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        return await self._first(lambda guard: guard.consent(concerns, now))

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        return await self._first(lambda guard: guard.review(action, now))

    async def _first(self, ask: Callable[[Guard], Awaitable[Blocked | None]]) -> Blocked | None:
        for guard in self._guards:
            if blocked := await _denying(ask(guard)):
                return blocked
        return None


async def _denying(asked: Awaitable[Blocked | None]) -> Blocked | None:
    try:
        return await asked
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a guard, the action must not pass
        return Blocked(reason=f"the guard failed: {type(error).__name__}: {error}")
