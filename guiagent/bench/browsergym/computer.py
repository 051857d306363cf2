"""BrowserGym's page as a computer: what it shows, and hands on it."""

from __future__ import annotations

import asyncio
import base64
from typing import Any, get_args

from guiagent.actions import DeviceAction
from guiagent.bench.browsergym.interpreter import Interpreter
from guiagent.computers.keys import chord
from guiagent.errors import ActionFailed, ComputerError, SandboxError
from guiagent.records import Observation, Tab
from guiagent.screen import Screen


class BrowserGymComputer:
    """A Computer. The screenshot is `scale` times the page's CSS pixels, and points are mapped back."""

    def __init__(self, interpreter: Interpreter, scale: float) -> None:
        self._interpreter, self._scale = interpreter, scale

    @property
    def kinds(self) -> frozenset[str]:
        """Everything that a device can be asked to do."""
        return frozenset(str(kind.model_fields["kind"].default) for kind in get_args(DeviceAction))

    async def observe(self) -> Observation:
        """The page in front, settled within bounds. Raises ComputerError."""
        seen = await self._ask("look")
        tabs = tuple(Tab.model_validate(tab) for tab in seen["tabs"])
        screen = await asyncio.to_thread(Screen.of, base64.b64decode(seen["png"]))
        return Observation(
            screen=screen,
            url=seen["url"],
            title=tabs[seen["tab"]].title,
            tabs=tabs,
            tab=seen["tab"],
            settled=seen["settled"],
        )

    async def perform(self, action: DeviceAction) -> None:
        """Do it in the page in front. Raises ActionFailed where it cannot be done."""
        if failed := (await self._ask("act", action=_told(action, self._scale)))["failed"]:
            raise ActionFailed(f"the browser could not do it: {failed}")

    async def _ask(self, do: str, **order: Any) -> Any:
        try:
            return await self._interpreter.ask(do, **order)
        except SandboxError as error:
            raise ComputerError(str(error)) from error


def _told(action: DeviceAction, scale: float) -> dict[str, Any]:
    """The action in CSS pixels and in the web's names of keys."""
    told = action.model_dump(mode="json")
    if "point" in told:
        told["point"] = _css(told["point"], scale)
    if "path" in told:
        told["path"] = [_css(point, scale) for point in told["path"]]
    for pixels in {"dx", "dy"} & told.keys():
        told[pixels] /= scale
    for keys in {"keys", "held"} & told.keys():
        told[keys] = chord(told[keys]) if told[keys] else ()
    if "key" in told:
        told["key"] = chord((told["key"],))[-1]
    return told


def _css(point: tuple[int, int], scale: float) -> tuple[float, float]:
    return (point[0] + 0.5) / scale, (point[1] + 0.5) / scale
