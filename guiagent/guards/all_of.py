"""Several guards as one: the first that blocks has the last word, and a guard that fails blocks."""

from __future__ import annotations

from collections.abc import Sequence

from guiagent.actions import DeviceAction
from guiagent.protocols import Guard
from guiagent.records import Blocked, Observation


class AllOf:
    """Asks its guards in order; none at all lets everything through."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        self._guards = tuple(guards)

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        for guard in self._guards:
            if blocked := await _reviewed(guard, action, now):
                return blocked
        return None


async def _reviewed(guard: Guard, action: DeviceAction, now: Observation) -> Blocked | None:
    try:
        return await guard.review(action, now)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in a guard, the action must not pass
        return Blocked(reason=f"the guard failed: {type(error).__name__}: {error}")
