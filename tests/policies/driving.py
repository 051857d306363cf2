"""Drives the reader over a local page in a real browser, and looks at the page's own state afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from guiagent.actions import DeviceAction
from guiagent.computers.browser import Browser, BrowserOptions
from guiagent.limits import Limits
from guiagent.loop import Agent
from guiagent.policies.reader import ReaderPolicy
from guiagent.records import Blocked, Concern, Observation, Trajectory
from guiagent.reflection import ScreenChanged

PAGES = Path(__file__).parent / "pages"
READER = ReaderPolicy()
"""One for all tests: it keeps nothing but what it has seen of pixels."""


class Allow:
    """A guard that allows everything."""

    async def review(self, action: DeviceAction, now: Observation) -> Blocked | None:
        return None

    async def consent(self, concerns: Sequence[Concern], now: Observation) -> Blocked | None:
        return None


async def driven(
    page: str, task: str, viewport: tuple[int, int], scale: float, state: str = "window.state"
) -> tuple[Trajectory, Any]:
    """The run of a task on a page of this folder, and what a script finds on it afterwards."""
    options = BrowserOptions(url=(PAGES / page).as_uri(), viewport=viewport, scale=scale)
    async with Browser(options) as browser:
        agent = Agent(READER, browser, Allow(), ScreenChanged(), Limits(steps=30, seconds=240))
        trajectory = await agent.run(task)
        return trajectory, await browser._live.tabs.current.evaluate(state)
